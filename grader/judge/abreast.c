/* SPDX-License-Identifier: MIT */
#include "judge/abreast.h"

#include <string.h>

#include "base/quote.h"
#include "judge/evidence.h"

/* A name as the script gives it is quoted; the clients of a crowd have numbers. */
static void say_client(const struct connection *c, struct buf *out)
{
    bool numbered = strcmp(c->name, c->script_name) != 0;
    buf_printf(out, numbered ? "%s" : "the client \"%s\"", c->name);
}

/* Its last message to this client; false: there was none. */
static bool say_sent(const struct attempt *a, const struct connection *c, struct buf *out)
{
    const struct transcript *t = &a->play.transcript;
    for (size_t i = t->count; i-- > 0;)
        if (t->events[i].kind == EVENT_SENT && t->events[i].connection
            && strcmp(t->events[i].connection, c->name) == 0) {
            buf_puts(out, " sent ");
            quote_short(out, t->events[i].data, t->events[i].len, 30);
            return true;
        }
    return false;
}

static const struct connection *kept_by(const struct attempt *a)
{
    const struct play *p = &a->play;
    return a->serves ? a->serves : p->connections[0];
}

void abreast_tell(const struct attempt *a, const struct submission *s, int line,
                  struct buf *out)
{
    const struct connection *failed = a->play.current;
    const char *call = evidence_waits_in(a);
    buf_puts(out, "Your program does not serve its clients side by side: while ");
    say_client(kept_by(a), out);
    buf_puts(out, " was connected and silent, ");
    if (a->play.outcome.failure == FAILURE_REFUSED) {
        buf_printf(
            out,
            "client %d could not connect any more, since nobody accepts those who wait.",
            (int)a->play.track->number);
    } else {
        say_client(failed, out);
        buf_puts(out,
                 say_sent(a, failed, out) ? " and got no answer." : " got no answer.");
    }
    if (a->serves && call && strcmp(call, "accept()") == 0) {
        buf_puts(out, " It accepts everybody, but then waits to hear from ");
        say_client(a->serves, out);
        buf_putc(out, '.');
    } else if (call) {
        buf_printf(out, " Your program waits %s%s", evidence_wait_word(call), call);
        if (line)
            buf_printf(out, " in line %d of %s", line, s->file);
        buf_putc(out, '.');
    }
}
