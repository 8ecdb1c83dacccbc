#include "internal.h"

#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

// What has to be known of the thread sanitizer, where this is built with it.

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define HAS_THREAD_SANITIZER 1
#endif
#endif

bool liq_lua_has_thread_sanitizer(void) {
#ifdef HAS_THREAD_SANITIZER
    return true;
#else
    return false;
#endif
}

#ifdef HAS_THREAD_SANITIZER
// It keeps a stack of calls of its own, which it unwinds when it sees `longjmp`. A system's Lua that was built with
// checks of the library (_FORTIFY_SOURCE) raises its errors by this name instead, which it does not know: each error
// would leave calls behind, until there is no room for more.
void __longjmp_chk(jmp_buf buffer, int value) __attribute__((noreturn));

__attribute__((no_sanitize("thread"))) void __longjmp_chk(jmp_buf buffer, int value) { longjmp(buffer, value); }
#endif

// ---- stops ---------------------------------------------------------------------------------------------------------

// A script runs without a hook, which would make every instruction slower. To end it, a timer or another thread sends
// a signal to the script's own thread; the handler sets a count hook of 1 on the coroutine that runs, as the
// stand-alone interpreter does for Ctrl-C. The kill flag is sticky: what pcall swallows is raised again at the next
// instruction, and by every C function here that could go on.

// Ignored by default, so that one that comes late does no harm.
#define POKE SIGURG
#define INITIAL_EXEC __attribute__((tls_model("initial-exec")))

enum { REPOKE_NS = 10 * 1000 * 1000, THREAD_SLOTS = 64, LOOKS = 4 };
#define STUCK_NS 3000000000u

static INITIAL_EXEC _Thread_local liq_lua_state *volatile running;
static INITIAL_EXEC _Thread_local pid_t own_thread;
static INITIAL_EXEC _Thread_local int own_slot;

// Threads that run a state. Ids, not pointers: a stale one costs a stray signal and nothing else.
static _Atomic pid_t threads[THREAD_SLOTS];
static _Atomic uint64_t sigint_count;
static _Atomic bool sigint_unclaimed;
static pthread_once_t poke_once = PTHREAD_ONCE_INIT;

static uint64_t read_clock(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static uint64_t now_ns(void) { return read_clock(CLOCK_MONOTONIC); }

// Time that this thread has worked. Reading it takes a system call, so that it is read when a timer is set and when
// one goes off, not at every call.
static uint64_t worked_ns(void) { return read_clock(CLOCK_THREAD_CPUTIME_ID); }

// Whether a call has had its time. A script is not to be ended because the machine is busy with something else: the
// thread must have worked for as long, too, since the timer was set.
static bool is_over(liq_lua_state *s, uint64_t now) {
    return s->deadline_at && now >= s->deadline_at && worked_ns() - s->worked_mark >= s->limit_ns;
}

// Takes note of what the thread had worked when the call was first looked at: at its start, or so soon after that it
// is given at most a LOOKS-th of its time more.
static void mark_work(liq_lua_state *s) {
    s->worked_mark = worked_ns();
    s->marked_for = s->deadline_at;
}

void liq_set_kill(liq_lua_state *s, int32_t reason) {
    int32_t none = KILL_NONE;
    atomic_compare_exchange_strong(&s->control->kill, &none, reason);
}

// What the handler of the signal does, where no signal comes in time. Under the thread sanitizer the clock's reading
// also lets in the signals that it has held back.
void liq_look(liq_lua_state *s) {
    if (s->polled && is_over(s, now_ns())) liq_set_kill(s, KILL_DEADLINE);
}

// ---- raising ------------------------------------------------------------------------------------------------------

static const char *const kill_text[] = {"", "interrupted", "time limit reached", "instruction limit reached",
                                        "not enough memory"};

static void hook(lua_State *L, lua_Debug *ar) {
    (void)ar;
    liq_lua_state *s = liq_owner(L);
    liq_look(s);
    if (liq_kill_of(s)) liq_raise_kill(L);
    if (s->budgeted) {
        uint64_t step = (uint64_t)lua_gethookcount(L);
        s->budget_left -= step < s->budget_left ? step : s->budget_left;
        if (s->budget_left == 0) {
            liq_set_kill(s, KILL_INSTRUCTIONS);
            liq_raise_kill(L);
        }
        liq_watch(L);
    } else if (!s->polled) {
        lua_sethook(L, NULL, 0, 0);  // a coroutine left over from a call that was watched
    }
}

// Setting a hook takes a time that grows with the depth of calls: in 200,000 of them a signal every 10 ms would leave
// no time for anything else.
static void hook_each_instruction(lua_State *L) {
    if (lua_gethook(L) != hook || lua_gethookcount(L) != 1) lua_sethook(L, hook, LUA_MASKCOUNT, 1);
}

int liq_raise_kill(lua_State *L) {
    hook_each_instruction(L);
    // Without a place: in a hook the one that Lua would add is the caller's. The message handler knows better.
    lua_pushstring(L, kill_text[liq_kill_of(liq_owner(L))]);
    return lua_error(L);
}

void liq_charge(lua_State *L, uint64_t cost) {
    liq_lua_state *s = liq_owner(L);
    if (s->budgeted) {
        s->budget_left -= cost < s->budget_left ? cost : s->budget_left;
        if (s->budget_left == 0) liq_set_kill(s, KILL_INSTRUCTIONS);
    }
    liq_look(s);
    if (liq_kill_of(s)) liq_raise_kill(L);
}

void liq_watch(lua_State *L) {
    liq_lua_state *s = liq_owner(L);
    if (s->coverage && !s->budgeted) return liq_cover(L);
    if (!s->budgeted && !s->polled) return;
    uint64_t step = LIQ_BUDGET_STEP;
    if (s->budgeted && s->budget_left < step) step = s->budget_left ? s->budget_left : 1;
    // Setting a hook starts its count anew: only when something changes.
    if (lua_gethook(L) == hook && (uint64_t)lua_gethookcount(L) == step) return;
    lua_sethook(L, hook, LUA_MASKCOUNT, (int)step);
}

bool liq_lua_should_stop(liq_lua_state *s) {
    liq_look(s);
    return liq_kill_of(s) != KILL_NONE;
}

bool liq_lua_is_running(liq_lua_state *s) { return s->depth > 0; }

// ---- signals ------------------------------------------------------------------------------------------------------

static void arm(liq_lua_state *s, uint64_t at) {
    struct itimerspec t = {.it_value = {(time_t)(at / 1000000000u), (long)(at % 1000000000u)}};
    s->timer_at = at;
    timer_settime(s->timer, TIMER_ABSTIME, &t, NULL);
}

// Work inside Lua's own C functions sees no hook. Those that loop long are replaced by ones that ask for the kill flag;
// these are the last way out of the rest.
static _Atomic bool ends_when_stuck;
static _Atomic int32_t unanswered_sigints;

static void (*_Atomic last_act)(void);

void liq_lua_set_last_act(void (*act)(void)) { atomic_store(&last_act, act); }

static void end_process(const char *message, int status) {
    void (*act)(void) = atomic_load(&last_act);
    if (act) act();
    ssize_t written = write(STDERR_FILENO, message, strlen(message));
    (void)written;
    _exit(status);
}

void liq_lua_end_when_stuck(void) { atomic_store(&ends_when_stuck, true); }

// Runs on the thread of the script, whose chain of active calls stands still meanwhile.
static void on_poke(int signal, siginfo_t *info, void *context) {
    (void)signal;
    (void)context;
    int saved = errno;
    uint64_t now = now_ns();
    for (liq_lua_state *s = running; s; s = s->outer) {
        // The first look at a call: the timer may have been set for an earlier one.
        if (s->deadline_at && s->marked_for != s->deadline_at) mark_work(s);
        bool over = is_over(s, now);
        if (over) liq_set_kill(s, KILL_DEADLINE);
        // In time that the thread has worked: on a busy machine a call may be seen to be over long after its deadline.
        bool stuck = over && worked_ns() - s->worked_mark >= s->limit_ns + STUCK_NS;
        if (stuck && atomic_load(&ends_when_stuck)) {
            end_process("liq: a script is past its time limit inside a function that cannot be stopped\n", 75);
        }
        if (atomic_load(&sigint_count) != s->sigint_base) liq_set_kill(s, KILL_INTERRUPT);
        if (info->si_code == SI_TIMER && info->si_value.sival_ptr == s) {
            s->timer_at = 0;
            // The timer was set for an earlier call, or the script has not ended yet: once more.
            if (s->deadline_at && s->has_timer) {
                uint64_t next = now + s->limit_ns / LOOKS;
                if (now >= s->deadline_at) next = now + REPOKE_NS;
                else if (next > s->deadline_at) next = s->deadline_at;
                arm(s, next);
            }
        }
        if (liq_kill_of(s)) hook_each_instruction(s->current);
    }
    errno = saved;
}

static void install_poke(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = on_poke;
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_SIGINFO | SA_RESTART;
    sigaction(POKE, &action, NULL);
}

static void on_sigint(int signal) {
    (void)signal;
    int saved = errno;
    atomic_fetch_add(&sigint_count, 1);
    bool claimed = false;
    for (int i = 0; i < THREAD_SLOTS; i++) {
        pid_t thread = atomic_load(&threads[i]);
        if (!thread) continue;
        claimed = true;
        syscall(SYS_tgkill, getpid(), thread, POKE);
    }
    if (!claimed) atomic_store(&sigint_unclaimed, true);
    else if (atomic_fetch_add(&unanswered_sigints, 1) >= 2) {
        end_process("\nliq: interrupted three times inside a function that cannot be stopped\n", 130);
    }
    errno = saved;
}

void liq_lua_install_sigint(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_sigint;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);  // no SA_RESTART: a console that waits for a key is to wake up
    // A parent may have blocked it, and the mask is inherited.
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

bool liq_lua_take_sigint(void) { return atomic_exchange(&sigint_unclaimed, false); }

uint64_t liq_lua_sigint_count(void) { return atomic_load(&sigint_count); }

void liq_lua_interrupt(liq_lua_control *control) {
    int32_t none = KILL_NONE;
    atomic_compare_exchange_strong(&control->kill, &none, KILL_INTERRUPT);
    pid_t thread = atomic_load(&control->thread);
    if (thread) syscall(SYS_tgkill, getpid(), thread, POKE);
}

liq_lua_control *liq_lua_control_retain(liq_lua_state *s) {
    atomic_fetch_add(&s->control->references, 1);
    return s->control;
}

void liq_lua_control_release(liq_lua_control *control) {
    if (atomic_fetch_sub(&control->references, 1) == 1) free(control);
}

// ---- entering and leaving -----------------------------------------------------------------------------------------

static void claim_thread(void) {
    for (int i = 0; i < THREAD_SLOTS; i++) {
        int slot = (own_slot + i) % THREAD_SLOTS;
        pid_t none = 0;
        if (atomic_compare_exchange_strong(&threads[slot], &none, own_thread)) {
            own_slot = slot;
            return;
        }
    }
    // More than 64 threads run scripts: this one is not reached by SIGINT, only by its own limits.
}

static void release_thread(void) {
    pid_t own = own_thread;
    atomic_store(&unanswered_sigints, 0);
    atomic_compare_exchange_strong(&threads[own_slot], &own, 0);
}

static bool has_own_timer(liq_lua_state *s) {
    if (s->has_timer && s->timer_thread == own_thread) return true;
    if (s->has_timer) timer_delete(s->timer);
    s->has_timer = false;
    s->timer_at = 0;
    struct sigevent event;
    memset(&event, 0, sizeof event);
    event.sigev_notify = SIGEV_THREAD_ID;
    event.sigev_signo = POKE;
    event.sigev_value.sival_ptr = s;
    event._sigev_un._tid = own_thread;
    if (timer_create(CLOCK_MONOTONIC, &event, &s->timer) != 0) return false;
    s->has_timer = true;
    s->timer_thread = own_thread;
    return true;
}

// Worker threads of a pool often come with all signals blocked.
static void let_poke_in(void) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, POKE);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

// A timer that was left running by an earlier call is as good as a new one: it fires too early, and the handler sets it
// again. So most calls need no system call.
static void set_deadline(liq_lua_state *s) {
    if (!s->limit_ns) return;
    uint64_t now = now_ns();
    uint64_t end = now + s->limit_ns;
    if (!s->polled) s->polled = !has_own_timer(s);
    s->deadline_at = end;
    if (s->polled) mark_work(s);
    uint64_t look = now + s->limit_ns / LOOKS;
    if (!s->polled && (s->timer_at <= now || s->timer_at > look)) {
        let_poke_in();
        mark_work(s);
        arm(s, look);
    }
}

void liq_start_clock(liq_lua_state *s) {
    set_deadline(s);
    liq_watch(s->current);
}

void liq_stop_clock(liq_lua_state *s) {
    s->deadline_at = 0;
    s->polled = liq_lua_has_thread_sanitizer();
    int32_t over = KILL_DEADLINE;
    atomic_compare_exchange_strong(&s->control->kill, &over, KILL_NONE);
}

void liq_enter(liq_lua_state *s) {
    if (s->depth++ > 0) return;
    pthread_once(&poke_once, install_poke);
    if (!own_thread) {
        own_thread = (pid_t)syscall(SYS_gettid);
        let_poke_in();
    }
    s->printed = s->print_dropped = 0;
    s->outer = running;
    s->sigint_base = atomic_load(&sigint_count);
    if (!s->outer) claim_thread();
    atomic_store_explicit(&s->control->thread, own_thread, memory_order_seq_cst);
    running = s;
    // From here on the handler sees this call. The thread sanitizer holds signals back until the thread calls one of
    // the functions that it watches, which a loop in Lua does not.
    s->polled = liq_lua_has_thread_sanitizer();
    set_deadline(s);
    s->budgeted = s->limit_instructions != 0;
    s->budget_left = s->limit_instructions;
    liq_watch(s->current);
    if (atomic_load(&sigint_count) != s->sigint_base) liq_set_kill(s, KILL_INTERRUPT);
    if (liq_kill_of(s)) hook_each_instruction(s->current);
}

void liq_leave(liq_lua_state *s) {
    if (--s->depth > 0) return;
    s->deadline_at = 0;
    running = s->outer;
    atomic_store(&s->control->thread, 0);
    if (!s->outer) release_thread();
    int32_t reason = atomic_exchange(&s->control->kill, KILL_NONE);
    if (atomic_load(&sigint_count) != s->sigint_base && reason != KILL_INTERRUPT) {
        atomic_store(&sigint_unclaimed, true);
    }
    s->budgeted = s->polled = false;
    if (lua_gethook(s->main)) lua_sethook(s->main, NULL, 0, 0);
}

void liq_lua_set_limits(liq_lua_state *s, size_t memory, uint64_t deadline_ns, uint64_t instructions) {
    s->cap = memory;
    s->limit_ns = deadline_ns;
    s->limit_instructions = instructions;
}

void liq_limits_close(liq_lua_state *s) {
    if (s->has_timer) timer_delete(s->timer);
    s->has_timer = false;
}
