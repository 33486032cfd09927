/* SPDX-License-Identifier: MIT */
#include "play/meet.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"

#define LISTENERS_MAX 1024 /* the right one must be among them, however many there are */

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

static void tell_transcript(struct play *p, const char *name, const struct place *from,
                            const struct place *to)
{
    struct buf text = {0};
    buf_printf(&text, "from %s port %d to %s port %d", from->address, from->port,
               to->address, to->port);
    if (p->names.last_name[0] && strncmp(to->address, "127.", 4) != 0)
        buf_printf(&text, " (%s)", p->names.last_name);
    play_note_event(p, EVENT_CONNECTED, name, text.data, text.len);
    buf_close(&text);
}

void meet_client(struct play *p)
{
    struct place own, other;
    both_ends(p->current->fd, &own, &other);
    tell_scope(p, &other);
    tell_transcript(p, p->current->name, &other, &own);
}

struct listeners {
    struct sockdiag_entry list[LISTENERS_MAX];
    int count;
};

static bool listens(struct play *p, void *ctx)
{
    struct listeners *l = ctx;
    l->count = sockdiag_dump(&p->diag, IPPROTO_TCP, UINT32_C(1) << TCP_LISTEN, l->list,
                             LISTENERS_MAX, NULL);
    int kept = 0;
    for (int i = 0; i < l->count; i++)
        if (l->list[i].local_port == p->setup.exercise->port)
            l->list[kept++] = l->list[i];
    l->count = kept;
    return kept > 0;
}

/* Waits until the connection is made; the descriptor, or -1 when it was refused. */
static int await_connected(struct play *p, int fd, int64_t deadline_ns)
{
    struct pollfd wait = {.fd = fd, .events = POLLOUT};
    while (poll(&wait, 1, 1) == 0 && clock_now_ns() < deadline_ns)
        play_pump(p, 0);
    int status = 0;
    socklen_t len = sizeof status;
    getsockopt(fd, SOL_SOCKET, SO_ERROR, &status, &len);
    if (wait.revents & POLLOUT && status == 0)
        return fd;
    close(fd);
    return -1;
}

static int dial(struct play *p, int family, const char *address, const char *from,
                int64_t deadline_ns)
{
    if (from && (strchr(from, ':') != NULL) != (family == AF_INET6))
        return -1;
    int fd = connection_dial(family, address, p->setup.exercise->port, from, NULL);
    return fd < 0 ? -1 : await_connected(p, fd, deadline_ns);
}

/* A socket bound to :: usually takes IPv4 as well, so IPv4 is tried first for every one. */
static int dial_listener(struct play *p, const struct sockdiag_entry *l, const char *from,
                         int64_t deadline_ns)
{
    int fd = -1;
    if (!l->local_any)
        return dial(p, l->family, l->local, from, deadline_ns);
    fd = dial(p, AF_INET, "127.0.0.1", from, deadline_ns);
    if (fd < 0 && l->family == AF_INET6)
        fd = dial(p, AF_INET6, "::1", from, deadline_ns);
    return fd;
}

int meet_server(struct play *p, const char *name, const char *from, int64_t deadline_ns,
                enum failure *failure, enum until *until, struct error *err)
{
    (void)err;
    struct listeners found;
    *failure = FAILURE_NO_LISTENER;
    if (p->connection_count) /* it may end with the client before, and no longer listen then */
        play_until(p, NULL, NULL, true, deadline_ns);
    *until = play_until(p, listens, &found, false, deadline_ns);
    if (*until != UNTIL_MET)
        return 0;
    int fd = -1;
    for (int i = 0; fd < 0 && i < found.count; i++)
        fd = dial_listener(p, &found.list[i], from, deadline_ns);
    if (fd < 0) {
        *failure = FAILURE_REFUSED;
        *until = play_until(p, NULL, NULL, false, deadline_ns);
        return 0;
    }
    *failure = FAILURE_NONE;
    play_add_connection(p, name, fd);
    struct place own, other;
    both_ends(fd, &own, &other);
    tell_scope(p, &own);
    tell_transcript(p, name, &own, &other);
    return 0;
}
