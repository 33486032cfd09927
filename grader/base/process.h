/* SPDX-License-Identifier: MIT
 *
 * A child process, held by a descriptor that polls readable once it has ended (and may, for
 * a moment, when another has). Whoever started it reaps it; until then its number is nobody
 * else's.
 */
#ifndef BASE_PROCESS_H
#define BASE_PROCESS_H

#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

/* Returns the descriptor, close-on-exec, or -1 with errno. */
int process_watch(pid_t child);

/* Whether it has ended; *end then tells how (si_code, si_status). It stays to be reaped. */
bool process_ended(int process, siginfo_t *end);

/* Like kill(2), and reaches no other process when it has been reaped. */
int process_signal(int process, int signal);

/* The calling process is killed when its parent ends, where the system can do that; 0: no
 * longer. Changing ids or capabilities undoes it. -1 with errno; ESRCH: the parent has ended
 * already. */
int process_die_with(pid_t parent);

/* The calling thread's short sleeps end when they are to, where the system would else put
 * several wakings together. What it starts from then on inherits that. */
void process_wake_exactly(void);

/* Lets go of it: the process itself is left as it is. -1 is fine. */
void process_close(int process);

#endif
