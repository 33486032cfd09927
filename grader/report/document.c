/* SPDX-License-Identifier: MIT */
#include "report/document.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/quote.h"

json_t *document_text(const char *text)
{
    json_t *value = json_string(text);
    struct buf shown = {0};
    if (value)
        return value;
    quote_safe_text(&shown, text, strlen(text));
    value = json_string(buf_text(&shown));
    buf_close(&shown);
    return value;
}

json_t *document_cut(const struct buf *text, size_t most)
{
    struct buf part = {0};
    size_t len = text->len < most ? text->len : most;
    while (len < text->len && len && (text->data[len] & 0xC0) == 0x80)
        len--; /* not inside a character */
    buf_append(&part, buf_text(text), len);
    if (len < text->len)
        buf_printf(&part, "\n[... %zu bytes left out]\n", text->len - len);
    json_t *value = document_text(buf_text(&part));
    buf_close(&part);
    return value;
}

json_t *document_number(double number)
{
    double rounded = round(number * 10000) / 10000;
    return rounded == floor(rounded) ? json_integer((json_int_t)rounded)
                                     : json_real(rounded);
}

json_t *document_place(const struct report_submission *s, const struct report_exercise *e,
                       const struct report_case *c)
{
    return json_sprintf("%zu.%zu", (size_t)(e - s->exercises) + 1,
                        (size_t)(c - e->cases) + 1);
}

json_t *document_title(const struct report_exercise *e, const struct report_case *c)
{
    char *title = mem_printf("%s: %s", e->id, c->title);
    json_t *value = document_text(title);
    free(title);
    return value;
}

static int append(const char *data, size_t len, void *out)
{
    buf_append(out, data, len);
    return 0;
}

void document_write(json_t *document, struct buf *out)
{
    json_dump_callback(document, append, out, JSON_COMPACT | JSON_REAL_PRECISION(12));
    json_decref(document);
}
