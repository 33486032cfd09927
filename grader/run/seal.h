/* SPDX-License-Identifier: MIT
 *
 * Makes all that is mounted read-only, and setuid files without effect: at one stroke, or
 * mount by mount on a kernel before 5.12, whose programs could else write to what belongs to
 * their own user, an interpreter in a home for one.
 */
#ifndef RUN_SEAL_H
#define RUN_SEAL_H

/* For the mount namespace of this process, with its /proc mounted. Allocates nothing.
 * Returns 0 or -1 (errno). */
int seal_mounts(void);

#endif
