/* SPDX-License-Identifier: MIT
 *
 * The steps that reach the program other than over a connection: its keyboard, signals.
 */
#include <string.h>

#include "base/clock.h"
#include "base/process.h"
#include "play/fault.h"
#include "play/steps.h"
#include "script/data.h"

/* Waits for our turn with the program as a whole. False when the step has failed. */
static bool own_turn(struct play *p, const struct step *s)
{
    if (s->at_once)
        return true;
    enum until until = play_until(p, NULL, NULL, true, steps_deadline_ns(p, s));
    for (size_t i = 0; i < p->connection_count; i++) {
        if (!p->connections[i]->pending.len)
            continue;
        p->current = p->connections[i];
        if (fault_unasked(p, p->current, FAILURE_EXTRA, until))
            return false;
    }
    if (until == UNTIL_ENDED
        || (until == UNTIL_LATE && p->look.activity == ACTIVITY_SLEEPING))
        fault_found(p, FAILURE_DEAF, until);
    else
        fault_unread(p, until); /* what we said comes before what is typed now */
    return !p->outcome.failure;
}

static void mark_turn(struct play *p)
{
    p->out_mark = p->out.total;
    p->err_mark = p->err.total;
    for (size_t i = 0; i < p->connection_count; i++)
        p->connections[i]->open_turn = NULL;
    p->word_ns = clock_now_ns();
}

/* Typed text ends with the Enter key. */
static int make_text(struct play *p, const struct step *s, struct buf *out,
                     struct error *err)
{
    if (data_expand(&s->data, p->setup.scope, out, err) < 0)
        return -1;
    if (s->data.kind == DATA_TEXT && (!out->len || out->data[out->len - 1] != '\n'))
        buf_putc(out, '\n');
    return 0;
}

int steps_type(struct play *p, const struct step *s, struct error *err)
{
    struct buf text = {0};
    int status = make_text(p, s, &text, err);
    if (status == 0 && own_turn(p, s)) {
        mark_turn(p);
        typing_add(p, buf_text(&text), text.len);
    }
    buf_close(&text);
    return status;
}

int steps_type_eof(struct play *p, const struct step *s, struct error *err)
{
    (void)err;
    if (own_turn(p, s)) {
        mark_turn(p);
        typing_end(p);
    }
    return 0;
}

int steps_signal(struct play *p, const struct step *s, struct error *err)
{
    (void)err;
    if (!own_turn(p, s))
        return 0;
    mark_turn(p);
    p->outcome.signalled = s->signal;
    play_note_event(p, EVENT_SIGNAL, NULL, s->name, strlen(s->name));
    process_signal(p->program.pidfd, s->signal);
    return 0;
}
