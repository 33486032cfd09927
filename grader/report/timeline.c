/* SPDX-License-Identifier: MIT */
#include "report/timeline.h"

#include <stdio.h>
#include <string.h>

#include "base/width.h"
#include "judge/evidence.h"
#include "report/escaped.h"

#define ARROW 5      /* columns of " --> " */
#define NAME_MOST 12 /* of a connection's name */
#define FIRST_KEPT 2 /* events at the beginning, when those in the middle are left out */

struct lanes {
    size_t name; /* columns for the connection's name, with a space behind; 0: none */
    size_t left, right; /* columns of each lane */
};

/* --- the words of an event ------------------------------------------------------------------ */

/* Which lane an event stands in, and whether it crosses to the other one. */
enum crossing { STAYS, GOES_OVER, COMES_OVER };

/* What of a long text is shown. */
enum shown { WORDS, HEAD, LAST_LINE, PLACES };

static const struct {
    const char *kind, *from;
    enum crossing crossing;
    enum shown shown;
    const char *words;
} phrases[] = {
    {"connect", "program", GOES_OVER, PLACES, "connects to "},
    {"connect", "grader", COMES_OVER, PLACES, "connects from "},
    {"data", "program", GOES_OVER, HEAD, ""},
    {"data", "grader", COMES_OVER, HEAD, ""},
    {"close", "program", GOES_OVER, WORDS, "closes"},
    {"close", "grader", COMES_OVER, WORDS, "closes its side"},
    {"reset", "program", GOES_OVER, WORDS, "resets the connection"},
    {"reset", "grader", COMES_OVER, WORDS, "resets the connection"},
    {"type", "grader", COMES_OVER, HEAD, "types "},
    {"type-end", "grader", COMES_OVER, WORDS, "ends the keyboard input"},
    {"signal", "grader", COMES_OVER, WORDS, "sends "},
    {"print", "program", STAYS, HEAD, "prints "},
    {"stderr", "program", STAYS, LAST_LINE, "on stderr "},
    {"exit", "program", STAYS, WORDS, ""},
    {"note", "grader", STAYS, WORDS, "(note) "},
};
#define PHRASES (sizeof phrases / sizeof *phrases)

static size_t phrase_of(const struct report_event *e)
{
    size_t i = 0;
    while (i < PHRASES
           && (strcmp(phrases[i].kind, e->kind) != 0
               || strcmp(phrases[i].from, e->from) != 0))
        i++;
    return i;
}

/* "from A port N to B port M (name)": what of it the program's source has too. */
static void put_place(struct buf *out, const struct report_event *e, size_t columns)
{
    char from[64], to[64];
    struct buf place = {0};
    int port;
    if (sscanf(e->text, "from %63s port %*d to %63s port %d", from, to, &port) < 3)
        buf_puts(&place, e->text);
    else if (strcmp(e->from, "grader") == 0)
        buf_puts(&place, from);
    else if (strcmp(to, "127.0.0.1") == 0 || strcmp(to, "::1") == 0)
        buf_printf(&place, "port %d", port);
    else
        buf_printf(&place, strchr(to, ':') ? "[%s]:%d" : "%s:%d", to, port);
    escaped_head(out, buf_text(&place), columns);
    buf_close(&place);
}

static void put_text(struct buf *out, size_t phrase, const struct report_event *e,
                     size_t columns)
{
    const char *text = e->text;
    size_t used, room = columns - strlen(phrases[phrase].words);
    switch (phrases[phrase].shown) {
    case WORDS:
        buf_puts(out, text);
        return;
    case PLACES:
        put_place(out, e, room);
        return;
    case LAST_LINE:
        if (text[escaped_fit(text, room - 2, &used)])
            text = escaped_last_line(text);
        buf_puts(out, text > e->text ? "..." : "");
        escaped_quote(out, text, room - (text > e->text ? 3 : 0));
        return;
    case HEAD:
        escaped_quote(out, text, room);
        return;
    }
}

/* --- one row ----------------------------------------------------------------------------------- */

static void put_time(const struct page *p, const struct lanes *l,
                     const struct report_event *e)
{
    char time[64];
    const char *name = e->connection ? e->connection : "";
    snprintf(time, sizeof time, "%*s%8.1f  ", PAGE_INDENT, "", e->time_ms);
    page_ink(p, INK_DIM, time);
    if (!l->name)
        return;
    struct buf shown = {0};
    escaped_head(&shown, name, l->name - 1);
    page_ink(p, INK_DIM, buf_text(&shown));
    page_spaces(p, l->name - width_text(buf_text(&shown), shown.len));
    buf_close(&shown);
}

enum arrow { NO_ARROW, ARROW_DRAWN };

static void put_row(const struct page *p, const struct lanes *l, enum crossing crossing,
                    enum arrow arrow, const char *text)
{
    size_t width = width_text(text, strlen(text));
    if (crossing == COMES_OVER) {
        page_spaces(p, l->left);
        page_ink(p, INK_DIM, arrow ? " <-- " : "     ");
    }
    buf_puts(p->out, text);
    if (crossing == GOES_OVER && arrow) {
        page_spaces(p, width < l->left ? l->left - width : 0);
        page_ink(p, INK_DIM, " -->");
    }
    page_newline(p);
}

/* All of a quoted text, in as many rows of its lane as it takes. */
static void put_rows(const struct page *p, const struct lanes *l, size_t phrase,
                     const char *text, size_t columns)
{
    const char *words = phrases[phrase].words;
    size_t lead = strlen(words), used, len;
    enum arrow arrow = ARROW_DRAWN;
    do {
        struct buf row = {0};
        len = escaped_fit(text, columns - lead - 2, &used);
        buf_printf(&row, "%*s\"%.*s\"", (int)lead, arrow ? words : "", (int)len, text);
        if (!arrow)
            page_spaces(p, PAGE_TEXT + l->name);
        put_row(p, l, phrases[phrase].crossing, arrow, row.data);
        buf_close(&row);
        text += len;
        arrow = NO_ARROW;
    } while (*text && len);
}

static size_t room_of(const struct lanes *l, enum crossing crossing)
{
    switch (crossing) {
    case STAYS:
        return l->left + ARROW + l->right;
    case GOES_OVER:
        return l->left;
    case COMES_OVER:
        return l->right;
    }
    return 0;
}

static void event(const struct page *p, const struct lanes *l,
                  const struct report_event *e)
{
    size_t phrase = phrase_of(e);
    if (phrase == PHRASES)
        return;
    enum crossing crossing = phrases[phrase].crossing;
    enum shown shown = phrases[phrase].shown;
    struct buf row = {0};
    put_time(p, l, e);
    if (p->verbose && crossing != STAYS && shown == HEAD) {
        put_rows(p, l, phrase, e->text, room_of(l, crossing));
        return;
    }
    buf_puts(&row, phrases[phrase].words);
    if (*e->text)
        put_text(&row, phrase, e, room_of(l, crossing));
    if (crossing == STAYS && shown == WORDS)
        page_fill(p, row.data, PAGE_TEXT + l->name);
    else
        put_row(p, l, crossing, ARROW_DRAWN, row.data);
    buf_close(&row);
}

/* --- all of them --------------------------------------------------------------------------------- */

static bool are_several(const struct report_case *c)
{
    const char *first = NULL;
    for (size_t i = 0; i < c->event_count; i++) {
        const char *name = c->events[i].connection;
        if (name && first && strcmp(name, first) != 0)
            return true;
        first = first ? first : name;
    }
    return false;
}

static struct lanes lanes_of(const struct report_case *c)
{
    struct lanes l = {0};
    for (size_t i = 0; are_several(c) && i < c->event_count; i++) {
        const char *name = c->events[i].connection;
        size_t width = name ? width_text(name, strlen(name)) : 0;
        width = width > NAME_MOST ? NAME_MOST : width;
        l.name = width + 1 > l.name ? width + 1 : l.name;
    }
    size_t room = PAGE_ROOM - l.name - ARROW;
    l.left = room / 2;
    l.right = room - l.left;
    return l;
}

/* How it stands at the end, when neither side goes on. */
static void standstill(const struct page *p, const struct lanes *l,
                       const struct report_case *c)
{
    struct buf row = {0};
    bool both = strcmp(c->code, "both-waiting") == 0;
    if (!c->waits)
        return;
    buf_printf(&row, "%*s%-*swaits %s%s", PAGE_TEXT, "", (int)l->name,
               c->program && l->name ? c->program : "", evidence_wait_word(c->waits),
               c->waits);
    if (both)
        buf_printf(&row, "%*s  waits for your %s",
                   (int)(PAGE_TEXT + l->name + l->left + ARROW - 2 - row.len), "",
                   c->program ? c->program : "program");
    page_ink(p, INK_NOTICE, row.data);
    page_newline(p);
    buf_close(&row);
}

static void heading(const struct page *p, const struct lanes *l,
                    const struct report_case *c)
{
    struct buf line = {0};
    buf_printf(&line, "%*s%8s  %*s%-*s%s", PAGE_INDENT, "", "ms", (int)l->name, "",
               (int)l->left + ARROW, c->program ? "your programs" : "your program",
               "the grader");
    page_ink(p, INK_DIM, line.data);
    page_newline(p);
    buf_close(&line);
}

void timeline_write(const struct page *p, const struct report_case *c)
{
    const struct lanes l = lanes_of(c);
    size_t most = p->verbose ? c->event_count : p->events_most;
    size_t left_out = c->event_count > most + 1 ? c->event_count - most : 0;
    if (!c->event_count)
        return;
    page_part(p, 1);
    heading(p, &l, c);
    for (size_t i = 0; i < c->event_count; i++) {
        if (i == FIRST_KEPT && left_out) {
            page_spaces(p, PAGE_TEXT + l.name);
            buf_printf(p->out, "... %zu more (-v shows them)\n", left_out);
            i += left_out;
        }
        event(p, &l, &c->events[i]);
    }
    standstill(p, &l, c);
    page_part(p, 2);
}
