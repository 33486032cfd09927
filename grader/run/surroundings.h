/* SPDX-License-Identifier: MIT
 *
 * Where the grader runs: the system, the container, the user, and what the system's
 * settings say. Facts that are read; what works is for run/machine.h to try.
 */
#ifndef RUN_SURROUNDINGS_H
#define RUN_SURROUNDINGS_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

struct surroundings {
    char system[128]; /* "Debian GNU/Linux 12 (bookworm)" */
    char kernel[128]; /* "Linux 6.1.0" */
    const char
        *container;      /* "docker", "podman", "kubernetes", "lxc", "container"; NULL */
    const char *install; /* "sudo apt-get install", without sudo for root; NULL */
    const char *sudo;    /* "sudo ", or "" for root */
    bool root;           /* who may become an unprivileged user */
    bool filtered;       /* a seccomp filter is on us already */
    bool changed_root;   /* our / is no mount of its own: a chroot */
    bool lacks_proc;     /* /proc is not mounted */
    char self[PATH_MAX]; /* the running command */
};

void surroundings_read(struct surroundings *s);

/* A number in a file such as /proc/sys/user/max_user_namespaces; false: not there. */
bool surroundings_number(const char *path, long *out);

/* The text behind "KEY" at the beginning of a line, to the line's end; false: not there. */
bool surroundings_line(const char *path, const char *key, char *out, size_t size);

/* The package manager's words for a distribution that is, or is like, one of these ids
 * (ID and ID_LIKE of os-release(5)); NULL when it is none we know. */
const char *surroundings_installer(const char *ids);

#endif
