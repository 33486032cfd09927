/* SPDX-License-Identifier: MIT */
#include "judge/hint.h"

#include <string.h>

void hint_for_code(const struct exercise *e, struct verdict *v)
{
    for (size_t i = 0; i < e->hint_count && !v->hint.len; i++)
        if (strcmp(e->hints[i].code, code_row(v->code)->name) == 0)
            buf_puts(&v->hint, e->hints[i].text);
}

void hint_choose(const struct attempt *a, struct verdict *v)
{
    const struct buf *own = &a->play.outcome.hint;
    bool fits = own->len && code_row(v->code)->hint == HINT_STEP;
    if (v->code == CODE_PASS)
        return;
    if (fits && a->play.setup.test->advice) /* the step is all that an advice is about */
        buf_append(&v->hint, own->data, own->len);
    hint_for_code(a->play.setup.exercise, v);
    if (fits && !v->hint.len)
        buf_append(&v->hint, own->data, own->len);
}
