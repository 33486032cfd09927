/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/suggest.h"

static const char *const names[] = {"accept", "connect", "send",  "expect", NULL,
                                    "prints", "close",   "exits", "title",  "text"};

static void finds_the_nearest(void **state)
{
    (void)state;
    static const struct {
        const char *word, *wanted;
    } rows[] = {
        {"expct", "expect"},    {"epxect", "expect"},
        {"conect", "connect"},  {"titel", "title"}, /* a swap is one edit */
        {"sned", "send"},       {"sendd", "send"},
        {"send", "send"},       {"txt", "text"},
        {"clos", "close"},      {"printz", "prints"},
        {"xyz", NULL},          {"", NULL},
        {"wait_for_it", NULL},  {"s", NULL},
        {"acceptance", NULL},   {"accccccept", NULL},
        {"accepted", "accept"}, {"con", "connect"}, /* begun, and left */
        {"co", NULL},           {"title_of", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *found =
            suggest_nearest(rows[i].word, names, sizeof names / sizeof names[0]);
        if (rows[i].wanted)
            assert_string_equal(found ? found : "(none)", rows[i].wanted);
        else
            assert_null(found);
    }
}

static void takes_no_names(void **state)
{
    (void)state;
    assert_null(suggest_nearest("send", NULL, 0));
}

static void passes_over_long_words(void **state)
{
    (void)state;
    char word[200];
    memset(word, 'a', sizeof word - 1);
    word[sizeof word - 1] = '\0';
    const char *const long_names[] = {word, "send"};
    assert_null(suggest_nearest(word, long_names, 2));
    assert_string_equal(suggest_nearest("sedn", long_names, 2), "send");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_nearest),
        cmocka_unit_test(takes_no_names),
        cmocka_unit_test(passes_over_long_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
