/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "run/cellcode.h"
#include "run/needed.h"

static void commands_become_pass(void **state)
{
    (void)state;
    static const struct {
        const char *cell, *program;
    } rows[] = {
        {"", ""},
        {"x = 1", "x = 1"},
        {"%matplotlib inline\nx = 1\n", "pass\nx = 1\n"},
        {"if a:\n    !ls -l\n    %cd /\n", "if a:\n    pass\n    pass\n"},
        {"x = !ls\ny = %pwd\nz != 1\n", "pass\npass\nz != 1\n"},
        {"socket?\nsocket.socket??\n?socket", "pass\npass\npass"},
        {"x = 1; !ls; y", "x = 1; pass"},
        {"!echo it's \\\n  fine\nx", "pass\n\nx"},
        {"%time f(1)\n  %time  x = 2\n%times", "f(1)\n  x = 2\npass"},
        {"%%time\n\n%cd\nx", "\n\npass\nx"},
        {"%%writefile x.py\nx", "\nx"},
        {"%%bash\nls", ""},
        {"print('''\n%no\n!no\n''')\n", "print('''\n%no\n!no\n''')\n"},
        {"x = (1\n% 2)\n", "x = (1\n% 2)\n"},
        {"x = 7 \\\n  % 2\n", "x = 7 \\\n  % 2\n"},
        {"'a\\'\n!ls", "'a\\'\npass"},
        {"# what?\nx  # why?\n\"%s?\" % 1", "# what?\nx  # why?\n\"%s?\" % 1"},
        {"f(a=1, b= '!')\na %= 2", "f(a=1, b= '!')\na %= 2"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf out = {0};
        cellcode_program(rows[i].cell, &out);
        if (strcmp(buf_text(&out), rows[i].program) != 0)
            fail_msg("row %zu: \"%s\"", i, buf_text(&out));
        buf_close(&out);
    }
}

static void tells_code(void **state)
{
    (void)state;
    static const char *const code[] = {"x", "%time f()\nx", "%%time\nx", "# a\nb", "''"};
    static const char *const none[] = {"",          "\n \n", "# a\n  # b",
                                       "%%bash\nx", "!ls",   "%cd"};
    for (size_t i = 0; i < sizeof code / sizeof *code; i++)
        assert_true(cellcode_is_code(code[i]));
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_false(cellcode_is_code(none[i]));
}

/* Each definition as "LINE:TEXT|". */
static void finds_definitions(void **state)
{
    (void)state;
    static const struct {
        const char *cell, *found;
    } rows[] = {
        {"", ""},
        {"import a; import b\nfrom c import (\n  d)\n",
         "1:import a|1:import b|2:from c import (\n  d)|"},
        {"a = 1; f(); b = 2", "1:a = 1|1:b = 2|"},
        {"def f(x):\n    return g(x)\n\n# next\n\nf(1)\n",
         "1:def f(x):\n    return g(x)|"},
        {"f()\n@d\n@e(1)\nclass A:\n\n    def b(self): pass\nx.y = 1\n",
         "2:@d\n@e(1)\nclass A:\n\n    def b(self): pass|"},
        {"async def f():\n\tawait g()\nawait f()\n", "1:async def f():\n\tawait g()|"},
        {"def f(): a; b\nc", "1:def f(): a; b|"},
        {"a, b = 1, 'x'\nc: int = 2\nd = e = [1, (2, 3)]\nf: a.b = None",
         "1:a, b = 1, 'x'|2:c: int = 2|3:d = e = [1, (2, 3)]|4:f: a.b = None|"},
        {"a = f()\nb = x.g (1)\nc = d[0]()\ne = ''.join(f())\nh = f\"{g()}\"\ni = await "
         "j\n"
         "k = (yield)\nl += 1\nm == 2\nn(o=1)\np.q = 1\n",
         ""},
        {"a = 'x'.encode()\nb = int('1') + 2\nc = lambda: f()\nd = not (a)\n",
         "1:a = 'x'.encode()|2:b = int('1') + 2|3:c = lambda: f()|4:d = not (a)|"},
        {"while True: a = 1\nif b: c = 1\nfor d in e: f = 1\ntry: g = 1\nexcept: h = 1\n",
         ""},
        {"if a:\n    b = 1\n    def c(): pass\nelse:\n    import d\n", ""},
        {"%cd /\na = !ls\n'''\nb = 1\n'''\nc = '''\nd = 1\n'''",
         "6:c = '''\nd = 1\n'''|"},
        {"defer = 1\nimportant = 2\nclassy", "1:defer = 1|2:important = 2|"},
        {"f(\na = 1\n", ""},
        {"%%bash\na=1", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct definitions d = {0};
        struct buf out = {0};
        cellcode_definitions(rows[i].cell, &d);
        for (size_t k = 0; k < d.count; k++)
            buf_printf(&out, "%d:%s|", d.list[k].line, d.list[k].text);
        if (strcmp(buf_text(&out), rows[i].found) != 0)
            fail_msg("row %zu: \"%s\"", i, buf_text(&out));
        buf_close(&out);
        definitions_close(&d);
    }
}

static void marks_what_is_needed(void **state)
{
    (void)state;
    static const struct {
        const char *cell, *earlier, *needed; /* lines */
    } rows[] = {
        {"a(b.c)", "import a\nimport d\nb = 1\ne = 2\n", "1 3 "},
        {"a()", "def a():\n    return b\nb = c = d\ndef d(): f()\nimport g, f\ng = 1\n",
         "1 3 4 5 6 "},
        {"aa = a_", "a = 1\ndef aa(): pass\nimport a_\n", "2 3 "},
        {"x", "from a import *\nfrom b import c\nfrom d import (\n  x as y)\n", "1 3 "},
        {"a", "@b\ndef a(): pass\nimport b\n@c(1)\nclass d: pass\n", "1 3 "},
        {"a", "def b(): b()\ndef c(): d()\ndef d(): c()\n", ""},
        {"a", "a = 1\na = 2\n", "1 2 "},
        {"", "a = 1\n", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct definitions d = {0};
        struct buf out = {0};
        cellcode_definitions(rows[i].earlier, &d);
        needed_mark(&d, rows[i].cell);
        for (size_t k = 0; k < d.count; k++)
            if (d.list[k].needed)
                buf_printf(&out, "%d ", d.list[k].line);
        if (strcmp(buf_text(&out), rows[i].needed) != 0)
            fail_msg("row %zu: \"%s\"", i, buf_text(&out));
        buf_close(&out);
        definitions_close(&d);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commands_become_pass),
        cmocka_unit_test(tells_code),
        cmocka_unit_test(finds_definitions),
        cmocka_unit_test(marks_what_is_needed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
