#include "internal.h"

#include <stdio.h>
#include <stdlib.h>

// Where memory ran out: Lua unwinds without asking a message handler. A collection may mend it yet.
static void *refuse(liq_lua_state *s) {
    if (s->depth > 0) liq_note_place(s);
    return NULL;
}

// Growth over the cap fails; shrinking never does, as Lua relies on that.
static void *allocate(void *context, void *block, size_t old_size, size_t new_size) {
    liq_lua_state *s = context;
    size_t header = block ? liq_is_numbered(block) * LIQ_SERIAL_SIZE : liq_wants_number(old_size) * LIQ_SERIAL_SIZE;
    char *base = block ? (char *)block - header : NULL;
    if (!block) old_size = 0;  // it was a type tag
    if (new_size == 0) {
        free(base);
        s->used -= block ? old_size + header : 0;
        return NULL;
    }
    if (new_size > old_size) {
        s->allocations++;
        if (s->failing_allocation > 0 && --s->failing_allocation == 0) {
            if (s->failing_ever_after) s->failing_allocation = 1;
            return NULL;
        }
        size_t growth = new_size - old_size + header;
        if (s->cap && (growth > s->cap || s->used > s->cap - growth)) return refuse(s);
    }
    char *moved = realloc(base, new_size + header);
    if (!moved) return new_size <= old_size ? block : NULL;
    s->used += new_size - old_size + (block ? 0 : header);
    if (s->used > s->peak) s->peak = s->used;
    if (header == 0) return moved;
    return block ? moved + header : liq_number_block(moved, ++s->serial);
}

// Every entry is protected, so an error that gets here means that one is not.
static int panic(lua_State *L) {
    const char *message = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "no message";
    fprintf(stderr, "liq: bug in the shim: unprotected Lua error: %s\n", message);
    abort();
}

static int open_all(lua_State *L) {
    const liq_lua_config *config = lua_touserdata(L, 1);
    liq_open_host(L);
    liq_open_vector(L);
    liq_open_libraries(L, config->seed);
    // The first reference makes the registry's free list; after this, forgetting one never allocates.
    lua_pushboolean(L, 1);
    luaL_unref(L, LUA_REGISTRYINDEX, luaL_ref(L, LUA_REGISTRYINDEX));
    return 0;
}

liq_lua_state *liq_lua_open(const liq_lua_config *config) {
    liq_lua_state *s = calloc(1, sizeof *s);
    liq_lua_control *control = calloc(1, sizeof *control);
    if (!s || !control) {
        free(s);
        free(control);
        return NULL;
    }
    atomic_store(&control->references, 1);
    s->control = control;
    s->host = config->host;
    s->profile = config->profile;
    s->cap = config->memory;
    s->failing_allocation = config->failing_allocation;
    s->failing_ever_after = config->failing_ever_after;
    s->main = lua_newstate(allocate, s);
    if (s->main) {
        *(liq_lua_state **)lua_getextraspace(s->main) = s;
        s->current = s->main;
        lua_atpanic(s->main, panic);
        if (liq_protect(s, open_all, (void *)config, 0) == LIQ_LUA_OK) return s;
    }
    liq_lua_close(s);
    return NULL;
}

void liq_lua_close(liq_lua_state *s) {
    liq_limits_close(s);
    if (s->main) lua_close(s->main);
    liq_coverage_close(s);
    liq_lua_control_release(s->control);
    free(s);
}

void liq_return_memory(liq_lua_state *s, size_t size) { s->used -= size; }

static bool has_room(liq_lua_state *s, size_t size) { return !s->cap || (size <= s->cap && s->used <= s->cap - size); }

void liq_borrow_memory(lua_State *L, size_t size) {
    liq_lua_state *s = liq_owner(L);
    if (!has_room(s, size)) lua_gc(L, LUA_GCCOLLECT);
    if (!has_room(s, size)) {
        liq_set_kill(s, KILL_MEMORY);
        liq_raise_kill(L);
    }
    s->used += size;
    if (s->used > s->peak) s->peak = s->used;
}

size_t liq_lua_memory_used(liq_lua_state *s) { return s->used; }

size_t liq_lua_memory_peak(liq_lua_state *s) { return s->peak; }

void liq_lua_set_failing_allocation(liq_lua_state *s, int64_t n, bool ever_after) {
    s->failing_allocation = n;
    s->failing_ever_after = ever_after;
}

static int collect(lua_State *L) {
    lua_gc(L, LUA_GCCOLLECT);
    return 0;
}

int32_t liq_lua_collect(liq_lua_state *s) { return liq_protect(s, collect, s, 0); }

const char *liq_lua_release(void) { return LUA_RELEASE; }
