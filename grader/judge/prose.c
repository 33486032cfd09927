/* SPDX-License-Identifier: MIT */
#include "judge/prose.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/quote.h"
#include "judge/abreast.h"
#include "judge/account.h"
#include "judge/difference.h"
#include "judge/ending.h"
#include "judge/evidence.h"
#include "judge/excess.h"
#include "judge/likeness.h"

/* What the sentences are made of. */
struct story {
    const struct attempt *a;
    const struct outcome *o;
    const struct submission *s;
    const struct verdict *v;
    struct buf *out;
};

/* ": your program sends the question" of the step, or nothing. */
static void say_step(const struct story *t, const char *lead)
{
    if (t->o->explain.len)
        buf_printf(t->out, " %s: %s.", lead, t->o->explain.data);
}

static void say_where(const struct story *t)
{
    const char *call = evidence_waits_in(t->a);
    if (t->v->line && !t->a->crash.found && t->a->managed)
        buf_printf(t->out, " (%s line %d%s)", t->s->file, t->v->line,
                   call && t->a->waits.line == t->v->line ? " waits" : "");
    else if (t->v->line && !t->a->crash.found)
        buf_printf(t->out, " (%s line %d%s%s%s)", t->s->file, t->v->line,
                   call ? " waits " : "", call ? evidence_wait_word(call) : "",
                   call ? call : "");
    else if (call && t->s->language && t->s->language->event_loop)
        buf_puts(t->out,
                 " (its event loop is idle: no line of it runs, and no event comes)");
    else if (call)
        buf_printf(t->out, " (it waits %s%s)", evidence_wait_word(call), call);
}

static int wanted_port(const struct story *t)
{
    return t->a->play.setup.port;
}

static bool by_udp(const struct story *t)
{
    return evidence_by_udp(t->a);
}

/* A port number sent without htons() arrives with its bytes swapped. */
static void say_port(const struct story *t, int port)
{
    buf_printf(t->out, "%d", port);
    if (ntohs((uint16_t)port) == wanted_port(t) && port != wanted_port(t))
        buf_printf(t->out, ", which is %d without htons()", wanted_port(t));
}

static double patience_s(const struct story *t)
{
    return (double)t->o->patience_ns / (double)NS_PER_S;
}

static void never_connected(const struct story *t)
{
    const bool udp = by_udp(t);
    if (t->o->ended)
        buf_printf(t->out, "Your program ended without %s port %d.",
                   udp ? "sending a datagram to" : "connecting to", wanted_port(t));
    else if (t->o->blind)
        buf_printf(t->out, "Your program did not %s port %d within %.3g seconds.",
                   udp ? "send a datagram to" : "connect to", wanted_port(t),
                   patience_s(t));
    else {
        buf_printf(t->out,
                   "Your program never %s port %d: it waits for something "
                   "that does not come",
                   udp ? "sends a datagram to" : "connects to", wanted_port(t));
        say_where(t);
        buf_putc(t->out, '.');
    }
    account_why_unconnected(t->a, t->out);
}

static void never_listened(const struct story *t)
{
    const bool udp = by_udp(t);
    if (t->o->connected)
        buf_printf(t->out, "Your program ended before it accepted a client on port %d.",
                   wanted_port(t));
    else if (t->o->ended)
        buf_printf(t->out, "Your program ended without %s port %d.",
                   udp ? "a UDP socket on" : "listening on", wanted_port(t));
    else if (t->o->blind)
        buf_printf(t->out, "Your program did not %s port %d within %.3g seconds.",
                   udp ? "bind a UDP socket to" : "listen on", wanted_port(t),
                   patience_s(t));
    else {
        buf_printf(t->out,
                   "Your program %s port %d: it waits for something "
                   "that does not come",
                   udp ? "has no UDP socket on" : "does not listen on", wanted_port(t));
        say_where(t);
        buf_putc(t->out, '.');
    }
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
    *verb = by_udp(t) ? (server ? "has its socket on" : "sends to")
            : server  ? "listens on"
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
        say_port(t, d->port);
        buf_printf(t->out, "; the exercise asks for port %d.", wanted_port(t));
    } else if (c && d->port == c->own_port) {
        buf_printf(t->out,
                   "Your program sends its answer from another socket, with port %d: an "
                   "answer has to come from port %d, to which the message was sent.",
                   d->from_port, wanted_port(t));
    } else {
        buf_printf(t->out, "Your program sends its answer to %s port %d", d->address,
                   d->port);
        buf_printf(t->out,
                   ", and not to port %d, from which the message came: recvfrom() tells "
                   "the address of the sender with each datagram.",
                   c ? c->own_port : 0);
    }
}

static void wrong_port(const struct story *t)
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
                   wanted_port(t));
        return;
    }
    buf_printf(t->out, "Your program %s port ", verb);
    say_port(t, port);
    if (t->a->play.setup.exercise->student == STUDENT_SERVER
        && !deeds_may_have(&t->a->deeds, DEED_BIND))
        buf_puts(t->out, ", which the system chose, since no bind() named one");
    buf_printf(t->out, "; the exercise asks for port %d.", wanted_port(t));
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

static void wrong_address(const struct story *t)
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
        buf_printf(t->out, "Your program %s %s", by_udp(t) ? "sends to" : "dials",
                   address);
        account_address_order(address, t->out);
        buf_puts(t->out, ", where nobody answers; the other side is on this computer, "
                         "127.0.0.1.");
    } else
        buf_puts(t->out,
                 "Your program dials an address that can't be reached; the other side "
                 "is on this computer, 127.0.0.1.");
}

static void wrong_protocol(const struct story *t)
{
    if (by_udp(t)) {
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
                   wanted_port(t));
    else
        buf_printf(t->out,
                   "Your program calls bind() for port %d, as a server does; in this "
                   "exercise it is the client, which only sends to that port: there the "
                   "grader receives.",
                   wanted_port(t));
}

static void wrong_role(const struct story *t)
{
    if (by_udp(t))
        wrong_role_by_udp(t);
    else if (t->a->play.setup.exercise->student == STUDENT_SERVER)
        buf_printf(t->out,
                   "Your program tries to connect; in this exercise it is the server, "
                   "which listens on port %d.",
                   wanted_port(t));
    else if (evidence_bind_failed(t->a, EADDRINUSE))
        buf_printf(t->out,
                   "Your program calls bind() for port %d, as a server does; in this "
                   "exercise it is the client, which only connects to that port: there "
                   "the grader listens.",
                   wanted_port(t));
    else
        buf_printf(t->out,
                   "Your program listens for connections itself; in this exercise it "
                   "is the client, which connects to port %d.",
                   wanted_port(t));
}

static void wrong_message(const struct story *t)
{
    if (t->o->failure == FAILURE_CHECK && !t->o->received.len)
        buf_puts(t->out, "Your program did something else than was asked for.");
    else if (by_udp(t) && !t->o->received.len)
        buf_puts(t->out, "Your program sent an empty datagram.");
    else
        buf_puts(t->out, "Your program sent something else than was asked for.");
}

/* A datagram is a whole message, or none. */
static void incomplete_datagram(const struct story *t)
{
    buf_puts(t->out,
             "Your program sent a datagram with only the beginning of the message");
    if (t->o->more_datagrams)
        buf_puts(t->out, ", and then another one: each sendto() makes a message of its "
                         "own, and nothing joins them");
    buf_putc(t->out, '.');
}

static void incomplete_message(const struct story *t)
{
    if (by_udp(t)) {
        incomplete_datagram(t);
        return;
    }
    buf_printf(t->out, "Your program sent only the beginning of the message%s.",
               t->o->state == CONNECTION_OPEN ? ", and then waits"
                                              : ", and then closed the connection");
}

static void extra_data(const struct story *t)
{
    struct buf extra = {0};
    size_t from = t->o->exact ? t->o->wanted_bytes.len : 0;
    if (from > t->o->received.len)
        from = 0;
    quote_short(&extra, buf_text(&t->o->received) + from, t->o->received.len - from, 30);
    buf_printf(t->out, "Your program sent more than was asked for: %s came in addition.",
               extra.data);
    buf_close(&extra);
}

static void out_of_turn(const struct story *t)
{
    if (t->o->failure == FAILURE_HASTY) {
        buf_puts(t->out, "Your program answered before the whole message had arrived: a "
                         "message may come in pieces.");
        return;
    }
    buf_puts(t->out,
             "Your program spoke out of turn: it sent its next message before it had "
             "heard the grader's.");
}

static void say_untaken(const struct story *t)
{
    if (t->o->untaken)
        buf_puts(t->out, " What was typed on its keyboard it has not read.");
}

static void both_waiting(const struct story *t)
{
    if (t->o->failure == FAILURE_UNREAD) {
        buf_puts(t->out, "Your program does not receive the last message");
        say_where(t);
        buf_putc(t->out, '.');
        return;
    }
    if (t->o->blind && t->o->until == UNTIL_LATE)
        buf_printf(t->out,
                   "Your program said nothing for %.3g seconds and did not compute: it "
                   "seems to wait for the grader, which waits for your program",
                   patience_s(t));
    else if (t->a->unaccepted && t->o->until == UNTIL_SETTLED)
        buf_printf(t->out,
                   "Your program listens on port %d, but it does not accept() the "
                   "connection",
                   wanted_port(t));
    else
        buf_puts(t->out,
                 "Your program and the grader are both waiting for the other to speak");
    say_where(t);
    buf_puts(t->out, ".");
    say_untaken(t);
}

static void closed_early(const struct story *t)
{
    const char *what = by_udp(t) ? "socket" : "connection";
    if (t->o->ended)
        buf_printf(t->out, "Your program ended, and its %s with it, too early.", what);
    else
        buf_printf(t->out, "Your program closed %s %s too early.",
                   by_udp(t) ? "its" : "the", what);
}

static void was_reset(const struct story *t)
{
    const struct connection *c = t->a->play.current;
    if (c && !c->datagrams && !c->sent && !c->received
        && t->a->play.setup.exercise->student == STUDENT_SERVER) {
        buf_puts(t->out, "Your program closed its listening socket while this client "
                         "waited there for accept().");
        return;
    }
    buf_puts(t->out,
             "Your program tore the connection down while something that the grader "
             "had sent lay there unread.");
}

/* It has spoken on a connection where nothing was expected yet. */
static bool spoke_to_another(const struct story *t)
{
    const struct play *p = &t->a->play;
    for (size_t i = 0; i < p->connection_count; i++)
        if (p->connections[i] != p->current && p->connections[i]->pending.len)
            return true;
    return false;
}

/* Its UDP socket was connect()ed to a client: the system gives it no other's datagrams. */
static bool is_taken(const struct story *t)
{
    for (size_t i = 0; by_udp(t) && i < t->a->socket_count; i++)
        if (t->a->socket_udp[i] && t->a->sockets[i].local_port == wanted_port(t)
            && t->a->sockets[i].peer_port)
            return true;
    return false;
}

/* How many it served; the next one may have its connection already. */
static size_t served(const struct story *t)
{
    bool came = t->o->failure != FAILURE_NO_LISTENER && t->o->failure != FAILURE_REFUSED;
    return t->o->connections - came;
}

static void one_client(const struct story *t)
{
    if (evidence_side_by_side(t->a)) {
        abreast_tell(t->a, t->s, t->v->line, t->out);
        return;
    }
    if (t->o->queue_full) {
        buf_printf(t->out,
                   "No other client can connect to your program: with the backlog that "
                   "listen() got, %d, only %d can wait at a time, and so many do.",
                   t->o->backlog, t->o->backlog + 1);
        return;
    }
    if (is_taken(t)) {
        buf_puts(t->out, "Your program served the first client, and called connect() on "
                         "the socket for it: that now hears no other client.");
        return;
    }
    const char *call = evidence_waits_in(t->a);
    if (spoke_to_another(t)) {
        buf_puts(t->out, "Your program spoke to another client than the one whose turn "
                         "it was.");
        return;
    }
    size_t count = served(t);
    const char *behind = count < 2 ? "it" : "them";
    if (count < 2)
        buf_puts(t->out, "Your program served the first client, but ");
    else
        buf_printf(t->out, "Your program served %zu clients, but ", count);
    if (t->a->unaccepted && call)
        buf_printf(t->out, "does not accept() another one after %s: it waits %s%s.",
                   behind, evidence_wait_word(call), call);
    else
        buf_printf(t->out, "not another one after %s.", behind);
}

static void not_printed(const struct story *t)
{
    const char *stuck = wait_kind_name(t->o->stuck);
    buf_puts(t->out, "Your program did not print what it should");
    if (t->o->stuck != WAIT_OTHER)
        buf_printf(t->out, ": it waits %s%s", evidence_wait_word(stuck), stuck);
    buf_putc(t->out, '.');
}

static void printed_early(const struct story *t)
{
    buf_puts(t->out,
             "Your program printed the text before it was sent to it, so it can't be "
             "what was received.");
}

static void wrong_output(const struct story *t)
{
    buf_puts(t->out, "Your program printed something else than it should.");
}

static void kept_open(const struct story *t)
{
    buf_puts(t->out, "Your program keeps the connection open");
    say_where(t);
    buf_putc(t->out, '.');
}

static void say_crash_place(const struct story *t)
{
    const char *function = t->a->fault.place.function;
    if (t->v->line) {
        buf_printf(t->out, " in line %d of %s", t->v->line, t->s->file);
    } else if (function[0]) {
        buf_puts(t->out, " in the function ");
        quote_safe_text(t->out, function, strlen(function));
        buf_puts(t->out, "()");
    }
}

/* The runtime's own words tell more than the signal does, but for a broken stack. */
static void crashed(const struct story *t)
{
    const struct trace *c = &t->a->crash;
    struct buf why = {0};
    if (c->text[0] && !t->a->fault.place.leaving)
        quote_safe_text(&why, c->text, strlen(c->text));
    else
        ending_tell(t->a, &why);
    if (why.len) {
        buf_puts(t->out, t->a->fault.elsewhere
                             ? "A process that your program started crashed"
                             : "Your program crashed");
        say_crash_place(t);
        buf_printf(t->out, ": %s", buf_text(&why));
        if (!strchr(".!?", why.data[why.len - 1]))
            buf_putc(t->out, '.');
    } else if (t->o->signalled && t->o->exit_signal == t->o->signalled) {
        buf_printf(t->out,
                   "The grader sent your program the signal %d (%s), which ended it: "
                   "nothing in it handles that signal.",
                   t->o->exit_signal, strsignal(t->o->exit_signal));
    } else {
        buf_printf(t->out, "Your program was ended by signal %d (%s).", t->o->exit_signal,
                   strsignal(t->o->exit_signal));
    }
    account_why_crashed(t->a, t->out);
    buf_close(&why);
}

static void exited_early(const struct story *t)
{
    if (t->o->failure == FAILURE_WRONG_EXIT)
        buf_printf(t->out, "Your program ended with exit status %d, and not with %d.",
                   t->o->exit_code, t->o->step->exit_code);
    else
        buf_printf(t->out, "Your program ended (status %d) before it was done.",
                   t->o->exit_code);
    say_untaken(t);
}

static void wants_input(const struct story *t)
{
    buf_puts(t->out, "Your program waits for the keyboard");
    if (t->v->line)
        buf_printf(t->out, " in line %d of %s", t->v->line, t->s->file);
    if (!exercise_case_types(t->a->play.setup.test, t->a->play.setup.exercise->student))
        buf_puts(t->out, ", but in this exercise nobody types anything.");
    else
        buf_puts(t->out, ", but nothing more is typed before it has done its part.");
}

static void too_slow(const struct story *t)
{
    buf_printf(t->out, "Your program %s %.3g seconds.",
               t->o->until == UNTIL_LATE ? "was still busy or asleep after"
                                         : "sleeps for longer than the allowed",
               patience_s(t));
}

static void spinning(const struct story *t)
{
    buf_printf(t->out,
               "Your program runs in a circle: it was busy for %.3g s (%.3g s of "
               "processor time) without a word.",
               (double)t->o->waited_ns / (double)NS_PER_S,
               (double)t->o->cpu_ns / (double)NS_PER_S);
}

static void too_much(const struct story *t)
{
    static const char *const deeds[LIMITS] = {
        [LIMIT_PROCESSOR_TIME] = "computed for longer than it may",
        [LIMIT_WALL_TIME] = "ran for longer than it may",
        [LIMIT_MEMORY] = "took more memory than it may",
        [LIMIT_PROCESSES] = "had more processes and threads at a time than it may",
        [LIMIT_FILE_SIZE] = "wrote a larger file than it may",
        [LIMIT_DISK] = "wrote more to its files than it may",
        [LIMIT_OUTPUT] = "printed or sent more than it may",
        [LIMIT_OPEN_FILES] = "opened more files and sockets at a time than it may",
    };
    enum limit_kind kind = (enum limit_kind)excess_of(t->a);
    buf_printf(t->out, "Your program %s; the limit of %s is ", deeds[kind],
               limit_row(kind)->title);
    limit_show(kind, t->a->play.setup.limits->value[kind], t->out);
    buf_putc(t->out, '.');
}

static void forbidden(const struct story *t)
{
    buf_printf(t->out,
               "Your program ended over a system call that it is refused here: %s(). No "
               "exercise needs it.",
               excess_refused_call(t->a));
}

static void passed(const struct story *t)
{
    buf_puts(t->out, "Your program did what the exercise asks.");
}

static void build_failed(const struct story *t)
{
    struct verdict *v = (struct verdict *)t->v;
    prose_build_failed(t->s->file, &t->a->refusal, v);
}

#define HERE "At this step"
#define STILL "There was still this to come"

/* The sentence of each code, and how the failed step's own words follow it. */
static const struct {
    void (*tell)(const struct story *);
    const char *lead;
} tellings[CODES] = {
    [CODE_PASS] = {passed, NULL},
    [CODE_BUILD_FAILED] = {build_failed, NULL},
    [CODE_NEVER_CONNECTED] = {never_connected, NULL},
    [CODE_NEVER_LISTENED] = {never_listened, NULL},
    [CODE_WRONG_PORT] = {wrong_port, NULL},
    [CODE_WRONG_ADDRESS] = {wrong_address, NULL},
    [CODE_WRONG_PROTOCOL] = {wrong_protocol, NULL},
    [CODE_WRONG_ROLE] = {wrong_role, NULL},
    [CODE_WRONG_MESSAGE] = {wrong_message, HERE},
    [CODE_INCOMPLETE_MESSAGE] = {incomplete_message, HERE},
    [CODE_EXTRA_DATA] = {extra_data, NULL},
    [CODE_OUT_OF_TURN] = {out_of_turn, "It should have waited for this"},
    [CODE_BOTH_WAITING] = {both_waiting, "It is your program's turn"},
    [CODE_CLOSED_EARLY] = {closed_early, STILL},
    [CODE_RESET] = {was_reset, STILL},
    [CODE_ONE_CLIENT] = {one_client, HERE},
    [CODE_NOT_PRINTED] = {not_printed, HERE},
    [CODE_PRINTED_EARLY] = {printed_early, HERE},
    [CODE_WRONG_OUTPUT] = {wrong_output, HERE},
    [CODE_KEPT_OPEN] = {kept_open, HERE},
    [CODE_CRASHED] = {crashed, HERE},
    [CODE_EXITED_EARLY] = {exited_early, HERE},
    [CODE_WANTS_INPUT] = {wants_input, HERE},
    [CODE_TOO_SLOW] = {too_slow, HERE},
    [CODE_SPINNING] = {spinning, HERE},
    [CODE_TOO_MUCH] = {too_much, HERE},
    [CODE_FORBIDDEN] = {forbidden, NULL},
};

/* Whether the verdict is on bytes that came in place of others. */
static bool compares(enum code code)
{
    return code == CODE_WRONG_MESSAGE || code == CODE_INCOMPLETE_MESSAGE
           || code == CODE_EXTRA_DATA;
}

#define VALUES 32

struct values {
    struct bytes bytes[VALUES];
    size_t count;
};

static void take_value(void *ctx, const char *name, const char *text, size_t len)
{
    struct values *values = ctx;
    (void)name;
    if (values->count < VALUES)
        values->bytes[values->count++] = (struct bytes){text, len};
}

/* The index of the event with which a message begins that came last, of so many bytes. */
static size_t begin_of_message(const struct transcript *t, size_t len)
{
    size_t begin = t->count;
    for (size_t i = t->count; i && len; i--) {
        const struct event *e = &t->events[i - 1];
        if (e->kind != EVENT_RECEIVED)
            continue;
        len -= e->total < len ? e->total : len;
        begin = i - 1;
    }
    return begin;
}

/* The last word of ours before the message, and the program's own one before that. */
static void earlier_words(const struct transcript *t, struct likeness *l)
{
    size_t i = begin_of_message(t, l->received.len);
    while (i && t->events[i - 1].kind != EVENT_SENT)
        i--;
    if (i)
        l->heard = (struct bytes){t->events[i - 1].data, t->events[i - 1].len};
    while (i && t->events[i - 1].kind != EVENT_RECEIVED)
        i--;
    if (i)
        l->said = (struct bytes){t->events[i - 1].data, t->events[i - 1].len};
}

/* One sentence on bytes that are nearly right. */
static void say_likeness(const struct story *t)
{
    struct buf source = {0}, sentence = {0};
    struct values values = {.count = 0};
    submission_source(t->s, &source);
    if (t->a->play.setup.scope)
        scope_each_value(t->a->play.setup.scope, take_value, &values);
    struct likeness l = {
        .received = {buf_text(&t->o->received), t->o->received.len},
        .source = {buf_text(&source), source.len},
        .values = values.bytes,
        .value_count = values.count,
        .number = {buf_text(&t->o->wanted_number), t->o->wanted_number.len},
    };
    if (t->o->exact)
        l.wanted = (struct bytes){buf_text(&t->o->wanted_bytes), t->o->wanted_bytes.len};
    if (!l.number.len)
        l.number = l.wanted;
    earlier_words(&t->a->play.transcript, &l);
    if (likeness_tell(&l, &sentence))
        buf_printf(t->out, " %s", sentence.data);
    buf_close(&sentence);
    buf_close(&source);
}

void prose_message(const struct attempt *a, const struct submission *s, struct verdict *v)
{
    const struct outcome *o = &a->play.outcome;
    const struct story story = {.a = a, .o = o, .s = s, .v = v, .out = &v->message};
    tellings[v->code].tell(&story);
    if (compares(v->code))
        say_likeness(&story);
    if (v->code == CODE_RESET && o->step && o->step->kind == STEP_EXPECT_CLOSE)
        say_step(&story, HERE);
    else if (tellings[v->code].lead)
        say_step(&story, tellings[v->code].lead);
}

void prose_build_failed(const char *file, const struct trace *error, struct verdict *v)
{
    buf_puts(&v->message, "Your program does not compile: ");
    if (v->line)
        buf_printf(&v->message, "%s line %d: ", file, v->line);
    if (v->line != error->line)
        buf_puts(&v->message, "a semicolon seems to be missing at its end: ");
    quote_safe_text(&v->message, error->text, strlen(error->text));
}

/* --- the difference --------------------------------------------------------------------------- */

/* The codes whose mistake is in the bytes, or in their not being there. */
static bool shows_bytes(enum code code)
{
    switch ((int)code) {
    case CODE_WRONG_MESSAGE:
    case CODE_INCOMPLETE_MESSAGE:
    case CODE_EXTRA_DATA:
    case CODE_OUT_OF_TURN:
    case CODE_BOTH_WAITING:
    case CODE_CLOSED_EARLY:
    case CODE_NOT_PRINTED:
    case CODE_WRONG_OUTPUT:
        return true;
    }
    return false;
}

void prose_difference(const struct attempt *a, struct verdict *v)
{
    const struct outcome *o = &a->play.outcome;
    if (!shows_bytes(v->code))
        return;
    if (o->exact) {
        difference_show(&o->wanted_bytes, &o->received, &v->expected, &v->received);
        return;
    }
    /* The author's words say more to a beginner than a pattern does. */
    const struct buf *words = o->wanted.len && o->explain.len ? &o->explain : &o->wanted;
    buf_append(&v->expected, buf_text(words), words->len);
    if (o->received.len)
        quote_short(&v->received, o->received.data, o->received.len, 200);
}
