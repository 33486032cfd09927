/* SPDX-License-Identifier: MIT */
#include "script/limit.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

#define SECOND INT64_C(1000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define KIB (INT64_C(1) << 10)
#define MIB (INT64_C(1) << 20)
#define GIB (INT64_C(1) << 30)

static const struct limit_row rows[LIMITS] = {
    [LIMIT_PROCESSOR_TIME] = {"processor_time", "processor time", LIMIT_MILLISECONDS, 100,
                              HOUR, 30 * SECOND, "for computing"},
    [LIMIT_WALL_TIME] = {"wall_time", "wall time", LIMIT_MILLISECONDS, 100, 2 * HOUR,
                         2 * MINUTE, "from start to end, waiting included"},
    [LIMIT_MEMORY] = {"memory", "memory", LIMIT_BYTES, 4 * MIB, 64 * GIB, 512 * MIB,
                      "what it may take up"},
    [LIMIT_PROCESSES] = {"processes", "processes", LIMIT_COUNT, 1, 4096, 64,
                         "at a time; threads count"},
    [LIMIT_FILE_SIZE] = {"file_size", "file size", LIMIT_BYTES, 4 * KIB, 16 * GIB,
                         64 * MIB, "of each file that it writes"},
    [LIMIT_DISK] = {"disk", "disk", LIMIT_BYTES, 64 * KIB, 16 * GIB, 64 * MIB,
                    "for all its files together"},
    [LIMIT_OUTPUT] = {"output", "output", LIMIT_BYTES, KIB, GIB, 16 * MIB,
                      "what it prints, errors included"},
    [LIMIT_OPEN_FILES] = {"open_files", "open files", LIMIT_COUNT, 8, 65536, 256,
                          "in each process; sockets count"},
};

const struct limit_row *limit_row(enum limit_kind kind)
{
    return &rows[kind];
}

static bool is_name(const char *name, const char *word)
{
    while (*name && *name == (*word == '-' ? '_' : *word)) {
        name++;
        word++;
    }
    return !*name && !*word;
}

int limit_find(const char *name)
{
    for (int i = 0; i < LIMITS; i++)
        if (is_name(rows[i].name, name))
            return i;
    return -1;
}

/* --- units ------------------------------------------------------------------------ */

struct scale {
    const char *name;
    int64_t factor;
};

/* The largest first; of one factor, the spelling to show first. */
static const struct scale times[] = {{"h", HOUR},   {"min", MINUTE}, {"m", MINUTE},
                                     {"s", SECOND}, {"ms", 1},       {NULL, 0}};
static const struct scale sizes[] = {
    {"GiB", GIB}, {"GB", 1000000000}, {"MiB", MIB}, {"MB", 1000000}, {"KiB", KIB},
    {"kB", 1000}, {"KB", 1000},       {"B", 1},     {"", 1},         {NULL, 0}};
static const struct scale counts[] = {{"", 1}, {NULL, 0}};

static const struct unit {
    const char *noun;
    const struct scale *scales;
} units[] = {
    [LIMIT_MILLISECONDS] = {"time", times},
    [LIMIT_BYTES] = {"size", sizes},
    [LIMIT_COUNT] = {"number", counts},
};

/* A scale that is exact: the last but for "" is 1, so that there always is one. */
static const struct scale *scale_for(enum limit_kind kind, int64_t value)
{
    const struct scale *s = units[rows[kind].unit].scales;
    while (s->factor > 1 && (!value || value % s->factor != 0))
        s++;
    return s;
}

static void show(enum limit_kind kind, int64_t value, const char *space, struct buf *out)
{
    const struct scale *s = scale_for(kind, value);
    buf_printf(out, "%" PRId64 "%s%s", value / s->factor, *s->name ? space : "", s->name);
}

void limit_show(enum limit_kind kind, int64_t value, struct buf *out)
{
    show(kind, value, " ", out);
}

void limit_write(enum limit_kind kind, int64_t value, struct buf *out)
{
    show(kind, value, "", out);
}

void limit_expects(enum limit_kind kind, struct buf *out)
{
    const struct limit_row *row = &rows[kind];
    const char *mark = row->unit == LIMIT_COUNT ? "" : "\"";
    buf_printf(out, "a %s such as %s", units[row->unit].noun, mark);
    limit_write(kind, row->usual, out);
    buf_printf(out, "%s, from ", mark);
    limit_show(kind, row->least, out);
    buf_puts(out, " to ");
    limit_show(kind, row->most, out);
}

/* --- reading ---------------------------------------------------------------------- */

static int wrong(enum limit_kind kind, const char *text, struct error *err)
{
    struct buf expected = {0};
    limit_expects(kind, &expected);
    error_kind(err, ERROR_USAGE, "the limit %s takes %s, not \"%.100s\"", rows[kind].name,
               buf_text(&expected), text);
    buf_close(&expected);
    return -1;
}

/* 0: there is no such unit. */
static int64_t factor_of(enum limit_kind kind, const char *unit)
{
    for (const struct scale *s = units[rows[kind].unit].scales; s->name; s++)
        if (strcmp(s->name, unit) == 0)
            return s->factor;
    return 0;
}

int limit_parse(enum limit_kind kind, const char *text, int64_t *out, struct error *err)
{
    char *unit;
    if (*text < '0' || *text > '9')
        return wrong(kind, text, err);
    long long count = strtoll(text, &unit, 10); /* too large: LLONG_MAX, out of range */
    if (unit[0] == ' ' && unit[1])
        unit++;
    int64_t factor = factor_of(kind, unit);
    int64_t value;
    if (!factor || __builtin_mul_overflow((int64_t)count, factor, &value)
        || value < rows[kind].least || value > rows[kind].most)
        return wrong(kind, text, err);
    *out = value;
    return 0;
}

/* --- several ---------------------------------------------------------------------- */

void limits_overlay(struct limits *onto, const struct limits *over)
{
    for (int i = 0; i < LIMITS; i++)
        if (over->value[i])
            onto->value[i] = over->value[i];
}

void limits_resolve(struct limits *out, const struct limits *const *layers, size_t count)
{
    struct limits resolved;
    for (int i = 0; i < LIMITS; i++)
        resolved.value[i] = rows[i].usual;
    for (size_t i = 0; i < count; i++)
        if (layers[i])
            limits_overlay(&resolved, layers[i]);
    *out = resolved;
}
