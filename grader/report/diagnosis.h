/* SPDX-License-Identifier: MIT
 *
 * What is told of this computer: what it can do for the grader, what not, and the commands
 * that mend it. All formats are written from this.
 */
#ifndef REPORT_DIAGNOSIS_H
#define REPORT_DIAGNOSIS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "report/text.h"
#include "run/machine.h"

struct diagnosis {
    const struct machine *machine;
    size_t exercise_count;
    const char *exercise_folder; /* of the first of them; NULL: there are none */
    const char *exercise_reason; /* why there are none; NULL: there are */
};

enum diagnosis_result {
    DIAGNOSIS_READY,    /* the best stage that this user can have, and a language */
    DIAGNOSIS_MENDABLE, /* programs can be judged, but something is missing */
    DIAGNOSIS_UNABLE,   /* no stage works: nothing can be judged */
};

enum diagnosis_result diagnosis_result(const struct diagnosis *d);
const char *diagnosis_word(enum diagnosis_result result); /* "ready", ... */

/* The command that installs the language's tool; false: there is nothing to install. */
bool diagnosis_install(const struct diagnosis *d, const struct toolchain *t,
                       struct buf *out);

void diagnosis_write_text(const struct diagnosis *d, const struct text_style *style,
                          struct buf *out);

/* One JSON document; reports/doctor.schema.json describes it. */
void diagnosis_write_json(const struct diagnosis *d, struct buf *out);

#endif
