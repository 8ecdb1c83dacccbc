#include "pattern.h"

// string.find, match and gmatch over our own matcher.

/// Bytes of a plain search between two looks at the kill flag.
enum { SEARCH_WINDOW = 1 << 20 };

size_t liq_start_position(lua_Integer position, size_t length) {
    if (position > 0) return (size_t)position;
    if (position == 0 || position < -(lua_Integer)length) return 1;
    return length + (size_t)position + 1;
}

static bool is_plain(const char *pattern, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (pattern[i] && strchr("^$*+?.([%-", pattern[i])) return false;
    }
    return true;
}

// memmem takes a time that grows with the sum of both lengths only; a window at a time, so that a stop gets in.
static const char *search(lua_State *L, const char *text, size_t length, const char *sought, size_t sought_length) {
    size_t window = 4 * sought_length > SEARCH_WINDOW ? 4 * sought_length : SEARCH_WINDOW;
    // It was made, and may have been looked through for magic characters, even where it cannot be found.
    if (sought_length > length) liq_charge(L, sought_length / 64 + 1);
    while (length >= sought_length) {
        size_t part = length < window ? length : window;
        liq_charge(L, part / 64 + 1);
        const char *found = memmem(text, part, sought, sought_length);
        if (found || part == length) return found;
        text += part - sought_length + 1;
        length -= part - sought_length + 1;
    }
    return NULL;
}

static ptrdiff_t capture_text(liq_match *m, int index, const char *s, const char *end, const char **text) {
    if (index >= m->captures) {
        if (index != 0) luaL_error(m->L, "invalid capture index %%%d", index + 1);
        *text = s;  // without captures the whole match is the only one
        return end - s;
    }
    liq_capture capture = m->capture[index];
    if (capture.length == CAPTURE_OPEN) luaL_error(m->L, "unfinished capture");
    *text = capture.start;
    return capture.length;
}

void liq_push_capture(liq_match *m, int index, const char *s, const char *end) {
    const char *text;
    ptrdiff_t length = capture_text(m, index, s, end, &text);
    if (length == CAPTURE_POSITION) lua_pushinteger(m->L, text - m->subject + 1);
    else lua_pushlstring(m->L, text, (size_t)length);
}

int liq_push_captures(liq_match *m, const char *s, const char *end) {
    int count = m->captures == 0 && s ? 1 : m->captures;
    luaL_checkstack(m->L, count, "too many captures");
    for (int i = 0; i < count; i++) liq_push_capture(m, i, s, end);
    return count;
}

static int find_or_match(lua_State *L, bool is_find) {
    size_t length, pattern_length;
    const char *text = luaL_checklstring(L, 1, &length);
    const char *pattern = luaL_checklstring(L, 2, &pattern_length);
    size_t first = liq_start_position(luaL_optinteger(L, 3, 1), length) - 1;
    if (first > length) {
        luaL_pushfail(L);
        return 1;
    }
    if (is_find && (lua_toboolean(L, 4) || is_plain(pattern, pattern_length))) {
        const char *found = search(L, text + first, length - first, pattern, pattern_length);
        if (!found) {
            luaL_pushfail(L);
            return 1;
        }
        lua_pushinteger(L, found - text + 1);
        lua_pushinteger(L, found - text + (lua_Integer)pattern_length);
        return 2;
    }
    liq_match m;
    liq_match_prepare(&m, L, text, length, pattern + pattern_length);
    bool is_anchored = *pattern == '^';
    pattern += is_anchored;
    const char *s = text + first, *end;
    do {
        end = liq_match_at(&m, s, pattern);
    } while (!end && s++ < m.subject_end && !is_anchored);
    liq_match_charge(&m);
    if (!end) {
        luaL_pushfail(L);
        return 1;
    }
    if (!is_find) return liq_push_captures(&m, s, end);
    lua_pushinteger(L, s - text + 1);
    lua_pushinteger(L, end - text);
    return liq_push_captures(&m, NULL, NULL) + 2;
}

static int find(lua_State *L) { return find_or_match(L, true); }

static int match(lua_State *L) { return find_or_match(L, false); }

// Upvalues: subject, pattern, offset of the next try, offset of the end of the last match or -1.
static int next_match(lua_State *L) {
    size_t length, pattern_length;
    const char *text = lua_tolstring(L, lua_upvalueindex(1), &length);
    const char *pattern = lua_tolstring(L, lua_upvalueindex(2), &pattern_length);
    lua_Integer from = lua_tointeger(L, lua_upvalueindex(3)), last = lua_tointeger(L, lua_upvalueindex(4));
    if (from > (lua_Integer)length) return 0;
    liq_match m;
    liq_match_prepare(&m, L, text, length, pattern + pattern_length);
    for (const char *s = text + from; s <= m.subject_end; s++) {
        const char *end = liq_match_at(&m, s, pattern);
        if (!end || end - text == last) continue;
        liq_match_charge(&m);
        lua_pushinteger(L, end - text);
        lua_copy(L, -1, lua_upvalueindex(3));
        lua_replace(L, lua_upvalueindex(4));
        return liq_push_captures(&m, s, end);
    }
    liq_match_charge(&m);
    return 0;
}

static int gmatch(lua_State *L) {
    size_t length;
    luaL_checklstring(L, 1, &length);
    luaL_checkstring(L, 2);
    size_t first = liq_start_position(luaL_optinteger(L, 3, 1), length) - 1;
    lua_settop(L, 2);
    lua_pushinteger(L, first > length ? (lua_Integer)length + 1 : (lua_Integer)first);
    lua_pushinteger(L, -1);
    lua_pushcclosure(L, next_match, 4);
    return 1;
}

void liq_open_patterns(lua_State *L) {
    static const luaL_Reg replaced[] = {
        {"find", find}, {"match", match}, {"gmatch", gmatch}, {"gsub", liq_gsub}, {NULL, NULL},
    };
    lua_getglobal(L, LUA_STRLIBNAME);
    luaL_setfuncs(L, replaced, 0);
    lua_pop(L, 1);
}

// ---- gsub ----------------------------------------------------------------------------------------------------------

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
