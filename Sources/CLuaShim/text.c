#include "internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

void liq_number_text(double value, char text[LIQ_NUMBER_SIZE]) {
    if (isnan(value)) {
        strcpy(text, "nan");
        return;
    }
    if (isinf(value)) {
        strcpy(text, value > 0 ? "inf" : "-inf");
        return;
    }
    // 15 digits read back for most numbers, 17 for all; a denormal may need only a few.
    int digits = value != 0 && fabs(value) < 2.3e-308 ? 1 : 15;
    do {
        snprintf(text, LIQ_NUMBER_SIZE, "%.*g", digits, value);
    } while (digits++ < 17 && strtod(text, NULL) != value);
    if (text[strspn(text, "-0123456789")] == 0) strcat(text, ".0");  // a float stays one to the eye
}

static void push_plain(lua_State *L, int position, const char *kind) {
    // An address would make two runs of a plugin differ.
    if (liq_owner(L)->profile == LIQ_LUA_PLUGIN) lua_pushstring(L, kind);
    else lua_pushfstring(L, "%s: %p", kind, lua_topointer(L, position));
}

const char *liq_push_text(lua_State *L, int position, size_t *length) {
    char text[LIQ_NUMBER_SIZE];
    position = lua_absindex(L, position);
    luaL_checkstack(L, 6, NULL);
    if (luaL_callmeta(L, position, "__tostring")) {
        if (lua_type(L, -1) == LUA_TNUMBER) lua_tolstring(L, -1, NULL);
        if (lua_type(L, -1) != LUA_TSTRING) luaL_error(L, "'__tostring' must return a string");
        return lua_tolstring(L, -1, length);
    }
    switch (lua_type(L, position)) {
    case LUA_TNUMBER:
        if (lua_isinteger(L, position)) {
            lua_pushfstring(L, "%I", (LUAI_UACINT)lua_tointeger(L, position));
        } else {
            liq_number_text(lua_tonumber(L, position), text);
            lua_pushstring(L, text);
        }
        break;
    case LUA_TSTRING: lua_pushvalue(L, position); break;
    case LUA_TBOOLEAN: lua_pushstring(L, lua_toboolean(L, position) ? "true" : "false"); break;
    case LUA_TNIL: lua_pushliteral(L, "nil"); break;
    default:
        if (luaL_getmetafield(L, position, "__name") == LUA_TSTRING) {
            push_plain(L, position, lua_tostring(L, -1));
        } else {
            push_plain(L, position, luaL_typename(L, position));
        }
    }
    return lua_tolstring(L, -1, length);
}

// ---- names ---------------------------------------------------------------------------------------------------------

// Names of the host's C side, and help with names that do not exist.

enum { LONGEST_NAME = 64, FAR = 3 };

void liq_lua_set_name(char *name, const char *bytes, size_t length) {
    if (length > LIQ_LUA_NAME_SIZE - 1) {
        length = LIQ_LUA_NAME_SIZE - 1;
        while (length > 0 && ((unsigned char)bytes[length] & 0xC0) == 0x80) length--;
    }
    memcpy(name, bytes, length);
    name[length] = 0;
}

// Edits between two names (Levenshtein), at most FAR. Cannot raise.
static int32_t distance_between(const char *a, size_t a_length, const char *b, size_t b_length) {
    if (a_length > LONGEST_NAME || b_length > LONGEST_NAME) return FAR;
    int row[LONGEST_NAME + 1];
    for (size_t j = 0; j <= b_length; j++) row[j] = (int)j;
    for (size_t i = 1; i <= a_length; i++) {
        int diagonal = row[0];
        row[0] = (int)i;
        for (size_t j = 1; j <= b_length; j++) {
            int replaced = diagonal + (a[i - 1] != b[j - 1]);
            int shorter = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
            diagonal = row[j];
            row[j] = replaced < shorter ? replaced : shorter;
        }
    }
    return row[b_length] < FAR ? row[b_length] : FAR;
}

int liq_unknown_key(lua_State *L, const char *owner, const char *what, int key, int first) {
    if (lua_type(L, key) != LUA_TSTRING) {
        const char *text = liq_push_text(L, key, NULL);
        return liq_fail_about(L, LIQ_LUA_ABOUT_MEMBER, text, "%s has no %s '%s'", owner, what, text);
    }
    size_t length, best_length = 0;
    const char *asked = lua_tolstring(L, key, &length), *best = NULL;
    int nearest = FAR, last = lua_gettop(L);
    for (int table = first; table <= last; table++) {
        for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
            if (lua_type(L, -2) != LUA_TSTRING) continue;
            size_t n;
            const char *name = lua_tolstring(L, -2, &n);
            int distance = distance_between(asked, length, name, n);
            // The order of a table differs from run to run: of two as near, the first by bytes.
            bool better = distance < nearest || (distance == nearest && best && strcmp(name, best) < 0);
            if (distance >= FAR || (size_t)distance >= length || !better) continue;
            nearest = distance;
            best = name;  // the table keeps it
            best_length = n;
        }
    }
    if (!best || !best_length) {
        return liq_fail_about(L, LIQ_LUA_ABOUT_MEMBER, asked, "%s has no %s '%s'", owner, what, asked);
    }
    return liq_fail_about(L, LIQ_LUA_ABOUT_MEMBER, asked, "%s has no %s '%s' (did you mean '%s'?)", owner, what, asked,
                          best);
}
