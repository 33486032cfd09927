/* SPDX-License-Identifier: MIT */
#include "play/datagrams.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <string.h>

#include "play/datagram.h"
#include "play/fault.h"
#include "play/meet.h"
#include "play/steps.h"

#define AT_ONCE 256 /* so many are taken before anything else gets its turn */

bool datagrams_used(const struct play *p)
{
    return p->setup.exercise->protocol == PROTOCOL_UDP;
}

/* --- who has sent ------------------------------------------------------------------- */

static struct connection *named(const struct play *p, const char *name)
{
    for (size_t i = 0; i < p->connection_count; i++)
        if (strcmp(p->connections[i]->script_name, name) == 0)
            return p->connections[i];
    return NULL;
}

struct naming {
    const struct play *p;
    const char *name;
};

static bool is_taken(void *ctx, const struct step *s)
{
    struct naming *n = ctx;
    if (s->kind == STEP_ACCEPT && !named(n->p, s->name))
        n->name = s->name;
    return !n->name;
}

/* What the script calls the next client that it awaits, or NULL. */
static const char *next_name(const struct play *p)
{
    struct naming n = {p, NULL};
    exercise_each_step(p->setup.test, is_taken, &n);
    return n.name;
}

static struct connection *known(const struct play *p, const struct sockaddr_storage *from)
{
    for (size_t i = 0; i < p->connection_count; i++)
        if (datagram_is_from(p->connections[i], from))
            return p->connections[i];
    return NULL;
}

static struct connection *sender(struct play *p, int fd,
                                 const struct sockaddr_storage *from)
{
    struct connection *c = known(p, from), *before = p->current;
    const char *name = c ? NULL : next_name(p);
    if (c)
        return c;
    if (!name && before) {
        before->peer = *from;
        meet_sender(p, before);
    } else if (name) {
        c = datagram_connection(name, fcntl(fd, F_DUPFD_CLOEXEC, 0), from);
        play_add(p, c, name);
        meet_sender(p, c);
        p->current = p->accepting || !before ? c : before;
        p->accepting = NULL;
    }
    return c ? c : before;
}

bool datagrams_met(struct play *p, const char *name)
{
    struct connection *c = datagrams_used(p) ? named(p, name) : NULL;
    if (c)
        p->current = c;
    return c != NULL;
}

/* --- what has come ------------------------------------------------------------------ */

bool datagrams_read(struct play *p, int fd, struct connection *owner)
{
    static char block[65536];
    struct sockaddr_storage from;
    for (int i = 0; i < AT_ONCE; i++) {
        ssize_t len = datagram_receive(fd, block, sizeof block, &from);
        if (len < 0) {
            if (owner && errno == ECONNREFUSED)
                datagrams_refused(p, owner);
            return i > 0;
        }
        struct connection *c = owner ? owner : sender(p, fd, &from);
        if (!c)
            continue;
        datagram_keep(c, block, (size_t)len);
        play_heard(p, c, block, (size_t)len);
    }
    return true;
}

/* --- one message -------------------------------------------------------------------- */

static bool has_come(struct play *p, void *ctx)
{
    const struct connection *c = ctx;
    (void)p;
    return c->length_count || c->state != CONNECTION_OPEN;
}

static bool all_space(const char *data, size_t len)
{
    while (len && strchr(" \t\r\n\f\v", data[len - 1]) && data[len - 1])
        len--;
    return !len;
}

static void take(struct play *p, const struct step *s, struct connection *c,
                 const struct wanted *w)
{
    const char *data = buf_text(&c->pending);
    buf_clear(&c->last_message);
    buf_append(&c->last_message, data, c->lengths[0]);
    if (s->save)
        scope_set_text(p->setup.scope, s->save, data, c->lengths[0]);
    wanted_capture(w, p->setup.scope);
    datagram_drop(c);
    c->open_turn = NULL;
}

static void fail(struct play *p, const struct step *s, struct connection *c,
                 const struct wanted *w, enum failure failure, enum until until)
{
    if (failure != FAILURE_MISSING)
        until = play_until(p, NULL, NULL, true, steps_deadline_ns(p, s));
    else if (c->state != CONNECTION_OPEN)
        until = fault_fate(p, until, steps_deadline_ns(p, s));
    fault_wanted(p, w);
    if (c->length_count)
        fault_received(p, buf_text(&c->pending), c->lengths[0]);
    p->outcome.more_datagrams = c->length_count > 1 ? c->length_count - 1 : 0;
    fault_found(p, failure, until);
}

int datagrams_expect(struct play *p, const struct step *s, struct connection *c,
                     const struct wanted *w, struct error *err)
{
    enum wanted_result result = WANTED_NO;
    size_t used = 0;
    enum until until = play_until(p, has_come, c, s->optional, steps_deadline_ns(p, s));
    if (!c->length_count) {
        if (!s->optional)
            fail(p, s, c, w, FAILURE_MISSING, until);
        return 0;
    }
    const size_t len = c->lengths[0];
    if (wanted_test(w, p->setup.mode, buf_text(&c->pending), len, &used, &result, err)
        < 0)
        return -1;
    if (result != WANTED_YES)
        fail(p, s, c, w,
             result == WANTED_MORE && len ? FAILURE_PARTIAL : FAILURE_MISMATCH, until);
    else if (!all_space(c->pending.data + used, len - used))
        fail(p, s, c, w, FAILURE_EXTRA, until);
    else
        take(p, s, c, w);
    return 0;
}

/* --- the program's own socket ------------------------------------------------------- */

#define SOCKETS_MOST 256

bool datagrams_heard(struct play *p, const struct connection *c)
{
    struct sockdiag_entry list[SOCKETS_MOST];
    int n = sockdiag_dump(&p->diag, IPPROTO_UDP, UINT32_MAX, list, SOCKETS_MOST, NULL);
    for (int i = 0; i < n; i++)
        if (list[i].local_port == datagram_peer_port(c))
            return true;
    return n < 0 || n == SOCKETS_MOST;
}

bool datagrams_unread(struct play *p, const struct connection *c)
{
    struct sockdiag_entry list[SOCKETS_MOST];
    int n = sockdiag_dump(&p->diag, IPPROTO_UDP, UINT32_MAX, list, SOCKETS_MOST, NULL);
    for (int i = 0; i < n; i++)
        if (list[i].local_port == datagram_peer_port(c) && list[i].receive_queue)
            return true;
    return false;
}

void datagrams_refused(struct play *p, struct connection *c)
{
    if (!datagrams_heard(p, c))
        c->state = CONNECTION_ENDED;
}
