#include "pattern.h"

// string.gsub over our own matcher.

// A replacement text, in which % stands before a digit or itself.
static void add_text(liq_match *m, luaL_Buffer *out, const char *s, const char *end) {
    lua_State *L = m->L;
    size_t length;
    const char *text = lua_tolstring(L, 3, &length), *last = text + length, *escape;
    while ((escape = memchr(text, '%', (size_t)(last - text)))) {
        luaL_addlstring(out, text, (size_t)(escape - text));
        char kind = escape[1];
        if (kind == '%') {
            luaL_addchar(out, '%');
        } else if (kind == '0') {
            luaL_addlstring(out, s, (size_t)(end - s));
        } else if (kind >= '1' && kind <= '9') {
            liq_push_capture(m, kind - '1', s, end);
            luaL_tolstring(L, -1, NULL);
            lua_remove(L, -2);
            luaL_addvalue(out);
        } else {
            luaL_error(L, "invalid use of '%%' in replacement string");
        }
        text = escape + 2;
    }
    luaL_addlstring(out, text, (size_t)(last - text));
}

// Whether the match was replaced by something of the script's.
static bool add_replacement(liq_match *m, luaL_Buffer *out, const char *s, const char *end, int type) {
    lua_State *L = m->L;
    if (type == LUA_TFUNCTION) {
        lua_pushvalue(L, 3);
        lua_call(L, liq_push_captures(m, s, end), 1);
    } else if (type == LUA_TTABLE) {
        liq_push_capture(m, 0, s, end);
        lua_gettable(L, 3);
    } else {
        add_text(m, out, s, end);
        return true;
    }
    if (!lua_toboolean(L, -1)) {
        lua_pop(L, 1);
        luaL_addlstring(out, s, (size_t)(end - s));
        return false;
    }
    if (!lua_isstring(L, -1)) luaL_error(L, "invalid replacement value (a %s)", luaL_typename(L, -1));
    luaL_addvalue(out);
    return true;
}

int liq_gsub(lua_State *L) {
    size_t length, pattern_length;
    const char *text = luaL_checklstring(L, 1, &length);
    const char *pattern = luaL_checklstring(L, 2, &pattern_length);
    int type = lua_type(L, 3);
    lua_Integer most = luaL_optinteger(L, 4, (lua_Integer)length + 1), count = 0;
    luaL_argexpected(L, type == LUA_TNUMBER || type == LUA_TSTRING || type == LUA_TFUNCTION || type == LUA_TTABLE, 3,
                     "string/function/table");
    luaL_Buffer out;
    luaL_buffinit(L, &out);
    liq_match m;
    liq_match_prepare(&m, L, text, length, pattern + pattern_length);
    bool is_anchored = *pattern == '^', is_changed = false;
    pattern += is_anchored;
    const char *s = text, *last = NULL;
    while (count < most) {
        const char *end = liq_match_at(&m, s, pattern);
        if (end && end != last) {
            count++;
            is_changed |= add_replacement(&m, &out, s, end, type);
            liq_match_step(&m, end - s);
            s = last = end;
        } else if (s < m.subject_end) {
            luaL_addchar(&out, *s++);
        } else {
            break;
        }
        if (is_anchored) break;
    }
    liq_match_charge(&m);
    if (is_changed) {
        luaL_addlstring(&out, s, (size_t)(m.subject_end - s));
        luaL_pushresult(&out);
    } else {
        lua_pushvalue(L, 1);
    }
    lua_pushinteger(L, count);
    return 2;
}
