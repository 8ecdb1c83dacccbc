#include "internal.h"

#include <math.h>

// A row of named columns, a `bar`. The host moves it; a row from `back` stays where it is, and is good until then.

typedef struct row {
    liq_box box;  // first, so that collecting it is the same as for any host object
    /// NULL once the row that the host made has been collected.
    liq_lua_rows *rows;
    /// The row that the host made: itself, or the one that `back` was called on, kept alive by a user value.
    struct row *origin;
    /// For a row from `back`: its place, and the generation in which it holds.
    int64_t index;
    uint64_t generation;
} liq_row;

static int collect_row(lua_State *L) {
    liq_row *row = lua_touserdata(L, 1);
    row->rows = NULL;
    return liq_collect_box(L);
}

static liq_lua_rows *check_row(lua_State *L, int64_t *index) {
    liq_row *row = liq_tagged(L, 1, TAG_ROW);
    if (!row) liq_need_owner(L, "bar");
    liq_lua_rows *rows = row->origin->rows;
    if (!rows) luaL_error(L, "this row has been freed");
    bool current = row->origin == row;
    if (!rows->valid || (!current && row->generation != rows->generation)) {
        luaL_error(L, "%s is only valid during the call", rows->name);
    }
    *index = current ? rows->index : row->index;
    return rows;
}

/// Pushes a cell of the column whose number is on top.
static int push_cell(lua_State *L, const liq_lua_rows *rows, int64_t at) {
    const liq_lua_column *column = &rows->columns[lua_tointeger(L, -1)];
    if (column->integers) {
        lua_pushinteger(L, column->integers[at]);
        return 1;
    }
    double value = column->numbers[at];
    if (isnan(value)) lua_pushnil(L);
    else lua_pushnumber(L, value);
    return 1;
}

/// Pushes a row that stays at a place, without a metatable; the row at position 1 is what it is made of.
static void push_view_of(lua_State *L, int64_t at) {
    liq_row *from = lua_touserdata(L, 1);
    liq_row *row = lua_newuserdatauv(L, sizeof *row, 1);
    *row = (liq_row){.box = {TAG_ROW, NULL, -1}, .origin = from->origin, .index = at,
                     .generation = from->origin->rows->generation};
    // The origin itself is kept, or what keeps it.
    if (from->origin == from) lua_pushvalue(L, 1);
    else lua_getiuservalue(L, 1, 1);
    lua_setiuservalue(L, -2, 1);
}

/// What names of columns of the user's own begin with.
#define OWN "extra"

/// `bar.extra.NAME`; upvalue: column numbers by name.
static int index_own(lua_State *L) {
    int64_t at;
    liq_lua_rows *rows = check_row(L, &at);
    lua_settop(L, 2);
    if (lua_type(L, 2) != LUA_TSTRING) return 0;
    lua_pushfstring(L, OWN ".%s", lua_tostring(L, 2));
    if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNUMBER) return 0;
    return push_cell(L, rows, at);
}

// Upvalues: column numbers by name, constants by name, the metatable of `extra`.
static int index_row(lua_State *L) {
    int64_t at;
    liq_lua_rows *rows = check_row(L, &at);
    lua_settop(L, 2);
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(1)) == LUA_TNUMBER) return push_cell(L, rows, at);
    if (lua_type(L, 2) == LUA_TSTRING && strcmp(lua_tostring(L, 2), OWN) == 0) {
        push_view_of(L, at);
        lua_pushvalue(L, lua_upvalueindex(3));
        lua_setmetatable(L, -2);
        return 1;
    }
    lua_settop(L, 2);
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(2)) != LUA_TNIL) return 1;
    lua_settop(L, 2);
    if (lua_type(L, 2) == LUA_TSTRING && strcmp(lua_tostring(L, 2), "index") == 0) {
        lua_pushinteger(L, at + 1);
        return 1;
    }
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_pushvalue(L, lua_upvalueindex(2));
    return liq_unknown_key(L, rows->name, "field", 2, 3);
}

static int assign_row(lua_State *L) {
    int64_t at;
    return luaL_error(L, "%s is read-only", check_row(L, &at)->name);
}

// Upvalue: the metatable of what it makes, without a finalizer, as there is nothing to give back.
static int back(lua_State *L) {
    int64_t at;
    liq_lua_rows *rows = check_row(L, &at);
    liq_refuse_surplus(L, rows->name, ':', 1);
    int exact;
    lua_Integer distance = lua_tointegerx(L, 2, &exact);
    if (!exact || distance < 0 || lua_type(L, 2) != LUA_TNUMBER) {
        return liq_fail_about(L, LIQ_LUA_ABOUT_ARGUMENT, "back",
                              "bad argument #1 to '%s:back' (an integer of 0 or more expected, got %s)", rows->name,
                              liq_push_text(L, 2, NULL));
    }
    if (distance > at) {
        lua_pushnil(L);
        return 1;
    }
    push_view_of(L, at - distance);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_setmetatable(L, -2);
    return 1;
}

static int text_of_row(lua_State *L) {
    int64_t at;
    liq_lua_rows *rows = check_row(L, &at);
    lua_pushfstring(L, "%s(%I of %I)", rows->name, (LUAI_UACINT)(at + 1), (LUAI_UACINT)rows->count);
    return 1;
}

typedef struct {
    liq_lua_rows *rows;
    void *object;
    int32_t slot;
} row_arguments;

static void push_metatable(lua_State *L, const char *name) {
    static const luaL_Reg meta[] = {{"__newindex", assign_row}, {"__tostring", text_of_row}, {NULL, NULL}};
    lua_createtable(L, 1, 6);
    liq_seal_metatable(L, name);
    luaL_setfuncs(L, meta, 0);
    lua_pushvalue(L, 4);
    lua_setfield(L, -2, "__index");
}

static int push_row(lua_State *L) {
    row_arguments *a = lua_touserdata(L, 1);  // 2 columns, 3 constants
    lua_pushvalue(L, 2);
    lua_pushvalue(L, 3);
    // The metatable of `extra`: nothing but reading.
    lua_createtable(L, 0, 3);
    liq_seal_metatable(L, OWN);
    lua_pushvalue(L, 2);
    lua_pushcclosure(L, index_own, 1);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, assign_row);
    lua_setfield(L, -2, "__newindex");
    lua_pushcclosure(L, index_row, 3);  // 4
    push_metatable(L, a->rows->name);
    lua_pushcclosure(L, back, 1);
    lua_setfield(L, 3, "back");
    liq_row *row = lua_newuserdatauv(L, sizeof *row, 1);
    *row = (liq_row){.box = {TAG_ROW, NULL, a->slot}, .rows = a->rows, .origin = row};
    push_metatable(L, a->rows->name);
    lua_pushcfunction(L, collect_row);
    lua_setfield(L, -2, "__gc");
    lua_setmetatable(L, -2);
    row->box.object = a->object;
    return 1;
}

int32_t liq_lua_push_row(liq_lua_state *s, liq_lua_rows *rows, void *object, int32_t slot) {
    row_arguments a = {rows, object, slot};
    return liq_protect(s, push_row, &a, 2);
}

static int push_view(lua_State *L) {
    lua_getfield(L, 2, "back");
    lua_insert(L, 2);
    lua_pushinteger(L, 0);
    lua_call(L, 2, 1);
    return 1;
}

int32_t liq_lua_push_row_view(liq_lua_state *s) {
    row_arguments a = {0};
    return liq_protect(s, push_view, &a, 1);
}
