#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "liq_confine.h"

#include <errno.h>
#include <grp.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define OWN_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OWN_ARCH AUDIT_ARCH_AARCH64
#endif

// ---- folder, user, parent -------------------------------------------------------------------------------------------

enum { NOBODY = 65534, LAST_CAPABILITY = 63 };

// A folder that is removed while it is the working folder stays one: an empty folder in which nothing can be made.
static void enter_empty_folder(void) {
    static const char *const places[] = {"/tmp/liq-XXXXXX", "/var/tmp/liq-XXXXXX", "/dev/shm/liq-XXXXXX"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        char path[32];
        strncpy(path, places[i], sizeof path - 1);
        path[sizeof path - 1] = 0;
        if (!mkdtemp(path)) continue;
        bool is_inside = chdir(path) == 0;
        if (rmdir(path) == 0 && is_inside) return;
    }
    // The open calls are refused all the same.
    if (chdir("/") != 0) return;
}

// Root is not bound by limits on processes, and files are open to it: it becomes nobody. In a container whose users are
// mapped this may fail; then it stays root without any capability.
static void drop_privileges(void) {
    for (int i = 0; i <= LAST_CAPABILITY; i++) prctl(PR_CAPBSET_DROP, i, 0, 0, 0);
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    if (geteuid() == 0) {
        if (chroot(".") == 0 && chdir("/") != 0) _exit(70);
        bool is_alone = setgroups(0, NULL) == 0;
        bool is_nobody = setresgid(NOBODY, NOBODY, NOBODY) == 0 && setresuid(NOBODY, NOBODY, NOBODY) == 0;
        (void)(is_alone && is_nobody);
    }
    struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3];
    memset(none, 0, sizeof none);
    syscall(SYS_capset, &head, none);
}

// After the change of user, which would undo it.
static void end_with_parent(void) {
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    // Whoever made the socket that is this process's input is its parent, unless that is gone.
    struct ucred maker;
    socklen_t size = sizeof maker;
    if (getsockopt(STDIN_FILENO, SOL_SOCKET, SO_PEERCRED, &maker, &size) == 0 && maker.pid > 0 &&
        maker.pid != getppid()) {
        _exit(0);
    }
}

// ---- system calls ---------------------------------------------------------------------------------------------------

#ifdef OWN_ARCH

enum { MOST_INSTRUCTIONS = 160, X32_CALLS = 0x40000000 };
#define REFUSED (SECCOMP_RET_ERRNO | EPERM)

typedef struct {
    struct sock_filter code[MOST_INSTRUCTIONS];
    unsigned short count;
} filter;

// `if_true` and `if_false` are how many instructions a jump leaves out.
static void add(filter *f, unsigned code, uint32_t value, unsigned if_true, unsigned if_false) {
    if (f->count == MOST_INSTRUCTIONS) abort();
    f->code[f->count++] = (struct sock_filter){(uint16_t)code, (uint8_t)if_true, (uint8_t)if_false, value};
}

static void answer(filter *f, uint32_t what) { add(f, BPF_RET | BPF_K, what, 0, 0); }

static void load(filter *f, size_t offset) { add(f, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0); }

// The lower half of an argument. The kernel looks at no more of those that are asked about here.
static void load_argument(filter *f, size_t index) {
    load(f, offsetof(struct seccomp_data, args) + index * sizeof(uint64_t));
}

static void allow(filter *f, long call) {
    add(f, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 1);
    answer(f, SECCOMP_RET_ALLOW);
}

static void allow_if_equal(filter *f, long call, size_t index, uint32_t value) {
    add(f, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 4);
    load_argument(f, index);
    add(f, BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1);
    answer(f, SECCOMP_RET_ALLOW);
    answer(f, REFUSED);
}

static void allow_if_both_equal(filter *f, long call, size_t one, uint32_t value, size_t other, uint32_t second) {
    add(f, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 6);
    load_argument(f, one);
    add(f, BPF_JMP | BPF_JEQ | BPF_K, value, 0, 3);
    load_argument(f, other);
    add(f, BPF_JMP | BPF_JEQ | BPF_K, second, 0, 1);
    answer(f, SECCOMP_RET_ALLOW);
    answer(f, REFUSED);
}

static void allow_without_bits(filter *f, long call, size_t index, uint32_t bits) {
    add(f, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 4);
    load_argument(f, index);
    add(f, BPF_JMP | BPF_JSET | BPF_K, bits, 1, 0);
    answer(f, SECCOMP_RET_ALLOW);
    answer(f, REFUSED);
}

// What is not on the list answers EPERM: the C library asks for some things that it can do without, and reports the
// rest as an error. Calls by the numbers of another processor are nothing that it does: they end the process.
static void write_filter(filter *f) {
    load(f, offsetof(struct seccomp_data, arch));
    add(f, BPF_JMP | BPF_JEQ | BPF_K, OWN_ARCH, 1, 0);
    answer(f, SECCOMP_RET_KILL_PROCESS);
    load(f, offsetof(struct seccomp_data, nr));
#ifdef __x86_64__
    add(f, BPF_JMP | BPF_JGE | BPF_K, X32_CALLS, 0, 1);
    answer(f, SECCOMP_RET_KILL_PROCESS);
#endif
    static const long free_calls[] = {
        // The socket to the program, which is open, and nothing that opens another file.
        SYS_read, SYS_write, SYS_sendto, SYS_close,
        // Memory.
        SYS_brk, SYS_munmap, SYS_mremap, SYS_madvise,
        // The timer that ends a call, and its signal.
        SYS_timer_create, SYS_timer_settime, SYS_timer_delete, SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_rt_sigreturn,
        SYS_sigaltstack, SYS_restart_syscall, SYS_clock_gettime, SYS_clock_nanosleep, SYS_nanosleep, SYS_gettimeofday,
        SYS_getpid, SYS_gettid,
        // Locks, seeds of hash tables, the end.
        SYS_futex, SYS_sched_yield, SYS_getrandom, SYS_exit, SYS_exit_group,
    };
    for (size_t i = 0; i < sizeof free_calls / sizeof *free_calls; i++) allow(f, free_calls[i]);
    // No memory from which instructions can run.
    allow_without_bits(f, SYS_mmap, 2, PROT_EXEC);
    allow_without_bits(f, SYS_mprotect, 2, PROT_EXEC);
    // Signals to itself, as abort() sends one.
    allow_if_equal(f, SYS_tgkill, 0, (uint32_t)getpid());
    // Its own limit of memory, which follows the size of the series.
    allow_if_both_equal(f, SYS_prlimit64, 0, 0, 1, RLIMIT_AS);
    answer(f, REFUSED);
}

bool liq_confine_can_filter(void) {
    // EINVAL where the kernel is built without filters. The other question is about killing the whole process.
    uint32_t action = SECCOMP_RET_KILL_PROCESS;
    return prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0 &&
           syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

static bool filter_calls(void) {
    static filter f;
    f.count = 0;
    write_filter(&f);
    struct sock_fprog program = {.len = f.count, .filter = f.code};
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) == 0;
}

#else

bool liq_confine_can_filter(void) { return false; }

static bool filter_calls(void) { return false; }

#endif

bool liq_confine(void) {
    enter_empty_folder();
    drop_privileges();
    end_with_parent();
    // Without this, only root could filter its calls.
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    return filter_calls();
}
