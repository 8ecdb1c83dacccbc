#include "stock_lua.h"

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdlib.h>
#include <string.h>

char *stock_lua_run(const char *source, size_t length, size_t *result_length) {
    lua_State *L = luaL_newstate();
    if (!L) return NULL;
    luaL_openlibs(L);
    if (luaL_loadbufferx(L, source, length, "=x", "t") == LUA_OK) lua_pcall(L, 0, 1, 0);
    size_t size = 0;
    const char *text = lua_tolstring(L, -1, &size);
    char *copy = malloc(size + 1);
    if (copy && text) memcpy(copy, text, size);
    *result_length = size;
    lua_close(L);
    return copy;
}
