/* SPDX-License-Identifier: MIT
 *
 * The step that is a condition over what was drawn and saved.
 */
#include "play/fault.h"
#include "play/listener.h"
#include "play/prints.h"
#include "play/steps.h"

static int judge(struct play *p, const struct step *s, struct error *err)
{
    static const struct buf none;
    const struct buf *message = p->current ? &p->current->last_message : &none;
    bool holds = false;
    if (p->setup.exercise->student == STUDENT_SERVER)
        listener_tell(p);
    if (scope_test(p->setup.scope, s->check, buf_text(message), message->len, &holds, err)
        < 0)
        return -1;
    if (holds)
        return 0;
    fault_received(p, buf_text(message), message->len);
    buf_printf(&p->outcome.wanted, "a message for which %s holds", s->check);
    p->outcome.step = s;
    fault_found(p, FAILURE_CHECK, UNTIL_MET);
    return 0;
}

int steps_check(struct play *p, const struct step *s, struct error *err)
{
    return p->print_count ? 0 : judge(p, s, err);
}

struct checking {
    struct play *p;
    bool printed; /* the first print stands before this step */
    int status;
    struct error *err;
};

static bool check_behind_print(void *ctx, const struct step *s)
{
    struct checking *c = ctx;
    c->printed |= s == c->p->prints[0].step;
    if (c->printed && s->kind == STEP_CHECK)
        c->status = judge(c->p, s, c->err);
    if (c->status < 0)
        error_prefix(c->err, "%s", s->path);
    return c->status == 0 && !c->p->outcome.failure;
}

/* What is printed is known at the end only, and so is what depends on it. */
int steps_check_printed(struct play *p, struct error *err)
{
    struct checking c = {.p = p, .err = err};
    if (p->print_count)
        exercise_each_step(p->setup.test, check_behind_print, &c);
    return c.status;
}
