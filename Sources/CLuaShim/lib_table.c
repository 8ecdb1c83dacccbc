#include "internal.h"

// insert, remove, move, concat and unpack: loops over a range that the script names. A range that cannot be meant is
// refused, and the loops charge as they go, so that a stop gets in. Metamethods are honoured, as in the library.

enum { RANGE_CAP = 1 << 26, STRIDE = 1024 };

static bool has_field(lua_State *L, const char *name) {
    lua_pushstring(L, name);
    bool has = lua_rawget(L, -2) != LUA_TNIL;
    lua_pop(L, 1);
    return has;
}

// What is not a table has to act as one.
static void check_table(lua_State *L, int position, bool reads, bool writes, bool has_length) {
    if (lua_type(L, position) == LUA_TTABLE) return;
    bool acts = lua_getmetatable(L, position) && (!reads || has_field(L, "__index")) &&
                (!writes || has_field(L, "__newindex")) && (!has_length || has_field(L, "__len"));
    if (!acts) luaL_checktype(L, position, LUA_TTABLE);
    lua_pop(L, 1);
}

static lua_Integer check_length(lua_State *L, bool reads, bool writes) {
    check_table(L, 1, reads, writes, true);
    return luaL_len(L, 1);
}

static void check_range(lua_State *L, lua_Integer first, lua_Integer last) {
    if (last < first || (lua_Unsigned)last - (lua_Unsigned)first <= RANGE_CAP) return;
    luaL_error(L, "range %I to %I is too large", (LUAI_UACINT)first, (LUAI_UACINT)last);
}

static inline void pace(lua_State *L, lua_Integer i) {
    if (i % STRIDE == 0) liq_charge(L, STRIDE / 2);
}

static int insert(lua_State *L) {
    lua_Integer end = (lua_Integer)((lua_Unsigned)check_length(L, true, true) + 1), position = end;
    int count = lua_gettop(L);
    if (count != 2 && count != 3) return luaL_error(L, "wrong number of arguments to 'insert'");
    if (count == 3) {
        position = luaL_checkinteger(L, 2);
        luaL_argcheck(L, (lua_Unsigned)position - 1u < (lua_Unsigned)end, 2, "position out of bounds");
        check_range(L, position, end);
        for (lua_Integer i = end; i > position; i--) {
            pace(L, i);
            lua_geti(L, 1, i - 1);
            lua_seti(L, 1, i);
        }
    }
    lua_seti(L, 1, position);
    return 0;
}

static int take(lua_State *L) {
    lua_Integer size = check_length(L, true, true), position = luaL_optinteger(L, 2, size);
    if (position != size) {
        luaL_argcheck(L, (lua_Unsigned)position - 1u <= (lua_Unsigned)size, 2, "position out of bounds");
    }
    check_range(L, position, size);
    lua_geti(L, 1, position);
    for (; position < size; position++) {
        pace(L, position);
        lua_geti(L, 1, position + 1);
        lua_seti(L, 1, position);
    }
    lua_pushnil(L);
    lua_seti(L, 1, position);
    return 1;
}

static int move(lua_State *L) {
    lua_Integer first = luaL_checkinteger(L, 2), last = luaL_checkinteger(L, 3), to = luaL_checkinteger(L, 4);
    int target = lua_isnoneornil(L, 5) ? 1 : 5;
    check_table(L, 1, true, false, false);
    check_table(L, target, false, true, false);
    if (last >= first) {
        luaL_argcheck(L, first > 0 || last < LUA_MAXINTEGER + first, 3, "too many elements to move");
        luaL_argcheck(L, to <= LUA_MAXINTEGER - (last - first), 4, "destination wrap around");
        check_range(L, first, last);
        lua_Integer count = last - first + 1;
        bool overlaps = to > first && to <= last && (target == 1 || lua_compare(L, 1, target, LUA_OPEQ));
        for (lua_Integer n = 0; n < count; n++) {
            lua_Integer i = overlaps ? count - 1 - n : n;
            pace(L, n);
            lua_geti(L, 1, first + i);
            lua_seti(L, target, to + i);
        }
    }
    lua_pushvalue(L, target);
    return 1;
}

static void add_element(lua_State *L, luaL_Buffer *out, lua_Integer i) {
    lua_geti(L, 1, i);
    if (!lua_isstring(L, -1)) {
        luaL_error(L, "invalid value (%s) at index %I in table for 'concat'", luaL_typename(L, -1), (LUAI_UACINT)i);
    }
    luaL_addvalue(out);
}

static int concat(lua_State *L) {
    lua_Integer size = check_length(L, true, false);
    size_t gap;
    const char *separator = luaL_optlstring(L, 2, "", &gap);
    lua_Integer i = luaL_optinteger(L, 3, 1), last = luaL_optinteger(L, 4, size);
    check_range(L, i, last);
    luaL_Buffer out;
    luaL_buffinit(L, &out);
    for (; i < last; i++) {
        pace(L, i);
        add_element(L, &out, i);
        luaL_addlstring(&out, separator, gap);
    }
    if (i == last) add_element(L, &out, i);
    luaL_pushresult(&out);
    return 1;
}

static int unpack(lua_State *L) {
    lua_Integer first = luaL_optinteger(L, 2, 1);
    lua_Integer last = lua_isnoneornil(L, 3) ? luaL_len(L, 1) : luaL_checkinteger(L, 3);
    if (first > last) return 0;
    lua_Unsigned span = (lua_Unsigned)last - (lua_Unsigned)first;
    if (span >= INT32_MAX || !lua_checkstack(L, (int)span + 1)) return luaL_error(L, "too many results to unpack");
    liq_charge(L, span / 4 + 1);
    for (lua_Unsigned n = 0; n <= span; n++) lua_geti(L, 1, (lua_Integer)((lua_Unsigned)first + n));
    return (int)span + 1;
}

// ---- sort ----------------------------------------------------------------------------------------------------------

// table.sort. The library's own looks at the clock to choose where to cut, so that equal elements may end up in
// another order in every run; and without a comparison of the script's no stop gets into it.

enum { TABLE = 1, COMPARISON = 2, SMALL = 12 };

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

static int sort(lua_State *L) {
    lua_Integer count = check_length(L, true, true);
    if (count < 2) return 0;
    luaL_argcheck(L, count < INT32_MAX, 1, "array too big");
    if (!lua_isnoneornil(L, 2)) luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_settop(L, 2);
    luaL_checkstack(L, 40, "");
    sorter s = {L, STRIDE};
    sort_range(&s, 1, count);
    return 0;
}

void liq_open_tables(lua_State *L) {
    static const luaL_Reg replaced[] = {
        {"insert", insert}, {"remove", take}, {"move", move},         {"concat", concat},
        {"unpack", unpack}, {"sort", sort}, {NULL, NULL},
    };
    lua_getglobal(L, LUA_TABLIBNAME);
    luaL_setfuncs(L, replaced, 0);
    lua_pop(L, 1);
}
