/* SPDX-License-Identifier: MIT */
#include "base/json.h"

#include <stdint.h>
#include <string.h>

#include "base/buf.h"

struct scan {
    const char *text;
    size_t len, at;
};

/* One element of a path: a key, or an index when is_index. */
struct element {
    bool is_index;
    size_t index;
    struct buf key;
};

struct json_place json_line_column(const char *text, size_t len, size_t offset)
{
    struct json_place place = {1, 1};
    if (offset > len)
        offset = len;
    for (size_t i = 0; i < offset; i++) {
        if (text[i] == '\n')
            place = (struct json_place){place.line + 1, 1};
        else if (((unsigned char)text[i] & 0xC0) != 0x80)
            place.column++;
    }
    return place;
}

static char peek(const struct scan *s)
{
    return s->at < s->len ? s->text[s->at] : '\0';
}

static bool take(struct scan *s, char c)
{
    if (s->at >= s->len || s->text[s->at] != c)
        return false;
    s->at++;
    return true;
}

static void skip_space(struct scan *s)
{
    while (s->at < s->len && memchr(" \t\r\n", s->text[s->at], 4))
        s->at++;
}

static unsigned hex_digits(struct scan *s)
{
    unsigned code = 0;
    for (int i = 0; i < 4 && s->at < s->len; i++) {
        char c = s->text[s->at];
        if (c >= '0' && c <= '9')
            code = code << 4 | (unsigned)(c - '0');
        else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
            code = code << 4 | (unsigned)((c | 0x20) - 'a' + 10);
        else
            break;
        s->at++;
    }
    return code;
}

static void put_utf8(struct buf *out, uint32_t code)
{
    if (code < 0x80) {
        buf_putc(out, (char)code);
        return;
    }
    int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    static const unsigned char lead[] = {0, 0xC0, 0xE0, 0xF0};
    buf_putc(out, (char)(lead[more] | code >> (6 * more)));
    while (more--)
        buf_putc(out, (char)(0x80 | (code >> (6 * more) & 0x3F)));
}

static void escape_sequence(struct scan *s, struct buf *out)
{
    static const char names[] = "bfnrt", values[] = "\b\f\n\r\t";
    char c = peek(s);
    s->at += s->at < s->len;
    const char *named = c ? strchr(names, c) : NULL;
    if (c != 'u') {
        buf_putc(out, named ? values[named - names] : c);
        return;
    }
    uint32_t code = hex_digits(s);
    if (code >= 0xD800 && code < 0xDC00 && take(s, '\\') && take(s, 'u'))
        code = 0x10000 + ((code & 0x3FF) << 10 | (hex_digits(s) & 0x3FF));
    put_utf8(out, code);
}

/* From an opening quotation mark to behind the closing one; decodes into out if given. */
static bool take_string(struct scan *s, struct buf *out)
{
    if (!take(s, '"'))
        return false;
    while (s->at < s->len) {
        char c = s->text[s->at++];
        if (c == '"')
            return true;
        if (c == '\\' && out)
            escape_sequence(s, out);
        else if (c == '\\')
            s->at += s->at < s->len;
        else if (out)
            buf_putc(out, c);
    }
    return false;
}

/* Counts brackets instead of recursing: the text may be nested as deep as it likes. */
static void skip_value(struct scan *s)
{
    size_t depth = 0;
    while (s->at < s->len) {
        char c = s->text[s->at];
        if (!depth && memchr(",]} \t\r\n", c, 7))
            return;
        if (c == '"') {
            if (!take_string(s, NULL))
                return;
        } else {
            s->at++;
            depth += c == '{' || c == '[';
            depth -= (c == '}' || c == ']') && depth;
        }
        if (!depth && memchr("\"]}", c, 3))
            return;
    }
}

static bool enter_object(struct scan *s, const struct buf *key, size_t *key_at)
{
    struct buf found = {0};
    bool same = false;
    if (!take(s, '{'))
        return false;
    do {
        skip_space(s);
        *key_at = s->at;
        buf_clear(&found);
        if (!take_string(s, &found))
            break;
        skip_space(s);
        if (!take(s, ':'))
            break;
        skip_space(s);
        same = found.len == key->len
               && (!key->len || memcmp(found.data, key->data, key->len) == 0);
        if (same)
            break;
        skip_value(s);
        skip_space(s);
    } while (take(s, ','));
    buf_close(&found);
    return same;
}

static bool enter_array(struct scan *s, size_t index)
{
    if (!take(s, '['))
        return false;
    skip_space(s);
    while (index--) {
        skip_value(s);
        skip_space(s);
        if (!take(s, ','))
            return false;
        skip_space(s);
    }
    return s->at < s->len && peek(s) != ']';
}

static bool next_element(struct scan *path, struct element *e)
{
    *e = (struct element){0};
    take(path, '.');
    if (!take(path, '[')) {
        while (path->at < path->len && !memchr(".[", peek(path), 2))
            buf_putc(&e->key, path->text[path->at++]);
        return true;
    }
    if (peek(path) == '"')
        return take_string(path, &e->key) && take(path, ']');
    e->is_index = true;
    while (peek(path) >= '0' && peek(path) <= '9' && e->index < SIZE_MAX / 16)
        e->index = e->index * 10 + (size_t)(path->text[path->at++] - '0');
    return take(path, ']');
}

bool json_find(const char *text, size_t len, const char *path, enum json_part part,
               size_t *offset)
{
    struct scan s = {text, len, 0};
    struct scan p = {path, strlen(path), 0};
    bool found = true;
    skip_space(&s);
    *offset = s.at;
    while (found && p.at < p.len) {
        struct element e;
        size_t key_at = 0;
        found = next_element(&p, &e);
        if (found && e.is_index)
            found = enter_array(&s, e.index);
        else if (found)
            found = enter_object(&s, &e.key, &key_at);
        if (found)
            *offset = part == JSON_KEY && !e.is_index && p.at == p.len ? key_at : s.at;
        buf_close(&e.key);
    }
    return found;
}

void json_path_key(struct buf *path, const char *key)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                "0123456789_-$";
    if (*key && key[strspn(key, plain)] == '\0') {
        buf_puts(path, path->len ? "." : "");
        buf_puts(path, key);
        return;
    }
    buf_puts(path, "[\"");
    for (; *key; key++) {
        unsigned char c = (unsigned char)*key;
        if (c == '"' || c == '\\')
            buf_printf(path, "\\%c", c);
        else if (c < 0x20 || c == 0x7F)
            buf_printf(path, "\\u%04x", c);
        else
            buf_putc(path, (char)c);
    }
    buf_puts(path, "\"]");
}
