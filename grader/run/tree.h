/* SPDX-License-Identifier: MIT
 *
 * All threads of all processes below some roots, kept from look to look. A thread's state
 * is read before its children are listed: a thread that is off the processor makes none, so
 * a look in which all are blocked has missed nobody.
 */
#ifndef RUN_TREE_H
#define RUN_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "run/task.h"
#include "run/wait.h"

#define TREE_ROOTS 4

struct housekeeper;

struct member {
    struct task task;
    struct wait wait; /* holds while decoded, as stat does */
    struct task_stat stat;
    bool decoded;  /* cleared whenever the thread has changed */
    bool opaque;   /* decoded, and nobody can tell */
    bool counts;   /* false for a root that only inherits orphans */
    uint64_t look; /* the last look that met it */
    /* Set when it is a runtime's thread, and not the program's own (run/probe.c). */
    const struct housekeeper *housekeeper;
};

struct tree {
    struct proc proc;
    pid_t roots[TREE_ROOTS];
    bool root_counts[TREE_ROOTS];
    size_t root_count;
    struct member *members; /* in the order in which they were met first */
    size_t count, size;
    size_t expected; /* the member that the walk will probably meet next */
    int *queue;      /* processes still to visit */
    size_t queued, queue_size;
    char *text; /* room for a list of children */
    size_t text_size;
    uint64_t look;
    bool changed; /* the last look met somebody new or missed somebody */
};

/* All bits zero may be closed; returns -1 when there is no /proc. */
int tree_open(struct tree *t, const pid_t *roots, const int *root_counts, size_t count);
void tree_close(struct tree *t);

/* Looks at every thread; now_ns is the present. Members never move between looks. */
void tree_look(struct tree *t, int64_t now_ns);

/* Whether the first thread of the first root runs now, which takes a look at that one alone:
 * all else stays as the last whole look found it. */
bool tree_root_runs(struct tree *t, int64_t now_ns);

#endif
