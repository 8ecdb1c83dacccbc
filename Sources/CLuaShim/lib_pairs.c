#include "internal.h"

// pairs and next in an order of their own (see order.c). The part 1, 2, 3 … of a table is walked where it is; what
// comes after it is listed and sorted once. As Lua promises, fields may be changed and removed on the way.

/// The keys left of a traversal, in order; its user values: a list of them, and the key of a traversal begun anew.
typedef struct {
    uint64_t tag;
    size_t count, at;
    bool restarted;
    liq_key keys[];
} traversal;

enum { TABLE = 1, KEY = 2, LIST = 1, START = 2 };

static bool is_after_start(lua_State *L, lua_Integer start, int position) {
    return start == 0 || !lua_isinteger(L, position) || lua_tointeger(L, position) > start || lua_tointeger(L, position) < 1;
}

static size_t count_after(lua_State *L, lua_Integer start) {
    size_t count = 0;
    for (lua_pushnil(L); lua_next(L, TABLE); lua_pop(L, 1)) count += is_after_start(L, start, -2);
    return count;
}

// Pushes the traversal of the keys that come after `start`, or nil if there are none.
static traversal *list_keys(lua_State *L, lua_Integer start) {
    luaL_checkstack(L, 10, NULL);
    size_t count = count_after(L, start);
    liq_charge(L, count / 2 + 1);
    if (count == 0) {
        lua_pushnil(L);
        return NULL;
    }
    if (count > INT32_MAX / 2) luaL_error(L, "table is too large to be traversed");
    traversal *walk = lua_newuserdatauv(L, sizeof *walk + count * sizeof(liq_key), 2);
    *walk = (traversal){.tag = TAG_TRAVERSAL, .count = count};
    lua_createtable(L, (int)count, 0);
    int list = lua_gettop(L);
    size_t listed = 0;
    for (lua_pushnil(L); lua_next(L, TABLE);) {
        lua_pop(L, 1);
        if (!is_after_start(L, start, -1) || listed == count) continue;
        liq_key key = liq_key_at(L, -1);
        key.index = (uint32_t)listed + 1;
        walk->keys[listed++] = key;
        lua_pushvalue(L, -1);
        lua_rawseti(L, list, (lua_Integer)listed);
    }
    walk->count = listed;
    liq_sort_keys(L, list, walk->keys, listed);
    lua_setiuservalue(L, -2, LIST);
    return walk;
}

// Pushes the next key that still has a value, and the value; false, and nothing pushed, at the end.
static bool push_next(lua_State *L, traversal *walk, int position) {
    lua_getiuservalue(L, position, LIST);
    int list = lua_gettop(L);
    while (walk->at < walk->count) {
        lua_rawgeti(L, list, walk->keys[walk->at++].index);
        lua_pushvalue(L, -1);
        if (lua_rawget(L, TABLE) != LUA_TNIL) {
            lua_remove(L, list);
            return true;
        }
        lua_pop(L, 2);
        if (walk->at % 4096 == 0) liq_charge(L, 4096 / 4);
    }
    lua_pop(L, 1);
    return false;
}

// Puts the traversal behind the key at KEY, where it mostly is.
static void seek(lua_State *L, traversal *walk, int position) {
    lua_getiuservalue(L, position, LIST);
    int list = lua_gettop(L);
    if (walk->at > 0) {
        lua_rawgeti(L, list, walk->keys[walk->at - 1].index);
        bool is_there = lua_rawequal(L, -1, KEY);
        lua_pop(L, 1);
        if (is_there) {
            lua_pop(L, 1);
            return;
        }
    }
    liq_key key = liq_key_at(L, KEY);
    size_t low = 0, high = walk->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        liq_key other = walk->keys[middle];
        bool is_after = other.rank != key.rank ? other.rank > key.rank : other.word > key.word;
        if (liq_keys_tie(key, other)) {
            lua_rawgeti(L, list, other.index);
            is_after = liq_is_before(L, KEY, -1);
            lua_pop(L, 1);
        }
        if (is_after) high = middle;
        else low = middle + 1;
    }
    walk->at = low;
    lua_pop(L, 1);
}

// Pushes the element after the one at KEY if it is one of 1, 2, 3 … up to `last`.
static bool push_following(lua_State *L, lua_Integer last) {
    lua_Integer index = 0;
    if (lua_type(L, KEY) != LUA_TNIL) {
        if (!lua_isinteger(L, KEY) || (index = lua_tointeger(L, KEY)) < 1) return false;
    }
    if (index >= last) return false;
    lua_pushinteger(L, index + 1);
    if (lua_rawgeti(L, TABLE, index + 1) != LUA_TNIL) return true;
    lua_pop(L, 2);
    return false;
}

// ---- pairs --------------------------------------------------------------------------------------------------------

// Upvalues: how far 1, 2, 3 … went when the loop began; the traversal of the rest once that is needed.
static int step(lua_State *L) {
    luaL_checktype(L, TABLE, LUA_TTABLE);
    lua_settop(L, 2);
    liq_unseal(L, TABLE);
    if (push_following(L, lua_tointeger(L, lua_upvalueindex(1)))) return 2;
    lua_pushvalue(L, lua_upvalueindex(2));
    traversal *walk = liq_tagged(L, 3, TAG_TRAVERSAL);
    if (!walk || lua_type(L, KEY) == LUA_TNIL) {
        bool is_index = lua_isinteger(L, KEY) && lua_tointeger(L, KEY) > 0;
        walk = list_keys(L, is_index ? lua_tointeger(L, KEY) : 0);
        if (!walk) return 1;
        lua_replace(L, 3);
        lua_pushvalue(L, 3);
        lua_replace(L, lua_upvalueindex(2));
    }
    if (lua_type(L, KEY) != LUA_TNIL) seek(L, walk, 3);
    if (push_next(L, walk, 3)) return 2;
    lua_pushnil(L);
    return 1;
}

static int after_own_pairs(lua_State *L, int status, lua_KContext context) {
    (void)L;
    (void)status;
    (void)context;
    return 3;
}

static int pairs(lua_State *L) {
    luaL_checkany(L, 1);
    if (luaL_getmetafield(L, 1, "__pairs") != LUA_TNIL) {
        lua_pushvalue(L, 1);
        lua_callk(L, 1, 3, 0, after_own_pairs);
        return 3;
    }
    lua_Integer count = 0;
    if (lua_type(L, 1) == LUA_TTABLE) {
        int top = lua_gettop(L);
        count = (lua_Integer)lua_rawlen(L, liq_push_unsealed(L, 1) ? -1 : 1);
        lua_settop(L, top);
    }
    lua_pushinteger(L, count);
    lua_pushnil(L);
    lua_pushcclosure(L, step, 2);
    lua_pushvalue(L, 1);
    lua_pushnil(L);
    return 3;
}

// ---- next ---------------------------------------------------------------------------------------------------------

// The first key of all, and its value: one look at each, without a list of them.
static bool push_first(lua_State *L) {
    if (push_following(L, 1)) return true;
    lua_pushnil(L);
    int first = lua_gettop(L);
    liq_key least = {0, 0, UINT32_MAX};
    uint64_t seen = 0;
    for (lua_pushnil(L); lua_next(L, TABLE); seen++) {
        lua_pop(L, 1);
        liq_key key = liq_key_at(L, -1);
        bool is_less = key.rank != least.rank ? key.rank < least.rank : key.word < least.word;
        if (is_less || (liq_keys_tie(key, least) && liq_is_before(L, -1, first))) {
            least = key;
            lua_copy(L, -1, first);
        }
    }
    liq_charge(L, seen / 4 + 1);
    if (lua_type(L, first) == LUA_TNIL) return false;
    lua_pushvalue(L, first);
    lua_rawget(L, TABLE);
    return true;
}

static bool is_start_of(lua_State *L, traversal *walk) {
    if (!walk->restarted) return false;
    lua_getiuservalue(L, 3, START);
    bool is_start = lua_rawequal(L, -1, KEY);
    lua_pop(L, 1);
    return is_start;
}

// Upvalue: traversals that are under way, by table, of the UNDER_WAY tables that were begun last; which they are, in 1,
// 2, 3 …, and in 0 where the newest is. One that is forgotten too early is listed once more. A loop that begins while
// another is under way lists the keys again when it gets to those behind 1, 2, 3 …, as some may have been added.
enum { UNDER_WAY = 8 };

// Makes the traversal at 3 the one of TABLE.
static void remember(lua_State *L, bool is_known) {
    int walks = lua_upvalueindex(1);
    if (!is_known) {
        lua_rawgeti(L, walks, 0);
        lua_Integer newest = lua_tointeger(L, -1) % UNDER_WAY + 1;
        lua_pop(L, 1);
        if (lua_rawgeti(L, walks, newest) == LUA_TNIL) {
            lua_pop(L, 1);
        } else {
            lua_pushnil(L);
            lua_rawset(L, walks);
        }
        lua_pushvalue(L, TABLE);
        lua_rawseti(L, walks, newest);
        lua_pushinteger(L, newest);
        lua_rawseti(L, walks, 0);
    }
    lua_pushvalue(L, TABLE);
    lua_pushvalue(L, 3);
    lua_rawset(L, walks);
}

static int next(lua_State *L) {
    luaL_checktype(L, TABLE, LUA_TTABLE);
    lua_settop(L, 2);
    liq_unseal(L, TABLE);
    lua_pushvalue(L, TABLE);
    lua_rawget(L, lua_upvalueindex(1));
    traversal *walk = liq_tagged(L, 3, TAG_TRAVERSAL);
    bool begins = lua_type(L, KEY) == LUA_TNIL;
    bool is_new = begins || (walk && is_start_of(L, walk));
    if (begins ? push_first(L) : push_following(L, LUA_MAXINTEGER)) {
        if (walk && is_new) {
            lua_pushvalue(L, -2);
            lua_setiuservalue(L, 3, START);
            walk->restarted = true;
        }
        return 2;
    }
    if (begins) return luaL_pushfail(L), 1;
    if (!walk || is_new) {
        bool is_known = walk != NULL;
        walk = list_keys(L, 0);
        if (!walk) return 1;
        lua_replace(L, 3);
        remember(L, is_known);
    }
    seek(L, walk, 3);
    if (push_next(L, walk, 3)) return 2;
    lua_pushvalue(L, TABLE);
    lua_pushnil(L);
    lua_rawset(L, lua_upvalueindex(1));
    lua_pushnil(L);
    return 1;
}

void liq_open_pairs(lua_State *L) {
    lua_pushcfunction(L, pairs);
    lua_setglobal(L, "pairs");
    lua_createtable(L, UNDER_WAY, UNDER_WAY);
    lua_pushcclosure(L, next, 1);
    lua_setglobal(L, "next");
}
