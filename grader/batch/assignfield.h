/* SPDX-License-Identifier: MIT
 *
 * Single values of an assignment's file: numbers of points and percent, moments, times. Each reads
 * one as the rows of a field table do: 0, or -1 and the reader's error tells what was expected.
 */
#ifndef BATCH_ASSIGNFIELD_H
#define BATCH_ASSIGNFIELD_H

#include "script/field.h"

/* Into a double: from 0 to a million. */
int assignfield_points(struct reader *r, const struct place *at, const json_t *value,
                       void *out);

/* Into a double: from 0 to 100. */
int assignfield_percent(struct reader *r, const struct place *at, const json_t *value,
                        void *out);

/* "2026-11-20T23:59:00+01:00" into an int64_t: milliseconds since 1970 (UTC). */
int assignfield_moment(struct reader *r, const struct place *at, const json_t *value,
                       void *out);

/* "10m", "2h", "1d" into an int64_t: milliseconds, at most a year. */
int assignfield_grace(struct reader *r, const struct place *at, const json_t *value,
                      void *out);

#endif
