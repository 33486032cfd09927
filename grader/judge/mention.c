/* SPDX-License-Identifier: MIT */
#include "judge/mention.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "judge/evidence.h"
#include "judge/token.h"

/* --- the one line ------------------------------------------------------------------------- */

struct wanted_token {
    const char *data;
    size_t len;
    long number;
};

typedef bool token_fits(const struct token *t, const struct wanted_token *wanted);

/* The line of all tokens that fit; 0: none does, or they are on several lines. */
static int only_line(const struct buf *source, const char *comment, token_fits *fits,
                     const struct wanted_token *wanted)
{
    struct scan s;
    struct token t;
    int found = 0;
    token_begin(&s, source, comment);
    while (found >= 0 && token_next(&s, &t))
        if (fits(&t, wanted))
            found = found && found != t.line ? -1 : t.line;
    token_end(&s);
    return found > 0 ? found : 0;
}

static size_t without_end(const char *data, size_t len)
{
    while (len && isspace((unsigned char)data[len - 1]))
        len--;
    return len;
}

static bool fits_text(const struct token *t, const struct wanted_token *wanted)
{
    return t->kind == TOKEN_LITERAL && t->sends
           && without_end(t->data, t->len) == wanted->len
           && memcmp(t->data, wanted->data, wanted->len) == 0;
}

static bool fits_literal(const struct token *t, const struct wanted_token *wanted)
{
    return t->kind == TOKEN_LITERAL && token_is(t, wanted->data, wanted->len);
}

static bool fits_number(const struct token *t, const struct wanted_token *wanted)
{
    char digits[16] = "", *end;
    if (t->kind == TOKEN_WORD || t->len == 0 || t->len >= sizeof digits)
        return false;
    memcpy(digits, t->data, t->len);
    return strtol(digits, &end, 0) == wanted->number && !*end;
}

static bool fits_word(const struct token *t, const struct wanted_token *wanted)
{
    return t->kind == TOKEN_WORD && token_is(t, wanted->data, wanted->len);
}

/* A lone '\0' or '\n' stands in many a line that sends nothing. */
static bool has_words(const char *data, size_t len)
{
    while (len && !isalnum((unsigned char)data[len - 1]))
        len--;
    return len > 0;
}

int mention_of_text(const struct buf *source, const char *comment, const char *data,
                    size_t len)
{
    const struct wanted_token wanted = {.data = data, .len = without_end(data, len)};
    return has_words(data, len) ? only_line(source, comment, fits_text, &wanted) : 0;
}

int mention_of_number(const struct buf *source, const char *comment, long number)
{
    const struct wanted_token wanted = {.number = number};
    return only_line(source, comment, fits_number, &wanted);
}

static bool fits_send(const struct token *t, const struct wanted_token *wanted)
{
    static const char *const words[] = {"send",    "sendall",    "sendto",      "sendmsg",
                                        "write",   "writelines", "dprintf",     "fprintf",
                                        "fputs",   "Write",      "WriteString", "Fprint",
                                        "Fprintf", "Fprintln",   "println",     NULL};
    (void)wanted;
    return t->kind == TOKEN_WORD && token_is_word(t, words);
}

static bool fits_computed(const struct token *t, const struct wanted_token *wanted)
{
    return !t->fixed && fits_send(t, wanted);
}

int mention_of_sending(const struct buf *source, const char *comment)
{
    int line = only_line(source, comment, fits_send, NULL);
    return line ? line : only_line(source, comment, fits_computed, NULL);
}

/* In C and its like main() begins, which stands behind what it calls; elsewhere the first line
 * does. */
struct opening {
    const char *begin;        /* NULL: the source itself */
    const char *const *turns; /* behind these nobody knows what comes first */
    const char *const *sends;
};

static const struct opening *opening_of(const char *comment)
{
    static const char *const turns[] = {"def", "class", "lambda", "for", "while",
                                        "if",  "try",   "match",  NULL};
    static const char *const sends[] = {"send", "sendall", NULL};
    static const char *const c_turns[] = {"for",  "while", "do",   "else",
                                          "case", "goto",  "main", NULL};
    static const char *const c_sends[] = {"send", "write", NULL};
    static const struct opening python = {NULL, turns, sends};
    static const struct opening c = {"main", c_turns, c_sends};
    return comment[0] == '#' ? &python : &c;
}

int mention_of_first_sending(const struct buf *source, const char *comment)
{
    const struct opening *o = opening_of(comment);
    struct scan s;
    struct token t;
    int line = 0;
    bool begun = !o->begin, over = false;
    token_begin(&s, source, comment);
    while (!line && !over && token_next(&s, &t)) {
        bool word = t.kind == TOKEN_WORD;
        if (!begun)
            begun = word && token_is(&t, o->begin, strlen(o->begin));
        else if (word && token_is_word(&t, o->sends))
            line = t.line;
        else
            over = fits_send(&t, NULL) || (word && token_is_word(&t, o->turns));
    }
    token_end(&s);
    return line;
}

int mention_of_word(const struct buf *source, const char *comment, const char *word)
{
    const struct wanted_token wanted = {.data = word, .len = strlen(word)};
    return only_line(source, comment, fits_word, &wanted);
}

static size_t mention_count(const struct buf *source, const char *comment,
                            const char *word)
{
    struct scan s;
    struct token t;
    size_t count = 0;
    token_begin(&s, source, comment);
    while (token_next(&s, &t))
        count += t.kind == TOKEN_WORD && token_is(&t, word, strlen(word));
    token_end(&s);
    return count;
}

/* --- what each verdict looks for ---------------------------------------------------------- */

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
    const struct wanted_token wanted = {.data = address, .len = strlen(address)};
    int line = only_line(s->source, s->comment, fits_literal, &wanted);
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

static bool fits_print(const struct token *t, const struct wanted_token *wanted)
{
    static const char *const words[] = {
        "print", "printf",  "puts",  "println", "log",    "write", "Println", "Printf",
        "Print", "putchar", "fputs", "fprintf", "fwrite", "cout",  NULL};
    (void)wanted;
    return t->kind == TOKEN_WORD && token_is_word(t, words);
}

static int of_print(const struct search *s)
{
    return only_line(s->source, s->comment, fits_print, NULL);
}

/* The text may stand where it is sent, too. */
static int of_print_in_advance(const struct search *s)
{
    int line = of_print(s);
    return line ? line : of_early_print(s);
}

/* Where it ended by a call with its exit status, or by returning it from main(). */
static int of_ending(const struct search *s)
{
    static const char *const leaves[] = {"return", "exit", "_exit", "_Exit", NULL};
    const struct outcome *o = &s->a->play.outcome;
    const struct wanted_token status = {.number = o->exit_code};
    struct scan scan;
    struct token t;
    bool in_main = false, leaving = false;
    int line = 0;
    token_begin(&scan, s->source, s->comment);
    while (o->ended && !o->asked_to_end && line >= 0 && token_next(&scan, &t)) {
        if (leaving && in_main && fits_number(&t, &status))
            line = line && line != t.line ? -1 : t.line;
        leaving = t.kind == TOKEN_WORD && token_is_word(&t, leaves);
        in_main |= t.kind == TOKEN_WORD && token_is(&t, "main", 4);
    }
    token_end(&scan);
    return line > 0 ? line : 0;
}

/* Whether all that there is was gone through from its begin to its end. */
static bool went_through(const struct search *s)
{
    static const char *const ways_out[] = {"exit",  "_exit",  "quit",  "return", "raise",
                                           "break", "except", "catch", NULL};
    const struct outcome *o = &s->a->play.outcome;
    for (const char *const *way = ways_out; *way; way++)
        if (mention_count(s->source, s->comment, *way))
            return false;
    return o->ended && !o->asked_to_end && o->exit_code == 0;
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

static bool fits_receive(const struct token *t, const struct wanted_token *wanted)
{
    static const char *const words[] = {"recv",     "recvfrom",    "recvmsg", "read",
                                        "readline", "readexactly", "fgets",   NULL};
    (void)wanted;
    return t->kind == TOKEN_WORD && token_is_word(t, words);
}

/* It left something unread: the only place where it receives has not taken all. */
static int of_receiving(const struct search *s)
{
    return only_line(s->source, s->comment, fits_receive, NULL);
}

/* if __name__ == "main": what is called there never runs. */
static int of_guard(const struct search *s)
{
    struct scan scan;
    struct token t;
    int tests = 0, asks = 0, line = 0;
    token_begin(&scan, s->source, s->comment);
    while (!line && token_next(&scan, &t))
        if (t.kind == TOKEN_WORD && token_is(&t, "if", 2))
            tests = t.line;
        else if (t.kind == TOKEN_WORD && token_is(&t, "__name__", 8))
            asks = tests == t.line ? t.line : 0;
        else if (t.kind == TOKEN_LITERAL && asks == t.line)
            line = token_is(&t, "__main__", 8) ? 0 : asks;
    token_end(&scan);
    return line;
}

static bool fits_listening(const struct token *t, const struct wanted_token *wanted)
{
    static const char *const words[] = {"listen", "create_server", "Listen",
                                        "start_server", NULL};
    (void)wanted;
    return t->kind == TOKEN_WORD && token_is_word(t, words);
}

static bool has_token(const struct search *search, token_fits *fits)
{
    struct scan s;
    struct token t;
    bool found = false;
    token_begin(&s, search->source, search->comment);
    while (!found && token_next(&s, &t))
        found = fits(&t, NULL);
    token_end(&s);
    return found;
}

/* bind() has failed; or accept(), on a socket that does not listen, fails at once. */
static int of_unlistened(const struct search *s)
{
    const struct deed *bound = evidence_last(s->a, DEED_BIND);
    int line = of_guard(s);
    if (bound && bound->result == DEED_FAILED)
        return mention_of_word(s->source, s->comment, "bind");
    if (line || !s->a->play.outcome.ended || has_token(s, fits_listening))
        return line;
    return mention_of_word(s->source, s->comment, "accept");
}

static bool fits_plain_print(const struct token *t, const struct wanted_token *wanted)
{
    static const char *const writes[] = {"write", "fwrite", "fputs", "fprintf", NULL};
    return fits_print(t, wanted) && !token_is_word(t, writes);
}

/* Who leaves so empties no buffer; where nothing is printed at all, what was received is
 * dropped in the only place where it is. */
static int of_missing_print(const struct search *s)
{
    static const char *const abrupt[] = {"_exit", "_Exit", "quick_exit", NULL};
    int line = s->a->play.outcome.ended ? first_of(s, abrupt) : 0;
    return line || has_token(s, fits_plain_print) ? line : of_receiving(s);
}

static bool fits_loop(const struct token *t, const struct wanted_token *wanted)
{
    static const char *const words[] = {"while", "for", "do", "goto", NULL};
    (void)wanted;
    return t->kind == TOKEN_WORD && token_is_word(t, words);
}

/* Where it is known which line it was in, that is better. */
static int of_loop(const struct search *s)
{
    return s->a->waits.found ? 0 : only_line(s->source, s->comment, fits_loop, NULL);
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

int mention_line(const struct attempt *a, const struct submission *sub, enum code code)
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
