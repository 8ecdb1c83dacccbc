#include "internal.h"

// Methods of vectors that go cell by cell, and those that take vectors apart or make them of others.
//
// Comparisons give 1 and 0; with a NaN they give 0, but for `ne`.

// Upvalue: the operation.
static int one_operand(lua_State *L) {
    liq_refuse_surplus(L, "vector", ':', 0);
    liq_check_handle(L, 1);
    return liq_combine(L, (liq_operation)lua_tointeger(L, lua_upvalueindex(1)), 1, 0);
}

static int two_operands(lua_State *L) {
    liq_refuse_surplus(L, "vector", ':', 1);
    liq_check_handle(L, 1);
    luaL_argexpected(L, lua_type(L, 2) == LUA_TNUMBER || liq_tagged(L, 2, TAG_VECTOR), 2, "number or vector");
    return liq_combine(L, (liq_operation)lua_tointeger(L, lua_upvalueindex(1)), 1, 2);
}

static int clip(lua_State *L) {
    liq_check_handle(L, 1);
    lua_Number low = luaL_checknumber(L, 2), high = luaL_checknumber(L, 3);
    luaL_argcheck(L, low <= high, 3, "the higher bound must not lie below the lower one");
    lua_settop(L, 3);
    liq_combine(L, LIQ_MOST, 1, 2);
    return liq_combine(L, LIQ_LEAST, 4, 3);
}

typedef struct {
    const double *data;  // NULL for a number
    double number;
} choice;

static choice check_choice(lua_State *L, int position, size_t count) {
    if (lua_type(L, position) == LUA_TNUMBER) return (choice){NULL, lua_tonumber(L, position)};
    luaL_argexpected(L, liq_tagged(L, position, TAG_VECTOR), position, "number or vector");
    liq_view v = liq_check_vector(L, position);
    if (v.count != count) luaL_error(L, "vectors differ in length: %d and %d", (int)count, (int)v.count);
    return (choice){v.data, 0};
}

// A cell of the first where the mask is not 0, of the second where it is; NaN where the mask is NaN.
static int choose(lua_State *L) {
    liq_view mask = liq_check_vector(L, 1);
    choice yes = check_choice(L, 2, mask.count), no = check_choice(L, 3, mask.count);
    liq_view result = liq_new_vector(L, mask.count);
    for (size_t i = 0; i < mask.count; i++) {
        liq_poll(L, i);
        double m = mask.data[i];
        const choice *c = m != 0 ? &yes : &no;
        result.data[i] = m != m ? m : c->data ? c->data[i] : c->number;
    }
    return 1;
}

static int map(lua_State *L) {
    liq_view v = liq_check_vector(L, 1);
    luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_settop(L, 2);
    liq_view result = liq_new_vector(L, v.count);
    for (size_t i = 0; i < result.count; i++) {
        // The function may change the vector or end its loan.
        liq_view now = liq_check_vector(L, 1);
        if (i >= now.count) return luaL_error(L, "the vector has changed under map");
        lua_pushvalue(L, 2);
        lua_pushnumber(L, now.data[i]);
        lua_pushinteger(L, (lua_Integer)i + 1);
        lua_call(L, 2, 1);
        if (lua_type(L, -1) != LUA_TNUMBER) {
            return luaL_error(L, "a vector holds numbers, cell %d of map is %s", (int)i + 1, luaL_typename(L, -1));
        }
        result.data[i] = lua_tonumber(L, -1);
        lua_pop(L, 1);
    }
    return 1;
}

static int to_table(lua_State *L) {
    liq_view v = liq_check_vector(L, 1);
    lua_createtable(L, (int)v.count, 0);
    for (size_t i = 0; i < v.count; i++) {
        liq_poll(L, i);
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
    liq_view result = liq_new_vector(L, length);
    if (length > 0) memcpy(result.data, v.data + first - 1, length * sizeof(double));
    return 1;
}

static int fill(lua_State *L) {
    luaL_checktype(L, 2, LUA_TNUMBER);
    double value = lua_tonumber(L, 2);
    liq_view v = liq_check_writable(L, 1);
    for (size_t i = 0; i < v.count; i++) v.data[i] = value;
    lua_settop(L, 1);
    return 1;
}

typedef struct {
    const char *name;
    liq_operation operation;
} entry;

static void add(lua_State *L, const entry *entries, lua_CFunction function) {
    for (const entry *e = entries; e->name; e++) {
        lua_pushinteger(L, e->operation);
        lua_pushcclosure(L, function, 1);
        lua_setfield(L, -2, e->name);
    }
}

void liq_add_vector_cells(lua_State *L) {
    static const entry ones[] = {
        {"abs", LIQ_ABSOLUTE}, {"log", LIQ_LOG},   {"exp", LIQ_EXP},     {"sqrt", LIQ_ROOT},
        {"floor", LIQ_FLOOR},  {"ceil", LIQ_CEILING}, {"round", LIQ_ROUND}, {"sign", LIQ_SIGN},
        {"isnan", LIQ_IS_NAN}, {NULL, 0},
    };
    static const entry twos[] = {
        {"lt", LIQ_BELOW}, {"le", LIQ_AT_MOST},   {"gt", LIQ_ABOVE},     {"ge", LIQ_AT_LEAST},
        {"eq", LIQ_EQUAL}, {"ne", LIQ_DIFFERENT}, {"atmost", LIQ_LEAST}, {"atleast", LIQ_MOST},
        {"fillnan", LIQ_OR_ELSE}, {NULL, 0},
    };
    static const liq_method methods[] = {
        {"clip", clip, 2},   {"choose", choose, 2}, {"map", map, 1}, {"totable", to_table, 0},
        {"slice", slice, 2}, {"fill", fill, 1},     {NULL, NULL, 0},
    };
    add(L, ones, one_operand);
    add(L, twos, two_operands);
    liq_add_methods(L, methods);
}
