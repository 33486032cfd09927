/* SPDX-License-Identifier: MIT */
#include "script/value.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "script/template.h"

#define MOST_VALUES 1000
#define MOST_CHOICES 10000
#define MOST_RANDOM (1 << 20)

static int read_range(struct reader *r, const struct place *at, const json_t *list,
                      int64_t least, int64_t most, const char *what, struct value *v)
{
    if (!json_is_array(list) || json_array_size(list) != 2)
        return field_expected(r, at, what, list);
    int64_t *ends[] = {&v->low, &v->high};
    struct place here = {.up = at};
    for (; here.index < 2; here.index++) {
        const json_t *end = json_array_get(list, here.index);
        if (read_integer(r, &here, end, least, most, what, ends[here.index]) < 0)
            return -1;
    }
    if (v->low > v->high)
        return field_fail(r, at,
                          "%" PRId64 " is above %" PRId64 ": the lowest comes first",
                          v->low, v->high);
    return 0;
}

static int read_int(struct reader *r, const struct place *at, const json_t *value,
                    void *out)
{
    return read_range(r, at, value, INT64_MIN, INT64_MAX,
                      "two whole numbers, [lowest, highest]", out);
}

static int read_word(struct reader *r, const struct place *at, const json_t *value,
                     void *out)
{
    return read_range(r, at, value, 1, 10000,
                      "two numbers of letters from 1 to 10000, [fewest, most]", out);
}

static int read_words(struct reader *r, const struct place *at, const json_t *value,
                      void *out)
{
    return read_range(r, at, value, 1, 1000,
                      "two numbers of words from 1 to 1000, [fewest, most]", out);
}

static int read_choices(struct reader *r, const struct place *at, const json_t *value,
                        void *out)
{
    struct value *v = out;
    return fields_list(r, at, value, 1, MOST_CHOICES, sizeof *v->choices, &v->choices,
                       &v->choice_count, read_text);
}

static int read_keyword(struct reader *r, const struct place *at, const json_t *value,
                        const char *keyword, struct value *v)
{
    const char *text = json_string_value(value);
    if (!text || strcmp(text, keyword) != 0) {
        char what[64];
        snprintf(what, sizeof what, "\"%s\"", keyword);
        return field_expected(r, at, what, value);
    }
    return read_text(r, at, value, &v->text);
}

static int read_ip(struct reader *r, const struct place *at, const json_t *value,
                   void *out)
{
    return read_keyword(r, at, value, "loopback", out);
}

static int read_name(struct reader *r, const struct place *at, const json_t *value,
                     void *out)
{
    return read_keyword(r, at, value, "host", out);
}

static int read_count(struct reader *r, const struct place *at, const json_t *value,
                      void *out)
{
    struct value *v = out;
    return read_integer(r, at, value, 1, MOST_RANDOM,
                        "a number of bytes from 1 to 1048576", &v->low);
}

static int read_lua(struct reader *r, const struct place *at, const json_t *value,
                    void *out)
{
    struct value *v = out;
    if (read_text(r, at, value, &v->text) < 0)
        return -1;
    return check_lua(r, at, v->text, strlen(v->text));
}

static const struct field rows[] = {
    {"int", VALUE_INT, FIELD_MAY, read_int, 0, "a whole number from [lowest, highest]"},
    {"word", VALUE_WORD, FIELD_MAY, read_word, 0, "a word of [fewest, most] letters"},
    {"text", VALUE_TEXT, FIELD_MAY, read_words, 0, "[fewest, most] words"},
    {"one_of", VALUE_ONE_OF, FIELD_MAY, read_choices, 0, "one of a list of texts"},
    {"bytes", VALUE_BYTES, FIELD_MAY, read_count, 0, "so many random bytes"},
    {"ip", VALUE_IP, FIELD_MAY, read_ip, 0, "\"loopback\": an address 127.x.y.z"},
    {"name", VALUE_NAME, FIELD_MAY, read_name, 0, "\"host\": a host name"},
    {"lua", VALUE_LUA, FIELD_MAY, read_lua, 0, "computed from the values before it"},
};

const struct field_table value_kinds = {"a value", rows, FIELD_COUNT(rows)};

static int read_value(struct reader *r, const struct place *at, const json_t *object,
                      struct value *v)
{
    const struct field *kind;
    const char *fault = template_name_fault(at->key);
    v->name = mem_text(at->key);
    if (fault) {
        char *path = place_path(at);
        field_fail_at(r, path, JSON_KEY, "the name \"%s\" %s", at->key, fault);
        free(path);
        return -1;
    }
    if (fields_pick(r, at, object, &value_kinds, NULL, &kind) < 0)
        return -1;
    struct place here = {.up = at, .key = kind->key};
    v->kind = (enum value_kind)kind->id;
    return kind->read(r, &here, json_object_get(object, kind->key), v);
}

int values_read(struct reader *r, const struct place *at, const json_t *object,
                struct value **values, size_t *count)
{
    struct place here = {.up = at};
    json_t *value;
    if (!json_is_object(object))
        return field_expected(r, at, "values as an object: name -> {kind: ...}", object);
    if (json_object_size(object) > MOST_VALUES)
        return field_fail(r, at, "more than %d values", MOST_VALUES);
    *values = mem_alloc(json_object_size(object) * sizeof **values);
    json_object_foreach((json_t *)object, here.key, value)
    {
        if (read_value(r, &here, value, &(*values)[(*count)++]) < 0)
            return -1;
    }
    return 0;
}
