#include "internal.h"

// table.sort. The library's own looks at the clock to choose where to cut, so that equal elements may end up in
// another order in every run; and without a comparison of the script's no stop gets into it.

enum { TABLE = 1, COMPARISON = 2, SMALL = 12, STRIDE = 1024 };

typedef struct {
    lua_State *L;
    int64_t left;  // comparisons until the next charge
} sorter;

// Whether the value at `a` comes before the one at `b`.
static bool is_before(sorter *s, int a, int b) {
    lua_State *L = s->L;
    if (--s->left <= 0) {
        s->left = STRIDE;
        liq_charge(L, STRIDE);
    }
    if (lua_type(L, COMPARISON) == LUA_TNIL) return lua_compare(L, a, b, LUA_OPLT);
    lua_pushvalue(L, COMPARISON);
    lua_pushvalue(L, a);
    lua_pushvalue(L, b);
    lua_call(L, 2, 1);
    bool result = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return result;
}

// Exchanges the values at two indices, which are on top: that of `a`, then that of `b`.
static void store_swapped(lua_State *L, lua_Integer a, lua_Integer b) {
    lua_seti(L, TABLE, a);
    lua_seti(L, TABLE, b);
}

// Puts two elements in order.
static void order_pair(sorter *s, lua_Integer a, lua_Integer b) {
    lua_geti(s->L, TABLE, a);
    lua_geti(s->L, TABLE, b);
    int top = lua_gettop(s->L);
    if (is_before(s, top, top - 1)) store_swapped(s->L, a, b);
    else lua_pop(s->L, 2);
}

static void insert_all(sorter *s, lua_Integer first, lua_Integer last) {
    lua_State *L = s->L;
    for (lua_Integer i = first + 1; i <= last; i++) {
        lua_geti(L, TABLE, i);
        int value = lua_gettop(L);
        lua_Integer at = i;
        for (; at > first; at--) {
            lua_geti(L, TABLE, at - 1);
            if (!is_before(s, value, value + 1)) {
                lua_pop(L, 1);
                break;
            }
            lua_seti(L, TABLE, at);
        }
        lua_seti(L, TABLE, at);
    }
}

// Cuts the range in two at an element of its middle; answers where.
static lua_Integer cut(sorter *s, lua_Integer first, lua_Integer last) {
    lua_State *L = s->L;
    lua_Integer middle = first + (last - first) / 2;
    order_pair(s, first, middle);
    order_pair(s, middle, last);
    order_pair(s, first, middle);
    lua_geti(L, TABLE, middle);
    int pivot = lua_gettop(L);
    lua_pushvalue(L, pivot);
    lua_geti(L, TABLE, last - 1);
    store_swapped(L, middle, last - 1);  // out of the way
    lua_Integer low = first, high = last - 1;
    for (;;) {
        while (lua_geti(L, TABLE, ++low), is_before(s, pivot + 1, pivot)) {
            if (low >= last) luaL_error(L, "invalid order function for sorting");
            lua_pop(L, 1);
        }
        while (lua_geti(L, TABLE, --high), is_before(s, pivot, pivot + 2)) {
            if (high <= first) luaL_error(L, "invalid order function for sorting");
            lua_pop(L, 1);
        }
        if (high <= low) break;
        store_swapped(L, low, high);
    }
    lua_settop(L, pivot - 1);
    lua_geti(L, TABLE, low);
    lua_geti(L, TABLE, last - 1);
    store_swapped(L, low, last - 1);
    return low;
}

// The smaller part first, so that the native stack stays flat.
static void sort_range(sorter *s, lua_Integer first, lua_Integer last) {
    while (last - first >= SMALL) {
        lua_Integer at = cut(s, first, last);
        if (at - first < last - at) {
            sort_range(s, first, at - 1);
            first = at + 1;
        } else {
            sort_range(s, at + 1, last);
            last = at - 1;
        }
    }
    insert_all(s, first, last);
}

int liq_sort(lua_State *L) {
    lua_Integer count = liq_check_length(L, true, true);
    if (count < 2) return 0;
    luaL_argcheck(L, count < INT32_MAX, 1, "array too big");
    if (!lua_isnoneornil(L, 2)) luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_settop(L, 2);
    luaL_checkstack(L, 40, "");
    sorter s = {L, STRIDE};
    sort_range(&s, 1, count);
    return 0;
}
