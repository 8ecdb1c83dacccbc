// Empty on purpose. This module only carries the compiler and linker flags of liblua5.4, so that no Swift
// file can name a function of Lua's C API: only CLuaShim's C files include <lua.h>.
