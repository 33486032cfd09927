/* SPDX-License-Identifier: MIT */
#include "script/udpcheck.h"

#include <stdlib.h>

#include "base/buf.h"

static const char no_end[] = "UDP has no connections, so that none can be closed";

static const struct refusal {
    enum step_kind kind;
    const char *key, *why;
} refusals[] = {
    {STEP_HALF_CLOSE, "half_close", no_end},
    {STEP_CLOSE, "close", no_end},
    {STEP_RESET, "reset", no_end},
    {STEP_EXPECT_CLOSE, "expect_close", no_end},
    {STEP_EXPECT_RESET, "expect_reset", no_end},
};

static void refuse(struct reader *r, const struct step *s, const char *key,
                   const char *why)
{
    char *path = mem_printf("%s.%s", s->path, key);
    field_fail_at(r, path, JSON_VALUE, "\"%s\" is for TCP: %s", key, why);
    free(path);
}

static bool may_step(void *ctx, const struct step *s)
{
    struct reader *r = ctx;
    for (size_t i = 0; i < FIELD_COUNT(refusals); i++)
        if (refusals[i].kind == s->kind) {
            refuse(r, s, refusals[i].key, refusals[i].why);
            return false;
        }
    if (s->kind == STEP_SEND && s->pieces.kind != PIECES_WHOLE) {
        refuse(r, s, "pieces", "a datagram comes whole or not at all");
        return false;
    }
    return true;
}

int udpcheck_case(struct reader *r, const struct test_case *c)
{
    return exercise_each_step(c, may_step, r) ? 0 : -1;
}
