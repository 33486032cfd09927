/* SPDX-License-Identifier: MIT
 *
 * One exercise on its way through a check: its cases, what became of each, and at the end the
 * report on all of them. Who runs them is check.c.
 */
#ifndef BATCH_JOB_H
#define BATCH_JOB_H

#include <sys/types.h>

#include "batch/answer.h"
#include "batch/check.h"
#include "run/cgroup.h"

enum slot_state { SLOT_WAITING, SLOT_RUNNING, SLOT_DONE };

/* One case on its way. */
struct slot {
    const struct check_order *order;
    const struct test_case *test;
    enum slot_state state;
    enum wanted_mode mode;
    enum stage_kind stage; /* that it was started on */
    pid_t pid;
    int fd;
    struct cgroup cgroups[2]; /* one a program; CGROUP_NONE where there are none */
    struct buf answer;
    struct report_case first; /* the bare play, while the second is on */
    struct rank first_rank;
    bool second_play;
    struct report_case result;
    bool has_error;
    struct error err;
};

struct job {
    const struct check_order *order;
    struct slot *slots;
    size_t count;
    bool begun;
    bool whole;                 /* one outcome for all its cases: nothing is played */
    int64_t began_ns, ended_ns; /* 0: not yet */
};

/* -1 when it has not the case that is asked for. */
int job_open(struct job *j, const struct check_order *order, struct error *err);
void job_close(struct job *j);

void slot_fails(struct slot *s, const struct error *err);
void job_fails(struct job *j, const struct error *err); /* every case of it */

/* Takes one play's outcome over; true when it decides, false when a second play is wanted. */
bool slot_take(struct slot *s, struct answer *a);

/* True when its program can't be run: every case has that verdict then. */
bool job_judge(struct job *j);

bool job_is_done(const struct job *j);

/* Whether a case that this one needs has failed; and what becomes of it then. */
bool job_lacks_need(const struct job *j, const struct slot *s);
void job_skip(const struct job *j, struct slot *s);

/* Our own failure to read the script at play time concerns the whole exercise: -1. */
int job_script_error(const struct job *j, struct error *err);

void job_hand_over(const struct job *j, struct report_exercise *out);

#endif
