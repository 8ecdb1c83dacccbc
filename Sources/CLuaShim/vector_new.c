#include "internal.h"

// The constructor that the host publishes: of a list, or of a length with a number for every cell or a function.

static int from_table(lua_State *L) {
    size_t count = lua_rawlen(L, 1);
    liq_view v = liq_new_vector(L, count);
    for (size_t i = 0; i < count; i++) {
        liq_poll(L, i);
        if (lua_rawgeti(L, 1, (lua_Integer)i + 1) != LUA_TNUMBER) {
            return luaL_error(L, "a vector holds numbers, element %d is %s", (int)i + 1, luaL_typename(L, -1));
        }
        v.data[i] = lua_tonumber(L, -1);
        lua_pop(L, 1);
    }
    return 1;
}

// Cells are zero until their turn has come: the function may fail, and does not see the vector.
static int from_function(lua_State *L, liq_view v) {
    for (size_t i = 0; i < v.count; i++) {
        lua_pushvalue(L, 2);
        lua_pushinteger(L, (lua_Integer)i + 1);
        lua_call(L, 1, 1);
        if (lua_type(L, -1) != LUA_TNUMBER) {
            return luaL_error(L, "a vector holds numbers, element %d is %s", (int)i + 1, luaL_typename(L, -1));
        }
        v.data[i] = lua_tonumber(L, -1);
        lua_pop(L, 1);
    }
    return 1;
}

static int construct(lua_State *L) {
    if (lua_type(L, 1) == LUA_TTABLE) return from_table(L);
    if (lua_type(L, 1) != LUA_TNUMBER) return luaL_typeerror(L, 1, "table of numbers, or a length");
    lua_Integer count = luaL_checkinteger(L, 1);
    luaL_argcheck(L, count >= 0 && count <= INT32_MAX, 1, "the length must be 0 or more");
    bool is_function = lua_type(L, 2) == LUA_TFUNCTION;
    lua_Number value = is_function ? 0 : luaL_optnumber(L, 2, 0);
    lua_settop(L, 2);
    liq_view v = liq_new_vector(L, (size_t)count);
    if (is_function) return from_function(L, v);
    for (size_t i = 0; i < v.count; i++) v.data[i] = value;
    return 1;
}

static int push_constructor(lua_State *L) {
    lua_pushcfunction(L, construct);
    return 1;
}

int32_t liq_lua_push_vector_constructor(liq_lua_state *s) { return liq_protect(s, push_constructor, s, 0); }
