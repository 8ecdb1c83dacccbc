#include "internal.h"

#include <stdarg.h>
#include <stdio.h>

// What went wrong, in buffers of the state's own: reporting an error allocates nothing in Lua, so it works when
// memory has run out.

// Lua finds a level by walking to it from the top: of calls deeper than COUNTED the last ones are not looked for, as
// that takes a second in a recursion that ran away.
enum { FIRST_LEVELS = 10, LAST_LEVELS = 5, COUNTED = 8192 };

static size_t cut(const char *bytes, size_t length, size_t room) {
    if (length <= room) return length;
    while (room > 0 && ((unsigned char)bytes[room] & 0xC0) == 0x80) room--;  // whole characters
    return room;
}

// How many levels there are, or COUNTED + 1 if more than COUNTED.
static int levels(lua_State *L) {
    lua_Debug ar;
    int low = 0, high = 1;
    while (lua_getstack(L, high, &ar)) {
        if (high == COUNTED) return COUNTED + 1;
        low = high;
        high *= 2;
    }
    while (low + 1 < high) {
        int middle = (low + high) / 2;
        if (lua_getstack(L, middle, &ar)) low = middle;
        else high = middle;
    }
    return low + 1;
}

static size_t write_level(lua_Debug *ar, char *text, size_t room) {
    char place[LUA_IDSIZE + 16];
    if (ar->currentline > 0) snprintf(place, sizeof place, "%s:%d", ar->short_src, ar->currentline);
    else snprintf(place, sizeof place, "%s", *ar->what == 'C' ? "host" : ar->short_src);
    int written;
    if (ar->name) written = snprintf(text, room, "%s: in %s '%.60s'\n", place, *ar->namewhat ? ar->namewhat : "function", ar->name);
    else if (*ar->what == 'm') written = snprintf(text, room, "%s: in main chunk\n", place);
    else if (*ar->what == 'C') written = snprintf(text, room, "%s: in a host function\n", place);
    else written = snprintf(text, room, "%s: in function <%s:%d>\n", place, ar->short_src, ar->linedefined);
    return written < 0 || (size_t)written >= room ? 0 : (size_t)written;
}

static void write_traceback(lua_State *L, char *text) {
    size_t used = 0;
    int count = levels(L);
    lua_Debug ar;
    for (int level = 1; level < count; level++) {
        if (level == FIRST_LEVELS + 1 && count > COUNTED) {
            snprintf(text + used, LIQ_TRACEBACK_SIZE - used, "... (%d or more)\n", COUNTED - level);
            return;
        }
        if (level == FIRST_LEVELS + 1 && count - level > LAST_LEVELS) {
            int skipped = count - level - LAST_LEVELS;
            int written = snprintf(text + used, LIQ_TRACEBACK_SIZE - used, "... (%d more)\n", skipped);
            if (written > 0 && (size_t)written < LIQ_TRACEBACK_SIZE - used) used += (size_t)written;
            level += skipped;
        }
        if (!lua_getstack(L, level, &ar) || !lua_getinfo(L, "Sln", &ar)) break;
        if (*ar.what == 'C' && level == count - 1) break;  // the entry itself
        used += write_level(&ar, text + used, LIQ_TRACEBACK_SIZE - used);
    }
    text[used > 0 ? used - 1 : 0] = 0;
}

static void take_place(lua_State *L, int level, liq_fault *fault) {
    lua_Debug ar;
    fault->chunk[0] = 0;
    fault->line = 0;
    for (; level < 50 && lua_getstack(L, level, &ar); level++) {
        if (!lua_getinfo(L, "Sl", &ar) || ar.currentline <= 0) continue;
        memcpy(fault->chunk, ar.short_src, LUA_IDSIZE);
        fault->line = ar.currentline;
        break;
    }
}

void liq_note_place(liq_lua_state *s) {
    s->fault.traceback[0] = 0;
    take_place(s->current, 0, &s->fault);
}

// Runs where the error was raised, before anything is unwound. Raises nothing.
int liq_message_handler(lua_State *L) {
    liq_fault *fault = &liq_owner(L)->fault;
    // Where memory ran out first is what counts, not where that was found to be past catching.
    if (liq_kill_of(liq_owner(L)) != KILL_MEMORY || !fault->line) take_place(L, 1, fault);
    write_traceback(L, fault->traceback);
    return 1;
}

static int text_of_error(lua_State *L) {
    liq_push_text(L, 2, NULL);
    return 1;
}

static void set_message(liq_fault *fault, const char *bytes, size_t length) {
    fault->length = cut(bytes, length, LIQ_MESSAGE_SIZE - 1);
    memcpy(fault->message, bytes, fault->length);
    fault->message[fault->length] = 0;
}

static void describe(liq_lua_state *s, lua_State *L) {
    char text[128];
    int type = lua_type(L, -1);
    if (type == LUA_TSTRING) {
        size_t length;
        const char *bytes = lua_tolstring(L, -1, &length);
        set_message(&s->fault, bytes, length);
        return;
    }
    if (type == LUA_TNUMBER) {
        if (lua_isinteger(L, -1)) snprintf(text, sizeof text, "%lld", (long long)lua_tointeger(L, -1));
        else liq_number_text(lua_tonumber(L, -1), text);
        set_message(&s->fault, text, strlen(text));
        return;
    }
    const char *failed = "";
    if ((type == LUA_TTABLE || type == LUA_TUSERDATA) && !liq_kill_of(s) && lua_checkstack(L, 8) &&
        lua_getmetatable(L, -1)) {
        // Its __tostring is the script's: under the same limits, and it may fail.
        lua_settop(L, -2);
        lua_pushcfunction(L, text_of_error);
        lua_pushnil(L);
        lua_pushvalue(L, -3);
        if (lua_pcall(L, 2, 1, 0) == LUA_OK) {
            size_t length;
            const char *bytes = lua_tolstring(L, -1, &length);
            set_message(&s->fault, bytes, length);
            lua_settop(L, -2);
            return;
        }
        lua_settop(L, -2);
        failed = " whose __tostring failed";
    }
    snprintf(text, sizeof text, "(error object is a %s value%s)", lua_typename(L, type), failed);
    set_message(&s->fault, text, strlen(text));
}

static int32_t status_of(liq_lua_state *s, int status) {
    switch (liq_kill_of(s)) {
    case KILL_INTERRUPT: return LIQ_LUA_INTERRUPTED;
    case KILL_DEADLINE: return LIQ_LUA_DEADLINE;
    case KILL_INSTRUCTIONS: return LIQ_LUA_INSTRUCTIONS;
    case KILL_MEMORY: return LIQ_LUA_MEMORY;
    default: break;
    }
    switch (status) {
    case LUA_ERRSYNTAX: return LIQ_LUA_SYNTAX;
    case LUA_ERRMEM: return LIQ_LUA_MEMORY;
    case LUA_ERRERR: return LIQ_LUA_STACK;  // an error in the handler: ours raises only when the stack is exhausted
    default: break;
    }
    // Lua's own overflow has no status of its own; the depth tells it from a script's text.
    const char *overflow = strstr(s->fault.message, "stack overflow");
    bool deep = strstr(s->fault.traceback, "more)") != NULL;
    return overflow && deep ? LIQ_LUA_STACK : LIQ_LUA_RUNTIME;
}

int32_t liq_take_fault(liq_lua_state *s, lua_State *L, int status) {
    describe(s, L);
    lua_settop(L, -2);
    return status_of(s, status);
}

void liq_clear_fault(liq_lua_state *s) {
    s->fault.chunk[0] = s->fault.traceback[0] = 0;
    s->fault.line = 0;
}

int32_t liq_set_fault(liq_lua_state *s, int32_t status, const char *message) {
    liq_clear_fault(s);
    set_message(&s->fault, message, strlen(message));
    return status;
}

const char *liq_lua_fault_message(liq_lua_state *s, size_t *length) {
    *length = s->fault.length;
    return s->fault.message;
}

const char *liq_lua_fault_chunk(liq_lua_state *s) { return s->fault.chunk; }

int32_t liq_lua_fault_line(liq_lua_state *s) { return s->fault.line; }

const char *liq_lua_fault_traceback(liq_lua_state *s) { return s->fault.traceback; }

int liq_fail_about(lua_State *L, int32_t subject, const char *name, const char *format, ...) {
    luaL_where(L, 1);
    va_list arguments;
    va_start(arguments, format);
    lua_pushvfstring(L, format, arguments);
    va_end(arguments);
    lua_concat(L, 2);
    liq_lua_state *s = liq_owner(L);
    s->subject = subject;
    snprintf(s->subject_name, sizeof s->subject_name, "%s", name);
    snprintf(s->subject_message, sizeof s->subject_message, "%s", lua_tostring(L, -1));
    return lua_error(L);
}

// What the running function was called as; the owner's name where Lua does not know.
static const char *called_as(lua_State *L, const char *owner, lua_Debug *ar) {
    return lua_getstack(L, 0, ar) && lua_getinfo(L, "n", ar) && ar->name ? ar->name : owner;
}

void liq_refuse_surplus(lua_State *L, const char *owner, char separator, int most) {
    int own = separator == ':', given = lua_gettop(L) - own;
    while (given > most && lua_type(L, given + own) == LUA_TNIL) given--;
    if (given <= most) return;
    lua_Debug ar;
    luaL_error(L, "'%s%c%s' takes %d %s, was given %d", owner, separator, called_as(L, owner, &ar), most,
               most == 1 ? "argument" : "arguments", given);
}

int liq_need_owner(lua_State *L, const char *owner) {
    lua_Debug ar;
    const char *name = called_as(L, owner, &ar);
    return luaL_error(L, "'%s:%s' needs a %s, got %s; call it as '%s:%s(…)'", owner, name, owner, luaL_typename(L, 1),
                      owner, name);
}

const char *liq_lua_fault_subject_name(liq_lua_state *s) { return s->subject_name; }

int32_t liq_lua_fault_subject(liq_lua_state *s) {
    // A script may have caught that error and raised another one.
    if (!s->subject || strncmp(s->fault.message, s->subject_message, sizeof s->subject_message - 1) != 0) return 0;
    return s->subject;
}

int32_t liq_lua_fail(liq_lua_state *s, const char *message, size_t length, bool positioned) {
    size_t used = 0;
    lua_Debug ar;
    // What luaL_where would push, without a push: the line of the script that called the host.
    if (!positioned && lua_getstack(s->current, 1, &ar) && lua_getinfo(s->current, "Sl", &ar) && ar.currentline > 0) {
        used = (size_t)snprintf(s->failed, sizeof s->failed, "%s:%d: ", ar.short_src, ar.currentline);
    }
    length = cut(message, length, sizeof s->failed - 1 - used);
    memcpy(s->failed + used, message, length);
    s->failed_length = used + length;
    s->failed[s->failed_length] = 0;
    return -1;
}

const char *liq_lua_failed_text(liq_lua_state *s, size_t *length) {
    *length = s->failed_length;
    return s->failed;
}
