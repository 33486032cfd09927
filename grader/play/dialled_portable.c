/* SPDX-License-Identifier: MIT
 *
 * Without a network of the run's own, nobody's segments are ours to read. But UDP has ports of
 * its own, and on the one where the program should come by TCP we can listen by UDP as well.
 */
#include "play/dialled.h"

#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/fd.h"

static int listen_udp(int family, int port)
{
    union {
        struct sockaddr any;
        struct sockaddr_in four;
        struct sockaddr_in6 six;
    } a;
    socklen_t len = family == AF_INET ? sizeof a.four : sizeof a.six;
    int fd = fd_socket(family, SOCK_DGRAM);
    memset(&a, 0, sizeof a);
    if (family == AF_INET)
        a.four = (struct sockaddr_in){.sin_family = AF_INET,
                                      .sin_port = htons((uint16_t)port),
                                      .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    else
        a.six = (struct sockaddr_in6){.sin6_family = AF_INET6,
                                      .sin6_port = htons((uint16_t)port),
                                      .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    if (fd < 0 || bind(fd, &a.any, len) == 0)
        return fd;
    close(fd);
    return -1;
}

void dialled_open(struct dialled *d, bool own_network, int port)
{
    (void)own_network;
    *d = (struct dialled){.port = port};
    if (!port)
        return;
    d->fds[d->fd_count++] = listen_udp(AF_INET, port);
    d->fds[d->fd_count++] = listen_udp(AF_INET6, port);
}

void dialled_close(struct dialled *d)
{
    for (size_t i = 0; i < d->fd_count; i++)
        if (d->fds[i] >= 0)
            close(d->fds[i]);
    d->fd_count = 0;
}

void dialled_read(struct dialled *d)
{
    char byte;
    for (size_t i = 0; i < d->fd_count; i++)
        if (!d->count && d->fds[i] >= 0 && recv(d->fds[i], &byte, sizeof byte, 0) >= 0) {
            struct dialled_entry *e = &d->entries[d->count++];
            *e = (struct dialled_entry){.udp = true, .port = d->port};
            snprintf(e->address, sizeof e->address, "%s", i ? "::1" : "127.0.0.1");
        }
}
