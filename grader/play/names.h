/* SPDX-License-Identifier: MIT
 *
 * A name server on 127.0.0.1 port 53 of the run's own network (RFC 1035): in a world in which
 * every name leads to the grader it answers A, AAAA and PTR questions; in any other one it
 * says that there is no such name, so that a look-up ends at once as it does elsewhere.
 * Messages are taken apart with libresolv's ns_*() functions.
 */
#ifndef PLAY_NAMES_H
#define PLAY_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct names {
    int fd;     /* -1: none */
    bool every; /* every name leads to the grader; else there is none */
    char last_name
        [1025]; /* NS_MAXDNAME; the name that was asked for last, "" before the first */
};

int names_open(struct names *n, bool every, struct error *err);
void names_close(struct names *n);

/* Answers every question that waits; returns how many there were. */
int names_answer(struct names *n);

/* Makes the reply to one question; returns its length, or 0 when it deserves none. Every
 * name gets a stable address of 198.18.0.0/15 (RFC 2544) and of 2001:db8::/32 (RFC 3849). */
size_t names_reply(struct names *n, const unsigned char *question, size_t len,
                   unsigned char *reply, size_t size);

#endif
