/* SPDX-License-Identifier: MIT */
#include "script/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

static bool is_digit(const char *data, size_t len, size_t at)
{
    return at < len && data[at] >= '0' && data[at] <= '9';
}

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_'
           || (c & 0x80);
}

static size_t skip_digits(const char *data, size_t len, size_t at)
{
    while (is_digit(data, len, at))
        at++;
    return at;
}

/* 1e+16 has an exponent; the e in "2 eggs" or 12e4f belongs to something else. */
static size_t skip_exponent(const char *data, size_t len, size_t at)
{
    size_t end = at;
    if (end >= len || (data[end] | 0x20) != 'e')
        return at;
    end++;
    if (end < len && (data[end] == '+' || data[end] == '-'))
        end++;
    size_t digits = end;
    end = skip_digits(data, len, end);
    return end == digits || (end < len && is_word(data[end])) ? at : end;
}

/* The end of the digits, point and exponent that begin at `at`; `at` without any. */
static size_t skip_number(const char *data, size_t len, size_t at)
{
    size_t end = skip_digits(data, len, at);
    bool whole = end > at;
    if (end < len && data[end] == '.' && is_digit(data, len, end + 1))
        end = skip_digits(data, len, end + 1);
    else if (!whole)
        return at;
    return skip_exponent(data, len, end);
}

static bool has_sign(const char *data, size_t at)
{
    if (!at || (data[at - 1] != '-' && data[at - 1] != '+'))
        return false;
    return at == 1 || !(is_word(data[at - 2]) || data[at - 2] == ')');
}

bool number_find_last(const char *data, size_t len, struct number *out)
{
    bool found = false;
    for (size_t at = 0; at < len;) {
        size_t end = skip_number(data, len, at);
        if (end == at) {
            at++;
            continue;
        }
        size_t start = has_sign(data, at) ? at - 1 : at;
        *out = (struct number){data + start, end - start};
        found = true;
        at = end;
    }
    return found;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool number_parse(const char *data, size_t len, struct number *out)
{
    while (len && is_space(data[len - 1]))
        len--;
    while (len && is_space(*data)) {
        data++;
        len--;
    }
    return number_find_last(data, len, out) && out->text == data && out->len == len;
}

/* Sign, digits without zeros in front, point and digits without zeros at the end. */
static void normalize(struct number n, struct buf *out, bool *is_whole)
{
    const char *at = n.text, *end = n.text + n.len;
    bool negative = *at == '-';
    at += *at == '-' || *at == '+';
    while (at < end && *at == '0')
        at++;
    buf_append(out, at, (size_t)(end - at));
    if (memchr(out->data, '.', out->len)) {
        while (out->data[out->len - 1] == '0')
            buf_drop(out, 0), out->data[--out->len] = '\0';
        if (out->data[out->len - 1] == '.')
            out->data[--out->len] = '\0';
    }
    *is_whole = !memchr(out->data, '.', out->len);
    if (negative && out->len)
        buf_putc(out, '-');
}

static double to_double(struct number n)
{
    char *text = mem_copy(n.text, n.len);
    double value = strtod(text, NULL);
    free(text);
    return value;
}

static bool has_exponent(struct number n)
{
    return memchr(n.text, 'e', n.len) || memchr(n.text, 'E', n.len);
}

/* A quotient may be printed with more or fewer digits than ours. */
static bool nearly(double a, double b)
{
    return a == b || fabs(a - b) <= 1e-9 * fmax(fabs(a), fabs(b));
}

bool number_equal(struct number a, struct number b)
{
    if (has_exponent(a) || has_exponent(b))
        return nearly(to_double(a), to_double(b));
    struct buf x = {0}, y = {0};
    bool x_whole, y_whole;
    normalize(a, &x, &x_whole);
    normalize(b, &y, &y_whole);
    bool equal = x.len == y.len && memcmp(buf_text(&x), buf_text(&y), x.len) == 0;
    if (!equal && !(x_whole && y_whole))
        equal = nearly(to_double(a), to_double(b));
    buf_close(&x);
    buf_close(&y);
    return equal;
}
