/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "script/limit.h"

#define MIB (INT64_C(1) << 20)

static void rows_are_whole(void **state)
{
    (void)state;
    for (int i = 0; i < LIMITS; i++) {
        const struct limit_row *row = limit_row((enum limit_kind)i);
        assert_true(*row->name && *row->title && *row->meaning);
        assert_true(0 < row->least && row->least < row->usual && row->usual < row->most);
        assert_int_equal(limit_find(row->name), i);
        assert_int_equal(strspn(row->name, "abcdefghijklmnopqrstuvwxyz_"),
                         strlen(row->name));
    }
}

static void finds_by_name(void **state)
{
    (void)state;
    assert_int_equal(limit_find("processor_time"), LIMIT_PROCESSOR_TIME);
    assert_int_equal(limit_find("processor-time"), LIMIT_PROCESSOR_TIME);
    assert_int_equal(limit_find("open-files"), LIMIT_OPEN_FILES);
    static const char *const unknown[] = {
        "", "mem", "memory ", "Memory", "_disk", "memory_", "processor time", "output-"};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        assert_int_equal(limit_find(unknown[i]), -1);
}

static void reads_values(void **state)
{
    (void)state;
    static const struct {
        enum limit_kind kind;
        const char *text;
        int64_t value;
    } lines[] = {
        {LIMIT_WALL_TIME, "30s", 30000},     {LIMIT_WALL_TIME, "30 s", 30000},
        {LIMIT_WALL_TIME, "500ms", 500},     {LIMIT_WALL_TIME, "2min", 120000},
        {LIMIT_WALL_TIME, "2m", 120000},     {LIMIT_WALL_TIME, "2h", 7200000},
        {LIMIT_WALL_TIME, "0100ms", 100},    {LIMIT_MEMORY, "512MiB", 512 * MIB},
        {LIMIT_MEMORY, "1GiB", 1024 * MIB},  {LIMIT_MEMORY, "64 GiB", 65536 * MIB},
        {LIMIT_MEMORY, "8192KiB", 8 * MIB},  {LIMIT_MEMORY, "10MB", 10000000},
        {LIMIT_MEMORY, "2GB", 2000000000},   {LIMIT_MEMORY, "5000kB", 5000000},
        {LIMIT_MEMORY, "5000KB", 5000000},   {LIMIT_MEMORY, "5000000", 5000000},
        {LIMIT_MEMORY, "5000001B", 5000001}, {LIMIT_MEMORY, "4194304", 4 * MIB},
        {LIMIT_PROCESSES, "1", 1},           {LIMIT_PROCESSES, "4096", 4096},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct error err = {0};
        int64_t value = 0;
        if (limit_parse(lines[i].kind, lines[i].text, &value, &err) < 0
            || value != lines[i].value)
            fail_msg("%s: %lld %s", lines[i].text, (long long)value, err.text);
    }
}

static void refuses_what_is_no_value(void **state)
{
    (void)state;
    static const struct {
        enum limit_kind kind;
        const char *text;
    } lines[] = {
        {LIMIT_WALL_TIME, ""},         {LIMIT_WALL_TIME, "30"},
        {LIMIT_WALL_TIME, "0s"},       {LIMIT_WALL_TIME, "99ms"},
        {LIMIT_WALL_TIME, "3h"},       {LIMIT_WALL_TIME, "-5s"},
        {LIMIT_WALL_TIME, "+5s"},      {LIMIT_WALL_TIME, " 5s"},
        {LIMIT_WALL_TIME, "5 s "},     {LIMIT_WALL_TIME, "5  s"},
        {LIMIT_WALL_TIME, "1.5s"},     {LIMIT_WALL_TIME, "5S"},
        {LIMIT_WALL_TIME, "5MiB"},     {LIMIT_WALL_TIME, "5 seconds"},
        {LIMIT_WALL_TIME, "s"},        {LIMIT_WALL_TIME, "9223372036854775807h"},
        {LIMIT_MEMORY, "512mib"},      {LIMIT_MEMORY, "512M"},
        {LIMIT_MEMORY, "4194303"},     {LIMIT_MEMORY, "65GiB"},
        {LIMIT_MEMORY, "0x1000000"},   {LIMIT_MEMORY, "1e9"},
        {LIMIT_MEMORY, "5000000 "},    {LIMIT_MEMORY, "17179869188GiB"},
        {LIMIT_MEMORY, "lots"},        {LIMIT_MEMORY, "99999999999999999999"},
        {LIMIT_PROCESSES, "0"},        {LIMIT_PROCESSES, "-1"},
        {LIMIT_PROCESSES, "4097"},     {LIMIT_PROCESSES, "8 "},
        {LIMIT_PROCESSES, "8 pieces"}, {LIMIT_PROCESSES, "64B"},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct error err = {0};
        int64_t value = 77;
        if (limit_parse(lines[i].kind, lines[i].text, &value, &err) == 0)
            fail_msg("\"%s\" is read as %lld", lines[i].text, (long long)value);
        assert_int_equal(err.kind, ERROR_USAGE);
        assert_int_equal(value, 77);
        assert_int_equal(limit_parse(lines[i].kind, lines[i].text, &value, NULL), -1);
    }
}

static void tells_what_it_takes(void **state)
{
    (void)state;
    struct error err = {0};
    int64_t value;
    limit_parse(LIMIT_WALL_TIME, "30", &value, &err);
    assert_string_equal(err.text,
                        "the limit wall_time takes a time such as \"2min\", from "
                        "100 ms to 2 h, not \"30\"");
    limit_parse(LIMIT_MEMORY, "1B", &value, &err);
    assert_string_equal(err.text,
                        "the limit memory takes a size such as \"512MiB\", from "
                        "4 MiB to 64 GiB, not \"1B\"");
    limit_parse(LIMIT_PROCESSES, "many", &value, &err);
    assert_string_equal(err.text, "the limit processes takes a number such as 64, from 1 "
                                  "to 4096, not \"many\"");
}

static void shows_values(void **state)
{
    (void)state;
    static const struct {
        enum limit_kind kind;
        int64_t value;
        const char *text;
    } lines[] = {
        {LIMIT_WALL_TIME, 30000, "30 s"},
        {LIMIT_WALL_TIME, 120000, "2 min"},
        {LIMIT_WALL_TIME, 90000, "90 s"},
        {LIMIT_WALL_TIME, 1500, "1500 ms"},
        {LIMIT_WALL_TIME, 3600000, "1 h"},
        {LIMIT_WALL_TIME, 0, "0 ms"},
        {LIMIT_MEMORY, 512 * MIB, "512 MiB"},
        {LIMIT_MEMORY, 1024 * MIB, "1 GiB"},
        {LIMIT_MEMORY, 1536 * MIB, "1536 MiB"},
        {LIMIT_MEMORY, 10000000, "10 MB"},
        {LIMIT_MEMORY, 65536, "64 KiB"},
        {LIMIT_MEMORY, 5000, "5 kB"},
        {LIMIT_MEMORY, 5000001, "5000001 B"},
        {LIMIT_MEMORY, 0, "0 B"},
        {LIMIT_PROCESSES, 64, "64"},
        {LIMIT_OPEN_FILES, 3600000, "3600000"},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct buf out = {0};
        limit_show(lines[i].kind, lines[i].value, &out);
        assert_string_equal(buf_text(&out), lines[i].text);
        buf_close(&out);
    }
    struct buf typed = {0};
    limit_write(LIMIT_MEMORY, 512 * MIB, &typed);
    limit_write(LIMIT_WALL_TIME, 1500, &typed);
    limit_write(LIMIT_PROCESSES, 64, &typed);
    assert_string_equal(buf_text(&typed), "512MiB1500ms64");
    buf_close(&typed);
}

/* What is shown can be written back into an exercise or the command line. */
static void reads_back_what_it_shows(void **state)
{
    (void)state;
    for (int i = 0; i < LIMITS; i++) {
        const struct limit_row *row = limit_row((enum limit_kind)i);
        const int64_t values[] = {row->least,     row->least + 1, row->usual,
                                  row->usual / 3, row->most - 1,  row->most};
        for (size_t k = 0; k < sizeof values / sizeof *values; k++) {
            struct buf out = {0};
            int64_t value = 0;
            limit_show((enum limit_kind)i, values[k], &out);
            assert_int_equal(
                limit_parse((enum limit_kind)i, buf_text(&out), &value, NULL), 0);
            assert_int_equal(value, values[k]);
            buf_close(&out);
        }
    }
}

static void lays_one_over_the_other(void **state)
{
    (void)state;
    const struct limits lower = {{[LIMIT_MEMORY] = 1, [LIMIT_DISK] = 2}};
    const struct limits upper = {{[LIMIT_MEMORY] = 3, [LIMIT_OUTPUT] = 4}};
    const struct limits *const layers[] = {&lower, NULL, &upper};
    struct limits merged = lower, resolved;
    limits_overlay(&merged, &upper);
    assert_int_equal(merged.value[LIMIT_MEMORY], 3);
    assert_int_equal(merged.value[LIMIT_DISK], 2);
    assert_int_equal(merged.value[LIMIT_OUTPUT], 4);
    assert_int_equal(merged.value[LIMIT_WALL_TIME], 0);
    limits_resolve(&resolved, layers, 3);
    assert_int_equal(resolved.value[LIMIT_MEMORY], 3);
    assert_int_equal(resolved.value[LIMIT_DISK], 2);
    assert_int_equal(resolved.value[LIMIT_OUTPUT], 4);
    assert_int_equal(resolved.value[LIMIT_WALL_TIME], 120000);
    limits_resolve(&resolved, NULL, 0);
    for (int i = 0; i < LIMITS; i++)
        assert_int_equal(resolved.value[i], limit_row((enum limit_kind)i)->usual);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_whole),
        cmocka_unit_test(finds_by_name),
        cmocka_unit_test(reads_values),
        cmocka_unit_test(refuses_what_is_no_value),
        cmocka_unit_test(tells_what_it_takes),
        cmocka_unit_test(shows_values),
        cmocka_unit_test(reads_back_what_it_shows),
        cmocka_unit_test(lays_one_over_the_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
