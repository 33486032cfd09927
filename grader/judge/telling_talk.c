/* SPDX-License-Identifier: MIT */
#include "judge/telling.h"

#include "base/quote.h"
#include "judge/abreast.h"
#include "judge/evidence.h"

void telling_wrong_message(const struct story *t)
{
    if (t->o->failure == FAILURE_CHECK && !t->o->received.len)
        buf_puts(t->out, "Your program did something else than was asked for.");
    else if (story_by_udp(t) && !t->o->received.len)
        buf_puts(t->out, "Your program sent an empty datagram.");
    else
        buf_puts(t->out, "Your program sent something else than was asked for.");
}

/* A datagram is a whole message, or none. */
static void incomplete_datagram(const struct story *t)
{
    buf_puts(t->out,
             "Your program sent a datagram with only the beginning of the message");
    if (t->o->more_datagrams)
        buf_puts(t->out, ", and then another one: each sendto() makes a message of its "
                         "own, and nothing joins them");
    buf_putc(t->out, '.');
}

void telling_incomplete_message(const struct story *t)
{
    if (story_by_udp(t)) {
        incomplete_datagram(t);
        return;
    }
    buf_printf(t->out, "Your program sent only the beginning of the message%s.",
               t->o->state == CONNECTION_OPEN ? ", and then waits"
                                              : ", and then closed the connection");
}

void telling_extra_data(const struct story *t)
{
    struct buf extra = {0};
    size_t from = t->o->exact ? t->o->wanted_bytes.len : 0;
    if (from > t->o->received.len)
        from = 0;
    quote_short(&extra, buf_text(&t->o->received) + from, t->o->received.len - from, 30);
    buf_printf(t->out, "Your program sent more than was asked for: %s came in addition.",
               extra.data);
    buf_close(&extra);
}

void telling_out_of_turn(const struct story *t)
{
    if (t->o->failure == FAILURE_HASTY) {
        buf_puts(t->out, "Your program answered before the whole message had arrived: a "
                         "message may come in pieces.");
        return;
    }
    buf_puts(t->out,
             "Your program spoke out of turn: it sent its next message before it had "
             "heard the grader's.");
}

void telling_both_waiting(const struct story *t)
{
    if (t->o->failure == FAILURE_UNREAD) {
        buf_puts(t->out, "Your program does not receive the last message");
        story_where(t);
        buf_putc(t->out, '.');
        return;
    }
    if (t->o->blind && t->o->until == UNTIL_LATE)
        buf_printf(t->out,
                   "Your program said nothing for %.3g seconds and did not compute: it "
                   "seems to wait for the grader, which waits for your program",
                   story_patience_s(t));
    else if (t->a->unaccepted && t->o->until == UNTIL_SETTLED)
        buf_printf(t->out,
                   "Your program listens on port %d, but it does not accept() the "
                   "connection",
                   story_port(t));
    else
        buf_puts(t->out,
                 "Your program and the grader are both waiting for the other to speak");
    story_where(t);
    buf_puts(t->out, ".");
    story_untaken(t);
}

void telling_closed_early(const struct story *t)
{
    const char *what = story_by_udp(t) ? "socket" : "connection";
    if (t->o->ended)
        buf_printf(t->out, "Your program ended, and its %s with it, too early.", what);
    else
        buf_printf(t->out, "Your program closed %s %s too early.",
                   story_by_udp(t) ? "its" : "the", what);
}

void telling_was_reset(const struct story *t)
{
    const struct connection *c = t->a->play.current;
    if (c && !c->datagrams && !c->sent && !c->received
        && t->a->play.setup.exercise->student == STUDENT_SERVER) {
        buf_puts(t->out, "Your program closed its listening socket while this client "
                         "waited there for accept().");
        return;
    }
    buf_puts(t->out,
             "Your program tore the connection down while something that the grader "
             "had sent lay there unread.");
}

/* It has spoken on a connection where nothing was expected yet. */
static bool spoke_to_another(const struct story *t)
{
    const struct play *p = &t->a->play;
    for (size_t i = 0; i < p->connection_count; i++)
        if (p->connections[i] != p->current && p->connections[i]->pending.len)
            return true;
    return false;
}

/* Its UDP socket was connect()ed to a client: the system gives it no other's datagrams. */
static bool is_taken(const struct story *t)
{
    for (size_t i = 0; story_by_udp(t) && i < t->a->socket_count; i++)
        if (t->a->socket_udp[i] && t->a->sockets[i].local_port == story_port(t)
            && t->a->sockets[i].peer_port)
            return true;
    return false;
}

/* How many it served; the next one may have its connection already. */
static size_t served(const struct story *t)
{
    bool came = t->o->failure != FAILURE_NO_LISTENER && t->o->failure != FAILURE_REFUSED;
    return t->o->connections - came;
}

void telling_one_client(const struct story *t)
{
    if (evidence_side_by_side(t->a)) {
        abreast_tell(t->a, t->s, t->v->line, t->out);
        return;
    }
    if (t->o->queue_full) {
        buf_printf(t->out,
                   "No other client can connect to your program: with the backlog that "
                   "listen() got, %d, only %d can wait at a time, and so many do.",
                   t->o->backlog, t->o->backlog + 1);
        return;
    }
    if (is_taken(t)) {
        buf_puts(t->out, "Your program served the first client, and called connect() on "
                         "the socket for it: that now hears no other client.");
        return;
    }
    const char *call = evidence_waits_in(t->a);
    if (spoke_to_another(t)) {
        buf_puts(t->out, "Your program spoke to another client than the one whose turn "
                         "it was.");
        return;
    }
    size_t count = served(t);
    const char *behind = count < 2 ? "it" : "them";
    if (count < 2)
        buf_puts(t->out, "Your program served the first client, but ");
    else
        buf_printf(t->out, "Your program served %zu clients, but ", count);
    if (t->a->unaccepted && call)
        buf_printf(t->out, "does not accept() another one after %s: it waits %s%s.",
                   behind, evidence_wait_word(call), call);
    else
        buf_printf(t->out, "not another one after %s.", behind);
}

void telling_not_printed(const struct story *t)
{
    const char *stuck = wait_kind_name(t->o->stuck);
    buf_puts(t->out, "Your program did not print what it should");
    if (t->o->stuck != WAIT_OTHER)
        buf_printf(t->out, ": it waits %s%s", evidence_wait_word(stuck), stuck);
    buf_putc(t->out, '.');
}

void telling_printed_early(const struct story *t)
{
    buf_puts(t->out,
             "Your program printed the text before it was sent to it, so it can't be "
             "what was received.");
}

void telling_wrong_output(const struct story *t)
{
    buf_puts(t->out, "Your program printed something else than it should.");
}

void telling_kept_open(const struct story *t)
{
    buf_puts(t->out, "Your program keeps the connection open");
    story_where(t);
    buf_putc(t->out, '.');
}
