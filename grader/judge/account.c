/* SPDX-License-Identifier: MIT */
#include "judge/account.h"

#include <arpa/inet.h>
#include <errno.h>
#include <signal.h>
#include <string.h>

#include "base/bytes.h"
#include "judge/evidence.h"

/* --- the calls, one line a socket ---------------------------------------------------------- */

static void put_address(const struct deed *d, struct buf *out)
{
    bool v6 = strchr(d->address, ':') != NULL;
    if (d->no_family)
        buf_puts(out, " (no address family)");
    else
        buf_printf(out, " %s%s%s:%d", v6 ? "[" : "", d->address, v6 ? "]" : "", d->port);
}

/* The connections that came about are those that it asked for first. */
static bool reached_us(const struct attempt *a, const struct deed *d)
{
    size_t before = 0;
    for (const struct deed *c = a->deeds.list; c != d; c++)
        before += c->call == DEED_CONNECT ? c->times : 0;
    return d->udp == a->deeds.udp && d->port == a->deeds.our_port && d->times == 1
           && !d->no_family && before < a->play.outcome.connections;
}

static void put_result(const struct attempt *a, const struct deed *d, struct buf *out)
{
    if (d->result == DEED_WORKED || (d->call == DEED_CONNECT && reached_us(a, d)))
        buf_puts(out, " ok");
    else if (d->result == DEED_FAILED && d->error == ECONNREFUSED)
        buf_puts(out, " refused");
    else if (d->result == DEED_FAILED)
        buf_printf(out, " failed: %s", strerror(d->error));
    if (d->times > 1)
        buf_printf(out, " (%u times)", d->times);
}

static void put_deed(const struct attempt *a, const struct deed *d, struct buf *out)
{
    static const char *const names[] = {
        [DEED_BIND] = "bind", [DEED_LISTEN] = "listen", [DEED_CONNECT] = "connect"};
    buf_printf(out, " -> %s", names[d->call]);
    if (d->call == DEED_LISTEN)
        buf_printf(out, "(%d)", d->backlog);
    else
        put_address(d, out);
    put_result(a, d, out);
}

static void put_wait(const struct attempt *a, uint64_t socket, struct buf *out)
{
    const struct look *l = &a->play.outcome.look;
    for (size_t i = 0; !a->play.outcome.ended && i < l->wait_count; i++)
        if (a->wait_sockets[i] == socket && l->waits[i].kind != WAIT_OTHER) {
            buf_printf(out, " -> waits in %s", wait_kind_name(l->waits[i].kind));
            return;
        }
}

/* Runtimes try out what the system can do, on a port that it chooses and a socket that they
 * close again: no doing of the student's. */
static bool is_trial(const struct deeds *s, uint64_t socket)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->list[i].socket == socket
            && (s->list[i].call != DEED_BIND || s->list[i].port != 0))
            return false;
    return true;
}

static void put_socket(const struct attempt *a, const struct deed *first, struct buf *out)
{
    const struct deeds *s = &a->deeds;
    if (is_trial(s, first->socket))
        return;
    buf_puts(out, first->udp ? "socket(UDP)" : "socket(TCP)");
    for (size_t i = 0; i < s->count; i++)
        if (s->list[i].socket == first->socket)
            put_deed(a, &s->list[i], out);
    put_wait(a, first->socket, out);
    buf_putc(out, '\n');
}

static void put_datagrams(const struct attempt *a, struct buf *out)
{
    const struct dialled *d = &a->play.dialled;
    for (size_t i = 0; i < d->count; i++)
        if (d->entries[i].udp && evidence_sent_it(a, &d->entries[i]))
            buf_printf(out, "socket(UDP) -> sends to %s port %d\n", d->entries[i].address,
                       d->entries[i].port);
    for (size_t i = 0; !d->count && i < a->socket_count; i++)
        if (a->socket_udp[i] && a->sockets[i].peer_port)
            buf_printf(out, "socket(UDP) -> connect %s port %d\n", a->sockets[i].peer,
                       a->sockets[i].peer_port);
}

void account_lines(const struct attempt *a, struct buf *out)
{
    const struct deeds *s = &a->deeds;
    for (size_t i = 0; i < s->count; i++) {
        size_t first = 0;
        while (s->list[first].socket != s->list[i].socket)
            first++;
        if (first == i)
            put_socket(a, &s->list[i], out);
    }
    put_datagrams(a, out);
    if (s->more)
        buf_printf(out, "and %u more calls\n", s->more);
}

/* --- why something did not work --------------------------------------------------------------- */

void account_address_order(const char *address, struct buf *out)
{
    struct in_addr a;
    char other[INET_ADDRSTRLEN];
    if (inet_pton(AF_INET, address, &a) != 1)
        return;
    if (a.s_addr == INADDR_NONE)
        buf_puts(out, " (which is also what C's inet_addr() makes of a name)");
    a.s_addr = __builtin_bswap32(a.s_addr);
    inet_ntop(AF_INET, &a, other, sizeof other);
    if (strcmp(other, "127.0.0.1") == 0)
        buf_printf(out, ", which is %s without htonl()", other);
}

static void in_use(const struct attempt *a, const struct deed *d, struct buf *out)
{
    static const char *const which[] = {"", " first", " second", " third"};
    size_t n = d->holder ? deeds_ordinal(&a->deeds, d->holder) : 0;
    if (n)
        buf_printf(out,
                   "the port is taken by your own program's%s socket, which is "
                   "still open",
                   n < sizeof which / sizeof *which ? which[n] : " earlier");
    else if (d->port == a->deeds.our_port)
        buf_puts(out,
                 "the server, which is the grader here, has this port already, and a "
                 "client needs no bind()");
    else
        buf_puts(out, "the port is taken");
}

static void not_ours(const struct attempt *a, const struct deed *d, struct buf *out)
{
    (void)a;
    size_t len;
    buf_puts(out, d->address);
    len = out->len;
    account_address_order(d->address, out);
    buf_printf(out, "%s is not an address of this computer", out->len > len ? "," : "");
}

static void other_family(const struct attempt *a, const struct deed *d, struct buf *out)
{
    (void)a, (void)d;
    buf_puts(out, "the address is of another family (AF_INET, AF_INET6) than the socket");
}

static void low_port(const struct attempt *a, const struct deed *d, struct buf *out)
{
    (void)a;
    buf_printf(out, "ports below 1024, such as %d, are not for ordinary users", d->port);
}

static void bound_twice(const struct attempt *a, const struct deed *d, struct buf *out)
{
    const struct deed *before = NULL;
    for (const struct deed *b = a->deeds.list; b != d; b++)
        if (b->call == DEED_BIND && b->socket == d->socket && b->result == DEED_WORKED)
            before = b;
    if (before)
        buf_printf(
            out,
            "this socket was bound before, to port %d, and a socket is bound only once",
            before->port);
    else
        buf_puts(out, strerror(d->error));
}

static void refused(const struct attempt *a, const struct deed *d, struct buf *out)
{
    (void)a;
    buf_printf(out, "nothing listened on port %d at that moment", d->port);
}

static void no_listening(const struct attempt *a, const struct deed *d, struct buf *out)
{
    (void)a;
    buf_puts(out, d->udp ? "UDP has no connections to listen for" : strerror(d->error));
}

static const struct reason {
    enum deed_call call;
    int error;
    void (*tell)(const struct attempt *a, const struct deed *d, struct buf *out);
} reasons[] = {
    {DEED_BIND, EADDRINUSE, in_use},         {DEED_LISTEN, EADDRINUSE, in_use},
    {DEED_LISTEN, EOPNOTSUPP, no_listening}, {DEED_BIND, EADDRNOTAVAIL, not_ours},
    {DEED_BIND, EACCES, low_port},           {DEED_BIND, EAFNOSUPPORT, other_family},
    {DEED_BIND, EINVAL, bound_twice},        {DEED_CONNECT, ECONNREFUSED, refused},
};

static void put_reason(const struct attempt *a, const struct deed *d, struct buf *out)
{
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].call == d->call && reasons[i].error == d->error) {
            reasons[i].tell(a, d, out);
            return;
        }
    buf_puts(out, strerror(d->error));
}

static bool put_failed(const struct attempt *a, const struct deed *d, struct buf *out)
{
    static const char *const names[] = {[DEED_BIND] = "bind() to",
                                        [DEED_LISTEN] = "listen() on",
                                        [DEED_CONNECT] = "connect() to"};
    if (!d || d->result != DEED_FAILED)
        return false;
    buf_printf(out, " %s port %d failed: ", names[d->call], d->port);
    put_reason(a, d, out);
    buf_putc(out, '.');
    return true;
}

static bool without_family(const struct deed *d, const char *call, struct buf *out)
{
    if (!d || !d->no_family)
        return false;
    buf_printf(out,
               " The address that it gave to %s has no family: sin_family = AF_INET "
               "is missing.",
               call);
    return true;
}

bool account_why_unlistened(const struct attempt *a, struct buf *out)
{
    const struct deeds *s = &a->deeds;
    const struct deed *bound = evidence_last(a, DEED_BIND);
    const struct deed *listened = evidence_last(a, DEED_LISTEN);
    bool failed = bound && bound->result == DEED_FAILED;
    if ((failed && without_family(bound, "bind()", out)) || put_failed(a, bound, out)
        || put_failed(a, listened, out))
        return true;
    if (listened || deeds_may_have(s, DEED_LISTEN))
        return false;
    if (s->udp && bound)
        return false;
    if (s->udp && !deeds_may_have(s, DEED_BIND))
        buf_puts(out, " No bind() was carried out.");
    else if (bound)
        buf_printf(out, " It bound port %d, but no listen() followed.", bound->port);
    else if (!deeds_may_have(s, DEED_BIND))
        buf_puts(out, " No bind() and no listen() was carried out.");
    else
        return false;
    return true;
}

bool account_why_unconnected(const struct attempt *a, struct buf *out)
{
    const struct deed *d = evidence_last(a, DEED_CONNECT);
    if (put_failed(a, evidence_last(a, DEED_BIND), out)
        || without_family(d, "connect()", out))
        return true;
    if (d || a->deeds.udp || deeds_may_have(&a->deeds, DEED_CONNECT))
        return false;
    buf_puts(out, " No connect() was carried out.");
    return true;
}

bool account_why_crashed(const struct attempt *a, struct buf *out)
{
    const struct deeds *s = &a->deeds;
    const struct deed *d = s->count ? &s->list[s->count - 1] : NULL;
    if (!d || d->udp != s->udp)
        return false;
    if (a->play.outcome.exit_signal == SIGPIPE && d->call == DEED_CONNECT)
        return without_family(d, "connect()", out);
    const char *words = strerror(d->error);
    if (d->result != DEED_FAILED || s->lost
        || !bytes_find(a->crash.text, strlen(a->crash.text), words, strlen(words)))
        return false;
    return put_failed(a, d, out);
}
