#include "pattern.h"

// Single characters: classes and sets. Only ASCII counts as letters, whatever the machine's locale.

static bool within(int c, int first, int last) { return first <= c && c <= last; }

static bool is_letter(int c) { return within(c | 32, 'a', 'z'); }

static bool is_digit(int c) { return within(c, '0', '9'); }

static bool is_of_class(int c, int letter) {
    bool is;
    switch (letter | 32) {
    case 'a': is = is_letter(c); break;
    case 'c': is = c < 32 || c == 127; break;
    case 'd': is = is_digit(c); break;
    case 'g': is = within(c, 33, 126); break;
    case 'l': is = within(c, 'a', 'z'); break;
    case 'p': is = within(c, 33, 126) && !is_letter(c) && !is_digit(c); break;
    case 's': is = c == ' ' || within(c, '\t', '\r'); break;
    case 'u': is = within(c, 'A', 'Z'); break;
    case 'w': is = is_letter(c) || is_digit(c); break;
    case 'x': is = is_digit(c) || within(c | 32, 'a', 'f'); break;
    case 'z': is = c == 0; break;  // not in the manual any more, but in the library
    default: return letter == c;
    }
    if (!is_letter(letter)) return letter == c;
    return within(letter, 'A', 'Z') ? !is : is;
}

void liq_match_charge(liq_match *m) {
    int64_t done = PATTERN_STRIDE - m->steps;
    m->steps = PATTERN_STRIDE;
    liq_charge(m->L, (uint64_t)(done < 0 ? 0 : done) / PATTERN_STEPS_PER_INSTRUCTION + 1);
}

const char *liq_class_end(liq_match *m, const char *p) {
    char first = *p++;
    if (first == '%') {
        if (p == m->pattern_end) luaL_error(m->L, "malformed pattern (ends with '%%')");
        return p + 1;
    }
    if (first != '[') return p;
    if (*p == '^') p++;
    do {  // a ']' right after the opening stands for itself
        if (p == m->pattern_end) luaL_error(m->L, "malformed pattern (missing ']')");
        if (*p++ == '%' && p < m->pattern_end) p++;
    } while (*p != ']');
    return p + 1;
}

bool liq_in_set(liq_match *m, int c, const char *p, const char *last) {
    bool found = true;
    if (p[1] == '^') {
        found = false;
        p++;
    }
    liq_match_step(m, (last - p) / 4);
    while (++p < last) {
        if (*p == '%') {
            p++;
            if (is_of_class(c, (unsigned char)*p)) return found;
        } else if (p[1] == '-' && p + 2 < last) {
            if (within(c, (unsigned char)p[0], (unsigned char)p[2])) return found;
            p += 2;
        } else if ((unsigned char)*p == c) {
            return found;
        }
    }
    return !found;
}

bool liq_matches_one(liq_match *m, const char *s, const char *p, const char *end) {
    if (s >= m->subject_end) return false;
    int c = (unsigned char)*s;
    switch (*p) {
    case '.': return true;
    case '%': return is_of_class(c, (unsigned char)p[1]);
    case '[': return liq_in_set(m, c, p, end - 1);
    default: return (unsigned char)*p == c;
    }
}

// ---- matching ------------------------------------------------------------------------------------------------------

// Backtracking. Each kind of item that may have to be tried again goes one level deeper; all others loop.

void liq_match_prepare(liq_match *m, lua_State *L, const char *subject, size_t length, const char *pattern_end) {
    m->L = L;
    m->subject = subject;
    m->subject_end = subject + length;
    m->pattern_end = pattern_end;
    m->steps = PATTERN_STRIDE;
    m->depth = m->captures = 0;
}

static const char *match(liq_match *m, const char *s, const char *p);

static const char *open_capture(liq_match *m, const char *s, const char *p, ptrdiff_t kind) {
    if (m->captures >= PATTERN_CAPTURES) luaL_error(m->L, "too many captures");
    m->capture[m->captures++] = (liq_capture){s, kind};
    const char *end = match(m, s, p);
    if (!end) m->captures--;
    return end;
}

static const char *close_capture(liq_match *m, const char *s, const char *p) {
    int level = m->captures - 1;
    while (level >= 0 && m->capture[level].length != CAPTURE_OPEN) level--;
    if (level < 0) luaL_error(m->L, "invalid pattern capture");
    m->capture[level].length = s - m->capture[level].start;
    const char *end = match(m, s, p);
    if (!end) m->capture[level].length = CAPTURE_OPEN;
    return end;
}

// %1 to %9: the text of an earlier capture again.
static const char *repeat_capture(liq_match *m, const char *s, int digit) {
    int level = digit - '1';
    if (level < 0 || level >= m->captures || m->capture[level].length == CAPTURE_OPEN) {
        luaL_error(m->L, "invalid capture index %%%d", level + 1);
    }
    liq_capture capture = m->capture[level];
    if (capture.length < 0 || m->subject_end - s < capture.length) return NULL;
    liq_match_step(m, capture.length / 16);
    return memcmp(capture.start, s, (size_t)capture.length) == 0 ? s + capture.length : NULL;
}

// %bxy
static const char *balanced(liq_match *m, const char *s, const char *p) {
    if (m->pattern_end - p < 2) luaL_error(m->L, "malformed pattern (missing arguments to '%%b')");
    if (s == m->subject_end || *s != p[0]) return NULL;
    int64_t open = 1;
    const char *from = s;
    while (++s < m->subject_end) {
        if (s - from >= PATTERN_STRIDE) {
            liq_match_step(m, s - from);
            from = s;
        }
        if (*s == p[1]) {
            if (--open == 0) break;
        } else if (*s == p[0]) {
            open++;
        }
    }
    liq_match_step(m, s - from);
    return s < m->subject_end ? s + 1 : NULL;
}

// %f[set]
static bool is_frontier(liq_match *m, const char *s, const char *p, const char *end) {
    int before = s == m->subject ? 0 : (unsigned char)s[-1];
    int here = s == m->subject_end ? 0 : (unsigned char)*s;
    return !liq_in_set(m, before, p, end - 1) && liq_in_set(m, here, p, end - 1);
}

// As many as there are, then fewer.
static const char *longest(liq_match *m, const char *s, const char *p, const char *end) {
    const char *at = s;
    while (liq_matches_one(m, at, p, end)) {
        liq_match_step(m, 1);
        at++;
    }
    for (; at >= s; at--) {
        const char *found = match(m, at, end + 1);
        if (found) return found;
    }
    return NULL;
}

// As few as will do.
static const char *shortest(liq_match *m, const char *s, const char *p, const char *end) {
    for (;; s++) {
        const char *found = match(m, s, end + 1);
        if (found) return found;
        if (!liq_matches_one(m, s, p, end)) return NULL;
    }
}

static const char *match(liq_match *m, const char *s, const char *p) {
    if (++m->depth > PATTERN_DEPTH) luaL_error(m->L, "pattern too complex");
    const char *end;
    while (s && p != m->pattern_end) {
        liq_match_step(m, 1);
        if (*p == '(') {
            s = p[1] == ')' ? open_capture(m, s, p + 2, CAPTURE_POSITION) : open_capture(m, s, p + 1, CAPTURE_OPEN);
            break;
        }
        if (*p == ')') {
            s = close_capture(m, s, p + 1);
            break;
        }
        if (*p == '$' && p + 1 == m->pattern_end) {
            if (s != m->subject_end) s = NULL;
            break;
        }
        if (*p == '%' && p[1] == 'b') {
            s = balanced(m, s, p + 2);
            p += 4;
            continue;
        }
        if (*p == '%' && p[1] == 'f') {
            p += 2;
            if (*p != '[') luaL_error(m->L, "missing '[' after '%%f' in pattern");
            end = liq_class_end(m, p);
            if (!is_frontier(m, s, p, end)) s = NULL;
            p = end;
            continue;
        }
        if (*p == '%' && p[1] >= '0' && p[1] <= '9') {
            s = repeat_capture(m, s, (unsigned char)p[1]);
            p += 2;
            continue;
        }
        end = liq_class_end(m, p);
        bool first = liq_matches_one(m, s, p, end);
        if (!first && (*end == '*' || *end == '?' || *end == '-')) {
            p = end + 1;
            continue;
        }
        if (first && (*end == '*' || *end == '+')) {
            s = longest(m, s + (*end == '+'), p, end);
            break;
        }
        if (first && *end == '-') {
            s = shortest(m, s, p, end);
            break;
        }
        if (first && *end == '?') {
            const char *found = match(m, s + 1, end + 1);
            p = end + 1;
            if (!found) continue;
            s = found;
            break;
        }
        s = first ? s + 1 : NULL;
        p = end;
    }
    m->depth--;
    return s;
}

const char *liq_match_at(liq_match *m, const char *s, const char *pattern) {
    m->depth = m->captures = 0;
    return match(m, s, pattern);
}
