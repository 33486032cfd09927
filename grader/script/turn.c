/* SPDX-License-Identifier: MIT */
#include "script/turn.h"

#include "script/exact.h"
#include "script/number.h"
#include "script/packed.h"
#include "script/printed.h"
#include "script/regex.h"
#include "script/wantedparts.h"

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

void turn_init(struct turn *t, enum wanted_mode mode, bool printed, const char *data,
               size_t len)
{
    *t = (struct turn){.mode = mode, .printed = printed};
    size_t trimmed = len;
    while (trimmed && is_space(data[trimmed - 1]))
        trimmed--;
    t->views[t->view_count++] = (struct view){data, trimmed, false};
    if (trimmed < len)
        t->views[t->view_count++] = (struct view){data, len, false};
    if (mode == WANTED_BARE)
        return;
    exact_join_lines(&t->joined, data, trimmed);
    if (t->joined.len < trimmed)
        t->views[t->view_count++] = (struct view){t->joined.data, t->joined.len, true};
}

void turn_close(struct turn *t)
{
    buf_close(&t->joined);
}

static bool view_equals(const struct wanted *w, enum wanted_mode mode,
                        const struct view *v)
{
    size_t used = 0;
    if (exact_take(w, mode, v->data, v->len, &used) != WANTED_YES)
        return false;
    while (used < v->len && is_space(v->data[used]))
        used++;
    return used == v->len;
}

static bool view_packed(const struct wanted *w, const struct view *v)
{
    size_t used;
    return packed_take(w->packed, v->data, v->len, &used) == WANTED_YES && used == v->len;
}

static bool view_has(const struct wanted *item, const struct view *v, bool printed)
{
    const struct buf *text = v->joined ? &item->joined : &item->text;
    if (printed)
        return printed_inside(buf_text(text), text->len, item->ignore_case, v->data,
                              v->len);
    return printed_occurs(buf_text(text), text->len, item->ignore_case, v->data, v->len);
}

static bool view_contains(const struct wanted *w, const struct view *v, bool printed)
{
    for (size_t i = 0; i < w->item_count; i++) {
        if (!view_has(w->items[i], v, printed))
            return false;
    }
    return true;
}

static bool view_number(const struct wanted *w, const struct view *v)
{
    struct number found, wanted;
    return number_find_last(v->data, v->len, &found)
           && number_parse(buf_text(&w->text), w->text.len, &wanted)
           && number_equal(found, wanted);
}

static bool view_visible(const struct view *v)
{
    for (size_t i = 0; i < v->len; i++) {
        if ((unsigned char)v->data[i] > ' ' && v->data[i] != 0x7F)
            return true;
    }
    return false;
}

static int test_view(const struct wanted *w, const struct turn *t, const struct view *v,
                     bool *out, struct error *err)
{
    switch (w->kind) {
    case MATCH_PACK:
        *out = view_packed(w, v);
        return 0;
    case MATCH_EXACT:
    case MATCH_HEX:
        *out = t->printed ? view_has(w, v, true) : view_equals(w, t->mode, v);
        return 0;
    case MATCH_CONTAINS:
        *out = view_contains(w, v, t->printed);
        return 0;
    case MATCH_REGEX:
        return regex_search(w->regex, v->data, v->len, out, err);
    case MATCH_NUMBER:
        *out = view_number(w, v);
        return 0;
    case MATCH_PROMPT:
        *out = view_visible(v);
        return 0;
    case MATCH_LENGTH:
        *out = v->len == w->length;
        return 0;
    case MATCH_LUA:
        return scope_test(w->scope, buf_text(&w->text), v->data, v->len, out, err);
    case MATCH_ANY_OF:
    case MATCH_NOT:
        break; /* see turn_test */
    }
    return 0;
}

/* Negation stands outside the views: what is right in one view only is not wrong. */
int turn_test(const struct wanted *w, const struct turn *t, bool *out, struct error *err)
{
    *out = false;
    if (w->kind == MATCH_NOT) {
        if (turn_test(w->items[0], t, out, err) < 0)
            return -1;
        *out = !*out;
        return 0;
    }
    size_t count = w->kind == MATCH_ANY_OF ? w->item_count : t->view_count;
    for (size_t i = 0; i < count && !*out; i++) {
        int result = w->kind == MATCH_ANY_OF ? turn_test(w->items[i], t, out, err)
                                             : test_view(w, t, &t->views[i], out, err);
        if (result < 0)
            return -1;
    }
    return 0;
}
