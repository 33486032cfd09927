/* SPDX-License-Identifier: MIT
 *
 * One look at what the student's program is doing. The conversation asks for it through
 * struct observer, so that it needs to know nothing of /proc, and a host without one can
 * answer ACTIVITY_UNKNOWN.
 */
#ifndef PLAY_LOOK_H
#define PLAY_LOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum activity {
    ACTIVITY_UNKNOWN, /* can't be told: non-dumpable, unreadable, no /proc */
    ACTIVITY_RUNNING, /* some thread runs, is runnable, or was so since the last look */
    ACTIVITY_SLEEPING, /* all blocked, but one wakes by itself (sleep, timer, timed lock) */
    ACTIVITY_LISTENING, /* all blocked, and what wakes by itself waits for a descriptor with a
                           time-out (poll, select, SO_RCVTIMEO) */
    ACTIVITY_WAITING, /* all blocked, for ever, in two looks in a row with nothing run between */
    ACTIVITY_ENDED, /* no thread is left */
};

/* What one blocked thread waits for. */
enum wait_kind {
    WAIT_OTHER,
    WAIT_SOCKET_READ,  /* recv, read on a socket */
    WAIT_SOCKET_WRITE, /* send, write on a socket */
    WAIT_ACCEPT,
    WAIT_CONNECT,
    WAIT_STDIN, /* read on descriptor 0 or a duplicate of it */
    WAIT_PIPE,
    WAIT_MANY,  /* poll, select, epoll on several descriptors or on none that is known */
    WAIT_LOCK,  /* futex without time-out */
    WAIT_CHILD, /* wait4, waitid */
    WAIT_SLEEP, /* nanosleep, or poll/select with no descriptor */
    WAIT_SIGNAL,
    WAIT_STOPPED, /* by SIGSTOP or its like */
};

struct wait_fact {
    int pid, tid;
    enum wait_kind kind;
    int fd;          /* the descriptor waited for, or -1 */
    int64_t ends_ns; /* monotonic time at which it ends by itself; INT64_MAX: never */
};

#define LOOK_WAITS 16

struct look {
    enum activity activity;
    bool rests; /* RUNNING, but only since it ran before the look: all are blocked now */
    int64_t ends_ns; /* the first moment at which a thread moves by itself */
    struct wait_fact waits[LOOK_WAITS]; /* of the threads of the program, main first */
    size_t wait_count;
};

/* look: takes one look. since_ns is the moment after which waiting is of no interest: a
 * finite wait that ends later counts as for ever. */
struct observer {
    void *ctx;
    void (*look)(void *ctx, int64_t deadline_ns, struct look *out);
    int64_t (*cpu_ns)(void *ctx); /* processor time used so far */
    bool blind;                   /* it never sees anything: all looks are UNKNOWN */
    int64_t (*memory)(void *ctx); /* bytes that it takes, as the limit counts them */
    int (*over)(void *ctx);   /* enum limit_kind that the program has exceeded, or -1 */
    bool (*serve)(void *ctx); /* answers calls of the program; whether there were any */
    int calls_fd;             /* readable when there are; -1: never */
};

const char *activity_name(enum activity a);
const char *
wait_kind_name(enum wait_kind k); /* "recv()", "accept()", "the keyboard" ... */

#endif
