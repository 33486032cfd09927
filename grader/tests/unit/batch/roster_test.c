/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>
#include <unistd.h>

#include "base/buf.h"
#include "batch/roster.h"

/* --- an intake, and a roster as a file ------------------------------------------------- */

static char path[] = "/tmp/roster-XXXXXX";

static int set_up(void **state)
{
    (void)state;
    int fd = mkstemp(path);
    return fd < 0 ? -1 : close(fd);
}

static int tear_down(void **state)
{
    (void)state;
    return unlink(path);
}

static void write_roster(const char *text)
{
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    fclose(file);
}

static struct student *hand_in(struct intake *in, const char *key, const char *name)
{
    struct student *s = intake_student(in, key);
    s->identity.name = mem_text(name);
    student_attempt(s, key);
    return s;
}

static void apply(struct intake *in, const char *roster)
{
    struct error err;
    write_roster(roster);
    if (roster_apply(in, path, &err) < 0)
        fail_msg("%s", err.text);
}

/* "KEY ATTEMPTS NAME LOGIN EMAIL NUMBER CANVAS SIS SECTION", a line each, - for none. */
static void assert_students(struct intake *in, const char *wanted)
{
    struct buf got = {0};
    for (size_t i = 0; i < in->count; i++) {
        const struct identity *d = &in->students[i].identity;
        const char *texts[] = {d->name,      d->login,  d->email,  d->number,
                               d->canvas_id, d->sis_id, d->section};
        buf_printf(&got, "%s %zu", in->students[i].key, in->students[i].attempt_count);
        for (size_t k = 0; k < 7; k++)
            buf_printf(&got, "/%s", texts[k] ? texts[k] : "-");
        buf_putc(&got, '\n');
    }
    assert_string_equal(buf_text(&got), wanted);
    buf_close(&got);
}

static void assert_notes(struct intake *in, const char *const *wanted, size_t count)
{
    if (in->note_count != count)
        fail_msg("%zu notes, the first: %s", in->note_count,
                 in->note_count ? in->notes[0] : "");
    for (size_t i = 0; i < count; i++)
        if (!strstr(in->notes[i], wanted[i]))
            fail_msg("\"%s\" is not in: %s", wanted[i], in->notes[i]);
}

/* --- tests ------------------------------------------------------------------------------ */

static void knows_people_by_what_both_sides_know(void **state)
{
    (void)state;
    struct intake in = {0};
    hand_in(&in, "ada", "ada"); /* the folder is the login */
    hand_in(&in, "bob", NULL)->identity.email = mem_text("BOB@x.example");
    hand_in(&in, "cy", NULL)->identity.canvas_id = mem_text("77");
    hand_in(&in, "doedora", "doedora"); /* as Canvas writes names */
    hand_in(&in, "eva", "Éva  Kovács");
    hand_in(&in, "f12", "f12"); /* the number */
    hand_in(&in, "gus", NULL)->identity.login = mem_text("gus");
    apply(&in, "Last name,First name,ID,SIS User ID,Login ID,Email address,Student "
               "number,Section\n"
               "Lovelace,Ada,1,s1,ada,ada@x.example,a1,A\n"
               "Bee,Bob,2,,,bob@X.example,,A\n"
               "Cee,Cy,77,,cyx,,,B\n"
               "Doe,Dora,4,,,,,B\n"
               "KOVACS,Eva,5,,,,,B\n"
               "Ef,Fay,6,,,,F12,B\n"
               "Gee,Gus,7,,,gus@y.example,,B\n");
    assert_students(&in, "ada 1/Ada Lovelace/ada/ada@x.example/a1/1/s1/A\n"
                         "bob 1/Bob Bee/-/bob@X.example/-/2/-/A\n"
                         "cy 1/Cy Cee/cyx/-/-/77/-/B\n"
                         "doedora 1/Dora Doe/-/-/-/4/-/B\n"
                         "eva 1/Eva KOVACS/-/-/-/5/-/B\n"
                         "f12 1/Fay Ef/-/-/F12/6/-/B\n"
                         "gus 1/Gus Gee/gus/gus@y.example/-/7/-/B\n");
    assert_notes(&in, NULL, 0);
    intake_close(&in);
}

static void lists_who_handed_in_nothing_and_who_is_not_on_it(void **state)
{
    (void)state;
    static const char *const notes[] = {"zoe handed in, and is not on the roster "};
    struct intake in = {0};
    hand_in(&in, "ada", "ada");
    hand_in(&in, "zoe", "zoe");
    apply(&in, "Student,ID,SIS Login ID,Section,Homework (12)\n"
               "    Points Possible,,,,10\n"
               "\"Lovelace, Ada\",1,ada,A,7\n"
               "\"Bee, Bob\",2,bob,A,\n"
               ",,,,\n"
               "\"Cee, Cy\",,,,\n"
               "\"Student, Test\",9,x,A,\n");
    assert_students(&in, "ada 1/Lovelace, Ada/ada/-/-/1/-/A\n"
                         "bob 0/Bee, Bob/bob/-/-/2/-/A\n"
                         "cee-cy 0/Cee, Cy/-/-/-/-/-/-\n"
                         "zoe 1/zoe/-/-/-/-/-/-\n");
    assert_notes(&in, notes, 1);
    intake_close(&in);
}

static void guesses_nobody(void **state)
{
    (void)state;
    static const char *const notes[] = {
        ": lines 2 and 3 have the login of ada; which of them it is was not guessed: "
        "what "
        "is on the roster stands in the gradebook without a grade.",
        ": line 4 has the name of jane, jane-2; which of them it is was not guessed"};
    struct intake in = {0};
    hand_in(&in, "ada", "ada")->identity.login = mem_text("ada");
    hand_in(&in, "jane", "Jane Doe");
    hand_in(&in, "jane-2", "Doe, Jane");
    apply(&in, "login;name\nada;Ada One\nADA;Ada Two\n;Jane Doe\n");
    assert_students(&in, "ADA 0/Ada Two/ADA/-/-/-/-/-\n"
                         "ada 1/ada/ada/-/-/-/-/-\n"
                         "ada-97dbc1 0/Ada One/ada/-/-/-/-/-\n"
                         "jane 1/Jane Doe/-/-/-/-/-/-\n"
                         "jane-2 1/Doe, Jane/-/-/-/-/-/-\n"
                         "jane-doe 0/Jane Doe/-/-/-/-/-/-\n");
    assert_notes(&in, notes, 2);
    intake_close(&in);
}

static void folds_every_apostrophe(void **state)
{
    (void)state;
    struct intake in = {0};
    hand_in(&in, "a", "Shea O'Neill");
    hand_in(&in, "b", "Renée d’Arc");
    apply(&in, "name,section\nShea O’Neill,A\n\"d'ARC, Renee\",B\n");
    assert_students(&in, "a 1/Shea O’Neill/-/-/-/-/-/A\n"
                         "b 1/d'ARC, Renee/-/-/-/-/-/B\n");
    assert_notes(&in, NULL, 0);
    intake_close(&in);
}

static void reads_other_languages_and_tells_what_it_does_not_use(void **state)
{
    (void)state;
    static const char *const notes[] = {
        "not used, since nobody knows what they are: Farbe, "
        "Tr\xC3\xA4ger"};
    struct intake in = {0};
    apply(&in, "Nachname;Vorname;E-Mail-Adresse;Farbe;Tr\xC3\xA4ger\nDoe;Jo;jo@x.example;"
               "rot;x\n");
    assert_students(&in, "jo 0/Jo Doe/-/jo@x.example/-/-/-/-\n");
    assert_notes(&in, notes, 1);
    intake_close(&in);
    in = (struct intake){0};
    apply(&in, "Nom,Pr\xC3\xA9nom,Courriel\nDoe,Jo,jo@x.example\n");
    assert_students(&in, "jo 0/Jo Doe/-/jo@x.example/-/-/-/-\n");
    assert_notes(&in, NULL, 0);
    intake_close(&in);
}

static void tells_of_rows_that_are_the_same(void **state)
{
    (void)state;
    static const char *const notes[] = {
        ": lines 2 and 4 have the same id number (7); each is a student of its own."};
    struct intake in = {0};
    apply(&in, "name,number,email\nA,7,a@x.example\nB,8,b@x.example\nC,7,a@x.example\n");
    assert_int_equal(in.count, 3);
    assert_notes(&in, notes, 1);
    intake_close(&in);
}

static void takes_no_login_for_a_like_one(void **state)
{
    (void)state;
    static const char *const notes[] = {"ab handed in, and is not on the roster "};
    struct intake in = {0};
    hand_in(&in, "ab", "ab");
    apply(&in, "login,email\na.b,a.b@x.example\n");
    assert_int_equal(in.count, 2);
    assert_notes(&in, notes, 1);
    intake_close(&in);
}

/* A name that is another's login must not win over the login. */
static void takes_the_surest_first(void **state)
{
    (void)state;
    struct intake in = {0};
    hand_in(&in, "a", "Jane Doe")->identity.login = mem_text("x2");
    hand_in(&in, "b", "Jane Doe")->identity.login = mem_text("x1");
    apply(&in, "name,username\nJane Doe,x1\nJane Doe,x2\n");
    assert_students(&in, "a 1/Jane Doe/x2/-/-/-/-/-\nb 1/Jane Doe/x1/-/-/-/-/-\n");
    assert_notes(&in, NULL, 0);
    intake_close(&in);
}

static void gives_everybody_an_own_key(void **state)
{
    (void)state;
    struct intake in = {0};
    apply(&in, "name,email\nA,same@x.example\nB,same@y.example\n");
    assert_int_equal(in.count, 2);
    assert_string_not_equal(in.students[0].key, in.students[1].key);
    assert_true(strcmp(in.students[0].key, in.students[1].key) < 0);
    intake_close(&in);
}

static void tells_what_is_no_roster(void **state)
{
    (void)state;
    struct intake in = {0};
    struct error err;
    write_roster("color,shape\nred,round\n");
    assert_int_equal(roster_apply(&in, path, &err), -1);
    assert_int_equal(err.kind, ERROR_USAGE);
    assert_non_null(strstr(err.text, "none of its columns is known (color, shape); a "
                                     "roster has some of: name, first name"));
    write_roster("");
    assert_int_equal(roster_apply(&in, path, &err), -1);
    assert_int_equal(roster_apply(&in, "/none/roster.csv", &err), -1);
    assert_int_equal(err.kind, ERROR_USAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_people_by_what_both_sides_know),
        cmocka_unit_test(lists_who_handed_in_nothing_and_who_is_not_on_it),
        cmocka_unit_test(guesses_nobody),
        cmocka_unit_test(folds_every_apostrophe),
        cmocka_unit_test(reads_other_languages_and_tells_what_it_does_not_use),
        cmocka_unit_test(tells_of_rows_that_are_the_same),
        cmocka_unit_test(takes_no_login_for_a_like_one),
        cmocka_unit_test(takes_the_surest_first),
        cmocka_unit_test(gives_everybody_an_own_key),
        cmocka_unit_test(tells_what_is_no_roster),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
