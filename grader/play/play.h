/* SPDX-License-Identifier: MIT
 *
 * The conversation: plays the steps of one case against a running program.
 *
 * One thread, one poll loop. Every wait goes through play_until(): it takes what is there
 * from all descriptors, asks whether the step's goal is met, and only when nothing moved
 * takes a look at the program. "Settled" means: the program is proven to wait for us
 * (run/probe.h) and nothing is in flight (play/flight.h). From that follow
 *   - turns: the grader sends only when the program is settled, or at least listens,
 *   - failures: a message that is missing when the program is settled will never come,
 *   - pieces: the next one goes out when the one before was taken and the program waits again.
 * What can't be proven (spinning, timers, no /proc) falls back to silence and deadlines.
 *
 * After the last step the grader waits for its turn once more (what came unasked is extra),
 * half-closes, lets the program end, and judges what it printed.
 */
#ifndef PLAY_PLAY_H
#define PLAY_PLAY_H

#include <stdbool.h>

#include "base/error.h"
#include "play/capture.h"
#include "play/connection.h"
#include "play/dialled.h"
#include "play/growth.h"
#include "play/look.h"
#include "play/names.h"
#include "play/openports.h"
#include "play/outcome.h"
#include "play/sockdiag.h"
#include "play/track.h"
#include "play/transcript.h"
#include "play/typing.h"
#include "play/underway.h"
#include "script/exercise.h"
#include "script/scope.h"
#include "script/wanted.h"

struct partner;
struct print;

struct play_setup {
    const struct exercise *exercise;
    const struct test_case *test;
    int port; /* the exercise's, or the one that was chosen for this run */
    struct scope *scope;
    enum wanted_mode mode;       /* LINES: text messages are sent with a newline */
    const struct limits *limits; /* resolved; of them play watches the output */
    bool own_network;    /* all sockets of this network are ours or the program's */
    bool leaves_nothing; /* another run comes after it in this network */
    bool unhurried;      /* others have use for the processors: looks are further apart */
    struct partner
        *partner; /* of two programs: who plays the other; NULL: there is one */
};

/* The running program as the conversation sees it; descriptors stay the caller's. */
struct play_program {
    int pidfd;
    int stdout_fd, stderr_fd; /* non-blocking */
    int *keyboard; /* what its standard input hears, non-blocking; NULL: nobody types */
    struct observer observer;
    int64_t started_ns;
};

struct play {
    struct play_setup setup;
    struct play_program program;
    struct sockdiag diag;
    struct underway underway; /* of UDP */
    struct names names;
    struct openports open;
    struct dialled dialled;
    int listeners[2];
    size_t listener_count;
    const char
        *accepting; /* the name that the next connection gets; NULL: none is awaited */
    struct connection **connections;
    size_t connection_count, connection_size;
    struct connection *current; /* the one named last */
    struct watch watch;         /* over all connections */
    uint64_t received;          /* bytes, on all of them together */
    struct track own_track;     /* the steps of the case itself */
    struct track *track;        /* the one that plays */
    struct track *tracks;       /* those that play side by side, or did last */
    size_t track_count;
    unsigned track_serial; /* of the last one that was made */
    bool following;        /* the other program's conversation is on turn */
    int unheard;     /* errno: the program calls, and we have nothing to take it by */
    bool stopped;    /* it has stopped before the end, and so do we */
    struct buf word; /* its last one */
    struct capture out, err;
    bool out_open, err_open;
    uint64_t out_mark, err_mark; /* what was written when we sent last */
    struct print *prints;        /* play/prints.h */
    size_t print_count;
    uint64_t watched; /* bytes of output at the last look for prints */
    struct typing typing;
    struct transcript transcript;
    bool all_done; /* it has done all that is asked: nothing counts any more */
    bool asking;   /* what comes now goes into the captures only */
    const struct step *last_sent; /* step of our last message */
    size_t last_played;           /* how many were played before it */
    size_t last_len;              /* and its bytes */
    int64_t word_ns; /* when a word went over a connection last, or the step began */
    int64_t word_cpu_ns;
    int64_t ended_ns; /* when the program's end was seen */
    int64_t nap_ends_ns,
        nap_word_ns; /* the nap that was seen last, and since which word */
    unsigned naps;   /* that were seen since that word */
    int64_t listened_ns, running_ns; /* in this step, as the looks told */
    int64_t own_ns;      /* in this step, that it waited for us to read what it printed */
    int64_t pumped_ns;   /* when we took in last what was there */
    int64_t step_cpu_ns; /* processor time when the step began; -1: not asked yet */
    int64_t step_ns;     /* when it began */
    int64_t tell_ns,
        tell_cpu_ns;      /* blind: computes if it takes that before then; 0: not asked */
    bool computes;        /* blind, and late: that its processor time told so */
    struct growth growth; /* in this step, while its patience ends */
    int64_t looked_ns;    /* when the last look was over */
    int64_t look_ns;      /* and how long it took */
    struct look look;
    struct outcome outcome;
};

/* Opens what must be there before the program starts: listening sockets, name server, eyes. */
int play_open(struct play *p, const struct play_setup *setup, struct error *err);

/* Plays all steps to the end or to the first failure; the facts are in p->outcome. -1 when
 * the grader or the script failed (err tells). */
int play_run(struct play *p, const struct play_program *program, struct error *err);

/* Sends the signal (what follows stays out of the transcript) and takes in what the program still
 * says, until it has ended or says no more. To make it end and empty its buffers, or, in a
 * language whose runtime tells on a signal where it is, to learn where it waits. */
void play_ask(struct play *p, int signal);

/* Sends the signal and waits until the program says the first of what it says to that, for a
 * second at most; that it goes on waiting for us meanwhile tells nothing. */
void play_ask_word(struct play *p, int signal);

void play_close(struct play *p);

/* Waits for goal (NULL: none), or until the program is settled, has ended, has exceeded a
 * limit, or the deadline passed; with `turn` also until it merely listens. */
typedef bool play_goal(struct play *p, void *ctx);
enum until play_until(struct play *p, play_goal *goal, void *ctx, bool turn,
                      int64_t deadline_ns);

void play_note_event(struct play *p, enum event_kind kind, const char *connection,
                     const void *data, size_t len);
struct connection *play_add_connection(struct play *p, const char *name, int fd);
void play_add(struct play *p, struct connection *c, const char *name);

/* A word has just gone over a connection, in whatever direction. */
void play_had_word(struct play *p);

/* The program has said this on c. */
void play_heard(struct play *p, struct connection *c, const void *data, size_t len);

/* Bytes that it has printed so far, errors included. */
uint64_t play_printed(const struct play *p);

/* The program has exceeded a limit: which is in p->outcome. */
bool play_is_over(struct play *p);

/* The program ended: how is in p->outcome. */
bool play_program_ended(struct play *p);

#endif
