/* SPDX-License-Identifier: MIT
 *
 * A temporary folder for a group of tests, open to all users; the tests run in it.
 */
#ifndef TESTS_FOLDER_H
#define TESTS_FOLDER_H

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run/scratch.h"

static char folder[200];

static inline int folder_make(void **state)
{
    struct error err;
    (void)state;
    return scratch_make(folder, sizeof folder, &err) || chmod(folder, 0755)
           || chdir(folder);
}

static inline int folder_remove(void **state)
{
    (void)state;
    int result = chdir("/");
    scratch_remove(folder);
    return result || access(folder, F_OK) == 0;
}

static inline void put(const char *name, const void *data, size_t len, mode_t mode)
{
    int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, data, len), len);
    assert_int_equal(fchmod(fd, mode), 0);
    close(fd);
}

static inline void put_text(const char *name, const char *text)
{
    put(name, text, strlen(text), 0644);
}

#endif
