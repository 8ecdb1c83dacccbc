#ifndef LIQ_LUA_PATTERN_H
#define LIQ_LUA_PATTERN_H

// Lua's patterns as the reference manual (6.4.1) defines them, matched under the limits of the running call. The
// library's own matcher backtracks in C, where no stop reaches it.

#include "internal.h"

enum {
    PATTERN_CAPTURES = 32,
    /// Patterns within patterns, so that matching has a bounded need of native stack.
    PATTERN_DEPTH = 200,
    /// Steps between two looks at the kill flag: some microseconds.
    PATTERN_STRIDE = 1024,
    /// Steps that count as one instruction.
    PATTERN_STEPS_PER_INSTRUCTION = 4,
    /// What a capture has in place of a length.
    CAPTURE_OPEN = -1,
    CAPTURE_POSITION = -2,
};

typedef struct {
    const char *start;
    ptrdiff_t length;
} liq_capture;

typedef struct {
    lua_State *L;
    const char *subject, *subject_end, *pattern_end;
    /// Until the next charge.
    int64_t steps;
    int depth, captures;
    liq_capture capture[PATTERN_CAPTURES];
} liq_match;

/// A match of a pattern, without an anchor in front, over a subject.
void liq_match_prepare(liq_match *m, lua_State *L, const char *subject, size_t length, const char *pattern_end);
/// The end of the match that begins at `s`, or NULL. Raises for a malformed pattern and when the call has to end.
const char *liq_match_at(liq_match *m, const char *s, const char *pattern);
/// Charges what was done since the last charge; raises when the call has to end.
void liq_match_charge(liq_match *m);

/// Counts work.
static inline void liq_match_step(liq_match *m, int64_t count) {
    if ((m->steps -= count) <= 0) liq_match_charge(m);
}

// pattern.c
/// The end of the single character class at `p`.
const char *liq_class_end(liq_match *m, const char *p);
/// Whether a character belongs to the set from `[` to the `]` at `last`.
bool liq_in_set(liq_match *m, int c, const char *p, const char *last);
/// Whether the character at `s` is there and of the class from `p` to `end`.
bool liq_matches_one(liq_match *m, const char *s, const char *p, const char *end);

// lib_pattern.c
/// Pushes a capture, from 0; the whole match, from `s` to `end`, where the pattern has none.
void liq_push_capture(liq_match *m, int index, const char *s, const char *end);
/// Pushes all; answers how many.
int liq_push_captures(liq_match *m, const char *s, const char *end);
int liq_gsub(lua_State *L);

#endif
