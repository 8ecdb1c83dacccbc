#include "internal.h"

#include <math.h>

// Arithmetic of vectors with vectors of the same length and with numbers; each result is a fresh vector.
// NaN cells give NaN cells.

typedef enum { PLUS, MINUS, TIMES, OVER, POWER } operation;

typedef struct {
    const double *data;  // NULL for a number
    double number;
} operand;

static operand check_operand(lua_State *L, int position, size_t *count, bool *has_count) {
    if (lua_type(L, position) == LUA_TNUMBER) return (operand){NULL, lua_tonumber(L, position)};
    if (!liq_tagged(L, position, TAG_VECTOR)) {
        luaL_error(L, "attempt to combine a vector with a %s value", luaL_typename(L, position));
    }
    liq_view v = liq_check_vector(L, position);
    if (*has_count && v.count != *count) {
        luaL_error(L, "vectors differ in length: %d and %d", (int)*count, (int)v.count);
    }
    *count = v.count;
    *has_count = true;
    return (operand){v.data, 0};
}

#define LOOP(EXPRESSION)                                            \
    if (a.data && b.data) {                                         \
        for (size_t i = from; i < to; i++) {                        \
            double x = a.data[i], y = b.data[i];                    \
            out[i] = EXPRESSION;                                    \
        }                                                           \
    } else if (a.data) {                                            \
        double y = b.number;                                        \
        for (size_t i = from; i < to; i++) {                        \
            double x = a.data[i];                                   \
            out[i] = EXPRESSION;                                    \
        }                                                           \
    } else {                                                        \
        double x = a.number;                                        \
        for (size_t i = from; i < to; i++) {                        \
            double y = b.data[i];                                   \
            out[i] = EXPRESSION;                                    \
        }                                                           \
    }                                                               \
    break

static void compute(operation op, operand a, operand b, double *restrict out, size_t from, size_t to) {
    switch (op) {
    case PLUS: LOOP(x + y);
    case MINUS: LOOP(x - y);
    case TIMES: LOOP(x * y);
    case OVER: LOOP(x / y);
    case POWER: LOOP(pow(x, y));
    }
}

static int combine(lua_State *L, operation op) {
    size_t count = 0;
    bool has_count = false;
    operand a = check_operand(L, 1, &count, &has_count);
    operand b = check_operand(L, 2, &count, &has_count);
    liq_vector *result = liq_new_vector(L, count);
    for (size_t from = 0; from < count; from += LIQ_STRIDE) {
        size_t to = count - from > LIQ_STRIDE ? from + LIQ_STRIDE : count;
        compute(op, a, b, result->data, from, to);
        liq_charge(L, 0);
    }
    return 1;
}

static int add(lua_State *L) { return combine(L, PLUS); }
static int subtract(lua_State *L) { return combine(L, MINUS); }
static int multiply(lua_State *L) { return combine(L, TIMES); }
static int divide(lua_State *L) { return combine(L, OVER); }
static int raise(lua_State *L) { return combine(L, POWER); }

static int negate(lua_State *L) {
    liq_view v = liq_check_vector(L, 1);
    liq_vector *result = liq_new_vector(L, v.count);
    for (size_t i = 0; i < v.count; i++) result->data[i] = -v.data[i];
    return 1;
}

void liq_add_vector_math(lua_State *L) {
    static const luaL_Reg meta[] = {
        {"__add", add},   {"__sub", subtract}, {"__mul", multiply}, {"__div", divide},
        {"__pow", raise}, {"__unm", negate},   {NULL, NULL},
    };
    luaL_setfuncs(L, meta, 0);
}
