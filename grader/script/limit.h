/* SPDX-License-Identifier: MIT
 *
 * The limits of a program as data: what they are called, how they are written, which values
 * make sense. One table drives exercises, command line and help. Who enforces them reads
 * the resolved struct limits and nothing else.
 */
#ifndef SCRIPT_LIMIT_H
#define SCRIPT_LIMIT_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct buf;

enum limit_kind {
    LIMIT_PROCESSOR_TIME,
    LIMIT_WALL_TIME,
    LIMIT_MEMORY,
    LIMIT_PROCESSES,
    LIMIT_FILE_SIZE,
    LIMIT_DISK,
    LIMIT_OUTPUT,
    LIMIT_OPEN_FILES,
    LIMITS
};

enum limit_unit { LIMIT_MILLISECONDS, LIMIT_BYTES, LIMIT_COUNT };

struct limit_row {
    const char *name; /* "processor_time": the key in exercises and on the command line */
    const char *title; /* "processor time": in sentences */
    enum limit_unit unit;
    int64_t least, most, usual; /* in the unit */
    const char *meaning;        /* a phrase for help */
};

/* Each in the unit of its row; 0: not said. */
struct limits {
    int64_t value[LIMITS];
};

const struct limit_row *limit_row(enum limit_kind kind);

/* By its name, in which "-" counts as "_"; -1 when there is none. */
int limit_find(const char *name);

/* "30s", "500ms", "2m"; "512MiB", "10MB", a bare number of bytes; "64". A space may stand
 * before the unit, so that what limit_show() wrote is read back. -1 (ERROR_USAGE, one full
 * sentence) when it is no such value or out of range; err may be NULL. */
int limit_parse(enum limit_kind kind, const char *text, int64_t *out, struct error *err);

/* Appends what limit_parse() takes: a size such as "512MiB", from 4 MiB to 64 GiB. */
void limit_expects(enum limit_kind kind, struct buf *out);

/* Appends the value in the largest unit that is exact: 512 MiB; 30 s; 64. */
void limit_show(enum limit_kind kind, int64_t value, struct buf *out);

/* The same as a user types it: 512MiB. */
void limit_write(enum limit_kind kind, int64_t value, struct buf *out);

/* What is said in over replaces what is in onto. */
void limits_overlay(struct limits *onto, const struct limits *over);

/* The usual values with all the layers over them, the last one on top; a layer may be NULL.
 * Every limit is said in *out. */
void limits_resolve(struct limits *out, const struct limits *const *layers, size_t count);

#endif
