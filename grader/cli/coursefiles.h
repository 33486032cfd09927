/* SPDX-License-Identifier: MIT
 *
 * The files that a course's journal is made into, by batch and merge, and what is to be said
 * about them.
 */
#ifndef CLI_COURSEFILES_H
#define CLI_COURSEFILES_H

#include <signal.h>

#include "base/error.h"
#include "batch/journal.h"

/* worksheet: Moodle's, as it was downloaded; NULL: none. stop: see batch/outputs.h. */
int coursefiles_write(struct journal *j, const char *out, const char *worksheet,
                      const volatile sig_atomic_t *stop, struct error *err);

#endif
