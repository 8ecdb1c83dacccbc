#include "internal.h"

// Host functions and host objects as Lua sees them. The host keeps what it gives in a list of slots and frees it when
// the collector says so, or when the state closes: a finalizer that never runs loses nothing.

static const char function_key;

int liq_collect_box(lua_State *L) {
    liq_box *box = lua_touserdata(L, 1);
    // A weak table may show a dead object once more: from here on it is empty.
    if (!box || !box->object) return 0;
    box->object = NULL;
    liq_lua_state *s = liq_owner(L);
    if (box->slot >= 0) s->host.release(s->host.context, box->slot);
    return 0;
}

// The only place where a host function's error is raised: its frames are gone.
static int call_host(lua_State *L, void *object) {
    liq_lua_state *s = liq_owner(L);
    if (!object) return luaL_error(L, "this function has been freed");
    luaL_checkstack(L, LUA_MINSTACK, NULL);
    lua_State *before = s->current;
    s->current = L;
    int32_t count = s->host.invoke(s->host.context, object, lua_gettop(L));
    s->current = before;
    if (liq_kill_of(s)) return liq_raise_kill(L);
    if (count >= 0) return count;
    lua_settop(L, 0);
    lua_pushlstring(L, s->failed, s->failed_length);
    return lua_error(L);
}

static int trampoline(lua_State *L) {
    liq_box *box = lua_touserdata(L, lua_upvalueindex(1));
    return call_host(L, box->object);
}

void liq_seal_metatable(lua_State *L, const char *name) {
    lua_pushstring(L, name);
    lua_pushvalue(L, -1);
    lua_setfield(L, -3, "__name");
    lua_rawseti(L, -2, 1);  // see liq_lua_type_name
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
}

void liq_open_host(lua_State *L) {
    lua_createtable(L, 1, 3);
    liq_seal_metatable(L, "host function");
    lua_pushcfunction(L, liq_collect_box);
    lua_setfield(L, -2, "__gc");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &function_key);
}

typedef struct {
    void *object;
    int32_t slot, type;
    const char *name;
    size_t length;
} host_arguments;

static liq_box *new_box(lua_State *L, uint64_t tag, const host_arguments *a) {
    liq_box *box = lua_newuserdatauv(L, sizeof *box, 0);
    box->tag = tag;
    box->object = NULL;  // until it cannot fail any more: the host still owns the slot
    box->slot = a->slot;
    return box;
}

static int push_function(lua_State *L) {
    host_arguments *a = lua_touserdata(L, 1);
    liq_box *box = new_box(L, TAG_FUNCTION, a);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &function_key);
    lua_setmetatable(L, -2);
    lua_pushcclosure(L, trampoline, 1);
    box->object = a->object;
    return 1;
}

int32_t liq_lua_push_function(liq_lua_state *s, void *object, int32_t slot) {
    host_arguments a = {.object = object, .slot = slot};
    return liq_protect(s, push_function, &a, 0);
}

// ---- objects ------------------------------------------------------------------------------------------------------

// Upvalues: methods, the function that reads other fields.
static int index_object(lua_State *L) {
    lua_settop(L, 2);
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL) return 1;
    lua_pushvalue(L, lua_upvalueindex(2));
    lua_insert(L, 1);
    lua_settop(L, 3);
    lua_call(L, 2, 1);
    return 1;
}

static int refuse_assignment(lua_State *L) {
    return luaL_error(L, "%s is read-only", lua_tostring(L, lua_upvalueindex(1)));
}

static int equal_objects(lua_State *L) {
    liq_box *a = liq_tagged(L, 1, TAG_OBJECT), *b = liq_tagged(L, 2, TAG_OBJECT);
    lua_pushboolean(L, a && b && a->object == b->object);
    return 1;
}

static int new_type(lua_State *L) {
    host_arguments *a = lua_touserdata(L, 1);  // 2 methods, 3 fields, 4 text, 5 length or nil
    lua_createtable(L, 1, 9);
    const char *name = lua_pushlstring(L, a->name, a->length);
    lua_insert(L, -2);      // name, metatable
    liq_seal_metatable(L, name);
    lua_pushvalue(L, 2);
    lua_pushvalue(L, 3);
    lua_pushcclosure(L, index_object, 2);
    lua_setfield(L, -2, "__index");
    lua_pushvalue(L, -2);
    lua_pushcclosure(L, refuse_assignment, 1);
    lua_setfield(L, -2, "__newindex");
    lua_pushvalue(L, 4);
    lua_setfield(L, -2, "__tostring");
    lua_pushvalue(L, 5);
    lua_setfield(L, -2, "__len");
    lua_pushcfunction(L, equal_objects);
    lua_setfield(L, -2, "__eq");
    lua_pushcfunction(L, liq_collect_box);
    lua_setfield(L, -2, "__gc");
    return 1;
}

int32_t liq_lua_new_type(liq_lua_state *s, const char *name, size_t length) {
    host_arguments a = {.name = name, .length = length};
    return liq_protect(s, new_type, &a, 4);
}

static int push_object(lua_State *L) {
    host_arguments *a = lua_touserdata(L, 1);
    liq_box *box = new_box(L, TAG_OBJECT, a);
    lua_rawgeti(L, LUA_REGISTRYINDEX, a->type);
    lua_setmetatable(L, -2);
    box->object = a->object;
    return 1;
}

int32_t liq_lua_push_object(liq_lua_state *s, void *object, int32_t slot, int32_t type) {
    host_arguments a = {.object = object, .slot = slot, .type = type};
    return liq_protect(s, push_object, &a, 0);
}
