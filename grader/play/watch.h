/* SPDX-License-Identifier: MIT
 *
 * Waits for many descriptors at once at a price that does not grow with their number:
 * epoll(7) where there is one, poll(2) in the portable build.
 */
#ifndef PLAY_WATCH_H
#define PLAY_WATCH_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

#define WATCH_READY 64 /* told at a time; the others the next time */

struct watch {
    int fd;                /* -1: none */
    struct pollfd *polled; /* portable: what is watched, and whose it is */
    void **owners;
    size_t count; /* of descriptors that are watched */
    void *ready[WATCH_READY];
    size_t ready_count;
};

int watch_open(struct watch *w, struct error *err);
void watch_close(struct watch *w);

/* Watches fd for `events` (of poll; 0: no more) on behalf of owner; `before` is what it was
 * watched for until now. */
void watch_change(struct watch *w, int fd, short before, short events, void *owner);

/* Waits at most wait_ns for one of these or of the `count` others, behind which there is room
 * for one more; true when there is any. w->ready then holds the owners. */
bool watch_wait(struct watch *w, struct pollfd *others, size_t count, int64_t wait_ns);

#endif
