/* SPDX-License-Identifier: MIT */
#include "play/fault.h"

#include <ctype.h>

#include "play/datagrams.h"
#include "play/flight.h"

/* White space behind a message belongs to it and is not the beginning of the next. */
void fault_skip_space(struct connection *c)
{
    size_t n = 0;
    while (c->space_owed && n < c->pending.len
           && isspace((unsigned char)c->pending.data[n]))
        n++;
    if (n < c->pending.len)
        c->space_owed = false;
    buf_drop(&c->pending, n);
}

void fault_found(struct play *p, enum failure failure, enum until until)
{
    p->outcome.failure = failure;
    p->outcome.until = until;
    p->outcome.look = p->look;
    p->outcome.untaken = typing_unread(&p->typing);
    if (p->current)
        p->outcome.state = p->current->state;
}

/* What comes after the connection is gone tells why: the program may be about to crash. */
enum until fault_fate(struct play *p, enum until until, int64_t deadline)
{
    if (until == UNTIL_ENDED || until == UNTIL_LATE)
        return until;
    return play_until(p, NULL, NULL, false, deadline);
}

void fault_received(struct play *p, const char *data, size_t len)
{
    buf_clear(&p->outcome.received);
    buf_append(&p->outcome.received, data, len);
}

void fault_wanted(struct play *p, const struct wanted *w)
{
    size_t len = 0;
    const char *bytes = wanted_bytes(w, &len);
    wanted_describe(w, &p->outcome.wanted);
    p->outcome.exact = bytes != NULL;
    if (bytes)
        buf_append(&p->outcome.wanted_bytes, bytes, len);
    const struct buf *number = wanted_number(w);
    if (number)
        buf_append(&p->outcome.wanted_number, buf_text(number), number->len);
}

/* What the program will be asked for next: the whole of it, or how an exact message begins. */
static bool begins_like_next(struct play *p, const struct buf *data)
{
    const struct step *next = track_expects(p->track);
    struct wanted *w = next ? wanted_new(p->setup.scope, &next->match, NULL) : NULL;
    enum wanted_result result = WANTED_NO;
    size_t used;
    bool like =
        w
        && wanted_test(w, p->setup.mode, data->data, data->len, &used, &result, NULL) == 0
        && (result == WANTED_YES || (result == WANTED_MORE && wanted_is_exact(w)));
    wanted_free(w);
    return like;
}

/* What was taken for a whole turn, because the program was silent for long, may go on. */
static void take_rest(struct play *p, struct connection *c)
{
    struct buf whole = {0};
    enum wanted_result result = WANTED_NO;
    size_t used;
    struct wanted *w =
        c->open_turn ? wanted_new(p->setup.scope, &c->open_turn->match, NULL) : NULL;
    if (!w)
        return;
    buf_append(&whole, buf_text(&c->last_message), c->last_message.len);
    buf_append(&whole, c->pending.data, c->pending.len);
    if (wanted_test(w, p->setup.mode, whole.data, whole.len, &used, &result, NULL) == 0
        && result == WANTED_YES) {
        buf_append(&c->last_message, c->pending.data, c->pending.len);
        buf_drop(&c->pending, c->pending.len);
        c->space_owed = true;
    }
    wanted_free(w);
    buf_close(&whole);
}

/* Bytes that came though the program has nothing to say now. */
bool fault_unasked(struct play *p, struct connection *c, enum failure failure,
                   enum until until)
{
    fault_skip_space(c);
    if (c->pending.len)
        take_rest(p, c);
    if (!c->pending.len)
        return false;
    fault_found(p, begins_like_next(p, &c->pending) ? FAILURE_OUT_OF_TURN : failure,
                until);
    if (p->outcome.failure == FAILURE_EXTRA
        && !c->answered) { /* shown as one message with what was taken */
        fault_received(p, buf_text(&c->last_message), c->last_message.len);
        buf_append(&p->outcome.wanted_bytes, buf_text(&c->last_message),
                   c->last_message.len);
        p->outcome.exact = c->last_message.len > 0;
    }
    buf_append(&p->outcome.received, c->pending.data, c->pending.len);
    return true;
}

/* The program can't hear us any more: it closed, or its socket is gone. */
bool fault_gone(struct play *p, const struct connection *c)
{
    if (c->datagrams)
        return c->state != CONNECTION_OPEN;
    return c->fd < 0 || c->state == CONNECTION_RESET
           || (c->state == CONNECTION_ENDED
               && (!flight_still_held(&p->diag, c)
                   || (p->outcome.blind && p->outcome.ended)));
}

static bool is_unread(struct play *p, const struct connection *c)
{
    struct sockdiag_entry other;
    if (c->datagrams)
        return p->outcome.sent_since_heard && datagrams_unread(p, c);
    return p->outcome.sent_since_heard && p->last_len && c->fd >= 0 && !c->half_closed
           && sockdiag_other_end(&p->diag, c->fd, &other, NULL) == 1
           && other.receive_queue >= p->last_len;
}

bool fault_unread(struct play *p, enum until until)
{
    for (size_t i = 0; until == UNTIL_SETTLED && i < p->connection_count; i++) {
        if (!is_unread(p, p->connections[i]))
            continue;
        p->current = p->connections[i];
        p->outcome.step = p->last_sent;
        p->outcome.played = p->last_played;
        fault_found(p, FAILURE_UNREAD, until);
        return true;
    }
    return false;
}
