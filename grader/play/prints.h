/* SPDX-License-Identifier: MIT
 *
 * What the program is to print. A print may still lie in the program's buffer, so a step only
 * notes from where it counts: the last send before it. Found prints are ticked off as the
 * output comes, so that pages of other output don't hide one.
 */
#ifndef PLAY_PRINTS_H
#define PLAY_PRINTS_H

#include "play/play.h"

struct print {
    const struct step *step;
    struct wanted *wanted;
    size_t played;               /* how many steps were before it */
    uint64_t out_mark, err_mark; /* what was written when we sent last */
    bool met;
};

/* Notes a print that is wanted from now on. */
int prints_expect(struct play *p, const struct step *s, struct error *err);

/* Ticks off what has come; true when every one is there. */
bool prints_all_met(struct play *p);

/* Some print is all of the output: it is judged only when nothing more can come. */
bool prints_await_end(const struct play *p);
int prints_judge_whole(struct play *p, struct error *err);

/* Called as output arrives: looks before anything of it is forgotten. */
void prints_watch(struct play *p);

/* The first that is missing becomes the failure, with how the waiting ended. */
void prints_fail(struct play *p, enum until until);

void prints_close(struct play *p);

#endif
