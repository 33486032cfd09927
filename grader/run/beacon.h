/* SPDX-License-Identifier: MIT
 *
 * A small part that compiled C and C++ programs are linked with: when a signal is about to
 * end the program, it makes one system call that the filter reports (run/filter.h), and then
 * lets the signal end it as it would have anyway. It speaks for signals whose action is
 * still the default when main() begins, leaves them alone once the program handles them
 * itself, and is gone after execve(2). Without a filter the call fails and nothing is told.
 *
 * Tracing the whole run would do without it, but each signal, fork and thread would stop and
 * wait for us; a core file goes where the machine's administrator wants it.
 */
#ifndef RUN_BEACON_H
#define RUN_BEACON_H

/* prctl(BEACON_CALL, signal, siginfo_t *, ucontext_t *, 0); the kernel knows no such one. */
#define BEACON_CALL 0x736F636B

/* Itself (run/linked/beacon.c), as assembly for the compiler to link with a program. */
extern const char beacon_source[];

#endif
