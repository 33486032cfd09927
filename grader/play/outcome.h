/* SPDX-License-Identifier: MIT
 *
 * Where and how a conversation came off its script: facts only. What they mean is for the
 * judge to say.
 */
#ifndef PLAY_OUTCOME_H
#define PLAY_OUTCOME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "play/connection.h"
#include "play/look.h"
#include "script/exercise.h"

enum failure {
    FAILURE_NONE,          /* every step was played */
    FAILURE_NO_CONNECTION, /* accept: nobody came */
    FAILURE_NO_LISTENER,   /* connect: nobody listens on the port */
    FAILURE_REFUSED,  /* connect: somebody listened, the connection did not come about */
    FAILURE_MISSING,  /* expect: not a byte came */
    FAILURE_PARTIAL,  /* expect: the beginning of the message came, and no more */
    FAILURE_MISMATCH, /* expect: something else came */
    FAILURE_EXTRA,    /* more came than was asked for */
    FAILURE_OUT_OF_TURN, /* what should come later came before we had sent */
    FAILURE_HASTY,       /* it answered before the whole message had arrived */
    FAILURE_CLOSED,      /* send: the connection is no longer there */
    FAILURE_UNREAD,      /* the end: our last message lies there unread */
    FAILURE_NOT_CLOSED,  /* expect_close: it stays open */
    FAILURE_NOT_ENDED,   /* exits: it runs on */
    FAILURE_WRONG_EXIT,  /* exits: with another status */
    FAILURE_NOT_PRINTED, /* prints, stderr: it is not there */
    FAILURE_DEAF,        /* type, signal: the program is gone, or sleeps for too long */
    FAILURE_NOT_RESET,   /* expect_reset: it stays open, or closes in good order */
    FAILURE_CHECK,       /* check: the condition does not hold */
    FAILURE_OVER_LIMIT,  /* none but that it exceeded a limit */
};

/* How the waiting ended in which the failure was found. */
enum until {
    UNTIL_MET,     /* what was waited for came */
    UNTIL_QUIET,   /* it listens to us, perhaps for some time only */
    UNTIL_SETTLED, /* it can't move on without us: proven */
    UNTIL_ENDED,   /* the program and all its children have ended */
    UNTIL_LATE,    /* the patience ran out */
    UNTIL_OVER,    /* the program exceeded a limit */
};

struct outcome {
    enum failure failure;
    enum until until;
    const struct step *step; /* the failed one; NULL: all were played */
    size_t played;           /* how many were played before it */
    bool in_pieces;          /* a message went out in pieces by then */
    struct buf explain;      /* the step's own words, expanded */
    struct buf hint;         /* the step's hint, expanded */
    struct buf wanted;       /* in words */
    struct buf wanted_bytes;
    struct buf wanted_number;    /* in digits, where a number is one way to be right */
    bool exact;                  /* wanted_bytes is what should have come */
    struct buf received;         /* bytes that came instead */
    size_t more_datagrams;       /* UDP: that came behind it */
    bool printed_early;          /* NOT_PRINTED: it was there before we had sent it */
    bool printed_other;          /* NOT_PRINTED: something else was printed after it */
    enum connection_state state; /* of the step's connection */
    bool queue_full; /* REFUSED: as many wait as the backlog has room for, which is: */
    int backlog;
    bool connected;        /* a connection came about at some time */
    size_t connections;    /* how many did */
    bool text_sent;        /* a text message was sent before the failure */
    bool sent_since_heard; /* the last thing on the connection was ours */
    struct look look;      /* the last look at the program */
    int64_t waited_ns;     /* in the failed step */
    int64_t listened_ns;   /* of that, with a time-out on what only we can bring */
    int64_t running_ns;    /* of that, running or ready to run */
    int64_t cpu_ns;        /* of that, processor time of the program */
    int64_t patience_ns;   /* that it had */
    bool computes;         /* where it is blind, and late: processor time told so */
    bool blind;            /* nothing could be seen of the program itself */
    bool unproven;         /* some turn was told by silence only */
    bool over;             /* the program exceeded a limit: */
    enum limit_kind over_limit;
    size_t untaken;   /* bytes that were typed, and that it has not read */
    bool input_ended; /* all was done, and the keyboard was taken away */
    int signalled;    /* the last signal that a step sent it, or 0 */
    enum wait_kind
        stuck; /* what it waited for when all of its output was to be judged, and it
                             was asked to end for that; WAIT_OTHER: it was not */
    bool asked_to_end; /* we sent SIGINT or SIGTERM before it ended */
    bool ended;        /* the program itself has ended */
    int exit_code;     /* -1 when a signal ended it */
    int exit_signal;   /* or 0 */
};

void outcome_close(struct outcome *o);

#endif
