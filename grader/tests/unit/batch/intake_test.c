/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "batch/intake.h"
#include "handedin.h"

static void has_keys(const struct intake *in, const char *wanted)
{
    struct buf keys = {0};
    for (size_t i = 0; i < in->count; i++)
        buf_printf(&keys, "%s%s", i ? " " : "", in->students[i].key);
    assert_string_equal(buf_text(&keys), wanted);
    buf_close(&keys);
}

static struct student *student(struct intake *in, const char *key)
{
    for (size_t i = 0; i < in->count; i++)
        if (strcmp(in->students[i].key, key) == 0)
            return &in->students[i];
    fail_msg("there is no %s", key);
    return NULL;
}

static void has_files(struct intake *in, struct attempt_in *a, const char *wanted)
{
    struct error err;
    struct buf names = {0};
    assert_int_equal(intake_list(in, a, &err), 0);
    for (size_t i = 0; i < a->file_count; i++)
        buf_printf(&names, "%s%s", i ? " " : "", a->files[i].name);
    assert_string_equal(buf_text(&names), wanted);
    buf_close(&names);
    intake_forget(a);
}

static void opens(struct intake *in, const struct handedin *h, const char *layout)
{
    struct error err;
    const struct intake_order order = {
        .folder = h->folder, .layout = layout, .unpacked = h->unpacked};
    if (intake_open(in, &order, &err) < 0)
        fail_msg("%s", err.text);
}

static void reads_folders(void **state)
{
    struct intake in;
    struct handedin *h = *state;
    handedin_put(h, "ada/connect-1.py", "1");
    handedin_put(h, "ada/.git/HEAD", "x");
    handedin_put(h, "ada/sub/connect-2.py", "2");
    handedin_put(h, "Jane Doe/attempt-10/connect-1.py", "1");
    handedin_put(h, "Jane Doe/attempt-9/connect-1.py", "1");
    handedin_put(h, "Zo\xc3\xab/1.py", "");
    handedin_put(h, "__MACOSX/x.py", "");
    handedin_put(h, "grades.csv", "");
    handedin_time(h, "Jane Doe/attempt-9/connect-1.py", 1000);
    handedin_time(h, "ada/connect-1.py", 1500);
    handedin_time(h, "ada/sub/connect-2.py", 1400);
    opens(&in, h, NULL);
    assert_string_equal(in.layout, "folders");
    has_keys(&in, "ada jane-doe zoe");
    struct student *jane = student(&in, "jane-doe");
    assert_string_equal(jane->identity.name, "Jane Doe");
    assert_int_equal(jane->attempt_count, 2);
    assert_int_equal(jane->attempts[0].number, 1);
    assert_int_equal(jane->attempts[0].at_ms, 1000000);
    assert_non_null(strstr(jane->attempts[1].path, "attempt-10"));
    has_files(&in, &jane->attempts[0], "connect-1.py");
    assert_int_equal(student(&in, "ada")->attempts[0].at_ms, 1500000);
    has_files(&in, &student(&in, "ada")->attempts[0], "connect-1.py sub");
    assert_int_equal(in.note_count, 1);
    assert_non_null(strstr(in.notes[0], "grades.csv"));
    intake_close(&in);
}

/* Whoever is written so keeps the name, whoever comes later. */
static void parts_those_of_one_name(void **state)
{
    struct intake in;
    struct handedin *h = *state;
    handedin_put(h, "ann-lee/a.py", "");
    handedin_put(h, "Ann Lee/a.py", "");
    handedin_put(h, "\xff/a.py", "");
    handedin_put(h, "con/a.py", "");
    opens(&in, h, NULL);
    assert_int_equal(in.count, 4);
    has_keys(&in, "ann-lee ann-lee-3838c0 con-af848a student-c848a5");
    intake_close(&in);
}

static void refuses_what_is_nothing(void **state)
{
    struct intake in;
    struct error err;
    struct handedin *h = *state;
    struct intake_order order = {.folder = h->folder, .unpacked = h->unpacked};
    assert_int_equal(intake_open(&in, &order, &err), -1);
    assert_int_equal(err.kind, ERROR_USAGE);
    handedin_put(h, "ada/x.py", "");
    order.layout = "folder";
    assert_int_equal(intake_open(&in, &order, &err), -1);
    assert_non_null(strstr(err.text, "did you mean folders?"));
    order.folder = "/nonexistent";
    assert_int_equal(intake_open(&in, &order, &err), -1);
    assert_non_null(strstr(err.text, "/nonexistent"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        handedin_test(reads_folders),
        handedin_test(parts_those_of_one_name),
        handedin_test(refuses_what_is_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
