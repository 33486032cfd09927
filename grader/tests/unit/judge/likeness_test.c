/* SPDX-License-Identifier: MIT
 *
 * Each kind of likeness by examples, and by near misses that must not be taken for it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "judge/likeness.h"

#define B(text)                                                                          \
    {                                                                                    \
        text, sizeof(text) - 1                                                           \
    }

struct row {
    struct bytes wanted, received;
    const char *says; /* NULL: nothing */
};

static const struct row with_wanted[] = {
    /* nothing, or nothing worth a word */
    {B("hello"), B("world"), NULL},
    {B("hello"), B("hello"), NULL},
    {B("hello"), B("hello\r\n"), NULL}, /* white space at the end is no difference */
    {B("hello\n\n"), B("hello"), NULL},
    {B(""), B("x"), NULL},
    {B("x"), B(""), NULL},
    {B("\n"), B("x"), NULL},
    /* lengths in front */
    {B("\0\0\0\5hello"), B("\5\0\0\0hello"),
     "The length in front has its bytes in the other"},
    {B("\0\5hello"), B("\5\0hello"), "order: htons() puts the high byte first."},
    {B("\0\0\0\5hello"), B("hello"),
     "The text came without its length, which has 4 bytes."},
    {B("\0\5hello"), B("\0\6hello\0"), "The NUL that ends the text in C"},
    {B("\0\0\0\5hello"), B("\0\0\0\x09hello"),
     "says 9, and 5 bytes follow: its own 4 bytes"},
    {B("\0\7gr\xc3\xbc\xc3\x9f"
       "e"),
     B("\0\5gr\xc3\xbc\xc3\x9f"
       "e"),
     "it counts the letters"},
    {B("\0\5hello"), B("\0\4hello"), "The length in front says 4, and 5 bytes follow."},
    {B("\0\0\0\5hello"), B("\0\5hello"),
     "The length has 2 bytes here; 4 were asked for."},
    {B("\0\0\0\5hello"), B("0005hello"),
     "The length was sent as digits; it is wanted as 4"},
    {B("\0\0\0\5hello"), B("\0\0\0\5world"), NULL},
    {B("\0\0\0\5hello"), B("\5\0\0\0world"), NULL},
    /* binary numbers */
    {B("\0\0\1\2"), B("\2\1\0\0"),
     "It is the right number with its bytes in the other order"},
    {B("\0\0\1\n"), B("\n\1\0\0"),
     "It is the right number with its bytes in the other order"},
    {B("\0\0\1\2"), B("\0\0\0\0\0\0\1\2"),
     "It is the right number, in 8 bytes; 4 were asked for."},
    {B("\0\0\1\2"), B("\1\2"), "It is the right number, in 2 bytes; 4 were asked for."},
    {B("\0\0\1 "), B("\0\0 \1"), NULL}, /* no white space */
    {B("\0\0\1\2"), B("\0\0\1\2\n"), NULL},
    /* twice */
    {B("hello"), B("hellohello"), "The message came twice."},
    {B("hello"), B("hellohellp"), NULL},
    {B("1"), B("11"), NULL},
    /* NUL bytes */
    {B("hello"), B("hello\0"), "You sent 6 bytes, 5 were asked for: a NUL byte (\\0)"},
    {B("hello"), B("hello\0\0\0"), "You sent 8 bytes, 5 were asked for: 3 NUL bytes"},
    {B("hello"), B("hello\0x"), "There are NUL bytes"},
    {B("hello"), B("hel\0lo"), "There are NUL bytes"},
    {B("a\0b"), B("a\0c"), NULL},
    {B("hello"), B("\x04\xb0\xc6\x8c[U\0\0"), NULL}, /* a pointer is no text */
    {B("hello"), B("\0\0"), NULL},
    /* case */
    {B("Hello"), B("hELLO"), "upper and lower case"},
    {B("a\0B"), B("A\0b"), "upper and lower case"},
    {B("Hello"), B("hELLa"), NULL},
    /* b'...' */
    {B("2"), B("b'2'"), "b'...' is how Python"},
    {B("2"), B("b\"2\""), "b'...' is how Python"},
    {B("x:aa"), B("x:b'a'b'a'"), "b'...' is how Python"},
    {B("x:aa"), B("x:b'a'b'b'"), NULL},
    {B("2"), B("b'3'"), "b'...' is how Python"},
    {B("b'2'"), B("b'3'"), NULL},
    {B("x"), B("b'"), NULL},
    {B("x"), B("b'y"), NULL},
    {B("Bob's"), B("bob s"), NULL},
    /* quotation marks */
    {B("hello"), B("\"hello\""), "quotation marks"},
    {B("hello"), B("'hello'"), "quotation marks"},
    {B("hello"), B("`hello`"), "quotation marks"},
    {B("hello"), B("\xe2\x80\x9chello\xe2\x80\x9d"), "quotation marks"},
    {B("hello"), B("\xc2\xabhello\xc2\xbb"), "quotation marks"},
    {B("hello"), B("\"world\""), NULL},
    {B("hello"), B("\"hello'"), NULL},
    /* str() of a collection */
    {B("2"), B("['2']"), "a list"},
    {B("2"), B("[2]"), "a list"},
    {B("2"), B("[b'2']"), "a list"},
    {B("2"), B("('2',)"), "a tuple"},
    {B("2"), B("(2,)"), "a tuple"},
    {B("2"), B("{'2'}"), "a dictionary or a set"},
    {B("2"), B("['3']"), NULL},
    {B("2"), B("['2', '4']"), NULL},
    {B("[2]"), B("[3]"), NULL},
    {B("2"), B("(2)"), NULL}, /* in brackets, but no tuple */
    /* encodings */
    {B("hello"), B("\xef\xbb\xbfhello"), "byte order mark"},
    {B("hello"), B("\xef\xbb\xbfhullo"), NULL},
    {B("hello"), B("h\0e\0l\0l\0o\0"), "UTF-16"},
    {B("hello"), B("\0h\0e\0l\0l\0o"), "UTF-16"},
    {B("hello"), B("\xff\xfeh\0e\0l\0l\0o\0"), "UTF-16"},
    {B("hello"), B("\xfe\xff\0h\0e\0l\0l\0o"), "UTF-16"},
    {B("hi"), B("h\0\0\0i\0\0\0"), "UTF-32"},
    {B("hello"), B("h\0a\0l\0l\0o\0"), "UTF-16"}, /* other text in UTF-16: that first */
    {B("hello"), B("h\0e\0l\0l\0o\1"), NULL},
    {B("1"), B("\1\0\0\0"), "number 1"},
    {B("gr\xc3\xbc\xc3\x9f"), B("gr\xfc\xdf"), "Latin-1"},
    {B("gr\xc3\xbc\xc3\x9f"), B("gr\xfc\xde"), NULL},
    /* escapes */
    {B("hi\nyou"), B("hi\\nyou"), "A backslash and an n"},
    {B("hi\r\n\r\nyou"), B("hi\\r\\n\\r\\nyou"), "\\, r, \\ and n"},
    {B("hi"), B("hi\\n"), "A backslash and an n"},
    {B("hi"), B("hi/n"), "written with a backslash"},
    {B("a b"), B("a\\tb"), NULL},
    {B("a\tb"), B("a\\tb"), "A backslash and a t"},
    {B("hello"), B("hello\\0"), "A backslash and a 0"},
    {B("hi\n"), B("hey\\n"), "A backslash and an n"},
    {B("a\\nb"), B("c\\nd"), NULL},
    {B("hi"), B("C:\\new"), NULL},
    /* white space */
    {B("a\nb"), B("a\r\nb"), "Its lines end with \\r\\n"},
    {B("a\r\nb"), B("a\nb"), "Its lines end with \\n; \\r\\n"},
    {B("a\nb"), B("a\n\nb"), "Only line ends differ: 1 is too many"},
    {B("a\n\n\nb"), B("a\nb"), "Only line ends differ: 2 are missing"},
    {B("a\nb"), B("a\r\nc"), NULL},
    {B("a b"), B("a\tb"), "A tab (\\t)"},
    {B("a b"),
     B("a\xc2\xa0"
       "b"),
     "A no-break space"},
    {B("a b"), B(" a b"), "A space stands in front"},
    {B("a b"), B("   a b"), "Spaces stand in front"},
    {B("a b"), B("a  b"), "more than one space"},
    {B("a b"), B("ab"), "one space too few"},
    {B("a b c"), B("abc"), "2 spaces too few"},
    {B("ab"), B("a b"), "one space too many"},
    {B("a:bc"), B("a: b c"), "2 spaces too many"},
    {B("ab c"), B("a bc"), "Only spaces differ."},
    {B("a b"), B("a  c"), NULL},
    {B("a b"), B(" a c"), NULL},
    /* letters */
    {B("I'm"), B("I\xe2\x80\x99m"),
     "\"\xe2\x80\x99\" (U+2019) stands where \"'\" belongs"},
    {B("a-b-c"),
     B("a\xe2\x80\x93"
       "b\xe2\x80\x93"
       "c"),
     "(U+2013) stands where \"-\""},
    {B("wait..."), B("wait\xe2\x80\xa6"), "(U+2026) stands where \"...\""},
    {B("a-b"),
     B("a\xe2\x80\x93"
       "c"),
     NULL},
    {B("hello"), B("h\xd0\xb5llo"), "\"\xd0\xb5\" (U+0435) stands where \"e\" belongs"},
    {B("HELLO"), B("HELL0"), "\"0\" stands where \"O\" belongs; they only look alike"},
    {B("hello"), B("he11o"), "\"1\" stands where \"l\" belongs"},
    {B("hello"), B("h\xd0\xb5llu"), NULL},
    {B("hello"), B("hell\xd1\x8f"), NULL}, /* a letter that looks like nothing Latin */
    {B("hello there"), B("hello tehre"), "\"eh\" stands where \"he\" belongs"},
    {B("hello there"), B("ehllo tehre"), NULL},
    {B("17"), B("71"), NULL}, /* another number */
    {B("1017"), B("1071"), NULL},
    /* parts */
    {B("hello?"), B("hello"), "\"?\" is missing at its end: 5 of 6 bytes came."},
    {B("hello there, and where have you been?"), B("hello"), "5 of 37 bytes came."},
    {B("hello, you"), B("hello you"), "\",\" is missing."},
    {B("How do you do?"), B("How do do?"), "\"you \" is missing."},
    {B("hello you"), B("hello, you"), "\",\" is too much."},
    {B("doubled:abcdeabcde"), B("abcdeabcde"), "\"doubled:\" is missing."},
    {B("abcde"), B("I: abcde"), "\"I: \" is too much."},
    {B("2"), B("12"), NULL}, /* another number */
    {B("hello"), B("a very long text before hello"), NULL},
    {B("hello, you"), B("hello yov"), NULL},
    {B("hello"), B("olleh"), "backwards"},
    {B("ab"), B("ba"), NULL},
    /* bytes of a number, and digits */
    {B("\x01\x02"), B("\x02\x01"), "bytes in the other order"},
    {B("\0\0\x01\x02"), B("\x02\x01\0\0"), "bytes in the other order"},
    {B("\x01\x02\x03"), B("\x03\x02\x01"), "backwards"},
    {B("ab\x01\x02"),
     B("\x02\x01"
       "bb"),
     NULL},
    {B("\x01\x02"), B("258"),
     "The digits were sent as text; the number is wanted as 2 bytes"},
    {B("\x07"), B("7"), "is wanted as 1 byte."},
    {B("\x01\x02"), B("259"), NULL},
    {B("ab"), B("24930"), NULL}, /* a text was wanted */
    {B("\xca\xfe"), B("cafe"), "hexadecimal digits"},
    {B("\xca\xfe"), B("CAFE"), "hexadecimal digits"},
    {B("\xca\xfe"), B("cafd"), NULL},
};

/* A number that may stand in any message. */
static const struct row with_number[] = {
    {B("668"), B("\x9c\x02\0\0"),
     "The 4 bytes with which the computer stores the number 668"},
    {B("668"), B("\0\0\x02\x9c"), "stores the number 668"},
    {B("668"), B("\x9c\x02"), "The 2 bytes"},
    {B("668"), B("\x9c\x02\0\0\0\0\0\0"), "The 8 bytes"},
    {B("-2"), B("\xfe\xff\xff\xff"), "stores the number -2"},
    {B("668"), B("\x9d\x02\0\0"), NULL},
    {B("668"), B("\x9c\x02\0"), NULL},
    {B("12849"), B("12"), NULL}, /* "12" are its bytes too, but it is text */
    {B("2"), B("\x02"), "A byte with that value"},
    {B("13"), B("\r"), "A byte with that value"},
    {B("255"), B("\xff"), "A byte with that value"},
    {B("3"), B("\x02"), NULL},
    {B("256"), B("\0"), NULL},
    {B("1"), B("\0"), "So many NUL bytes came as the number says (1)"},
    {B("3"), B("\0\0\0"), "(3)"},
    {B("3"), B("\0\0"), NULL},
    {B("668"), B("b'668'"), "b'...'"},
    {B("668"),
     B("s\0u\0m\0 \0"
       "6\0"),
     "UTF-16"},
    {B("668"), B("s\0u\0m\0"), "NUL bytes"}, /* too short to be sure of the encoding */
    {B("668"), B("the sum\\n"), "A backslash and an n"},
    {B("668"), B("the \\n sum"), NULL},
    {B("668"), B("197471"), NULL},
};

static const struct bytes values[] = {B("tree"), B("17")};

static const struct {
    struct row row;
    struct bytes heard, said, source;
} with_more[] = {
    {{B("3"), B("2"), "what the grader had sent, unchanged"}, B("2\n"), B("1"), B("")},
    {{B("3"), B("1"), "your program's own message from before"}, B("2"), B("1"), B("")},
    {{B("3"), B("7"), NULL}, B("2"), B("1"), B("")},
    {{B("x:treetree"), B("x:{word}{word}"), "\"{word}\" was sent as it stands"},
     B(""),
     B(""),
     B("")},
    {{B("a 17!"), B("a %d!"), "\"%d\" was sent as it stands"}, B(""), B(""), B("")},
    {{B("a 17!"), B("a ${n}!"), "\"${n}\" was sent"}, B(""), B(""), B("")},
    {{B("a 17!"), B("a $n!"), "\"$n\" was sent"}, B(""), B(""), B("")},
    {{B("a 17!"), B("a 18!"), NULL}, B(""), B(""), B("")},
    {{B("a 17!"), B("a 100%!"), NULL}, B(""), B(""), B("")},
    {{B("x:treetree"), B("x:{word}{wrod}"), NULL}, B(""), B(""), B("")},
    {{B("x:treetree"), B("x:datadata"), "\"data\" is the name of a variable"},
     B(""),
     B(""),
     B("data = s.recv(1024)\n")},
    {{B("x:treetree"), B("x:datadata"), NULL},
     B(""),
     B(""),
     B("s.send(b'x:datadata')\n")},
    {{B("x:treetree"), B("x:datadata"), NULL},
     B(""),
     B(""),
     B("if data == 'data': pass\n")},
    {{B("x:treetree"), B("x:datadata"), NULL}, B(""), B(""), B("mydata = 7\n")},
    {{B("x:treetree"), B("x:bushbush"), NULL}, B(""), B(""), B("data = 7\n")},
};

/* An exact copy on the heap, so that a sanitizer sees one byte too far. */
static struct bytes exactly(struct bytes b)
{
    char *data = b.len ? malloc(b.len) : NULL;
    if (b.len)
        memcpy(data, b.data, b.len);
    return (struct bytes){data, b.len};
}

static void is_told(const struct likeness *l, const char *says, size_t row)
{
    struct buf out = {0};
    struct likeness copy = *l;
    copy.wanted = exactly(l->wanted);
    copy.received = exactly(l->received);
    copy.number = exactly(l->number);
    bool told = likeness_tell(&copy, &out);
    const char *said = buf_text(&out);
    if (says ? !told || !strstr(said, says) : told || *said)
        fail_msg("row %zu: \"%s\" instead of \"%s\"", row, said, says ? says : "");
    if (told && said[out.len - 1] != '.')
        fail_msg("row %zu: \"%s\" does not end", row, said);
    free((char *)copy.wanted.data);
    free((char *)copy.received.data);
    free((char *)copy.number.data);
    buf_close(&out);
}

static void knows_what_was_wanted(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof with_wanted / sizeof *with_wanted; i++) {
        const struct row *r = &with_wanted[i];
        is_told(&(struct likeness){.wanted = r->wanted,
                                   .number = r->wanted,
                                   .received = r->received},
                r->says, i);
    }
}

static void knows_a_number(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof with_number / sizeof *with_number; i++) {
        const struct row *r = &with_number[i];
        is_told(&(struct likeness){.number = r->wanted, .received = r->received}, r->says,
                i);
    }
}

static void knows_the_conversation(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof with_more / sizeof *with_more; i++) {
        const struct row *r = &with_more[i].row;
        is_told(&(struct likeness){.wanted = r->wanted,
                                   .received = r->received,
                                   .heard = with_more[i].heard,
                                   .said = with_more[i].said,
                                   .source = with_more[i].source,
                                   .values = values,
                                   .value_count = 2},
                r->says, i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_what_was_wanted),
        cmocka_unit_test(knows_a_number),
        cmocka_unit_test(knows_the_conversation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
