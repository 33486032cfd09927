/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "run/trace.h"

#define TRACEBACK "Traceback (most recent call last):\n"
#define DUMP                                                                             \
    "Fatal Python error: Aborted\n\nCurrent thread 0x1 (most recent call first):\n"

struct row {
    const char *text;
    bool found;
    int line;
    const char *words;
};

/* The texts are those of real runs, shortened. */
static void check(trace_reader *read, const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct trace t;
        size_t len = strlen(rows[i].text);
        char *copy = malloc(len + 1); /* exact: a sanitizer sees one byte too far */
        memcpy(copy, rows[i].text, len);
        memset(&t, 0x55, sizeof t);
        read(copy, len, "x.py", &t);
        free(copy);
        if (t.found != rows[i].found || t.line != rows[i].line
            || strcmp(t.text, rows[i].words) != 0)
            fail_msg("row %zu: %d, line %d, \"%s\"", i, t.found, t.line, t.text);
    }
}
#define CHECK(read, rows) check(read, rows, sizeof rows / sizeof *rows)

static void python_crashes(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"", false, 0, ""},
        {"hello\n", false, 0, ""},
        {TRACEBACK "  File \"/tmp/sockgrade/x.py\", line 3, in <module>\n    foo()\n"
                   "    ^^^\nNameError: name 'foo' is not defined\n",
         true, 3, "NameError: name 'foo' is not defined"},
        /* the innermost line of one's own, though a library's comes last */
        {TRACEBACK "  File \"x.py\", line 9, in <module>\n    main()\n"
                   "  File \"x.py\", line 5, in main\n    s.bind(1)\n"
                   "  File \"/usr/lib/python3/socket.py\", line 77, in bind\n    bad\n"
                   "TypeError: no\n",
         true, 5, "TypeError: no"},
        /* only the last of several counts */
        {TRACEBACK "  File \"x.py\", line 1, in a\nValueError: one\n\n"
                   "During handling of the above exception, another exception "
                   "occurred:\n\n" TRACEBACK
                   "  File \"x.py\", line 2, in b\nKeyError: 'two'\n",
         true, 2, "KeyError: 'two'"},
        {TRACEBACK "  File \"x.py\", line 1, in a\nValueError: one\n" TRACEBACK
                   "  File \"/usr/lib/y.py\", line 2, in b\nOSError: two\n",
         true, 0, "OSError: two"},
        /* of other files no line is told, also when they end the same */
        {TRACEBACK "  File \"/home/me/ax.py\", line 3, in f\nOSError: x\n", true, 0,
         "OSError: x"},
        {TRACEBACK "  File \"/home/x.py/other.py\", line 3, in f\nOSError: x\n", true, 0,
         "OSError: x"},
        /* cut off, damaged, or made up */
        {TRACEBACK, true, 0, ""},
        {TRACEBACK "  File \"x.py\", line 4", true, 4, ""},
        {TRACEBACK "  File \"x.py\", line \nE: x", true, 0, "E: x"},
        {TRACEBACK "  File \"x.py\", line -7, in f\nE: x", true, 0, "E: x"},
        {TRACEBACK "  File \"x.py\", line 99999999999999999999\nE: x", true, 0, "E: x"},
        {TRACEBACK "  File \"x.py\nE: x", true, 0, "E: x"},
        {"  File \"x.py\", line 4, in f\nNameError: no traceback\n", false, 0, ""},
        {"Error: it prints this\n", false, 0, ""},
    };
    CHECK(trace_python_crash, rows);
}

static void python_waits(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"", false, 0, ""},
        {DUMP "  File \"x.py\", line 5 in <module>\n", true, 5, ""},
        /* the most recent call comes first */
        {DUMP "  File \"x.py\", line 7 in ask\n  File \"x.py\", line 12 in <module>\n",
         true, 7, ""},
        {DUMP "  File \"/usr/lib/python3.12/socket.py\", line 300 in accept\n"
              "  File \"/tmp/x.py\", line 8 in <module>\n",
         true, 8, ""},
        /* of an event loop's task it is not known which one should have spoken */
        {DUMP "  File \"/usr/lib/python3.12/selectors.py\", line 1 in select\n"
              "  File \"/usr/lib/python3.12/asyncio/base_events.py\", line 2 in run\n"
              "  File \"x.py\", line 30 in <module>\n",
         false, 0, ""},
        {DUMP "  File \"/usr/lib/python3.12/socketserver.py\", line 1 in serve\n"
              "  File \"x.py\", line 30 in <module>\n",
         false, 0, ""},
        /* nor of two threads */
        {"Thread 0x2 (most recent call first):\n  File \"x.py\", line 4 in f\n\n"
         "Current thread 0x1 (most recent call first):\n  File \"x.py\", line 9 in g\n",
         false, 0, ""},
        {DUMP "  File \"other.py\", line 5 in <module>\n", false, 0, ""},
        {"  File \"x.py\", line 5 in <module>\n", false, 0, ""},
        {DUMP, false, 0, ""},
    };
    CHECK(trace_python_waits, rows);
}

static void python_refuses(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"", false, 0, ""},
        {"  File \"/tmp/x.py\", line 2\n    def (\n        ^\nSyntaxError: invalid "
         "syntax\n",
         true, 2, "SyntaxError: invalid syntax"},
        {"  File \"x.py\", line 3\n    x\nIndentationError: unexpected indent\n", true, 3,
         "IndentationError: unexpected indent"},
        {"  File \"x.py\", line 3\n    x\nTabError: inconsistent use of tabs\n", true, 3,
         "TabError: inconsistent use of tabs"},
        /* it ran: an eval() of its own */
        {TRACEBACK
         "  File \"x.py\", line 3, in <module>\n    eval('(')\n"
         "  File \"<string>\", line 1\n    (\nSyntaxError: '(' was never closed\n",
         false, 0, ""},
        {"  File \"y.py\", line 2\n    def (\nSyntaxError: invalid syntax\n", false, 0,
         ""},
        {"SyntaxError: it prints this\n", false, 0, ""},
        {"  File \"x.py\", line 2\nNameError: x\n", false, 2, ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct trace t;
        trace_python_refusal(rows[i].text, strlen(rows[i].text), "x.py", &t);
        if (t.found != rows[i].found || strcmp(t.text, rows[i].words) != 0
            || (t.found && t.line != rows[i].line))
            fail_msg("row %zu: %d, line %d, \"%s\"", i, t.found, t.line, t.text);
    }
}

static void compilers_refuse(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"", false, 0, ""},
        {"/tmp/sockgrade/x.py: In function 'main':\n"
         "/tmp/sockgrade/x.py:4:17: error: expected ';' before '}' token\n"
         "    4 |     return 0\n/tmp/sockgrade/x.py:9:1: error: another\n",
         true, 4, "expected ';' before '}' token"},
        {"x.py:1:10: fatal error: nothing.h: No such file or directory\n", true, 1,
         "nothing.h: No such file or directory"},
        {"x.py:3:5: warning: unused variable 'x'\n", false, 0, ""},
        {"x.py:3:5: warning: unused\nx.py:8:1: error: bad\n", true, 8, "bad"},
        {"/usr/bin/ld: /tmp/ccA.o: in function `main':\n"
         "/tmp/sockgrade/x.py:5: undefined reference to `foo'\n",
         true, 5, "undefined reference to `foo'"},
        /* of a file that only ends the same no line is told */
        {"/usr/include/ax.py:7:1: error: bad\n", true, 0, "bad"},
        {"x.pyx:7:1: error: bad\n", true, 0, "bad"},
        {"collect2: error: ld returned 1 exit status\n", true, 0,
         "ld returned 1 exit status"},
        {"x.py:-3: error: bad\n", true, 0, "bad"},
        {"x.py:99999999999999999999: error: bad\n", true, 0, "bad"},
        {"x.py: error: ", true, 0, ""},
        {"error: x.py", true, 0, "x.py"},
    };
    CHECK(trace_c_build, rows);
}

/* A file whose own name looks like a message. */
static void runtimes_abort(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"", false, 0, ""},
        {"terminate\nfree\n", false, 0, ""},
        {"terminate called after throwing an instance of 'std::out_of_range'\n"
         "  what():  basic_string::substr: __pos (which is 9) > this->size() (which is "
         "3)\n",
         true, 0,
         "no one caught the exception 'std::out_of_range': "
         "basic_string::substr: __pos (which is 9) > this->size() (which is 3)"},
        {"terminate called after throwing an instance of 'int'\n", true, 0,
         "no one caught the exception 'int'"},
        {"  what():  of nothing\n", false, 0, ""},
        {"hello\nx: y.c:12: main: Assertion `n > 0' failed.\n", true, 0,
         "Assertion `n > 0' failed."},
        {"x: /a/x.py:12: main: Assertion `n > 0' failed.\n", true, 12,
         "Assertion `n > 0' failed."},
        {"*** stack smashing detected ***: terminated\n", true, 0,
         "*** stack smashing detected ***: terminated"},
        {"free(): double free detected in tcache 2\n", true, 0,
         "free(): double free detected in tcache 2"},
    };
    CHECK(trace_c_aborted, rows);
}

static void odd_names(void **state)
{
    (void)state;
    static const char *const files[] = {"error: ", "xerror: y", "\"", "line 3", ":"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        static trace_reader *const readers[] = {trace_python_crash, trace_python_waits,
                                                trace_python_refusal, trace_c_build,
                                                trace_c_aborted};
        for (size_t k = 0; k < sizeof readers / sizeof *readers; k++) {
            struct trace t;
            readers[k](files[i], strlen(files[i]), files[i], &t);
            assert_int_equal(t.line, 0);
        }
    }
}

static void long_words_are_cut(void **state)
{
    (void)state;
    static char text[5000];
    struct trace t;
    memset(text, 'x', sizeof text);
    memcpy(text, "x.py:2:1: error: ", 17);
    trace_c_build(text, sizeof text, "x.py", &t);
    assert_int_equal(t.line, 2);
    assert_int_equal(strlen(t.text), sizeof t.text - 1);
}

static void java_reports(void **state)
{
    (void)state;
    static const struct row crashes[] = {
        {"java.io.IOException: printed, but caught\n\tat X.main(x.py:3)\n", false, 0, ""},
        {"Exception in thread \"main\" java.net.ConnectException: Connection refused\n"
         "\tat java.base/java.net.Socket.connect(x.py:633)\n"
         "\tat X.dial(x.py:9)\n\tat X.main(x.py:4)\n",
         true, 9, "java.net.ConnectException: Connection refused"},
        {"Exception in thread \"main\" java.lang.RuntimeException: oh\n"
         "\tat X.main(x.py:9)\nCaused by: java.io.IOException: no\n"
         "\tat X.read(x.py:5)\n\t... 1 more\n",
         true, 5, "java.io.IOException: no"},
    };
    static const struct row waits[] = {
        {"Full thread dump OpenJDK\r\n\"main\" #1 prio=5\r\n"
         "\tat sun.nio.ch.Net.poll(java.base@17/Native Method)\r\n"
         "\tat X.hear(x.py:8)\r\n\tat X.main(x.py:3)\r\n\r\n\"Finalizer\" #2\r\n",
         true, 8, ""},
        {"Full thread dump\n\"main\" #1\n\tat X.main(x.py:3)\n\"Thread-0\" #9\n"
         "\tat X.run(x.py:7)\n",
         false, 0, ""},
        {"\"main\" #1\n\tat X.main(x.py:3)\n", false, 0, ""},
    };
    static const struct row builds[] = {
        {"/submission/x.py:7: error: cannot find symbol\n  foo();\n  ^\n"
         "  symbol:   method foo()\n  location: class X\n",
         true, 7, "cannot find symbol: method foo()"},
        {"x.py:3: error: ';' expected\nx.py:5: error: cannot find symbol\n"
         "  symbol:   method foo()\n",
         true, 3, "';' expected"},
        {"error: no class has a method main(String[] args)\n", true, 0,
         "no class has a method main(String[] args)"},
    };
    CHECK(trace_java_crash, crashes);
    CHECK(trace_java_waits, waits);
    CHECK(trace_java_build, builds);
}

#define NODE_STACK "    at f (/submission/x.py:3:5)\n    at node:internal/main:28:49\n"

static void javascript_reports(void **state)
{
    (void)state;
    static const struct row crashes[] = {
        {"Error: printed\n" NODE_STACK, false, 0, ""},
        {"/submission/x.py:3\n  foo();\n  ^\n\nReferenceError: foo\n" NODE_STACK, true, 3,
         "ReferenceError: foo"},
        {"node:events:502\n      throw er;\n      ^\n\nError: connect ECONNREFUSED\n"
         "    at TCPConnectWrap.afterConnect (node:net:1611:16)\n",
         true, 0, "Error: connect ECONNREFUSED"},
    };
    static const struct row refusals[] = {
        {"/submission/x.py:2\nlet x = ;\n        ^\n\nSyntaxError: no\n"
         "    at wrapSafe (node:internal/modules/cjs/loader:1464:18)\n",
         true, 2, "SyntaxError: no"},
        {"undefined:1\n{\n^\n\nSyntaxError: JSON\n" NODE_STACK, false, 0, ""},
    };
    CHECK(trace_javascript_crash, crashes);
    CHECK(trace_javascript_refusal, refusals);
}

static void go_reports(void **state)
{
    (void)state;
    static const struct row crashes[] = {
        {"panic: oh\n\ngoroutine 7 [running]:\nmain.f()\n\t/submission/x.py:9 +0x1d\n"
         "created by main.main\n\t/submission/x.py:5 +0x2\n",
         true, 9, "panic: oh"},
        {"panic: oh\n\ngoroutine 7 [running]:\ncreated by main.main\n"
         "\t/submission/x.py:5 +0x2\n",
         true, 0, "panic: oh"},
    };
    static const struct row waits[] = {
        {"SIGQUIT: quit\n\ngoroutine 1 [IO wait]:\nnet.Read()\n\t/usr/net.go:1 +0\n"
         "main.main()\n\t/submission/x.py:8 +0x8\n",
         true, 8, ""},
        {"SIGQUIT: quit\n\ngoroutine 1 [IO wait]:\nmain.main()\n\t/s/x.py:8 +0x8\n"
         "\ngoroutine 6 [chan receive]:\nmain.f()\n\t/s/x.py:9 +0x8\n",
         false, 0, ""},
    };
    static const struct row builds[] = {
        {"# command-line-arguments\n../submission/x.py:4:3: undefined: y\n", true, 4,
         "undefined: y"},
    };
    CHECK(trace_go_crash, crashes);
    CHECK(trace_go_waits, waits);
    CHECK(trace_go_build, builds);
}

static void rust_panics(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"thread 'main' panicked at 'no: \"x\"', x.py:4:9\nnote: run with ...\n", true, 4,
         "no: \"x\""},
        {"\nthread 'main' (71) panicked at src/x.py:4:9:\nit's gone\nnote: ...\n", true,
         4, "it's gone"},
        {"thread 'main' panicked at /rustc/1/library/std/net.rs:5:1:\nno\n", true, 0,
         "no"},
        {"Error: Os { code: 111, kind: ConnectionRefused }\n", true, 0,
         "Error: Os { code: 111, kind: ConnectionRefused }"},
        {"Error: nobody is there\n", false, 0, ""},
        {"x.py:4:9\n", false, 0, ""},
    };
    CHECK(trace_rust_crash, rows);
    static const struct row refusals[] = {
        {"warning: unused\n --> x.py:1:5\n\nerror[E0308]: mismatched types\n"
         " --> /submission/x.py:7:18\n  |\nerror: aborting\n",
         true, 7, "mismatched types"},
        {"error: linking with `cc` failed: exit status: 1\n  |\n", true, 0,
         "linking with `cc` failed: exit status: 1"},
    };
    CHECK(trace_rust_build, refusals);
}

static void ruby_errors(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"x.py:2:in `f': undefined method `foo' for nil:NilClass (NoMethodError)\n\n"
         "  a.foo\n   ^^^^\n\tfrom x.py:4:in `<main>'\n",
         true, 2, "undefined method `foo' for nil:NilClass (NoMethodError)"},
        {"/usr/lib/ruby/socket.rb:227:in 'bind': in use (Errno::EADDRINUSE)\n"
         "\tfrom /submission/x.py:3:in 'Object#open'\n\tfrom x.py:9:in '<main>'\n",
         true, 3, "in use (Errno::EADDRINUSE)"},
        {"x.py:5:in `gets': Interrupt\n", false, 0, ""},
        {"x.py:5: warning: unused\n", false, 0, ""},
    };
    CHECK(trace_ruby_crash, rows);
    static const struct row waits[] = {
        {"hello\nx.py:5:in `gets': Interrupt\n\tfrom x.py:7:in `<main>'\n", true, 5, ""},
        {"/lib/y.rb:1:in 'wait': Interrupt\n\tfrom x.py:7:in '<main>'\n", true, 7, ""},
        {"x.py:5:in `join': Interrupt\n\tfrom x.py:7:in `<main>'\n", false, 0, ""},
        {"\tfrom x.py:7:in `<main>'\n", false, 0, ""},
    };
    CHECK(trace_ruby_waits, waits);
    static const struct row refusals[] = {
        {"x.py:2: syntax error, unexpected end-of-input\n  puts 1\n", true, 2,
         "syntax error, unexpected end-of-input"},
        {"y.rb:2: syntax error, unexpected end-of-input\n", false, 0, ""},
    };
    CHECK(trace_ruby_refusal, refusals);
}

static void perl_errors(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"No such thing at /submission/x.py line 9, <GEN0> line 1.\n", true, 9,
         "No such thing"},
        {"Odd value at x.py line 3.\nDone.\n", false, 0, ""},
        {"bad at y.pl line 3.\n", false, 0, ""},
        {" at x.py line 3.\n", false, 0, ""},
    };
    CHECK(trace_perl_crash, rows);
    static const struct row refusals[] = {
        {"Scalar found where operator expected at x.py line 3, near \"$x\"\n"
         "\t(Missing semicolon on previous line?)\n"
         "syntax error at x.py line 3, near \"$x \"\n"
         "Execution of x.py aborted due to compilation errors.\n",
         true, 3, "syntax error"},
        {"syntax error at x.py line 3.\n", false, 0, ""},
    };
    CHECK(trace_perl_refusal, refusals);
}

static void shell_errors(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"/submission/x.py: line 3: nc: command not found\n", true, 3,
         "nc: command not found"},
        {"x.py: 3: nc: not found\n", true, 3, "nc: not found"},
        {"x.py: connect: Connection refused\n", false, 0, ""},
        {"my-x.py: line 3: no\n", false, 0, ""},
        {"x.py: line 3: syntax error near unexpected token `fi'\nx.py: line 3: `fi'\n",
         true, 3, "syntax error near unexpected token `fi'"},
    };
    CHECK(trace_shell_crash, rows);
    static const struct row refusals[] = {
        {"x.py: line 2: foo: command not found\nx.py: 3: Syntax error: \"fi\"\n", true, 3,
         "Syntax error: \"fi\""},
        {"x.py: line 2: foo: command not found\n", false, 0, ""},
    };
    CHECK(trace_shell_refusal, refusals);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(python_crashes), cmocka_unit_test(python_waits),
        cmocka_unit_test(python_refuses), cmocka_unit_test(compilers_refuse),
        cmocka_unit_test(runtimes_abort), cmocka_unit_test(odd_names),
        cmocka_unit_test(java_reports),   cmocka_unit_test(javascript_reports),
        cmocka_unit_test(go_reports),     cmocka_unit_test(long_words_are_cut),
        cmocka_unit_test(rust_panics),    cmocka_unit_test(ruby_errors),
        cmocka_unit_test(perl_errors),    cmocka_unit_test(shell_errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
