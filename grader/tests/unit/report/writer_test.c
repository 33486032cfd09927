/* SPDX-License-Identifier: MIT
 *
 * Every row of the table of writers over a report that holds all verdicts and all bytes:
 * against golden/writer/NAME.SUFFIX (SOCKGRADE_GOLDEN=write writes those anew), well-formed, and
 * without a byte that a terminal or a parser obeys. And ten thousand submissions through each of
 * them, and read back, in little memory.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>
#include <libxml/parser.h>

#include "base/file.h"
#include "hostile.h"
#include "report/reading.h"
#include "report/writer.h"

#define GOLDEN SOCKGRADE_TEST_DATA "/report/golden/writer"
#define NOW_MS INT64_C(1790000000000)

static struct buf written(const struct writer *writer)
{
    struct report r = hostile_report();
    struct buf out = {0};
    struct error err = {0};
    const struct writing w = {.head = &r, .now_ms = NOW_MS, .out = &out};
    if (writer_write(writer, &w, &err) < 0)
        fail_msg("%s: %s", writer->name, err.text);
    report_close(&r);
    return out;
}

/* --- golden files ------------------------------------------------------------------------------ */

/* Of a page only its data: the viewer has its own tests. */
static void keep_data(struct buf *page)
{
    struct buf data = {0};
    for (const char *at = page->data; at && *at;) {
        size_t len = strcspn(at, "\n") + 1;
        if (strncmp(at, "<script type=\"application/json\"", 31) == 0)
            buf_append(&data, at, len);
        at += at[len - 1] ? len : len - 1;
    }
    buf_close(page);
    *page = data;
}

static void without_version(struct buf *text)
{
    struct buf out = {0};
    const char *at = buf_text(text), *found;
    while ((found = strstr(at, "\"" SOCKGRADE_VERSION "\""))) {
        buf_append(&out, at, (size_t)(found - at));
        buf_puts(&out, "\"VERSION\"");
        at = found + strlen(SOCKGRADE_VERSION) + 2;
    }
    buf_puts(&out, at);
    buf_close(text);
    *text = out;
}

static void write_golden(const char *path, const struct buf *text)
{
    mkdir(GOLDEN, 0777);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text->data, 1, text->len, file), text->len);
    assert_int_equal(fclose(file), 0);
}

static size_t first_difference(const struct buf *a, const struct buf *b)
{
    size_t i = 0;
    while (i < a->len && i < b->len && a->data[i] == b->data[i])
        i++;
    return i;
}

static void compare(const struct writer *writer, struct buf *out)
{
    char *path = mem_printf("%s/%s.%s", GOLDEN, writer->name, writer->suffix);
    const char *mode = getenv("SOCKGRADE_GOLDEN");
    struct buf golden = {0};
    struct error err = {0};
    if (writer == &writer_html)
        keep_data(out);
    without_version(out);
    if (mode && strcmp(mode, "write") == 0)
        write_golden(path, out);
    if (file_read(&golden, "", path, SIZE_MAX - 1, &err) < 0)
        fail_msg("%s", err.text);
    size_t at = first_difference(out, &golden);
    if (at < out->len || at < golden.len)
        fail_msg("%s differs at byte %zu: %.200s", path, at,
                 buf_text(out) + (at > 80 ? at - 80 : 0));
    buf_close(&golden);
    free(path);
}

static void each_looks_as_agreed(void **state)
{
    (void)state;
    const struct writer *writer;
    for (size_t i = 0; (writer = writer_at(i)); i++) {
        struct buf out = written(writer);
        compare(writer, &out);
        buf_close(&out);
    }
}

/* --- what holds for all ---------------------------------------------------------------------- */

static void each_is_clean_text(void **state)
{
    (void)state;
    const struct writer *writer;
    for (size_t i = 0; (writer = writer_at(i)); i++) {
        struct buf out = written(writer);
        json_t *text = json_stringn(out.data, out.len); /* refuses what is not UTF-8 */
        if (!text)
            fail_msg("%s is not UTF-8", writer->name);
        json_decref(text);
        for (size_t k = 0; k < out.len; k++) {
            unsigned char c = (unsigned char)out.data[k];
            bool line_end = c == '\r' && writer == &writer_csv && out.data[k + 1] == '\n';
            if ((c < 0x20 && c != '\n' && c != '\t' && !line_end) || c == 0x7F)
                fail_msg("%s: byte %02x: %.80s", writer->name, c,
                         out.data + (k > 70 ? k - 70 : 0));
        }
        buf_close(&out);
    }
}

static void each_is_well_formed(void **state)
{
    (void)state;
    const struct writer *writer;
    for (size_t i = 0; (writer = writer_at(i)); i++) {
        struct buf out = written(writer);
        if (strcmp(writer->suffix, "json") == 0) {
            json_error_t problem;
            json_t *document =
                json_loadb(out.data, out.len, JSON_REJECT_DUPLICATES, &problem);
            if (!document)
                fail_msg("%s: %s", writer->name, problem.text);
            json_decref(document);
        } else if (strcmp(writer->suffix, "xml") == 0) {
            xmlDoc *document = xmlReadMemory(out.data, (int)out.len, "x", NULL,
                                             XML_PARSE_NONET | XML_PARSE_NOENT);
            if (!document)
                fail_msg("%s is no XML", writer->name);
            xmlFreeDoc(document);
        }
        buf_close(&out);
    }
    xmlCleanupParser();
}

/* A document that was read back is written as it was. */
static int write_again(void *ctx, struct report_submission *s, struct error *err)
{
    return writer_submission(&writer_json, ctx, s, err);
}

static struct buf read_and_written(const char *path)
{
    struct reading first = {0}, second = {0};
    struct report_totals totals = {.submissions = 1};
    struct buf out = {0}, none = {0};
    struct error err = {0};
    struct writing w = {.totals = &totals, .out = &none};
    if (reading_read(&first, path, write_again, &w, &err) < 0)
        fail_msg("%s", err.text);
    w = (struct writing){.head = &first.head, .totals = &totals, .out = &out};
    assert_int_equal(writer_begin(&writer_json, &w, &err), 0);
    assert_int_equal(reading_read(&second, path, write_again, &w, &err), 0);
    assert_int_equal(writer_end(&writer_json, &w, &err), 0);
    reading_close(&first);
    reading_close(&second);
    buf_close(&none);
    return out;
}

static void comes_back_from_json(void **state)
{
    (void)state;
    char path[] = "/tmp/sockgrade-writer-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    struct buf out = written(&writer_json);
    assert_int_equal(write(fd, out.data, out.len), out.len);
    struct buf again = read_and_written(path);
    close(fd);
    unlink(path);
    assert_int_equal(again.len, out.len);
    assert_memory_equal(again.data, out.data, out.len);
    buf_close(&again);
    buf_close(&out);
}

/* --- many ---------------------------------------------------------------------------------------- */

/* AddressSanitizer keeps what was freed, and takes five times as long: memory says nothing
 * there, and what is wrong shows with fewer. */
#ifndef __has_feature
#define __has_feature(x) 0
#endif
#ifdef __SANITIZE_ADDRESS__
#define IS_SANITIZED true
#else
#define IS_SANITIZED __has_feature(address_sanitizer)
#endif

#define MANY (IS_SANITIZED ? 1000 : 10000)
#define MEMORY_MOST_KIB (64 * 1024)

static struct report_case many_cases[] = {
    {.id = (char *)"one",
     .title = (char *)"says hello",
     .code = (char *)"pass",
     .message = (char *)"Your program did what the exercise asks.",
     .points = 2,
     .max_points = 2},
    {.id = (char *)"two",
     .title = (char *)"hears",
     .result = RESULT_FAIL,
     .code = (char *)"wrong-message",
     .message = (char *)"Your program sent something else than was asked for.",
     .expected = (char *)"\"a\"",
     .received = (char *)"\"b\"",
     .max_points = 2},
};

static struct report_submission one_of_many(struct report_exercise exercises[2], char *id)
{
    static const char *const ids[] = {"connect-1", "connect-2"};
    for (int i = 0; i < 2; i++)
        exercises[i] = (struct report_exercise){.id = (char *)ids[i],
                                                .title = (char *)"Title",
                                                .path = (char *)"x.py",
                                                .text = (char *)"import socket\n",
                                                .result = RESULT_FAIL,
                                                .points = 2,
                                                .max_points = 4,
                                                .score = 2,
                                                .max_score = 4,
                                                .cases = many_cases,
                                                .case_count = 2};
    return (struct report_submission){.id = id,
                                      .path = (char *)"in",
                                      .whole = true,
                                      .attempt = 1,
                                      .counts = true,
                                      .exercises = exercises,
                                      .exercise_count = 2};
}

static void write_many(const struct writer *writer, FILE *file)
{
    const struct report head = {.seed = 1, .isolation = "full"};
    struct report_exercise exercises[2];
    struct report_totals totals = {0};
    struct buf out = {0};
    struct error err = {0};
    char id[32] = "s";
    struct report_submission s = one_of_many(exercises, id);
    for (int i = 0; i < MANY; i++)
        report_totals_add(&totals, &s);
    struct writing w = {.head = &head, .totals = &totals, .now_ms = NOW_MS, .out = &out};
    assert_int_equal(writer_begin(writer, &w, &err), 0);
    for (int i = 0; i < MANY; i++) {
        snprintf(id, sizeof id, "student-%05d", i);
        if (writer_submission(writer, &w, &s, &err) < 0)
            fail_msg("%s: %s", writer->name, err.text);
        if (file)
            fwrite(out.data, 1, out.len, file);
        buf_clear(&out);
    }
    assert_int_equal(writer_end(writer, &w, &err), 0);
    if (file)
        fwrite(out.data, 1, out.len, file);
    buf_close(&out);
}

static int count_one(void *ctx, struct report_submission *s, struct error *err)
{
    size_t *count = ctx;
    (void)err;
    *count += s->exercise_count == 2 && s->exercises[1].case_count == 2;
    return 0;
}

static void read_many(void)
{
    char path[] = "/tmp/sockgrade-writer-XXXXXX";
    int fd = mkstemp(path);
    struct reading r = {0};
    struct error err = {0};
    size_t count = 0;
    assert_true(fd >= 0);
    FILE *file = fdopen(fd, "w");
    write_many(&writer_json, file);
    assert_int_equal(fclose(file), 0);
    int result = reading_read(&r, path, count_one, &count, &err);
    unlink(path);
    if (result < 0)
        fail_msg("%s", err.text);
    assert_int_equal(count, MANY);
    reading_close(&r);
}

static void many_take_little_memory(void **state)
{
    (void)state;
    const struct writer *writer;
    struct rusage usage;
    for (size_t i = 0; (writer = writer_at(i)); i++)
        if (!writer->one)
            write_many(writer, NULL);
    read_many();
    assert_int_equal(getrusage(RUSAGE_SELF, &usage), 0);
    printf("%d submissions: at most %ld KiB\n", MANY, usage.ru_maxrss);
    assert_true(IS_SANITIZED || usage.ru_maxrss < MEMORY_MOST_KIB);
}

static void one_takes_one(void **state)
{
    (void)state;
    const struct report_totals totals = {.submissions = 2};
    const struct writer *writer;
    struct error err = {0};
    for (size_t i = 0; (writer = writer_at(i)); i++)
        if (writer->one) {
            struct writing w = {.totals = &totals};
            assert_int_equal(writer_begin(writer, &w, &err), -1);
            assert_int_equal(err.kind, ERROR_USAGE);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_is_clean_text),   cmocka_unit_test(each_is_well_formed),
        cmocka_unit_test(comes_back_from_json), cmocka_unit_test(many_take_little_memory),
        cmocka_unit_test(one_takes_one),        cmocka_unit_test(each_looks_as_agreed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
