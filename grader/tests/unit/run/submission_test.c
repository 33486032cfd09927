/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "folder.h"
#include "run/build.h"
#include "run/submission.h"

static void opens_what_is_there(void **state)
{
    (void)state;
    static const struct {
        const char *file, *content;
        size_t len;
        const char *language, *problem;
    } rows[] = {
        {"right.py", "print()\n", 8, "python", ""},
        {"right.c", "int main;\n", 10, "c", ""},
        {"script", "#!/usr/bin/python3\n", 19, "python", ""},
        {"empty.py", "", 0, NULL, "The file is empty."},
        {"empty", "", 0, NULL, "The file is empty."},
        {"rubbish.py", "a\0b", 3, NULL, "not Python text"},
        {"rubbish.c", "\0\1\2", 3, NULL, "not C text"},
        {"text.txt", "hello\n", 6, NULL, ".py (Python), .c (C), "},
        {"elf", "\177ELF", 4, NULL, "compiled program"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct submission s;
        struct error err;
        char content[64], path[300];
        snprintf(path, sizeof path, "%s/%s", folder, rows[i].file);
        put(path, rows[i].content, rows[i].len, 0644);
        assert_int_equal(submission_open(&s, path, &err), 0);
        assert_string_equal(s.path, path);
        assert_string_equal(s.file, rows[i].file);
        if (!strstr(s.problem, rows[i].problem) || !!*s.problem != !!*rows[i].problem)
            fail_msg("row %zu: \"%s\"", i, s.problem);
        assert_int_equal(!s.language, !rows[i].language);
        if (s.language)
            assert_string_equal(s.language->name, rows[i].language);
        assert_int_equal(s.program_fd >= 0, s.language && !s.language->build);
        /* What happens to the file later does not matter. */
        unlink(path);
        assert_int_equal(pread(s.source_fd, content, sizeof content, 0), rows[i].len);
        assert_memory_equal(content, rows[i].content, rows[i].len);
        submission_close(&s);
        submission_close(&s);
    }
}

static void tells_what_is_not_there(void **state)
{
    (void)state;
    put_text("client.py", "x");
    put_text(".hidden.py", "x");
    mkfifo("fifo.py", 0644);
    symlink("nowhere", "link.py");
    static const struct {
        const char *path, *text;
    } rows[] = {
        {"", "the name of the program is empty"},
        {"cleint.py", "cleint.py: there is no such program (did you mean client.py?)"},
        {"./cleint.py", "(did you mean ./client.py?)"},
        {".hiddn.py", "there is no such program"},
        {"xyzzy", "xyzzy: there is no such program"},
        {"no/where/x.py", "there is no such program"},
        {"client.py/x.py", "there is no such program"},
        {"link.py", "there is no such program"},
        {"fifo.py", "fifo.py: this is not a file"},
        {"/dev/null", "this is not a file"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct submission s;
        struct error err = {0};
        assert_int_equal(submission_open(&s, rows[i].path, &err), -1);
        assert_int_equal(err.kind, ERROR_USAGE);
        if (!strstr(err.text, rows[i].text))
            fail_msg("row %zu: \"%s\"", i, err.text);
        submission_close(&s);
    }
}

static bool has_compiler(void)
{
    char tool[300];
    return language_find_tool(language_of("x.c", "", 0), tool, sizeof tool);
}

static int build(struct submission *s, const char *file, const char *text)
{
    struct error err;
    put_text(file, text);
    assert_int_equal(submission_open(s, file, &err), 0);
    int status = build_run(s, STAGE_NONE, NULL, &err);
    if (status < 0)
        fail_msg("%s", err.text);
    return status;
}

static void builds(void **state)
{
    (void)state;
    struct submission s;
    struct error err;
    char head[4] = "";
    if (!has_compiler())
        skip();
    build(&s, "good.c", "int main(void) { return 0; }\n");
    assert_false(s.build_failed);
    assert_true(s.program_fd >= 0);
    assert_int_equal(pread(s.program_fd, head, 4, 0), 4);
    assert_memory_equal(head, "\177ELF", 4);
    int built = s.program_fd;
    assert_int_equal(build_run(&s, STAGE_NONE, NULL, &err), 0); /* once is enough */
    assert_int_equal(s.program_fd, built);
    submission_close(&s);
}

static void tells_why_it_does_not_build(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int line;
        const char *words;
    } rows[] = {
        {"int main(void)\n{\n    return x;\n}\n", 3, "undeclared"},
        {"#include <nothing.h>\n", 1, "nothing.h"},
        {"int f(void);\nint main(void)\n{\n    return f();\n}\n", 4,
         "undefined reference"},
    };
    if (!has_compiler())
        skip();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct submission s;
        build(&s, "bad.c", rows[i].text);
        assert_true(s.build_failed);
        assert_int_equal(s.program_fd, -1);
        if (s.build_error.line != rows[i].line
            || !strstr(s.build_error.text, rows[i].words))
            fail_msg("row %zu: line %d, \"%s\"", i, s.build_error.line,
                     s.build_error.text);
        submission_close(&s);
    }
}

/* Python has nothing to build, and what can't be run is not built. */
static void builds_only_what_has_to_be(void **state)
{
    (void)state;
    struct submission s;
    build(&s, "x.py", "def (\n");
    assert_false(s.build_failed);
    submission_close(&s);
    build(&s, "empty.c", "");
    assert_false(s.build_failed);
    assert_int_equal(s.program_fd, -1);
    submission_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(opens_what_is_there),
        cmocka_unit_test(tells_what_is_not_there),
        cmocka_unit_test(builds),
        cmocka_unit_test(tells_why_it_does_not_build),
        cmocka_unit_test(builds_only_what_has_to_be),
    };
    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
