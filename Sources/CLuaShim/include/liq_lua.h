#ifndef LIQ_LUA_H
#define LIQ_LUA_H

// The wall between Swift and Lua. This header names nothing of Lua's own C API on purpose: a Swift file that could
// call a raising function would let longjmp cross a Swift frame, which leaks what the frame owns and is undefined.
//
// Each function says one of two things:
//   "cannot raise"  legal at any time, also inside a host function;
//   "protected"     runs under a pcall of its own and answers a status; if that is not LIQ_LUA_OK the reason is in
//                   the state's fault (liq_lua_fault_…) and the stack is as it was before the call.
//
// Stack positions are those of the coroutine that runs (the main one when none does): 1 is the first argument of the
// innermost host function, -1 the top. The state keeps track of it, so no caller can hold the wrong stack.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __clang__
#pragma clang assume_nonnull begin
#endif

typedef struct liq_lua_state liq_lua_state;
typedef struct liq_lua_control liq_lua_control;

/// What a protected function answers.
enum {
    LIQ_LUA_OK = 0,
    LIQ_LUA_RUNTIME = 1,
    LIQ_LUA_SYNTAX = 2,
    LIQ_LUA_MEMORY = 3,
    LIQ_LUA_STACK = 4,
    LIQ_LUA_INTERRUPTED = 5,
    LIQ_LUA_DEADLINE = 6,
    LIQ_LUA_INSTRUCTIONS = 7,
};

/// The part of a line that an error is about.
enum {
    LIQ_LUA_ABOUT_MEMBER = 1,
    LIQ_LUA_ABOUT_INDEX = 2,
    LIQ_LUA_ABOUT_ARGUMENT = 3,
};

/// What lies at a stack position.
enum {
    LIQ_LUA_NONE = -1,
    LIQ_LUA_NIL = 0,
    LIQ_LUA_BOOLEAN = 1,
    LIQ_LUA_INTEGER = 2,
    LIQ_LUA_NUMBER = 3,
    LIQ_LUA_STRING = 4,
    LIQ_LUA_TABLE = 5,
    LIQ_LUA_FUNCTION = 6,
    LIQ_LUA_OBJECT = 7,
    LIQ_LUA_VECTOR = 8,
    LIQ_LUA_ROW = 9,
    LIQ_LUA_OTHER = 10,
};

/// Bytes that hold where a function is, or what it is called, and an end.
enum { LIQ_LUA_PLACE_SIZE = 96 };

enum { LIQ_LUA_SCRIPT = 0, LIQ_LUA_PLUGIN = 1 };

/// The host's side. Lua's frames are below these calls, so they return normally, always.
typedef struct {
    void *context;
    /// Runs a host function. Its arguments are stack positions 1…count. Answers how many results it has pushed, or -1
    /// after liq_lua_fail.
    int32_t (*invoke)(void *context, void *object, int32_t count);
    /// The collector has dropped the object in this slot of the host's list.
    void (*release)(void *context, int32_t slot);
    /// One `print`, without the line end.
    void (*print)(void *context, const char *bytes, size_t length);
} liq_lua_host;

typedef struct {
    liq_lua_host host;
    int32_t profile;
    /// Seeds math.random.
    uint64_t seed;
    /// Bytes; 0 means no cap.
    size_t memory;
    /// Fault injection for tests: the n-th growing allocation fails, 0 for none.
    int64_t failing_allocation;
    /// All after the n-th fail as well, so that an emergency collection cannot help.
    bool failing_ever_after;
} liq_lua_config;

// ---- state.c ------------------------------------------------------------------------------------------------------

/// Opens a state with the libraries of its profile. NULL when memory runs out on the way. Cannot raise.
liq_lua_state *_Nullable liq_lua_open(const liq_lua_config *config);
/// Closes it and frees all that Lua owns. No call may be running. Cannot raise.
void liq_lua_close(liq_lua_state *state);
/// Bytes held by Lua now. Cannot raise.
size_t liq_lua_memory_used(liq_lua_state *state);
/// The most bytes ever held. Cannot raise.
size_t liq_lua_memory_peak(liq_lua_state *state);
/// Sets the fault injection, counted from now; 0 turns it off. Cannot raise.
void liq_lua_set_failing_allocation(liq_lua_state *state, int64_t n, bool ever_after);
/// A full collection. Protected.
int32_t liq_lua_collect(liq_lua_state *state);
/// The release of the linked library, such as "Lua 5.4.4". Cannot raise.
const char *liq_lua_release(void);

// ---- limits.c -----------------------------------------------------------------------------------------------------

/// Limits from the next outermost call on; 0 means none. `memory` holds at once. Cannot raise.
void liq_lua_set_limits(liq_lua_state *state, size_t memory, uint64_t deadline_ns, uint64_t instructions);
/// Whether the running call is to end: what long native loops poll. Cannot raise.
bool liq_lua_should_stop(liq_lua_state *state);
/// Whether a call is running, so that this is inside a host function. Cannot raise.
bool liq_lua_is_running(liq_lua_state *state);
/// The part of a state that outlives it, retained. Cannot raise.
liq_lua_control *liq_lua_control_retain(liq_lua_state *state);
/// Gives it back. Callable from any thread.
void liq_lua_control_release(liq_lua_control *control);
/// Ends the running call, or the next one if none runs. Async-signal-safe, from any thread, also after close.
void liq_lua_interrupt(liq_lua_control *control);
/// From now on SIGINT ends the calls that run, in every thread; the third that a call leaves unanswered ends the
/// process with 130. Cannot raise.
void liq_lua_install_sigint(void);
/// From now on a call that is three seconds past its deadline ends the process with 75, as nothing else can end work
/// inside Lua's own C functions. Cannot raise.
void liq_lua_end_when_stuck(void);
/// What is done before either of them ends the process, in a signal handler: only what such a one may do. Cannot raise.
void liq_lua_set_last_act(void (*act)(void));
/// Whether SIGINT came while no call ran since this was last asked. Cannot raise.
bool liq_lua_take_sigint(void);
/// How often SIGINT came since it was installed. Cannot raise.
uint64_t liq_lua_sigint_count(void);
/// Whether this is a thread sanitizer build, in which signals are late. Cannot raise.
bool liq_lua_has_thread_sanitizer(void);

// ---- coverage.c, compiled.c ---------------------------------------------------------------------------------------

/// From the next call on, each line that runs is noted; calls with an instruction budget are left out. False without
/// memory. Cannot raise.
bool liq_lua_start_coverage(liq_lua_state *state);
/// The name of the chunk at an index from 0, NULL past the last; `lines` has a byte for each line from 0, not zero
/// where it ran. Valid until the next call. Cannot raise.
const char *_Nullable liq_lua_covered(liq_lua_state *state, size_t index, const uint8_t *_Nullable *_Nonnull lines,
                                      size_t *count);
/// The last line of the Lua function on top, and of the functions in it, on which something can run; `lines` gets a 1
/// for each of them that is below `size`. -1 where it is not a function of Lua. Cannot raise.
int32_t liq_lua_active_lines(liq_lua_state *state, uint8_t *_Nullable lines, size_t size);

// ---- source.c -----------------------------------------------------------------------------------------------------

/// Compiles text, under the limits. `name` is shown in messages as it is. Pushes the function. Protected.
int32_t liq_lua_load(liq_lua_state *state, const char *source, size_t length, const char *name);

// ---- call.c -------------------------------------------------------------------------------------------------------

/// Calls the function below the `count` arguments on top, under the limits; replaces all of them by the results.
/// Protected.
int32_t liq_lua_call(liq_lua_state *state, int32_t count);
/// The same with a time limit in nanoseconds. It only holds for this call, and not where a call around it has a limit.
/// Protected.
int32_t liq_lua_call_within(liq_lua_state *state, int32_t count, uint64_t deadline_ns);
/// The line on which the function at a position begins; 0 for one that is not Lua's. Cannot raise.
int32_t liq_lua_function_line(liq_lua_state *state, int32_t position);
/// Its line, and the name of its chunk cut to what fits; 0 for a function that is not Lua's. Cannot raise.
int32_t liq_lua_function_place(liq_lua_state *state, int32_t position, char chunk[_Nonnull LIQ_LUA_PLACE_SIZE]);
/// What stands behind a host function at a position; NULL for others. Cannot raise.
void *_Nullable liq_lua_function_object(liq_lua_state *state, int32_t position);
/// The shortest name under which globals, or tables that are globals, hold the value at a position; false where none
/// does. Cannot raise.
bool liq_lua_global_name(liq_lua_state *state, int32_t position, char name[_Nonnull LIQ_LUA_PLACE_SIZE]);
/// Whether two values are one, without metamethods. Cannot raise.
bool liq_lua_is_same(liq_lua_state *state, int32_t one, int32_t other);
/// Replaces the value on top by its text, honouring __tostring and __name, under the limits. Protected.
int32_t liq_lua_text(liq_lua_state *state);

// ---- copy.c -------------------------------------------------------------------------------------------------------

/// Replaces the function on top by a copy that shares nothing which a call of it could change. Protected.
int32_t liq_lua_copy_function(liq_lua_state *state);

// ---- fault.c ------------------------------------------------------------------------------------------------------

/// The message of the last failure, at most 4 KB, as it was raised. Cannot raise.
const char *liq_lua_fault_message(liq_lua_state *state, size_t *length);
/// The chunk whose code was running; empty if none was. Cannot raise.
const char *liq_lua_fault_chunk(liq_lua_state *state);
/// Its line; 0 if none was running. Cannot raise.
int32_t liq_lua_fault_line(liq_lua_state *state);
/// The calls that were active, a line each; may be empty. Cannot raise.
const char *liq_lua_fault_traceback(liq_lua_state *state);
/// Which part of the line the fault is about, where this library knows it (LIQ_LUA_ABOUT_…), else 0. Cannot raise.
int32_t liq_lua_fault_subject(liq_lua_state *state);
/// The name of that field or method, or of the function whose first argument is wrong. Cannot raise.
const char *liq_lua_fault_subject_name(liq_lua_state *state);
/// Keeps the message that the trampoline will raise after the host function has returned -1. `positioned`: the text
/// has its place in it already. Answers -1. Cannot raise.
int32_t liq_lua_fail(liq_lua_state *state, const char *message, size_t length, bool positioned);
/// The text as the script will see it, after a failing host function: chunk and line in front unless positioned.
/// Valid until the next liq_lua_fail. Cannot raise.
const char *liq_lua_failed_text(liq_lua_state *state, size_t *length);

// ---- values.c -----------------------------------------------------------------------------------------------------

/// How many values are on the stack. Cannot raise.
int32_t liq_lua_top(liq_lua_state *state);
/// Drops what is above `top`. Cannot raise, as no host code makes to-be-closed slots.
void liq_lua_set_top(liq_lua_state *state, int32_t top);
/// Makes room; false if there is none. Cannot raise.
bool liq_lua_reserve(liq_lua_state *state, int32_t count);
/// The kind of a value. Cannot raise.
int32_t liq_lua_kind(liq_lua_state *state, int32_t position);
/// The name of its type as in messages: "number", "vector", "map". Cannot raise; valid while the value lives.
const char *liq_lua_type_name(liq_lua_state *state, int32_t position);
/// Plain reads of a value of that kind; no conversion. Cannot raise.
bool liq_lua_read_boolean(liq_lua_state *state, int32_t position);
int64_t liq_lua_read_integer(liq_lua_state *state, int32_t position);
double liq_lua_read_number(liq_lua_state *state, int32_t position);
const char *_Nullable liq_lua_read_string(liq_lua_state *state, int32_t position, size_t *length);
/// The host object behind an object, a row, or a vector of the host's; NULL if none. Cannot raise.
void *_Nullable liq_lua_read_object(liq_lua_state *state, int32_t position);
/// Pushes; room is the caller's duty. Cannot raise.
void liq_lua_push_nil(liq_lua_state *state);
void liq_lua_push_boolean(liq_lua_state *state, bool value);
void liq_lua_push_integer(liq_lua_state *state, int64_t value);
void liq_lua_push_number(liq_lua_state *state, double value);
void liq_lua_push_copy(liq_lua_state *state, int32_t position);
/// Protected.
int32_t liq_lua_push_string(liq_lua_state *state, const char *bytes, size_t length);
/// Keeps the value on top in the registry and pops it. Protected.
int32_t liq_lua_reference(liq_lua_state *state, int32_t *reference);
/// Pushes a kept value. Cannot raise.
void liq_lua_push_reference(liq_lua_state *state, int32_t reference);
/// Forgets a kept value. Cannot raise.
void liq_lua_unreference(liq_lua_state *state, int32_t reference);
/// Reads and writes the table of globals without metamethods. Protected.
int32_t liq_lua_push_global(liq_lua_state *state, const char *name, size_t length);
int32_t liq_lua_set_global(liq_lua_state *state, const char *name, size_t length);

// ---- tables.c: all raw, no metamethod runs ------------------------------------------------------------------------

/// Protected.
int32_t liq_lua_new_table(liq_lua_state *state, int32_t array, int32_t fields);
/// A table of `count` numbers. Protected.
int32_t liq_lua_new_numbers(liq_lua_state *state, const double *_Nullable values, size_t count);
/// Pushes the value under a name or index of the table at `position`. Protected, and cannot raise.
int32_t liq_lua_push_field(liq_lua_state *state, int32_t position, const char *name, size_t length);
void liq_lua_push_element(liq_lua_state *state, int32_t position, int64_t index);
/// Stores the value on top and pops it. Protected.
int32_t liq_lua_set_field(liq_lua_state *state, int32_t position, const char *name, size_t length);
int32_t liq_lua_set_element(liq_lua_state *state, int32_t position, int64_t index);
/// Replaces the table on top by one through which scripts can only read it; what they write is an error with the name.
/// Protected.
int32_t liq_lua_seal(liq_lua_state *state, const char *name, size_t length);
/// Whether the value at a position is a sealed table. Needs two free places. Cannot raise.
bool liq_lua_is_sealed(liq_lua_state *state, int32_t position);
/// Pushes a copy of the value at a position; of a sealed table, the one with the values. Needs two free places. Cannot
/// raise.
void liq_lua_push_plain(liq_lua_state *state, int32_t position);
/// The raw length. Cannot raise.
int64_t liq_lua_length(liq_lua_state *state, int32_t position);
/// Replaces the key on top by the next key and value; pops it and sets `more` to false at the end. Protected.
int32_t liq_lua_next(liq_lua_state *state, int32_t position, bool *more);
/// Reads elements 1…count. Answers 0, or the first index whose value is no number (then its type is in `found`).
/// Cannot raise.
int64_t liq_lua_read_numbers(liq_lua_state *state, int32_t position, double *_Nullable values, int64_t count,
                             const char *_Nullable *_Nonnull found);

// ---- host.c -------------------------------------------------------------------------------------------------------

/// Pushes a function that calls the host with `object`. On failure the host still owns the slot. Protected.
int32_t liq_lua_push_function(liq_lua_state *state, void *object, int32_t slot);
/// Makes the metatable of an object type from three or four values on top: methods (a table), the function that reads
/// other fields, the one that makes text, and one for the length or nil; replaces them by it. Protected.
int32_t liq_lua_new_type(liq_lua_state *state, const char *name, size_t length);
/// Pushes an object with the metatable kept under `type`. On failure the host still owns the slot. Protected.
int32_t liq_lua_push_object(liq_lua_state *state, void *object, int32_t slot, int32_t type);

// ---- vector.c -----------------------------------------------------------------------------------------------------

enum { LIQ_LUA_NAME_SIZE = 48 };

/// A block of doubles that the host owns and scripts read. It outlives every vector over it, as the host keeps it in
/// its slot.
typedef struct {
    double *_Nullable data;
    size_t count;
    /// Ends with a zero byte.
    char name[LIQ_LUA_NAME_SIZE];
} liq_lua_block;

/// Copies a name, cut at a whole character if it is too long. Cannot raise.
void liq_lua_set_name(char *name, const char *bytes, size_t length);
/// Pushes a vector over a host's block. On failure the host still owns the slot. Protected.
int32_t liq_lua_push_vector(liq_lua_state *state, liq_lua_block *block, void *object, int32_t slot);
/// The doubles of a vector that Lua owns; computes them where they are not yet. They stay while the vector is
/// referenced, and change no more. Protected.
int32_t liq_lua_read_vector(liq_lua_state *state, int32_t position, double *_Nullable *_Nonnull data, size_t *count);
/// Puts a function in place of the one on top that calls it and computes the vectors of its first result: itself, or
/// in tables two deep. Protected.
int32_t liq_lua_push_answering(liq_lua_state *state);
/// Pushes a list of the names of a vector's methods, in no order. Protected.
int32_t liq_lua_push_vector_methods(liq_lua_state *state);
/// Pushes the constructor: f(table), f(count [, fill]). Protected.
int32_t liq_lua_push_vector_constructor(liq_lua_state *state);

// ---- row.c --------------------------------------------------------------------------------------------------------

/// One column of a row; exactly one pointer is set.
typedef struct {
    const double *_Nullable numbers;
    const int64_t *_Nullable integers;
} liq_lua_column;

/// Rows of named columns, of which one is shown. The host owns it and keeps it in its slot.
typedef struct {
    const liq_lua_column *_Nullable columns;
    int64_t count;
    /// The row that is shown, from 0.
    int64_t index;
    /// Changes with every move: rows from `back` hold the one they were made in.
    uint64_t generation;
    bool valid;
    char name[LIQ_LUA_NAME_SIZE];
} liq_lua_rows;

/// Pushes a row. Two tables are on top: field name to column number from 0, and field name to constant value; both
/// are replaced by the row. On failure the host still owns the slot. Protected.
int32_t liq_lua_push_row(liq_lua_state *state, liq_lua_rows *rows, void *object, int32_t slot);
/// Replaces the row on top by one that holds until the row is moved. Protected.
int32_t liq_lua_push_row_view(liq_lua_state *state);

#ifdef __clang__
#pragma clang assume_nonnull end
#endif
#endif
