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
    /// No timer could be had, or none is of use: the count hook and what charges read the clock instead.
    bool polled;
    bool has_timer;
    pid_t timer_thread;
    timer_t timer;
    /// When the running call has to end, 0 for never; and when the timer will fire next, 0 if it has. Both are
    /// changed by the handler, which runs on the same thread.
    volatile uint64_t deadline_at, timer_at;
    uint64_t worked_mark;  // what the thread had worked when the call was first looked at
    uint64_t marked_for;   // the deadline of that call
    uint64_t sigint_base;

    /// Which lines ran; NULL where nobody wants to know.
    struct liq_coverage *coverage;

    size_t printed, print_dropped;
    liq_fault fault;
    bool failed_positioned;
    size_t failed_length;
    char failed[LIQ_MESSAGE_SIZE];
    // What liq_fail_about has noted: the part of the line, its name, and the message that it belongs to.
    int32_t subject;
    char subject_name[64], subject_message[256];
};

/// First word of every userdata in our states, so that one load tells its kind.
enum { TAG_FUNCTION = 0x4c495146, TAG_OBJECT = 0x4c49514f, TAG_VECTOR = 0x4c495156, TAG_ROW = 0x4c495152,
       TAG_NODE = 0x4c49514e, TAG_TRAVERSAL = 0x4c495154 };

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
/// Begins and ends the time of a call within another one that has no limit.
void liq_start_clock(liq_lua_state *s);
void liq_stop_clock(liq_lua_state *s);
void liq_set_kill(liq_lua_state *s, int32_t reason);
/// Reads the clock where no timer does.
void liq_look(liq_lua_state *s);
/// Takes `cost` from the budget, if there is one, and raises if the call has to end.
void liq_charge(lua_State *L, uint64_t cost);
/// Raises the reason for which the call has to end.
int liq_raise_kill(lua_State *L);
/// Makes a coroutine that is about to run count against the budget.
void liq_watch(lua_State *co);

// coverage.c
/// Makes a coroutine that is about to run note its lines.
void liq_cover(lua_State *co);
void liq_coverage_close(liq_lua_state *s);

// state.c
/// Counts memory of the host's against the cap; collects garbage when there is too little, and raises if that does
/// not help.
void liq_borrow_memory(lua_State *L, size_t size);
void liq_return_memory(liq_lua_state *s, size_t size);

// call.c
/// Runs `operation` with `arguments` as light userdata at 1 and the top `inputs` values after it.
int32_t liq_protect(liq_lua_state *s, lua_CFunction operation, void *arguments, int inputs);

// source.c
/// `load`, for text only.
int liq_load(lua_State *L);

// compiled.c
/// What the compiler of some releases gets wrong, found in the function on top.
typedef enum { LIQ_SOUND, LIQ_WRONG_BITWISE, LIQ_WRONG_INDEX, LIQ_NOT_READ } liq_miscompiled;
/// What lua_dump writes, in memory of C's own.
typedef struct {
    uint8_t *bytes;
    size_t size, room;
} liq_dump;
/// Writes the code of the function on top; false where that is no Lua function, or memory runs out. `dump->bytes` is to be
/// freed either way. Cannot raise.
bool liq_dump_top(lua_State *L, liq_dump *dump);
/// Looks for it in the function on top and those in it; `line` is the first such line, `function` the one on which its
/// function begins, 0 for the chunk itself. Cannot raise.
liq_miscompiled liq_find_miscompiled(lua_State *L, int32_t *line, int32_t *function);

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

// Raises an error as luaL_error does, and notes which part of the line it is about: see LIQ_LUA_ABOUT_….
int liq_fail_about(lua_State *L, int32_t subject, const char *name, const char *format, ...);
/// Raises an error where the function that runs was given more than `most` arguments; nil at the end is none, and neither
/// is the value before the colon of a method, whose separator is ':'.
void liq_refuse_surplus(lua_State *L, const char *owner, char separator, int most);
/// Raises the error of a method that was not called on a value of its owner, as one with a dot before it is.
int liq_need_owner(lua_State *L, const char *owner);

// sealed.c
/// Pushes what the table at a position seals, or nothing if it is not sealed: then the answer is false. Needs two free
/// slots. Cannot raise.
bool liq_push_unsealed(lua_State *L, int position);
/// Puts what the table at a position seals in its place, if it is sealed. Cannot raise.
void liq_unseal(lua_State *L, int position);
/// Adds to or replaces in the globals.
void liq_open_sealed(lua_State *L);

// text.c
/// Shortest text that reads back as the same number. Cannot raise.
void liq_number_text(double value, char text[LIQ_NUMBER_SIZE]);
/// Pushes the text of the value at a position, honouring __tostring and __name.
const char *liq_push_text(lua_State *L, int position, size_t *length);

// vector.c, vector_node.c, vector_*.c
//
// A vector that Lua sees is a handle on a node. A node is cells, its own or the host's, or a computation over other
// nodes that has not been done yet: what is only summed is computed a block at a time and never stored. Nodes are not
// changed while another may refer to them, so that a computation means what it meant when it was written.
typedef struct liq_node {
    uint64_t tag;
    size_t count;
    /// NULL while it is a computation.
    double *data;
    /// The host's block, or NULL.
    liq_lua_block *block;
    void *object;
    /// Bytes of the host's that count as this state's.
    size_t charged;
    int32_t slot;
    uint8_t operation, depth, uses;
    /// A computation may refer to it, or the host: writing makes a copy first.
    bool shared, pinned;
    /// Operands; NULL stands for the number. Kept alive as user values 1 and 2.
    struct liq_node *left, *right;
    double number;
} liq_node;
typedef struct {
    uint64_t tag;
    /// Kept alive as user value 1.
    liq_node *node;
} liq_vector;
typedef struct {
    double *data;
    size_t count;
} liq_view;
/// Operations cell by cell, on two operands or on the left one.
typedef enum {
    LIQ_PLUS, LIQ_MINUS, LIQ_TIMES, LIQ_OVER, LIQ_POWER, LIQ_MODULO, LIQ_FLOOR_OVER, LIQ_LEAST, LIQ_MOST, LIQ_BELOW,
    LIQ_AT_MOST, LIQ_ABOVE, LIQ_AT_LEAST, LIQ_EQUAL, LIQ_DIFFERENT, LIQ_OR_ELSE, LIQ_NEGATE, LIQ_ABSOLUTE, LIQ_LOG,
    LIQ_EXP, LIQ_ROOT, LIQ_FLOOR, LIQ_CEILING, LIQ_ROUND, LIQ_SIGN, LIQ_IS_NAN,
} liq_operation;
/// Cells that are computed at a time; a multiple of 8.
enum { LIQ_BLOCK = 512 };
/// Cells between two looks at the kill flag.
enum { LIQ_STRIDE = 1 << 16 };

/// The vector at a position; raises if there is none.
liq_vector *liq_check_handle(lua_State *L, int position);
/// The name in messages.
const char *liq_node_name(const liq_node *node);
/// The doubles of the vector at a position, computed now if they were not; raises if there is none.
liq_view liq_check_vector(lua_State *L, int position);
/// The same, for writing: nobody else sees the change.
liq_view liq_check_writable(lua_State *L, int position);
/// Pushes a vector of Lua's own, cells not set.
liq_view liq_new_vector(lua_State *L, size_t count);
/// Pushes a handle on the node on top, which it replaces.
void liq_push_handle(lua_State *L, liq_node *node);
/// Pushes a node of Lua's own with room for its cells.
liq_node *liq_push_leaf(lua_State *L, size_t count);
/// Pushes the vector of an operation on the values at two positions; `right` may be 0 for operations on one.
int liq_combine(lua_State *L, liq_operation operation, int left, int right);
/// Cells `from` to `from + count` of a node, where they are or computed into `room`; at most LIQ_BLOCK.
const double *liq_cells(lua_State *L, const liq_node *node, size_t from, size_t count, double *room);
/// The node of the vector at a position, for one pass over its cells.
liq_node *liq_check_node(lua_State *L, int position);
/// Where the metatable of vectors lies in the registry.
extern const char liq_vector_key;
/// Looks at the kill flag every LIQ_STRIDE cells.
static inline void liq_poll(lua_State *L, size_t i) {
    if (i % LIQ_STRIDE == 0) liq_charge(L, i ? LIQ_STRIDE / 8 : 1);
}
/// A method of vectors, and the most arguments that it takes.
typedef struct {
    const char *name;
    lua_CFunction function;
    int most;
} liq_method;
/// Adds methods, the last of them without a name, to the table on top.
void liq_add_methods(lua_State *L, const liq_method *methods);
void liq_add_vector_math(lua_State *L);
void liq_add_vector_cells(lua_State *L);
void liq_add_vector_folds(lua_State *L);
void liq_add_vector_running(lua_State *L);
void liq_add_vector_windows(lua_State *L);

// order.c
enum { LIQ_SERIAL_SIZE = 8 };
/// Whether a block has a number before it. Cannot raise.
bool liq_is_numbered(const void *block);
/// Whether what Lua is about to make is to have one; `tag` is what Lua's allocator is told.
bool liq_wants_number(size_t tag);
/// The block behind the number at `base`.
void *liq_number_block(void *base, uint64_t serial);
/// The number of the value at a position, 0 if it has none. Needs a free slot. Cannot raise.
uint64_t liq_serial_of(lua_State *L, int position);
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
void liq_open_coroutines(lua_State *L);
void liq_open_strings(lua_State *L);
void liq_open_tables(lua_State *L);
/// A first position that counts from the end when negative, from 1.
size_t liq_start_position(lua_Integer position, size_t length);
void liq_open_patterns(lua_State *L);
void liq_open_pairs(lua_State *L);

#endif
