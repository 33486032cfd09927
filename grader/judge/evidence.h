/* SPDX-License-Identifier: MIT
 *
 * Questions that the judge asks of an attempt: each is answered from facts of the kernel or
 * from the program's own last words, and says no when it does not know.
 */
#ifndef JUDGE_EVIDENCE_H
#define JUDGE_EVIDENCE_H

#include <stdbool.h>

#include "run/attempt.h"

/* It ended by a signal or an uncaught error, and not because we asked it to. */
bool evidence_crashed(const struct attempt *a);

/* The exercise goes by UDP. */
bool evidence_by_udp(const struct attempt *a);

/* Whether this was the program's doing, and not the grader's. */
bool evidence_sent_it(const struct attempt *a, const struct dialled_entry *d);

/* The first datagram of an exercise by UDP that did not come from where it should, or did not
 * go where it should; or NULL. */
const struct dialled_entry *evidence_strayed(const struct attempt *a);

/* The first connection (by UDP: datagram) that it tried to the exercise's port, or to another;
 * or NULL. */
const struct dialled_entry *evidence_dialled_port(const struct attempt *a);
const struct dialled_entry *evidence_dialled_other(const struct attempt *a);

/* A socket of its own that listens (by UDP: that is bound, and has sent nothing), or NULL. */
const struct sockdiag_entry *evidence_listens(const struct attempt *a);

/* Of its calls on sockets of the exercise's protocol, the last one of this kind that counts: of binds, one to a port
 * that it named; NULL: none. */
const struct deed *evidence_last(const struct attempt *a, enum deed_call call);

/* The first that named another port than the exercise's, if none named that one; NULL. Of
 * those that listened: that has it, and worked. */
const struct deed *evidence_elsewhere(const struct attempt *a, enum deed_call call);

/* It asked TCP for the exercise's port on an address that is not this computer's; or NULL. */
const struct deed *evidence_connected_far(const struct attempt *a);

/* Its last bind() failed so. */
bool evidence_bind_failed(const struct attempt *a, int error);

/* It listened, or tried to have the exercise's port for itself. */
bool evidence_acted_as_server(const struct attempt *a);

/* The UDP port that it used or held, or bound in vain; 0: none. */
int evidence_udp_port(const struct attempt *a);

/* The TCP port that it used, or bound; 0: none. */
int evidence_tcp_port(const struct attempt *a);

/* Whether its standard error has one of the phrases of an errno, whatever the language. */
enum errno_phrase {
    PHRASE_IN_USE,
    PHRASE_REFUSED,
    PHRASE_NOT_AVAILABLE,
    PHRASE_UNREACHABLE,
    PHRASE_NO_NAME,
    PHRASE_INVALID,
    PHRASE_DENIED,
    PHRASE_FILE_TOO_LARGE,
    PHRASE_NO_MEMORY,
    PHRASE_NO_SPACE,
    PHRASE_MANY_FILES,
    PHRASE_NO_THREAD,
    PHRASE_TRY_AGAIN,
    PHRASE_FORK,
    PHRASE_NOT_PERMITTED
};
bool evidence_said(const struct attempt *a, enum errno_phrase phrase);

/* A thread waits for the keyboard, and none for the network. */
bool evidence_wants_input(const struct attempt *a);

/* It sleeps, and for longer than its patience. */
bool evidence_sleeps(const struct attempt *a);

/* Most of the time in the failed step it waited to hear from us, with a time-out. */
bool evidence_listened(const struct attempt *a);

/* Its patience ran out, and most of that time it was running or ready to run; where that
 * can't be seen, it took processor time all along. */
bool evidence_spun(const struct attempt *a);

/* Its patience ran out; nothing could be seen of it, and it did not compute: it waits for us,
 * or it sleeps. */
bool evidence_silent(const struct attempt *a);

/* A client that was refused, though we listened where it should have come: it dialled
 * something else. Asked only where nothing shows what it dialled. */
bool evidence_refused_elsewhere(const struct attempt *a);

/* The failed connection was one of several side by side. */
bool evidence_side_by_side(const struct attempt *a);

/* "in " a call, "for " the keyboard: the word between "waits" and what it waits in. */
const char *evidence_wait_word(const char *waits_in);

/* What the main thread waits in: "recv()", or NULL. */
const char *evidence_waits_in(const struct attempt *a);

#endif
