#include "internal.h"

#include <stdlib.h>

// A copy of a function of a script as it stands now, which shares nothing that a call of it could change.
//
// Copied are the function, the functions and tables that it reaches through its upvalues, and what it reads of the globals,
// when it reads them; what it gives to a global stays with the copy. Host values, functions of C, coroutines and tables with
// a sealed metatable are the same in both, and a metatable is shared.

/// Values between two looks at the kill flag.
enum { LOOK_STRIDE = 256 };

/// Stack positions of three tables, and which of the queue's values still wait for their parts.
typedef struct {
    /// Copies by their originals.
    int memo;
    /// A copy that has an upvalue, by the upvalue's identity; its number there is behind the same key in `places`.
    int upvalues;
    int places;
    /// Originals whose parts are to be copied, `next` to `count`.
    int queue;
    lua_Integer next, count;
} copying;

enum { TABLES = 4 };

// ---- code -----------------------------------------------------------------------------------------------------------

static const char *take(lua_State *L, void *context, size_t *size) {
    (void)L;
    liq_dump *d = context;
    *size = d->size;
    d->size = 0;
    return *size ? (const char *)d->bytes : NULL;
}

/// Pushes a function with the code of the one at a position; its upvalues are not those of the original yet.
static void push_twin(lua_State *L, int original) {
    liq_dump d;
    lua_pushvalue(L, original);
    int status = liq_dump_top(L, &d) ? LUA_OK : LUA_ERRMEM;
    lua_pop(L, 1);
    // The code is the compiler's own, a moment old: the checks that a stranger's would need are not.
    if (status == LUA_OK) status = lua_load(L, take, &d, "copy", "b");
    free(d.bytes);
    if (status != LUA_OK) luaL_error(L, "not enough memory");
}

// ---- values ---------------------------------------------------------------------------------------------------------

/// Pushes what the memo has for the value at a position; false, and nothing pushed, where that is none.
static bool push_known(lua_State *L, copying *c, int original) {
    lua_pushvalue(L, original);
    lua_rawget(L, c->memo);
    if (!lua_isnil(L, -1)) return true;
    lua_pop(L, 1);
    return false;
}

/// Remembers the copy on top.
static void remember(lua_State *L, copying *c, int original, bool has_parts) {
    lua_pushvalue(L, original);
    lua_pushvalue(L, -2);
    lua_rawset(L, c->memo);
    if (!has_parts) return;
    lua_pushvalue(L, original);
    lua_rawseti(L, c->queue, ++c->count);
}

static int read_global(lua_State *L);

/// Pushes the globals that a copy sees: its own, then copies of those at a position.
static void push_globals(lua_State *L, copying *c, int original) {
    if (push_known(L, c, original)) return;
    lua_newtable(L);
    lua_createtable(L, 0, 1);
    lua_pushvalue(L, c->memo);
    lua_pushvalue(L, c->upvalues);
    lua_pushvalue(L, c->places);
    lua_pushvalue(L, c->queue);
    lua_pushvalue(L, original);
    lua_pushcclosure(L, read_global, TABLES + 1);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
    remember(L, c, original, false);
}

static bool are_globals(lua_State *L, int position) {
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    bool same = lua_rawequal(L, -1, position);
    lua_pop(L, 1);
    return same;
}

/// Whether a table's metatable may not be seen: the host's own.
static bool is_sealed(lua_State *L, int position) {
    if (luaL_getmetafield(L, position, "__metatable") == LUA_TNIL) return false;
    lua_pop(L, 1);
    return true;
}

/// Pushes the copy of the value at a position, whose parts may have to follow.
static void push_copy(lua_State *L, copying *c, int position) {
    luaL_checkstack(L, 16, NULL);
    position = lua_absindex(L, position);
    int type = lua_type(L, position);
    bool is_code = type == LUA_TFUNCTION && !lua_iscfunction(L, position);
    if (!is_code && (type != LUA_TTABLE || is_sealed(L, position))) {
        lua_pushvalue(L, position);
    } else if (!is_code && are_globals(L, position)) {
        push_globals(L, c, position);
    } else if (!push_known(L, c, position)) {
        if (is_code) {
            push_twin(L, position);
        } else {
            lua_newtable(L);
            if (lua_getmetatable(L, position)) lua_setmetatable(L, -2);
        }
        remember(L, c, position, true);
    }
}

// ---- parts ----------------------------------------------------------------------------------------------------------

static void copy_cells(lua_State *L, copying *c, int original, int copy) {
    uint64_t cells = 0;
    lua_pushnil(L);
    while (lua_next(L, original)) {
        push_copy(L, c, -2);
        push_copy(L, c, -2);
        lua_rawset(L, copy);
        lua_pop(L, 1);
        if (++cells % LOOK_STRIDE == 0) liq_charge(L, LOOK_STRIDE);
    }
}

/// Variables that several functions share are shared by their copies.
static void copy_upvalues(lua_State *L, copying *c, int original, int copy) {
    const char *name;
    for (int n = 1; (name = lua_getupvalue(L, original, n)) != NULL; n++) {
        int value = lua_gettop(L);
        void *identity = lua_upvalueid(L, original, n);
        if (lua_rawgetp(L, c->upvalues, identity) == LUA_TNIL) {
            if (strcmp(name, "_ENV") == 0 && lua_istable(L, value)) push_globals(L, c, value);
            else push_copy(L, c, value);
            lua_setupvalue(L, copy, n);
            lua_pushvalue(L, copy);
            lua_rawsetp(L, c->upvalues, identity);
            lua_pushinteger(L, n);
            lua_rawsetp(L, c->places, identity);
        } else {
            lua_rawgetp(L, c->places, identity);
            lua_upvaluejoin(L, copy, n, value + 1, (int)lua_tointeger(L, -1));
        }
        lua_settop(L, value - 1);
    }
}

/// Copies the parts of all that waits, and of what comes with them.
static void copy_parts(lua_State *L, copying *c) {
    int top = lua_gettop(L);
    while (c->next <= c->count) {
        lua_rawgeti(L, c->queue, c->next);
        lua_pushvalue(L, -1);
        lua_rawget(L, c->memo);
        if (lua_istable(L, top + 1)) copy_cells(L, c, top + 1, top + 2);
        else copy_upvalues(L, c, top + 1, top + 2);
        lua_pushnil(L);
        lua_rawseti(L, c->queue, c->next++);
        lua_settop(L, top);
        liq_charge(L, 1);
    }
}

/// `__index` of a copy's globals; its upvalues are the tables of the copying and the globals themselves.
static int read_global(lua_State *L) {
    lua_settop(L, 2);
    for (int n = 1; n <= TABLES; n++) lua_pushvalue(L, lua_upvalueindex(n));
    copying c = {3, 4, 5, 6, 1, 0};
    lua_pushvalue(L, 2);
    lua_gettable(L, lua_upvalueindex(TABLES + 1));
    push_copy(L, &c, -1);
    copy_parts(L, &c);
    if (lua_isnil(L, -1)) return 1;
    lua_pushvalue(L, 2);
    lua_pushvalue(L, -2);
    lua_rawset(L, 1);
    return 1;
}

static int copy_function(lua_State *L) {
    for (int n = 0; n < TABLES; n++) lua_newtable(L);
    copying c = {3, 4, 5, 6, 1, 0};
    push_copy(L, &c, 2);
    copy_parts(L, &c);
    return 1;
}

int32_t liq_lua_copy_function(liq_lua_state *s) { return liq_protect(s, copy_function, NULL, 1); }
