#include "internal.h"

// pcall and xpcall that cannot hold what ends a script: a stop by a limit, and memory that has run out (a loop that
// fails, collects all and tries again would go on for ever).

static int finish(lua_State *L, int status, lua_KContext kept) {
    if (status == LUA_OK || status == LUA_YIELD) return lua_gettop(L) - (int)kept;
    if (status == LUA_ERRMEM) liq_set_kill(liq_owner(L), KILL_MEMORY);
    liq_charge(L, 1);
    lua_pushboolean(L, 0);
    lua_pushvalue(L, -2);
    return 2;
}

static int protected_call(lua_State *L) {
    luaL_checkany(L, 1);
    lua_pushboolean(L, 1);
    lua_insert(L, 1);
    int status = lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, 0, finish);
    return finish(L, status, 0);
}

// Upvalue: the script's handler. After a stop it does not run, as hooks are off in it.
static int handler(lua_State *L) {
    if (liq_kill_of(liq_owner(L))) return 1;
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, 1, 1);
    return 1;
}

static int protected_call_with_handler(lua_State *L) {
    int count = lua_gettop(L);
    luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_pushvalue(L, 2);
    lua_pushcclosure(L, handler, 1);
    lua_replace(L, 2);
    lua_pushboolean(L, 1);
    lua_pushvalue(L, 1);
    lua_rotate(L, 3, 2);
    int status = lua_pcallk(L, count - 2, LUA_MULTRET, 2, 2, finish);
    return finish(L, status, 2);
}

void liq_open_errors(lua_State *L) {
    lua_pushcfunction(L, protected_call);
    lua_setglobal(L, "pcall");
    lua_pushcfunction(L, protected_call_with_handler);
    lua_setglobal(L, "xpcall");
}
