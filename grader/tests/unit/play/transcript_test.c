/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "play/transcript.h"

#define MOST_BYTES ((size_t)256 * 1024)
#define MOST_OF_EVENT (16 * 1024)
#define MOST_EVENTS 2048

static void keeps_what_happened(void **state)
{
    (void)state;
    struct transcript t = {0};
    transcript_append(&t, 10, EVENT_CONNECTED, "main", NULL, 0);
    transcript_append(&t, 20, EVENT_RECEIVED, "main", "a\0b", 3);
    assert_int_equal(t.count, 2);
    assert_int_equal(t.events[0].kind, EVENT_CONNECTED);
    assert_int_equal(t.events[0].len, 0);
    assert_string_equal(t.events[0].connection, "main");
    assert_int_equal(t.events[1].time_ns, 20);
    assert_int_equal(t.events[1].total, 3);
    assert_memory_equal(t.events[1].data, "a\0b\0", 4);
    transcript_close(&t);
    assert_int_equal(t.count, 0);
    transcript_close(&t);
}

/* What is written in pieces is one text; what is sent in pieces is not. */
static void joins_only_output(void **state)
{
    (void)state;
    static const struct {
        enum event_kind first, then;
        const char *first_on, *then_on;
        size_t count;
    } rows[] = {
        {EVENT_PRINTED, EVENT_PRINTED, NULL, NULL, 1},
        {EVENT_STDERR, EVENT_STDERR, NULL, NULL, 1},
        {EVENT_PRINTED, EVENT_STDERR, NULL, NULL, 2},
        {EVENT_RECEIVED, EVENT_RECEIVED, "main", "main", 2},
        {EVENT_SENT, EVENT_SENT, "main", "main", 2},
        {EVENT_NOTE, EVENT_NOTE, NULL, NULL, 2},
        {EVENT_PRINTED, EVENT_PRINTED, NULL, "a", 2},
        {EVENT_PRINTED, EVENT_PRINTED, "a", "a", 1},
        {EVENT_PRINTED, EVENT_PRINTED, "a", "b", 2},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct transcript t = {0};
        transcript_append(&t, 1, rows[i].first, rows[i].first_on, "ab", 2);
        transcript_append(&t, 2, rows[i].then, rows[i].then_on, "c", 1);
        if (t.count != rows[i].count)
            fail_msg("row %zu: %zu events", i, t.count);
        assert_int_equal(t.events[0].time_ns, 1);
        assert_string_equal(t.events[0].data, t.count == 1 ? "abc" : "ab");
        transcript_close(&t);
    }
}

static void another_event_between_parts(void **state)
{
    (void)state;
    struct transcript t = {0};
    transcript_append(&t, 1, EVENT_PRINTED, NULL, "a", 1);
    transcript_append(&t, 2, EVENT_RECEIVED, "main", "b", 1);
    transcript_append(&t, 3, EVENT_PRINTED, NULL, "c", 1);
    assert_int_equal(t.count, 3);
    transcript_close(&t);
}

static void long_messages_are_one_event(void **state)
{
    (void)state;
    static char block[5000];
    struct transcript t = {0};
    memset(block, 'x', sizeof block);
    transcript_append(&t, 1, EVENT_RECEIVED, "main", block, 100);
    transcript_append(&t, 2, EVENT_RECEIVED, "main", block, sizeof block);
    transcript_append(&t, 3, EVENT_RECEIVED, "main", block, 100);
    transcript_append(&t, 4, EVENT_RECEIVED, "other", block, 100);
    assert_int_equal(t.count, 3);
    assert_int_equal(t.events[1].total, sizeof block + 100);
    transcript_close(&t);
}

static void bytes_are_capped_and_counted(void **state)
{
    (void)state;
    static char block[100000];
    struct transcript t = {0};
    memset(block, 'x', sizeof block);
    for (int i = 0; i < 4; i++)
        transcript_append(&t, i, EVENT_PRINTED, NULL, block, sizeof block);
    transcript_append(&t, 9, EVENT_RECEIVED, "main", "late", 4);
    assert_int_equal(t.count, 2);
    assert_int_equal(t.events[0].len, MOST_OF_EVENT);
    assert_int_equal(t.events[0].total, 4 * sizeof block);
    assert_int_equal(t.events[0].data[MOST_OF_EVENT], '\0');
    assert_string_equal(t.events[1].data, "late");
    for (int i = 0; i < 40; i++)
        transcript_append(&t, i, i % 2 ? EVENT_PRINTED : EVENT_RECEIVED, "main", block,
                          sizeof block);
    assert_int_equal(t.bytes, MOST_BYTES);
    assert_int_equal(t.events[t.count - 1].len, 0);
    assert_int_equal(t.events[t.count - 1].total, sizeof block);
    transcript_close(&t);
}

static void events_are_capped(void **state)
{
    (void)state;
    struct transcript t = {0};
    const int last = 10 * MOST_EVENTS;
    for (int i = 0; i <= last; i++)
        transcript_append(&t, i, EVENT_RECEIVED, "main", "x", 1);
    assert_true(t.count > MOST_EVENTS / 2 && t.count <= MOST_EVENTS);
    size_t note = 0;
    while (t.events[note].kind != EVENT_NOTE) {
        assert_int_equal(t.events[note].time_ns, note);
        note++;
    }
    char text[64];
    snprintf(text, sizeof text, "%zu more are left out here", t.left_out);
    assert_string_equal(t.events[note].data, text);
    assert_int_equal(t.left_out + t.count - 1, last + 1);
    for (size_t i = 1; i < t.count - note; i++)
        assert_int_equal(t.events[t.count - i].time_ns, last + 1 - (int)i);
    assert_int_equal(t.bytes, t.count - 1 + strlen(text));
    transcript_close(&t);
}

static void every_kind_has_words(void **state)
{
    (void)state;
    for (int kind = 0; kind < EVENT_KINDS; kind++) {
        assert_non_null(event_word((enum event_kind)kind));
        const char *actor = event_actor((enum event_kind)kind);
        assert_true(!strcmp(actor, "grader") || !strcmp(actor, "program"));
    }
    assert_string_equal(event_word(EVENT_SENT), "data");
    assert_string_equal(event_actor(EVENT_SENT), "grader");
    assert_string_equal(event_word(EVENT_RECEIVED), "data");
    assert_string_equal(event_actor(EVENT_RECEIVED), "program");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_what_happened),
        cmocka_unit_test(joins_only_output),
        cmocka_unit_test(another_event_between_parts),
        cmocka_unit_test(long_messages_are_one_event),
        cmocka_unit_test(bytes_are_capped_and_counted),
        cmocka_unit_test(events_are_capped),
        cmocka_unit_test(every_kind_has_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
