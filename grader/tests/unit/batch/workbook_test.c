/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "batch/workbook.h"

static void knows_names(void **state)
{
    (void)state;
    static const struct {
        const char *words;
        bool is;
        const char *rest;
    } rows[] = {
        {"connect-2", true, ""},
        {"Connect_2.py", true, ".py"},
        {"connect2.c", true, ".c"},
        {" exercise: CONNECT 2 ", true, " "},
        {"Exercise connect-2:x", true, ":x"},
        {"connect-22", false, NULL},
        {"connect-2-old", false, NULL},
        {"connect-2b", false, NULL},
        {"my-connect-2", false, NULL},
        {"connect", false, NULL},
        {"", false, NULL},
        {"connect--2", false, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *rest;
        if (workbook_names(rows[i].words, "connect-2", &rest) != rows[i].is)
            fail_msg("row %zu", i);
        if (rows[i].is)
            assert_string_equal(rest, rows[i].rest);
    }
}

#define MD(x)                                                                            \
    {                                                                                    \
        .kind = CELL_MARKDOWN, .text = (char *)(x)                                       \
    }
#define PY(x)                                                                            \
    {                                                                                    \
        .kind = CELL_CODE, .text = (char *)(x)                                           \
    }

/* The cell, from 1, of connect-2 of the set "Connecting", "Count"; 0: none. */
static void finds_the_cell(void **state)
{
    (void)state;
    char *tags[] = {(char *)"other", (char *)"Connect-2"};
    const struct {
        struct cell cells[8];
        size_t cell;
        const char *why;
    } rows[] = {
        {{PY("x")}, 0, ""},
        {{PY("# connect-2\nx"), PY("y")}, 1, ""},
        {{PY("# connect-2\nx"), PY("\n#Exercise:connect_2\ny"), PY("z")}, 2, ""},
        {{PY("#@title Exercise: connect-2\nx")}, 1, ""},
        {{PY("%%time\n# connect-2\nx")}, 1, ""},
        {{PY("x\n# connect-2")}, 0, ""},
        {{PY("# connect-2")}, 0, "cell 1 is meant for it, and has no code"},
        {{MD("# connect-2"), PY("# x"), PY("y")}, 3, ""},
        {{{.kind = CELL_CODE, .text = (char *)"x", .tags = tags, .tag_count = 2}}, 1, ""},
        {{{.kind = CELL_OTHER, .text = (char *)"# connect-2\nx"}}, 0, ""},
        {{MD("## Count"), PY("x"), MD("text"), PY("y"), MD("## End"), PY("z")}, 4, ""},
        {{MD("# Connecting"), MD("1. a"), PY("x"), MD("2. b"), PY("y"), PY("z")}, 6, ""},
        {{MD("# EXERCISES: connecting!"), MD("## Task 2"), PY("x"), MD("### Hint"),
          PY("y")},
         5,
         ""},
        {{MD("# Connecting\n2\\) b"), PY("x"), MD("# More"), PY("y")}, 2, ""},
        {{MD("# Connecting\n2.5 hours, 127.0.0.1, 2 tasks"), PY("x")}, 0, ""},
        {{MD("# Connecting"), PY("# 2)\nx"), PY("# Exercise 1\ny")}, 2, ""},
        {{MD("# Connecting\n1. a\n2. b\n"), PY("x"), PY(""), PY("y")}, 4, ""},
        {{MD("# Connecting\n1. a\n2. b\n"), PY("x")},
         0,
         "2 tasks stand above 1 code cell under \"Connecting\", so that which is which "
         "can't be told: begin its cell with the line \"# connect-2\""},
        {{MD("```\n# Connecting\n```\n2. b"), PY("x")}, 0, ""},
        {{MD("# Connecting\n1. a\n   2. nested"), PY("x")}, 0, ""},
        {{MD("# Connected\n2. b"), PY("x")}, 0, ""},
    };
    const struct exercise e = {
        .id = (char *)"connect-2", .title = (char *)"Count", .set = (char *)"Connecting"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct notebook n = {.cells = (struct cell *)rows[i].cells};
        struct buf why = {0};
        size_t index = 99;
        while (n.count < 8 && n.cells[n.count].text)
            n.count++;
        bool found = workbook_find(&n, &e, &index, &why);
        if ((found ? index + 1 : 0) != rows[i].cell
            || strcmp(buf_text(&why), rows[i].why))
            fail_msg("row %zu: cell %zu, \"%s\"", i, found ? index + 1 : 0,
                     buf_text(&why));
        buf_close(&why);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_names),
        cmocka_unit_test(finds_the_cell),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
