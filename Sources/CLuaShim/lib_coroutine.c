#include "internal.h"

// Coroutines that a stop reaches: the state always knows which one runs, and none goes on after a stop.
// coroutine.close is withheld: nested closes overflow the native stack of 5.4.4, and so would resetting a coroutine
// that failed in `wrap`. So to-be-closed variables of a coroutine that failed are not closed.

enum { CREATE_COST = 100, RESUME_COST = 20 };

static int create(lua_State *L) {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    liq_charge(L, CREATE_COST);
    lua_State *co = lua_newthread(L);
    lua_pushvalue(L, 1);
    lua_xmove(L, co, 1);
    return 1;
}

enum { NOT_RESUMED = -1, FAILED = -2 };

// Moves `count` arguments over, resumes, moves the results back. Answers their number, or one of these two with an error on
// top.
static int resume_on(lua_State *L, lua_State *co, int count) {
    liq_lua_state *s = liq_owner(L);
    liq_charge(L, RESUME_COST);
    if (!lua_checkstack(co, count)) {
        lua_pushliteral(L, "too many arguments to resume");
        return NOT_RESUMED;
    }
    lua_Debug ar;
    bool dead = lua_status(co) == LUA_OK && lua_gettop(co) == 0;
    if (dead || (lua_status(co) == LUA_OK && (co == L || lua_getstack(co, 0, &ar)))) {
        lua_pushstring(L, dead ? "cannot resume dead coroutine" : "cannot resume non-suspended coroutine");
        return NOT_RESUMED;
    }
    lua_xmove(L, co, count);
    liq_watch(co);
    s->current = co;
    int results = 0;
    int status = lua_resume(co, L, count, &results);  // does not raise: the next line is always reached
    s->current = L;
    if (status == LUA_ERRMEM) liq_set_kill(s, KILL_MEMORY);
    if (status == LUA_OK || status == LUA_YIELD) {
        if (!lua_checkstack(L, results + 1)) {
            lua_pop(co, results);
            lua_pushliteral(L, "too many results to resume");
            return NOT_RESUMED;
        }
        lua_xmove(co, L, results);
        return results;
    }
    lua_xmove(co, L, 1);
    return FAILED;
}

static lua_State *check_coroutine(lua_State *L) {
    lua_State *co = lua_tothread(L, 1);
    luaL_argexpected(L, co, 1, "coroutine");
    return co;
}

static int resume(lua_State *L) {
    int results = resume_on(L, check_coroutine(L), lua_gettop(L) - 1);
    liq_charge(L, 1);
    lua_pushboolean(L, results >= 0);
    int count = results >= 0 ? results : 1;
    lua_insert(L, -(count + 1));
    return count + 1;
}

static int resume_wrapped(lua_State *L) {
    lua_State *co = lua_tothread(L, lua_upvalueindex(1));
    int results = resume_on(L, co, lua_gettop(L));
    liq_charge(L, 1);
    if (results >= 0) return results;
    // The library says where the caller is also of an error that names its own place: one place is enough.
    if (results == NOT_RESUMED && lua_type(L, -1) == LUA_TSTRING) {
        luaL_where(L, 1);
        lua_insert(L, -2);
        lua_concat(L, 2);
    }
    return lua_error(L);
}

static int wrap(lua_State *L) {
    create(L);
    lua_pushcclosure(L, resume_wrapped, 1);
    return 1;
}

void liq_open_coroutines(lua_State *L) {
    static const luaL_Reg replaced[] = {{"create", create}, {"resume", resume}, {"wrap", wrap}, {NULL, NULL}};
    lua_getglobal(L, LUA_COLIBNAME);
    luaL_setfuncs(L, replaced, 0);
    lua_pop(L, 1);
}
