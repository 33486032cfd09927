/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "judge/unfinished.h"

static void finds_the_line_in_front(void **state)
{
    (void)state;
    static const struct {
        const char *source, *error;
        int line, before;
    } rows[] = {
        {"int a = 1\nb = 2;\n", "expected ',' or ';' before 'b'", 2, 1},
        {"int a = 1\n\n/* two */\n  b = 2;\n", "expected ‘,’ or ‘;’ before ‘b’", 4, 1},
        {"struct x y // z\nmemset();\n",
         "expected ‘=’, ‘,’, ‘;’, ‘asm’ or ‘__attribute__’ before ‘memset’", 2, 1},
        /* the error is in its own line, or another one */
        {"int a;\nint b c;\n", "expected ',' or ';' before 'c'", 2, 0},
        {"int a;\nf(b c);\n", "expected ')' before 'c'", 2, 0},
        {"int a;\nb;\n", "'b' undeclared (first use in this function); see before a", 2,
         0},
        {"int a\n", "expected ';' before 'b'", 9, 0},
        {"int a\nb\n", "expected ';' before '}' token", 2, 0},
        {"b c\n", "expected ';' before 'b'", 1, 0},
        {"", "expected ';' before 'b'", 1, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf source = {0};
        struct trace error = {.found = true, .line = rows[i].line};
        buf_puts(&source, rows[i].source);
        snprintf(error.text, sizeof error.text, "%s", rows[i].error);
        int line = unfinished_before(&source, "//", &error);
        if (line != rows[i].before)
            fail_msg("row %zu: %d", i, line);
        buf_close(&source);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(finds_the_line_in_front)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
