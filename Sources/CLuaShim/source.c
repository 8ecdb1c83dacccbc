#include "internal.h"

#include <stdio.h>

// Source text on its way into the compiler, which no hook reaches. It is handed over in small pieces: between two of
// them a stop gets in, and what is handed over has been looked at, as some texts take the compiler a time that grows
// with their square.

enum {
    /// Bytes of a piece. What one of them costs grows with the lists that the compiler keeps: some milliseconds at most.
    PIECE = 64,
    /// Bytes of source that a plugin may load.
    PLUGIN_SOURCE_CAP = 1 << 20,
    /// Words of a plugin's text for each of which the compiler may go through a list of those before it.
    MOST_BRANCHES = 8192,
};

typedef enum { CODE, OPENING, SHORT_STRING, ESCAPE, SPACE, LONG_STRING, CLOSING, LINE_COMMENT } scan_place;

typedef struct {
    liq_lua_state *state;
    /// What is left to be handed over, and whether more may come from the function at 1.
    const char *text;
    size_t left;
    bool has_more;

    scan_place place;
    bool in_comment;
    char quote, before;
    /// Equals signs of a long bracket, and those counted so far at its end.
    size_t level, closing;
    char word[12];
    size_t word_length;
    uint32_t branches;
    int32_t line;
    bool is_refused;
} source_text;

// ---- looking at it --------------------------------------------------------------------------------------------------

static bool is_in_word(char c) {
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_';
}

static bool is_word(const source_text *t, const char *word) {
    return t->word_length == strlen(word) && memcmp(t->word, word, t->word_length) == 0;
}

static void end_word(source_text *t) {
    static const char *const branches[] = {"and", "or", "elseif", "goto", "break"};
    for (size_t i = 0; i < sizeof branches / sizeof *branches; i++) t->branches += is_word(t, branches[i]);
    t->word_length = 0;
}

static void scan_code(source_text *t, char c) {
    if (is_in_word(c)) {
        if (t->word_length < sizeof t->word) t->word[t->word_length++] = c;
        t->before = 0;
        return;
    }
    if (t->word_length) end_word(t);
    switch (c) {
    case '"':
    case '\'':
        t->place = SHORT_STRING;
        t->quote = c;
        break;
    case '-':
        if (t->before == '-') {
            t->place = LINE_COMMENT;
            t->before = 0;  // a bracket has to follow at once
            return;
        }
        break;
    case '[':
        t->place = OPENING;
        t->in_comment = false;
        t->level = 0;
        break;
    default: break;
    }
    t->before = c;
}

// Follows strings and comments as Lua's own scanner does, so that only what is code counts.
static void scan(source_text *t, char c) {
    switch (t->place) {
    case CODE: scan_code(t, c); break;
    case OPENING:
        if (c == '=') {
            t->level++;
        } else if (c == '[') {
            t->place = LONG_STRING;
        } else if (t->in_comment) {
            t->place = c == '\n' || c == '\r' ? CODE : LINE_COMMENT;
            t->before = 1;
        } else {
            t->place = CODE;
            t->before = 0;
            scan_code(t, c);
        }
        break;
    case SHORT_STRING:
        if (c == '\\') {
            t->place = ESCAPE;
        } else if (c == t->quote || ((c == '\n' || c == '\r') && t->before != '\\')) {
            t->place = CODE;
        }
        t->before = 0;
        break;
    case ESCAPE:
        t->place = c == 'z' ? SPACE : SHORT_STRING;
        t->before = c == '\n' || c == '\r' ? '\\' : 0;  // a line end of two bytes is one
        break;
    case SPACE:  // what \z leaves out
        if (c == ' ' || (c >= '\t' && c <= '\r')) break;
        t->place = SHORT_STRING;
        scan(t, c);
        break;
    case LONG_STRING:
        if (c == ']') {
            t->place = CLOSING;
            t->closing = 0;
        }
        break;
    case CLOSING:
        if (c == '=') {
            t->closing++;
        } else if (c == ']') {
            if (t->closing == t->level) t->place = CODE;
            t->closing = 0;
            t->before = 0;
        } else {
            t->place = LONG_STRING;
        }
        break;
    case LINE_COMMENT:
        if (c == '[' && t->before == 0) {
            t->place = OPENING;
            t->in_comment = true;
            t->level = 0;
        } else if (c == '\n' || c == '\r') {
            t->place = CODE;
            t->before = 0;
        } else {
            t->before = 1;
        }
        break;
    }
}

// ---- handing it over ------------------------------------------------------------------------------------------------

// Asks the script's function for more; the text stays at 5, where nothing else is. The compiler has values of its own on
// the stack, so that it is left as it was.
static bool refill(lua_State *L, source_text *t) {
    luaL_checkstack(L, 2, "too many nested functions");
    lua_pushvalue(L, 1);
    lua_call(L, 0, 1);
    if (lua_type(L, -1) == LUA_TNIL) {
        lua_pop(L, 1);
        return false;
    }
    if (!lua_isstring(L, -1)) return luaL_error(L, "reader function must return a string");
    lua_replace(L, 5);
    t->text = lua_tolstring(L, 5, &t->left);
    return t->left > 0;
}

// The compiler's reader. What it raises ends the compilation.
static const char *next_piece(lua_State *L, void *context, size_t *size) {
    source_text *t = context;
    liq_charge(L, PIECE / 16);
    if (t->left == 0 && !(t->has_more && refill(L, t))) {
        *size = 0;
        return NULL;
    }
    const char *piece = t->text;
    *size = t->left < PIECE ? t->left : PIECE;
    t->text += *size;
    t->left -= *size;
    for (size_t i = 0; i < *size; i++) {
        scan(t, piece[i]);
        t->is_refused = t->branches > MOST_BRANCHES && t->state->profile == LIQ_LUA_PLUGIN;
        if (t->is_refused) luaL_error(L, "too many branches");
        if (piece[i] == '\n') t->line++;
    }
    return piece;
}

static const char *const miscompiled_text[] = {
    [LIQ_WRONG_BITWISE] = "this system's Lua computes a wrong value here: in a function with more than 255 constants, a "
                          "number before '&', '|' or '~' and a condition after it; put the condition in a local first, or "
                          "the constants in a table outside of the function",
    [LIQ_WRONG_INDEX] = "this system's Lua may read the wrong field here: a comparison as the index of a table from "
                        "outside of the function; put the comparison in a local first",
};

typedef struct {
    /// Empty if the message says it.
    char chunk[LUA_IDSIZE];
    int32_t line;
    char message[400];
} load_failure;

// The name of a chunk as messages show it.
static void show_name(lua_State *L, const char *name, char shown[LUA_IDSIZE]) {
    lua_Debug place;
    shown[0] = 0;
    if (luaL_loadbufferx(L, "", 0, name, "t") != LUA_OK) {
        lua_pop(L, 1);
    } else if (lua_getinfo(L, ">S", &place)) {
        memcpy(shown, place.short_src, LUA_IDSIZE);
    }
}

// Pushes the function and answers LUA_OK; or the error, with `failure` filled where it is one of ours. Cannot raise.
static int compile(lua_State *L, source_text *t, const char *name, load_failure *failure) {
    failure->line = 0;
    failure->message[0] = 0;
    t->line = 1;
    int status = lua_load(L, next_piece, t, name, "t");
    int32_t function = 0;
    if (status == LUA_OK) {
        liq_miscompiled found = liq_find_miscompiled(L, &failure->line, &function);
        if (found == LIQ_NOT_READ) {
            snprintf(failure->message, sizeof failure->message, "not enough memory to look at the compiled source");
        } else if (found != LIQ_SOUND) {
            char owner[64] = "the chunk itself";
            if (function) snprintf(owner, sizeof owner, "the function of line %d", (int)function);
            snprintf(failure->message, sizeof failure->message, "%s (in %s)", miscompiled_text[found], owner);
        }
        if (found != LIQ_SOUND) {
            lua_pop(L, 1);
            lua_pushnil(L);
            status = LUA_ERRSYNTAX;
        }
    } else if (liq_kill_of(t->state)) {
        failure->line = t->line;
    } else if (t->is_refused) {
        failure->line = t->line;
        snprintf(failure->message, sizeof failure->message,
                 "more than %d of 'and', 'or', 'elseif', 'goto' and 'break' in the source of a plugin; look the cases up "
                 "in a table", MOST_BRANCHES);
        status = LUA_ERRSYNTAX;
    }
    if (failure->line) show_name(L, name, failure->chunk);
    return status;
}

int32_t liq_lua_load(liq_lua_state *s, const char *source, size_t length, const char *name) {
    lua_State *L = s->current;
    if (!lua_checkstack(L, 6)) return liq_set_fault(s, LIQ_LUA_STACK, "stack overflow");
    liq_clear_fault(s);
    source_text text = {.state = s, .text = source, .left = length};
    load_failure failure;
    liq_enter(s);
    int status = compile(L, &text, name, &failure);
    // As for calls: a stop that came while the last piece was compiled is a stop.
    if (status == LUA_OK && s->depth == 1 && liq_kill_of(s)) status = LUA_ERRRUN;
    int32_t result = LIQ_LUA_OK;
    if (status != LUA_OK && failure.message[0]) {
        lua_pop(L, 1);
        result = liq_set_fault(s, LIQ_LUA_SYNTAX, failure.message);
    } else if (status != LUA_OK) {
        result = liq_take_fault(s, L, status);
    }
    if (result != LIQ_LUA_OK && failure.line) {
        memcpy(s->fault.chunk, failure.chunk, LUA_IDSIZE);
        s->fault.line = failure.line;
    }
    liq_leave(s);
    return result;
}

// Lua does not check precompiled code, so this takes text only, whatever mode is asked for.
int liq_load(lua_State *L) {
    source_text text = {.state = liq_owner(L)};
    bool has_environment = !lua_isnone(L, 4);
    lua_settop(L, 5);
    if (text.state->profile == LIQ_LUA_PLUGIN) {
        luaL_checktype(L, 1, LUA_TSTRING);
        if (lua_rawlen(L, 1) > PLUGIN_SOURCE_CAP) return luaL_error(L, "source is larger than 1 MB");
    }
    text.text = lua_tolstring(L, 1, &text.left);
    text.has_more = text.text == NULL;
    if (text.has_more) luaL_checktype(L, 1, LUA_TFUNCTION);
    const char *name = luaL_optstring(L, 2, text.has_more ? "=(load)" : text.text);
    load_failure failure;
    int status = compile(L, &text, name, &failure);
    liq_charge(L, 1);
    if (status == LUA_OK) {
        if (!has_environment) return 1;
        lua_pushvalue(L, 4);
        if (!lua_setupvalue(L, -2, 1)) lua_pop(L, 1);
        return 1;
    }
    luaL_pushfail(L);
    if (failure.message[0]) lua_pushfstring(L, "%s:%d: %s", failure.chunk, (int)failure.line, failure.message);
    else lua_pushvalue(L, -2);
    return 2;
}
