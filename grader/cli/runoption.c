/* SPDX-License-Identifier: MIT */
#include "cli/runoption.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/entropy.h"
#include "cli/say.h"

#define SEED_MOST ((UINT64_C(1) << 53) - 1) /* what every JSON reader keeps exactly */
#define WORKERS_MOST 1024
#define SHARDS_MOST 100000

#define ISOLATIONS 4
static const char *const isolation_names[ISOLATIONS] = {"auto", "full", "privileged",
                                                        "none"};

bool runoption_isolation(const char *text, enum stage_kind *stage, bool *fixed)
{
    for (size_t i = 0; i < ISOLATIONS; i++)
        if (strcmp(isolation_names[i], text) == 0) {
            *fixed = i != 0;
            *stage = i ? (enum stage_kind)stage_find(text) : STAGE_FULL;
            return true;
        }
    say_unknown("isolation", text, isolation_names, ISOLATIONS);
    return false;
}

/* Digits alone; *rest is what follows. */
static bool read_number(const char *text, uint64_t most, uint64_t *out, const char **rest)
{
    char *end;
    if (*text < '0' || *text > '9')
        return false;
    errno = 0;
    unsigned long long n = strtoull(text, &end, 10);
    *out = n;
    *rest = end;
    return !errno && n <= most;
}

bool runoption_seed(const char *text, uint64_t *seed)
{
    const char *rest = "";
    uint32_t drawn = 1;
    if (!text) {
        *seed = entropy_fill(&drawn, sizeof drawn) < 0 ? 0 : drawn % 1000000;
        return true;
    }
    if (read_number(text, SEED_MOST, seed, &rest) && !*rest)
        return true;
    say_usage("--seed takes a whole number from 0 to 2^53-1, not \"%s\"", text);
    return false;
}

bool runoption_workers(const char *text, size_t *workers)
{
    const char *rest = "";
    uint64_t n = 0;
    if (text && (!read_number(text, WORKERS_MOST, &n, &rest) || *rest || !n)) {
        say_usage(
            "-j takes how many programs are checked side by side, from 1 to %d, not "
            "\"%s\"",
            WORKERS_MOST, text);
        return false;
    }
    *workers = (size_t)n;
    return true;
}

bool runoption_shard(const char *text, size_t *shard, size_t *shards)
{
    const char *rest = "";
    uint64_t k = 1, n = 1;
    if (text
        && (!read_number(text, SHARDS_MOST, &k, &rest) || *rest != '/'
            || !read_number(rest + 1, SHARDS_MOST, &n, &rest) || *rest || !k || k > n)) {
        say_usage("--shard takes K/N, the share K of N from 1 to N, such as 2/8, not "
                  "\"%s\"",
                  text);
        return false;
    }
    *shard = (size_t)k - 1;
    *shards = (size_t)n;
    return true;
}
