/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "judge/mention.h"

static struct buf source_of(const char *text)
{
    struct buf source = {0};
    buf_puts(&source, text);
    return source;
}

/* In Python when it begins with no slash. */
static void texts(void **state)
{
    (void)state;
    static const struct {
        const char *source, *comment, *text;
        int line;
    } rows[] = {
        {"import socket\ns.sendall(b'How are you')\n", "#", "How are you", 2},
        {"s.sendall(b'How are you\\n')\n", "#", "How are you", 1},
        {"s.sendall(b'How are you')\n", "#", "How are you\n", 1},
        {"s.sendall(\n    b\"1\"\n)\n", "#", "1", 2},
        {"QUESTION = 'How are you'\ns.send(QUESTION)\n", "#", "How are you", 1},
        {"    return 'pong'\n", "#", "pong", 1},
        {"#define HELLO \"hello\"\nint x;\n", "//", "hello", 1},
        {"/* \"hello\" is\n sent */\nwrite(fd, \"hello\", 5);\n", "//", "hello", 3},
        {"f.write('a\\x41\\tb\"')\n", "#", "aA\tb\"", 1},
        /* several lines, or none */
        {"s.send(b'1')\ns.send(b'1')\n", "#", "1", 0},
        {"s.send(b'1'); s.send(b'1')\n", "#", "1", 1},
        {"s.send(b'How are you?')\n", "#", "How are you", 0},
        {"s.send(question)\n", "#", "", 0},
        {"s.send(b'')\n", "#", "", 0},
        {"answer[n] = '\\0';\n", "//", "\\0", 0},
        /* what is compared with, commented out, or prose is not what was sent */
        {"if reply == b'yes':\n    s.send(reply)\n", "#", "yes", 0},
        {"done = reply == b'yes'\n", "#", "yes", 0},
        {"for x in ['yes']:\n    s.send(x)\n", "#", "yes", 0},
        {"# s.send(b'yes')\n", "#", "yes", 0},
        {"// write(fd, \"yes\", 3);\n", "//", "yes", 0},
        {"x = \"\"\"yes\"\"\"\n", "#", "yes", 0},
        {"recv(1)\nfoo('yes')\n", "#", "yes", 0},
        /* the expression before has ended */
        {"x = 1\nfoo('yes')\n", "#", "yes", 0},
        {"x = 1; foo('yes')\n", "//", "yes", 0},
        {"s.send('yes", "#", "yes", 1},
        {"s.send('yes\\", "#", "yes\\", 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf source = source_of(rows[i].source);
        int line =
            mention_of_text(&source, rows[i].comment, rows[i].text, strlen(rows[i].text));
        if (line != rows[i].line)
            fail_msg("row %zu: line %d, not %d", i, line, rows[i].line);
        buf_close(&source);
    }
}

static void numbers(void **state)
{
    (void)state;
    static const struct {
        const char *source;
        long number;
        int line;
    } rows[] = {
        {"HOST = ''\nPORT = 5556\n", 5556, 2},
        {"x = 0x15B4\n", 5556, 1},
        {"getaddrinfo(\"localhost\", \"5556\", 0, 0);", 5556, 1},
        {"PORT = 55560\nx5556 = 1\n", 5556, 0},
        {"a = 5556\nb = 5556\n", 5556, 0},
        {"x = '55 56'\n", 5556, 0},
        {"# 5556\n", 5556, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf source = source_of(rows[i].source);
        int line = mention_of_number(&source, "#", rows[i].number);
        if (line != rows[i].line)
            fail_msg("row %zu: line %d, not %d", i, line, rows[i].line);
        buf_close(&source);
    }
}

static void words(void **state)
{
    (void)state;
    struct buf source =
        source_of("socket(AF_INET, // SOCK_DGRAM\n"
                  "  SOCK_DGRAM, 0);\n\"listen\";\nconnect(a);connect(b);\n"
                  "bind(a);\nbind(b);\n");
    assert_int_equal(mention_of_word(&source, "//", "SOCK_DGRAM"), 2);
    assert_int_equal(mention_of_word(&source, "//", "listen"), 0);
    assert_int_equal(mention_of_word(&source, "//", "connect"), 4);
    assert_int_equal(mention_of_word(&source, "//", "bind"), 0);
    assert_int_equal(mention_of_word(&source, "//", "SOCK"), 0);
    buf_close(&source);
}

static void one_of_several_words(void **state)
{
    (void)state;
    static const char *const receive[] = {"recv", "read", NULL};
    static const char *const none[] = {"listen", NULL};
    struct buf source = source_of("x = s.recv(9) # read\nprint('read')\nf.recv(recv)\n");
    assert_int_equal(mention_of_any(&source, "#", receive), 0);
    assert_int_equal(mention_count(&source, "#", "recv"), 3);
    assert_true(mention_has_any(&source, "#", receive));
    assert_false(mention_has_any(&source, "#", none));
    buf_close(&source);
    source = source_of("x = s.recv(9) # read\nprint('read')\n");
    assert_int_equal(mention_of_any(&source, "#", receive), 1);
    assert_int_equal(mention_of_any(&source, "#", none), 0);
    assert_int_equal(mention_of_literal(&source, "#", "read"), 2);
    assert_int_equal(mention_of_literal(&source, "#", "recv"), 0);
    buf_close(&source);
}

static void statuses(void **state)
{
    (void)state;
    struct buf source = source_of("int f(void) { return 3; }\nint main(void) {\n"
                                  "if (x)\nreturn 3;\nif (y)\nexit(4);\nexit(4);\n}\n");
    assert_int_equal(mention_of_status(&source, "//", 3), 4);
    assert_int_equal(mention_of_status(&source, "//", 4), 0);
    assert_int_equal(mention_of_status(&source, "//", 0), 0);
    buf_close(&source);
}

static void guards(void **state)
{
    (void)state;
    static const struct {
        const char *source;
        int line;
    } rows[] = {
        {"x = 1\nif __name__ == 'main':\n    run()\n", 2},
        {"if __name__ == '__main__':\n    run()\n", 0},
        {"print(__name__, 'main')\n", 0},
        {"run()\n", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf source = source_of(rows[i].source);
        assert_int_equal(mention_of_guard(&source, "#"), rows[i].line);
        buf_close(&source);
    }
}

static void sendings(void **state)
{
    (void)state;
    static const struct {
        const char *source;
        int line;
    } rows[] = {
        {"x = recv(s)\ns.sendall(x + x)\n", 2},
        {"s.send(a); s.send(b)\n", 1},
        {"s.send(a)\ns.sendall(b)\n", 0},
        {"s.recv(1)\n", 0},
        {"print('send')\n", 0},
        /* what is always the same was not this message: its text would have been found */
        {"s.send(b'First?')\ns.send(x)\n", 2},
        {"send(c, \"First?\", 6, 0);\nsend(c, x, n, 0);\n", 2},
        {"s.send('First?'.encode('utf-8'))\ns.send(\n b'Then?')\ns.send(x)\n", 4},
        {"s.send('First?')\ns.send(str(x).encode('utf-8'))\n", 2},
        {"s.send('First?' + x)\ns.send(x)\n", 0},
        {"s.send(f'{x}')\ns.send(x)\n", 0},
        {"s.send('%d' % x)\ns.send(x)\n", 0},
        {"s.send('a' if x else 'b')\ns.send(x)\n", 0},
        {"s.send('a'", 1},
        {"s.send('a'.encode('utf-16'))\n", 1},
        {"s.send(', '.join(x))\ns.send(x)\n", 0},
        {"s.send", 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf source = source_of(rows[i].source);
        assert_int_equal(mention_of_sending(&source, "#"), rows[i].line);
        buf_close(&source);
    }
}

static void first_sendings(void **state)
{
    (void)state;
    static const struct {
        const char *source;
        int line;
    } rows[] = {
        {"x = 1\ns.sendall(bytes(x))\ns.sendall(bytes(2))\n", 2},
        {"with s:\n    s.send(x)\nif x:\n    s.send(y)\n", 2},
        {"def f():\n    s.send(x)\ns.send(y)\n", 0},
        {"if x:\n    s.send(x)\ns.send(y)\n", 0},
        {"sys.stdout.write(x)\ns.send(y)\n", 0},
        {"x = 1\n", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf source = source_of(rows[i].source);
        assert_int_equal(mention_of_first_sending(&source, "#"), rows[i].line);
        assert_int_equal(mention_of_first_sending(&source, "//"), 0);
        buf_close(&source);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts),          cmocka_unit_test(numbers),
        cmocka_unit_test(sendings),       cmocka_unit_test(words),
        cmocka_unit_test(first_sendings), cmocka_unit_test(one_of_several_words),
        cmocka_unit_test(statuses),       cmocka_unit_test(guards),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
