/* SPDX-License-Identifier: MIT */
#include "play/flight.h"

#include <netinet/tcp.h>

#include "base/clock.h"

#define STATE(s) (UINT32_C(1) << (s))
#define DUMP_MAX 256
#define WAKING_NS (30 * NS_PER_MS)
#define MISSED_NS (200 * NS_PER_MS)
#define FULL 65536 /* so much unread that its window may be closed */

/* States in which a segment that must be answered is under way. */
#define BETWEEN                                                                          \
    (STATE(TCP_SYN_SENT) | STATE(TCP_SYN_RECV) | STATE(TCP_FIN_WAIT1)                    \
     | STATE(TCP_LAST_ACK) | STATE(TCP_CLOSING))

/* The other end is gone: its FIN or RST must reach us. One whose listening socket was closed
 * in the same moment can go without either. */
static bool awaits_end(struct connection *c)
{
    int64_t now = clock_now_ns();
    if (c->state != CONNECTION_OPEN)
        return false;
    if (!c->missed_ns)
        c->missed_ns = now;
    if (now - c->missed_ns < MISSED_NS)
        return true;
    c->state = CONNECTION_RESET;
    return false;
}

/* What lies in its receive queue makes no difference when nobody there reads it. But between
 * the queueing and the waking of the reader lies a moment, and a virtual processor can be
 * taken away just then: it must have lain there for a while. */
static bool is_unread(struct connection *c, uint32_t bytes)
{
    if (!bytes || bytes != c->unread)
        c->unread_ns = clock_now_ns();
    c->unread = bytes;
    return bytes > 0;
}

/* The kernel no longer counts one that is closed on both sides, or was reset, though we still
 * hold it. */
static bool is_counted(int fd)
{
    struct tcp_info info = {0};
    socklen_t len = sizeof info;
    return getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len) != 0
           || info.tcpi_state != TCP_CLOSE;
}

bool flight_on(struct sockdiag *diag, struct connection *c, int *known)
{
    if (c->fd < 0)
        return false;
    struct sockdiag_entry other;
    int found = sockdiag_other_end(diag, c->fd, &other, NULL);
    *known += found > 0 ? 2 : is_counted(c->fd);
    if (found < 0)
        return false;
    if (!found)
        return !c->paused && awaits_end(c);
    c->missed_ns = 0;
    if (c->state == CONNECTION_OPEN && !c->paused && other.state != TCP_ESTABLISHED
        && other.state != TCP_CLOSE_WAIT)
        return true; /* it has closed, we have not seen it */
    if (c->state == CONNECTION_OPEN && !c->paused && c->pending.len < FULL
        && (other.bytes_sent > c->received || other.unsent > 0))
        return true; /* its bytes travel to us, or will as soon as ours are acknowledged */
    if (is_unread(c, other.receive_queue))
        return clock_now_ns() - c->unread_ns < WAKING_NS;
    if (other.bytes_received < c->sent || c->unsent.len > 0)
        return true;
    return c->half_closed && other.state == TCP_ESTABLISHED;
}

/* Only a handful of sockets, all known? A dump of the connected ones walks the kernel's whole
 * table, which costs more than all the rest of a look. */
static bool all_known(struct sockdiag *diag, int known, int port)
{
    struct sockdiag_entry list[DUMP_MAX];
    int count = sockdiag_count(diag, IPPROTO_TCP);
    if (count < 0 || count < known)
        return false;
    return count == known || (count == known + 1 && sockdiag_listener(diag, port, list))
           || count
                  == known
                         + sockdiag_dump(diag, IPPROTO_TCP, STATE(TCP_LISTEN), list,
                                         DUMP_MAX, NULL);
}

bool flight_elsewhere(struct sockdiag *diag, int known, int port)
{
    struct sockdiag_entry list[DUMP_MAX];
    if (all_known(diag, known, port))
        return false;
    int n = sockdiag_dump(diag, IPPROTO_TCP, BETWEEN | STATE(TCP_ESTABLISHED), list,
                          DUMP_MAX, NULL);
    for (int i = 0; i < n; i++) {
        if (list[i].state == TCP_SYN_SENT || list[i].state == TCP_SYN_RECV)
            return true;
        /* Unread bytes lie in a receive queue; bytes that are in neither end's hands fly. */
        for (int k = 0; k < n && list[i].state == TCP_ESTABLISHED; k++)
            if (list[k].local_port == list[i].peer_port
                && list[k].peer_port == list[i].local_port && list[k].receive_queue == 0
                && list[k].bytes_received < list[i].bytes_sent + list[i].unsent)
                return true;
    }
    return false;
}

bool flight_taken(struct sockdiag *diag, const struct connection *c)
{
    struct sockdiag_entry other;
    int found = c->fd < 0 ? 0 : sockdiag_other_end(diag, c->fd, &other, NULL);
    return found <= 0
           || (other.receive_queue == 0 && other.bytes_received >= c->sent
               && c->unsent.len == 0);
}

bool flight_still_held(struct sockdiag *diag, const struct connection *c)
{
    struct sockdiag_entry other;
    return c->fd >= 0 && sockdiag_other_end(diag, c->fd, &other, NULL) == 1
           && other.inode != 0;
}
