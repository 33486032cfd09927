/* SPDX-License-Identifier: MIT
 *
 * What has to be done to a mount namespace, as a list: made before the walker is started, where
 * there is room and time for it, and then walked, by a process that allocates nothing and
 * stops at the first step that fails. Which one that was, and why, is told in words afterwards.
 */
#ifndef RUN_SETUP_H
#define RUN_SETUP_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/error.h"

/* All bits zero is an empty list. Strings are copied. */
struct setup {
    struct setup_step *steps;
    size_t count;
};

/* How the walk went. */
struct setup_walked {
    bool failed;
    size_t step;    /* failed: where, */
    int number;     /* and why: errno */
    bool makeshift; /* the list of processes is not its own */
    int kept_fd;    /* the namespace that was kept, the walker's; -1: none */
};

/* A mount namespace of its own, in which nothing comes through from the old one or back. */
void setup_namespace(struct setup *s);
void setup_folder(struct setup *s, const char *path, mode_t mode);
void setup_link(struct setup *s, const char *target, const char *path);
void setup_file(struct setup *s, const char *path, const char *text, size_t len);
/* The content of an open file, which must stay open until the walk: `size` bytes from `at`. */
void setup_copy(struct setup *s, const char *path, int fd, off_t at, off_t size,
                mode_t mode);
void setup_tmpfs(struct setup *s, const char *path, const char *options);
/* Makes what is at `from`, a folder with all that is mounted in it or a file, appear at
 * `path`, which must be there. */
void setup_bind(struct setup *s, const char *from, const char *path);
/* Shows the processes of the walker's own process numbers; where a container forbids that,
 * what /proc shows there. */
void setup_proc(struct setup *s, const char *path);
/* Makes the folder the root; what was the root before is gone. */
void setup_enter(struct setup *s, const char *path);
/* Makes all that is mounted so far read-only, and setuid files without effect. */
void setup_seal(struct setup *s);

/* Keeps the namespace as it is now for other walks, and goes on in a copy; unless what is shown
 * there is makeshift. Those join a copy of their own: all other steps are of that. What they
 * mount anew is their own list of processes. */
void setup_keep(struct setup *s);
void setup_join(struct setup *s, int kept_fd);
void setup_new_proc(struct setup *s, const char *path);

/* The step that was added last may fail. */
void setup_optional(struct setup *s);

void setup_walk(const struct setup *s, struct setup_walked *w);

/* Says what failed; always -1. */
int setup_explain(const struct setup *s, const struct setup_walked *w, struct error *err);

void setup_close(struct setup *s);

#endif
