#ifndef LIQ_CONFINE_H
#define LIQ_CONFINE_H

// What a process that runs one plugin gives up before it reads the plugin. Nothing here is about Lua.

#include <stdbool.h>

/// Whether this kernel can filter the system calls of a process, on a processor that the filter is written for.
bool liq_confine_can_filter(void);

/// Gives up, for good: the working folder (an empty one that has no name takes its place; for root it is the whole file
/// system), every capability, the user root, gaining privileges by starting a program, and all system calls but a few.
/// Ties the process to the thread that started it: when that ends, this process is killed. Ends the process at once if
/// that has already happened. Answers whether system calls are filtered. Call it once, before other threads start.
bool liq_confine(void);

#endif
