#include "internal.h"

#include <stdlib.h>

// Compiled functions, read from what lua_dump writes: which lines can run, and whether the compiler has made one of the
// mistakes that give wrong values without an error. Compiled code is never loaded, but for the
// copies of functions that copy.c makes.
//
// Source: Lua 5.4, ldump.c (the order of the parts), lopcodes.h (instructions), ldebug.c luaG_getfuncline (how lines are
// packed).

enum { OP_LOADI = 1, OP_LOADK = 3, OP_LFALSESKIP = 6, OP_LOADTRUE = 7, OP_GETUPVAL = 9, OP_BAND = 41, OP_BXOR = 43,
       OP_JMP = 56, OP_TEST = 66, OP_TESTSET = 67, JUMP_OFFSET = (1 << 24) - 1, FEW_CONSTANTS = 255,
       /// Instructions between the load of a left operand and its operator, at most.
       OPERAND_REACH = 5 };

typedef struct {
    const uint8_t *at, *end;
    bool damaged;
} cursor;

typedef struct {
    const uint8_t *code;
    size_t count, constants;
    int32_t begin;
    bool is_variadic;
    /// The line of each instruction.
    int32_t *lines;
    /// How many local variables each instruction sees: registers above them hold values of an expression.
    uint8_t *locals;
} prototype;

typedef struct {
    cursor in;
    /// What is asked for: lines that can run (a byte each), or mistakes.
    uint8_t *marks;
    size_t marks_size;
    int32_t last_line;
    bool looks_for_mistakes;
    liq_miscompiled found;
    int32_t line, function;
} reading;

// ---- the parts ------------------------------------------------------------------------------------------------------

static const uint8_t *skip(cursor *in, size_t count) {
    const uint8_t *at = in->at;
    if (count > (size_t)(in->end - in->at)) {
        in->damaged = true;
        in->at = in->end;
        return at;
    }
    in->at += count;
    return at;
}

static uint8_t read_byte(cursor *in) { return in->at < in->end ? *in->at++ : (uint8_t)(in->damaged = true); }

// Seven bits a byte, the last one marked.
static size_t read_size(cursor *in) {
    size_t value = 0;
    while (!in->damaged) {
        uint8_t next = read_byte(in);
        value = value << 7 | (next & 0x7f);
        if (next & 0x80) return value;
    }
    return 0;
}

static void skip_string(cursor *in) {
    size_t size = read_size(in);
    if (size) skip(in, size - 1);
}

static void skip_constant(cursor *in) {
    switch (read_byte(in)) {
    case 0x13:
    case 0x03: skip(in, 8); break;
    case 0x04:
    case 0x14: skip_string(in); break;
    default: break;
    }
}

static uint32_t instruction(const prototype *p, size_t pc) {
    uint32_t word;
    memcpy(&word, p->code + 4 * pc, sizeof word);
    return word;
}

static uint32_t operation(uint32_t word) { return word & 0x7f; }
static uint32_t register_a(uint32_t word) { return word >> 7 & 0xff; }
static uint32_t register_b(uint32_t word) { return word >> 16 & 0xff; }

// ---- mistakes -------------------------------------------------------------------------------------------------------

// A comparison as an index into a table from outside: the table is fetched between the comparison's jump and the two
// instructions that make a boolean, so that it is not fetched where the comparison holds. Mended in 5.4.8.
static bool is_wrong_index(const prototype *p, size_t pc) {
    if (pc < 1 || pc + 2 >= p->count || operation(instruction(p, pc)) != OP_GETUPVAL) return false;
    uint32_t jump = instruction(p, pc - 1);
    return operation(jump) == OP_JMP && (jump >> 7) == JUMP_OFFSET + 2u &&
           operation(instruction(p, pc + 1)) == OP_LFALSESKIP && operation(instruction(p, pc + 2)) == OP_LOADTRUE;
}

/// The jumps of a function by where they lead: `first[t]` is one to instruction t, `next[j]` another to the same; 0 ends.
typedef struct {
    uint32_t *first, *next;
} jump_lists;

static bool list_jumps(const prototype *p, jump_lists *jumps) {
    jumps->first = calloc(2 * p->count + 2, sizeof *jumps->first);
    if (!jumps->first) return false;
    jumps->next = jumps->first + p->count + 1;
    for (size_t pc = 0; pc < p->count; pc++) {
        uint32_t word = instruction(p, pc);
        if (operation(word) != OP_JMP) continue;
        int64_t target = (int64_t)pc + 1 + (int64_t)(word >> 7) - JUMP_OFFSET;
        if (target < 0 || (uint64_t)target >= p->count) continue;
        jumps->next[pc] = jumps->first[target];
        jumps->first[target] = (uint32_t)pc;  // the first instruction is never a jump that leads on
    }
    return true;
}

// Whether a jump past the load of a left operand belongs to that operand: it then tests the operand's register, and leads
// to what follows the load at once. Where that makes a boolean the jump is one of the right operand.
static bool is_of_left(const prototype *p, uint32_t left, size_t load, uint32_t jump, size_t target) {
    uint32_t test = instruction(p, jump - 1), next = operation(instruction(p, target));
    if (register_a(test) != left) return false;
    if (operation(test) == OP_TESTSET) return true;
    return operation(test) == OP_TEST && target == load + 1 && next != OP_LFALSESKIP && next != OP_LOADTRUE;
}

// A number before &, | or ~ that is too far back among the constants to be an operand: it is loaded after the condition on
// the right has been begun, so that a jump of that condition leads past the load. Mended in 5.4.5.
static bool is_wrong_bitwise(const prototype *p, const jump_lists *jumps, size_t pc) {
    uint32_t word = instruction(p, pc), left = register_b(word);
    if (operation(word) < OP_BAND || operation(word) > OP_BXOR || left < p->locals[pc]) return false;
    size_t load = pc;
    do {
        if (load == 0 || pc - load == OPERAND_REACH) return false;
        load--;
    } while (register_a(instruction(p, load)) != left || operation(instruction(p, load)) == OP_JMP);
    uint32_t loads = operation(instruction(p, load));
    if (loads != OP_LOADI && loads != OP_LOADK) return false;
    for (size_t target = load + 1; target <= pc; target++) {
        for (uint32_t jump = jumps->first[target]; jump; jump = jumps->next[jump]) {
            if (jump < load && !is_of_left(p, left, load, jump, target)) return true;
        }
    }
    return false;
}

static void look_for_mistakes(reading *r, const prototype *p) {
    jump_lists jumps = {NULL, NULL};
    if (p->constants > FEW_CONSTANTS && !list_jumps(p, &jumps)) {
        r->found = LIQ_NOT_READ;
        return;
    }
    for (size_t pc = 0; pc < p->count; pc++) {
        liq_miscompiled mistake = is_wrong_index(p, pc) ? LIQ_WRONG_INDEX
                                  : jumps.first && is_wrong_bitwise(p, &jumps, pc) ? LIQ_WRONG_BITWISE
                                                                                   : LIQ_SOUND;
        if (mistake == LIQ_SOUND || (r->found != LIQ_SOUND && r->line <= p->lines[pc])) continue;
        r->found = mistake;
        r->line = p->lines[pc];
        r->function = p->begin;
    }
    free(jumps.first);
}

// ---- lines ----------------------------------------------------------------------------------------------------------

static void mark_lines(reading *r, const prototype *p) {
    for (size_t pc = 0; pc < p->count; pc++) {
        // The first of a variadic function prepares it, the last one returns by itself.
        if ((pc == 0 && p->is_variadic) || pc + 1 == p->count) continue;
        if (p->lines[pc] > r->last_line) r->last_line = p->lines[pc];
        if (p->lines[pc] > 0 && (size_t)p->lines[pc] < r->marks_size) r->marks[p->lines[pc]] = 1;
    }
}

// Steps of a byte; where one does not fit the line is in a list that follows.
static void read_lines(cursor *in, prototype *p) {
    size_t steps = read_size(in);
    const uint8_t *step = skip(in, steps);
    size_t listed = read_size(in);
    size_t next_place = SIZE_MAX;
    int32_t line = p->begin, next_line = 0;
    for (size_t pc = 0; pc < p->count; pc++) {
        if (pc < steps && (int8_t)step[pc] == -128) {
            while (listed > 0 && (next_place == SIZE_MAX || next_place < pc)) {
                next_place = read_size(in);
                next_line = (int32_t)read_size(in);
                listed--;
            }
            if (next_place == pc) line = next_line;
        } else if (pc < steps) {
            line += (int8_t)step[pc];
        }
        p->lines[pc] = line;
    }
    for (; listed > 0 && !in->damaged; listed--) {
        read_size(in);
        read_size(in);
    }
}

// Locals are listed in the order in which they begin, and the earliest ones have the lowest registers.
static void read_locals(cursor *in, prototype *p) {
    for (size_t left = read_size(in); left > 0 && !in->damaged; left--) {
        skip_string(in);
        size_t from = read_size(in), to = read_size(in);
        for (size_t pc = from; pc < to && pc < p->count; pc++) p->locals[pc]++;
    }
}

// ---- functions ------------------------------------------------------------------------------------------------------

static void read_function(reading *r) {
    cursor *in = &r->in;
    prototype p = {0};
    skip_string(in);
    p.begin = (int32_t)read_size(in);
    read_size(in);  // the line of its end
    read_byte(in);  // parameters
    p.is_variadic = read_byte(in) != 0;
    read_byte(in);  // registers
    p.count = read_size(in);
    if (p.count > (size_t)(in->end - in->at) / 4) in->damaged = true;
    if (in->damaged) return;
    p.code = skip(in, 4 * p.count);
    p.constants = read_size(in);
    for (size_t left = p.constants; left > 0 && !in->damaged; left--) skip_constant(in);
    skip(in, 3 * read_size(in));  // upvalues
    // Nesting is bounded by the compiler, to 200.
    for (size_t left = read_size(in); left > 0 && !in->damaged; left--) read_function(r);
    if (in->damaged) return;
    p.lines = calloc(p.count + 1, sizeof *p.lines + sizeof *p.locals);
    if (!p.lines) {
        r->found = LIQ_NOT_READ;
        in->damaged = true;
        return;
    }
    p.locals = (uint8_t *)(p.lines + p.count + 1);
    read_lines(in, &p);
    read_locals(in, &p);
    for (size_t left = read_size(in); left > 0 && !in->damaged; left--) skip_string(in);  // names of upvalues
    if (!in->damaged && r->looks_for_mistakes) look_for_mistakes(r, &p);
    if (!in->damaged && r->marks) mark_lines(r, &p);
    free(p.lines);
}

static int append(lua_State *L, const void *bytes, size_t size, void *context) {
    (void)L;
    liq_dump *dump = context;
    if (dump->size + size > dump->room) {
        size_t room = 2 * (dump->size + size) + 1024;
        uint8_t *moved = realloc(dump->bytes, room);
        if (!moved) return 1;
        dump->bytes = moved;
        dump->room = room;
    }
    memcpy(dump->bytes + dump->size, bytes, size);
    dump->size += size;
    return 0;
}

bool liq_dump_top(lua_State *L, liq_dump *dump) {
    *dump = (liq_dump){NULL, 0, 0};
    return !lua_iscfunction(L, -1) && lua_dump(L, append, dump, 0) == 0;
}

// Reads the function on top. lua_dump allocates nothing of Lua's and raises nothing.
static void read_top(lua_State *L, reading *r) {
    // Signature, version, format, check bytes, three sizes; an integer and a float to check, the number of upvalues.
    static const uint8_t head[] = {0x1b, 'L', 'u', 'a', 0x54, 0, 0x19, 0x93, '\r', '\n', 0x1a, '\n', 4, 8, 8};
    liq_dump buffer;
    if (!liq_dump_top(L, &buffer)) {
        r->found = LIQ_NOT_READ;
    } else if (buffer.size > sizeof head + 17 && memcmp(buffer.bytes, head, sizeof head) == 0) {
        r->in = (cursor){buffer.bytes + sizeof head + 17, buffer.bytes + buffer.size, false};
        read_function(r);
    }
    free(buffer.bytes);
}

liq_miscompiled liq_find_miscompiled(lua_State *L, int32_t *line, int32_t *function) {
    reading r = {.looks_for_mistakes = true};
    read_top(L, &r);
    *line = r.line;
    *function = r.function;
    return r.found;
}

int32_t liq_lua_active_lines(liq_lua_state *s, uint8_t *lines, size_t size) {
    uint8_t none = 0;
    if (!lua_isfunction(s->current, -1) || lua_iscfunction(s->current, -1)) return -1;
    reading r = {.marks = lines ? lines : &none, .marks_size = lines ? size : 0};
    read_top(s->current, &r);
    return r.last_line;
}
