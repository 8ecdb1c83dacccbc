#include "internal.h"

#include <setjmp.h>

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
