/* SPDX-License-Identifier: MIT */
#include "play/dialled.h"

#include <arpa/inet.h>
#include <linux/filter.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* IPv4 raw sockets deliver the IP header too, IPv6 ones begin at the transport header. */
static const struct source {
    int family, protocol;
} sources[] = {
    {AF_INET, IPPROTO_TCP},
    {AF_INET6, IPPROTO_TCP},
    {AF_INET, IPPROTO_UDP},
    {AF_INET6, IPPROTO_UDP},
};
#define SOURCES (sizeof sources / sizeof *sources)

#define DNS_PORT 53 /* looking up a name is not talking to it */
#define TCP_FLAGS 13
#define FLAG_SYN 0x02
#define FLAG_ACK 0x10

/* More than a socket's queue holds: what comes after that is a flood without end. */
#define PACKETS_MOST 4096

/* Lets only TCP segments pass that have SYN and not ACK set. */
static void only_syn(int fd, int family)
{
    struct sock_filter v4[] = {
        BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, 0),
        BPF_STMT(BPF_LD | BPF_B | BPF_IND, TCP_FLAGS),
        BPF_STMT(BPF_ALU | BPF_AND | BPF_K, FLAG_SYN | FLAG_ACK),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, FLAG_SYN, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, 128),
        BPF_STMT(BPF_RET | BPF_K, 0),
    };
    struct sock_filter v6[] = {
        BPF_STMT(BPF_LD | BPF_B | BPF_ABS, TCP_FLAGS),
        BPF_STMT(BPF_ALU | BPF_AND | BPF_K, FLAG_SYN | FLAG_ACK),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, FLAG_SYN, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, 128),
        BPF_STMT(BPF_RET | BPF_K, 0),
    };
    struct sock_fprog program = {.len = sizeof v4 / sizeof *v4, .filter = v4};
    if (family == AF_INET6)
        program = (struct sock_fprog){.len = sizeof v6 / sizeof *v6, .filter = v6};
    setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program);
}

void dialled_open(struct dialled *d, bool own_network, int port)
{
    *d = (struct dialled){.port = port};
    if (!own_network)
        return;
    for (size_t i = 0; i < SOURCES; i++) {
        int fd = socket(sources[i].family, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK,
                        sources[i].protocol);
        if (fd >= 0 && sources[i].protocol == IPPROTO_TCP)
            only_syn(fd, sources[i].family);
        int on = 1;
        if (fd >= 0 && sources[i].family == AF_INET6)
            setsockopt(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, &on, sizeof on);
        d->fds[i] = fd;
        d->fd_count++;
    }
}

void dialled_close(struct dialled *d)
{
    for (size_t i = 0; i < d->fd_count; i++)
        if (d->fds[i] >= 0)
            close(d->fds[i]);
    d->fd_count = 0;
}

static void note(struct dialled *d, const struct dialled_entry *seen)
{
    for (size_t i = 0; i < d->count; i++)
        if (d->entries[i].udp == seen->udp && d->entries[i].port == seen->port
            && strcmp(d->entries[i].address, seen->address) == 0) {
            d->entries[i].again += d->entries[i].from_port != seen->from_port;
            return;
        }
    if (d->count < DIALLED_MAX)
        d->entries[d->count++] = *seen;
}

static void destination6(struct msghdr *message, char *out, size_t size)
{
    for (struct cmsghdr *c = CMSG_FIRSTHDR(message); c; c = CMSG_NXTHDR(message, c))
        if (c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_PKTINFO) {
            struct in6_pktinfo info;
            memcpy(&info, CMSG_DATA(c), sizeof info);
            inet_ntop(AF_INET6, &info.ipi6_addr, out, (socklen_t)size);
        }
}

/* Reads one packet of source i; false when there is none. */
static bool read_one(struct dialled *d, size_t i)
{
    unsigned char packet[128];
    char control[128];
    struct iovec part = {packet, sizeof packet};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = control,
                             .msg_controllen = sizeof control};
    ssize_t len = recvmsg(d->fds[i], &message, 0);
    if (len < 0)
        return false;
    struct dialled_entry seen = {.udp = sources[i].protocol == IPPROTO_UDP};
    size_t header = sources[i].family == AF_INET ? (size_t)(packet[0] & 0x0F) * 4 : 0;
    if ((size_t)len < header + 4)
        return true;
    if (sources[i].family == AF_INET)
        inet_ntop(AF_INET, packet + 16, seen.address, sizeof seen.address);
    else
        destination6(&message, seen.address, sizeof seen.address);
    seen.from_port = packet[header] << 8 | packet[header + 1];
    seen.port = packet[header + 2] << 8 | packet[header + 3];
    if (!(seen.udp && (seen.port == DNS_PORT || seen.from_port == DNS_PORT)))
        note(d, &seen);
    return true;
}

void dialled_read(struct dialled *d)
{
    for (size_t i = 0; i < d->fd_count; i++)
        for (int left = PACKETS_MOST; d->fds[i] >= 0 && left && read_one(d, i); left--)
            ;
}
