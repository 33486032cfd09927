/* SPDX-License-Identifier: MIT
 *
 * The filter of system calls that a program runs under (seccomp(2)). What no student's
 * program needs and what could reach out of the stage is refused with an errno; calls that
 * are rare and worth knowing of are reported first (run/notice.h). Reads and writes are
 * never looked at. One row of a table per call.
 */
#ifndef RUN_FILTER_H
#define RUN_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* What is done about a call. */
enum filter_policy {
    FILTER_REFUSE, /* it fails with EPERM, and the program is known to have tried */
    FILTER_HEAR,   /* it goes on, or is made for the program: for run/deeds.h */
    FILTER_WATCH,  /* it goes on: an alarm that the probe wants to know of */
    FILTER_FATAL,  /* a signal is about to end it (run/beacon.h): it is heard out */
    FILTER_MEMORY, /* more memory at one stroke than the limit: fails with ENOMEM */
    FILTER_IGNORE, /* it is said to have worked, and nothing is done */
    FILTER_LACK,   /* it fails with ENOSYS, as on an older system, and nobody is told */
};

/* The program for the kernel; all bits zero is none. */
struct filter {
    void *code;   /* of struct sock_filter */
    size_t count; /* instructions */
};

/* Makes it; memory_bytes: what one call may ask for. -1 when libseccomp can't. */
int filter_make(struct filter *f, int64_t memory_bytes, struct error *err);

/* The same, anew and slowly; watches: calls can be reported and then go on. What filter_make
 * takes from a table has this as memory_bytes, each half a number of its own. */
#define FILTER_MARK INT64_C(0x5ea15ea15ec09000)
int filter_generate(struct filter *f, bool watches, int64_t memory_bytes,
                    struct error *err);
void filter_close(struct filter *f);

/* Puts the calling thread and what comes from it under the filter, for good; to be called
 * after no_new_privs. Returns the descriptor that reports calls, or -1 (errno). */
int filter_install(const struct filter *f);

/* Whether calls can be reported and then go on: since Linux 5.5. */
bool filter_watches(void);

/* Whether a thread whose call is reported can't be woken by a signal, and call again, while
 * it is answered: since Linux 5.19. */
bool filter_waits_out_signals(void);

/* What is done about the call with this number; its name, for people. */
enum filter_policy filter_policy_of(int number);
const char *filter_name_of(int number);

#endif
