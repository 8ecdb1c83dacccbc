#include "internal.h"

// Library functions that loop in C over a range the script names. No stop can reach into them, so a range that
// cannot be meant is refused, and the work is charged before it is done.

enum { RANGE_CAP = 1 << 26 };
static const size_t string_cap = (size_t)1 << 30;

static int repeat(lua_State *L) {
    size_t length, gap;
    const char *text = luaL_checklstring(L, 1, &length);
    lua_Integer count = luaL_checkinteger(L, 2);
    const char *separator = luaL_optlstring(L, 3, "", &gap);
    if (count <= 0 || length + gap == 0) {
        lua_pushliteral(L, "");
        return 1;
    }
    if (length + gap > string_cap / (size_t)count) return luaL_error(L, "resulting string too large");
    size_t total = (size_t)count * length + (size_t)(count - 1) * gap;
    liq_charge(L, total / 64 + 1);
    luaL_Buffer buffer;
    char *to = luaL_buffinitsize(L, &buffer, total);
    while (count-- > 1) {
        memcpy(to, text, length);
        memcpy(to + length, separator, gap);
        to += length + gap;
    }
    memcpy(to, text, length);
    luaL_pushresultsize(&buffer, total);
    return 1;
}

// Upvalue: the library's own function, which runs in this frame.
static int guarded(lua_State *L, lua_Integer first, lua_Integer last) {
    uint64_t span = last >= first ? (uint64_t)last - (uint64_t)first : 0;
    if (span > RANGE_CAP) return luaL_error(L, "range %I to %I is too large", (LUAI_UACINT)first, (LUAI_UACINT)last);
    liq_charge(L, span / 4 + 1);
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

static lua_Integer length_of(lua_State *L) {
    if (lua_type(L, 1) != LUA_TTABLE && !lua_getmetatable(L, 1)) return 0;  // the function itself will complain
    if (lua_type(L, 1) != LUA_TTABLE) lua_pop(L, 1);
    return luaL_len(L, 1);
}

static int move_range(lua_State *L) { return guarded(L, luaL_checkinteger(L, 2), luaL_checkinteger(L, 3)); }

static int concat_range(lua_State *L) {
    lua_Integer first = luaL_optinteger(L, 3, 1);
    return guarded(L, first, lua_isnoneornil(L, 4) ? length_of(L) : luaL_checkinteger(L, 4));
}

static int unpack_range(lua_State *L) {
    lua_Integer first = luaL_optinteger(L, 2, 1);
    return guarded(L, first, lua_isnoneornil(L, 3) ? length_of(L) : luaL_checkinteger(L, 3));
}

static int whole_range(lua_State *L) { return guarded(L, 1, length_of(L)); }

// Without a metatable the length is what is really there, and needs no guard.
static int shift_range(lua_State *L) {
    if (!lua_getmetatable(L, 1)) return lua_tocfunction(L, lua_upvalueindex(1))(L);
    lua_pop(L, 1);
    return guarded(L, 1, length_of(L));
}

static void guard(lua_State *L, const char *name, lua_CFunction function) {
    lua_getfield(L, -1, name);
    lua_pushcclosure(L, function, 1);
    lua_setfield(L, -2, name);
}

void liq_open_guards(lua_State *L) {
    lua_getglobal(L, LUA_STRLIBNAME);
    lua_pushcfunction(L, repeat);
    lua_setfield(L, -2, "rep");
    lua_pop(L, 1);
    lua_getglobal(L, LUA_TABLIBNAME);
    guard(L, "move", move_range);
    guard(L, "concat", concat_range);
    guard(L, "unpack", unpack_range);
    guard(L, "insert", shift_range);
    guard(L, "remove", shift_range);
    guard(L, "sort", whole_range);
    lua_pop(L, 1);
}
