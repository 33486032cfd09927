/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "judge/lesson.h"

static void every_code_has_a_lesson(void **state)
{
    (void)state;
    for (int code = 0; code < CODES; code++) {
        const struct lesson *lesson = lesson_of((enum code)code);
        const struct lesson_program *program = lesson_program((enum code)code);
        if (!lesson->story || !lesson->asked || !lesson->mend || !program->text)
            fail_msg("%s has no lesson", code_row((enum code)code)->name);
        assert_true(program->exercise && *program->exercise);
        assert_true(program->file && strchr(program->file, '.'));
        assert_true(program->text[strlen(program->text) - 1] == '\n');
        assert_int_equal(strncmp(lesson->asked, "It should ", 10), 0);
    }
}

static void manual_has_every_code(void **state)
{
    (void)state;
    static char manual[1 << 17];
    FILE *f = fopen(SOCKGRADE_SOURCE_DIR "/grader/man/sockgrade.1", "r");
    assert_non_null(f);
    manual[fread(manual, 1, sizeof manual - 1, f)] = '\0';
    fclose(f);
    const char *verdicts = strstr(manual, ".Ss Verdicts");
    assert_non_null(verdicts);
    for (int code = CODE_PASS + 1; code < CODES; code++) {
        char item[64];
        snprintf(item, sizeof item, "\n.It Cm %s\n", code_row((enum code)code)->name);
        if (!strstr(verdicts, item))
            fail_msg("sockgrade(1) lacks %s", code_row((enum code)code)->name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_has_a_lesson),
        cmocka_unit_test(manual_has_every_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
