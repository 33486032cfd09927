/* SPDX-License-Identifier: MIT */
#include <ctype.h>

#include "play/fault.h"
#include "play/steps.h"

/* A print may still lie in the program's buffer: it is judged when everything is over. Here
 * only the place is remembered from which it counts: the last send before the step. */
int steps_prints(struct play *p, const struct step *s, struct error *err)
{
    (void)err;
    uint64_t *mark = &p->print_marks[s - p->setup.test->steps];
    *mark = s->kind == STEP_STDERR ? p->err_mark : p->out_mark;
    return 0;
}

static int printed(struct play *p, const struct step *s, uint64_t from, uint64_t to,
                   const struct wanted *w, bool *out, struct error *err)
{
    struct buf text = {0};
    capture_range(s->kind == STEP_STDERR ? &p->err : &p->out, from, to, &text);
    int status = wanted_inside(w, buf_text(&text), text.len, out, err);
    buf_close(&text);
    return status;
}

static bool visible(const struct buf *text)
{
    for (size_t i = 0; i < text->len; i++)
        if (!isspace((unsigned char)text->data[i]))
            return true;
    return false;
}

static int judge_print(struct play *p, const struct step *s, bool *right,
                       struct error *err)
{
    uint64_t mark = p->print_marks[s - p->setup.test->steps];
    struct wanted *w = wanted_new(p->setup.scope, &s->match, err);
    if (!w)
        return -1;
    bool early = false;
    int status = printed(p, s, mark, UINT64_MAX, w, right, err);
    if (status == 0 && !*right)
        status = printed(p, s, 0, mark, w, &early, err);
    if (status == 0 && !*right) {
        buf_clear(&p->outcome.wanted);
        buf_clear(&p->outcome.wanted_bytes);
        fault_wanted(p, w);
        buf_clear(&p->outcome.received);
        capture_range(s->kind == STEP_STDERR ? &p->err : &p->out, mark, UINT64_MAX,
                      &p->outcome.received);
        p->outcome.printed_early = early;
        p->outcome.printed_other = visible(&p->outcome.received);
        p->outcome.step = (size_t)(s - p->setup.test->steps);
    }
    wanted_free(w);
    return status;
}

/* Finds the first print that is missing; *right tells whether there is none. */
int steps_judge_prints(struct play *p, bool *right, struct error *err)
{
    const struct test_case *test = p->setup.test;
    *right = true;
    for (size_t i = 0; *right && i < test->step_count; i++)
        if (test->steps[i].kind == STEP_PRINTS || test->steps[i].kind == STEP_STDERR)
            if (judge_print(p, &test->steps[i], right, err) < 0)
                return -1;
    return 0;
}
