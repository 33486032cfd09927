/* SPDX-License-Identifier: MIT
 *
 * Open descriptors handed from one process to another, with a few bytes beside them, over a
 * pair of local sockets that keeps messages apart (SOCK_SEQPACKET; SCM_RIGHTS, unix(7)).
 * Sending allocates nothing: it may be done between fork and execve.
 */
#ifndef RUN_PASSING_H
#define RUN_PASSING_H

#include <stddef.h>

#include "base/error.h"

#define PASSING_MOST 4

/* Both ends close-on-exec. */
int passing_pair(int ends[2], struct error *err);

/* Returns 0 or -1 (errno). */
int passing_send(int socket, const void *data, size_t len, const int *fds, size_t count);

/* Waits for a message of exactly this length; of up to `count` fds, those that did not come
 * are -1, those that did are close-on-exec. -1 (errno; 0: the other end is closed). */
int passing_receive(int socket, void *data, size_t len, int *fds, size_t count);

#endif
