/* SPDX-License-Identifier: MIT */
#include "play/names.h"

#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <errno.h>
#include <netinet/in.h>
#include <resolv.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define DNS_PORT 53
#define MESSAGE_MAX 1024
#define TTL_S 60

/* Who asks faster than is answered is not to keep us here. */
#define AT_ONCE 64

int names_open(struct names *n, bool every, struct error *err)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons(DNS_PORT),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    *n = (struct names){.every = every};
    n->fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (n->fd < 0)
        return error_errno(err, "can't make the name server's socket");
    if (bind(n->fd, (struct sockaddr *)&address, sizeof address) == 0)
        return 0;
    error_errno(err, "can't serve names on port %d", DNS_PORT);
    names_close(n);
    return -1;
}

void names_close(struct names *n)
{
    if (n->fd >= 0)
        close(n->fd);
    n->fd = -1;
}

/* FNV-1a, so that the same name always has the same address. */
static uint32_t hash_name(const char *name)
{
    uint32_t h = 2166136261u;
    for (; *name; name++)
        h = (h ^ (unsigned char)(*name | 0x20)) * 16777619u;
    return h;
}

static size_t address_of(const char *name, int type, unsigned char *out)
{
    uint32_t h = hash_name(name);
    if (type == ns_t_a) {
        ns_put32(UINT32_C(0xC6120000) | (h & 0x1FFFF) | 1, out);
        return 4;
    }
    memset(out, 0, 16);
    ns_put32(UINT32_C(0x20010DB8), out);
    ns_put32(h | 1, out + 12);
    return 16;
}

/* Whether it can be a host's name (RFC 1123, and "_" as found in practice). */
static bool is_host_name(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789-_.";
    return name[0] && name[strspn(name, letters)] == '\0';
}

/* Whether the name is spelt out. A pointer (RFC 1035, 4.1.4) would lead into the header, of
 * which the reply has another. The name's end is known to be there. */
static bool is_spelt_out(const unsigned char *name)
{
    for (; *name; name += *name + 1)
        if (*name & NS_CMPRSFLGS)
            return false;
    return true;
}

/* The answer's data for a question; 0 when this type has no record here. */
static size_t record_data(const char *name, int type, unsigned char *out, size_t size)
{
    if (type == ns_t_a || type == ns_t_aaaa)
        return address_of(name, type, out);
    if (type != ns_t_ptr)
        return 0;
    int n = dn_comp(strcasecmp(name, "1.0.0.127.in-addr.arpa") == 0 ? "localhost"
                                                                    : "host.example",
                    out, (int)size, NULL, NULL);
    return n < 0 ? 0 : (size_t)n;
}

size_t names_reply(struct names *n, const unsigned char *question, size_t len,
                   unsigned char *reply, size_t size)
{
    ns_msg message;
    ns_rr asked;
    if (ns_initparse(question, (int)len, &message) < 0 || ns_msg_getflag(message, ns_f_qr)
        || ns_msg_count(message, ns_s_qd) != 1
        || ns_parserr(&message, ns_s_qd, 0, &asked) < 0)
        return 0;
    unsigned char data[256];
    bool possible = n->every && is_host_name(ns_rr_name(asked));
    size_t data_len = 0;
    if (possible)
        data_len = record_data(ns_rr_name(asked), ns_rr_type(asked), data, sizeof data);
    const unsigned char *end = question + NS_HFIXEDSZ;
    if (ns_name_skip(&end, question + len) < 0 || !is_spelt_out(question + NS_HFIXEDSZ))
        return 0;
    size_t asked_len = (size_t)(end - question) + NS_QFIXEDSZ;
    if (asked_len > len || asked_len + 12 + data_len > size)
        return 0;
    memcpy(reply, question, asked_len);
    reply[2] = (unsigned char)(0x84 | (question[2] & 0x01)); /* answer, authoritative */
    reply[3] = (unsigned char)(0x80 | (possible ? ns_r_noerror : ns_r_nxdomain));
    ns_put16(data_len ? 1 : 0, reply + 6);
    memset(reply + 8, 0, 4);
    snprintf(n->last_name, sizeof n->last_name, "%s", ns_rr_name(asked));
    if (!data_len)
        return asked_len;
    unsigned char *p = reply + asked_len;
    ns_put16(0xC000 | NS_HFIXEDSZ, p); /* the name of the question */
    ns_put16(ns_rr_type(asked), p + 2);
    ns_put16(ns_c_in, p + 4);
    ns_put32(TTL_S, p + 6);
    ns_put16((unsigned)data_len, p + 10);
    memcpy(p + 12, data, data_len);
    return asked_len + 12 + data_len;
}

int names_answer(struct names *n)
{
    int count = 0;
    while (n->fd >= 0 && count < AT_ONCE) {
        unsigned char question[MESSAGE_MAX], reply[MESSAGE_MAX + 256];
        struct sockaddr_in from;
        socklen_t from_len = sizeof from;
        ssize_t len = recvfrom(n->fd, question, sizeof question, 0,
                               (struct sockaddr *)&from, &from_len);
        if (len < 0 && errno == EINTR)
            continue;
        if (len < 0)
            break;
        count++;
        size_t reply_len = names_reply(n, question, (size_t)len, reply, sizeof reply);
        if (reply_len)
            sendto(n->fd, reply, reply_len, MSG_DONTWAIT, (struct sockaddr *)&from,
                   from_len);
    }
    return count;
}
