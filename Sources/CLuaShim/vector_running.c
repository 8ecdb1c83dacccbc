#include "internal.h"

#include <math.h>

// Methods that go from the first cell to the last. From a NaN on the cells of cumsum, cummin, cummax and ema are NaN.

static int cumulative_sum(lua_State *L) {
    liq_view v = liq_check_vector(L, 1), result = liq_new_vector(L, v.count);
    double sum = 0;
    for (size_t i = 0; i < v.count; i++) {
        liq_poll(L, i);
        result.data[i] = sum += v.data[i];
    }
    return 1;
}

static int cumulative_extreme(lua_State *L, double sign) {
    liq_view v = liq_check_vector(L, 1), result = liq_new_vector(L, v.count);
    double best = v.count > 0 ? v.data[0] : 0;
    for (size_t i = 0; i < v.count; i++) {
        liq_poll(L, i);
        if (!isnan(best) && (isnan(v.data[i]) || sign * v.data[i] > sign * best)) best = v.data[i];
        result.data[i] = best;
    }
    return 1;
}

static int cumulative_minimum(lua_State *L) { return cumulative_extreme(L, -1); }
static int cumulative_maximum(lua_State *L) { return cumulative_extreme(L, 1); }

// Weight 2 / (n + 1) on the new cell; starts at the first.
static int moving_average(lua_State *L) {
    lua_Number span = luaL_checknumber(L, 2);
    luaL_argcheck(L, span >= 1 && isfinite(span), 2, "a span of at least 1 is expected");
    liq_view v = liq_check_vector(L, 1), result = liq_new_vector(L, v.count);
    double weight = 2 / (span + 1), average = v.count > 0 ? v.data[0] : 0;
    for (size_t i = 0; i < v.count; i++) {
        liq_poll(L, i);
        result.data[i] = average += weight * (v.data[i] - average);
    }
    return 1;
}

/// How far to look back: 1 unless given.
static size_t check_steps(lua_State *L, size_t count) {
    lua_Integer steps = luaL_optinteger(L, 2, 1);
    luaL_argcheck(L, steps >= 0, 2, "0 or more steps are expected");
    return (lua_Unsigned)steps > count ? count : (size_t)steps;
}

// Cell i is v[i] - v[i - n]; the first n are NaN.
static int difference(lua_State *L) {
    liq_view v = liq_check_vector(L, 1);
    size_t steps = check_steps(L, v.count);
    liq_view result = liq_new_vector(L, v.count);
    for (size_t i = 0; i < v.count; i++) {
        liq_poll(L, i);
        result.data[i] = i < steps ? NAN : v.data[i] - v.data[i - steps];
    }
    return 1;
}

// Cell i is v[i - n]; the first n are NaN.
static int shift(lua_State *L) {
    liq_view v = liq_check_vector(L, 1);
    size_t steps = check_steps(L, v.count);
    liq_view result = liq_new_vector(L, v.count);
    for (size_t i = 0; i < v.count; i++) {
        liq_poll(L, i);
        result.data[i] = i < steps ? NAN : v.data[i - steps];
    }
    return 1;
}

// A NaN takes the value of the last cell before it that is none.
static int carry(lua_State *L) {
    liq_view v = liq_check_vector(L, 1), result = liq_new_vector(L, v.count);
    double last = NAN;
    for (size_t i = 0; i < v.count; i++) {
        liq_poll(L, i);
        if (!isnan(v.data[i])) last = v.data[i];
        result.data[i] = last;
    }
    return 1;
}

void liq_add_vector_running(lua_State *L) {
    static const liq_method methods[] = {
        {"cumsum", cumulative_sum, 0}, {"cummin", cumulative_minimum, 0}, {"cummax", cumulative_maximum, 0},
        {"ema", moving_average, 1},    {"diff", difference, 1},           {"shift", shift, 1},
        {"carry", carry, 0},           {NULL, NULL, 0},
    };
    liq_add_methods(L, methods);
}
