/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/file.h"
#include "batch/intake.h"
#include "archives.h"

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

/* "KEY NAME ID: FILE FILE" of each. */
static void has_students(struct intake *in, const char *wanted)
{
    struct error err;
    struct buf out = {0};
    for (size_t i = 0; i < in->count; i++) {
        struct student *s = &in->students[i];
        const struct identity *who = &s->identity;
        buf_printf(&out, "%s|%s|%s|%s:", s->key, who->name ? who->name : "",
                   who->canvas_id   ? who->canvas_id
                   : who->moodle_id ? who->moodle_id
                   : who->number    ? who->number
                                    : "",
                   s->attempts[0].late ? "late" : "");
        assert_int_equal(intake_list(in, &s->attempts[0], &err), 0);
        for (size_t k = 0; k < s->attempts[0].file_count; k++)
            buf_printf(&out, " %s", s->attempts[0].files[k].name);
        buf_puts(&out, "\n");
        intake_forget(&s->attempts[0]);
    }
    assert_string_equal(buf_text(&out), wanted);
    buf_close(&out);
}

static void reads_canvas(void **state)
{
    struct intake in;
    struct handedin *h = *state;
    handedin_put(h, "doejane_4711_815_connect-1.py", "1");
    handedin_put(h, "doejane_4711_816_connect_2-1.py", "1");
    handedin_put(h, "leeann_LATE_12_817_a_b_c.py", "1");
    handedin_put(h, "roebob_13_text.html", "1");
    handedin_put(h, "anon_aB3x9_818_1_2_3.py", "1");
    handedin_put(h, "LATE_anon_Zz001_819_x.py", "1");
    handedin_put(h, "readme.txt", "1");
    opens(&in, h, NULL);
    assert_string_equal(in.layout, "canvas");
    has_students(&in, "anon-Zz001|anon-Zz001||late: x.py\n"
                      "anon-aB3x9|anon-aB3x9||: 1_2_3.py\n"
                      "doejane-4711|doejane|4711|: connect-1.py connect_2-1.py\n"
                      "leeann-12|leeann|12|late: a_b_c.py\n");
    assert_int_equal(in.note_count, 2);
    assert_int_equal(student(&in, "doejane-4711")->attempts[0].at_ms, 0);
    intake_close(&in);
}

static void reads_moodle(void **state)
{
    struct intake in;
    struct handedin *h = *state;
    handedin_put(h, "Jane Doe_77_assignsubmission_file_/connect-1.py", "1");
    handedin_put(h, "Jane Doe_77_assignsubmission_file_/src/connect-2.py", "1");
    handedin_put(h, "Jane Doe_77_assignsubmission_onlinetext_/onlinetext.html", "1");
    handedin_put(h, "Jane_Doe_78_assignsubmission_file/a.py", "1");
    handedin_put(h, "Participant_79_assignsubmission_file_b_1_assign.py", "1");
    handedin_time(h, "Participant_79_assignsubmission_file_b_1_assign.py", 1500);
    handedin_put(h, "notes.txt", "1");
    opens(&in, h, NULL);
    assert_string_equal(in.layout, "moodle");
    has_students(&in, "Participant-79|Participant|79|: b_1_assign.py\n"
                      "jane-doe-77|Jane Doe|77|: connect-1.py src\n"
                      "jane-doe-78|Jane Doe|78|: a.py\n");
    assert_int_equal(student(&in, "Participant-79")->attempts[0].at_ms, 1500000);
    assert_int_equal(in.note_count, 2);
    intake_close(&in);
}

static const char metadata[] =
    "---\n"
    "submission_1:\n"
    "  :submitters:\n"
    "  - :name: Ada Lovelace\n"
    "    :sid: '0815'\n"
    "    :email: ada@example.org\n"
    "  - :name: Charles\n"
    "    :email: \n"
    "  :created_at: 2026-11-20 22:59:01.500000000 Z\n"
    "  :score: 1.0\n"
    "  :results:\n"
    "    tests:\n"
    "    - {name: {email: {deep: {er: {and: er}}}}, output: \"x\"}\n"
    "  :history:\n"
    "  - :id: 3\n"
    "    :created_at: 2020-01-01 00:00:00.000000000 Z\n"
    "    :submitters:\n"
    "    - :name: Nobody\n"
    "submission_2:\n"
    "  :created_at: 2026-11-20 22:59:01.000000000 -01:00\n"
    "  :submitters:\n"
    "  - :name: Ada Again\n"
    "    :email: ada@example.com\n"
    "submission_9:\n"
    "  :submitters:\n"
    "  - :name: Gone\n";

static void reads_gradescope(void **state)
{
    struct intake in;
    struct handedin *h = *state;
    handedin_put(h, "submission_metadata.yml", metadata);
    handedin_put(h, "submission_1/connect-1.py", "1");
    handedin_put(h, "submission_2/connect-2.py", "1");
    handedin_put(h, "submission_3/connect-2.py", "1");
    opens(&in, h, NULL);
    assert_string_equal(in.layout, "gradescope");
    has_students(&in, "Charles|Charles||: connect-1.py\n"
                      "ada-7b1c30|Ada Again||: connect-2.py\n"
                      "ada-894464|Ada Lovelace|0815|: connect-1.py\n");
    assert_int_equal(student(&in, "Charles")->attempts[0].at_ms, 1795215541500);
    assert_int_equal(student(&in, "ada-7b1c30")->attempts[0].at_ms, 1795219141000);
    assert_int_equal(in.note_count, 2);
    intake_close(&in);
    handedin_put(h, "submission_metadata.yml", "a: b\n  c: [");
    struct error err;
    const struct intake_order order = {.folder = h->folder, .unpacked = h->unpacked};
    assert_int_equal(intake_open(&in, &order, &err), -1);
    assert_non_null(strstr(err.text, "submission_metadata.yml:2: "));
}

/* The last commit's time is 1600000000; of its configuration nothing may be done. */
static bool make_clone(const struct handedin *h, const char *name)
{
    static const char script[] =
        "export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null; cd '%s' && git init "
        "-q . && git config user.name A && git config user.email a@b "
        "&& git add . && GIT_AUTHOR_DATE='1500000000 +0000' "
        "GIT_COMMITTER_DATE='1600000000 +0000' git commit -q -m one && "
        "git config log.showSignature true && git config gpg.program 'touch %s/evil' && "
        "git config core.fsmonitor 'touch %s/evil' && git config core.pager 'touch "
        "%s/evil' && git %s >/dev/null 2>&1";
    bool packed = strchr(name, '2') != NULL;
    char *path = handedin_path(h, name);
    char *command = mem_printf(script, path, h->root, h->root, h->root,
                               packed ? "pack-refs --all" : "rev-parse HEAD");
    bool made = system(command) == 0;
    free(command);
    free(path);
    return made;
}

static void reads_classroom(void **state)
{
    struct intake in;
    struct handedin *h = *state;
    struct stat info;
    handedin_put(h, "week-3-ada/connect-1.py", "1");
    handedin_put(h, "week-3-bob-2/connect-1.py", "1");
    handedin_put(h, "week-3-cleo/connect-1.py", "1");
    handedin_put(h, "week-3-cleo/.git/HEAD", "ref: refs/../../x\n");
    handedin_time(h, "week-3-cleo/connect-1.py", 1500);
    handedin_put(h, "notes.txt", "1");
    if (system("git --version >/dev/null 2>&1") != 0)
        skip(); /* git is not installed */
    assert_true(make_clone(h, "week-3-ada"));
    assert_true(make_clone(h, "week-3-bob-2"));
    opens(&in, h, NULL);
    assert_string_equal(in.layout, "classroom");
    has_keys(&in, "ada bob-2 cleo");
    assert_int_equal(student(&in, "ada")->attempts[0].at_ms, 1600000000000);
    assert_int_equal(student(&in, "bob-2")->attempts[0].at_ms, 1600000000000);
    assert_int_equal(student(&in, "cleo")->attempts[0].at_ms, 1500000);
    has_files(&in, &student(&in, "ada")->attempts[0], "connect-1.py");
    char *evil = mem_printf("%s/evil", h->root);
    assert_int_equal(stat(evil, &info), -1);
    free(evil);
    intake_close(&in);
}

static void reads_files(void **state)
{
    static const struct exercise exercises[] = {{.id = (char *)"connect-1"},
                                                {.id = (char *)"connect-2"}};
    struct assigned list[] = {{.exercise = &exercises[0]}, {.exercise = &exercises[1]}};
    const struct assignment a = {.list = list, .count = 2};
    struct intake in;
    struct error err;
    struct handedin *h = *state;
    const struct intake_order order = {
        .folder = h->folder, .unpacked = h->unpacked, .assignment = &a};
    handedin_put(h, "ada-connect-1.py", "1");
    handedin_put(h, "ada_Connect2.c", "1");
    handedin_put(h, "ann-lee-connect-1.py", "1");
    handedin_put(h, "ann-connect-1.py", "1");
    handedin_put(h, "bob.py", "1");
    handedin_put(h, "cleo.ipynb", "1");
    handedin_put(h, "connect-1.py", "1");
    handedin_put(h, "grades.csv", "1");
    assert_int_equal(intake_open(&in, &order, &err), 0);
    assert_string_equal(in.layout, "files");
    has_students(&in, "ada|ada||: Connect2.c connect-1.py\nann|ann||: connect-1.py\n"
                      "ann-lee|ann-lee||: connect-1.py\nbob|bob||: bob.py\n"
                      "cleo|cleo||: cleo.ipynb\n");
    assert_int_equal(in.note_count, 2);
    assert_non_null(strstr(in.notes[0], "whose it is"));
    intake_close(&in);
    handedin_put(h, "dora/connect-1.py", "1");
    assert_int_equal(intake_open(&in, &order, &err), -1);
    assert_non_null(strstr(err.text, "--layout folders) or loose files"));
    assert_int_equal(err.kind, ERROR_USAGE);
}

static char *bytes_of(const struct handedin *h, const char *name, size_t *len)
{
    struct buf out = {0};
    char *path = handedin_path(h, name);
    assert_int_equal(file_read(&out, "", path, 1 << 20, NULL), 0);
    unlink(path);
    free(path);
    return buf_take(&out, len);
}

/* Archives of students in the archive of a course. */
static void opens_archives(void **state)
{
    struct handedin *h = *state;
    struct made m = {0};
    struct intake in;
    struct error err;
    size_t len;
    begin(&m, ZIP);
    put(&m, "hw/connect-1.py", "1");
    put(&m, "../evil.py", "1");
    put(&m, "more.zip", "1");
    end(&m, h, "hw.zip");
    char *inner = bytes_of(h, "hw.zip", &len);
    begin(&m, ZIP);
    put_entry(&m, "submissions/doejane_4711_815_hw.zip", AE_IFREG, NULL, 0644, inner,
              len);
    put(&m, "submissions/leeann_12_817_connect-1.py", "1");
    put(&m, "submissions/roebob_13_818_broken.tar.gz", "x");
    end(&m, h, "course.zip");
    char *course = handedin_path(h, "course.zip");
    const struct intake_order order = {.folder = course, .unpacked = h->unpacked};
    assert_int_equal(intake_open(&in, &order, &err), 0);
    assert_string_equal(in.layout, "canvas");
    assert_int_equal(in.note_count, 0);
    has_students(&in,
                 "doejane-4711|doejane|4711|: hw\nleeann-12|leeann|12|: connect-1.py\n"
                 "roebob-13|roebob|13|: broken\n");
    assert_int_equal(in.note_count, 3);
    assert_string_equal(in.notes[0],
                        "doejane_4711_815_hw.zip: \"../evil.py\" was left out: "
                        "its path leads out of the archive.");
    intake_close(&in);
    handedin_put(h, "ada.zip", "x"); /* a folder for each student, or an archive */
    handedin_put(h, "bob/connect-1.py", "x");
    handedin_put(h, "bob.tar.gz", "x");
    free(bytes_of(h, "course.zip", &len));
    opens(&in, h, NULL);
    assert_string_equal(in.notes[0],
                        "bob.tar.gz was left out: there is a folder bob, too.");
    has_students(&in, "ada|ada||:\nbob|bob||: connect-1.py\n");
    intake_close(&in);
    free(course);
    free(inner);
}

/* Of one folder in an archive it is told whether it is a student's. */
static void goes_down_to_the_course(void **state)
{
    static const struct {
        const char *names[3], *layout, *keys;
    } rows[] = {
        {{"week-3/ada/a.py", "week-3/bob/a.py"}, "folders", "ada bob"},
        {{"ada/src/a.py", "ada/b.py"}, "folders", "ada"},
        {{"x_1_assignsubmission_file_/a/a.py", "x_1_assignsubmission_file_/b/a.py"},
         "moodle",
         "x-1"},
        {{"assignment_1_export/submission_metadata.yml", "assignment_1_export/s/a.py"},
         "gradescope",
         "Ada"},
    };
    struct handedin *h = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct made m = {0};
        struct intake in;
        struct error err;
        begin(&m, ZIP);
        for (size_t k = 0; rows[i].names[k]; k++)
            put(&m, rows[i].names[k], "s: {submitters: [{name: Ada}]}");
        end(&m, h, "course.zip");
        char *course = handedin_path(h, "course.zip");
        const struct intake_order order = {.folder = course, .unpacked = h->unpacked};
        if (intake_open(&in, &order, &err) < 0)
            fail_msg("%s", err.text);
        assert_string_equal(in.layout, rows[i].layout);
        has_keys(&in, rows[i].keys);
        intake_close(&in);
        free(course);
    }
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
        handedin_test(reads_canvas),
        handedin_test(reads_moodle),
        handedin_test(reads_gradescope),
        handedin_test(reads_classroom),
        handedin_test(reads_files),
        handedin_test(opens_archives),
        handedin_test(goes_down_to_the_course),
        handedin_test(refuses_what_is_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
