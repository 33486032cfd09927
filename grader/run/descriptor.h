/* SPDX-License-Identifier: MIT
 *
 * What a descriptor of another process is, told without disturbing it.
 */
#ifndef RUN_DESCRIPTOR_H
#define RUN_DESCRIPTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "play/look.h"
#include "run/task.h"

/* USE_POLL: to be told of something to read, or of a client to accept. */
enum descriptor_use { USE_READ, USE_POLL, USE_WRITE };

/* What kind of wait a thread is in that uses this descriptor so. */
enum wait_kind descriptor_wait(const struct task *t, const struct proc *proc, int fd,
                               enum descriptor_use use);

/* Whether reads and writes of it end only when the other end does something. Not so for
 * timerfd, signalfd, or a device that we don't know. */
bool descriptor_is_passive(const struct task *t, const struct proc *proc, int fd);

bool descriptor_is_socket(const struct task *t, const struct proc *proc, int fd);

/* Socket option of the other process's socket, through a copy of its descriptor
 * (pidfd_getfd(2), some 8 microseconds); 0 or -1. */
int descriptor_option(const struct task *t, int fd, int name, void *value, size_t size);

/* How many of the descriptors that an epoll descriptor watches are sockets. */
size_t descriptor_watched_sockets(const struct task *t, const struct proc *proc, int fd);

#endif
