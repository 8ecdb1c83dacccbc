#include "internal.h"

#include <stdlib.h>

// Which lines ran: a line hook that sets a bit. It allocates nothing of Lua's and raises nothing of its own, so that
// it changes no result. It stands where the count hook would; a stop replaces it, as a stop replaces everything.

enum { MAX_LINES = 1 << 20, MAX_CHUNKS = 256 };

struct liq_coverage {
    size_t count;
    /// The one that was hit last: most lines follow one of their own file.
    size_t last;
    struct {
        char *name;
        uint8_t *lines;
        size_t size;
    } chunks[MAX_CHUNKS];
};

static void mark(struct liq_coverage *c, const char *source, int line) {
    if (line <= 0 || line >= MAX_LINES || *source != '@') return;
    size_t i = c->last;
    if (i >= c->count || strcmp(c->chunks[i].name, source + 1) != 0) {
        for (i = 0; i < c->count && strcmp(c->chunks[i].name, source + 1) != 0;) i++;
        if (i == c->count) {
            char *name = i < MAX_CHUNKS ? strdup(source + 1) : NULL;
            if (!name) return;
            c->chunks[i].name = name;
            c->count++;
        }
        c->last = i;
    }
    if ((size_t)line >= c->chunks[i].size) {
        size_t size = (size_t)line * 2 + 256;
        uint8_t *lines = realloc(c->chunks[i].lines, size);
        if (!lines) return;
        memset(lines + c->chunks[i].size, 0, size - c->chunks[i].size);
        c->chunks[i].lines = lines;
        c->chunks[i].size = size;
    }
    c->chunks[i].lines[line] = 1;
}

static void on_line(lua_State *L, lua_Debug *ar) {
    liq_lua_state *s = liq_owner(L);
    liq_look(s);
    if (liq_kill_of(s)) liq_raise_kill(L);
    if (s->coverage && lua_getinfo(L, "S", ar)) mark(s->coverage, ar->source, ar->currentline);
}

void liq_cover(lua_State *L) { lua_sethook(L, on_line, LUA_MASKLINE, 0); }

bool liq_lua_start_coverage(liq_lua_state *s) {
    if (!s->coverage) s->coverage = calloc(1, sizeof *s->coverage);
    return s->coverage != NULL;
}

const char *liq_lua_covered(liq_lua_state *s, size_t index, const uint8_t **lines, size_t *count) {
    if (!s->coverage || index >= s->coverage->count) return NULL;
    *lines = s->coverage->chunks[index].lines;
    *count = s->coverage->chunks[index].size;
    return s->coverage->chunks[index].name;
}

void liq_coverage_close(liq_lua_state *s) {
    if (!s->coverage) return;
    for (size_t i = 0; i < s->coverage->count; i++) {
        free(s->coverage->chunks[i].name);
        free(s->coverage->chunks[i].lines);
    }
    free(s->coverage);
    s->coverage = NULL;
}
