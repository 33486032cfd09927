/* SPDX-License-Identifier: MIT
 *
 * What this computer can do for the grader: which stages work, tried as a whole; and why,
 * from a table of checks that each try one thing by itself.
 */
#ifndef RUN_MACHINE_H
#define RUN_MACHINE_H

#include <stdbool.h>
#include <stddef.h>

#include "run/finding.h"
#include "run/stage.h"
#include "run/surroundings.h"
#include "run/toolchain.h"

#define MACHINE_STAGES (STAGE_NONE + 1) /* the last of the ladder */
#define MACHINE_FINDINGS 32
#define MACHINE_LANGUAGES 32

struct machine_stage {
    enum stage_kind kind;
    bool works;
    char reason[1200]; /* "" when it works */
};

struct machine {
    struct surroundings around;
    struct machine_stage stages[MACHINE_STAGES]; /* best first */
    const struct machine_stage
        *chosen; /* that `check` uses by itself; NULL: none works */
    struct finding findings[MACHINE_FINDINGS];
    size_t finding_count;
    struct toolchain languages[MACHINE_LANGUAGES];
    size_t language_count;
};

/* Tries everything, which takes a fraction of a second. What a stage does without is not
 * missing once a stage works that keeps runs apart. */
void machine_look(struct machine *m);

/* Tries one check by its id alone; false: there is none of that name. */
bool machine_try(const char *id, const struct surroundings *around, struct finding *f);

bool machine_is_isolated(const struct machine *m); /* the chosen stage keeps runs apart */
bool machine_has_language(const struct machine *m); /* one that needs a tool */
size_t machine_missing(const struct machine *m);    /* how many findings are */

#endif
