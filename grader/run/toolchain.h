/* SPDX-License-Identifier: MIT
 *
 * What this computer has to run a language's programs with, and its version.
 */
#ifndef RUN_TOOLCHAIN_H
#define RUN_TOOLCHAIN_H

#include <limits.h>
#include <stdbool.h>

#include "run/language.h"

struct toolchain {
    const struct language *language;
    bool works;
    char path[PATH_MAX]; /* "": not found */
    char
        passed_over[PATH_MAX]; /* not found, but this: a script, or out of reach; or "" */
    char version[160]; /* the first line of `TOOL --version`; "": it does not tell */
};

/* Looks for the language's tool, and asks it as the user that programs run as. A language
 * without a tool needs none. */
void toolchain_find(struct toolchain *t, const struct language *language);

#endif
