/* SPDX-License-Identifier: MIT
 *
 * What happened in one run, in order and with times: both ways of every connection, what
 * the program printed, how it ended. Bytes are kept up to a cap, then only counted; of very
 * many events, the first ones and the last ones are kept.
 */
#ifndef PLAY_TRANSCRIPT_H
#define PLAY_TRANSCRIPT_H

#include <stddef.h>
#include <stdint.h>

enum event_kind {
    EVENT_CONNECTED,    /* the student's program connected to the grader */
    EVENT_WE_CONNECTED, /* the grader connected to the student's program */
    EVENT_RECEIVED,     /* the student's program sent bytes */
    EVENT_SENT,         /* the grader sent bytes */
    EVENT_CLOSED,       /* the program closed its side in good order */
    EVENT_RESET,        /* the program tore the connection down */
    EVENT_HALF_CLOSED,  /* the grader ended its sending */
    EVENT_WE_CLOSED,    /* the grader closed */
    EVENT_WE_RESET,     /* the grader reset the connection */
    EVENT_PRINTED,      /* standard output */
    EVENT_STDERR,       /* standard error */
    EVENT_ENDED,        /* the program ended; data tells how */
    EVENT_NOTE,         /* a remark of the grader */
    EVENT_TYPED,        /* the grader typed on the program's standard input */
    EVENT_TYPED_END,    /* the grader ended that input */
    EVENT_SIGNAL,       /* the grader sent the program a signal; data is its name */
    EVENT_KINDS,
};

struct event {
    int64_t time_ns; /* since the program was started */
    enum event_kind kind;
    char *connection; /* its name, or NULL */
    char *data;       /* the bytes, or a text */
    size_t len;       /* bytes kept in data */
    size_t total;     /* bytes there were */
};

struct transcript {
    struct event *events;
    size_t count, size;
    size_t bytes;    /* kept in all */
    size_t left_out; /* events from the middle of too many */
};

/* Appends; an event of the same kind and connection that continues the last one (PRINTED,
 * STDERR) is joined with it. connection and data may be NULL. */
void transcript_append(struct transcript *t, int64_t time_ns, enum event_kind kind,
                       const char *connection, const void *data, size_t len);
void transcript_close(struct transcript *t);

/* "data", "print" ...: the word of the report, and whose doing it is ("grader", ...). */
const char *event_word(enum event_kind kind);
const char *event_actor(enum event_kind kind);

#endif
