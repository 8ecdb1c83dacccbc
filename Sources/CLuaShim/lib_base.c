#include "internal.h"

#include <sys/random.h>

// Replacements in the base library.

static int print(lua_State *L) {
    liq_lua_state *s = liq_owner(L);
    int count = lua_gettop(L);
    luaL_Buffer line;
    luaL_buffinit(L, &line);
    for (int i = 1; i <= count; i++) {
        if (i > 1) luaL_addchar(&line, '\t');
        liq_push_text(L, i, NULL);
        luaL_addvalue(&line);
    }
    luaL_pushresult(&line);
    size_t length;
    const char *bytes = lua_tolstring(L, -1, &length);
    liq_charge(L, length / 64 + 1);
    if (s->profile == LIQ_LUA_PLUGIN) {
        if (s->print_dropped || s->printed + length + 1 > LIQ_PRINT_CAP) {
            if (!s->print_dropped) {
                static const char note[] = "… print: more than 64 KB in one call, the rest is dropped";
                s->host.print(s->host.context, note, sizeof note - 1);
            }
            s->print_dropped += length + 1;
            return 0;
        }
        s->printed += length + 1;
    }
    s->host.print(s->host.context, bytes, length);
    return 0;
}

static int to_string(lua_State *L) {
    luaL_checkany(L, 1);
    liq_push_text(L, 1, NULL);
    return 1;
}

// Tables are never weak: the collector goes through those with weak keys again and again until nothing changes, which
// for 150,000 keys takes minutes, and nothing can stop it. A script can set `__mode` at any time, also on a metatable
// that is in use, so the collector must not find it. It looks the field up by the string that Lua made when the state
// was opened; once that one reads differently, "__mode" is a string like any other. The new bytes are random, so that
// no script can find the string by them.
static void disable_weak_tables(lua_State *L) {
    uint64_t noise;
    if (getrandom(&noise, sizeof noise, 0) != sizeof noise) noise = (uint64_t)(uintptr_t)L ^ (uint64_t)clock() << 24;
    lua_pushliteral(L, "__mode");
    memcpy((char *)(uintptr_t)lua_tostring(L, -1), &noise, sizeof "__mode" - 1);
    lua_pop(L, 1);
}

// Finalizers run with hooks off, where no limit reaches them.
static int set_metatable(lua_State *L) {
    int type = lua_type(L, 2);
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_argexpected(L, type == LUA_TNIL || type == LUA_TTABLE, 2, "nil or table");
    if (type == LUA_TTABLE) {
        lua_pushliteral(L, "__gc");
        if (lua_rawget(L, 2) != LUA_TNIL) return luaL_error(L, "'__gc' is not available to scripts");
        lua_pop(L, 1);
    }
    if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL) {
        return luaL_error(L, "cannot change a protected metatable");
    }
    lua_settop(L, 2);
    lua_setmetatable(L, 1);
    return 1;
}

static int collect_garbage(lua_State *L) {
    liq_lua_state *s = liq_owner(L);
    const char *option = luaL_optstring(L, 1, "collect");
    if (strcmp(option, "count") == 0) {
        lua_pushnumber(L, (lua_Number)s->used / 1024);
        return 1;
    }
    // The generational mode has a fault in 5.4.4, and a plugin is not to steer the collector at all.
    if (s->profile == LIQ_LUA_PLUGIN || (strcmp(option, "collect") != 0 && strcmp(option, "step") != 0)) {
        return luaL_error(L, "collectgarbage: option '%s' is not available", option);
    }
    lua_gc(L, LUA_GCCOLLECT);
    lua_pushinteger(L, 0);
    return 1;
}

// ---- errors --------------------------------------------------------------------------------------------------------

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

void liq_open_base(lua_State *L) {
    disable_weak_tables(L);
    lua_pushglobaltable(L);
    static const luaL_Reg replaced[] = {
        {"print", print},
        {"tostring", to_string},
        {"setmetatable", set_metatable},
        {"collectgarbage", collect_garbage},
        {"load", liq_load},
        {"pcall", protected_call},
        {"xpcall", protected_call_with_handler},
        {NULL, NULL},
    };
    luaL_setfuncs(L, replaced, 0);
    lua_pop(L, 1);
}
