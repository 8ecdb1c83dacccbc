#include "internal.h"

#include <math.h>

// Powers and remainders stay calls of the C library, and their loops as they are.
#pragma clang diagnostic ignored "-Wpass-failed"

// Nodes: cells, and computations over cells that are done a block at a time.

const char liq_vector_key;

enum { DEEPEST = 8 };

// `a` and `b` are NULL for the number. What is written to `out` may be read from it: cell i depends on cell i alone.
#define EACH(EXPRESSION)                                                             \
    if (a && b) {                                                                    \
        _Pragma("clang loop vectorize(assume_safety)") for (size_t i = 0; i < n; i++) { \
            double x = a[i], y = b[i];                                               \
            (void)x, (void)y;                                                        \
            out[i] = (EXPRESSION);                                                   \
        }                                                                            \
    } else if (a) {                                                                  \
        double y = number;                                                           \
        _Pragma("clang loop vectorize(assume_safety)") for (size_t i = 0; i < n; i++) { \
            double x = a[i];                                                         \
            (void)x, (void)y;                                                        \
            out[i] = (EXPRESSION);                                                   \
        }                                                                            \
    } else {                                                                         \
        double x = number;                                                           \
        _Pragma("clang loop vectorize(assume_safety)") for (size_t i = 0; i < n; i++) { \
            double y = b[i];                                                         \
            (void)x, (void)y;                                                        \
            out[i] = (EXPRESSION);                                                   \
        }                                                                            \
    }                                                                                \
    break

// As Lua has it for floats: the remainder has the sign of the divisor.
static double modulo(double x, double y) {
    double rest = fmod(x, y);
    return rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest;
}

static void compute(liq_operation operation, const double *a, const double *b, double number, double *out, size_t n) {
    switch (operation) {
    case LIQ_PLUS: EACH(x + y);
    case LIQ_MINUS: EACH(x - y);
    case LIQ_TIMES: EACH(x * y);
    case LIQ_OVER: EACH(x / y);
    case LIQ_POWER: EACH(pow(x, y));
    case LIQ_MODULO: EACH(modulo(x, y));
    case LIQ_FLOOR_OVER: EACH(floor(x / y));
    // With a NaN on either side these two are NaN.
    case LIQ_LEAST: EACH(y < x ? y : y == y ? x : y);
    case LIQ_MOST: EACH(y > x ? y : y == y ? x : y);
    case LIQ_BELOW: EACH((double)(x < y));
    case LIQ_AT_MOST: EACH((double)(x <= y));
    case LIQ_ABOVE: EACH((double)(x > y));
    case LIQ_AT_LEAST: EACH((double)(x >= y));
    case LIQ_EQUAL: EACH((double)(x == y));
    case LIQ_DIFFERENT: EACH((double)(x != y));
    case LIQ_OR_ELSE: EACH(x == x ? x : y);
    case LIQ_NEGATE: EACH(-x);
    case LIQ_ABSOLUTE: EACH(fabs(x));
    case LIQ_LOG: EACH(log(x));
    case LIQ_EXP: EACH(exp(x));
    case LIQ_ROOT: EACH(sqrt(x));
    case LIQ_FLOOR: EACH(floor(x));
    case LIQ_CEILING: EACH(ceil(x));
    case LIQ_ROUND: EACH(round(x));
    case LIQ_SIGN: EACH(x > 0 ? 1 : x < 0 ? -1 : x);
    case LIQ_IS_NAN: EACH((double)(x != x));
    }
}

const char *liq_node_name(const liq_node *node) { return node->block ? node->block->name : "vector"; }

const double *liq_cells(lua_State *L, const liq_node *node, size_t from, size_t count, double *room) {
    if (node->block) return node->block->data + from;
    if (node->data) return node->data + from;
    double other[LIQ_BLOCK];
    const double *a = node->left ? liq_cells(L, node->left, from, count, room) : NULL;
    const double *b = node->right ? liq_cells(L, node->right, from, count, other) : NULL;
    compute(node->operation, a, b, node->number, room, count);
    return room;
}

liq_node *liq_push_leaf(lua_State *L, size_t count) {
    if (count > INT32_MAX) luaL_error(L, "a vector of that length is too large");
    liq_charge(L, count / 8 + 1);
    liq_node *node = lua_newuserdatauv(L, sizeof *node + count * sizeof(double), 1);
    *node = (liq_node){.tag = TAG_NODE, .count = count, .data = (double *)(node + 1), .slot = -1};
    return node;
}

void liq_push_handle(lua_State *L, liq_node *node) {
    liq_vector *v = lua_newuserdatauv(L, sizeof *v, 1);
    *v = (liq_vector){.tag = TAG_VECTOR, .node = node};
    lua_insert(L, -2);
    lua_setiuservalue(L, -2, 1);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &liq_vector_key);
    lua_setmetatable(L, -2);
}

liq_view liq_new_vector(lua_State *L, size_t count) {
    liq_node *node = liq_push_leaf(L, count);
    liq_push_handle(L, node);
    return (liq_view){node->data, count};
}

/// Does the computation of the vector at a position.
static void settle(lua_State *L, int position, liq_vector *v) {
    liq_node *leaf = liq_push_leaf(L, v->node->count);
    for (size_t from = 0; from < leaf->count; from += LIQ_BLOCK) {
        size_t n = leaf->count - from < LIQ_BLOCK ? leaf->count - from : LIQ_BLOCK;
        double *room = leaf->data + from;
        const double *cells = liq_cells(L, v->node, from, n, room);
        if (cells != room) memcpy(room, cells, n * sizeof(double));
        liq_poll(L, from);
    }
    v->node = leaf;
    lua_setiuservalue(L, position, 1);
}

liq_vector *liq_check_handle(lua_State *L, int position) {
    liq_vector *v = liq_tagged(L, position, TAG_VECTOR);
    if (!v && position == 1) liq_need_owner(L, "vector");
    if (!v) luaL_typeerror(L, position, "vector");
    return v;
}

// Upvalues: what the method does, the most arguments that it takes.
static int method(lua_State *L) {
    liq_refuse_surplus(L, "vector", ':', (int)lua_tointeger(L, lua_upvalueindex(2)));
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

void liq_add_methods(lua_State *L, const liq_method *methods) {
    for (const liq_method *m = methods; m->name; m++) {
        lua_pushcfunction(L, m->function);
        lua_pushinteger(L, m->most);
        lua_pushcclosure(L, method, 2);
        lua_setfield(L, -2, m->name);
    }
}

static bool is_pending(const liq_node *node) { return !node->block && !node->data; }

// What is looked at twice is worth being kept.
liq_node *liq_check_node(lua_State *L, int position) {
    liq_vector *v = liq_check_handle(L, position);
    if (is_pending(v->node) && ++v->node->uses > 1) settle(L, lua_absindex(L, position), v);
    return v->node;
}

liq_view liq_check_vector(lua_State *L, int position) {
    liq_vector *v = liq_check_handle(L, position);
    if (is_pending(v->node)) settle(L, lua_absindex(L, position), v);
    liq_node *node = v->node;
    return node->block ? (liq_view){node->block->data, node->block->count} : (liq_view){node->data, node->count};
}

liq_view liq_check_writable(lua_State *L, int position) {
    position = lua_absindex(L, position);
    liq_view view = liq_check_vector(L, position);
    liq_vector *v = liq_check_handle(L, position);
    if (v->node->block) luaL_error(L, "vector '%s' is read-only", v->node->block->name);
    if (!v->node->shared) return view;
    liq_node *copy = liq_push_leaf(L, view.count);
    memcpy(copy->data, view.data, view.count * sizeof(double));
    if (v->node->pinned) {  // the host still looks at the old cells
        lua_getiuservalue(L, position, 1);
        lua_setiuservalue(L, -2, 1);
    }
    v->node = copy;
    lua_setiuservalue(L, position, 1);
    return (liq_view){copy->data, copy->count};
}

// ---- computations -------------------------------------------------------------------------------------------------

typedef struct {
    liq_node *node;  // NULL for a number
    double number;
} operand;

static operand check_operand(lua_State *L, int position, size_t *count, bool *has_count) {
    if (lua_type(L, position) == LUA_TNUMBER) return (operand){NULL, lua_tonumber(L, position)};
    if (!liq_tagged(L, position, TAG_VECTOR)) {
        luaL_error(L, "attempt to combine a vector with a %s value", luaL_typename(L, position));
    }
    liq_node *node = liq_check_node(L, position);
    if (node->depth >= DEEPEST) {
        liq_check_vector(L, position);
        node = liq_check_handle(L, position)->node;
    }
    if (*has_count && node->count != *count) {
        luaL_error(L, "vectors differ in length: %d and %d", (int)*count, (int)node->count);
    }
    *count = node->count;
    *has_count = true;
    return (operand){node, 0};
}

int liq_combine(lua_State *L, liq_operation operation, int left, int right) {
    size_t count = 0;
    bool has_count = false;
    operand a = check_operand(L, left, &count, &has_count);
    operand b = right ? check_operand(L, right, &count, &has_count) : (operand){NULL, 0};
    if (!has_count) return luaL_typeerror(L, left, "vector");
    // Where both are one vector, the second look at it may have computed it.
    if (a.node) a.node = liq_check_handle(L, left)->node;
    liq_charge(L, count / 8 + 1);
    liq_node *node = lua_newuserdatauv(L, sizeof *node, 2);
    *node = (liq_node){.tag = TAG_NODE, .count = count, .slot = -1, .operation = (uint8_t)operation,
                       .left = a.node, .right = b.node, .number = a.node ? b.number : a.number};
    int top = lua_gettop(L);
    if (a.node) {
        lua_getiuservalue(L, left, 1);
        lua_setiuservalue(L, top, 1);
        a.node->shared = true;
        node->depth = a.node->depth + 1;
    }
    if (b.node) {
        lua_getiuservalue(L, right, 1);
        lua_setiuservalue(L, top, 2);
        b.node->shared = true;
        if (b.node->depth >= node->depth) node->depth = b.node->depth + 1;
    }
    liq_push_handle(L, node);
    // What fits a block costs less to compute than to put off.
    if (count <= LIQ_BLOCK) {
        liq_check_vector(L, -1);
        lua_settop(L, top);
    }
    return 1;
}
