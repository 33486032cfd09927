/* SPDX-License-Identifier: MIT
 *
 * Made-up hand-ins for tests, in a folder that goes with the test.
 */
#ifndef TESTS_HANDEDIN_H
#define TESTS_HANDEDIN_H

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "run/scratch.h"

struct handedin {
    char root[PATH_MAX];
    char folder[PATH_MAX], unpacked[PATH_MAX]; /* in it */
};

static inline int handedin_make(void **state)
{
    struct handedin *h = mem_alloc(sizeof *h);
    assert_int_equal(scratch_make(h->root, sizeof h->root, NULL), 0);
    snprintf(h->folder, sizeof h->folder, "%.4000s/course", h->root);
    snprintf(h->unpacked, sizeof h->unpacked, "%.4000s/unpacked", h->root);
    assert_int_equal(mkdir(h->folder, 0700), 0);
    *state = h;
    return 0;
}

static inline int handedin_remove(void **state)
{
    struct handedin *h = *state;
    scratch_remove(h->root);
    free(h);
    return 0;
}

#define handedin_test(f)                                                                 \
    cmocka_unit_test_setup_teardown(f, handedin_make, handedin_remove)

static inline char *handedin_path(const struct handedin *h, const char *name)
{
    return mem_printf("%s/%s", h->folder, name);
}

static inline void handedin_put_bytes(const struct handedin *h, const char *name,
                                      const void *bytes, size_t len)
{
    char *path = handedin_path(h, name);
    for (char *slash = path + strlen(h->folder) + 1; (slash = strchr(slash, '/'));
         *slash++ = '/') {
        *slash = '\0';
        mkdir(path, 0700);
    }
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, len), (ssize_t)len);
    close(fd);
    free(path);
}

static inline void handedin_put(const struct handedin *h, const char *name,
                                const char *text)
{
    handedin_put_bytes(h, name, text, strlen(text));
}

static inline void handedin_time(const struct handedin *h, const char *name,
                                 time_t seconds)
{
    const struct timespec times[2] = {{.tv_sec = seconds}, {.tv_sec = seconds}};
    char *path = handedin_path(h, name);
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
    free(path);
}

#endif
