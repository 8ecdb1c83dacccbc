#include "internal.h"

// Arithmetic of vectors with vectors of the same length and with numbers; each result is a fresh vector.
// NaN cells give NaN cells.

static int add(lua_State *L) { return liq_combine(L, LIQ_PLUS, 1, 2); }
static int subtract(lua_State *L) { return liq_combine(L, LIQ_MINUS, 1, 2); }
static int multiply(lua_State *L) { return liq_combine(L, LIQ_TIMES, 1, 2); }
static int divide(lua_State *L) { return liq_combine(L, LIQ_OVER, 1, 2); }
static int raise(lua_State *L) { return liq_combine(L, LIQ_POWER, 1, 2); }
static int negate(lua_State *L) { return liq_combine(L, LIQ_NEGATE, 1, 0); }

void liq_add_vector_math(lua_State *L) {
    static const luaL_Reg meta[] = {
        {"__add", add},   {"__sub", subtract}, {"__mul", multiply}, {"__div", divide},
        {"__pow", raise}, {"__unm", negate},   {NULL, NULL},
    };
    luaL_setfuncs(L, meta, 0);
}
