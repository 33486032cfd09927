/* SPDX-License-Identifier: MIT */
#include "judge/remedy.h"

#include <stdlib.h>
#include <string.h>

#include "base/quote.h"
#include "judge/evidence.h"
#include "judge/remedy_list.h"
#include "script/regex.h"

#define LONG 65536 /* bytes of a message in which no words are looked for */

const struct remedy *remedy_at(size_t index)
{
    static const struct remedy_list *const lists[] = {&remedy_words, &remedy_deeds};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        if (index < lists[i]->count)
            return &lists[i]->rows[index];
        index -= lists[i]->count;
    }
    return NULL;
}

/* What is filled into the sentence. */
struct filling {
    struct buf names[4], texts[4];
    size_t count;
};

static void filling_close(struct filling *f)
{
    for (size_t i = 0; i < f->count; i++) {
        buf_close(&f->names[i]);
        buf_close(&f->texts[i]);
    }
}

static void fill_in(void *ctx, const char *name, const char *text, size_t len)
{
    struct filling *f = ctx;
    if (f->count == sizeof f->names / sizeof *f->names)
        return;
    buf_puts(&f->names[f->count], name);
    quote_line(&f->texts[f->count++], text, len < 60 ? len : 60);
}

/* Whether the pattern occurs; one that gives up on a text says nothing about it. */
static bool occurs(const char *pattern, const struct buf *text, bool *known,
                   struct filling *f)
{
    struct buf lines = {0};
    struct error err;
    bool found = false;
    buf_printf(&lines, "(?m)%s", pattern);
    struct regex *r = regex_new(lines.data, lines.len, &err);
    *known = r && regex_search(r, buf_text(text), text->len, &found, &err) == 0;
    if (*known && found && f)
        regex_each_group(r, fill_in, f);
    regex_free(r);
    buf_close(&lines);
    return *known && found;
}

static bool has(const char *pattern, const struct buf *text, struct filling *f)
{
    bool known;
    return !pattern || (text->len && occurs(pattern, text, &known, f));
}

static bool lacks(const char *pattern, const struct source *s)
{
    bool known;
    return !pattern || (s->known && !occurs(pattern, &s->code, &known, NULL) && known);
}

static bool speaks(const char *languages, const struct submission *s)
{
    if (!languages)
        return true;
    size_t len = s->language ? strlen(s->language->name) : 0;
    for (const char *at = languages; len && (at = strstr(at, s->language->name));
         at += len)
        if ((at == languages || at[-1] == ' ') && (at[len] == ' ' || !at[len]))
            return true;
    return false;
}

static bool answers(const struct remedy *r, const struct clue *c)
{
    for (size_t i = 0; i < sizeof r->holds / sizeof *r->holds; i++)
        if (r->holds[i] && !(c->a && r->holds[i](c)))
            return false;
    return true;
}

static const char *filled(const struct filling *f, const char *name, size_t len)
{
    for (size_t i = 0; i < f->count; i++)
        if (f->names[i].len == len && memcmp(f->names[i].data, name, len) == 0)
            return buf_text(&f->texts[i]);
    return NULL;
}

/* The exercise's port is as good as a group. */
static void add_port(const struct clue *c, struct filling *f)
{
    char *port = c->a ? mem_printf("%d", c->a->play.setup.port) : NULL;
    if (port)
        fill_in(f, "port", port, strlen(port));
    free(port);
}

static void say(const struct remedy *r, const struct filling *f, struct buf *out)
{
    for (const char *at = r->text; *at; at++) {
        size_t len = at[0] == '{' ? strcspn(at + 1, "}") : 0;
        const char *text = len ? filled(f, at + 1, len) : NULL;
        if (text) {
            buf_puts(out, text);
            at += len + 1;
        } else {
            buf_putc(out, *at);
        }
    }
}

bool remedy_fits(const struct remedy *r, const struct clue *c, struct buf *text)
{
    struct filling f = {0};
    add_port(c, &f);
    const struct buf none = {0};
    const struct buf *came = c->a ? &c->a->play.outcome.received : &none;
    const bool is_long = came->len > LONG; /* too much to look for words in it */
    bool by_udp = c->a && evidence_by_udp(c->a);
    bool fits = !(r->tcp && by_udp) && (r->codes & REMEDY_ON(c->v->code))
                && speaks(r->languages, c->s) && answers(r, c)
                && has(r->error, &c->error, &f) && has(r->line, &c->line, &f)
                && has(r->came, is_long ? &none : came, &f)
                && has(r->source, &c->source.code, &f) && lacks(r->lacks, &c->source);
    if (fits)
        say(r, &f, text);
    filling_close(&f);
    return fits;
}

const struct remedy *remedy_find(const struct clue *c, enum certainty certainty,
                                 struct buf *text)
{
    const struct remedy *r;
    for (size_t i = 0; (r = remedy_at(i)); i++)
        if (r->certainty == certainty && remedy_fits(r, c, text))
            return r;
    return NULL;
}
