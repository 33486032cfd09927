/* SPDX-License-Identifier: MIT
 *
 * Tells from /proc what a tree of processes is doing, without ptrace and without a time-out.
 *
 * WAITING is claimed only after two looks in a row in which the same threads were all
 * blocked and none ran in between (the kernel's count of scheduling is unchanged): then
 * there was a moment at which all were blocked at once, and only the outside can end that.
 * What is in flight on sockets is the conversation's to check (play/flight.h).
 *
 * The portable build's is blind: it knows the program's processor time, and nothing else.
 */
#ifndef RUN_PROBE_H
#define RUN_PROBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "play/look.h"
#include "script/limit.h"

struct probe;

/* Looks at the processes below the roots (each root itself counts only if root_counts[i]). */
struct probe *probe_new(const pid_t *roots, const int *root_counts, size_t root_count);
void probe_free(struct probe *p);

/* deadline_ns: a finite wait that ends later than this counts as for ever. */
void probe_look(struct probe *p, int64_t deadline_ns, struct look *out);

/* Alarms that the program has set are asked of `notice` from now on, which is borrowed; so
 * what waits for a signal only is known to wait for ever. */
struct notice;
void probe_hear(struct probe *p, const struct notice *notice);

/* Watches the limits from now on; what was exceeded first, or -1. */
void probe_watch(struct probe *p, const struct limits *limits, bool unhurried);
int probe_exceeded(struct probe *p);

/* The same, looked at afresh: for when nothing more will be looked at. */
int probe_exceeded_now(struct probe *p);

/* What it took of memory when the limits were looked at last; 0 where that can't be seen. */
int64_t probe_memory_bytes(const struct probe *p);

/* What it has used so far. */
struct usage;
void probe_usage(struct probe *p, struct usage *out);

/* Whether a process has all the files open that it may have. */
bool probe_files_used_up(const struct probe *p);

/* Nothing can be told here, now or later: every look says ACTIVITY_UNKNOWN. */
bool probe_blind(const struct probe *p);

/* Processor time used by the tree so far, in nanoseconds, living threads only. */
int64_t probe_cpu_ns(struct probe *p);

/* The same as the kernel counts it: the dead, and children that were waited for, included. */
int64_t probe_used_ns(struct probe *p);

#endif
