/* SPDX-License-Identifier: MIT */
#include "judge/mistake.h"

#include <arpa/inet.h>
#include <string.h>

#include "judge/evidence.h"
#include "judge/mention.h"

struct search {
    const struct attempt *a;
    const struct buf *source;
    const char *comment;
};

static int of_bytes(const struct search *s, const char *data, size_t len)
{
    int line = mention_of_text(s->source, s->comment, data, len);
    return line ? line : mention_of_sending(s->source, s->comment);
}

/* Whether what it failed with is all that it ever said. */
static bool said_no_more(const struct attempt *a)
{
    const struct transcript *t = &a->play.transcript;
    size_t heard = 0;
    for (size_t i = 0; i < t->count; i++)
        heard += t->events[i].kind == EVENT_RECEIVED ? t->events[i].total : 0;
    return heard && heard == a->play.outcome.received.len;
}

/* Whether its very first byte on any connection is the one that is wrong. */
static bool begins_wrong(const struct attempt *a)
{
    const struct outcome *o = &a->play.outcome;
    return o->exact && o->wanted_bytes.len && said_no_more(a)
           && o->received.data[0] != o->wanted_bytes.data[0];
}

static int of_message(const struct search *s)
{
    const struct buf *r = &s->a->play.outcome.received;
    if (s->a->play.outcome.failure == FAILURE_CHECK && !r->len)
        return 0; /* it is not about a message */
    int line = of_bytes(s, buf_text(r), r->len);
    return line || !begins_wrong(s->a) ? line
                                       : mention_of_first_sending(s->source, s->comment);
}

static const struct event *last_heard(const struct search *s)
{
    const struct transcript *t = &s->a->play.transcript;
    size_t i = t->count;
    while (i && t->events[i - 1].kind != EVENT_RECEIVED)
        i--;
    return i ? &t->events[i - 1] : NULL;
}

/* What is too much may be the end of a text that begins as it should. Where it came in
 * several segments, which of them is the last is only chance. */
static int of_segment(const struct search *s)
{
    const struct event *e = last_heard(s);
    bool whole = e && e->data && e->len >= s->a->play.outcome.received.len;
    return whole ? mention_of_text(s->source, s->comment, e->data, e->len) : 0;
}

static int of_addition(const struct search *s)
{
    const struct outcome *o = &s->a->play.outcome;
    size_t from = o->exact ? o->wanted_bytes.len : 0;
    int line = from ? of_segment(s) : 0;
    if (line || from > o->received.len)
        return line;
    return of_bytes(s, buf_text(&o->received) + from, o->received.len - from);
}

static int first_of(const struct search *s, const char *const *words)
{
    int line = 0;
    for (; *words && !line; words++)
        line = mention_of_word(s->source, s->comment, *words);
    return line;
}

static bool is_server(const struct search *s)
{
    return s->a->play.setup.exercise->student == STUDENT_SERVER;
}

/* A datagram of its own that went astray: where it sends. */
static int of_stray(const struct search *s)
{
    const struct dialled_entry *d = evidence_strayed(s->a);
    bool elsewhere = d->from_port == s->a->play.setup.port || !is_server(s);
    int line = elsewhere ? mention_of_number(s->source, s->comment, d->port) : 0;
    return line ? line : mention_of_sending(s->source, s->comment);
}

static int of_port(const struct search *s)
{
    static const char *const fields[] = {"sin_port", "sin6_port", NULL};
    if (s->a->play.outcome.failure == FAILURE_MISSING && evidence_strayed(s->a))
        return of_stray(s);
    const struct sockdiag_entry *l = evidence_listens(s->a);
    const struct dialled_entry *d = evidence_dialled_other(s->a);
    const struct deed *bound = is_server(s) && !l ? evidence_last(s->a, DEED_BIND) : NULL;
    int port = bound                ? bound->port
               : is_server(s) && l  ? l->local_port
               : !is_server(s) && d ? d->port
                                    : 0;
    int wanted = s->a->play.setup.port;
    if (is_server(s) && l
        && !deeds_may_have(&s->a->deeds, DEED_BIND)) /* the system chose */
        return mention_of_word(s->source, s->comment, "listen");
    if (port && port != wanted && ntohs((uint16_t)port) == wanted)
        return first_of(s, fields); /* htons() is missing */
    return port ? mention_of_number(s->source, s->comment, port) : 0;
}

/* What it gave to bind() or connect(); an address that stands nowhere is what inet_addr()
 * makes of a name. */
static int of_address(const struct search *s)
{
    static const char *const makers[] = {"inet_addr", "inet_pton", "inet_aton", NULL};
    const struct deed *d = evidence_last(s->a, is_server(s) ? DEED_BIND : DEED_CONNECT);
    const struct dialled_entry *dialled = evidence_dialled_port(s->a);
    const char *address = d                          ? d->address
                          : dialled && !is_server(s) ? dialled->address
                                                     : NULL;
    if (!address)
        return 0;
    int line = mention_of_literal(s->source, s->comment, address);
    if (!line && strcmp(address, "1.0.0.127") == 0) /* htonl() is missing */
        return mention_of_word(s->source, s->comment, "s_addr");
    bool no_number = strcmp(address, "255.255.255.255") == 0;
    return line || !no_number ? line : first_of(s, makers);
}

static int of_protocol(const struct search *s)
{
    static const char *const words[] = {"SOCK_DGRAM", "DatagramSocket", "dgram", NULL};
    static const char *const by_tcp[] = {"SOCK_STREAM", "create_server",
                                         "create_connection", "ServerSocket", NULL};
    return first_of(s, evidence_by_udp(s->a) ? by_tcp : words);
}

static int of_role(const struct search *s)
{
    static const char *const serving[] = {
        "listen",       "create_server", "ServerSocket", "start_server",
        "createServer", "Listen",        "bind",         NULL};
    static const char *const calling[] = {
        "connect", "create_connection", "open_connection", "createConnection", "Dial",
        NULL};
    return first_of(s, is_server(s) ? calling : serving);
}

static int of_early_message(const struct search *s)
{
    const struct buf *r = &s->a->play.outcome.received;
    int line = said_no_more(s->a) ? mention_of_first_sending(s->source, s->comment) : 0;
    if (!line)
        line = mention_of_text(s->source, s->comment, buf_text(r), r->len);
    return line ? line : of_segment(s);
}

static int of_early_print(const struct search *s)
{
    const struct buf *w = &s->a->play.outcome.wanted_bytes;
    return mention_of_text(s->source, s->comment, buf_text(w), w->len);
}

static int of_print(const struct search *s)
{
    static const char *const words[] = {
        "print", "printf",  "puts",  "println", "log",    "write", "Println", "Printf",
        "Print", "putchar", "fputs", "fprintf", "fwrite", "cout",  NULL};
    return mention_of_any(s->source, s->comment, words);
}

/* The text may stand where it is sent, too. */
static int of_print_in_advance(const struct search *s)
{
    int line = of_print(s);
    return line ? line : of_early_print(s);
}

static int of_ending(const struct search *s)
{
    const struct outcome *o = &s->a->play.outcome;
    return o->ended && !o->asked_to_end
               ? mention_of_status(s->source, s->comment, o->exit_code)
               : 0;
}

/* Whether all that there is was gone through from its begin to its end. */
static bool went_through(const struct search *s)
{
    static const char *const ways_out[] = {"exit",  "_exit",  "quit",  "return", "raise",
                                           "break", "except", "catch", NULL};
    const struct outcome *o = &s->a->play.outcome;
    return o->ended && !o->asked_to_end && o->exit_code == 0
           && !mention_has_any(s->source, s->comment, ways_out);
}

/* A call has closed it, or its end did. Of several processes each closes its own, and the last
 * one counts; a block that closes has no word for it. */
static int of_closing(const struct search *s)
{
    static const char *const words[] = {"close", "shutdown", NULL};
    bool hidden = mention_count(s->source, s->comment, "with")
                  || mention_count(s->source, s->comment, "fork");
    bool called = !hidden && (!s->a->play.outcome.ended || went_through(s));
    int line = of_early_print(s); /* it printed what it should have sent */
    if (!line && called)
        line = first_of(s, words);
    return line || hidden ? line : of_ending(s);
}

static int of_accepting(const struct search *s)
{
    return s->a->play.outcome.ended ? mention_of_word(s->source, s->comment, "accept")
                                    : 0;
}

/* It left something unread: the only place where it receives has not taken all. */
static int of_receiving(const struct search *s)
{
    static const char *const words[] = {"recv",     "recvfrom",    "recvmsg", "read",
                                        "readline", "readexactly", "fgets",   NULL};
    return mention_of_any(s->source, s->comment, words);
}

static int of_guard(const struct search *s)
{
    return mention_of_guard(s->source, s->comment);
}

/* bind() has failed; or accept(), on a socket that does not listen, fails at once. */
static int of_unlistened(const struct search *s)
{
    static const char *const listening[] = {"listen", "create_server", "Listen",
                                            "start_server", NULL};
    const struct deed *bound = evidence_last(s->a, DEED_BIND);
    int line = of_guard(s);
    if (bound && bound->result == DEED_FAILED)
        return mention_of_word(s->source, s->comment, "bind");
    if (line || !s->a->play.outcome.ended
        || mention_has_any(s->source, s->comment, listening))
        return line;
    return mention_of_word(s->source, s->comment, "accept");
}

/* Who leaves so empties no buffer; where nothing is printed at all, what was received is
 * dropped in the only place where it is. */
static int of_missing_print(const struct search *s)
{
    static const char *const abrupt[] = {"_exit", "_Exit", "quick_exit", NULL};
    static const char *const prints[] = {"print", "printf",  "puts",    "println",
                                         "log",   "cout",    "Println", "Printf",
                                         "Print", "putchar", NULL};
    int line = s->a->play.outcome.ended ? first_of(s, abrupt) : 0;
    return line || mention_has_any(s->source, s->comment, prints) ? line
                                                                  : of_receiving(s);
}

/* Where it is known which line it was in, that is better. */
static int of_loop(const struct search *s)
{
    static const char *const words[] = {"while", "for", "do", "goto", NULL};
    return s->a->waits.found ? 0 : mention_of_any(s->source, s->comment, words);
}

static const struct {
    enum code code;
    int (*line)(const struct search *s);
} searches[] = {
    {CODE_WRONG_MESSAGE, of_message},
    {CODE_INCOMPLETE_MESSAGE, of_message},
    {CODE_EXTRA_DATA, of_addition},
    {CODE_WRONG_PORT, of_port},
    {CODE_WRONG_ADDRESS, of_address},
    {CODE_WRONG_PROTOCOL, of_protocol},
    {CODE_WRONG_ROLE, of_role},
    {CODE_OUT_OF_TURN, of_early_message},
    {CODE_CLOSED_EARLY, of_closing},
    {CODE_ONE_CLIENT, of_accepting},
    {CODE_PRINTED_EARLY, of_print_in_advance},
    {CODE_WRONG_OUTPUT, of_print},
    {CODE_RESET, of_receiving},
    {CODE_NEVER_CONNECTED, of_guard},
    {CODE_NEVER_LISTENED, of_unlistened},
    {CODE_NOT_PRINTED, of_missing_print},
    {CODE_SPINNING, of_loop},
    {CODE_EXITED_EARLY, of_ending},
};

int mistake_line(const struct attempt *a, const struct submission *sub, enum code code)
{
    struct buf source = {0};
    int line = 0;
    for (size_t i = 0; i < sizeof searches / sizeof *searches; i++)
        if (searches[i].code == code) {
            submission_source(sub, &source);
            const struct search s = {a, &source, sub->language->comment};
            line = source.len ? searches[i].line(&s) : 0;
        }
    buf_close(&source);
    return line;
}
