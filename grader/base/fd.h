/* SPDX-License-Identifier: MIT
 *
 * What systems do with descriptors, each in its own way. All are close-on-exec from birth.
 */
#ifndef BASE_FD_H
#define BASE_FD_H

#include <poll.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Like pipe(2); both ends block. */
int fd_pipe(int fds[2]);

/* Like socket(2) with protocol 0, and accept(2); non-blocking. */
int fd_socket(int family, int type);
int fd_accept(int listener);

/* Like send(2); a broken connection is an error (EPIPE) and no signal. */
ssize_t fd_send(int fd, const void *data, size_t len);

/* Acknowledges at once what has come, where a system can be asked for that: many small sends
 * at the other end wait for it (Nagle). */
void fd_acknowledge(int fd);

/* Like poll(2), as exactly as the system can wait. */
int fd_wait(struct pollfd *fds, size_t count, int64_t wait_ns);

/* Copies the first max bytes of a file, or all there are, to where `to` stands. The position
 * of `from` is neither used nor moved. Returns how many, or -1 with errno. */
off_t fd_copy(int to, int from, off_t max);

/* Raises what this process may have open (its soft limit) to `most`, as far as it may. Returns
 * how many it may have now. */
size_t fd_make_room(size_t most);

/* Closes every descriptor from `first` on. */
void fd_close_from(int first);

/* Closes all but these; one may be -1. */
void fd_close_others(const int *kept, size_t count);

#endif
