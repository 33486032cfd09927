/* SPDX-License-Identifier: MIT */
#include "report/diagnosis.h"

enum diagnosis_result diagnosis_result(const struct diagnosis *d)
{
    const struct machine *m = d->machine;
    if (!m->chosen)
        return DIAGNOSIS_UNABLE;
    if (machine_missing(m) || !machine_is_isolated(m) || !machine_has_language(m)
        || d->exercise_reason)
        return DIAGNOSIS_MENDABLE;
    return DIAGNOSIS_READY;
}

const char *diagnosis_word(enum diagnosis_result result)
{
    static const char *const words[] = {
        [DIAGNOSIS_READY] = "ready",
        [DIAGNOSIS_MENDABLE] = "mendable",
        [DIAGNOSIS_UNABLE] = "unable",
    };
    return words[result];
}

bool diagnosis_install(const struct diagnosis *d, const struct toolchain *t,
                       struct buf *out)
{
    const char *words = d->machine->around.install;
    if (t->path[0] || !t->language->package || !words)
        return false;
    buf_printf(out, "%s %s", words, t->language->package);
    return true;
}
