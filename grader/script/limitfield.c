/* SPDX-License-Identifier: MIT */
#include "script/limitfield.h"

#include <inttypes.h>
#include <string.h>

#include "base/buf.h"

/* A bare number is bytes or a count; of a time it would leave open which unit it has. */
static int parse(enum limit_kind kind, const json_t *value, int64_t *out)
{
    char digits[32];
    const char *text = json_string_value(value);
    if (text && strlen(text) == json_string_length(value))
        return limit_parse(kind, text, out, NULL);
    if (!json_is_integer(value))
        return -1;
    snprintf(digits, sizeof digits, "%" PRId64, (int64_t)json_integer_value(value));
    return limit_parse(kind, digits, out, NULL);
}

static int read_limit(struct reader *r, const struct place *at, const json_t *value,
                      void *out)
{
    struct limits *limits = out;
    enum limit_kind kind = (enum limit_kind)limit_find(at->key);
    if (parse(kind, value, &limits->value[kind]) == 0)
        return 0;
    struct buf expected = {0};
    limit_expects(kind, &expected);
    field_expected(r, at, buf_text(&expected), value);
    buf_close(&expected);
    return -1;
}

int limitfield_read(struct reader *r, const struct place *at, const json_t *value,
                    void *out)
{
    struct field rows[LIMITS];
    for (int i = 0; i < LIMITS; i++) {
        const struct limit_row *limit = limit_row((enum limit_kind)i);
        rows[i] = (struct field){.key = limit->name,
                                 .rule = FIELD_MAY,
                                 .read = read_limit,
                                 .help = limit->meaning};
    }
    const struct field_table table = {"a set of limits", rows, LIMITS};
    return fields_read(r, at, value, &table, out);
}
