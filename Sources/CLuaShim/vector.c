#include "internal.h"

// `liq.vector`: a block of doubles. Lua's own vectors hold them in userdata; the host's point to a block of the host's,
// which scripts can only read. Both are charged to the memory cap.

// Only the host's nodes have a finalizer: what has one is not freed by the emergency collection that a full memory
// causes.
static const char host_key;

static int collect_node(lua_State *L) {
    liq_node *node = lua_touserdata(L, 1);
    liq_lua_state *s = liq_owner(L);
    void *object = node->object;
    liq_return_memory(s, node->charged);
    node->charged = 0;
    node->block = NULL;
    node->count = 0;
    node->object = NULL;
    if (object && node->slot >= 0) s->host.release(s->host.context, node->slot);
    return 0;
}

static size_t check_index(lua_State *L, const liq_node *node, size_t count) {
    int exact;
    lua_Integer k = lua_tointegerx(L, 2, &exact);
    if (!exact || lua_type(L, 2) != LUA_TNUMBER) {
        liq_fail_about(L, LIQ_LUA_ABOUT_INDEX, "", "index of vector '%s' must be an integer in 1...%d, was %s",
                       liq_node_name(node), (int)count, liq_push_text(L, 2, NULL));
    }
    if ((lua_Unsigned)k - 1u >= count) {
        liq_fail_about(L, LIQ_LUA_ABOUT_INDEX, "", "index %I is outside 1...%d of vector '%s'", (LUAI_UACINT)k,
                       (int)count, liq_node_name(node));
    }
    return (size_t)k - 1;
}

// Upvalue: the methods.
static int index_vector(lua_State *L) {
    liq_vector *v = liq_check_handle(L, 1);
    if (lua_type(L, 2) == LUA_TSTRING) {
        lua_settop(L, 2);
        lua_pushvalue(L, 2);
        if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL) return 1;
        lua_settop(L, 2);
        lua_pushvalue(L, lua_upvalueindex(1));
        return liq_unknown_key(L, "vector", "method", 2, 3);
    }
    liq_view view = liq_check_vector(L, 1);
    lua_pushnumber(L, view.data[check_index(L, v->node, view.count)]);
    return 1;
}

static int assign_vector(lua_State *L) {
    liq_view view = liq_check_writable(L, 1);
    size_t k = check_index(L, liq_check_handle(L, 1)->node, view.count);
    if (lua_type(L, 3) != LUA_TNUMBER) {
        return luaL_error(L, "a vector holds numbers, got %s", luaL_typename(L, 3));
    }
    view.data[k] = lua_tonumber(L, 3);
    return 0;
}

static int length_of_vector(lua_State *L) {
    const liq_node *node = liq_check_handle(L, 1)->node;
    lua_pushinteger(L, (lua_Integer)node->count);
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

void liq_open_vector(lua_State *L) {
    static const luaL_Reg meta[] = {
        {"__newindex", assign_vector}, {"__len", length_of_vector}, {"__tostring", text_of_vector}, {NULL, NULL},
    };
    lua_createtable(L, 1, 16);
    liq_seal_metatable(L, "vector");
    luaL_setfuncs(L, meta, 0);
    liq_add_vector_math(L);
    lua_createtable(L, 0, 48);
    liq_add_vector_cells(L);
    liq_add_vector_folds(L);
    liq_add_vector_running(L);
    liq_add_vector_windows(L);
    lua_pushcclosure(L, index_vector, 1);
    lua_setfield(L, -2, "__index");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &liq_vector_key);
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, collect_node);
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
    liq_node *node = lua_newuserdatauv(L, sizeof *node, 1);
    *node = (liq_node){.tag = TAG_NODE, .count = a->block->count, .block = a->block, .slot = a->slot};
    lua_rawgetp(L, LUA_REGISTRYINDEX, &host_key);
    lua_setmetatable(L, -2);
    size_t size = a->block->count * sizeof(double);
    liq_borrow_memory(L, size);
    node->charged = size;
    liq_push_handle(L, node);
    // From here on the node owns the slot; what can raise lies behind.
    node->object = a->object;
    return 1;
}

int32_t liq_lua_push_vector(liq_lua_state *s, liq_lua_block *block, void *object, int32_t slot) {
    vector_arguments a = {block, object, slot};
    return liq_protect(s, push_vector, &a, 0);
}

// The names are the keys of the methods, which __index has as its upvalue.
static int push_method_names(lua_State *L) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &liq_vector_key);
    lua_getfield(L, -1, "__index");
    if (!lua_getupvalue(L, -1, 1)) return luaL_error(L, "vectors have no methods");
    lua_createtable(L, 64, 0);
    lua_Integer count = 0;
    for (lua_pushnil(L); lua_next(L, -3); lua_pop(L, 1)) {
        lua_pushvalue(L, -2);
        lua_rawseti(L, -4, ++count);
    }
    return 1;
}

int32_t liq_lua_push_vector_methods(liq_lua_state *s) { return liq_protect(s, push_method_names, s, 0); }

static int settle_vector(lua_State *L) {
    liq_check_vector(L, 2);
    return 0;
}

int32_t liq_lua_read_vector(liq_lua_state *s, int32_t position, double **data, size_t *count) {
    lua_State *L = s->current;
    liq_vector *v = liq_tagged(L, position, TAG_VECTOR);
    *data = NULL;
    *count = 0;
    if (!v || v->node->block || v->node->object) return liq_set_fault(s, LUA_ERRRUN, "this vector has been freed");
    if (!v->node->data) {
        // Its computation is the script's work, and under the limits of a call wherever the host looks at it.
        lua_pushvalue(L, position);
        liq_enter(s);
        int32_t status = liq_protect(s, settle_vector, s, 1);
        liq_leave(s);
        if (status != LUA_OK) return status;
    }
    v->node->shared = v->node->pinned = true;
    *data = v->node->data;
    *count = v->node->count;
    return LUA_OK;
}

// ---- arithmetic ----------------------------------------------------------------------------------------------------

// Arithmetic of vectors with vectors of the same length and with numbers; each result is a fresh vector.
// NaN cells give NaN cells.

static int add(lua_State *L) { return liq_combine(L, LIQ_PLUS, 1, 2); }
static int subtract(lua_State *L) { return liq_combine(L, LIQ_MINUS, 1, 2); }
static int multiply(lua_State *L) { return liq_combine(L, LIQ_TIMES, 1, 2); }
static int divide(lua_State *L) { return liq_combine(L, LIQ_OVER, 1, 2); }
static int raise(lua_State *L) { return liq_combine(L, LIQ_POWER, 1, 2); }
static int modulo(lua_State *L) { return liq_combine(L, LIQ_MODULO, 1, 2); }
static int floor_divide(lua_State *L) { return liq_combine(L, LIQ_FLOOR_OVER, 1, 2); }
static int negate(lua_State *L) { return liq_combine(L, LIQ_NEGATE, 1, 0); }

void liq_add_vector_math(lua_State *L) {
    static const luaL_Reg meta[] = {
        {"__add", add},   {"__sub", subtract}, {"__mul", multiply},      {"__div", divide},
        {"__pow", raise}, {"__mod", modulo},   {"__idiv", floor_divide}, {"__unm", negate},
        {NULL, NULL},
    };
    luaL_setfuncs(L, meta, 0);
}

// ---- the constructor -----------------------------------------------------------------------------------------------

// The constructor that the host publishes: of a list, or of a length with a number for every cell or a function.

static int from_table(lua_State *L) {
    size_t count = lua_rawlen(L, 1);
    liq_view v = liq_new_vector(L, count);
    for (size_t i = 0; i < count; i++) {
        liq_poll(L, i);
        if (lua_rawgeti(L, 1, (lua_Integer)i + 1) != LUA_TNUMBER) {
            return luaL_error(L, "a vector holds numbers, element %d is %s", (int)i + 1, luaL_typename(L, -1));
        }
        v.data[i] = lua_tonumber(L, -1);
        lua_pop(L, 1);
    }
    return 1;
}

// Cells are zero until their turn has come: the function may fail, and does not see the vector.
static int from_function(lua_State *L, liq_view v) {
    for (size_t i = 0; i < v.count; i++) {
        lua_pushvalue(L, 2);
        lua_pushinteger(L, (lua_Integer)i + 1);
        lua_call(L, 1, 1);
        if (lua_type(L, -1) != LUA_TNUMBER) {
            return luaL_error(L, "a vector holds numbers, element %d is %s", (int)i + 1, luaL_typename(L, -1));
        }
        v.data[i] = lua_tonumber(L, -1);
        lua_pop(L, 1);
    }
    return 1;
}

static int construct(lua_State *L) {
    liq_refuse_surplus(L, "liq", '.', lua_type(L, 1) == LUA_TTABLE ? 1 : 2);
    if (lua_type(L, 1) == LUA_TTABLE) return from_table(L);
    if (lua_type(L, 1) != LUA_TNUMBER) return luaL_typeerror(L, 1, "table of numbers, or a length");
    lua_Integer count = luaL_checkinteger(L, 1);
    luaL_argcheck(L, count >= 0 && count <= INT32_MAX, 1, "the length must be 0 or more");
    bool is_function = lua_type(L, 2) == LUA_TFUNCTION;
    lua_Number value = is_function ? 0 : luaL_optnumber(L, 2, 0);
    lua_settop(L, 2);
    liq_view v = liq_new_vector(L, (size_t)count);
    if (is_function) return from_function(L, v);
    for (size_t i = 0; i < v.count; i++) v.data[i] = value;
    return 1;
}

static int push_constructor(lua_State *L) {
    lua_pushcfunction(L, construct);
    return 1;
}

int32_t liq_lua_push_vector_constructor(liq_lua_state *s) { return liq_protect(s, push_constructor, s, 0); }

// ---- answers -------------------------------------------------------------------------------------------------------

// What a function answers with vectors that are not computed yet: they are computed before it returns, under the
// limits of its call, and not when the host looks at them.

enum { LEVELS = 2 };  // {long = {v, v}, short = {v, v}}

static void settle_all(lua_State *L, int position, int levels) {
    position = lua_absindex(L, position);
    if (liq_tagged(L, position, TAG_VECTOR)) {
        liq_check_vector(L, position);
        return;
    }
    if (levels == 0 || lua_type(L, position) != LUA_TTABLE) return;
    luaL_checkstack(L, 8, "stack overflow");
    for (lua_pushnil(L); lua_next(L, position); lua_settop(L, -2)) {
        liq_charge(L, 1);
        settle_all(L, -1, levels - 1);
    }
}

// Upvalue: the function.
static int answer(lua_State *L) {
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, 1);
    settle_all(L, 1, LEVELS);
    return 1;
}

static int push_answering(lua_State *L) {
    lua_pushcclosure(L, answer, 1);
    return 1;
}

int32_t liq_lua_push_answering(liq_lua_state *s) { return liq_protect(s, push_answering, s, 1); }
