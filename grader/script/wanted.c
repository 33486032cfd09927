/* SPDX-License-Identifier: MIT */
#include "script/wanted.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/quote.h"
#include "script/exact.h"
#include "script/number.h"
#include "script/packed.h"
#include "script/regex.h"
#include "script/turn.h"
#include "script/wantedparts.h"

/* --- making one ---------------------------------------------------------------- */

static int make_length(struct wanted *w, struct error *err)
{
    char *end;
    const char *text = buf_text(&w->text);
    w->length = strtoull(text, &end, 10);
    if (*text < '0' || *text > '9' || *end)
        return error_kind(err, ERROR_EXERCISE, "length: \"%s\" is not a number of bytes",
                          text);
    return 0;
}

static int make_number(struct wanted *w, struct error *err)
{
    struct number n;
    if (!number_parse(buf_text(&w->text), w->text.len, &n))
        return error_kind(err, ERROR_EXERCISE, "number: \"%s\" is not a number",
                          buf_text(&w->text));
    return 0;
}

static int make_regex(struct wanted *w, struct error *err)
{
    w->regex = regex_new(buf_text(&w->text), w->text.len, err);
    return w->regex ? 0 : error_prefix(err, "regex");
}

static int make_items(struct wanted *w, struct scope *s, const struct match *m,
                      struct error *err)
{
    w->items = mem_alloc(m->item_count * sizeof *w->items);
    for (; w->item_count < m->item_count; w->item_count++) {
        w->items[w->item_count] = wanted_new(s, &m->items[w->item_count], err);
        if (!w->items[w->item_count])
            return -1;
    }
    return 0;
}

static int make_packed(struct wanted *w, struct scope *s, const struct match *m,
                       struct error *err)
{
    w->packed = mem_alloc(sizeof *w->packed);
    if (packed_make(w->packed, &m->pack, s, err) < 0)
        return -1;
    buf_append(&w->text, buf_text(&w->packed->bytes), w->packed->bytes.len);
    return 0;
}

static int make(struct wanted *w, struct scope *s, const struct match *m,
                struct error *err)
{
    bool is_raw = m->kind == MATCH_HEX || m->kind == MATCH_LUA;
    if (m->text && is_raw)
        buf_append(&w->text, m->text, m->len);
    else if (m->text && scope_expand(s, m->text, m->len, &w->text, err) < 0)
        return -1;
    if (m->times)
        buf_repeat(&w->text, 0, m->times);
    exact_join_lines(&w->joined, buf_text(&w->text), w->text.len);
    switch (m->kind) {
    case MATCH_LENGTH:
        return make_length(w, err);
    case MATCH_NUMBER:
        return make_number(w, err);
    case MATCH_REGEX:
        return make_regex(w, err);
    case MATCH_PACK:
        return make_packed(w, s, m, err);
    case MATCH_CONTAINS:
    case MATCH_ANY_OF:
    case MATCH_NOT:
        return make_items(w, s, m, err);
    case MATCH_EXACT:
    case MATCH_HEX:
    case MATCH_PROMPT:
    case MATCH_LUA:
        break;
    }
    return 0;
}

struct wanted *wanted_new(struct scope *s, const struct match *m, struct error *err)
{
    struct wanted *w = mem_alloc(sizeof *w);
    w->kind = m->kind;
    w->ignore_case = m->ignore_case;
    w->scope = s;
    if (make(w, s, m, err) == 0)
        return w;
    wanted_free(w);
    return NULL;
}

void wanted_free(struct wanted *w)
{
    if (!w)
        return;
    for (size_t i = 0; i < w->item_count; i++)
        wanted_free(w->items[i]);
    free(w->items);
    regex_free(w->regex);
    if (w->packed)
        packed_close(w->packed);
    free(w->packed);
    buf_close(&w->joined);
    buf_close(&w->text);
    free(w);
}

bool wanted_is_exact(const struct wanted *w)
{
    if (w->kind != MATCH_ANY_OF)
        return w->kind == MATCH_EXACT || w->kind == MATCH_HEX || w->kind == MATCH_PACK;
    for (size_t i = 0; i < w->item_count; i++) {
        if (!wanted_is_exact(w->items[i]))
            return false;
    }
    return true;
}

size_t wanted_size(const struct wanted *w)
{
    size_t most = w->kind == MATCH_LENGTH                         ? (size_t)w->length
                  : wanted_is_exact(w) && w->kind != MATCH_ANY_OF ? w->text.len
                                                                  : 0;
    for (size_t i = 0; w->kind == MATCH_ANY_OF && i < w->item_count; i++) {
        size_t size = wanted_size(w->items[i]);
        most = size > most ? size : most;
    }
    return most;
}

bool wanted_is_raw(const struct wanted *w)
{
    bool raw = w->kind == MATCH_HEX || w->kind == MATCH_PACK;
    for (size_t i = 0; w->kind == MATCH_ANY_OF && i < w->item_count; i++)
        raw |= wanted_is_raw(w->items[i]);
    return raw;
}

/* --- exact kinds --------------------------------------------------------------- */

/* The longest alternative that is there; else whether one may still come. */
static enum wanted_result test_stream(const struct wanted *w, enum wanted_mode mode,
                                      const char *data, size_t len, size_t *used)
{
    if (w->kind == MATCH_PACK)
        return packed_take(w->packed, data, len, used);
    if (w->kind != MATCH_ANY_OF)
        return exact_take(w, mode, data, len, used);
    enum wanted_result best = WANTED_NO;
    size_t longest = 0;
    for (size_t i = 0; i < w->item_count; i++) {
        size_t taken = 0;
        enum wanted_result result = test_stream(w->items[i], mode, data, len, &taken);
        if (result > best)
            best = result;
        if (result == WANTED_YES && taken > longest)
            longest = taken;
    }
    *used = longest;
    return best;
}

/* --- judging -------------------------------------------------------------------- */

int wanted_test(const struct wanted *w, enum wanted_mode mode, const char *data,
                size_t len, size_t *used, enum wanted_result *out, struct error *err)
{
    if (wanted_is_exact(w)) {
        *out = test_stream(w, mode, data, len, used);
        return 0;
    }
    struct turn turn;
    bool right = false;
    turn_init(&turn, mode, false, data, len);
    int result = turn_test(w, &turn, &right, err);
    turn_close(&turn);
    if (result < 0)
        return -1;
    *out = right ? WANTED_YES : WANTED_NO;
    if (!right && w->kind == MATCH_REGEX && regex_begins(w->regex, data, len))
        *out = WANTED_MORE;
    if (right)
        *used = len;
    return 0;
}

int wanted_inside(const struct wanted *w, const char *data, size_t len, bool *out,
                  struct error *err)
{
    struct turn turn;
    bool right = false;
    turn_init(&turn, WANTED_BARE, true, data, len);
    int result = turn_test(w, &turn, &right, err);
    turn_close(&turn);
    if (result == 0)
        *out = right;
    return result;
}

/* --- telling ------------------------------------------------------------------- */

#define DESCRIBED_COLUMNS 200

static void put_list(const struct wanted *w, const char *between, struct buf *out)
{
    for (size_t i = 0; i < w->item_count; i++) {
        if (i)
            buf_puts(out, between);
        wanted_describe(w->items[i], out);
    }
}

static void put_hex(const struct wanted *w, struct buf *out)
{
    buf_printf(out, "the %zu byte%s ", w->text.len, w->text.len == 1 ? "" : "s");
    for (size_t i = 0; i < w->text.len && i < 32; i++) {
        buf_puts(out, i ? " " : "");
        if (w->packed && !w->packed->fixed.data[i])
            buf_puts(out, "??");
        else
            buf_printf(out, "%02x", (unsigned char)w->text.data[i]);
    }
    if (w->text.len > 32)
        buf_puts(out, " ...");
}

static void put_pattern(const struct wanted *w, struct buf *out)
{
    buf_puts(out, "text that matches /");
    quote_safe_text(out, buf_text(&w->text), w->text.len);
    buf_putc(out, '/');
}

void wanted_describe(const struct wanted *w, struct buf *out)
{
    switch (w->kind) {
    case MATCH_EXACT:
        quote_short(out, buf_text(&w->text), w->text.len, DESCRIBED_COLUMNS);
        if (w->ignore_case)
            buf_puts(out, " in capital or small letters");
        return;
    case MATCH_HEX:
    case MATCH_PACK:
        put_hex(w, out);
        return;
    case MATCH_CONTAINS:
        buf_puts(out, "text with ");
        put_list(w, " and ", out);
        buf_puts(out, " in it");
        return;
    case MATCH_ANY_OF:
        buf_puts(out, "one of: ");
        put_list(w, ", ", out);
        return;
    case MATCH_NOT:
        buf_puts(out, "anything but ");
        put_list(w, ", ", out);
        return;
    case MATCH_REGEX:
        put_pattern(w, out);
        return;
    case MATCH_NUMBER:
        buf_printf(out, "the number %s", buf_text(&w->text));
        return;
    case MATCH_PROMPT:
        buf_puts(out, "any visible text (a question)");
        return;
    case MATCH_LENGTH:
        buf_printf(out, "a message of %" PRIu64 " byte%s", w->length,
                   w->length == 1 ? "" : "s");
        return;
    case MATCH_LUA:
        buf_printf(out, "a message for which %s holds", buf_text(&w->text));
        return;
    }
}

const char *wanted_bytes(const struct wanted *w, size_t *len)
{
    bool fixed = w->kind == MATCH_EXACT || w->kind == MATCH_HEX
                 || (w->kind == MATCH_PACK && packed_is_fixed(w->packed));
    if (!fixed)
        return NULL;
    *len = w->text.len;
    return buf_text(&w->text);
}

const struct buf *wanted_number(const struct wanted *w)
{
    const struct buf *number = w->kind == MATCH_NUMBER ? &w->text : NULL;
    for (size_t i = 0; w->kind == MATCH_ANY_OF && i < w->item_count && !number; i++)
        number = wanted_number(w->items[i]);
    return number;
}

static void capture(void *scope, const char *name, const char *text, size_t len)
{
    scope_set_text(scope, name, text, len);
}

void wanted_capture(const struct wanted *w, struct scope *s)
{
    if (w->regex)
        regex_each_group(w->regex, capture, s);
    if (w->packed)
        packed_capture(w->packed, s);
    for (size_t i = 0; i < w->item_count; i++)
        wanted_capture(w->items[i], s);
}
