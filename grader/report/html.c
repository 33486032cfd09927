/* SPDX-License-Identifier: MIT */
#include "report/html.h"

#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "base/digest.h"
#include "report/document.h"
#include "report/json.h"
#include "report/tally.h"
#include "report/viewer_files.h"
#include "script/limit.h"

#define MESSAGE_MOST 160 /* bytes of a message in a row */

struct html {
    char **ids, **titles; /* of the exercises that came so far */
    size_t count;
    size_t details; /* bytes */
    bool rows_open; /* the block of rows, where no details stand between them */
};

/* --- blocks ------------------------------------------------------------------------------------ */

/* Outside of texts JSON has no "<"; inside, written so, it can't end the block. */
static void put_json(struct buf *out, const char *json, size_t len)
{
    for (const char *end = json + len, *at = json; at < end;) {
        const char *found = memchr(at, '<', (size_t)(end - at));
        buf_append(out, at, (size_t)((found ? found : end) - at));
        buf_puts(out, found ? "\\u003c" : "");
        at = found ? found + 1 : end;
    }
}

#define BLOCK "<script type=\"application/json\" "
#define BLOCK_END "</script>\n"

static void put_block(struct buf *out, const char *name, const struct buf *json)
{
    buf_printf(out, BLOCK "%s>", name);
    put_json(out, buf_text(json), json->len);
    buf_puts(out, BLOCK_END);
}

static void put_document(struct buf *out, const char *name, json_t *document)
{
    struct buf json = {0};
    document_write(document, &json);
    put_block(out, name, &json);
    buf_close(&json);
}

static json_t *text_or_null(const char *text)
{
    return text ? document_text(text) : json_null();
}

static json_t *limits_of(const struct limits *limits)
{
    struct buf text = {0};
    for (int i = 0; i < LIMITS; i++)
        if (limits->value[i]) {
            buf_printf(&text, " --limit %s=", limit_row((enum limit_kind)i)->name);
            limit_write((enum limit_kind)i, limits->value[i], &text);
        }
    json_t *value = document_text(buf_text(&text));
    buf_close(&text);
    return value;
}

static json_t *report_of(const struct writing *w)
{
    const struct report *r = w->head;
    return json_pack("{s:s, s:I, s:s?, s:s?, s:o, s:o, s:s?}", "version",
                     SOCKGRADE_VERSION, "seed", (json_int_t)r->seed, "isolation",
                     r->isolation, "isolation_reason", r->isolation_reason, "limits",
                     limits_of(&r->limits), "title", text_or_null(w->title), "pages",
                     w->pages);
}

/* --- the row of a submission ------------------------------------------------------------------- */

/* Where the exercise stands in the list that the page ends with. */
static size_t place_of(struct html *h, const char *id, const char *title)
{
    size_t i = 0;
    while (i < h->count && strcmp(h->ids[i], id) != 0)
        i++;
    if (i < h->count)
        return i;
    h->ids = mem_grow(h->ids, (h->count + 1) * sizeof *h->ids);
    h->titles = mem_grow(h->titles, (h->count + 1) * sizeof *h->titles);
    h->ids[h->count] = mem_text(id);
    h->titles[h->count++] = mem_text(title);
    return i;
}

static json_t *message_of(const struct report_case *c)
{
    size_t len = strlen(c->message);
    if (len > MESSAGE_MOST)
        for (len = MESSAGE_MOST; len && (c->message[len] & 0xC0) == 0x80;)
            len--; /* not inside a character */
    char *part = mem_copy(c->message, len);
    json_t *value = document_text(part);
    free(part);
    return value;
}

static json_t *faults_of(const struct report_exercise *e)
{
    json_t *list = json_array();
    for (size_t i = 0; i < e->case_count; i++) {
        const struct report_case *c = &e->cases[i];
        if (c->result == RESULT_FAIL || c->result == RESULT_ERROR)
            json_array_append_new(list, json_pack("[s, s, i, i, i, o]", c->id, c->code,
                                                  (int)c->result, (int)c->advice, c->line,
                                                  message_of(c)));
    }
    return list;
}

static json_t *cells_of(struct html *h, const struct report_submission *s)
{
    json_t *list = json_array();
    for (size_t i = 0; i < s->exercise_count; i++) {
        const struct report_exercise *e = &s->exercises[i];
        json_array_append_new(
            list,
            json_pack("[I, i, o, o, o, o, o, o]",
                      (json_int_t)place_of(h, e->id, e->title ? e->title : e->id),
                      (int)e->result, document_number(e->score),
                      document_number(e->max_score), document_number(e->duration_ms),
                      document_number(e->cpu_ms), faults_of(e), text_or_null(e->flaky)));
    }
    return list;
}

static json_t *texts_of(char *const *texts, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, document_text(texts[i]));
    return list;
}

static double time_of(const struct report_submission *s)
{
    double sum = 0;
    for (size_t i = 0; i < s->exercise_count; i++)
        sum += s->exercises[i].duration_ms;
    return s->duration_ms > 0 ? s->duration_ms : sum;
}

static json_t *row_of(struct html *h, const struct report_submission *s)
{
    const struct tally t = tally_of(s);
    return json_pack(
        "{s:o, s:o, s:o, s:s?, s:i, s:b, s:o, s:o, s:o, s:o, s:o, s:o}", "id",
        document_text(s->id), "name", text_or_null(s->name), "path",
        document_text(s->path), "language", s->language, "attempt", s->attempt, "counts",
        (int)s->counts, "late", text_or_null(s->late), "score", document_number(t.score),
        "max", document_number(t.max_score), "ms", document_number(time_of(s)), "missing",
        texts_of(s->missing, s->missing_count), "exercises", cells_of(h, s));
}

/* One array for all, which a browser reads faster; but where details follow, one each. */
static void put_row(struct writing *w, const struct report_submission *s)
{
    struct html *h = w->own;
    struct buf json = {0};
    document_write(row_of(h, s), &json);
    buf_puts(w->out, h->rows_open ? ",\n" : BLOCK "class=\"rows\">[");
    put_json(w->out, buf_text(&json), json.len);
    h->rows_open = w->pages != NULL;
    buf_puts(w->out, h->rows_open ? "" : "]" BLOCK_END);
    buf_close(&json);
}

/* --- its detail -------------------------------------------------------------------------------- */

static void put_exercises(struct buf *json, const struct report_submission *s)
{
    for (size_t i = 0; i < s->exercise_count; i++) {
        buf_puts(json, i ? "," : "");
        report_json_write_exercise(&s->exercises[i], json);
    }
}

static void put_detail(struct writing *w, const struct report_submission *s)
{
    struct html *h = w->own;
    struct buf json = {0};
    bool alone = w->totals->submissions <= 1;
    if (alone || h->details < HTML_DETAILS_MOST) {
        json_t *unknown = texts_of(s->unknown, s->unknown_count);
        buf_puts(&json, "{\"unknown\":");
        document_write(unknown, &json);
        buf_puts(&json, ",\"exercises\":[");
        put_exercises(&json, s);
        buf_puts(&json, "]}");
    } else {
        buf_puts(&json, "null");
    }
    h->details += json.len;
    put_block(w->out, "class=\"detail\"", &json);
    buf_close(&json);
}

/* --- the page ---------------------------------------------------------------------------------- */

/* The same for every page, and a batch writes thousands. */
struct block {
    const char *kind;
    const unsigned char *bytes;
    size_t len;
    bool known;
    unsigned char sum[DIGEST_SIZE];
};

static void put_digest(struct buf *out, struct block *b)
{
    struct digest d;
    if (!b->known) {
        digest_begin(&d);
        digest_add(&d, b->bytes, b->len);
        digest_end(&d, b->sum);
        b->known = true;
    }
    buf_printf(out, "%s 'sha256-", b->kind);
    base64_encode(b->sum, sizeof b->sum, out);
    buf_puts(out, "'; ");
}

/* A mark that browsers ask for; without it they would look for one elsewhere. */
#define ICON                                                                             \
    "<link rel=\"icon\" href=\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/"      \
    "2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' "             \
    "fill='%23245b78'/%3E%3Cpath d='M3 6h9l-3-3M13 10H4l3 3' fill='none' "               \
    "stroke='white' stroke-width='1.6'/%3E%3C/svg%3E\">\n"

static int begin(struct writing *w, struct error *err)
{
    static struct block script = {
        .kind = "script-src", .bytes = viewer_script, .len = sizeof viewer_script};
    static struct block style = {
        .kind = "style-src", .bytes = viewer_style, .len = sizeof viewer_style};
    (void)err;
    w->own = mem_alloc(sizeof(struct html));
    buf_puts(w->out,
             "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
             "img-src data:; ");
    put_digest(w->out, &script);
    put_digest(w->out, &style);
    buf_puts(w->out,
             "base-uri 'none'; form-action 'none'\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<meta name=\"color-scheme\" content=\"light dark\">\n"
             "<meta name=\"referrer\" content=\"no-referrer\">\n"
             "<title>sockgrade report</title>\n" ICON "<style>");
    buf_append(w->out, viewer_style, sizeof viewer_style);
    buf_puts(w->out, "</style>\n</head>\n<body>\n<noscript>This report is drawn by a "
                     "script that it holds itself: allow scripts to read it, or ask for "
                     "another format (sockgrade report).</noscript>\n");
    put_document(w->out, "id=\"report\"", report_of(w));
    return 0;
}

static int submission(struct writing *w, const struct report_submission *s,
                      struct error *err)
{
    (void)err;
    put_row(w, s);
    if (!w->pages)
        put_detail(w, s);
    return 0;
}

static json_t *exercises_of(const struct html *h)
{
    json_t *list = json_array();
    for (size_t i = 0; i < h->count; i++)
        json_array_append_new(
            list, json_pack("[s, o]", h->ids[i], document_text(h->titles[i])));
    return list;
}

static int end(struct writing *w, struct error *err)
{
    struct html *h = w->own;
    (void)err;
    if (!h)
        return 0;
    buf_puts(w->out, h->rows_open ? "]" BLOCK_END : "");
    put_document(w->out, "id=\"exercises\"", exercises_of(h));
    buf_puts(w->out, "<script>");
    buf_append(w->out, viewer_script, sizeof viewer_script);
    buf_puts(w->out, "</script>\n</body>\n</html>\n");
    for (size_t i = 0; i < h->count; i++) {
        free(h->ids[i]);
        free(h->titles[i]);
    }
    free(h->ids);
    free(h->titles);
    free(h);
    w->own = NULL;
    return 0;
}

const struct writer writer_html = {
    .name = "html",
    .suffix = "html",
    .summary = "one page for a browser, with the conversations drawn",
    .begin = begin,
    .submission = submission,
    .end = end,
};
