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
