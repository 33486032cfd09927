/* SPDX-License-Identifier: MIT
 *
 * Values of options that say how programs are run. Each function complains when it is wrong,
 * and is false then.
 */
#ifndef CLI_RUNOPTION_H
#define CLI_RUNOPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "run/stage.h"

/* "auto": the best stage, and not fixed. */
bool runoption_isolation(const char *text, enum stage_kind *stage, bool *fixed);

/* NULL: one is drawn, short enough to be typed again. */
bool runoption_seed(const char *text, uint64_t *seed);

/* "4": -j; from 1. NULL: 0. */
bool runoption_workers(const char *text, size_t *workers);

/* "2/8" is the second of eight: *shard 1, *shards 8. NULL: 0 of 1. */
bool runoption_shard(const char *text, size_t *shard, size_t *shards);

#endif
