/* SPDX-License-Identifier: MIT */
#include "script/match.h"

#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "script/data.h"
#include "script/pack.h"
#include "script/regex.h"
#include "script/template.h"

#define MOST_ITEMS 1000
#define DEEPEST 16

static int read_exact(struct reader *r, const struct place *at, const json_t *value,
                      void *out)
{
    struct match *m = out;
    return read_bytes(r, at, value, &m->text, &m->len);
}

static int read_hex_match(struct reader *r, const struct place *at, const json_t *value,
                          void *out)
{
    struct match *m = out;
    return read_hex(r, at, value, &m->text, &m->len);
}

static int read_contains(struct reader *r, const struct place *at, const json_t *value,
                         void *out)
{
    struct match *m = out;
    if (json_is_array(value))
        return fields_list(r, at, value, 1, MOST_ITEMS, sizeof *m->items, &m->items,
                           &m->item_count, read_exact);
    if (!json_is_string(value))
        return field_expected(r, at, "a text or a list of texts", value);
    m->items = mem_alloc(sizeof *m->items);
    m->item_count = 1;
    return read_exact(r, at, value, m->items);
}

static int read_any_of(struct reader *r, const struct place *at, const json_t *value,
                       void *out)
{
    struct match *m = out;
    return fields_list(r, at, value, 1, MOST_ITEMS, sizeof *m->items, &m->items,
                       &m->item_count, match_read);
}

static int read_not(struct reader *r, const struct place *at, const json_t *value,
                    void *out)
{
    struct match *m = out;
    m->items = mem_alloc(sizeof *m->items);
    m->item_count = 1;
    return match_read(r, at, value, m->items);
}

static int check_pattern(struct reader *r, const struct place *at, const struct match *m)
{
    struct error why;
    const char *fault;
    struct regex *regex = regex_new(m->text, m->len, &why);
    if (!regex)
        return field_fail(r, at, "%s", why.text);
    const char *name = regex_bad_name(regex, template_name_fault, &fault);
    int result = name ? field_fail(r, at, "the group \"%s\" %s", name, fault) : 0;
    regex_free(regex);
    return result;
}

static int read_regex(struct reader *r, const struct place *at, const json_t *value,
                      void *out)
{
    struct match *m = out;
    if (read_exact(r, at, value, m) < 0)
        return -1;
    /* With values in it, there is no pattern before they are drawn. */
    return template_has_expression(m->text, m->len) ? 0 : check_pattern(r, at, m);
}

static int read_lua_match(struct reader *r, const struct place *at, const json_t *value,
                          void *out)
{
    struct match *m = out;
    if (read_text(r, at, value, &m->text) < 0)
        return -1;
    m->len = strlen(m->text);
    return check_lua(r, at, m->text, m->len);
}

static void keep_digits(struct match *m, const json_t *value)
{
    m->text = json_is_integer(value)
                  ? mem_printf("%" JSON_INTEGER_FORMAT, json_integer_value(value))
                  : mem_printf("%.15g", json_real_value(value));
    m->len = strlen(m->text);
}

static int read_number(struct reader *r, const struct place *at, const json_t *value,
                       void *out)
{
    struct match *m = out;
    if (json_is_number(value)) {
        keep_digits(m, value);
        return 0;
    }
    if (!json_is_string(value))
        return field_expected(r, at, "a number or a text such as \"{{a + b}}\"", value);
    return read_exact(r, at, value, out);
}

static int read_length(struct reader *r, const struct place *at, const json_t *value,
                       void *out)
{
    struct match *m = out;
    if (json_is_integer(value) && json_integer_value(value) >= 0) {
        keep_digits(m, value);
        return 0;
    }
    if (!json_is_string(value))
        return field_expected(r, at, "a number of bytes or a text such as \"{{#word}}\"",
                              value);
    return read_exact(r, at, value, out);
}

static int read_pack(struct reader *r, const struct place *at, const json_t *value,
                     void *out)
{
    struct match *m = out;
    return pack_read(r, at, value, PACK_MATCH, &m->pack);
}

static int read_repeat_match(struct reader *r, const struct place *at,
                             const json_t *value, void *out)
{
    struct match *m = out;
    return read_repeated(r, at, value, &m->text, &m->len, &m->times);
}

static const struct field rows[] = {
    {"text", MATCH_EXACT, FIELD_MAY, read_exact, 0, "exactly this text"},
    {"contains", MATCH_CONTAINS, FIELD_MAY, read_contains, 0,
     "this text, or all of a list"},
    {"any_of", MATCH_ANY_OF, FIELD_MAY, read_any_of, 0, "one of a list of matches"},
    {"regex", MATCH_REGEX, FIELD_MAY, read_regex, 0, "a PCRE2 pattern"},
    {"number", MATCH_NUMBER, FIELD_MAY, read_number, 0, "the last number in the message"},
    {"prompt", MATCH_PROMPT, FIELD_MAY, read_true, 0, "true: any visible text"},
    {"length", MATCH_LENGTH, FIELD_MAY, read_length, 0, "so many bytes"},
    {"hex", MATCH_HEX, FIELD_MAY, read_hex_match, 0, "exactly these bytes"},
    {"lua", MATCH_LUA, FIELD_MAY, read_lua_match, 0, "an expression over message"},
    {"not", MATCH_NOT, FIELD_MAY, read_not, 0, "anything but this match"},
    {"pack", MATCH_PACK, FIELD_MAY, read_pack, 0, "a list of binary fields"},
    {"repeat", MATCH_EXACT, FIELD_MAY, read_repeat_match, 0, "[text, times]"},
};

const struct field_table match_kinds = {"a match", rows, FIELD_COUNT(rows)};

static const struct field modifier_rows[] = {
    {"case", 0, FIELD_MAY, NULL, 0, "\"ignore\": capital and small letters are alike"},
    {"order", 0, FIELD_MAY, NULL, 0, "the byte order of pack"},
};

static const struct field_table modifiers = {"a match", modifier_rows,
                                             FIELD_COUNT(modifier_rows)};

static int read_case(struct reader *r, const struct place *at, const json_t *value,
                     struct match *m)
{
    const char *text = json_string_value(value);
    if (!text || strcmp(text, "ignore") != 0)
        return field_expected(r, at, "\"ignore\"", value);
    if (m->kind != MATCH_EXACT && m->kind != MATCH_CONTAINS)
        return field_fail(r, at, "\"case\" goes with \"text\" and \"contains\" only");
    m->ignore_case = true;
    for (size_t i = 0; i < m->item_count; i++)
        m->items[i].ignore_case = true;
    return 0;
}

static bool too_deep(const struct place *at)
{
    int depth = 0;
    for (; at; at = at->up)
        depth +=
            at->key && (strcmp(at->key, "not") == 0 || strcmp(at->key, "any_of") == 0);
    return depth > DEEPEST;
}

int match_read(struct reader *r, const struct place *at, const json_t *value, void *out)
{
    struct match *m = out;
    const struct field *kind;
    if (json_is_string(value)) {
        m->kind = MATCH_EXACT;
        return read_exact(r, at, value, m);
    }
    if (!json_is_object(value))
        return field_expected(
            r, at, "a text or an object such as {\"contains\": \"hello\"}", value);
    if (too_deep(at))
        return field_fail(r, at, "matches stand more than %d deep in each other",
                          DEEPEST);
    if (fields_pick(r, at, value, &match_kinds, &modifiers, &kind) < 0)
        return -1;
    struct place here = {.up = at, .key = kind->key};
    m->kind = (enum match_kind)kind->id;
    if (kind->read(r, &here, json_object_get(value, kind->key), m) < 0)
        return -1;
    const json_t *letters = json_object_get(value, "case");
    const json_t *order = json_object_get(value, "order");
    here.key = "case";
    if (letters && read_case(r, &here, letters, m) < 0)
        return -1;
    here.key = "order";
    return order ? pack_read_order(r, &here, order, &m->pack) : 0;
}
