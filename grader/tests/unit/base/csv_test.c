/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/csv.h"

/* Cells of a row are joined by "|", rows by a newline. */
static void assert_table(const char *text, size_t len, const char *wanted)
{
    struct csv c;
    struct buf got = {0};
    struct error err;
    if (csv_read(&c, "t.csv", text, len, &err) < 0)
        fail_msg("%s", err.text);
    for (size_t i = 0; i < c.count; i++) {
        for (size_t k = 0; k < c.rows[i].count; k++)
            buf_printf(&got, "%s%s", k ? "|" : "", c.rows[i].cells[k].text);
        buf_putc(&got, '\n');
    }
    assert_string_equal(buf_text(&got), wanted);
    buf_close(&got);
    csv_close(&c);
}

static void reads_what_programs_write(void **state)
{
    (void)state;
    static const struct {
        const char *text, *wanted;
    } rows[] = {
        {"a,b\n1,2\n", "a|b\n1|2\n"},
        {"a,b\r\n1,2", "a|b\n1|2\n"},
        {"a;b,c;d\r1;2,3;4\r", "a|b,c|d\n1|2,3|4\n"},
        {"a\tb\n1\t2\n", "a|b\n1|2\n"},
        {"\xEF\xBB\xBF\"a b\",c\n", "a b|c\n"},
        {"\"a;b;c\",d\n1;2,3\n", "a;b;c|d\n1;2|3\n"},
        {"a,b\n\"x\ny\",\"he said \"\"hi\"\"\"\n", "a|b\nx\ny|he said \"hi\"\n"},
        {"a,b\n\n,\n\n1", "a|b\n|\n1\n"},
        {"a,b\n1,2,3\n\"x\"y,z\n", "a|b\n1|2|3\nxy|z\n"},
        {"only", "only\n"},
        {"\"\",x\n", "|x\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_table(rows[i].text, strlen(rows[i].text), rows[i].wanted);
    assert_table("a,b\0c\n", 6, "a|b\\0c\n");
}

static void tells_what_it_can_not_read(void **state)
{
    (void)state;
    struct csv c;
    struct error err = {0};
    assert_int_equal(csv_read(&c, "t.csv", "a\n1\n\"x\ny", 8, &err), -1);
    assert_string_equal(err.text, "t.csv:3: a quotation mark begins a cell here, and "
                                  "none ends it");
    assert_int_equal(err.kind, ERROR_USAGE);
    assert_int_equal(csv_read(&c, "t.csv", "\xEF\xBB\xBF\n", 4, &err), -1);
    assert_string_equal(err.text, "t.csv is empty, and should be a table with a header");
    assert_int_equal(csv_read(&c, "t.csv", "name\nM\xFCller\n", 12, &err), -1);
    assert_string_equal(err.text, "t.csv:2: this is not UTF-8; save the table as \"CSV "
                                  "UTF-8\"");
    assert_int_equal(csv_read(&c, "t.csv", "\xFF\xFEn\0a\0", 6, &err), -1);
    assert_int_equal(err.kind, ERROR_USAGE);
}

static void knows_where_each_cell_stands(void **state)
{
    (void)state;
    static const char text[] = "\xEF\xBB\xBF"
                               "a,\"b\n\"\"\",c\r\n\"x\",,z";
    static const char *const cells[] = {"a", "\"b\n\"\"\"", "c", "\"x\"", "", "z"};
    struct csv c;
    struct error err;
    size_t n = 0;
    assert_int_equal(csv_read(&c, "t", text, sizeof text - 1, &err), 0);
    for (size_t i = 0; i < c.count; i++)
        for (size_t k = 0; k < c.rows[i].count; k++, n++) {
            const struct csv_cell *cell = &c.rows[i].cells[k];
            assert_int_equal(cell->length, strlen(cells[n]));
            assert_memory_equal(text + cell->at, cells[n], cell->length);
        }
    assert_int_equal(n, 6);
    assert_int_equal(c.rows[1].line, 3);
    assert_string_equal(csv_text(&c.rows[1], 2), "z");
    assert_string_equal(csv_text(&c.rows[1], 3), "");
    csv_close(&c);
    csv_close(&c); /* of what is empty is fine */
}

static void writes_no_formulas(void **state)
{
    (void)state;
    static const struct {
        const char *text, *wanted;
    } rows[] = {
        {"plain", "plain"},
        {NULL, ""},
        {"", ""},
        {"a,b", "\"a,b\""},
        {"say \"hi\"", "\"say \"\"hi\"\"\""},
        {"two\nlines", "\"two\nlines\""},
        {" edge", "\" edge\""},
        {"=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"},
        {"+1", "'+1"},
        {"-1", "'-1"},
        {"@SUM(A1)", "'@SUM(A1)"},
        {"\tx", "'\tx"},
        {"\r=1", "\"'\r=1\""},
        {"=1,\"2\"", "\"'=1,\"\"2\"\"\""},
        {"a=b", "a=b"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf out = {0};
        csv_put_text(&out, rows[i].text);
        csv_end_row(&out);
        char *wanted = mem_printf("%s\r\n", rows[i].wanted);
        assert_string_equal(buf_text(&out), wanted);
        free(wanted);
        buf_close(&out);
    }
}

static void writes_numbers_and_rows(void **state)
{
    (void)state;
    static const double numbers[] = {0, -0.001, 7.5, 10, 100, 1.005, 3.14159, -2.5, 1e6};
    struct buf out = {0};
    csv_put_text(&out, "");
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        csv_put_number(&out, numbers[i]);
    csv_end_row(&out);
    csv_put_text(&out, NULL);
    csv_put_text(&out, NULL);
    csv_end_row(&out);
    assert_string_equal(buf_text(&out), ",0,0,7.5,10,100,1,3.14,-2.5,1000000\r\n,\r\n");
    buf_close(&out);
}

/* What is written is read back, whatever text it was. */
static void reads_back_what_it_writes(void **state)
{
    (void)state;
    struct buf cell = {0}, out = {0};
    struct csv c;
    struct error err;
    for (int byte = 1; byte < 128; byte++)
        buf_putc(&cell, (char)byte);
    buf_puts(&cell, "é中😀");
    csv_put_text(&out, "head");
    csv_put_text(&out, buf_text(&cell));
    csv_end_row(&out);
    assert_int_equal(csv_read(&c, "t", buf_text(&out), out.len, &err), 0);
    assert_string_equal(csv_text(&c.rows[0], 1), buf_text(&cell));
    assert_int_equal(c.rows[0].count, 2);
    csv_close(&c);
    buf_close(&out);
    buf_close(&cell);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_programs_write),
        cmocka_unit_test(tells_what_it_can_not_read),
        cmocka_unit_test(knows_where_each_cell_stands),
        cmocka_unit_test(writes_no_formulas),
        cmocka_unit_test(writes_numbers_and_rows),
        cmocka_unit_test(reads_back_what_it_writes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
