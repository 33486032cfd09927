/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "folder.h"
#include "run/language.h"

#define ELF "\177ELF\2\1\1"

static void tells_by_name_and_content(void **state)
{
    (void)state;
    static const struct {
        const char *path, *head, *name;
    } rows[] = {
        {"x.py", "print()", "python"},
        {"a/b/x.py", "", "python"},
        {"x.c", "int main", "c"},
        {"x.c.py", "", "python"},
        {"x", "#!/usr/bin/env python3\n", "python"},
        {"x", "#!/usr/bin/python", "python"},
        {"x.txt", "#! /usr/bin/python3 -u\nprint", "python"},
        {"x", "#!/bin/sh\n# python\n", "sh"},
        {"x.sh", "echo", "sh"},
        {"x.sh", "#!/bin/bash\n", "bash"},
        {"x.sh", "#!/usr/bin/env -S LANG=C bash -e\r\n", "bash"},
        {"x.sh", "#! /usr/bin/zsh\n", "script"},
        {"x.py", "#!/usr/bin/perl\n", "python"},
        {"x", "#!/usr/bin/ruby3.1 -w\n", "ruby"},
        {"x", "#!/usr/bin/perl", "perl"},
        {"x", "#!/usr/bin/env\n", NULL},
        {"x", "#!\n", NULL},
        {"x.rs", "fn main() {}", "rust"},
        {"x.pl", "", "perl"},
        {"x", "# python\n", NULL},
        {"x", ELF, "executable"},
        {"x.py", ELF, "executable"},
        {"x.c", ELF, "executable"},
        {"x", "\177EL", NULL},
        {"x", "", NULL},
        {"x.rb", "puts", "ruby"},
        {"x.lua", "print()", NULL},
        {"x.cc", "int main", "c++"},
        {"x.cpp", "int main", "c++"},
        {"x.cxx", "int main", "c++"},
        {"xpy", "", NULL},
        {".py", "", NULL},
        {"x.PY", "", NULL},
        {"py", "#!", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct language *l =
            language_of(rows[i].path, rows[i].head, strlen(rows[i].head));
        if (!l != !rows[i].name || (l && strcmp(l->name, rows[i].name) != 0))
            fail_msg("row %zu: %s", i, l ? l->name : "none");
    }
}

static void rows_are_whole(void **state)
{
    (void)state;
    size_t count = 0;
    for (const struct language *l; (l = language_at(count)); count++) {
        assert_non_null(l->name);
        assert_non_null(l->title);
        assert_non_null(l->extensions);
        assert_true(!l->tools == !l->package);
        assert_true(!l->build == !l->build_error);
        assert_true(!l->waits == !l->where_signal);
        assert_false(l->interpreted && l->build);
        for (int i = 0; i < LIMITS; i++) {
            const struct limit_row *row = limit_row((enum limit_kind)i);
            int64_t value = l->limits.value[i];
            assert_true(!value || (value >= row->least && value <= row->most));
            assert_int_not_equal(value, row->usual); /* that needs no saying */
        }
    }
    assert_int_equal(count, 13);
    assert_null(language_at(count + 100));
}

static bool find(const char *path, char *out, size_t size)
{
    setenv("PATH", path, 1);
    return language_find_tool(language_of("x.py", "", 0), out, size);
}

/* A shim is a script, which costs a start of its own; the real one stands behind it. */
static void finds_the_real_tool(void **state)
{
    (void)state;
    static const char shim[] = "#!/bin/sh\nexec python3\n";
    char path[2000], want[300], tool[300];
    mkdir("shims", 0755);
    mkdir("real", 0755);
    mkdir("plain", 0755);
    mkdir("locked", 0755);
    put("shims/python3", shim, sizeof shim - 1, 0755);
    put("plain/python3", ELF "1234", 11, 0644); /* not to be executed */
    put("locked/python3", ELF "1234", 11, 0755);
    chmod("locked", 0700); /* others can't reach it */
    put("real/python3", ELF "1234", 11, 0755);
    put("real/python", ELF "1234", 11, 0755);
    const char *other = geteuid() ? "plain" : "locked";
    snprintf(path, sizeof path, "%s/none:%s/shims::shims:%s/plain:%s/%s:%s/real:/usr/bin",
             folder, folder, folder, folder, other, folder);
    snprintf(want, sizeof want, "%s/real/python3", folder);
    assert_true(find(path, tool, sizeof tool));
    assert_string_equal(tool, want);

    /* The second name only where the first is nowhere. */
    unlink("real/python3");
    snprintf(path, sizeof path, "%s/shims:%s/real:", folder, folder);
    snprintf(want, sizeof want, "%s/real/python", folder);
    assert_true(find(path, tool, sizeof tool));
    assert_string_equal(tool, want);

    snprintf(path, sizeof path, "%s/shims:real:.", folder); /* only absolute places */
    assert_false(find(path, tool, sizeof tool));
    assert_false(find("/nowhere", tool, sizeof tool));
    setenv("PATH", "/nowhere", 1);
    assert_false(language_find_tool(language_of("x", ELF, 7), tool, sizeof tool));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_by_name_and_content),
        cmocka_unit_test(rows_are_whole),
        cmocka_unit_test(finds_the_real_tool),
    };
    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
