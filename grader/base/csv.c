/* SPDX-License-Identifier: MIT */
#include "base/csv.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define MARK "\xEF\xBB\xBF" /* the byte order mark of UTF-8 */

/* --- reading ------------------------------------------------------------------------ */

struct scan {
    const char *text, *end, *at;
    size_t line;
    char separator;
};

static bool ends_line(const struct scan *s)
{
    return s->at == s->end || *s->at == '\n' || *s->at == '\r';
}

static void next_line(struct scan *s)
{
    if (s->at < s->end && *s->at == '\r')
        s->at++;
    if (s->at < s->end && *s->at == '\n')
        s->at++;
    s->line++;
}

static void put_byte(struct buf *out, char c)
{
    if (c)
        buf_putc(out, c);
    else
        buf_puts(out, "\\0");
}

/* From behind its first quote to behind its last; false: there is no last one. */
static bool quoted(struct scan *s, struct buf *out)
{
    for (s->at++; s->at < s->end; s->at++) {
        if (*s->at == '"' && s->at + 1 < s->end && s->at[1] == '"')
            s->at++;
        else if (*s->at == '"') {
            s->at++;
            return true;
        } else if (*s->at == '\n')
            s->line++;
        put_byte(out, *s->at);
    }
    return false;
}

static bool read_cell(struct scan *s, struct csv_row *row)
{
    struct buf text = {0};
    const char *begin = s->at;
    bool whole = true;
    if (s->at < s->end && *s->at == '"')
        whole = quoted(s, &text);
    for (; !ends_line(s) && *s->at != s->separator; s->at++)
        put_byte(&text, *s->at);
    row->cells = mem_grow(row->cells, (row->count + 1) * sizeof *row->cells);
    row->cells[row->count++] = (struct csv_cell){.text = mem_text(buf_text(&text)),
                                                 .at = (size_t)(begin - s->text),
                                                 .length = (size_t)(s->at - begin)};
    buf_close(&text);
    return whole;
}

static bool read_row(struct scan *s, struct csv_row *row)
{
    *row = (struct csv_row){.line = s->line};
    for (;;) {
        if (!read_cell(s, row))
            return false;
        if (ends_line(s))
            break;
        s->at++;
    }
    next_line(s);
    return true;
}

static char separator_of(const char *text, const char *end)
{
    static const char separators[] = ",;\t";
    size_t counts[sizeof separators] = {0}, best = 0;
    bool inside = false;
    for (; text < end && (inside || (*text != '\n' && *text != '\r')); text++) {
        const char *found = *text ? strchr(separators, *text) : NULL;
        inside ^= *text == '"';
        if (found && !inside)
            counts[found - separators]++;
    }
    for (size_t i = 1; i < sizeof separators - 1; i++)
        if (counts[i] > counts[best])
            best = i;
    return separators[best];
}

static void row_close(struct csv_row *row)
{
    for (size_t i = 0; i < row->count; i++)
        free(row->cells[i].text);
    free(row->cells);
}

static bool is_blank(const struct csv_row *row)
{
    return row->count == 1 && !row->cells[0].length;
}

/* Latin-1 and UTF-16 read as UTF-8 are other names, and would be nobody's. */
static int check_text(const char *name, const char *text, size_t len, struct error *err)
{
    size_t line = 1;
    for (size_t at = 0; at < len;) {
        utf8proc_int32_t c;
        utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)text + at,
                                                 (utf8proc_ssize_t)(len - at), &c);
        if (size <= 0)
            return error_kind(
                err, ERROR_USAGE,
                "%s:%zu: this is not UTF-8; save the table as \"CSV UTF-8\"", name, line);
        line += c == '\n';
        at += (size_t)size;
    }
    return 0;
}

int csv_read(struct csv *c, const char *name, const char *text, size_t len,
             struct error *err)
{
    struct scan s = {.text = text, .at = text, .end = text + len, .line = 1};
    *c = (struct csv){0};
    if (check_text(name, text, len, err) < 0)
        return -1;
    if (len >= strlen(MARK) && memcmp(text, MARK, strlen(MARK)) == 0)
        s.at += strlen(MARK);
    c->separator = s.separator = separator_of(s.at, s.end);
    while (s.at < s.end) {
        struct csv_row row;
        bool whole = read_row(&s, &row);
        size_t line = row.line;
        if (whole && !is_blank(&row)) {
            c->rows = mem_grow(c->rows, (c->count + 1) * sizeof *c->rows);
            c->rows[c->count++] = row;
        } else
            row_close(&row);
        if (!whole) {
            csv_close(c);
            return error_kind(err, ERROR_USAGE,
                              "%s:%zu: a quotation mark begins a cell here, and none "
                              "ends it",
                              name, line);
        }
    }
    return c->count
               ? 0
               : error_kind(err, ERROR_USAGE,
                            "%s is empty, and should be a table with a header", name);
}

void csv_close(struct csv *c)
{
    for (size_t i = 0; i < c->count; i++)
        row_close(&c->rows[i]);
    free(c->rows);
    *c = (struct csv){0};
}

const char *csv_text(const struct csv_row *row, size_t column)
{
    return column < row->count ? row->cells[column].text : "";
}

/* --- writing ------------------------------------------------------------------------ */

void csv_quote(struct buf *out, const char *text, size_t len, char separator)
{
    bool needed = len && (text[0] == ' ' || text[len - 1] == ' ');
    for (size_t i = 0; i < len && !needed; i++)
        needed =
            text[i] == separator || text[i] == '"' || text[i] == '\n' || text[i] == '\r';
    if (!needed) {
        buf_append(out, text, len);
        return;
    }
    buf_putc(out, '"');
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '"')
            buf_putc(out, '"');
        buf_putc(out, text[i]);
    }
    buf_putc(out, '"');
}

void csv_put_text(struct buf *out, const char *text)
{
    struct buf guarded = {0};
    if (!text)
        text = "";
    if (*text && strchr("=+-@\t\r", *text))
        buf_putc(&guarded, '\'');
    buf_puts(&guarded, text);
    csv_quote(out, buf_text(&guarded), guarded.len, ',');
    buf_putc(out, ',');
    buf_close(&guarded);
}

void csv_put_number(struct buf *out, double number)
{
    char text[64];
    double rounded = round(number * 100) / 100;
    int len = snprintf(text, sizeof text, "%.2f", rounded == 0 ? 0 : rounded);
    while (len > 0 && text[len - 1] == '0')
        text[--len] = '\0';
    if (len > 0 && text[len - 1] == '.')
        text[--len] = '\0';
    buf_printf(out, "%s,", text);
}

void csv_end_row(struct buf *out)
{
    out->len -= out->len && out->data[out->len - 1] == ',';
    buf_puts(out, "\r\n");
}
