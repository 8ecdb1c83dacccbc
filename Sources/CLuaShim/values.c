#include "internal.h"

// Values on the stack of the coroutine that runs.

int32_t liq_lua_top(liq_lua_state *s) { return lua_gettop(s->current); }

void liq_lua_set_top(liq_lua_state *s, int32_t top) { lua_settop(s->current, top); }

bool liq_lua_reserve(liq_lua_state *s, int32_t count) { return lua_checkstack(s->current, count); }

static int32_t kind_of_userdata(lua_State *L, int position) {
    switch (*(uint64_t *)lua_touserdata(L, position)) {
    case TAG_OBJECT: return LIQ_LUA_OBJECT;
    case TAG_VECTOR: return LIQ_LUA_VECTOR;
    case TAG_ROW: return LIQ_LUA_ROW;
    default: return LIQ_LUA_OTHER;
    }
}

int32_t liq_lua_kind(liq_lua_state *s, int32_t position) {
    lua_State *L = s->current;
    switch (lua_type(L, position)) {
    case LUA_TNONE: return LIQ_LUA_NONE;
    case LUA_TNIL: return LIQ_LUA_NIL;
    case LUA_TBOOLEAN: return LIQ_LUA_BOOLEAN;
    case LUA_TNUMBER: return lua_isinteger(L, position) ? LIQ_LUA_INTEGER : LIQ_LUA_NUMBER;
    case LUA_TSTRING: return LIQ_LUA_STRING;
    case LUA_TTABLE: return LIQ_LUA_TABLE;
    case LUA_TFUNCTION: return LIQ_LUA_FUNCTION;
    case LUA_TUSERDATA: return kind_of_userdata(L, position);
    default: return LIQ_LUA_OTHER;
    }
}

const char *liq_lua_type_name(liq_lua_state *s, int32_t position) {
    lua_State *L = s->current;
    int type = lua_type(L, position);
    if (type == LUA_TUSERDATA && lua_checkstack(L, 3) && lua_getmetatable(L, position)) {
        // Slot 1 of each of our metatables is the name: an integer key needs no string made.
        const char *name = lua_rawgeti(L, -1, 1) == LUA_TSTRING ? lua_tostring(L, -1) : "userdata";
        lua_settop(L, -3);
        return name;
    }
    if (type == LUA_TTHREAD) return "coroutine";
    return type == LUA_TNONE ? "nil" : lua_typename(L, type);
}

bool liq_lua_read_boolean(liq_lua_state *s, int32_t position) { return lua_toboolean(s->current, position); }

int64_t liq_lua_read_integer(liq_lua_state *s, int32_t position) { return lua_tointeger(s->current, position); }

double liq_lua_read_number(liq_lua_state *s, int32_t position) { return lua_tonumber(s->current, position); }

const char *liq_lua_read_string(liq_lua_state *s, int32_t position, size_t *length) {
    *length = 0;
    // Of a number lua_tolstring would make a string, which can raise.
    return lua_type(s->current, position) == LUA_TSTRING ? lua_tolstring(s->current, position, length) : NULL;
}

void *liq_lua_read_object(liq_lua_state *s, int32_t position) {
    lua_State *L = s->current;
    liq_vector *vector = liq_tagged(L, position, TAG_VECTOR);
    if (vector) return vector->node->object;
    liq_box *box = liq_tagged(L, position, TAG_OBJECT);
    if (!box) box = liq_tagged(L, position, TAG_ROW);  // a row begins as a box does
    return box ? box->object : NULL;
}

void liq_lua_push_nil(liq_lua_state *s) { lua_pushnil(s->current); }

void liq_lua_push_boolean(liq_lua_state *s, bool value) { lua_pushboolean(s->current, value); }

void liq_lua_push_integer(liq_lua_state *s, int64_t value) { lua_pushinteger(s->current, value); }

void liq_lua_push_number(liq_lua_state *s, double value) { lua_pushnumber(s->current, value); }

void liq_lua_push_copy(liq_lua_state *s, int32_t position) { lua_pushvalue(s->current, position); }

typedef struct {
    const char *bytes;
    size_t length;
    int32_t reference;
} text_arguments;

static int push_string(lua_State *L) {
    text_arguments *a = lua_touserdata(L, 1);
    lua_pushlstring(L, a->bytes, a->length);
    return 1;
}

int32_t liq_lua_push_string(liq_lua_state *s, const char *bytes, size_t length) {
    text_arguments a = {bytes, length, 0};
    return liq_protect(s, push_string, &a, 0);
}

static int reference(lua_State *L) {
    text_arguments *a = lua_touserdata(L, 1);
    a->reference = luaL_ref(L, LUA_REGISTRYINDEX);
    return 0;
}

int32_t liq_lua_reference(liq_lua_state *s, int32_t *result) {
    text_arguments a = {"", 0, LUA_NOREF};
    int32_t status = liq_protect(s, reference, &a, 1);
    *result = a.reference;
    return status;
}

void liq_lua_push_reference(liq_lua_state *s, int32_t kept) { lua_rawgeti(s->current, LUA_REGISTRYINDEX, kept); }

void liq_lua_unreference(liq_lua_state *s, int32_t kept) {
    // Two cells that exist are changed: no allocation. Without room on the stack it stays until the state closes.
    if (lua_checkstack(s->current, 4)) luaL_unref(s->current, LUA_REGISTRYINDEX, kept);
}

static int push_global(lua_State *L) {
    text_arguments *a = lua_touserdata(L, 1);
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    lua_pushlstring(L, a->bytes, a->length);
    lua_rawget(L, -2);
    return 1;
}

int32_t liq_lua_push_global(liq_lua_state *s, const char *name, size_t length) {
    text_arguments a = {name, length, 0};
    return liq_protect(s, push_global, &a, 0);
}

static int set_global(lua_State *L) {
    text_arguments *a = lua_touserdata(L, 1);
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    lua_pushlstring(L, a->bytes, a->length);
    lua_pushvalue(L, 2);
    lua_rawset(L, -3);
    return 0;
}

int32_t liq_lua_set_global(liq_lua_state *s, const char *name, size_t length) {
    text_arguments a = {name, length, 0};
    return liq_protect(s, set_global, &a, 1);
}
