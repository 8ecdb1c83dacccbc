#include "internal.h"

#include <math.h>

// Methods over windows: cell i tells of the cells i - n + 1 to i. The first n - 1 cells are NaN, and so is every cell
// whose window holds a NaN; a NaN that has left the window leaves no trace.

static size_t check_window(lua_State *L) {
    lua_Integer n = luaL_checkinteger(L, 2);
    luaL_argcheck(L, n >= 1 && n <= INT32_MAX, 2, "a window of at least 1 is expected");
    return (size_t)n;
}

/// What is known of some neighbours: their number, mean, and squares about it; or their sum or extreme.
typedef struct {
    double count, mean, squares;
} part;
typedef part (*joining)(part, part);

static part one(double x) { return (part){1, x, 0}; }
static part add(part a, part b) { return (part){a.count + b.count, a.mean + b.mean, 0}; }
static part least(part a, part b) { return (part){0, b.mean < a.mean ? b.mean : b.mean == b.mean ? a.mean : b.mean, 0}; }
static part most(part a, part b) { return (part){0, b.mean > a.mean ? b.mean : b.mean == b.mean ? a.mean : b.mean, 0}; }

// Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances" (1979).
static part spread(part a, part b) {
    double count = a.count + b.count, step = b.mean - a.mean;
    return (part){count, a.mean + step * (b.count / count), a.squares + b.squares + step * step * (a.count * b.count / count)};
}

static double plain(part p) { return p.mean; }
static double average(part p) { return p.mean / p.count; }
static double deviation(part p) { return isnan(p.mean) ? p.mean : sqrt(p.squares / p.count); }

// Van Herk's two passes: cells are cut into pieces as long as the window, so that each window is the end of one piece
// and the beginning of the next. Nothing is ever subtracted: no digits are lost, and nothing is left of a NaN.
static int windows(lua_State *L, joining join, double (*answer)(part)) {
    liq_view v = liq_check_vector(L, 1);
    size_t n = check_window(L), count = v.count;
    liq_view result = liq_new_vector(L, count);
    if (n > count) {
        for (size_t i = 0; i < count; i++) result.data[i] = NAN;
        return 1;
    }
    part *ends = lua_newuserdatauv(L, n * sizeof(part), 0);
    part begun = one(0);
    for (size_t i = 0; i + 1 < n; i++) result.data[i] = NAN;
    for (size_t start = 0; start + n <= count; start += n) {
        // Ends of this piece, from its last cell back; then the beginnings of the next.
        ends[n - 1] = one(v.data[start + n - 1]);
        for (size_t k = n - 1; k > 0; k--) {
            liq_poll(L, start + k);
            ends[k - 1] = join(one(v.data[start + k - 1]), ends[k]);
        }
        result.data[start + n - 1] = answer(ends[0]);
        for (size_t k = 1; k < n && start + n - 1 + k < count; k++) {
            liq_poll(L, start + k);
            part cell = one(v.data[start + n - 1 + k]);
            begun = k == 1 ? cell : join(begun, cell);
            result.data[start + n - 1 + k] = answer(join(ends[k], begun));
        }
    }
    lua_pop(L, 1);
    return 1;
}

static int window_sum(lua_State *L) { return windows(L, add, plain); }
static int window_mean(lua_State *L) { return windows(L, add, average); }
static int window_minimum(lua_State *L) { return windows(L, least, plain); }
static int window_maximum(lua_State *L) { return windows(L, most, plain); }
static int window_deviation(lua_State *L) { return windows(L, spread, deviation); }

// ---- in order -----------------------------------------------------------------------------------------------------

/// The first of sorted cells that is not below a value.
static size_t position(const double *sorted, size_t count, double value) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (sorted[middle] < value) low = middle + 1;
        else high = middle;
    }
    return low;
}

static double quantile_of(const double *sorted, size_t n, double q) {
    double at = q * (double)(n - 1);
    size_t low = (size_t)at;
    double share = at - (double)low;
    return share == 0 ? sorted[low] : sorted[low] + (sorted[low + 1] - sorted[low]) * share;
}

/// Where the last cell stands among those of its window: 0 for the lowest, 1 for the highest, equal ones share.
static double rank_of(const double *sorted, size_t n, double value) {
    size_t below = position(sorted, n, value), end = below;
    while (end < n && sorted[end] == value) end++;
    return n == 1 ? 0.5 : ((double)below + (double)(end - below - 1) / 2) / (double)(n - 1);
}

static int ordered(lua_State *L, double q) {
    liq_view v = liq_check_vector(L, 1);
    size_t n = check_window(L), held = 0, missing = 0;
    liq_view result = liq_new_vector(L, v.count);
    double *sorted = lua_newuserdatauv(L, (n < v.count ? n : v.count) * sizeof(double) + 1, 0);
    for (size_t i = 0; i < v.count; i++) {
        liq_charge(L, held / 64 + 1);
        if (i >= n) {
            double old = v.data[i - n];
            if (isnan(old)) {
                missing--;
            } else {
                size_t at = position(sorted, held, old);
                memmove(sorted + at, sorted + at + 1, (--held - at) * sizeof(double));
            }
        }
        double value = v.data[i];
        if (isnan(value)) {
            missing++;
        } else {
            size_t at = position(sorted, held, value);
            memmove(sorted + at + 1, sorted + at, (held++ - at) * sizeof(double));
            sorted[at] = value;
        }
        bool is_full = i + 1 >= n && missing == 0;
        result.data[i] = !is_full ? NAN : isnan(q) ? rank_of(sorted, n, value) : quantile_of(sorted, n, q);
    }
    lua_pop(L, 1);
    return 1;
}

static int window_quantile(lua_State *L) {
    lua_Number q = luaL_checknumber(L, 3);
    luaL_argcheck(L, q >= 0 && q <= 1, 3, "a quantile lies between 0 and 1");
    return ordered(L, q);
}

static int window_median(lua_State *L) { return ordered(L, 0.5); }
static int window_rank(lua_State *L) { return ordered(L, NAN); }

void liq_add_vector_windows(lua_State *L) {
    static const liq_method methods[] = {
        {"rolling_sum", window_sum, 1},     {"rolling_mean", window_mean, 1},     {"rolling_min", window_minimum, 1},
        {"rolling_max", window_maximum, 1}, {"rolling_std", window_deviation, 1}, {"rolling_median", window_median, 1},
        {"rolling_quantile", window_quantile, 2}, {"rolling_rank", window_rank, 1}, {NULL, NULL, 0},
    };
    liq_add_methods(L, methods);
}
