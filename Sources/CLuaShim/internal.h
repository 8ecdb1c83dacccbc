#ifndef LIQ_LUA_INTERNAL_H
#define LIQ_LUA_INTERNAL_H

// What the C files of the wall share. Never seen by Swift.

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>

#include "liq_lua.h"

enum {
    LIQ_MESSAGE_SIZE = 4096,
    LIQ_TRACEBACK_SIZE = 2048,
    /// Host functions that call Lua that call host functions; below Lua's own limit of 200 C levels.
    LIQ_MAX_NESTING = 100,
    /// A budget is charged every so many VM instructions.
    LIQ_BUDGET_STEP = 1000,
    /// Bytes that a plugin may print in one outermost call.
    LIQ_PRINT_CAP = 64 * 1024,
    LIQ_NUMBER_SIZE = 40,
};

/// Why a call has to end. Sticky until the outermost call has returned.
enum { KILL_NONE = 0, KILL_INTERRUPT, KILL_DEADLINE, KILL_INSTRUCTIONS, KILL_MEMORY };

struct liq_lua_control {
    _Atomic int32_t references;
    _Atomic int32_t kill;
    /// The thread id of the one that runs the state, 0 if none does.
    _Atomic pid_t thread;
};

typedef struct {
    size_t length;
    int32_t line;
    char chunk[LUA_IDSIZE];
    char message[LIQ_MESSAGE_SIZE];
    char traceback[LIQ_TRACEBACK_SIZE];
} liq_fault;

struct liq_lua_state {
    lua_State *main;
    /// The coroutine that runs: the one to hook, and the one nested entries use. Read by the signal handler.
    lua_State *volatile current;
    /// The state that this thread was in when it entered this one.
    struct liq_lua_state *outer;
    liq_lua_control *control;
    liq_lua_host host;
    int32_t profile, depth;

    size_t used, peak, cap;
    uint64_t allocations;
    int64_t failing_allocation;
    bool failing_ever_after;
    /// The last number given to a table, function, coroutine or userdata.
    uint64_t serial;

    uint64_t limit_ns, limit_instructions;
    uint64_t budget_left;
    bool budgeted;
    /// No timer could be had: the count hook reads the clock instead.
    bool polled;
    bool has_timer;
    pid_t timer_thread;
    timer_t timer;
    /// When the running call has to end, 0 for never; and when the timer will fire next, 0 if it has. Both are
    /// changed by the handler, which runs on the same thread.
    volatile uint64_t deadline_at, timer_at;
    uint64_t worked_mark;  // what the thread had worked when the timer was set
    uint64_t sigint_base;

    size_t printed, print_dropped;
    liq_fault fault;
    bool failed_positioned;
    size_t failed_length;
    char failed[LIQ_MESSAGE_SIZE];
};

/// First word of every userdata in our states, so that one load tells its kind.
enum { TAG_FUNCTION = 0x4c495146, TAG_OBJECT = 0x4c49514f, TAG_VECTOR = 0x4c495156, TAG_ROW = 0x4c495152,
       TAG_TRAVERSAL = 0x4c495154 };

/// A host object that Lua holds; `object` is NULL once the collector has dropped it.
typedef struct {
    uint64_t tag;
    void *object;
    int32_t slot;
} liq_box;

/// Each coroutine's extra space is a copy of the main one's: no look-up, no allocation, no error.
static inline liq_lua_state *liq_owner(lua_State *L) { return *(liq_lua_state **)lua_getextraspace(L); }

static inline int32_t liq_kill_of(liq_lua_state *s) {
    return atomic_load_explicit(&s->control->kill, memory_order_relaxed);
}

/// The userdata at a position if it is one of that kind, or NULL. Cannot raise.
static inline void *liq_tagged(lua_State *L, int position, uint64_t tag) {
    if (lua_type(L, position) != LUA_TUSERDATA) return NULL;
    uint64_t *word = lua_touserdata(L, position);
    return *word == tag ? word : NULL;
}

// limits.c
void liq_enter(liq_lua_state *s);
void liq_leave(liq_lua_state *s);
void liq_limits_close(liq_lua_state *s);
void liq_set_kill(liq_lua_state *s, int32_t reason);
/// Takes `cost` from the budget, if there is one, and raises if the call has to end.
void liq_charge(lua_State *L, uint64_t cost);
/// Raises the reason for which the call has to end.
int liq_raise_kill(lua_State *L);
/// Makes a coroutine that is about to run count against the budget.
void liq_watch(lua_State *co);

// state.c
/// Counts memory of the host's against the cap; collects garbage when there is too little, and raises if that does
/// not help.
void liq_borrow_memory(lua_State *L, size_t size);
void liq_return_memory(liq_lua_state *s, size_t size);

// call.c
/// Runs `operation` with `arguments` as light userdata at 1 and the top `inputs` values after it.
int32_t liq_protect(liq_lua_state *s, lua_CFunction operation, void *arguments, int inputs);

// fault.c
int liq_message_handler(lua_State *L);
/// Keeps the place of the script's code that runs as that of the fault. Allocates nothing; cannot raise.
void liq_note_place(liq_lua_state *s);
/// Moves the error value on top to the fault, and answers the status for the host.
int32_t liq_take_fault(liq_lua_state *s, lua_State *L, int status);
void liq_clear_fault(liq_lua_state *s);
int32_t liq_set_fault(liq_lua_state *s, int32_t status, const char *message);

// host.c, vector.c, row.c: make the metatables; run once, protected.
void liq_open_host(lua_State *L);
void liq_open_vector(lua_State *L);
int liq_collect_box(lua_State *L);
/// Fills the metatable on top with what hides and names it.
void liq_seal_metatable(lua_State *L, const char *name);
/// Raises "<owner> has no <what> '<key>'", with the nearest key of the tables on the stack from `first` to the top.
int liq_unknown_key(lua_State *L, const char *owner, const char *what, int key, int first);

// text.c
/// Shortest text that reads back as the same number. Cannot raise.
void liq_number_text(double value, char text[LIQ_NUMBER_SIZE]);
/// Pushes the text of the value at a position, honouring __tostring and __name.
const char *liq_push_text(lua_State *L, int position, size_t *length);

// vector_math.c, vector_methods.c
typedef struct {
    uint64_t tag;
    double *data;
    size_t count;
    /// The host's block, or NULL if the doubles are part of this userdata.
    liq_lua_block *block;
    void *object;
    /// Bytes of the host's that count as this state's.
    size_t charged;
    int32_t slot;
} liq_vector;
typedef struct {
    double *data;
    size_t count;
} liq_view;
/// The doubles of the vector at a position; raises if there is none or its loan has ended.
liq_view liq_check_vector(lua_State *L, int position);
/// Pushes a vector of Lua's own, cells not set.
liq_vector *liq_new_vector(lua_State *L, size_t count);
void liq_add_vector_math(lua_State *L);
void liq_add_vector_methods(lua_State *L);
/// Cells between two looks at the kill flag.
enum { LIQ_STRIDE = 1 << 16 };

// serial.c
enum { LIQ_SERIAL_SIZE = 8 };
/// Whether a block has a number before it. Cannot raise.
bool liq_is_numbered(const void *block);
/// Whether what Lua is about to make is to have one; `tag` is what Lua's allocator is told.
bool liq_wants_number(size_t tag);
/// The block behind the number at `base`.
void *liq_number_block(void *base, uint64_t serial);
/// The number of the value at a position, 0 if it has none. Needs a free slot. Cannot raise.
uint64_t liq_serial_of(lua_State *L, int position);

// order.c
/// A key as sorting sees it: most keys differ in rank or word; `index` is its place in a list of the keys themselves.
typedef struct {
    uint64_t word;
    uint32_t index, rank;
} liq_key;
liq_key liq_key_at(lua_State *L, int position);
bool liq_keys_tie(liq_key a, liq_key b);
/// Of two keys that tie. Cannot raise.
bool liq_is_before(lua_State *L, int a, int b);
/// Sorts by what `keys` lists.
void liq_sort_keys(lua_State *L, int keys, liq_key *order, size_t count);

// libraries: each adds to or replaces in the globals.
void liq_open_libraries(lua_State *L, uint64_t seed);
void liq_open_base(lua_State *L);
void liq_open_errors(lua_State *L);
void liq_open_coroutines(lua_State *L);
void liq_open_strings(lua_State *L);
void liq_open_tables(lua_State *L);
/// The length of the table, or of what acts as one, at 1. Raises if there is none.
lua_Integer liq_check_length(lua_State *L, bool reads, bool writes);
int liq_sort(lua_State *L);
/// A first position that counts from the end when negative, from 1.
size_t liq_start_position(lua_Integer position, size_t length);
void liq_open_patterns(lua_State *L);
void liq_open_pairs(lua_State *L);

#endif
