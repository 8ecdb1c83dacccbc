#include "internal.h"

#include <ctype.h>
#include <stdio.h>

// Every entry into Lua. The function and its argument are pushed without an allocation, so nothing can be raised
// before the pcall is in place.

int32_t liq_protect(liq_lua_state *s, lua_CFunction operation, void *arguments, int inputs) {
    lua_State *L = s->current;
    if (!lua_checkstack(L, 6)) return liq_set_fault(s, LIQ_LUA_STACK, "stack overflow");
    lua_pushcfunction(L, operation);
    lua_pushlightuserdata(L, arguments);
    lua_rotate(L, -2 - inputs, 2);
    int status = lua_pcall(L, inputs + 1, LUA_MULTRET, 0);
    if (status == LUA_OK) return LIQ_LUA_OK;
    liq_clear_fault(s);
    return liq_take_fault(s, L, status);
}

int32_t liq_lua_call(liq_lua_state *s, int32_t count) {
    lua_State *L = s->current;
    int function = lua_gettop(L) - count;
    liq_clear_fault(s);
    if (s->depth >= LIQ_MAX_NESTING || !lua_checkstack(L, 6)) {
        lua_settop(L, function - 1);
        return liq_set_fault(s, LIQ_LUA_STACK, "stack overflow (host functions and scripts call each other too deep)");
    }
    lua_pushcfunction(L, liq_message_handler);
    lua_insert(L, function);
    liq_enter(s);
    int status = lua_pcall(L, count, LUA_MULTRET, function);
    // A stop that came while the script was already returning is a stop.
    bool stopped = status == LUA_OK && s->depth == 1 && liq_kill_of(s) != KILL_NONE;
    int32_t result = LIQ_LUA_OK;
    if (stopped) {
        lua_settop(L, function);
        lua_pushnil(L);
        result = liq_take_fault(s, L, LUA_ERRRUN);
    } else if (status != LUA_OK) {
        result = liq_take_fault(s, L, status);
    }
    liq_leave(s);
    lua_remove(L, function);
    return result;
}

int32_t liq_lua_call_within(liq_lua_state *s, int32_t count, uint64_t deadline_ns) {
    if (s->deadline_at) return liq_lua_call(s, count);
    uint64_t usual = s->limit_ns;
    bool nested = s->depth > 0;
    s->limit_ns = deadline_ns;
    if (nested) liq_start_clock(s);
    int32_t status = liq_lua_call(s, count);
    if (nested) liq_stop_clock(s);
    s->limit_ns = usual;
    return status;
}

static int text_of(lua_State *L) {
    liq_push_text(L, 1, NULL);
    return 1;
}

int32_t liq_lua_text(liq_lua_state *s) {
    lua_State *L = s->current;
    if (!lua_checkstack(L, 6)) {
        lua_settop(L, -2);
        return liq_set_fault(s, LIQ_LUA_STACK, "stack overflow");
    }
    lua_pushcfunction(L, text_of);
    lua_insert(L, -2);
    return liq_lua_call(s, 1);
}

// ---- what a function is, and what it is called ---------------------------------------------------------------------

int32_t liq_lua_function_line(liq_lua_state *s, int32_t position) {
    // ">S" reads what the function's prototype holds: it allocates nothing and runs no code.
    lua_Debug place;
    if (!lua_isfunction(s->current, position) || !lua_checkstack(s->current, 1)) return 0;
    lua_pushvalue(s->current, position);
    if (!lua_getinfo(s->current, ">S", &place)) return 0;
    return place.linedefined > 0 ? place.linedefined : 0;
}

int32_t liq_lua_function_place(liq_lua_state *s, int32_t position, char *chunk) {
    lua_Debug place;
    chunk[0] = 0;
    if (!lua_isfunction(s->current, position) || !lua_checkstack(s->current, 1)) return 0;
    lua_pushvalue(s->current, position);
    if (!lua_getinfo(s->current, ">S", &place) || place.linedefined < 0) return 0;
    snprintf(chunk, LIQ_LUA_PLACE_SIZE, "%s", place.short_src);
    return place.linedefined > 0 ? place.linedefined : 1;  // a whole chunk begins on its first line
}

void *liq_lua_function_object(liq_lua_state *s, int32_t position) {
    lua_State *L = s->current;
    if (!lua_iscfunction(L, position) || !lua_checkstack(L, 1)) return NULL;
    if (!lua_getupvalue(L, position, 1)) return NULL;
    liq_box *box = liq_tagged(L, -1, TAG_FUNCTION);
    lua_pop(L, 1);
    return box ? box->object : NULL;
}

bool liq_lua_is_same(liq_lua_state *s, int32_t one, int32_t other) {
    return lua_rawequal(s->current, one, other);
}

// The key at a position where it is a plain name that does not begin with an underscore.
static const char *plain_name(lua_State *L, int position) {
    if (lua_type(L, position) != LUA_TSTRING) return NULL;
    const char *key = lua_tostring(L, position);
    if (!isalpha((unsigned char)key[0])) return NULL;
    for (const char *c = key; *c; c++) {
        if (!isalnum((unsigned char)*c) && *c != '_') return NULL;
    }
    return key;
}

// Takes a name where it is better than the one that is known: shorter, or before it of those as long.
static void consider(const char *table, const char *key, char *name) {
    char text[LIQ_LUA_PLACE_SIZE];
    int length = snprintf(text, sizeof text, "%s%s%s", table ? table : "", table ? "." : "", key);
    if (length < 0 || (size_t)length >= sizeof text) return;
    size_t known = strlen(name);
    if (!known || (size_t)length < known || ((size_t)length == known && strcmp(text, name) < 0)) strcpy(name, text);
}

bool liq_lua_global_name(liq_lua_state *s, int32_t position, char *name) {
    lua_State *L = s->current;
    name[0] = 0;
    if (!lua_checkstack(L, 8)) return false;
    position = lua_absindex(L, position);
    int top = lua_gettop(L);
    // The keys that lua_next is given are its own, so it cannot fail.
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    int globals = lua_gettop(L);
    lua_pushnil(L);
    while (lua_next(L, globals)) {
        const char *key = plain_name(L, -2);
        if (key && lua_rawequal(L, -1, position)) consider(NULL, key, name);
        if (key && lua_istable(L, -1)) {
            int table = lua_gettop(L);
            lua_pushnil(L);
            while (lua_next(L, table)) {
                const char *field = plain_name(L, -2);
                if (field && lua_rawequal(L, -1, position)) consider(key, field, name);
                lua_pop(L, 1);
            }
        }
        lua_pop(L, 1);
    }
    lua_settop(L, top);
    return name[0] != 0;
}
