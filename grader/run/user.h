/* SPDX-License-Identifier: MIT
 *
 * Who programs run as (stage_uid()): root becomes an unprivileged user, since a program would
 * have root's files else.
 */
#ifndef RUN_USER_H
#define RUN_USER_H

/* Gives root up for good, as the stage does before it runs a program. 0 or -1 (errno). */
int user_drop_root(void);

#endif
