/* SPDX-License-Identifier: MIT
 *
 * A process of ours that reads what may have been made to harm its reader: whoever makes it
 * stumble gets nowhere by it, but to another answer.
 */
#ifndef RUN_CONFINE_H
#define RUN_CONFINE_H

/* From now on, for good, the calling process can only compute, read what it has open and
 * write to answer_fd, for a second of processor time. -1: it is not so. */
int confine_reader(int answer_fd);

#endif
