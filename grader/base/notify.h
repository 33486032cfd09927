/* SPDX-License-Identifier: MIT
 *
 * Tells that something happened in folders, where the system can: never what, and nothing on
 * some file systems of other computers. Who relies on it looks now and then as well.
 */
#ifndef BASE_NOTIFY_H
#define BASE_NOTIFY_H

/* A descriptor that polls readable when something happened; -1: the system tells nothing, which
 * the others take, too. */
int notify_open(void);

/* Asks for one more folder; one that is known already stays known. */
void notify_of(int notify, const char *folder);

/* Forgets what happened so far. */
void notify_clear(int notify);

#endif
