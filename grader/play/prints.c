/* SPDX-License-Identifier: MIT */
#include "play/prints.h"

#include <ctype.h>
#include <stdlib.h>

#include "play/fault.h"

/* Looked at so often that two looks overlap by more than any print is long. */
#define LOOK_BYTES (32 * 1024)
#define WINDOW_BYTES (64 * 1024)

static bool inside(const struct capture *c, uint64_t from, uint64_t to,
                   const struct wanted *w)
{
    struct buf text = {0};
    bool right = false;
    capture_range(c, from, to, &text);
    if (wanted_inside(w, buf_text(&text), text.len, &right, NULL) < 0)
        right = false; /* a pattern that gave up found nothing */
    buf_close(&text);
    return right;
}

static uint64_t since(const struct capture *c, uint64_t mark)
{
    uint64_t window = c->total > WINDOW_BYTES ? c->total - WINDOW_BYTES : 0;
    return mark > window ? mark : window;
}

/* On a terminal both outputs are seen; a log line on standard error is a print as well. */
static bool is_there(const struct play *p, const struct print *x, uint64_t out_from,
                     uint64_t err_from)
{
    return inside(&p->err, err_from, UINT64_MAX, x->wanted)
           || (x->step->kind == STEP_PRINTS
               && inside(&p->out, out_from, UINT64_MAX, x->wanted));
}

/* Much may have been printed before its step came: the first look goes back to the mark. */
int prints_expect(struct play *p, const struct step *s, struct error *err)
{
    struct wanted *w = wanted_new(p->setup.scope, &s->match, err);
    if (!w)
        return -1;
    p->prints = mem_grow(p->prints, (p->print_count + 1) * sizeof *p->prints);
    struct print *x = &p->prints[p->print_count++];
    *x = (struct print){.step = s,
                        .wanted = w,
                        .played = p->outcome.played,
                        .out_mark = p->out_mark,
                        .err_mark = p->err_mark};
    x->met = !s->whole && is_there(p, x, x->out_mark, x->err_mark);
    if (x->met)
        wanted_capture(w, p->setup.scope);
    return 0;
}

void prints_close(struct play *p)
{
    for (size_t i = 0; i < p->print_count; i++)
        wanted_free(p->prints[i].wanted);
    free(p->prints);
}

bool prints_all_met(struct play *p)
{
    bool all = true;
    for (size_t i = 0; i < p->print_count; i++) {
        struct print *x = &p->prints[i];
        if (!x->met && !x->step->whole
            && is_there(p, x, since(&p->out, x->out_mark), since(&p->err, x->err_mark))) {
            x->met = true;
            wanted_capture(x->wanted, p->setup.scope);
        }
        all = all && x->met;
    }
    return all;
}

bool prints_await_end(const struct play *p)
{
    for (size_t i = 0; i < p->print_count; i++)
        if (p->prints[i].step->whole)
            return true;
    return false;
}

static bool is_all_space(const struct buf *text, size_t from)
{
    while (from < text->len && isspace((unsigned char)text->data[from]))
        from++;
    return from == text->len;
}

int prints_judge_whole(struct play *p, struct error *err)
{
    for (size_t i = 0; i < p->print_count; i++) {
        struct print *x = &p->prints[i];
        const bool out = x->step->kind == STEP_PRINTS;
        struct buf text = {0};
        enum wanted_result result = WANTED_NO;
        size_t used = 0;
        if (!x->step->whole)
            continue;
        capture_range(out ? &p->out : &p->err, out ? x->out_mark : x->err_mark,
                      UINT64_MAX, &text);
        int status = wanted_test(x->wanted, WANTED_BARE, buf_text(&text), text.len, &used,
                                 &result, err);
        x->met = status == 0 && result == WANTED_YES && is_all_space(&text, used);
        buf_close(&text);
        if (status < 0)
            return -1;
    }
    return 0;
}

void prints_watch(struct play *p)
{
    if (p->out.total + p->err.total < p->watched + LOOK_BYTES)
        return;
    p->watched = p->out.total + p->err.total;
    prints_all_met(p);
}

static bool visible(const struct buf *text)
{
    for (size_t i = 0; i < text->len; i++)
        if (!isspace((unsigned char)text->data[i]))
            return true;
    return false;
}

void prints_fail(struct play *p, enum until until)
{
    size_t i = 0;
    while (p->prints[i].met)
        i++;
    const struct print *x = &p->prints[i];
    bool out = x->step->kind == STEP_PRINTS;
    const struct capture *c = out ? &p->out : &p->err;
    uint64_t mark = out ? x->out_mark : x->err_mark;
    fault_wanted(p, x->wanted);
    capture_range(c, mark, UINT64_MAX, &p->outcome.received);
    p->outcome.printed_early = inside(c, 0, mark, x->wanted);
    p->outcome.printed_other = visible(&p->outcome.received);
    p->outcome.step = x->step;
    p->outcome.played = x->played;
    fault_found(p, FAILURE_NOT_PRINTED, until);
}
