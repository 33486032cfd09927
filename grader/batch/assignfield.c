/* SPDX-License-Identifier: MIT */
#include "batch/assignfield.h"

#include <stdlib.h>
#include <string.h>

#include "base/timestamp.h"

#define MOST_POINTS 1000000
#define MOST_GRACE_MS ((int64_t)366 * 24 * 60 * 60 * 1000)

static int read_real(struct reader *r, const struct place *at, const json_t *value,
                     double most, const char *what, void *out)
{
    double number = json_number_value(value);
    if (!json_is_number(value) || number < 0 || number > most)
        return field_expected(r, at, what, value);
    memcpy(out, &number, sizeof number);
    return 0;
}

int assignfield_points(struct reader *r, const struct place *at, const json_t *value,
                       void *out)
{
    return read_real(r, at, value, MOST_POINTS, "a number of points from 0 to 1000000",
                     out);
}

int assignfield_percent(struct reader *r, const struct place *at, const json_t *value,
                        void *out)
{
    return read_real(r, at, value, 100, "a number of percent from 0 to 100", out);
}

int assignfield_moment(struct reader *r, const struct place *at, const json_t *value,
                       void *out)
{
    const char *text = json_string_value(value);
    int64_t ms;
    if (!text || strlen(text) != json_string_length(value)
        || timestamp_parse(text, &ms) < 0 || !ms)
        return field_expected(r, at,
                              "a date, a time and its distance to UTC such as "
                              "\"2026-11-20T23:59:00+01:00\"",
                              value);
    memcpy(out, &ms, sizeof ms);
    return 0;
}

static const struct unit {
    const char *name;
    int64_t ms;
} units[] = {
    {"s", 1000},           {"m", 60 * 1000},           {"min", 60 * 1000},
    {"h", 60 * 60 * 1000}, {"d", 24 * 60 * 60 * 1000},
};

static int64_t parse_grace(const char *text)
{
    char *end;
    if (*text < '0' || *text > '9')
        return -1;
    int64_t count = strtoll(text, &end, 10);
    for (size_t i = 0; i < FIELD_COUNT(units); i++)
        if (strcmp(end, units[i].name) == 0 && count <= MOST_GRACE_MS / units[i].ms)
            return count * units[i].ms;
    return -1;
}

int assignfield_grace(struct reader *r, const struct place *at, const json_t *value,
                      void *out)
{
    const char *text = json_string_value(value);
    int64_t ms =
        text && strlen(text) == json_string_length(value) ? parse_grace(text) : -1;
    if (ms < 0)
        return field_expected(
            r, at, "a time such as \"10m\", \"2h\" or \"1d\", at most a year", value);
    memcpy(out, &ms, sizeof ms);
    return 0;
}
