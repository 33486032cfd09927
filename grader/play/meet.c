/* SPDX-License-Identifier: MIT */
#include "play/meet.h"

#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>

#include "play/datagram.h"
#include "play/datagrams.h"
#include "play/listener.h"

/* Where one end of a socket is, as text. */
struct place {
    int family, port;
    char address[INET6_ADDRSTRLEN];
};

static void place_of(const struct sockaddr_storage *a, struct place *out)
{
    *out = (struct place){.family = a->ss_family};
    if (a->ss_family == AF_INET6) {
        const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)a;
        inet_ntop(AF_INET6, &six->sin6_addr, out->address, sizeof out->address);
        out->port = ntohs(six->sin6_port);
    } else {
        const struct sockaddr_in *four = (const struct sockaddr_in *)a;
        inet_ntop(AF_INET, &four->sin_addr, out->address, sizeof out->address);
        out->port = ntohs(four->sin_port);
    }
}

static void both_ends(int fd, struct place *own, struct place *other)
{
    struct sockaddr_storage a = {0}, b = {0};
    socklen_t a_len = sizeof a, b_len = sizeof b;
    getsockname(fd, (struct sockaddr *)&a, &a_len);
    getpeername(fd, (struct sockaddr *)&b, &b_len);
    place_of(&a, own);
    place_of(&b, other);
}

/* The name that the exercise's world gives the client's address. */
static void name_client(struct play *p, const char *address)
{
    const struct world *w = &p->setup.exercise->world;
    struct buf name = {0}, at = {0};
    buf_puts(&name, "localhost");
    for (size_t i = 0; i < w->host_count; i++) {
        buf_clear(&at);
        scope_expand(p->setup.scope, w->hosts[i].address, strlen(w->hosts[i].address),
                     &at, NULL);
        if (strcmp(buf_text(&at), address) != 0)
            continue;
        buf_clear(&name);
        scope_expand(p->setup.scope, w->hosts[i].name, strlen(w->hosts[i].name), &name,
                     NULL);
    }
    scope_set_text(p->setup.scope, "client.name", name.data, name.len);
    buf_close(&name);
    buf_close(&at);
}

static void tell_scope(struct play *p, const struct place *client)
{
    struct scope *s = p->setup.scope;
    scope_set_text(s, "client.ip", client->address, strlen(client->address));
    scope_set_number(s, "client.port", client->port);
    name_client(p, client->address);
}

static void tell_transcript(struct play *p, enum event_kind kind, const char *name,
                            const struct place *from, const struct place *to)
{
    struct buf text = {0};
    buf_printf(&text, "from %s port %d to %s port %d", from->address, from->port,
               to->address, to->port);
    if (p->names.last_name[0] && strncmp(to->address, "127.", 4) != 0)
        buf_printf(&text, " (%s)", p->names.last_name);
    play_note_event(p, kind, name, text.data, text.len);
    buf_close(&text);
}

void meet_client(struct play *p)
{
    struct place own, other;
    both_ends(p->current->fd, &own, &other);
    tell_scope(p, &other);
    tell_transcript(p, EVENT_CONNECTED, p->current->name, &other, &own);
}

static void tell_sender(struct play *p, const struct connection *c, const char *from,
                        const struct place *client)
{
    struct buf text = {0};
    buf_printf(&text, "%s from %s port %d", from, client->address, client->port);
    play_note_event(p, EVENT_NOTE, c->name, text.data, text.len);
    buf_close(&text);
}

void meet_sender(struct play *p, const struct connection *c)
{
    struct place client;
    place_of(&c->peer, &client);
    tell_scope(p, &client);
    tell_sender(p, c, "its datagrams come", &client);
}

static void meet_by_udp(struct play *p, const char *name, int fd)
{
    struct place own, other;
    play_add(p, datagram_connection(name, fd, NULL), name);
    both_ends(fd, &own, &other);
    tell_scope(p, &own);
    tell_sender(p, p->current, "the grader's datagrams come", &own);
}

int meet_server(struct play *p, const char *name, const char *from, int64_t deadline_ns,
                enum failure *failure, enum until *until, struct error *err)
{
    (void)err;
    bool one_of_many = p->track->in_crowd && p->track->number > 1;
    if (p->connection_count
        && !one_of_many) /* it may end with the client before, and no longer listen then */
        play_until(p, NULL, NULL, true, deadline_ns);
    int fd = listener_meet(p, from, deadline_ns, failure, until);
    if (fd < 0)
        return 0;
    *failure = FAILURE_NONE;
    if (datagrams_used(p)) {
        meet_by_udp(p, name, fd);
        return 0;
    }
    play_add_connection(p, name, fd);
    struct place own, other;
    both_ends(fd, &own, &other);
    tell_scope(p, &own);
    tell_transcript(p, EVENT_WE_CONNECTED, p->current->name, &own, &other);
    return 0;
}
