#include "internal.h"

// `liq.vector`: a block of doubles. Lua's own vectors hold them in the userdata, charged to the memory cap; the
// host's point to a block of the host's, which may be lent for one call only.

// Only the host's have a finalizer: what has one is not freed by the emergency collection that a full memory causes.
static const char own_key, host_key;

enum { LARGEST = INT32_MAX };

static const char *name_of(liq_vector *v) { return v->block ? v->block->name : "vector"; }

static int collect_vector(lua_State *L) {
    liq_vector *v = lua_touserdata(L, 1);
    liq_lua_state *s = liq_owner(L);
    void *object = v->object;
    liq_return_memory(s, v->charged);
    v->charged = 0;
    if (v->block) {  // a weak table may show it once more: empty from here on
        v->block = NULL;
        v->data = NULL;
        v->count = 0;
    }
    v->object = NULL;
    if (object && v->slot >= 0) s->host.release(s->host.context, v->slot);
    return 0;
}

static liq_vector *check_userdata(lua_State *L, int position) {
    liq_vector *v = liq_tagged(L, position, TAG_VECTOR);
    if (!v) luaL_typeerror(L, position, "vector");
    return v;
}

static liq_view view_of(lua_State *L, liq_vector *v) {
    if (!v->block) return (liq_view){v->data, v->count};
    if (!v->block->valid) {
        luaL_error(L, "vector '%s' was lent for one call and is no longer valid", v->block->name);
    }
    return (liq_view){v->block->data, v->block->count};
}

liq_view liq_check_vector(lua_State *L, int position) { return view_of(L, check_userdata(L, position)); }

liq_vector *liq_new_vector(lua_State *L, size_t count) {
    if (count > LARGEST) luaL_error(L, "a vector of that length is too large");
    liq_charge(L, count / 8 + 1);
    liq_vector *v = lua_newuserdatauv(L, sizeof *v + count * sizeof(double), 0);
    *v = (liq_vector){.tag = TAG_VECTOR, .data = (double *)(v + 1), .count = count, .slot = -1};
    lua_rawgetp(L, LUA_REGISTRYINDEX, &own_key);
    lua_setmetatable(L, -2);
    return v;
}

static size_t check_index(lua_State *L, liq_vector *v, size_t count) {
    int exact;
    lua_Integer k = lua_tointegerx(L, 2, &exact);
    if (!exact || lua_type(L, 2) != LUA_TNUMBER) {
        luaL_error(L, "index of vector '%s' must be an integer in 1...%d, was %s", name_of(v), (int)count,
                   liq_push_text(L, 2, NULL));
    }
    if ((lua_Unsigned)k - 1u >= count) {
        luaL_error(L, "index %I is outside 1...%d of vector '%s'", (LUAI_UACINT)k, (int)count, name_of(v));
    }
    return (size_t)k - 1;
}

// Upvalue: the methods.
static int index_vector(lua_State *L) {
    liq_vector *v = check_userdata(L, 1);
    if (lua_type(L, 2) == LUA_TSTRING) {
        lua_settop(L, 2);
        lua_pushvalue(L, 2);
        if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL) return 1;
        lua_settop(L, 2);
        lua_pushvalue(L, lua_upvalueindex(1));
        return liq_unknown_key(L, "vector", "method", 2, 3);
    }
    liq_view view = view_of(L, v);
    lua_pushnumber(L, view.data[check_index(L, v, view.count)]);
    return 1;
}

static int assign_vector(lua_State *L) {
    liq_vector *v = check_userdata(L, 1);
    liq_view view = view_of(L, v);
    if (v->block && !v->block->writable) return luaL_error(L, "vector '%s' is read-only", name_of(v));
    size_t k = check_index(L, v, view.count);
    if (lua_type(L, 3) != LUA_TNUMBER) {
        return luaL_error(L, "a vector holds numbers, got %s", luaL_typename(L, 3));
    }
    view.data[k] = lua_tonumber(L, 3);
    return 0;
}

static int length_of_vector(lua_State *L) {
    lua_pushinteger(L, (lua_Integer)liq_check_vector(L, 1).count);
    return 1;
}

static int text_of_vector(lua_State *L) {
    liq_view v = liq_check_vector(L, 1);
    char text[LIQ_NUMBER_SIZE];
    luaL_Buffer buffer;
    luaL_buffinit(L, &buffer);
    lua_pushfstring(L, "vector(%d)", (int)v.count);
    luaL_addvalue(&buffer);
    for (size_t i = 0; i < v.count; i++) {
        if (v.count > 4 && i == 2) {
            luaL_addstring(&buffer, " …");
            i = v.count - 1;
        }
        liq_number_text(v.data[i], text);
        luaL_addchar(&buffer, ' ');
        luaL_addstring(&buffer, text);
    }
    luaL_pushresult(&buffer);
    return 1;
}

static void push_metatable(lua_State *L) {
    static const luaL_Reg meta[] = {
        {"__newindex", assign_vector}, {"__len", length_of_vector}, {"__tostring", text_of_vector}, {NULL, NULL},
    };
    lua_createtable(L, 1, 14);
    liq_seal_metatable(L, "vector");
    luaL_setfuncs(L, meta, 0);
    liq_add_vector_math(L);
    lua_createtable(L, 0, 17);
    liq_add_vector_methods(L);
    lua_pushcclosure(L, index_vector, 1);
    lua_setfield(L, -2, "__index");
}

void liq_open_vector(lua_State *L) {
    push_metatable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &own_key);
    push_metatable(L);
    lua_pushcfunction(L, collect_vector);
    lua_setfield(L, -2, "__gc");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &host_key);
}

// ---- for the host -------------------------------------------------------------------------------------------------

typedef struct {
    liq_lua_block *block;
    void *object;
    int32_t slot;
} vector_arguments;

static int push_vector(lua_State *L) {
    vector_arguments *a = lua_touserdata(L, 1);
    liq_vector *v = lua_newuserdatauv(L, sizeof *v, 0);
    *v = (liq_vector){.tag = TAG_VECTOR, .slot = a->slot};
    lua_rawgetp(L, LUA_REGISTRYINDEX, &host_key);
    lua_setmetatable(L, -2);
    size_t size = a->block->count * sizeof(double);
    liq_borrow_memory(L, size);
    v->charged = size;
    v->block = a->block;
    v->object = a->object;
    return 1;
}

int32_t liq_lua_push_vector(liq_lua_state *s, liq_lua_block *block, void *object, int32_t slot) {
    vector_arguments a = {block, object, slot};
    return liq_protect(s, push_vector, &a, 0);
}

bool liq_lua_read_vector(liq_lua_state *s, int32_t position, double **data, size_t *count) {
    liq_vector *v = liq_tagged(s->current, position, TAG_VECTOR);
    *data = NULL;
    *count = 0;
    if (!v || v->block || v->object) return false;
    *data = v->data;
    *count = v->count;
    return true;
}
