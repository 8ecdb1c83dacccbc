#include "internal.h"

// Which of the standard libraries a state gets. Both profiles lack io, package, debug, dofile, loadfile, string.dump
// and coroutine.close; a plugin has no os and no way to seed the generator either.

static void remove_from(lua_State *L, const char *library, const char *const *names) {
    if (library) lua_getglobal(L, library);
    else lua_pushglobaltable(L);
    for (; *names; names++) {
        lua_pushnil(L);
        lua_setfield(L, -2, *names);
    }
    lua_pop(L, 1);
}

static void open_clock(lua_State *L) {
    static const char *const kept[] = {"time", "clock", "date", "difftime", "getenv", NULL};
    lua_pushcfunction(L, luaopen_os);
    lua_call(L, 0, 1);
    lua_createtable(L, 0, 5);
    for (const char *const *name = kept; *name; name++) {
        lua_getfield(L, -2, *name);
        lua_setfield(L, -2, *name);
    }
    lua_setglobal(L, "os");
    lua_pop(L, 1);
}

static void seed_generator(lua_State *L, uint64_t seed) {
    lua_getglobal(L, LUA_MATHLIBNAME);
    lua_getfield(L, -1, "randomseed");
    lua_pushinteger(L, (lua_Integer)seed);
    lua_call(L, 1, 0);
    lua_pop(L, 1);
}

// Methods of strings are for all to use and for none to change.
static void lock_strings(lua_State *L) {
    lua_pushliteral(L, "");
    if (lua_getmetatable(L, -1)) {
        lua_pushboolean(L, 0);
        lua_setfield(L, -2, "__metatable");
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

void liq_open_libraries(lua_State *L, uint64_t seed) {
    static const luaL_Reg libraries[] = {
        {LUA_GNAME, luaopen_base},          {LUA_COLIBNAME, luaopen_coroutine}, {LUA_TABLIBNAME, luaopen_table},
        {LUA_STRLIBNAME, luaopen_string},   {LUA_MATHLIBNAME, luaopen_math},    {LUA_UTF8LIBNAME, luaopen_utf8},
        {NULL, NULL},
    };
    static const char *const files[] = {"dofile", "loadfile", "warn", NULL};
    static const char *const dump[] = {"dump", NULL};
    static const char *const reseed[] = {"randomseed", NULL};
    for (const luaL_Reg *library = libraries; library->func; library++) {
        luaL_requiref(L, library->name, library->func, 1);
        lua_pop(L, 1);
    }
    remove_from(L, NULL, files);
    remove_from(L, LUA_STRLIBNAME, dump);
    seed_generator(L, seed);
    if (liq_owner(L)->profile == LIQ_LUA_PLUGIN) {
        remove_from(L, LUA_MATHLIBNAME, reseed);
        lock_strings(L);
    } else {
        open_clock(L);
    }
    liq_open_base(L);
    liq_open_errors(L);
    liq_open_coroutines(L);
    liq_open_guards(L);
}
