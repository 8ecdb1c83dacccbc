#include "internal.h"

// Tables that the host gives and scripts only read. A sealed table is an empty one whose metatable leads to the one that
// holds the values: what is written gets to the metatable, also under a key that has a value.

static const char sealed_key;

bool liq_push_unsealed(lua_State *L, int position) {
    if (!lua_getmetatable(L, position)) return false;
    if (lua_rawgetp(L, -1, &sealed_key) == LUA_TTABLE) {
        lua_remove(L, -2);
        return true;
    }
    lua_pop(L, 2);
    return false;
}

void liq_unseal(lua_State *L, int position) {
    if (liq_push_unsealed(L, position)) lua_replace(L, position);
}

// Upvalue: the name of the table.
static int refuse(lua_State *L) {
    return luaL_error(L, "%s is read-only", lua_tostring(L, lua_upvalueindex(1)));
}

static int length(lua_State *L) {
    liq_unseal(L, 1);
    lua_pushinteger(L, (lua_Integer)lua_rawlen(L, 1));
    return 1;
}

typedef struct {
    const char *name;
    size_t length;
} seal_arguments;

static int seal(lua_State *L) {
    seal_arguments *a = lua_touserdata(L, 1);  // 2 the values
    lua_createtable(L, 0, 0);
    lua_createtable(L, 0, 5);
    lua_pushvalue(L, 2);
    lua_rawsetp(L, 4, &sealed_key);
    lua_pushvalue(L, 2);
    lua_setfield(L, 4, "__index");
    lua_pushlstring(L, a->name, a->length);
    lua_pushcclosure(L, refuse, 1);
    lua_setfield(L, 4, "__newindex");
    lua_pushcfunction(L, length);
    lua_setfield(L, 4, "__len");
    lua_pushboolean(L, 0);
    lua_setfield(L, 4, "__metatable");
    lua_setmetatable(L, 3);
    return 1;
}

int32_t liq_lua_seal(liq_lua_state *s, const char *name, size_t length) {
    seal_arguments a = {name, length};
    return liq_protect(s, seal, &a, 1);
}

bool liq_lua_is_sealed(liq_lua_state *s, int32_t position) {
    bool is_sealed = liq_push_unsealed(s->current, position);
    if (is_sealed) lua_settop(s->current, -2);
    return is_sealed;
}

void liq_lua_push_plain(liq_lua_state *s, int32_t position) {
    if (!liq_push_unsealed(s->current, position)) lua_pushvalue(s->current, position);
}

// ---- the raw functions of the base library --------------------------------------------------------------------------

static int raw_get(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checkany(L, 2);
    lua_settop(L, 2);
    liq_unseal(L, 1);
    lua_rawget(L, 1);
    return 1;
}

static int raw_set(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checkany(L, 2);
    luaL_checkany(L, 3);
    lua_settop(L, 3);
    if (liq_push_unsealed(L, 1)) return luaL_error(L, "rawset cannot write to a table that is read-only");
    lua_rawset(L, 1);
    return 1;
}

static int raw_length(lua_State *L) {
    int type = lua_type(L, 1);
    luaL_argexpected(L, type == LUA_TTABLE || type == LUA_TSTRING, 1, "table or string");
    if (type == LUA_TTABLE) liq_unseal(L, 1);
    lua_pushinteger(L, (lua_Integer)lua_rawlen(L, 1));
    return 1;
}

void liq_open_sealed(lua_State *L) {
    static const luaL_Reg replaced[] = {
        {"rawget", raw_get}, {"rawset", raw_set}, {"rawlen", raw_length}, {NULL, NULL},
    };
    lua_pushglobaltable(L);
    luaL_setfuncs(L, replaced, 0);
    lua_pop(L, 1);
}
