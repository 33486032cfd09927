/* SPDX-License-Identifier: MIT
 *
 * How far the steps of one conversation have been played: the case's own, or one of several
 * side by side (play/tracks.h). It enters and leaves repeats by itself.
 */
#ifndef PLAY_TRACK_H
#define PLAY_TRACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "script/exercise.h"
#include "script/scope.h"

#define TRACK_DEPTH 5 /* its own steps, and repeats inside of repeats */

struct track_frame {
    const struct step *steps;
    size_t count, at;          /* the next one */
    const struct step *repeat; /* whose steps these are, or NULL */
    int64_t round;             /* of it, from 1 */
    int64_t times;             /* that it has */
};

struct track {
    struct track_frame frames[TRACK_DEPTH];
    size_t depth;
    unsigned serial; /* 0: the case's own */
    int64_t number;  /* among those beside it, from 1; 0: the case's own */
    bool in_crowd;
    struct connection *current; /* the one named last, while another track plays */
    struct scope *scope;        /* borrowed */
};

void track_open(struct track *t, const struct step *steps, size_t count,
                struct scope *scope);

/* The next step, or NULL at the end. Entering a round of a repeat draws its values. */
int track_next(struct track *t, const struct step **out, struct error *err);

/* What track_next() gave is being played. */
void track_pass(struct track *t);

/* The next message that is expected of the program behind the step that is being played, as
 * far as its values are known by now; or NULL. */
const struct step *track_expects(const struct track *t);

#endif
