/* SPDX-License-Identifier: MIT
 *
 * A network that a run has left as it came: the next run of the same grader takes it instead
 * of a new one, which costs the kernel a millisecond to make and to take down, with the user
 * namespace that it belongs to. No program can change it (that takes capabilities), only
 * leave sockets behind; who has left one, of whatever family and in whatever state, a port in
 * TIME_WAIT too, is the last one in it. Never are two runs in one at the same time.
 *
 * With it goes what its user namespace owns of the file system, if it was kept: the base of a
 * root (run/root.h), in which no program was, of which the next run has a copy.
 *
 * The process that checks holds the pile; its runs, children of it, take from it and give
 * back. The portable build's is always empty.
 */
#ifndef RUN_SPARE_H
#define RUN_SPARE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/digest.h"
#include "base/error.h"

#define SPARES_MOST                                                                      \
    4 /* a pile is for one run at a time, and those whose end overlaps it */

struct spare {
    int user_fd, net_fd;             /* the namespaces, owned; -1: none */
    int base_fd;                     /* a mount namespace, owned; -1: none */
    unsigned char base[DIGEST_SIZE]; /* what that is made of */
    bool any_host;                   /* how the network is furnished: run/network.h */
};

#define SPARE_NONE ((struct spare){.user_fd = -1, .net_fd = -1, .base_fd = -1})

struct spares {
    int ends[2]; /* what runs give back comes in at the first; -1: no pile */
    struct spare list[SPARES_MOST];
    size_t count;
};

#define SPARES_NONE ((struct spares){.ends = {-1, -1}})

/* Without one, every run makes its own. */
int spares_open(struct spares *all, struct error *err);
void spares_close(struct spares *all);

/* One that is furnished so, or SPARE_NONE. all may be NULL. */
struct spare spares_take(struct spares *all, bool any_host);

/* Of the run that is in it, when all its processes have ended and all sockets of the grader in
 * it are closed: gives back the network that it is in, if nothing is left there. `s` is what
 * it took, or SPARE_NONE, with its own base; borrowed. */
void spares_give(const struct spares *all, const struct spare *s);

/* Goes there; -1 when it can't, or there is none: errno. */
int spare_enter_user(const struct spare *s);
int spare_enter_network(const struct spare *s);

void spare_close(struct spare *s);

#endif
