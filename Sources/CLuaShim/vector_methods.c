#include "internal.h"

#include <math.h>

// Methods of vectors. NaN cells are values like others: sum, mean, min, max, std and dot of a vector with a NaN are
// NaN, and from a NaN on so are the cells of cumsum and ema.

/// Looks at the kill flag every LIQ_STRIDE cells.
static inline void poll(lua_State *L, size_t i) {
    if (i % LIQ_STRIDE == 0) liq_charge(L, i ? LIQ_STRIDE / 8 : 1);
}

static double total(lua_State *L, liq_view v) {
    double sum = 0;
    for (size_t i = 0; i < v.count; i++) {
        poll(L, i);
        sum += v.data[i];
    }
    return sum;
}

static int sum(lua_State *L) {
    lua_pushnumber(L, total(L, liq_check_vector(L, 1)));
    return 1;
}

// Of no cells there is no mean, minimum, maximum or deviation: nil.
static int mean(lua_State *L) {
    liq_view v = liq_check_vector(L, 1);
    if (v.count == 0) lua_pushnil(L);
    else lua_pushnumber(L, total(L, v) / (double)v.count);
    return 1;
}

static int extreme(lua_State *L, double sign) {
    liq_view v = liq_check_vector(L, 1);
    if (v.count == 0) {
        lua_pushnil(L);
        return 1;
    }
    double best = v.data[0];
    for (size_t i = 0; i < v.count && !isnan(best); i++) {
        poll(L, i);
        if (isnan(v.data[i]) || sign * v.data[i] > sign * best) best = v.data[i];
    }
    lua_pushnumber(L, best);
    return 1;
}

static int minimum(lua_State *L) { return extreme(L, -1); }
static int maximum(lua_State *L) { return extreme(L, 1); }

// Of the population: divided by the number of cells.
static int deviation(lua_State *L) {
    liq_view v = liq_check_vector(L, 1);
    if (v.count == 0) {
        lua_pushnil(L);
        return 1;
    }
    double middle = total(L, v) / (double)v.count, squares = 0;
    for (size_t i = 0; i < v.count; i++) {
        poll(L, i);
        squares += (v.data[i] - middle) * (v.data[i] - middle);
    }
    lua_pushnumber(L, sqrt(squares / (double)v.count));
    return 1;
}

static int dot(lua_State *L) {
    liq_view v = liq_check_vector(L, 1), w = liq_check_vector(L, 2);
    if (v.count != w.count) {
        return luaL_error(L, "vectors differ in length: %d and %d", (int)v.count, (int)w.count);
    }
    double sum = 0;
    for (size_t i = 0; i < v.count; i++) {
        poll(L, i);
        sum += v.data[i] * w.data[i];
    }
    lua_pushnumber(L, sum);
    return 1;
}

static int cumulative_sum(lua_State *L) {
    liq_view v = liq_check_vector(L, 1);
    liq_vector *result = liq_new_vector(L, v.count);
    double sum = 0;
    for (size_t i = 0; i < v.count; i++) {
        poll(L, i);
        result->data[i] = sum += v.data[i];
    }
    return 1;
}

// One cell shorter: cell i is v[i + 1] - v[i].
static int difference(lua_State *L) {
    liq_view v = liq_check_vector(L, 1);
    size_t count = v.count > 0 ? v.count - 1 : 0;
    liq_vector *result = liq_new_vector(L, count);
    for (size_t i = 0; i < count; i++) {
        poll(L, i);
        result->data[i] = v.data[i + 1] - v.data[i];
    }
    return 1;
}

static int map(lua_State *L, double (*function)(double)) {
    liq_view v = liq_check_vector(L, 1);
    liq_vector *result = liq_new_vector(L, v.count);
    for (size_t i = 0; i < v.count; i++) {
        poll(L, i);
        result->data[i] = function(v.data[i]);
    }
    return 1;
}

static int absolute(lua_State *L) { return map(L, fabs); }
static int logarithm(lua_State *L) { return map(L, log); }
static int exponential(lua_State *L) { return map(L, exp); }
static int square_root(lua_State *L) { return map(L, sqrt); }

// Weight 2 / (n + 1) on the new cell; starts at the first.
static int moving_average(lua_State *L) {
    liq_view v = liq_check_vector(L, 1);
    lua_Number span = luaL_checknumber(L, 2);
    luaL_argcheck(L, span >= 1 && isfinite(span), 2, "a span of at least 1 is expected");
    liq_vector *result = liq_new_vector(L, v.count);
    double weight = 2 / (span + 1), average = v.count > 0 ? v.data[0] : 0;
    for (size_t i = 0; i < v.count; i++) {
        poll(L, i);
        result->data[i] = average += weight * (v.data[i] - average);
    }
    return 1;
}

static int to_table(lua_State *L) {
    liq_view v = liq_check_vector(L, 1);
    lua_createtable(L, (int)v.count, 0);
    for (size_t i = 0; i < v.count; i++) {
        poll(L, i);
        lua_pushnumber(L, v.data[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

// Cells i…j, both of them included, j by default the last; empty if j is i - 1.
static int slice(lua_State *L) {
    liq_view v = liq_check_vector(L, 1);
    lua_Integer count = (lua_Integer)v.count;
    lua_Integer first = luaL_checkinteger(L, 2), last = luaL_optinteger(L, 3, count);
    if (first < 1 || last > count || first > count + 1 || last < first - 1) {
        return luaL_error(L, "slice %I...%I is outside 1...%I", (LUAI_UACINT)first, (LUAI_UACINT)last,
                          (LUAI_UACINT)count);
    }
    size_t length = (size_t)(last - first + 1);
    liq_vector *result = liq_new_vector(L, length);
    if (length > 0) memcpy(result->data, v.data + first - 1, length * sizeof(double));
    return 1;
}

static int fill(lua_State *L) {
    liq_view v = liq_check_vector(L, 1);
    liq_vector *vector = liq_tagged(L, 1, TAG_VECTOR);
    luaL_checktype(L, 2, LUA_TNUMBER);
    double value = lua_tonumber(L, 2);
    if (vector->block && !vector->block->writable) {
        return luaL_error(L, "vector '%s' is read-only", vector->block->name);
    }
    for (size_t i = 0; i < v.count; i++) v.data[i] = value;
    lua_settop(L, 1);
    return 1;
}

void liq_add_vector_methods(lua_State *L) {
    static const luaL_Reg methods[] = {
        {"sum", sum},          {"mean", mean},           {"min", minimum},   {"max", maximum},
        {"std", deviation},    {"cumsum", cumulative_sum}, {"diff", difference}, {"abs", absolute},
        {"log", logarithm},    {"exp", exponential},     {"sqrt", square_root}, {"ema", moving_average},
        {"totable", to_table}, {"slice", slice},         {"fill", fill},     {"dot", dot},
        {NULL, NULL},
    };
    luaL_setfuncs(L, methods, 0);
}
