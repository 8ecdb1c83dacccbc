#include "internal.h"

// Tables, always raw: what a script hangs on a metatable does not run while the host reads.

typedef struct {
    const char *bytes;
    size_t length;
    const double *values;
    int64_t index;
    int32_t array, fields;
    bool more;
} table_arguments;

static int new_table(lua_State *L) {
    table_arguments *a = lua_touserdata(L, 1);
    lua_createtable(L, a->array, a->fields);
    return 1;
}

int32_t liq_lua_new_table(liq_lua_state *s, int32_t array, int32_t fields) {
    table_arguments a = {.array = array, .fields = fields};
    return liq_protect(s, new_table, &a, 0);
}

static int new_numbers(lua_State *L) {
    table_arguments *a = lua_touserdata(L, 1);
    lua_createtable(L, (int)a->length, 0);
    for (size_t i = 0; i < a->length; i++) {
        lua_pushnumber(L, a->values[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

int32_t liq_lua_new_numbers(liq_lua_state *s, const double *values, size_t count) {
    if (count > INT32_MAX) return liq_set_fault(s, LIQ_LUA_MEMORY, "not enough memory");
    table_arguments a = {.values = values, .length = count};
    return liq_protect(s, new_numbers, &a, 0);
}

static int push_field(lua_State *L) {
    table_arguments *a = lua_touserdata(L, 1);
    lua_pushlstring(L, a->bytes, a->length);
    lua_rawget(L, 2);
    return 1;
}

int32_t liq_lua_push_field(liq_lua_state *s, int32_t position, const char *name, size_t length) {
    table_arguments a = {.bytes = name, .length = length};
    if (!lua_checkstack(s->current, 6)) return liq_set_fault(s, LIQ_LUA_STACK, "stack overflow");
    lua_pushvalue(s->current, position);
    return liq_protect(s, push_field, &a, 1);
}

void liq_lua_push_element(liq_lua_state *s, int32_t position, int64_t index) {
    lua_rawgeti(s->current, position, index);
}

static int set_field(lua_State *L) {
    table_arguments *a = lua_touserdata(L, 1);
    lua_pushlstring(L, a->bytes, a->length);
    lua_insert(L, 2);       // arguments, key, value, table
    lua_insert(L, 2);       // arguments, table, key, value
    lua_rawset(L, 2);
    return 0;
}

int32_t liq_lua_set_field(liq_lua_state *s, int32_t position, const char *name, size_t length) {
    table_arguments a = {.bytes = name, .length = length};
    if (!lua_checkstack(s->current, 6)) return liq_set_fault(s, LIQ_LUA_STACK, "stack overflow");
    lua_pushvalue(s->current, position);
    return liq_protect(s, set_field, &a, 2);
}

static int set_element(lua_State *L) {
    table_arguments *a = lua_touserdata(L, 1);
    lua_insert(L, 2);       // arguments, table, value
    lua_rawseti(L, 2, a->index);
    return 0;
}

int32_t liq_lua_set_element(liq_lua_state *s, int32_t position, int64_t index) {
    table_arguments a = {.index = index};
    if (!lua_checkstack(s->current, 6)) return liq_set_fault(s, LIQ_LUA_STACK, "stack overflow");
    lua_pushvalue(s->current, position);
    return liq_protect(s, set_element, &a, 2);
}

int64_t liq_lua_length(liq_lua_state *s, int32_t position) { return (int64_t)lua_rawlen(s->current, position); }

static int next(lua_State *L) {
    table_arguments *a = lua_touserdata(L, 1);
    lua_insert(L, 2);       // arguments, table, key
    a->more = lua_next(L, 2);
    return a->more ? 2 : 0;
}

int32_t liq_lua_next(liq_lua_state *s, int32_t position, bool *more) {
    table_arguments a = {.more = false};
    if (!lua_checkstack(s->current, 6)) return liq_set_fault(s, LIQ_LUA_STACK, "stack overflow");
    lua_pushvalue(s->current, position);
    int32_t status = liq_protect(s, next, &a, 2);
    *more = a.more;
    return status;
}

int64_t liq_lua_read_numbers(liq_lua_state *s, int32_t position, double *values, int64_t count, const char **found) {
    lua_State *L = s->current;
    position = lua_absindex(L, position);
    for (int64_t i = 1; i <= count; i++) {
        int type = lua_rawgeti(L, position, i);
        if (type != LUA_TNUMBER) {
            *found = liq_lua_type_name(s, -1);
            lua_settop(L, -2);
            return i;
        }
        values[i - 1] = lua_tonumber(L, -1);
        lua_settop(L, -2);
    }
    return 0;
}
