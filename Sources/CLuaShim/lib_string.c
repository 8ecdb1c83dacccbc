#include "internal.h"

// Functions over strings that take long when the string is long: they charge as they go. Letters are those of ASCII,
// whatever the machine's locale.

enum { CHUNK = 1 << 16 };
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
    for (size_t since = 0; count-- > 1; since += length + gap) {
        if (since > CHUNK * 16) {
            liq_charge(L, 1);
            since = 0;
        }
        memcpy(to, text, length);
        memcpy(to + length, separator, gap);
        to += length + gap;
    }
    memcpy(to, text, length);
    luaL_pushresultsize(&buffer, total);
    return 1;
}

static char lower_of(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

static char upper_of(char c) { return c >= 'a' && c <= 'z' ? (char)(c - 32) : c; }

static char same(char c) { return c; }

static int map_bytes(lua_State *L, char (*map)(char), bool backwards) {
    size_t length;
    const char *text = luaL_checklstring(L, 1, &length);
    luaL_Buffer buffer;
    char *to = luaL_buffinitsize(L, &buffer, length);
    for (size_t i = 0; i < length; i++) {
        if (i % CHUNK == 0) liq_charge(L, (length - i < CHUNK ? length - i : CHUNK) / 8 + 1);
        to[i] = map(text[backwards ? length - 1 - i : i]);
    }
    luaL_pushresultsize(&buffer, length);
    return 1;
}

static int lower(lua_State *L) { return map_bytes(L, lower_of, false); }

static int upper(lua_State *L) { return map_bytes(L, upper_of, false); }

static int reverse(lua_State *L) { return map_bytes(L, same, true); }

// A last position that counts from the end when negative, from 1; 0 before the first.
static size_t last_position(lua_Integer position, size_t length) {
    if (position > (lua_Integer)length) return length;
    if (position >= 0) return (size_t)position;
    return position < -(lua_Integer)length ? 0 : length + (size_t)position + 1;
}

static int part(lua_State *L) {
    size_t length;
    const char *text = luaL_checklstring(L, 1, &length);
    size_t first = liq_start_position(luaL_checkinteger(L, 2), length);
    size_t last = last_position(luaL_optinteger(L, 3, -1), length);
    if (first > last) {
        lua_pushliteral(L, "");
        return 1;
    }
    liq_charge(L, (last - first) / 64);
    lua_pushlstring(L, text + first - 1, last - first + 1);
    return 1;
}

static int byte(lua_State *L) {
    size_t length;
    const char *text = luaL_checklstring(L, 1, &length);
    lua_Integer from = luaL_optinteger(L, 2, 1);
    size_t first = liq_start_position(from, length);
    size_t last = last_position(luaL_optinteger(L, 3, from), length);
    if (first > last) return 0;
    if (last - first >= INT32_MAX) return luaL_error(L, "string slice too long");
    int count = (int)(last - first + 1);
    liq_charge(L, (uint64_t)count / 4);
    luaL_checkstack(L, count, "string slice too long");
    for (int i = 0; i < count; i++) lua_pushinteger(L, (unsigned char)text[first + (size_t)i - 1]);
    return count;
}

// Lua's own functions see no stop while they work. What a plugin gives to one call of them is bounded, so that it takes
// some ten milliseconds at most; what it costs is charged before it starts.
enum { OWN_TEXT_CAP = 16 << 20 };

static void charge_text(lua_State *L, uint64_t calls, size_t length) {
    if (length > OWN_TEXT_CAP && liq_owner(L)->profile == LIQ_LUA_PLUGIN) {
        luaL_error(L, "more than 16 MiB of text in one call of a function that cannot be stopped");
    }
    liq_charge(L, calls + length / 16);
}

// Upvalue: the library's own. Its work is bounded by its text arguments and by the size of the stack.
static int charged(lua_State *L) {
    size_t length = 0;
    for (int i = lua_gettop(L); i > 0; i--) {
        if (lua_type(L, i) == LUA_TSTRING) length += lua_rawlen(L, i);
    }
    charge_text(L, (uint64_t)lua_gettop(L), length);
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

// Upvalue: the library's own. Texts of values are ours, so that none shows an address.
static int format(lua_State *L) {
    size_t length;
    const char *text = luaL_checklstring(L, 1, &length), *end = text + length;
    int argument = 1, count = lua_gettop(L);
    while ((text = memchr(text, '%', (size_t)(end - text)))) {
        if (*++text == '%') {
            text++;
            continue;
        }
        while (text < end && strchr("-+ #0123456789.", *text) && *text) text++;
        if (++argument > count) break;  // the library complains
        if (*text == 'p' && liq_owner(L)->profile == LIQ_LUA_PLUGIN) {
            return luaL_error(L, "'%%p' is not available to plugins: addresses differ in every run");
        }
        if (*text == 's' && lua_type(L, argument) != LUA_TSTRING) {
            liq_push_text(L, argument, NULL);
            lua_replace(L, argument);
        }
        if (lua_type(L, argument) == LUA_TSTRING) length += lua_rawlen(L, argument);
    }
    charge_text(L, 1, length);
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

static void charge_calls(lua_State *L, const char *library, const char *const *names, lua_CFunction function) {
    lua_getglobal(L, library);
    for (; *names; names++) {
        lua_getfield(L, -1, *names);
        lua_pushcclosure(L, function, 1);
        lua_setfield(L, -2, *names);
    }
    lua_pop(L, 1);
}

void liq_open_strings(lua_State *L) {
    static const luaL_Reg replaced[] = {
        {"rep", repeat},         {"lower", lower}, {"upper", upper}, {"reverse", reverse},
        {"sub", part}, {"byte", byte},   {NULL, NULL},
    };
    static const char *const formats[] = {"format", NULL};
    static const char *const strings[] = {"char", "pack", "unpack", "packsize", NULL};
    static const char *const codes[] = {"len", "codepoint", "offset", "char", NULL};
    lua_getglobal(L, LUA_STRLIBNAME);
    luaL_setfuncs(L, replaced, 0);
    lua_pop(L, 1);
    charge_calls(L, LUA_STRLIBNAME, formats, format);
    charge_calls(L, LUA_STRLIBNAME, strings, charged);
    charge_calls(L, LUA_UTF8LIBNAME, codes, charged);
}
