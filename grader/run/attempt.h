/* SPDX-License-Identifier: MIT
 *
 * One attempt at one case: a fresh start of the program on a stage of its own, one
 * conversation with it. Runs in a worker process (run/child.h) that does nothing else.
 */
#ifndef RUN_ATTEMPT_H
#define RUN_ATTEMPT_H

#include <stdint.h>

#include "play/play.h"
#include "run/cgroup.h"
#include "run/locate.h"
#include "run/notice.h"
#include "run/usage.h"
#include "run/stage.h"
#include "run/deeds.h"
#include "run/submission.h"

struct attempt_order {
    const struct exercise *exercise;
    const struct test_case *test;
    const struct submission *submission; /* built */
    enum stage_kind stage;
    enum wanted_mode mode;
    uint64_t seed;
    bool unhurried;              /* play/play.h */
    bool in_place;               /* run/inplace.h */
    struct limits limits;        /* resolved: every one is said */
    const struct cgroup *cgroup; /* to run in; NULL: none */
    pid_t grader;
    struct partner *partner;     /* play/play.h; its exercise says which part we play */
    struct spare spare;          /* the network that it takes, or SPARE_NONE */
    const struct spares *spares; /* where it gives it back; NULL: nowhere */
};

#define ATTEMPT_SOCKETS 32

/* What is known afterwards; owned by the attempt. */
struct attempt {
    struct play play; /* outcome, transcript, captures, dialled */
    struct scope *scope;
    struct stage *stage;
    struct notice notice; /* what the filter of its calls told */
    struct deeds deeds;   /* what it did with sockets */
    uint64_t
        wait_sockets[LOOK_WAITS]; /* which one each wait is for; 0: none, not known */
    bool unaccepted; /* our connection lies in the queue: no accept() has returned it */
    const struct connection
        *serves;  /* another of our connections, which it waits to hear from; or NULL */
    bool managed; /* its threads wait in calls of its runtime */
    bool starved; /* the computer ran out of memory, for no fault of the program */
    struct usage usage; /* at the failure */
    bool files_used_up; /* a process of it had all the files open that it may have */
    bool disk_used_up;  /* its file system had no room left */
    int port;           /* our turn on a shared port, or -1 */
    struct sockdiag_entry
        sockets[ATTEMPT_SOCKETS]; /* that the program held: LISTEN and UDP */
    bool socket_udp[ATTEMPT_SOCKETS];
    size_t socket_count;
    struct trace crash;   /* an uncaught error of the program */
    struct trace waits;   /* where it waits */
    struct fault fault;   /* how a signal ended it, or a process of it */
    struct trace refusal; /* its source was refused at start */
    int64_t duration_ns;
    int64_t cpu_ns; /* of the program and its children, until it was decided */
};

/* -1 when the grader, this computer or the script failed. */
int attempt_run(struct attempt *a, const struct attempt_order *order, struct error *err);

void attempt_close(struct attempt *a);

#endif
