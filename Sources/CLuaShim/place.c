#include "internal.h"

int32_t liq_lua_function_line(liq_lua_state *s, int32_t position) {
    // ">S" reads what the function's prototype holds: it allocates nothing and runs no code.
    lua_Debug place;
    if (!lua_isfunction(s->current, position) || !lua_checkstack(s->current, 1)) return 0;
    lua_pushvalue(s->current, position);
    if (!lua_getinfo(s->current, ">S", &place)) return 0;
    return place.linedefined > 0 ? place.linedefined : 0;
}
