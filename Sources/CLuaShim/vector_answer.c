#include "internal.h"

// What a function answers with vectors that are not computed yet: they are computed before it returns, under the
// limits of its call, and not when the host looks at them.

enum { LEVELS = 2 };  // {long = {v, v}, short = {v, v}}

static void settle_all(lua_State *L, int position, int levels) {
    position = lua_absindex(L, position);
    if (liq_tagged(L, position, TAG_VECTOR)) {
        liq_check_vector(L, position);
        return;
    }
    if (levels == 0 || lua_type(L, position) != LUA_TTABLE) return;
    luaL_checkstack(L, 8, "stack overflow");
    for (lua_pushnil(L); lua_next(L, position); lua_settop(L, -2)) {
        liq_charge(L, 1);
        settle_all(L, -1, levels - 1);
    }
}

// Upvalue: the function.
static int answer(lua_State *L) {
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, 1);
    settle_all(L, 1, LEVELS);
    return 1;
}

static int push_answering(lua_State *L) {
    lua_pushcclosure(L, answer, 1);
    return 1;
}

int32_t liq_lua_push_answering(liq_lua_state *s) { return liq_protect(s, push_answering, s, 1); }
