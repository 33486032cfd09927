/* SPDX-License-Identifier: MIT
 *
 * Any bytes as an exercise: read, or told what is wrong with a place, never a crash. What
 * could be read is also drawn and expanded.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "script/loader.h"
#include "script/scope.h"
#include "script/wanted.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void play_step(struct scope *s, const struct step *step)
{
    struct error err;
    struct buf out = {0};
    if (step->kind == STEP_SEND && step->data.text && step->data.kind != DATA_HEX)
        scope_expand(s, step->data.text, step->data.len, &out, &err);
    if (step->kind == STEP_EXPECT || step->kind == STEP_PRINTS) {
        struct wanted *w = wanted_new(s, &step->match, &err);
        if (w)
            wanted_describe(w, &out);
        wanted_free(w);
    }
    buf_close(&out);
}

static void play_case(const struct exercise *e, const struct test_case *c)
{
    struct error err;
    struct scope *s = scope_new(e, c, 42, &err);
    for (size_t i = 0; s && i < c->step_count && i < 20; i++)
        play_step(s, &c->steps[i]);
    scope_free(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct exercise e;
    struct error err;
    if (loader_read_text(&e, "fuzz.json", (const char *)data, size, &err) < 0) {
        assert(err.kind == ERROR_EXERCISE && strncmp(err.text, "fuzz.json:", 10) == 0);
        return 0;
    }
    for (size_t i = 0; i < e.case_count && i < 3; i++)
        play_case(&e, &e.cases[i]);
    exercise_close(&e);
    return 0;
}
