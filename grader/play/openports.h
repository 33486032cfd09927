/* SPDX-License-Identifier: MIT
 *
 * Ports of the grader's that are open for a program to find, as the exercise's world has them:
 * on a TCP one the system takes connections, of which nobody speaks; a UDP one answers each
 * datagram with the same.
 */
#ifndef PLAY_OPENPORTS_H
#define PLAY_OPENPORTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "script/exercise.h"
#include "script/scope.h"

struct openports {
    int *fds, *ports; /* of each */
    size_t count;
    bool udp;
};

/* `any`: on every address, else on loopback's. */
int openports_open(struct openports *o, const struct exercise *e, struct scope *s,
                   bool any, struct error *err);
void openports_close(struct openports *o);

/* Whether the port is one of these. */
bool openports_has(const struct openports *o, int port);

/* Answers what has come; whether anything had. */
bool openports_answer(struct openports *o);

#endif
