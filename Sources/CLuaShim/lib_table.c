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

lua_Integer liq_check_length(lua_State *L, bool reads, bool writes) {
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
    lua_Integer end = (lua_Integer)((lua_Unsigned)liq_check_length(L, true, true) + 1), position = end;
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
    lua_Integer size = liq_check_length(L, true, true), position = luaL_optinteger(L, 2, size);
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
    lua_Integer size = liq_check_length(L, true, false);
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

void liq_open_tables(lua_State *L) {
    static const luaL_Reg replaced[] = {
        {"insert", insert}, {"remove", take}, {"move", move},         {"concat", concat},
        {"unpack", unpack}, {"sort", liq_sort}, {NULL, NULL},
    };
    lua_getglobal(L, LUA_TABLIBNAME);
    luaL_setfuncs(L, replaced, 0);
    lua_pop(L, 1);
}
