/* SPDX-License-Identifier: MIT */
#include "batch/lateness.h"

#include <inttypes.h>

#include "base/buf.h"

#define MS_PER_MINUTE ((int64_t)60 * 1000)
#define MS_PER_HOUR (60 * MS_PER_MINUTE)
#define MS_PER_DAY (24 * MS_PER_HOUR)

static bool is_late(const struct lateness *l, int64_t at_ms, bool late)
{
    return l->deadline_ms && at_ms ? at_ms > l->deadline_ms : late;
}

static bool is_closed(const struct lateness *l, int64_t at_ms)
{
    return l->closes_ms && at_ms > l->closes_ms;
}

static int64_t begun_days(const struct lateness *l, int64_t at_ms)
{
    if (!l->deadline_ms || !at_ms)
        return 1; /* the least that it can be */
    if (at_ms <= l->deadline_ms + l->grace_ms)
        return 0;
    return (at_ms - l->deadline_ms + MS_PER_DAY - 1) / MS_PER_DAY;
}

static double percent_off(const struct lateness *l, int64_t at_ms, bool late)
{
    if (!is_late(l, at_ms, late))
        return 0;
    if (is_closed(l, at_ms))
        return 100;
    double off = l->percent_per_day * (double)begun_days(l, at_ms);
    return off < l->most_percent ? off : l->most_percent;
}

double lateness_share(const struct lateness *l, int64_t at_ms, bool late)
{
    return 1 - percent_off(l, at_ms, late) / 100;
}

/* In the largest unit of which there is one, rounded up. */
static void how_late(const struct lateness *l, int64_t at_ms, struct buf *out)
{
    static const struct {
        const char *name;
        int64_t ms;
    } units[] = {{"day", MS_PER_DAY}, {"hour", MS_PER_HOUR}, {"minute", MS_PER_MINUTE}};
    if (!l->deadline_ms || !at_ms) {
        buf_puts(out, "late");
        return;
    }
    int64_t late_ms = at_ms - l->deadline_ms;
    size_t u = 0;
    while (u < 2 && late_ms < units[u].ms)
        u++;
    int64_t count = (late_ms + units[u].ms - 1) / units[u].ms;
    buf_printf(out, "%" PRId64 " %s%s late", count, units[u].name, count == 1 ? "" : "s");
}

void lateness_words(const struct lateness *l, int64_t at_ms, bool late, struct buf *out)
{
    if (!is_late(l, at_ms, late))
        return;
    how_late(l, at_ms, out);
    double off = percent_off(l, at_ms, late);
    if (is_closed(l, at_ms))
        buf_puts(out, ": came after closing, counts nothing");
    else if (off > 0)
        buf_printf(out, ": %.4g%% off", off);
    else if (l->grace_ms && at_ms && at_ms <= l->deadline_ms + l->grace_ms)
        buf_puts(out, ": within the grace, nothing off");
    else
        buf_puts(out, ": nothing off");
}
