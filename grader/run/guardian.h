/* SPDX-License-Identifier: MIT
 *
 * A process that cleans up after this one where no namespace does: it stands apart from
 * our session and family, and when we end in whatever way, it ends the program's processes
 * and removes the scratch folder. It finds them by the program's session and by a marker in
 * their environment; who sheds both and was not our child escapes it. The portable build's
 * finds nobody but the program's process group.
 */
#ifndef RUN_GUARDIAN_H
#define RUN_GUARDIAN_H

#include <sys/types.h>

#include "base/error.h"

/* Starts one for this process. Returns a descriptor that speaks to it, or -1; it is on guard
 * then, and out of reach of signals to our process group. `folder`, which need not be there
 * yet, is to be removed, `marker` is the environment entry NAME=VALUE that programs are given. */
int guardian_start(const char *folder, const char *marker, struct error *err);

/* Tells it of a program, which leads a session. */
void guardian_tell(int guardian, pid_t program);

/* Nothing is left to clean: lets it go and waits until it has gone. */
void guardian_dismiss(int guardian);

#endif
