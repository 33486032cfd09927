/* SPDX-License-Identifier: MIT */
#include "judge/verdict.h"

#include <string.h>

static const struct code_row rows[CODES] = {
    [CODE_PASS] = {"pass", "did what the exercise asks", HINT_CODE, false},
    [CODE_NO_PROGRAM] = {"no-program", "was not found, or its language can't be told",
                         HINT_CODE, false},
    [CODE_BUILD_FAILED] = {"build-failed", "does not compile or has a syntax error",
                           HINT_CODE, false},
    [CODE_NEVER_CONNECTED] = {"never-connected",
                              "ended, or waits for something else, without connecting",
                              HINT_CODE, true},
    [CODE_NEVER_LISTENED] = {"never-listened",
                             "ended, or waits, without a listening socket", HINT_CODE,
                             true},
    [CODE_WRONG_PORT] = {"wrong-port", "connects to or listens on another port",
                         HINT_CODE, false},
    [CODE_WRONG_ADDRESS] = {"wrong-address",
                            "binds or dials an address that the other side can't reach",
                            HINT_CODE, false},
    [CODE_WRONG_PROTOCOL] = {"wrong-protocol",
                             "speaks UDP where TCP is asked, or the other way round",
                             HINT_CODE, false},
    [CODE_WRONG_ROLE] = {"wrong-role",
                         "listens where it should connect, or the other way round",
                         HINT_CODE, false},
    [CODE_WRONG_MESSAGE] = {"wrong-message", "sent something else", HINT_STEP, false},
    [CODE_INCOMPLETE_MESSAGE] = {"incomplete-message",
                                 "stopped in the middle of the message", HINT_STEP,
                                 false},
    [CODE_EXTRA_DATA] = {"extra-data", "said more than was asked", HINT_CODE, false},
    [CODE_OUT_OF_TURN] = {"out-of-turn",
                          "spoke before it had heard what it should wait for", HINT_STEP,
                          false},
    [CODE_BOTH_WAITING] = {"both-waiting", "waits to hear while it should speak",
                           HINT_STEP, true},
    [CODE_CLOSED_EARLY] = {"closed-early", "closed the connection before the end",
                           HINT_STEP, false},
    [CODE_RESET] = {"reset", "tore the connection down with unread data", HINT_STEP,
                    false},
    [CODE_ONE_CLIENT] = {"one-client", "did not serve another client", HINT_STEP, true},
    [CODE_NOT_PRINTED] = {"not-printed", "did not print what was asked", HINT_STEP,
                          false},
    [CODE_PRINTED_EARLY] = {"printed-early", "printed it before it was received",
                            HINT_STEP, false},
    [CODE_WRONG_OUTPUT] = {"wrong-output", "printed something else", HINT_STEP, false},
    [CODE_KEPT_OPEN] = {"kept-open", "did not close where the exercise asks it to",
                        HINT_STEP, true},
    [CODE_CRASHED] = {"crashed",
                      "ended by a signal or an uncaught error before it was done",
                      HINT_CODE, false},
    [CODE_EXITED_EARLY] = {"exited-early", "ended in good order before it was done",
                           HINT_CODE, false},
    [CODE_WANTS_INPUT] = {"wants-input",
                          "waits for the keyboard where nothing more is typed", HINT_CODE,
                          true},
    [CODE_TOO_SLOW] = {"too-slow",
                       "was still sleeping or computing when its patience ran out",
                       HINT_CODE, true},
    [CODE_SPINNING] = {"spinning", "burned its processor time without a word", HINT_CODE,
                       true},
    [CODE_TOO_MUCH] = {"too-much",
                       "exceeded a limit, such as that of memory or processes", HINT_CODE,
                       false},
    [CODE_FORBIDDEN] = {"forbidden", "ended over a system call that it is refused here",
                        HINT_CODE, false},
};

const struct code_row *code_row(enum code code)
{
    return &rows[code];
}

int code_find(const char *name)
{
    for (int i = 0; i < CODES; i++)
        if (strcmp(rows[i].name, name) == 0)
            return i;
    return -1;
}

void verdict_close(struct verdict *v)
{
    buf_close(&v->message);
    buf_close(&v->hint);
    buf_close(&v->expected);
    buf_close(&v->received);
    buf_close(&v->notes);
}
