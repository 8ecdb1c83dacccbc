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

// ---- the order of keys ---------------------------------------------------------------------------------------------

// The order in which traversals show the keys of a table, which is the same in every run and thread: 1, 2, 3 …, other
// numbers, strings by bytes, false, true, functions of the library, and last tables, functions, coroutines and host
// objects in the order in which they were made. Lua's own order depends on addresses and on a seed taken from the
// clock.

enum { RANK_INDEX, RANK_NUMBER, RANK_STRING, RANK_BOOLEAN, RANK_LIBRARY, RANK_MADE };

// A 64-bit word that is ordered as doubles are.
static uint64_t word_of_number(double value) {
    uint64_t word;
    if (value == 0) value = 0;
    memcpy(&word, &value, sizeof word);
    return word >> 63 ? ~word : word | (uint64_t)1 << 63;
}

static uint64_t word_of_string(const char *bytes, size_t length) {
    uint64_t word = 0;
    for (size_t i = 0; i < 8; i++) word = word << 8 | (i < length ? (unsigned char)bytes[i] : 0);
    return word;
}

static uint64_t read_word(const char *bytes) {
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return __builtin_bswap64(word);
}

liq_key liq_key_at(lua_State *L, int position) {
    liq_key key = {0, 0, RANK_MADE};
    switch (lua_type(L, position)) {
    case LUA_TNUMBER:
        if (lua_isinteger(L, position) && lua_tointeger(L, position) > 0) {
            key.rank = RANK_INDEX;
            key.word = (uint64_t)lua_tointeger(L, position);
        } else {
            key.rank = RANK_NUMBER;
            key.word = word_of_number(lua_tonumber(L, position));
        }
        break;
    case LUA_TSTRING: {
        size_t length;
        const char *bytes = lua_tolstring(L, position, &length);
        key.rank = RANK_STRING;
        key.word = length >= 8 ? read_word(bytes) : word_of_string(bytes, length);
        break;
    }
    case LUA_TBOOLEAN:
        key.rank = RANK_BOOLEAN;
        key.word = (uint64_t)lua_toboolean(L, position);
        break;
    default:
        key.word = liq_serial_of(L, position);
        if (key.word) break;
        // Without a number: a plain C function, of which the addresses are in the order of the program's parts.
        key.rank = RANK_LIBRARY;
        key.word = (uint64_t)(uintptr_t)lua_topointer(L, position);
    }
    return key;
}

bool liq_keys_tie(liq_key a, liq_key b) { return a.rank == b.rank && a.word == b.word; }

bool liq_is_before(lua_State *L, int a, int b) {
    if (lua_type(L, a) == LUA_TNUMBER) return lua_compare(L, a, b, LUA_OPLT);
    if (lua_type(L, a) != LUA_TSTRING) return false;
    size_t a_length, b_length;
    const char *a_bytes = lua_tolstring(L, a, &a_length), *b_bytes = lua_tolstring(L, b, &b_length);
    int order = memcmp(a_bytes, b_bytes, a_length < b_length ? a_length : b_length);
    return order ? order < 0 : a_length < b_length;
}

// ---- sorting ------------------------------------------------------------------------------------------------------

static bool is_less(lua_State *L, int keys, liq_key a, liq_key b) {
    if (a.rank != b.rank) return a.rank < b.rank;
    if (a.word != b.word) return a.word < b.word;
    if (a.rank > RANK_STRING || a.rank == RANK_INDEX) return false;
    lua_rawgeti(L, keys, a.index);
    lua_rawgeti(L, keys, b.index);
    bool less = liq_is_before(L, -2, -1);
    lua_pop(L, 2);
    return less;
}

// The key goes down from a place until none below it is greater.
static void sift(lua_State *L, int keys, liq_key *heap, size_t at, size_t count) {
    liq_key key = heap[at];
    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && is_less(L, keys, heap[child], heap[child + 1])) child++;
        if (!is_less(L, keys, key, heap[child])) break;
        heap[at] = heap[child];
    }
    heap[at] = key;
}

// Heapsort: in place, never worse than n log n, and the same in every run.
void liq_sort_keys(lua_State *L, int keys, liq_key *order, size_t count) {
    for (size_t i = count / 2; i-- > 0;) sift(L, keys, order, i, count);
    for (size_t last = count; last-- > 1;) {
        liq_key greatest = order[0];
        order[0] = order[last];
        order[last] = greatest;
        sift(L, keys, order, 0, last);
        if (last % 4096 == 0) liq_charge(L, 4096 / 4);
    }
}
