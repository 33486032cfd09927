/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "judge/naming.h"

static void says(const char *before, enum student_role part, const char *after)
{
    struct verdict v = {0};
    buf_puts(&v.message, before);
    naming_tell(&v, part);
    assert_string_equal(buf_text(&v.message), after);
    naming_tell(&v, part);
    assert_string_equal(buf_text(&v.message), after);
    verdict_close(&v);
}

static void names_the_program(void **state)
{
    (void)state;
    says("Your program and the grader wait; your program's turn.", STUDENT_CLIENT,
         "Your client and the grader wait; your client's turn.");
    says("The program ended. Nothing in the program closes it: your programs",
         STUDENT_SERVER,
         "Your server ended. Nothing in your server closes it: your servers");
    says("No programmer is meant; thy program, a program", STUDENT_SERVER,
         "No programmer is meant; thy program, a program");
    says("", STUDENT_SERVER, "");
}

static void leaves_quotations(void **state)
{
    (void)state;
    says("Your program sent \"your program\" to your program.", STUDENT_CLIENT,
         "Your client sent \"your program\" to your client.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_the_program),
        cmocka_unit_test(leaves_quotations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
