/* SPDX-License-Identifier: MIT
 *
 * The questions of clue.h about bytes: what came, and what was printed.
 */
#include "judge/clue.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"

static const struct outcome *outcome_of(const struct clue *c)
{
    return &c->a->play.outcome;
}

/* --- the bytes that came --------------------------------------------------------------------- */

static bool begins(const struct buf *text, const struct buf *with)
{
    return with->len && text->len >= with->len
           && memcmp(text->data, with->data, with->len) == 0;
}

/* How many bytes stand behind the wanted ones; 0 too when those did not come. */
static size_t behind(const struct clue *c)
{
    const struct outcome *o = outcome_of(c);
    return o->exact && begins(&o->received, &o->wanted_bytes)
               ? o->received.len - o->wanted_bytes.len
               : 0;
}

static const char *end_of(const struct clue *c)
{
    return outcome_of(c)->received.data + outcome_of(c)->wanted_bytes.len;
}

static bool all_are(const char *bytes, size_t len, char byte)
{
    while (len && bytes[len - 1] == byte)
        len--;
    return len == 0;
}

bool clue_came_twice(const struct clue *c)
{
    const struct buf *wanted = &outcome_of(c)->wanted_bytes;
    return wanted->len > 1 && behind(c) == wanted->len
           && memcmp(end_of(c), wanted->data, wanted->len) == 0;
}

bool clue_nul_behind(const struct clue *c)
{
    return behind(c) == 1 && *end_of(c) == '\0';
}

bool clue_nuls_behind(const struct clue *c)
{
    return behind(c) > 1 && all_are(end_of(c), behind(c), '\0');
}

bool clue_newline_behind(const struct clue *c)
{
    return behind(c) == 1 && *end_of(c) == '\n';
}

static bool is_waste(char byte)
{
    unsigned char c = (unsigned char)byte;
    return c >= 0x7F || (c < ' ' && c != '\n' && c != '\r' && c != '\t');
}

static bool holds_waste(const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (is_waste(bytes[i]))
            return true;
    return false;
}

bool clue_waste_behind(const struct clue *c)
{
    return behind(c) && holds_waste(end_of(c), behind(c));
}

bool clue_left_over(const struct clue *c)
{
    const struct transcript *t = &c->a->play.transcript;
    size_t whole = outcome_of(c)->received.len, from = whole - behind(c);
    for (size_t i = 0; from < whole && i < t->count; i++)
        if (t->events[i].kind == EVENT_SENT && t->events[i].len == whole
            && memcmp(t->events[i].data + from, end_of(c), whole - from) == 0)
            return true;
    return false;
}

bool clue_pointer_size(const struct clue *c)
{
    const struct outcome *o = outcome_of(c);
    return o->received.len == sizeof(void *)
           && (!o->exact || begins(&o->wanted_bytes, &o->received));
}

bool clue_raw_number(const struct clue *c)
{
    const struct buf *came = &outcome_of(c)->received;
    return (came->len == sizeof(int) || came->len == sizeof(long))
           && (all_are(came->data + 2, came->len - 2, '\0')
               || all_are(came->data, came->len - 2, '\0'));
}

/* On machines of 64 bits a program's addresses have 47 or 48 bits, the highest of them set
 * for what is on the stack and for programs that are loaded anywhere. */
bool clue_raw_pointer(const struct clue *c)
{
    const struct buf *came = &outcome_of(c)->received;
    return sizeof(void *) == 8 && came->len == 8 && came->data[6] == '\0'
           && came->data[7] == '\0' && came->data[5] != '\0';
}

bool clue_only_nuls(const struct clue *c)
{
    const struct buf *came = &outcome_of(c)->received;
    return came->len && all_are(came->data, came->len, '\0');
}

/* --- numbers ------------------------------------------------------------------------------------ */

/* Our messages that were sent on a connection, the last one first; NULL when there are fewer. */
static const struct event *sent(const struct clue *c, size_t back)
{
    const struct transcript *t = &c->a->play.transcript;
    for (size_t i = t->count; i > 0; i--)
        if (t->events[i - 1].kind == EVENT_SENT && back-- == 0)
            return &t->events[i - 1];
    return NULL;
}

/* Without a newline at its end. */
static size_t text_len(const struct event *e)
{
    size_t len = e->len;
    while (len && strchr("\r\n", e->data[len - 1]))
        len--;
    return len;
}

static bool is_number(const struct event *e)
{
    size_t digits = 0, len = e ? text_len(e) : 0;
    while (digits < len && isdigit((unsigned char)e->data[digits]))
        digits++;
    return len && digits == len;
}

static bool came_text(const struct clue *c, const char *wanted)
{
    const struct buf *came = &outcome_of(c)->received;
    return came->len && bytes_find(came->data, came->len, wanted, strlen(wanted));
}

bool clue_joined_numbers(const struct clue *c)
{
    const struct event *b = sent(c, 0), *a = sent(c, 1);
    if (!is_number(a) || !is_number(b))
        return false;
    char *joined =
        mem_printf("%.*s%.*s", (int)text_len(a), a->data, (int)text_len(b), b->data);
    bool found = came_text(c, joined);
    free(joined);
    return found;
}

/* Whether what came has this number, not as a part of another one. */
static bool came_number(const struct buf *came, size_t number)
{
    char text[32];
    size_t len = (size_t)snprintf(text, sizeof text, "%zu", number);
    const char *begin = buf_text(came), *end = begin + came->len;
    for (const char *at = begin; (at = bytes_find(at, (size_t)(end - at), text, len));
         at += len)
        if ((at == begin || !isdigit((unsigned char)at[-1]))
            && !isdigit((unsigned char)at[len]))
            return true;
    return false;
}

bool clue_counted_quotes(const struct clue *c)
{
    const struct event *e = sent(c, 0);
    return e && came_number(&outcome_of(c)->received, text_len(e) + strlen("b''"));
}

bool clue_counted_array(const struct clue *c)
{
    const struct buf *code = &c->source.code;
    const char *at = buf_text(code);
    while ((at = strchr(at, '[')))
        if (isdigit((unsigned char)*++at)
            && came_number(&outcome_of(c)->received, strtoul(at, NULL, 10)))
            return true;
    return false;
}

/* --- how much is received at once ------------------------------------------------------------ */

/* Whether a call of recv() or read() in the code has this number among its arguments. */
static bool receives_at_most(const struct clue *c, size_t most)
{
    static const char *const calls[] = {"recv(", "read("};
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        const char *at = buf_text(&c->source.code);
        while ((at = strstr(at, calls[i]))) {
            at += strlen(calls[i]);
            struct buf arguments = {0};
            buf_append(&arguments, at, strcspn(at, ")\n"));
            bool found = came_number(&arguments, most);
            buf_close(&arguments);
            if (found)
                return true;
        }
    }
    return false;
}

/* White space at the end is not told from what a print() adds. */
bool clue_short_recv(const struct clue *c)
{
    const struct outcome *o = outcome_of(c);
    const char *wanted = o->wanted_bytes.data;
    size_t len = o->received.len;
    while (len && isspace((unsigned char)o->received.data[len - 1]))
        len--;
    if (!o->exact || !len || len >= o->wanted_bytes.len
        || memcmp(o->received.data, wanted, len) != 0)
        return false;
    while (len < o->wanted_bytes.len && !receives_at_most(c, len)
           && isspace((unsigned char)wanted[len]))
        len++;
    return receives_at_most(c, len);
}

/* --- what it printed --------------------------------------------------------------------------- */

static bool printed(const struct clue *c, const char *data, size_t len)
{
    struct buf out = {0};
    capture_range(&c->a->play.out, 0, UINT64_MAX, &out);
    bool found = len && out.len && bytes_find(out.data, out.len, data, len);
    buf_close(&out);
    return found;
}

bool clue_printed_message(const struct clue *c)
{
    const struct outcome *o = outcome_of(c);
    return o->exact && o->received.len == 0
           && printed(c, o->wanted_bytes.data, o->wanted_bytes.len);
}

/* An echo sends what it was sent. */
static bool was_sent_to_it(const struct transcript *t, const struct event *e)
{
    for (size_t i = 0; i < t->count; i++)
        if (t->events[i].kind == EVENT_SENT && t->events[i].len == e->len
            && memcmp(t->events[i].data, e->data, e->len) == 0)
            return true;
    return false;
}

bool clue_printed_own(const struct clue *c)
{
    const struct transcript *t = &c->a->play.transcript;
    const struct buf *came = &outcome_of(c)->received;
    for (size_t i = 0; i < t->count; i++) {
        const struct event *e = &t->events[i];
        size_t len = e->kind == EVENT_RECEIVED ? text_len(e) : 0;
        if (len > 2 && came->len && bytes_find(came->data, came->len, e->data, len)
            && !was_sent_to_it(t, e))
            return true;
    }
    return false;
}

bool clue_printed_length(const struct clue *c)
{
    const struct event *e = sent(c, 0);
    return e && e->len > 1 && came_number(&outcome_of(c)->received, e->len);
}
