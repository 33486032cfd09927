/* SPDX-License-Identifier: MIT */
#include "judge/telling.h"

#include <errno.h>
#include <string.h>

#include "judge/account.h"
#include "judge/evidence.h"

/* It never did what would have brought them together: "without" doing it, "did not" do it, and
 * what it "does" instead of doing it. */
static void say_unmet(const struct story *t, const char *without, const char *did_not,
                      const char *does)
{
    if (t->o->ended)
        buf_printf(t->out, "Your program ended without %s port %d.", without,
                   story_port(t));
    else if (t->o->blind)
        buf_printf(t->out, "Your program did not %s port %d within %.3g seconds.",
                   did_not, story_port(t), story_patience_s(t));
    else {
        buf_printf(t->out,
                   "Your program %s port %d: it waits for something "
                   "that does not come",
                   does, story_port(t));
        story_where(t);
        buf_putc(t->out, '.');
    }
}

void telling_never_connected(const struct story *t)
{
    if (story_by_udp(t))
        say_unmet(t, "sending a datagram to", "send a datagram to",
                  "never sends a datagram to");
    else
        say_unmet(t, "connecting to", "connect to", "never connects to");
    account_why_unconnected(t->a, t->out);
}

void telling_never_listened(const struct story *t)
{
    if (t->o->connected)
        buf_printf(t->out, "Your program ended before it accepted a client on port %d.",
                   story_port(t));
    else if (story_by_udp(t))
        say_unmet(t, "a UDP socket on", "bind a UDP socket to", "has no UDP socket on");
    else
        say_unmet(t, "listening on", "listen on", "does not listen on");
    account_why_unlistened(t->a, t->out);
}

/* What the program asks for instead: the verb, and the port or 0. */
static int other_port(const struct story *t, const char **verb)
{
    const struct sockdiag_entry *l = evidence_listens(t->a);
    const struct dialled_entry *d = evidence_dialled_other(t->a);
    bool server = t->a->play.setup.exercise->student == STUDENT_SERVER;
    const struct deed *listened = evidence_elsewhere(t->a, DEED_LISTEN);
    const struct deed *other =
        evidence_elsewhere(t->a, server ? DEED_BIND : DEED_CONNECT);
    *verb = story_by_udp(t) ? (server ? "has its socket on" : "sends to")
            : server        ? "listens on"
                            : "connects to";
    if (server ? l != NULL : d != NULL)
        return server ? l->local_port : d->port;
    if (server && listened)
        return listened->port;
    if (server)
        *verb = "calls bind() for";
    return other ? other->port : 0;
}

/* A datagram that went astray after the first ones had been right. */
static void strayed(const struct story *t, const struct dialled_entry *d)
{
    const bool server = t->a->play.setup.exercise->student == STUDENT_SERVER;
    const struct connection *c = t->a->play.current;
    if (!server) {
        buf_puts(t->out, "Your program sends a datagram to port ");
        story_say_port(t, d->port);
        buf_printf(t->out, "; the exercise asks for port %d.", story_port(t));
    } else if (c && d->port == c->own_port) {
        buf_printf(t->out,
                   "Your program sends its answer from another socket, with port %d: an "
                   "answer has to come from port %d, to which the message was sent.",
                   d->from_port, story_port(t));
    } else {
        buf_printf(t->out, "Your program sends its answer to %s port %d", d->address,
                   d->port);
        buf_printf(t->out,
                   ", and not to port %d, from which the message came: recvfrom() tells "
                   "the address of the sender with each datagram.",
                   c ? c->own_port : 0);
    }
}

void telling_wrong_port(const struct story *t)
{
    const char *verb;
    const struct dialled_entry *stray =
        t->o->failure == FAILURE_MISSING ? evidence_strayed(t->a) : NULL;
    if (stray) {
        strayed(t, stray);
        return;
    }
    int port = other_port(t, &verb);
    if (!port) {
        buf_printf(t->out,
                   "Your program was refused, so it dialled another port or another "
                   "address; the other side listens on 127.0.0.1 port %d.",
                   story_port(t));
        return;
    }
    buf_printf(t->out, "Your program %s port ", verb);
    story_say_port(t, port);
    if (t->a->play.setup.exercise->student == STUDENT_SERVER
        && !deeds_may_have(&t->a->deeds, DEED_BIND))
        buf_puts(t->out, ", which the system chose, since no bind() named one");
    buf_printf(t->out, "; the exercise asks for port %d.", story_port(t));
}

/* The address that was asked for, if it is known. */
static const char *other_address(const struct story *t)
{
    const struct dialled_entry *dialled = evidence_dialled_port(t->a);
    const struct deed *far = evidence_connected_far(t->a);
    if (t->a->play.setup.exercise->student == STUDENT_SERVER)
        return evidence_bind_failed(t->a, EADDRNOTAVAIL)
                   ? evidence_last(t->a, DEED_BIND)->address
                   : NULL;
    return dialled ? dialled->address : far ? far->address : NULL;
}

void telling_wrong_address(const struct story *t)
{
    const char *address = other_address(t);
    if (address && t->a->play.setup.exercise->student == STUDENT_SERVER) {
        buf_printf(t->out, "Your program calls bind() for the address %s", address);
        account_address_order(address, t->out);
        buf_puts(t->out, ": this computer does not have it; use 127.0.0.1, or '' for "
                         "every address.");
    } else if (t->a->play.setup.exercise->student == STUDENT_SERVER)
        buf_puts(t->out,
                 "Your program listens, or tries to, on an address where the client "
                 "can't reach it; use 127.0.0.1, or '' for every address.");
    else if (evidence_said(t->a, PHRASE_NO_NAME))
        buf_puts(t->out,
                 "Your program asks for a host name that does not exist: a host name "
                 "is only the name of a computer, such as localhost or example.com.");
    else if (address) {
        buf_printf(t->out, "Your program %s %s", story_by_udp(t) ? "sends to" : "dials",
                   address);
        account_address_order(address, t->out);
        buf_puts(t->out, ", where nobody answers; the other side is on this computer, "
                         "127.0.0.1.");
    } else
        buf_puts(t->out,
                 "Your program dials an address that can't be reached; the other side "
                 "is on this computer, 127.0.0.1.");
}

void telling_wrong_protocol(const struct story *t)
{
    if (story_by_udp(t)) {
        buf_printf(t->out,
                   "Your program uses TCP (port %d); the exercise asks for UDP "
                   "(SOCK_DGRAM).",
                   evidence_tcp_port(t->a));
        return;
    }
    buf_printf(t->out,
               "Your program uses UDP (port %d); the exercise asks for a TCP "
               "connection (SOCK_STREAM).",
               evidence_udp_port(t->a));
}

static void wrong_role_by_udp(const struct story *t)
{
    if (t->a->play.setup.exercise->student == STUDENT_SERVER)
        buf_printf(t->out,
                   "Your program sends first, as a client does; in this exercise it is "
                   "the server, which binds port %d and waits for datagrams.",
                   story_port(t));
    else
        buf_printf(t->out,
                   "Your program calls bind() for port %d, as a server does; in this "
                   "exercise it is the client, which only sends to that port: there the "
                   "grader receives.",
                   story_port(t));
}

void telling_wrong_role(const struct story *t)
{
    if (story_by_udp(t))
        wrong_role_by_udp(t);
    else if (t->a->play.setup.exercise->student == STUDENT_SERVER)
        buf_printf(t->out,
                   "Your program tries to connect; in this exercise it is the server, "
                   "which listens on port %d.",
                   story_port(t));
    else if (evidence_bind_failed(t->a, EADDRINUSE))
        buf_printf(t->out,
                   "Your program calls bind() for port %d, as a server does; in this "
                   "exercise it is the client, which only connects to that port: there "
                   "the grader listens.",
                   story_port(t));
    else
        buf_printf(t->out,
                   "Your program listens for connections itself; in this exercise it "
                   "is the client, which connects to port %d.",
                   story_port(t));
}
