/* SPDX-License-Identifier: MIT */
#include "play/openports.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"
#include "play/connection.h"

#define PORTS_MOST 256

static int open_port(struct openports *o, int port, bool any, struct error *err)
{
    static const int families[] = {AF_INET, AF_INET6};
    if (o->count + 2 > 2 * PORTS_MOST)
        return error_kind(err, ERROR_EXERCISE, "more than %d open ports", PORTS_MOST);
    for (size_t i = 0; i < 2; i++) {
        int fd = connection_listen(o->udp ? SOCK_DGRAM : SOCK_STREAM, families[i], any,
                                   port, err);
        if (fd == -1)
            return -1;
        if (fd < 0)
            continue;
        o->ports[o->count] = port;
        o->fds[o->count++] = fd;
    }
    return 0;
}

/* Numbers with anything between them that is none. */
static int open_listed(struct openports *o, const char *text, bool any, struct error *err)
{
    static const char digits[] = "0123456789";
    while (*(text += strcspn(text, digits))) {
        long port = strtol(text, NULL, 10);
        if (port < 1 || port > 65535)
            return error_kind(err, ERROR_EXERCISE, "%ld is not a port", port);
        if (open_port(o, (int)port, any, err) < 0)
            return -1;
        text += strspn(text, digits);
    }
    return 0;
}

int openports_open(struct openports *o, const struct exercise *e, struct scope *s,
                   bool any, struct error *err)
{
    struct buf text = {0};
    int status = 0;
    *o = (struct openports){.udp = e->protocol == PROTOCOL_UDP};
    if (!e->world.open)
        return 0;
    o->fds = mem_alloc(2 * PORTS_MOST * sizeof *o->fds);
    o->ports = mem_alloc(2 * PORTS_MOST * sizeof *o->ports);
    if (scope_expand(s, e->world.open, strlen(e->world.open), &text, err) < 0
        || open_listed(o, buf_text(&text), any, err) < 0)
        status = error_prefix(err, "world.open");
    buf_close(&text);
    return status;
}

void openports_close(struct openports *o)
{
    for (size_t i = 0; i < o->count; i++)
        close(o->fds[i]);
    free(o->fds);
    free(o->ports);
    *o = (struct openports){0};
}

bool openports_has(const struct openports *o, int port)
{
    for (size_t i = 0; i < o->count; i++)
        if (o->ports[i] == port)
            return true;
    return false;
}

bool openports_answer(struct openports *o)
{
    char data[2048];
    bool any = false;
    for (size_t i = 0; o->udp && i < o->count; i++) {
        struct sockaddr_storage from;
        socklen_t size = sizeof from;
        ssize_t len =
            recvfrom(o->fds[i], data, sizeof data, 0, (struct sockaddr *)&from, &size);
        if (len < 0)
            continue;
        sendto(o->fds[i], data, (size_t)len, 0, (struct sockaddr *)&from, size);
        any = true;
    }
    return any;
}
