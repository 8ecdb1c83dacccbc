#include "internal.h"

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

int32_t liq_lua_load(liq_lua_state *s, const char *source, size_t length, const char *name) {
    lua_State *L = s->current;
    if (!lua_checkstack(L, 6)) return liq_set_fault(s, LIQ_LUA_STACK, "stack overflow");
    liq_clear_fault(s);
    int status = luaL_loadbufferx(L, source, length, name, "t");  // lua_load is protected in itself
    return status == LUA_OK ? LIQ_LUA_OK : liq_take_fault(s, L, status);
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
