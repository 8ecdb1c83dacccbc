#include "internal.h"

// Which of the standard libraries a state gets: one at a time, and of each only what is listed here. The lists say
// what a script can reach; LuaReachTests walks a state and compares. Missing on purpose: io, package, debug, what
// loads files or precompiled code, warn (writes to the terminal), coroutine.close (see lib_coroutine.c) and, for
// plugins, os and a way to seed the generator.

typedef struct {
    const char *name;
    lua_CFunction open;
    const char *kept;
} library;

static const library libraries[] = {
    {LUA_GNAME, luaopen_base,
     " _G _VERSION assert collectgarbage error getmetatable ipairs load next pairs pcall print rawequal rawget rawlen "
     "rawset select setmetatable tonumber tostring type xpcall "},
    {LUA_COLIBNAME, luaopen_coroutine, " create isyieldable resume running status wrap yield "},
    {LUA_TABLIBNAME, luaopen_table, " concat insert move pack remove sort unpack "},
    {LUA_STRLIBNAME, luaopen_string,
     " byte char find format gmatch gsub len lower match pack packsize rep reverse sub unpack upper "},
    {LUA_MATHLIBNAME, luaopen_math,
     " abs acos asin atan ceil cos deg exp floor fmod huge log max maxinteger min mininteger modf pi rad random "
     "randomseed sin sqrt tan tointeger type ult "},
    {LUA_UTF8LIBNAME, luaopen_utf8, " char charpattern codepoint codes len offset "},
    {NULL, NULL, NULL},
};

static const library clock_library = {LUA_OSLIBNAME, luaopen_os, " clock date difftime getenv time "};

static bool is_listed(const char *list, const char *name) {
    size_t length = strlen(name);
    for (const char *at = list; (at = strstr(at, name)); at++) {
        if (at[-1] == ' ' && at[length] == ' ') return true;
    }
    return false;
}

// Removes from the table on top what is not listed.
static void keep_listed(lua_State *L, const char *list) {
    for (lua_pushnil(L); lua_next(L, -2);) {
        lua_pop(L, 1);
        if (is_listed(list, lua_tostring(L, -1))) continue;
        lua_pushvalue(L, -1);
        lua_pushnil(L);
        lua_rawset(L, -4);
    }
}

static void open_library(lua_State *L, const library *library) {
    luaL_requiref(L, library->name, library->open, 0);
    keep_listed(L, library->kept);
    if (library->open == luaopen_base) lua_pop(L, 1);
    else lua_setglobal(L, library->name);
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

static void withhold_seeding(lua_State *L) {
    lua_getglobal(L, LUA_MATHLIBNAME);
    lua_pushnil(L);
    lua_setfield(L, -2, "randomseed");
    lua_pop(L, 1);
}

void liq_open_libraries(lua_State *L, uint64_t seed) {
    // The base library comes first: what it keeps does not include the libraries that follow.
    for (const library *each = libraries; each->open; each++) open_library(L, each);
    seed_generator(L, seed);
    if (liq_owner(L)->profile == LIQ_LUA_PLUGIN) {
        withhold_seeding(L);
        lock_strings(L);
    } else {
        open_library(L, &clock_library);
    }
    liq_open_base(L);
    liq_open_coroutines(L);
    liq_open_strings(L);
    liq_open_tables(L);
    liq_open_patterns(L);
    liq_open_pairs(L);
    liq_open_sealed(L);
}
