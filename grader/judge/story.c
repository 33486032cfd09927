/* SPDX-License-Identifier: MIT */
#include "judge/story.h"

#include <arpa/inet.h>

#include "base/clock.h"
#include "judge/evidence.h"

void story_step(const struct story *t, const char *lead)
{
    if (t->o->explain.len)
        buf_printf(t->out, " %s: %s.", lead, t->o->explain.data);
}

void story_where(const struct story *t)
{
    const char *call = evidence_waits_in(t->a);
    if (t->v->line && !t->a->crash.found && t->a->managed)
        buf_printf(t->out, " (%s line %d%s)", t->s->file, t->v->line,
                   call && t->a->waits.line == t->v->line ? " waits" : "");
    else if (t->v->line && !t->a->crash.found)
        buf_printf(t->out, " (%s line %d%s%s%s)", t->s->file, t->v->line,
                   call ? " waits " : "", call ? evidence_wait_word(call) : "",
                   call ? call : "");
    else if (call && t->s->language && t->s->language->event_loop)
        buf_puts(t->out,
                 " (its event loop is idle: no line of it runs, and no event comes)");
    else if (call)
        buf_printf(t->out, " (it waits %s%s)", evidence_wait_word(call), call);
}

int story_port(const struct story *t)
{
    return t->a->play.setup.port;
}

bool story_by_udp(const struct story *t)
{
    return evidence_by_udp(t->a);
}

void story_say_port(const struct story *t, int port)
{
    buf_printf(t->out, "%d", port);
    if (ntohs((uint16_t)port) == story_port(t) && port != story_port(t))
        buf_printf(t->out, ", which is %d without htons()", story_port(t));
}

double story_patience_s(const struct story *t)
{
    return (double)t->o->patience_ns / (double)NS_PER_S;
}

void story_untaken(const struct story *t)
{
    if (t->o->untaken)
        buf_puts(t->out, " What was typed on its keyboard it has not read.");
}
