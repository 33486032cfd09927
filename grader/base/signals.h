/* SPDX-License-Identifier: MIT
 *
 * How this process takes signals, as far as its children must not: a handler of ours must not
 * run in them, and what is ignored here would stay ignored in a program.
 */
#ifndef BASE_SIGNALS_H
#define BASE_SIGNALS_H

/* Looks which signals are not taken as usual; from then on no others may be set. */
void signals_settle(void);

/* Has all signals taken as usual: of a process that has settled, those that were not. Calls
 * nothing that could not be called after a fork. */
void signals_reset(void);

#endif
