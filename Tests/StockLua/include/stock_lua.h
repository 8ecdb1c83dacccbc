#ifndef STOCK_LUA_H
#define STOCK_LUA_H

#include <stddef.h>

/// Runs a chunk named "x" in a state with the library's own functions and copies the text that it returns, or its
/// error, into a block that the caller frees; NULL where memory runs out.
char *stock_lua_run(const char *source, size_t length, size_t *result_length);

#endif
