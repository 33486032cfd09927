/* SPDX-License-Identifier: MIT
 *
 * The single values of an exercise: the lower half of field.h.
 */
#include "script/field.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/quote.h"
#include "script/luaworld.h"
#include "script/template.h"

#define LONGEST_PATIENCE_MS (10 * 60 * 1000)

static int text_of(struct reader *r, const struct place *at, const json_t *value)
{
    if (!json_is_string(value))
        return field_expected(r, at, "a text in quotation marks", value);
    return 0;
}

int read_text(struct reader *r, const struct place *at, const json_t *value, void *out)
{
    if (text_of(r, at, value) < 0)
        return -1;
    const char *text = json_string_value(value);
    size_t len = json_string_length(value);
    if (strlen(text) != len)
        return field_fail(r, at, "this text must not hold \\u0000");
    free(*(char **)out);
    *(char **)out = mem_copy(text, len);
    return 0;
}

int read_template(struct reader *r, const struct place *at, const json_t *value,
                  void *out)
{
    if (read_text(r, at, value, out) < 0)
        return -1;
    const char *text = *(char **)out;
    return check_template(r, at, text, strlen(text));
}

int read_bytes(struct reader *r, const struct place *at, const json_t *value, char **text,
               size_t *len)
{
    if (text_of(r, at, value) < 0)
        return -1;
    *len = json_string_length(value);
    *text = mem_copy(json_string_value(value), *len);
    return check_template(r, at, *text, *len);
}

int read_bool(struct reader *r, const struct place *at, const json_t *value, void *out)
{
    if (!json_is_boolean(value))
        return field_expected(r, at, "true or false", value);
    *(bool *)out = json_is_true(value);
    return 0;
}

int read_true(struct reader *r, const struct place *at, const json_t *value, void *out)
{
    (void)out;
    return json_is_true(value) ? 0 : field_expected(r, at, "true", value);
}

int read_connection(struct reader *r, const struct place *at, const json_t *value,
                    void *out)
{
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                  "0123456789_-";
    const char *name = json_string_value(value);
    size_t len = name ? json_string_length(value) : 0;
    if (!len || len > 64 || strspn(name, allowed) != len)
        return field_expected(
            r, at, "the name of a connection (letters, digits, _ and -)", value);
    return read_text(r, at, value, out);
}

static const struct unit {
    const char *name;
    int64_t ms;
} units[] = {{"ms", 1}, {"s", 1000}, {"m", 60 * 1000}, {"min", 60 * 1000}};

static int64_t parse_duration(const char *text)
{
    char *end;
    int64_t count = strtol(text, &end, 10);
    if (*text < '0' || *text > '9' || count > LONGEST_PATIENCE_MS)
        return 0;
    for (size_t i = 0; i < FIELD_COUNT(units); i++) {
        if (strcmp(end, units[i].name) == 0)
            return count * units[i].ms;
    }
    return 0;
}

int read_patience(struct reader *r, const struct place *at, const json_t *value,
                  void *out)
{
    const char *text = json_string_value(value);
    int64_t ms =
        text && strlen(text) == json_string_length(value) ? parse_duration(text) : 0;
    if (ms < 1 || ms > LONGEST_PATIENCE_MS)
        return field_expected(
            r, at, "a time such as \"500ms\", \"10s\" or \"2m\", at most \"10m\"", value);
    *(int64_t *)out = ms;
    return 0;
}

int read_integer(struct reader *r, const struct place *at, const json_t *value,
                 int64_t low, int64_t high, const char *what, int64_t *out)
{
    int64_t number = json_integer_value(value); /* 0 of what is none */
    if (!json_is_integer(value) || number < low || number > high)
        return field_expected(r, at, what, value);
    *out = number;
    return 0;
}

static int digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

int read_hex(struct reader *r, const struct place *at, const json_t *value, char **bytes,
             size_t *len)
{
    struct buf out = {0};
    if (text_of(r, at, value) < 0)
        return -1;
    const char *text = json_string_value(value), *end = text + json_string_length(value);
    while (text < end) {
        if (*text == ' ' || *text == '\n' || *text == '\t') {
            text++;
            continue;
        }
        int high = digit_value(*text);
        int low = high >= 0 && text + 1 < end ? digit_value(text[1]) : -1;
        if (low < 0) {
            buf_close(&out);
            return field_expected(r, at, "pairs of hex digits such as \"00 ff\"", value);
        }
        buf_putc(&out, (char)(high << 4 | low));
        text += 2;
    }
    *bytes = buf_take(&out, len);
    return 0;
}

int check_lua(struct reader *r, const struct place *at, const char *expression,
              size_t len)
{
    if (!r->lua)
        r->lua = luaworld_new();
    struct error why;
    if (luaworld_check(r->lua, LUAWORLD_EXPRESSION, expression, len, &why) == 0)
        return 0;
    return field_fail(r, at, "this is not a Lua expression: %s", why.text);
}

static int check_expression(struct reader *r, const struct place *at,
                            const struct template_part *part)
{
    if (!part->len)
        return field_fail(r, at,
                          "expected an expression between {{ and }}, found nothing");
    if (template_is_name(part->text, part->len))
        return 0;
    if (!r->lua)
        r->lua = luaworld_new();
    struct error why;
    if (luaworld_check(r->lua, LUAWORLD_EXPRESSION, part->text, part->len, &why) == 0)
        return 0;
    struct buf shown = {0};
    quote_safe_text(&shown, part->text, part->len < 100 ? part->len : 100);
    field_fail(r, at, "{{%s}} is not a Lua expression: %s", shown.data, why.text);
    buf_close(&shown);
    return -1;
}

int check_template(struct reader *r, const struct place *at, const char *text, size_t len)
{
    struct template_part part;
    size_t offset = 0;
    for (;;) {
        switch (template_next(text, len, &offset, &part)) {
        case TEMPLATE_END:
            return 0;
        case TEMPLATE_UNMATCHED:
            return field_fail(r, at, "a {{ stands here without its }}");
        case TEMPLATE_PART:
            break;
        }
        if (part.is_expression && check_expression(r, at, &part) < 0)
            return -1;
    }
}
