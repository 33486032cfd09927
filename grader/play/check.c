/* SPDX-License-Identifier: MIT
 *
 * The step that is a condition over what was drawn and saved.
 */
#include "play/fault.h"
#include "play/prints.h"
#include "play/steps.h"

static int judge(struct play *p, const struct step *s, struct error *err)
{
    bool holds = false;
    if (scope_test(p->setup.scope, s->check, buf_text(&p->last_message),
                   p->last_message.len, &holds, err)
        < 0)
        return -1;
    if (holds)
        return 0;
    fault_received(p, buf_text(&p->last_message), p->last_message.len);
    buf_printf(&p->outcome.wanted, "a message for which %s holds", s->check);
    p->outcome.step = (size_t)(s - p->setup.test->steps);
    fault_found(p, FAILURE_CHECK, UNTIL_MET);
    return 0;
}

int steps_check(struct play *p, const struct step *s, struct error *err)
{
    return p->print_count ? 0 : judge(p, s, err);
}

/* What is printed is known at the end only, and so is what depends on it. */
int steps_check_printed(struct play *p, struct error *err)
{
    const struct test_case *test = p->setup.test;
    const struct step *end = test->steps + test->step_count;
    for (const struct step *s = p->print_count ? p->prints[0].step : end;
         s < end && !p->outcome.failure; s++)
        if (s->kind == STEP_CHECK && judge(p, s, err) < 0)
            return error_prefix(err, "%s", s->path);
    return 0;
}
