/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/clock.h"
#include "play/datagram.h"
#include "play/datagrams.h"
#include "play/fault.h"
#include "play/pump.h"
#include "play/steps.h"
#include "script/data.h"

static int make_message(struct play *p, const struct step *s, struct buf *out,
                        struct error *err)
{
    if (data_expand(&s->data, p->setup.scope, out, err) < 0)
        return -1;
    if (s->data.kind == DATA_TEXT) {
        p->outcome.text_sent = true;
        if (p->setup.mode == WANTED_LINES)
            buf_putc(out, '\n');
    }
    if (datagrams_used(p) && out->len > DATAGRAM_MOST)
        return error_kind(err, ERROR_EXERCISE, "a datagram holds at most %d bytes",
                          DATAGRAM_MOST);
    return 0;
}

static void send_bytes(struct play *p, struct connection *c, const char *data, size_t len)
{
    play_note_event(p, EVENT_SENT, c->name, data, len);
    if (c->datagrams) {
        if (!datagram_send(c, data, len))
            datagrams_refused(p, c);
    } else {
        buf_append(&c->unsent, data, len);
        connection_flush(c);
    }
    p->outcome.sent_since_heard = true;
    c->open_turn = NULL;
    c->answered = true;
    p->word_ns = clock_now_ns();
}

static size_t piece_length(const struct pieces *pieces, size_t index, size_t total,
                           size_t left)
{
    size_t len = left;
    switch (pieces->kind) {
    case PIECES_WHOLE:
        break;
    case PIECES_BYTES:
        len = 1;
        break;
    case PIECES_COUNT:
        len = total / (size_t)pieces->count;
        if (index + 1 == (size_t)pieces->count)
            len = left;
        break;
    case PIECES_LENGTHS:
        if (index < pieces->length_count)
            len = (size_t)pieces->lengths[index];
        break;
    }
    return len < 1 ? 1 : len > left ? left : len;
}

static bool taken(struct play *p, void *ctx)
{
    struct connection *c = ctx;
    return fault_gone(p, c) || c->pending.len > 0;
}

/* Sends in pieces, each when the one before was taken and the program waits for more. */
static void send_pieces(struct play *p, const struct step *s, struct connection *c,
                        const struct buf *message)
{
    size_t at = 0;
    if (!s->at_once) { /* what is printed meanwhile comes before it only by chance */
        p->out_mark = p->out.total;
        p->err_mark = p->err.total;
    }
    if (c->datagrams && !message->len) /* an empty one is a message, too */
        send_bytes(p, c, "", 0);
    for (size_t i = 0; at < message->len; i++) {
        size_t len = piece_length(&s->pieces, i, message->len, message->len - at);
        send_bytes(p, c, message->data + at, len);
        at += len;
        p->outcome.in_pieces |= at < message->len;
        if (at == message->len)
            return;
        enum until until = play_until(p, taken, c, true, steps_deadline_ns(p, s));
        if (fault_unasked(p, c, FAILURE_HASTY, until)) {
            p->outcome.failure = FAILURE_HASTY;
            return;
        }
        if (fault_gone(p, c)) {
            fault_found(p, FAILURE_CLOSED, fault_fate(p, until, steps_deadline_ns(p, s)));
            return;
        }
    }
}

/* What is sent at once is sent to who has closed by then, too, and refused: whether the
 * program closes before or after it came is only chance. */
static bool sent_in_vain(struct play *p, const struct step *s, struct connection *c)
{
    if (!s->at_once || c->datagrams || c->state != CONNECTION_ENDED || !fault_gone(p, c))
        return false;
    c->state = CONNECTION_RESET;
    return true;
}

static void deliver(struct play *p, const struct step *s, struct connection *c,
                    const struct buf *message, enum until until)
{
    if (sent_in_vain(p, s, c))
        return;
    if (fault_gone(p, c) || (c->datagrams && !datagrams_heard(p, c)))
        fault_found(p, FAILURE_CLOSED, fault_fate(p, until, steps_deadline_ns(p, s)));
    else if (until == UNTIL_LATE && p->look.activity == ACTIVITY_SLEEPING)
        fault_found(p, FAILURE_MISSING, until);
    else {
        if (until == UNTIL_SETTLED) /* all of the message before is here */
            c->space_owed = false;
        send_pieces(p, s, c, message);
    }
}

void steps_deliver(struct play *p, const struct step *s, const struct buf *message)
{
    struct connection *c = steps_connection(p, s);
    enum until until = UNTIL_MET;
    if (p->track->in_crowd) /* the turns of a crowd are told between its rounds */
        pump_take(p, 0);
    else if (!s->at_once)
        until = steps_turn(p, s, c);
    if (!s->at_once && fault_unasked(p, c, FAILURE_EXTRA, until))
        return;
    deliver(p, s, c, message, until);
    p->last_sent = s;
    p->last_played = p->outcome.played;
    p->last_len = message->len;
}

int steps_send(struct play *p, const struct step *s, struct error *err)
{
    struct buf message = {0};
    int status = make_message(p, s, &message, err);
    if (status == 0)
        steps_deliver(p, s, &message);
    buf_close(&message);
    return status;
}
