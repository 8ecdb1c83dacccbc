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
