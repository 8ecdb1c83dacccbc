#include "internal.h"

#include <math.h>
#include <stdlib.h>

// One number of a vector. NaN cells are values like others: of a vector with a NaN these are NaN, but for `count`,
// `first`, `last`, `any` and `all`. Of no cells there is no mean, minimum, maximum, deviation or quantile: nil.

/// The sum of cells of one node, or of the products of two.
///
/// Eight sums that are added up at the end: the same order of additions whatever the machine, and short chains.
static double total(lua_State *L, const liq_node *a, const liq_node *b) {
    double sums[8] = {0}, room[LIQ_BLOCK], other[LIQ_BLOCK];
    for (size_t from = 0; from < a->count; from += LIQ_BLOCK) {
        size_t n = a->count - from < LIQ_BLOCK ? a->count - from : LIQ_BLOCK, i = 0;
        liq_poll(L, from);
        const double *x = liq_cells(L, a, from, n, room);
        const double *y = b ? liq_cells(L, b, from, n, other) : NULL;
        for (; i + 8 <= n; i += 8) {
            for (size_t k = 0; k < 8; k++) sums[k] += y ? x[i + k] * y[i + k] : x[i + k];
        }
        for (; i < n; i++) sums[i % 8] += y ? x[i] * y[i] : x[i];
    }
    return ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
}

static int sum(lua_State *L) {
    lua_pushnumber(L, total(L, liq_check_node(L, 1), NULL));
    return 1;
}

static int mean(lua_State *L) {
    const liq_node *node = liq_check_node(L, 1);
    if (node->count == 0) lua_pushnil(L);
    else lua_pushnumber(L, total(L, node, NULL) / (double)node->count);
    return 1;
}

static int dot(lua_State *L) {
    const liq_node *a = liq_check_node(L, 1), *b = liq_check_node(L, 2);
    a = liq_check_handle(L, 1)->node;
    if (a->count != b->count) {
        return luaL_error(L, "vectors differ in length: %d and %d", (int)a->count, (int)b->count);
    }
    lua_pushnumber(L, total(L, a, b));
    return 1;
}

/// The cell that is largest by sign; a NaN where there is one.
static size_t place(lua_State *L, liq_view v, double sign) {
    size_t best = 0;
    for (size_t i = 0; i < v.count && !isnan(v.data[best]); i++) {
        liq_poll(L, i);
        if (isnan(v.data[i]) || sign * v.data[i] > sign * v.data[best]) best = i;
    }
    return best;
}

static int extreme(lua_State *L, double sign, bool is_place) {
    liq_view v = liq_check_vector(L, 1);
    if (v.count == 0) {
        lua_pushnil(L);
        return 1;
    }
    size_t best = place(L, v, sign);
    if (is_place) lua_pushinteger(L, (lua_Integer)best + 1);
    else lua_pushnumber(L, v.data[best]);
    return 1;
}

static int minimum(lua_State *L) { return extreme(L, -1, false); }
static int maximum(lua_State *L) { return extreme(L, 1, false); }
static int place_of_minimum(lua_State *L) { return extreme(L, -1, true); }
static int place_of_maximum(lua_State *L) { return extreme(L, 1, true); }

// Of the population: divided by the number of cells.
static int deviation(lua_State *L) {
    liq_view v = liq_check_vector(L, 1);
    if (v.count == 0) {
        lua_pushnil(L);
        return 1;
    }
    double middle = total(L, liq_check_handle(L, 1)->node, NULL) / (double)v.count, squares = 0;
    for (size_t i = 0; i < v.count; i++) {
        liq_poll(L, i);
        squares += (v.data[i] - middle) * (v.data[i] - middle);
    }
    lua_pushnumber(L, sqrt(squares / (double)v.count));
    return 1;
}

static int rising(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

// Between the two nearest cells in proportion, as numpy's default.
static int quantile_at(lua_State *L, double q) {
    liq_view v = liq_check_vector(L, 1);
    if (v.count == 0) {
        lua_pushnil(L);
        return 1;
    }
    liq_charge(L, v.count * 4);
    liq_view sorted = liq_new_vector(L, v.count);
    for (size_t i = 0; i < v.count; i++) {
        sorted.data[i] = v.data[i];
        if (isnan(v.data[i])) {
            lua_pushnumber(L, v.data[i]);
            return 1;
        }
    }
    qsort(sorted.data, sorted.count, sizeof(double), rising);
    double at = q * (double)(v.count - 1);
    size_t low = (size_t)at, high = low + 1 < v.count ? low + 1 : low;
    double share = at - (double)low;
    lua_pushnumber(L, share == 0 ? sorted.data[low] : sorted.data[low] + (sorted.data[high] - sorted.data[low]) * share);
    return 1;
}

static int quantile(lua_State *L) {
    lua_Number q = luaL_checknumber(L, 2);
    luaL_argcheck(L, q >= 0 && q <= 1, 2, "a quantile lies between 0 and 1");
    return quantile_at(L, q);
}

static int median(lua_State *L) { return quantile_at(L, 0.5); }

// How many cells are not NaN.
static int count(lua_State *L) {
    liq_view v = liq_check_vector(L, 1);
    size_t present = 0;
    for (size_t i = 0; i < v.count; i++) present += v.data[i] == v.data[i];
    lua_pushinteger(L, (lua_Integer)present);
    return 1;
}

static int end(lua_State *L, bool is_last) {
    liq_view v = liq_check_vector(L, 1);
    if (v.count == 0) lua_pushnil(L);
    else lua_pushnumber(L, v.data[is_last ? v.count - 1 : 0]);
    return 1;
}

static int first(lua_State *L) { return end(L, false); }
static int last(lua_State *L) { return end(L, true); }

// A NaN is neither true nor false: it counts for none of the two.
static int any(lua_State *L) {
    liq_view v = liq_check_vector(L, 1);
    bool found = false;
    for (size_t i = 0; i < v.count && !found; i++) found = v.data[i] == v.data[i] && v.data[i] != 0;
    lua_pushboolean(L, found);
    return 1;
}

static int all(lua_State *L) {
    liq_view v = liq_check_vector(L, 1);
    bool holds = true;
    for (size_t i = 0; i < v.count && holds; i++) holds = v.data[i] == v.data[i] && v.data[i] != 0;
    lua_pushboolean(L, holds);
    return 1;
}

void liq_add_vector_folds(lua_State *L) {
    static const liq_method methods[] = {
        {"sum", sum, 0},           {"mean", mean, 0},   {"min", minimum, 0}, {"max", maximum, 0},
        {"argmin", place_of_minimum, 0}, {"argmax", place_of_maximum, 0}, {"std", deviation, 0},
        {"quantile", quantile, 1}, {"median", median, 0}, {"count", count, 0}, {"first", first, 0},
        {"last", last, 0},         {"any", any, 0},     {"all", all, 0},     {"dot", dot, 1},
        {NULL, NULL, 0},
    };
    liq_add_methods(L, methods);
}
