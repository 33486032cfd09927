/* SPDX-License-Identifier: MIT */
#include "play/sockdiag.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h> /* glibc's struct tcp_info ends before the byte counts */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define STATE_SYN_RECV 3
#define STATE_LISTEN 10

/* The kernel fills at most this much per message of a dump. */
#define ANSWER_BYTES 32768

struct request {
    struct nlmsghdr header;
    struct inet_diag_req_v2 body;
};

/* Where a dump puts what it finds. */
struct sink {
    struct sockdiag_entry *out;
    size_t count, max;
    bool info_seen; /* the last entry came with byte counts */
};

static const char *const count_files[] = {"/proc/self/net/sockstat",
                                          "/proc/self/net/sockstat6"};
static const char *const tcp_keys[] = {"TCP: inuse ", "TCP6: inuse "};
static const char *const udp_keys[] = {"UDP: inuse ", "UDP6: inuse "};

int sockdiag_open(struct sockdiag *d, struct error *err)
{
    d->fd =
        socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_SOCK_DIAG);
    if (d->fd < 0)
        return error_errno(err,
                           "cannot ask the kernel about sockets (NETLINK_SOCK_DIAG)");
    d->counts[0] = d->counts[1] = -1;
    return 0;
}

void sockdiag_prepare(struct sockdiag *d)
{
    for (size_t i = 0; i < 2; i++)
        if (d->fd >= 0 && d->counts[i] < 0)
            d->counts[i] = open(count_files[i], O_RDONLY | O_CLOEXEC);
}

void sockdiag_close(struct sockdiag *d)
{
    if (d->fd < 0)
        return;
    close(d->fd);
    for (size_t i = 0; i < 2; i++)
        if (d->counts[i] >= 0)
            close(d->counts[i]);
    d->fd = -1;
}

/* A machine without IPv6 has no second file, and no such sockets. */
int sockdiag_count(struct sockdiag *d, int protocol)
{
    const char *const *keys = protocol == IPPROTO_UDP ? udp_keys : tcp_keys;
    int count = -1;
    sockdiag_prepare(d);
    for (size_t i = 0; i < 2; i++) {
        char text[512];
        ssize_t len =
            d->counts[i] < 0 ? -1 : pread(d->counts[i], text, sizeof text - 1, 0);
        if (len < 0)
            continue;
        text[len] = '\0';
        const char *found = strstr(text, keys[i]);
        if (found)
            count = (count < 0 ? 0 : count) + atoi(found + strlen(keys[i]));
    }
    return count;
}

static void request_init(struct request *q, int family, int protocol, int flags)
{
    memset(q, 0, sizeof *q);
    q->header.nlmsg_len = sizeof *q;
    q->header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
    q->header.nlmsg_flags = (unsigned short)(NLM_F_REQUEST | flags);
    q->body.sdiag_family = (unsigned char)family;
    q->body.sdiag_protocol = (unsigned char)protocol;
    if (protocol == IPPROTO_TCP)
        q->body.idiag_ext = 1 << (INET_DIAG_INFO - 1);
}

/* An address as text; an IPv4 one inside IPv6 is told as IPv4, as a student wrote it. */
static void address_text(int family, const __be32 *address, char *out)
{
    struct in6_addr six;
    memcpy(&six, address, sizeof six);
    if (family == AF_INET6 && IN6_IS_ADDR_V4MAPPED(&six))
        inet_ntop(AF_INET, &six.s6_addr[12], out, INET6_ADDRSTRLEN);
    else
        inet_ntop(family, address, out, INET6_ADDRSTRLEN);
}

static bool address_any(int family, const __be32 *address)
{
    if (family == AF_INET)
        return !address[0];
    return !(address[0] | address[1] | address[2] | address[3]);
}

/* The byte counts, where the kernel is new enough to give them (4.19). */
static bool take_info(struct sockdiag_entry *e, const struct rtattr *attribute)
{
    struct tcp_info info = {0};
    size_t size = RTA_PAYLOAD(attribute);
    memcpy(&info, RTA_DATA(attribute), size < sizeof info ? size : sizeof info);
    e->bytes_received = info.tcpi_bytes_received;
    e->unsent = info.tcpi_notsent_bytes;
    e->bytes_sent = info.tcpi_bytes_sent - info.tcpi_bytes_retrans;
    return size >= offsetof(struct tcp_info, tcpi_bytes_retrans) + 8;
}

static void take_entry(struct sink *sink, const struct nlmsghdr *h)
{
    if (sink->count == sink->max)
        return;
    const struct inet_diag_msg *m = NLMSG_DATA(h);
    struct sockdiag_entry *e = &sink->out[sink->count++];
    memset(e, 0, sizeof *e);
    e->family = m->idiag_family;
    e->state = m->idiag_state;
    e->local_port = ntohs(m->id.idiag_sport);
    e->peer_port = ntohs(m->id.idiag_dport);
    address_text(e->family, m->id.idiag_src, e->local);
    address_text(e->family, m->id.idiag_dst, e->peer);
    e->local_any = address_any(e->family, m->id.idiag_src);
    e->inode = m->idiag_inode;
    e->receive_queue = m->idiag_rqueue;
    e->send_queue = m->idiag_wqueue;
    sink->info_seen = false;
    int left = (int)(h->nlmsg_len - NLMSG_LENGTH(sizeof *m));
    for (struct rtattr *a = (void *)(m + 1); RTA_OK(a, left); a = RTA_NEXT(a, left))
        if (a->rta_type == INET_DIAG_INFO)
            sink->info_seen = take_info(e, a);
}

/* Takes the messages of one datagram. Returns 1 at the end of the answer, 0 when more
 * follows, or a negative errno value that the kernel answered with. */
static int take_datagram(struct sink *sink, struct nlmsghdr *h, size_t len)
{
    for (; NLMSG_OK(h, len); h = NLMSG_NEXT(h, len)) {
        if (h->nlmsg_type == NLMSG_DONE)
            return 1;
        if (h->nlmsg_type == NLMSG_ERROR)
            return ((struct nlmsgerr *)NLMSG_DATA(h))->error;
        take_entry(sink, h);
        if (!(h->nlmsg_flags & NLM_F_MULTI))
            return 1;
    }
    return 0;
}

/* Sends the request and takes its answer, which the kernel has ready when send() returns.
 * Returns 0 or a negative errno value. */
static int ask(struct sockdiag *d, const struct request *q, struct sink *sink)
{
    static _Alignas(struct nlmsghdr) char answer[ANSWER_BYTES];
    if (send(d->fd, q, sizeof *q, 0) < 0)
        return -errno;
    for (;;) {
        ssize_t len = recv(d->fd, answer, sizeof answer, 0);
        if (len < 0 && errno == EINTR)
            continue;
        if (len < 0)
            return -errno;
        int end = take_datagram(sink, (struct nlmsghdr *)answer, (size_t)len);
        if (end)
            return end > 0 ? 0 : end;
    }
}

int sockdiag_dump_port(struct sockdiag *d, int protocol, uint32_t states, int port,
                       struct sockdiag_entry *out, size_t max, struct error *err)
{
    static const int families[] = {AF_INET, AF_INET6};
    struct sink sink = {.out = out, .max = max};
    for (size_t i = 0; i < 2; i++) {
        struct request q;
        request_init(&q, families[i], protocol, NLM_F_DUMP);
        q.body.idiag_states = states;
        q.body.id.idiag_sport = htons((uint16_t)port);
        int failed = ask(d, &q, &sink);
        if (failed == -ENOENT && families[i] == AF_INET6)
            continue; /* a kernel without IPv6 */
        if (failed) {
            errno = -failed;
            return error_errno(err, "the kernel does not list its sockets");
        }
    }
    return (int)sink.count;
}

int sockdiag_dump(struct sockdiag *d, int protocol, uint32_t states,
                  struct sockdiag_entry *out, size_t max, struct error *err)
{
    return sockdiag_dump_port(d, protocol, states, 0, out, max, err);
}

/* A look-up from nowhere finds who listens, and no connection. */
bool sockdiag_listener(struct sockdiag *d, int port, struct sockdiag_entry *out)
{
    static const int families[] = {AF_INET, AF_INET6};
    static const struct in6_addr loopback = IN6ADDR_LOOPBACK_INIT;
    for (size_t i = 0; port && i < 2; i++) {
        struct sink sink = {.out = out, .max = 1};
        struct request q;
        request_init(&q, families[i], IPPROTO_TCP, 0);
        q.body.id.idiag_cookie[0] = INET_DIAG_NOCOOKIE;
        q.body.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
        q.body.id.idiag_sport = htons((uint16_t)port);
        if (families[i] == AF_INET)
            q.body.id.idiag_src[0] = htonl(INADDR_LOOPBACK);
        else
            memcpy(q.body.id.idiag_src, &loopback, sizeof loopback);
        if (ask(d, &q, &sink) == 0 && sink.count && out->state == STATE_LISTEN)
            return true;
    }
    return false;
}

int sockdiag_tuple_of(int fd, struct sockdiag_tuple *out)
{
    union {
        struct sockaddr sa;
        struct sockaddr_in four;
        struct sockaddr_in6 six;
    } own, peer;
    socklen_t own_len = sizeof own, peer_len = sizeof peer;
    *out = (struct sockdiag_tuple){0};
    if (getsockname(fd, &own.sa, &own_len) || getpeername(fd, &peer.sa, &peer_len))
        return -1;
    out->family = own.sa.sa_family;
    if (own.sa.sa_family == AF_INET) {
        out->ends[0].port = own.four.sin_port;
        out->ends[1].port = peer.four.sin_port;
        memcpy(out->ends[0].address, &own.four.sin_addr, 4);
        memcpy(out->ends[1].address, &peer.four.sin_addr, 4);
    } else {
        out->ends[0].port = own.six.sin6_port;
        out->ends[1].port = peer.six.sin6_port;
        memcpy(out->ends[0].address, &own.six.sin6_addr, 16);
        memcpy(out->ends[1].address, &peer.six.sin6_addr, 16);
    }
    return 0;
}

/* As the socket at that end has it. */
static void request_end(struct request *q, const struct sockdiag_tuple *t, size_t end)
{
    const struct sockdiag_end *own = &t->ends[end], *peer = &t->ends[!end];
    request_init(q, t->family, IPPROTO_TCP, 0);
    q->body.id.idiag_cookie[0] = INET_DIAG_NOCOOKIE;
    q->body.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
    q->body.id.idiag_sport = own->port;
    q->body.id.idiag_dport = peer->port;
    memcpy(q->body.id.idiag_src, own->address, sizeof own->address);
    memcpy(q->body.id.idiag_dst, peer->address, sizeof peer->address);
}

/* Where the end is gone, the look-up falls back to who listens there. */
static bool is_there(struct sockdiag *d, const struct request *q)
{
    struct sockdiag_entry found;
    struct sink sink = {.out = &found, .max = 1};
    return ask(d, q, &sink) == 0 && sink.count && found.state != STATE_LISTEN;
}

/* The kernel answers each; what it can't end stays, and is seen by who looks for it. */
void sockdiag_destroy(struct sockdiag *d, const struct sockdiag_tuple *t)
{
    for (size_t end = 0; d->fd >= 0 && t->family && end < 2; end++) {
        struct request q;
        char answer[1024];
        request_end(&q, t, end);
        if (!is_there(d, &q))
            continue;
        q.header.nlmsg_type = SOCK_DESTROY;
        q.header.nlmsg_flags |= NLM_F_ACK;
        q.body.idiag_states = UINT32_MAX;
        if (send(d->fd, &q, sizeof q, 0) == sizeof q)
            recv(d->fd, answer, sizeof answer, 0);
    }
}

int sockdiag_other_end(struct sockdiag *d, int fd, struct sockdiag_entry *out,
                       struct error *err)
{
    struct request q;
    struct sockdiag_tuple tuple;
    if (sockdiag_tuple_of(fd, &tuple))
        return errno == ENOTCONN || errno == EINVAL
                   ? 0
                   : error_errno(err, "cannot tell the addresses of a connection");
    struct sockdiag_entry found;
    struct sink sink = {.out = &found, .max = 1};
    request_end(&q, &tuple, 1);
    int failed = ask(d, &q, &sink);
    if (failed == -ENOENT)
        return 0;
    if (failed) {
        errno = -failed;
        return error_errno(err, "the kernel does not show the other end of a connection");
    }
    /* The look-up falls back to the listening socket while the connection is being made,
     * and finds the stump (TIME_WAIT) that is left when it is gone. */
    if (!sink.count || !sink.info_seen || found.state == STATE_LISTEN
        || found.state == STATE_SYN_RECV)
        return 0;
    *out = found;
    return 1;
}
