/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/digest.h"
#include "batch/work.h"
#include "handedin.h"

static const struct exercise exercises[] = {
    {.id = (char *)"connect-1", .title = (char *)"One", .set = (char *)"Connecting"},
    {.id = (char *)"connect-2", .title = (char *)"Two", .set = (char *)"Connecting"},
    {.id = (char *)"chat",
     .title = (char *)"Chat",
     .set = (char *)"Chat",
     .student = STUDENT_BOTH},
};

/* What is found for each exercise: "connect-1=PATH connect-2!PROBLEM chat=CLIENT+SERVER". */
struct found {
    struct work *list;
    size_t count;
    struct leftover rest;
    struct intake in;
};

static void find(struct found *f, const struct handedin *h, const struct assignment *a)
{
    struct error err;
    const struct intake_order order = {
        .folder = h->folder, .layout = "folders", .unpacked = h->unpacked};
    assert_int_equal(intake_open(&f->in, &order, &err), 0);
    assert_int_equal(intake_list(&f->in, &f->in.students[0].attempts[0], &err), 0);
    work_find(a, &f->in.students[0].attempts[0], &f->list, &f->count, &f->rest);
}

static void found_close(struct found *f)
{
    for (size_t i = 0; i < f->count; i++)
        work_close(&f->list[i]);
    free(f->list);
    leftover_close(&f->rest);
    intake_close(&f->in);
}

static void finds(const struct handedin *h, struct assigned *assigned, size_t count,
                  const char *wanted)
{
    struct assignment a = {.list = assigned, .count = count};
    struct found f = {0};
    struct buf out = {0};
    size_t top = strlen(h->folder) + strlen("/ada/");
    find(&f, h, &a);
    for (size_t i = 0; i < f.count; i++) {
        const struct work *w = &f.list[i];
        buf_printf(&out, "%s%s%s%s", i ? " " : "", assigned[w->exercise].exercise->id,
                   w->problem ? "!" : "=",
                   w->problem               ? w->problem
                   : strlen(w->path) <= top ? "."
                                            : w->path + top);
        if (w->server)
            buf_printf(&out, "+%s", w->server + top);
    }
    /* Of a problem the beginning will do. */
    size_t len = strchr(wanted, '!') ? strlen(wanted) : SIZE_MAX;
    if (strncmp(buf_text(&out), wanted, len) != 0)
        fail_msg("wanted: %s\ncame:   %s", wanted, buf_text(&out));
    buf_close(&out);
    found_close(&f);
}

static void by_names(void **state)
{
    struct handedin *h = *state;
    struct assigned list[] = {{.exercise = &exercises[0]}, {.exercise = &exercises[1]}};
    handedin_put(h, "ada/notes.txt", "");
    finds(h, list, 2, "");
    handedin_put(h, "ada/week-3/Connect_1.py", "1");
    handedin_put(h, "ada/week-3/connect-2.py", "2");
    finds(h, list, 2, "connect-1=week-3/Connect_1.py connect-2=week-3/connect-2.py");
    handedin_put(h, "ada/connect-1-2.py", "1"); /* as Canvas numbers what comes again */
    handedin_put(h, "ada/connect-1-10.py", "1");
    finds(h, list, 2, "connect-1=connect-1-10.py connect-2=week-3/connect-2.py");
    handedin_put(h, "ada/connect-1.c", "int main(void) { return 0; }");
    handedin_put(h, "ada/connect-1", "\177ELF");
    finds(h, list, 2, "connect-1=connect-1.c connect-2=week-3/connect-2.py");
    handedin_put(h, "ada/connect-1.py", "1");
    finds(h, list, 2,
          "connect-1!connect-1.c and connect-1.py could both be the program for "
          "connect-1:");
}

static void by_patterns(void **state)
{
    struct handedin *h = *state;
    char *python[] = {(char *)"CLIENT*.py", (char *)"*.c"};
    char *path[] = {(char *)"src/*.py"};
    struct assigned list[] = {
        {.exercise = &exercises[0], .patterns = python, .pattern_count = 2},
        {.exercise = &exercises[1], .patterns = path, .pattern_count = 1}};
    handedin_put(h, "ada/hw/client.py", "1");
    handedin_put(h, "ada/hw/z.c", "1");
    handedin_put(h, "ada/hw/connect-1.py", "1");
    handedin_put(h, "ada/hw/src/two.py", "2");
    finds(h, list, 2, "connect-1=hw/client.py connect-2=hw/src/two.py");
    list[0].patterns = path; /* nothing there: by its name */
    list[0].pattern_count = 1;
    path[0] = (char *)"none/*";
    finds(h, list, 2,
          "connect-1=hw/connect-1.py connect-2!hw/client.py and 2 more are for no "
          "exercise");
}

static void the_only_one(void **state)
{
    struct handedin *h = *state;
    struct assigned list[] = {{.exercise = &exercises[0]}};
    handedin_put(h, "ada/report.pdf", "x");
    finds(h, list, 1, "connect-1=report.pdf");
    handedin_put(h, "ada/homework/main.py", "1");
    finds(h, list, 1, "connect-1=homework/main.py");
    handedin_put(h, "ada/homework/other.py", "1");
    finds(h, list, 1, "connect-1=.");
}

static void two_programs(void **state)
{
    struct handedin *h = *state;
    struct assigned list[] = {{.exercise = &exercises[2]}, {.exercise = &exercises[0]}};
    handedin_put(h, "ada/chat-client.py", "import socket\n");
    finds(h, list, 2,
          "chat!it takes two programs, a server and a client, and the server "
          "was not handed in");
    handedin_put(h, "ada/server_chat.py", "import socket\n");
    finds(h, list, 2, "chat=chat-client.py+server_chat.py");
    char *client[] = {(char *)"c.py"}, *server[] = {(char *)"s.py"};
    list[0].client_patterns = client;
    list[0].server_patterns = server;
    list[0].client_pattern_count = list[0].server_pattern_count = 1;
    handedin_put(h, "ada/c.py", "import socket\n");
    handedin_put(h, "ada/s.py", "import socket\n");
    finds(h, list, 2, "chat=c.py+s.py");
}

static void two_in_a_folder(void **state)
{
    struct handedin *h = *state;
    struct assigned list[] = {{.exercise = &exercises[2]}, {.exercise = &exercises[0]}};
    handedin_put(h, "ada/chat/server.py", "import socket\n");
    handedin_put(h, "ada/chat/client.py", "import socket\n");
    finds(h, list, 2, "chat=chat/client.py+chat/server.py");
    handedin_put(h, "ada/chat/server.c", "int main(void) { return 0; }\n");
    finds(h, list, 2, "chat!It can't be told which is the server");
}

#define NOTEBOOK(first)                                                                  \
    "{\"nbformat\": 4, \"nbformat_minor\": 5, \"metadata\": {}, \"cells\": ["            \
    "{\"cell_type\": \"code\", \"metadata\": {}, \"outputs\": [], "                      \
    "\"execution_count\": null, \"source\": \"" first "\"}]}"

static void in_notebooks(void **state)
{
    struct handedin *h = *state;
    struct assigned list[] = {{.exercise = &exercises[0]}, {.exercise = &exercises[1]}};
    handedin_put(h, "ada/Week 3.ipynb", NOTEBOOK("# connect-2\\nimport socket"));
    finds(h, list, 2, "connect-2=Week 3.ipynb");
    handedin_put(h, "ada/broken.ipynb", "{");
    finds(h, list, 2, "connect-1!");
    handedin_put(h, "ada/copy.ipynb", NOTEBOOK("# connect-2\\nimport sys"));
    handedin_put(h, "ada/connect-1.py", "import socket");
    finds(
        h, list, 2,
        "connect-1=connect-1.py connect-2!Week 3.ipynb and copy.ipynb both have a cell");
}

/* Three tasks above two cells: which is which is for the instructor to see. */
static void unclear_in_a_notebook(void **state)
{
    struct handedin *h = *state;
    struct assigned list[] = {{.exercise = &exercises[0]}, {.exercise = &exercises[1]}};
    handedin_put(h, "ada/a.ipynb", NOTEBOOK("# connect-2\\n"));
    finds(h, list, 2, "connect-1!a.ipynb is for no exercise");
    handedin_put(h, "ada/b.ipynb",
                 "{\"nbformat\": 4, \"nbformat_minor\": 5, \"metadata\": {}, \"cells\": ["
                 "{\"cell_type\": \"markdown\", \"metadata\": {}, \"source\": \"# "
                 "Connecting\\n1. a\\n2. b\\n3. c\\n\"},"
                 "{\"cell_type\": \"code\", \"metadata\": {}, \"outputs\": [], "
                 "\"execution_count\": null, \"source\": \"import socket\"}]}");
    finds(h, list, 2, "connect-1!b.ipynb: 3 tasks stand above 1 code cell");
}

/* What archives hold: "connect-1.zip" is the folder connect-1. */
static void down_to_the_program(void **state)
{
    struct handedin *h = *state;
    struct assigned list[] = {{.exercise = &exercises[0]}, {.exercise = &exercises[1]}};
    handedin_put(h, "ada/connect-1/project/Makefile", "all:");
    handedin_put(h, "ada/connect-1/project/main.c", "");
    handedin_put(h, "ada/connect-1/__MACOSX/x", "");
    finds(h, list, 2, "connect-1=connect-1/project");
    handedin_put(h, "ada/connect-1/Makefile", "all:");
    finds(h, list, 2, "connect-1=connect-1");
}

/* A slip in a name is told, but not where an exercise of another number is what it is. */
static void names_that_come_near(void **state)
{
    struct handedin *h = *state;
    struct assigned list[] = {{.exercise = &exercises[0]}, {.exercise = &exercises[1]}};
    handedin_put(h, "ada/notes.txt", "x");
    finds(h, list, 2, "");
    handedin_put(h, "ada/connect-3.py", "1");
    finds(h, list, 2,
          "connect-1!connect-3.py is for no exercise "
          "connect-2!connect-3.py is for no exercise");
    handedin_put(h, "ada/Conect_1.py", "1");
    finds(h, list, 2,
          "connect-1!Conect_1.py is for no exercise (did you mean connect-1?) "
          "connect-2!connect-3.py is for no exercise");
    handedin_put(h, "ada/hw.rar", "Rar!");
    finds(h, list, 2,
          "connect-1!Conect_1.py is for no exercise (did you mean connect-1?) "
          "connect-2!hw.rar is not unpacked");
}

/* What can't be read may hold what is not there. */
static void what_can_not_be_read(void **state)
{
    struct handedin *h = *state;
    struct assigned list[] = {{.exercise = &exercises[0]}, {.exercise = &exercises[1]}};
    handedin_put(h, "ada/connect-1.py", "1");
    handedin_put(h, "ada/hw.zip", "PK");
    finds(h, list, 2,
          "connect-1=connect-1.py connect-2!Not all that was handed in could");
    finds(h, list, 1, "connect-1=connect-1.py");
}

/* Half of two programs is not judged: nobody can say what is missing but the student. */
static void half_of_two(void **state)
{
    struct handedin *h = *state;
    struct assigned list[] = {{.exercise = &exercises[2]}};
    handedin_put(h, "ada/server.py", "import socket\n");
    finds(h, list, 1,
          "chat!it takes two programs, a server and a client, and there is only one; "
          "call them chat-server and chat-client");
}

/* --- content ----------------------------------------------------------------------------- */

static void content(const struct handedin *h, const char *name, char hex[DIGEST_HEX])
{
    struct error err;
    unsigned char sha[DIGEST_SIZE];
    struct work w = {.path = handedin_path(h, name)};
    if (work_content(&w, &exercises[0], sha, &err) < 0)
        fail_msg("%s", err.text);
    digest_hex(sha, hex);
    work_close(&w);
}

static bool same(const struct handedin *h, const char *a, const char *b)
{
    char x[DIGEST_HEX], y[DIGEST_HEX];
    content(h, a, x);
    content(h, b, y);
    return strcmp(x, y) == 0;
}

static void knows_the_same_program(void **state)
{
    struct handedin *h = *state;
    handedin_put(h, "a/x.py", "print(1)\n");
    handedin_put(h, "b/client.py", "print(1)\n");
    handedin_put(h, "b/client.rb", "print(1)\n");
    handedin_put(h, "b/other.py", "print(2)\n");
    assert_true(same(h, "a/x.py", "b/client.py"));
    assert_false(same(h, "b/client.py", "b/client.rb"));
    assert_false(same(h, "b/client.py", "b/other.py"));
    handedin_put(h, "b/A.java", "class A {}\n");
    handedin_put(h, "b/B.java", "class A {}\n");
    assert_false(same(h, "b/A.java", "b/B.java"));
    handedin_put(h, "f/client/client.py", "import one\n");
    handedin_put(h, "f/client/one.py", "");
    handedin_put(h, "g/client/one.py", "");
    handedin_put(h, "g/client/client.py", "import one\n");
    assert_true(same(h, "f/client", "g/client"));
    handedin_put(h, "g/client/one.py", "1");
    assert_false(same(h, "f/client", "g/client"));
}

static void opens_what_was_found(void **state)
{
    struct handedin *h = *state;
    struct assigned list[] = {{.exercise = &exercises[0]}, {.exercise = &exercises[1]}};
    struct assignment a = {.list = list, .count = 2};
    struct found f;
    struct submission program, server;
    struct error err;
    char *unclear;
    handedin_put(h, "ada/Week 3.ipynb", NOTEBOOK("# connect-2\\nimport socket"));
    handedin_put(h, "ada/connect-1.py", "1");
    handedin_put(h, "ada/connect-1.c", "1");
    find(&f, h, &a);
    assert_int_equal(f.count, 2);
    assert_int_equal(
        work_open(&f.list[0], &exercises[0], &program, &server, &unclear, &err), 0);
    assert_non_null(strstr(unclear, "could both be"));
    assert_string_equal(program.file, "ada");
    free(unclear);
    submission_close(&program);
    assert_int_equal(
        work_open(&f.list[1], &exercises[1], &program, &server, &unclear, &err), 0);
    assert_null(unclear);
    assert_int_equal(program.cell, 1);
    submission_close(&program);
    submission_close(&server);
    found_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        handedin_test(by_names),
        handedin_test(by_patterns),
        handedin_test(the_only_one),
        handedin_test(two_programs),
        handedin_test(two_in_a_folder),
        handedin_test(in_notebooks),
        handedin_test(down_to_the_program),
        handedin_test(unclear_in_a_notebook),
        handedin_test(names_that_come_near),
        handedin_test(what_can_not_be_read),
        handedin_test(half_of_two),
        handedin_test(knows_the_same_program),
        handedin_test(opens_what_was_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
