/* SPDX-License-Identifier: MIT */
#include "report/mark.h"

static const struct {
    const char *word;
    enum ink ink;
} marks[] = {
    [RESULT_PASS] = {"pass", INK_GOOD},
    [RESULT_FAIL] = {"FAIL", INK_BAD},
    [RESULT_SKIPPED] = {"skip", INK_DIM},
    [RESULT_ERROR] = {"ERROR", INK_NOTICE},
};

const char *mark_word(enum result result)
{
    return marks[result].word;
}

enum ink mark_ink(enum result result)
{
    return marks[result].ink;
}
