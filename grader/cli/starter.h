/* SPDX-License-Identifier: MIT
 *
 * The assignment file that batch --new-assignment begins one with.
 */
#ifndef CLI_STARTER_H
#define CLI_STARTER_H

/* Prints one of these exercises, as batch takes them, that is due in a week, at the end of an
 * hour. Returns the exit status; what is wrong was said. */
int starter_print(const char *exercises);

#endif
