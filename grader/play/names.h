/* SPDX-License-Identifier: MIT
 *
 * A name server for a world in which every name leads to the grader: answers A, AAAA and
 * PTR questions on 127.0.0.1 port 53 of the run's own network (RFC 1035). Messages are
 * taken apart with libresolv's ns_*() functions.
 */
#ifndef PLAY_NAMES_H
#define PLAY_NAMES_H

#include <stddef.h>

#include "base/error.h"

struct names {
    int fd; /* -1: none */
    char last_name
        [1025]; /* NS_MAXDNAME; the name that was asked for last, "" before the first */
};

int names_open(struct names *n, struct error *err);
void names_close(struct names *n);

/* Answers every question that waits; returns how many there were. */
int names_answer(struct names *n);

/* Makes the reply to one question; returns its length, or 0 when it deserves none. Every
 * name gets a stable address of 198.18.0.0/15 (RFC 2544) and of 2001:db8::/32 (RFC 3849). */
size_t names_reply(struct names *n, const unsigned char *question, size_t len,
                   unsigned char *reply, size_t size);

#endif
