/* SPDX-License-Identifier: MIT
 *
 * The matching half of luapattern.h.
 */
#include <string.h>

#include "script/luaitem.h"
#include "script/luapattern.h"

static bool set_has(const struct byte_set *set, unsigned char c)
{
    return set->bits[c / 32] >> c % 32 & 1;
}

struct matcher {
    const struct luapattern *pattern;
    const char *subject;
    size_t len;
    int64_t *steps;
    struct luapattern_match *out;
};

static bool fits(const struct matcher *m, const struct item *item, size_t at)
{
    return at < m->len && set_has(&item->set, (unsigned char)m->subject[at]);
}

static bool match_from(struct matcher *m, size_t i, size_t at);

static bool match_greedy(struct matcher *m, size_t i, size_t at, size_t least,
                         size_t most)
{
    const struct item *item = &m->pattern->items[i];
    size_t n = 0;
    while (n < most && fits(m, item, at + n))
        n++;
    *m->steps -= (int64_t)n;
    for (size_t left = n + 1; left > least && *m->steps >= 0; left--) {
        if (match_from(m, i + 1, at + left - 1))
            return true;
    }
    return false;
}

static bool match_lazy(struct matcher *m, size_t i, size_t at)
{
    for (; *m->steps >= 0; at++) {
        if (match_from(m, i + 1, at))
            return true;
        if (!fits(m, &m->pattern->items[i], at))
            return false;
    }
    return false;
}

static bool match_times(struct matcher *m, size_t i, size_t at)
{
    switch (m->pattern->items[i].times) {
    case TIMES_OPTIONAL:
        return match_greedy(m, i, at, 0, 1);
    case TIMES_ANY:
        return match_greedy(m, i, at, 0, m->len);
    case TIMES_SOME:
        return match_greedy(m, i, at, 1, m->len);
    case TIMES_LAZY:
        return match_lazy(m, i, at);
    case TIMES_ONE:
        break;
    }
    return fits(m, &m->pattern->items[i], at) && match_from(m, i + 1, at + 1);
}

static bool skip_balanced(struct matcher *m, const struct item *item, size_t *at)
{
    size_t depth = 0, i = *at;
    do {
        if (i >= m->len)
            return false;
        unsigned char c = (unsigned char)m->subject[i];
        if (c == item->shut && depth)
            depth--;
        else if (c == item->open)
            depth++;
        i++;
        --*m->steps;
    } while (depth);
    *at = i;
    return m->subject[i - 1] == (char)item->shut;
}

static bool skip_same(struct matcher *m, const struct item *item, size_t *at)
{
    const struct luapattern_capture *c = &m->out->captures[item->group];
    size_t len = c->len;
    *m->steps -= (int64_t)len;
    if (c->is_position || len > m->len - *at
        || memcmp(m->subject + c->start, m->subject + *at, len) != 0)
        return false;
    *at += len;
    return true;
}

static bool at_frontier(const struct matcher *m, const struct item *item, size_t at)
{
    unsigned char before = at ? (unsigned char)m->subject[at - 1] : 0;
    unsigned char here = at < m->len ? (unsigned char)m->subject[at] : 0;
    return !set_has(&item->set, before) && set_has(&item->set, here);
}

/* Nothing but what repeats can be tried in two ways, so only that recurses; and as every
 * way sets all captures behind it anew, none has to be restored. */
static bool match_from(struct matcher *m, size_t i, size_t at)
{
    for (; i < m->pattern->item_count; i++) {
        const struct item *item = &m->pattern->items[i];
        struct luapattern_capture *capture = &m->out->captures[item->group];
        bool right = true;
        if (--*m->steps < 0)
            return false;
        switch (item->kind) {
        case ITEM_SET:
            if (item->times != TIMES_ONE)
                return match_times(m, i, at);
            right = fits(m, item, at);
            at += right;
            break;
        case ITEM_OPEN:
        case ITEM_POSITION:
            *capture = (struct luapattern_capture){at, 0, item->kind == ITEM_POSITION};
            break;
        case ITEM_CLOSE:
            capture->len = at - capture->start;
            break;
        case ITEM_SAME:
            right = skip_same(m, item, &at);
            break;
        case ITEM_BALANCE:
            right = at < m->len && (unsigned char)m->subject[at] == item->open
                    && skip_balanced(m, item, &at);
            break;
        case ITEM_FRONTIER:
            right = at_frontier(m, item, at);
            break;
        case ITEM_END:
            right = at == m->len;
            break;
        }
        if (!right)
            return false;
    }
    m->out->end = at;
    return true;
}

enum luapattern_result luapattern_at(const struct luapattern *p, const char *subject,
                                     size_t len, size_t from, int64_t *steps,
                                     struct luapattern_match *out)
{
    struct matcher m = {p, subject, len, steps, out};
    out->start = from;
    out->capture_count = p->group_count;
    if (--*steps < 0)
        return LUAPATTERN_EXHAUSTED;
    if (match_from(&m, 0, from))
        return LUAPATTERN_YES;
    return *steps < 0 ? LUAPATTERN_EXHAUSTED : LUAPATTERN_NO;
}

enum luapattern_result luapattern_find(const struct luapattern *p, const char *subject,
                                       size_t len, size_t from, int64_t *steps,
                                       struct luapattern_match *out)
{
    for (; from <= len; from++) {
        enum luapattern_result result = luapattern_at(p, subject, len, from, steps, out);
        if (result != LUAPATTERN_NO || p->anchored)
            return result;
    }
    return LUAPATTERN_NO;
}
