/* SPDX-License-Identifier: MIT
 *
 * Who programs run as, in the portable build: the caller; for root an unprivileged user, since
 * a program would have root's files else.
 */
#ifndef RUN_USER_H
#define RUN_USER_H

#include <sys/types.h>

#include "base/error.h"

uid_t user_uid(void);
gid_t user_gid(void);

/* Becomes that user for good. */
int user_drop_root(struct error *err);

#endif
