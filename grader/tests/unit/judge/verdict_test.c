/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "judge/verdict.h"

static void every_code_has_a_row(void **state)
{
    (void)state;
    for (int code = 0; code < CODES; code++) {
        const struct code_row *row = code_row((enum code)code);
        assert_non_null(row->name);
        assert_true(row->meaning && *row->meaning);
        assert_int_equal(row->name[strspn(row->name, "abcdefghijklmnopqrstuvwxyz-")], 0);
        assert_int_equal(code_find(row->name), code); /* so no name stands twice */
    }
}

static void finds_only_whole_names(void **state)
{
    (void)state;
    static const char *const names[] = {"", "pas", "passed", "Pass", "wrong", "crashed "};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_int_equal(code_find(names[i]), -1);
    assert_int_equal(code_find("pass"), CODE_PASS);
    assert_int_equal(code_find("forbidden"), CODE_FORBIDDEN);
}

/* Reports promise no other codes than their schema has. */
static void schema_has_every_code(void **state)
{
    (void)state;
    static char schema[1 << 17];
    FILE *f = fopen(SOCKGRADE_SOURCE_DIR "/reports/report.schema.json", "r");
    assert_non_null(f);
    schema[fread(schema, 1, sizeof schema - 1, f)] = '\0';
    fclose(f);
    for (int code = 0; code < CODES; code++) {
        char quoted[64];
        snprintf(quoted, sizeof quoted, "\"%s\"", code_row((enum code)code)->name);
        if (!strstr(schema, quoted))
            fail_msg("the schema lacks %s", quoted);
    }
}

static void closes_what_is_empty(void **state)
{
    (void)state;
    struct verdict v = {0};
    verdict_close(&v);
    buf_puts(&v.message, "x");
    buf_puts(&v.notes, "y");
    verdict_close(&v);
    assert_int_equal(v.message.len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_has_a_row),
        cmocka_unit_test(finds_only_whole_names),
        cmocka_unit_test(schema_has_every_code),
        cmocka_unit_test(closes_what_is_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
