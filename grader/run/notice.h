/* SPDX-License-Identifier: MIT
 *
 * Hears of the calls that the filter reports (run/filter.h), answers them, and remembers
 * what they tell: what the program was refused, which alarms it has set, that it asked for
 * more memory than there is for it, what it does with sockets (run/deeds.h). A program that waits for an answer is not waiting for
 * the conversation; so they are answered in the poll loop.
 */
#ifndef RUN_NOTICE_H
#define RUN_NOTICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "run/fatal.h"

struct deeds;

#define NOTICE_ALARMS 64
#define NOTICE_ANY_TIME INT64_C(-1)

struct notice_alarm {
    pid_t pid;           /* whose process, in our numbers */
    int64_t ends_ns;     /* monotonic */
    int64_t interval_ns; /* and then again and again; 0: once; NOTICE_ANY_TIME */
};

struct notice {
    int fd;              /* that reports, or -1: nothing is known then */
    const char *refused; /* name of the call that was refused last; NULL: none was */
    unsigned refusals;
    int64_t memory_bytes; /* asked for at one stroke and too much; 0: never */
    struct notice_alarm alarms[NOTICE_ALARMS];
    size_t alarm_count;
    bool knows_alarms;    /* they are reported */
    bool alarms_lost;     /* there were more */
    bool timers_made;     /* timer_create(2) was called */
    struct fatals fatals; /* signals that were about to end a process */
    struct deeds *deeds;  /* borrowed; NULL: sockets are of no interest */
};

/* Takes the descriptor over, which may be -1. */
void notice_open(struct notice *n, int fd);
void notice_close(struct notice *n);

/* From now on deeds are told to this one, which is borrowed. */
void notice_tell(struct notice *n, struct deeds *deeds);

/* Answers the calls that wait, so many at a time; returns whether there was one. */
bool notice_serve(struct notice *n);

/* When the next alarm of the process goes off; INT64_MAX: never. 0: not known. */
int64_t notice_alarm_of(const struct notice *n, pid_t pid, int64_t now_ns);

#endif
