/* SPDX-License-Identifier: MIT
 *
 * What a mistake is known by: questions to one failed attempt, the student's source and the
 * program's own words. Each says no when it does not know.
 */
#ifndef JUDGE_CLUE_H
#define JUDGE_CLUE_H

#include "judge/source.h"
#include "judge/verdict.h"
#include "run/attempt.h"

struct clue {
    const struct attempt *a; /* NULL: the program was never run */
    const struct submission *s;
    const struct verdict *v;
    struct source source;
    struct buf line;  /* of the code: the one that the verdict names; empty: none */
    struct buf error; /* the uncaught error, the compiler's first, or standard error */
};

void clue_open(struct clue *c, const struct attempt *a, const struct submission *s,
               const struct verdict *v);
void clue_close(struct clue *c);

/* A question; those below are never asked of a program that was not run. */
typedef bool clue_question(const struct clue *c);

/* Its part in the exercise, and where it runs. */
clue_question clue_is_client, clue_is_server, clue_is_alone, clue_is_not_alone;

/* Ended by SIGSEGV, SIGPIPE; by itself. */
clue_question clue_segfault, clue_broken_pipe, clue_ended;

/* What came in place of what was wanted: the same twice; with one NUL behind it, with
 * several, with a newline, with other bytes that are no text, with the end of an earlier
 * message of ours; cut to a pointer's size; bytes
 * of a number or of a pointer; nothing but NULs. */
clue_question clue_came_twice, clue_nul_behind, clue_nuls_behind, clue_newline_behind,
    clue_waste_behind, clue_left_over, clue_pointer_size, clue_raw_number,
    clue_raw_pointer, clue_only_nuls;

/* A number came: two that we sent, one behind the other; the length of our text with b'' in
 * it; the size of an array in the source. */
clue_question clue_joined_numbers, clue_counted_quotes, clue_counted_array;

/* What came or was printed is the beginning of what was wanted, just as long as a recv() in
 * the source allows. */
clue_question clue_short_recv;

/* It printed what it should have sent; what it sent itself; how long our message was. */
clue_question clue_printed_message, clue_printed_own, clue_printed_length;

/* What came next was ours to send. */
clue_question clue_before_ours;

/* Nothing is typed in the case. */
clue_question clue_nobody_types;

/* We have ended our side of a connection. */
clue_question clue_we_closed;

/* We have just ended our side, and wait for its end only. */
clue_question clue_spoke_after_end;

/* Not a word was said; it has taken all that we sent, and it is its turn. */
clue_question clue_first_word, clue_heard_all;

/* It waits in recv(); in accept(), with a client still there. */
clue_question clue_in_recv, clue_in_accept;

/* The wait's line is in a loop that only receives, and something is sent below it. */
clue_question clue_in_reading_loop;

/* The grader has sent something on the connection that failed, as far as is known. */
clue_question clue_spoken_to;

/* Our connection lies in the queue: no accept() has returned it. */
clue_question clue_unaccepted;

/* bind() was given an address with its bytes in the wrong order. */
clue_question clue_bound_swapped;

/* bind() was given an address of another family than the socket's. */
clue_question clue_family_refused;

/* It made another connection beside the first. */
clue_question clue_dialled_twice;

/* The socket calls stand in a function that nothing calls. */
clue_question clue_never_called;

/* A line with connect() or listen() is a comment. */
clue_question clue_commented_out;

/* The text that was wanted stands in the source. */
clue_question clue_wanted_in_source;

/* It knows no such name, and an earlier cell of the notebook has it. */
clue_question clue_left_in_earlier_cell;

/* The file has the name of a module that it imports. */
clue_question clue_shadows_module;

#endif
