#include "internal.h"

// The constructor that the host publishes.

static int from_table(lua_State *L) {
    size_t count = lua_rawlen(L, 1);
    liq_vector *v = liq_new_vector(L, count);
    for (size_t i = 0; i < count; i++) {
        if (i % LIQ_STRIDE == 0) liq_charge(L, 1);
        if (lua_rawgeti(L, 1, (lua_Integer)i + 1) != LUA_TNUMBER) {
            return luaL_error(L, "a vector holds numbers, element %d is %s", (int)i + 1, luaL_typename(L, -1));
        }
        v->data[i] = lua_tonumber(L, -1);
        lua_pop(L, 1);
    }
    return 1;
}

static int construct(lua_State *L) {
    if (lua_type(L, 1) == LUA_TTABLE) return from_table(L);
    if (lua_type(L, 1) != LUA_TNUMBER) return luaL_typeerror(L, 1, "table of numbers, or a length");
    lua_Integer count = luaL_checkinteger(L, 1);
    luaL_argcheck(L, count >= 0 && count <= INT32_MAX, 1, "the length must be 0 or more");
    lua_Number value = luaL_optnumber(L, 2, 0);
    liq_vector *v = liq_new_vector(L, (size_t)count);
    for (size_t i = 0; i < v->count; i++) v->data[i] = value;
    return 1;
}

static int push_constructor(lua_State *L) {
    lua_pushcfunction(L, construct);
    return 1;
}

int32_t liq_lua_push_vector_constructor(liq_lua_state *s) { return liq_protect(s, push_constructor, s, 0); }
