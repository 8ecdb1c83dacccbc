#include "internal.h"

#include <stddef.h>

// Tables, functions, coroutines and userdata carry the number of their making in the eight bytes before them, so that
// a traversal has an order for them that is not their address. Such a block lies eight bytes off the sixteen to which
// malloc aligns, which tells it from all others when it is freed.

_Static_assert(_Alignof(max_align_t) == 16, "blocks are told apart by their alignment");

#define MAGIC ((uint64_t)0x4c51 << 48)

enum {
    /// Bytes of a userdata before its memory, without and with one user value; of a thread before its state. The
    /// same in all of Lua 5.4; what does not fit is found out by the mark and has no number.
    USERDATA_HEADER = 32,
    USERDATA_HEADER_WITH_VALUE = 56,
};

bool liq_is_numbered(const void *block) { return ((uintptr_t)block & 15) == LIQ_SERIAL_SIZE; }

bool liq_wants_number(size_t tag) {
    return tag == LUA_TTABLE || tag == LUA_TFUNCTION || tag == LUA_TTHREAD || tag == LUA_TUSERDATA;
}

void *liq_number_block(void *base, uint64_t serial) {
    *(uint64_t *)base = MAGIC | serial;
    return (char *)base + LIQ_SERIAL_SIZE;
}

uint64_t liq_serial_of(lua_State *L, int position) {
    const char *block = lua_topointer(L, position);
    switch (lua_type(L, position)) {
    case LUA_TTHREAD: block -= LUA_EXTRASPACE; break;
    case LUA_TUSERDATA:
        block -= lua_getiuservalue(L, position, 1) == LUA_TNONE ? USERDATA_HEADER : USERDATA_HEADER_WITH_VALUE;
        lua_pop(L, 1);
        break;
    default: break;
    }
    if (!block || !liq_is_numbered(block)) return 0;
    uint64_t word = *(const uint64_t *)(block - LIQ_SERIAL_SIZE);
    return (word & ((uint64_t)0xffff << 48)) == MAGIC ? word & ~((uint64_t)0xffff << 48) : 0;
}
