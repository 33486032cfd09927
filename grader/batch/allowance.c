/* SPDX-License-Identifier: MIT */
#include "batch/allowance.h"

#define START_AND_END_MS 30000 /* no step's patience counts these */

void allowance_of(const struct check_order *order, const struct test_case *test,
                  struct limits *out)
{
    const struct language *language = order->submission->language;
    const struct limits *own = language ? &language->limits : NULL;
    const struct limits *const layers[] = {own, &test->limits, &order->limits};
    int64_t needed_ms = exercise_case_patience_ms(test) + START_AND_END_MS;
    limits_resolve(out, layers, sizeof layers / sizeof *layers);
    if (!test->limits.value[LIMIT_WALL_TIME] && !order->limits.value[LIMIT_WALL_TIME]
        && out->value[LIMIT_WALL_TIME] < needed_ms)
        out->value[LIMIT_WALL_TIME] = needed_ms;
}
