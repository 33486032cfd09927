/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/memfile.h"
#include "judge/hint.h"
#include "judge/remedy.h"

/* An attempt put together by hand. */
struct stand {
    struct exercise exercise;
    struct test_case test;
    struct step steps[2];
    struct submission submission;
    struct attempt attempt;
    struct verdict verdict;
};

typedef void facts(struct stand *s);

static struct outcome *outcome_of(struct stand *s)
{
    return &s->attempt.play.outcome;
}

static void client(struct stand *s)
{
    s->exercise.student = STUDENT_CLIENT;
}

static void server(struct stand *s)
{
    s->exercise.student = STUDENT_SERVER;
}

static void server_alone(struct stand *s)
{
    server(s);
    s->attempt.play.setup.own_network = true;
}

static void ended(struct stand *s)
{
    outcome_of(s)->ended = true;
}

static void server_ended(struct stand *s)
{
    server(s);
    ended(s);
}

static void bound_to(struct stand *s, const char *address)
{
    struct deed d = {.call = DEED_BIND, .result = DEED_FAILED, .port = 5555};
    server(s);
    snprintf(d.address, sizeof d.address, "%s", address);
    deeds_add(&s->attempt.deeds, &d);
}

static void server_bound_swapped(struct stand *s)
{
    bound_to(s, "1.0.0.127");
}

static void server_bound_abroad(struct stand *s)
{
    bound_to(s, "10.0.0.127");
}

static void server_unaccepted(struct stand *s)
{
    server(s);
    s->attempt.unaccepted = true;
}

static void waits_in(struct stand *s, enum wait_kind kind)
{
    outcome_of(s)->failure = FAILURE_MISSING;
    outcome_of(s)->look.wait_count = 1;
    outcome_of(s)->look.waits[0].kind = kind;
}

static void in_recv(struct stand *s)
{
    waits_in(s, WAIT_SOCKET_READ);
}

static void in_accept(struct stand *s)
{
    waits_in(s, WAIT_ACCEPT);
}

static void event(struct stand *s, enum event_kind kind, const char *text)
{
    transcript_append(&s->attempt.play.transcript, 0, kind, "main", text, strlen(text));
}

static void nothing_said(struct stand *s)
{
    in_recv(s);
    outcome_of(s)->connected = true;
}

static void heard_all(struct stand *s)
{
    nothing_said(s);
    event(s, EVENT_RECEIVED, "hello");
    event(s, EVENT_SENT, "hi");
}

static void heard_question(struct stand *s)
{
    event(s, EVENT_RECEIVED, "How do you do?");
}

static void echoed_question(struct stand *s)
{
    event(s, EVENT_SENT, "How do you do?");
    heard_question(s);
}

static void sent_hello(struct stand *s)
{
    event(s, EVENT_SENT, "hello");
}

static void we_closed(struct stand *s)
{
    sent_hello(s);
    event(s, EVENT_HALF_CLOSED, "");
}

/* The step that failed, and the one before it. */
static void at_steps(struct stand *s, enum step_kind before, enum step_kind failed)
{
    s->steps[0].kind = before;
    s->steps[1].kind = failed;
    s->test.steps = s->steps;
    s->test.step_count = 2;
    outcome_of(s)->step = &s->steps[1];
}

static void end_told(struct stand *s)
{
    at_steps(s, STEP_HALF_CLOSE, STEP_EXPECT_CLOSE);
}

static void close_awaited(struct stand *s)
{
    at_steps(s, STEP_SEND, STEP_EXPECT_CLOSE);
}

static void sent_numbers(struct stand *s)
{
    event(s, EVENT_SENT, "12\n");
    event(s, EVENT_RECEIVED, "next?");
    event(s, EVENT_SENT, "34\n");
}

static void before_ours(struct stand *s)
{
    outcome_of(s)->failure = FAILURE_CLOSED;
}

static void server_before_ours(struct stand *s)
{
    server(s);
    before_ours(s);
}

static void dialled_once(struct stand *s)
{
    client(s);
    outcome_of(s)->connected = true;
    s->attempt.play.dialled.entries[0] = (struct dialled_entry){.port = 5555};
    s->attempt.play.dialled.count = 1;
}

static void dialled_again(struct stand *s)
{
    dialled_once(s);
    s->attempt.play.dialled.entries[0].again = 1;
}

static void bound_other_family(struct stand *s)
{
    const struct deed d = {
        .call = DEED_BIND, .result = DEED_FAILED, .error = EAFNOSUPPORT, .port = 5555};
    server(s);
    deeds_add(&s->attempt.deeds, &d);
}

static void segfault(struct stand *s)
{
    ended(s);
    outcome_of(s)->exit_signal = 11;
}

static void sigpipe(struct stand *s)
{
    client(s);
    ended(s);
    outcome_of(s)->exit_signal = 13;
}

struct bytes {
    const char *data;
    size_t len;
};

#define BYTES(text)                                                                      \
    {                                                                                    \
        text, sizeof(text) - 1                                                           \
    }

static void second_cell(struct stand *s)
{
    s->submission.earlier = (char *)"sock = socket.create_connection(('', 5678))\n";
}

static const struct row {
    const char *name;
    bool fits;
    enum code code;
    const char *file;
    const char *error, *source, *printed;
    struct bytes came, wanted;
    int line;
    const char *says; /* is in the sentence */
    facts *facts;
} rows[] = {
#include "remedy_rows.inc"
};

static int source_fd(const char *text)
{
    struct error err;
    int fd = memfile_make("source", &err);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    return fd;
}

static void keep(struct trace *t, const char *text)
{
    t->found = true;
    snprintf(t->text, sizeof t->text, "%s", text);
}

static void set_up(struct stand *s, const struct row *r)
{
    *s = (struct stand){
        .exercise = {.port = 5555},
        .submission = {.file = (char *)r->file,
                       .language = language_of(r->file, "", 0),
                       .source_fd = r->source ? source_fd(r->source) : -1,
                       .program_fd = -1},
        .verdict = {.code = r->code, .line = r->line},
    };
    s->attempt.play.setup.exercise = &s->exercise;
    s->attempt.play.setup.test = &s->test;
    s->attempt.play.setup.port = 5555;
    outcome_of(s)->exact = r->wanted.len > 0;
    buf_append(&outcome_of(s)->wanted_bytes, r->wanted.data, r->wanted.len);
    buf_append(&outcome_of(s)->received, r->came.data, r->came.len);
    if (r->error)
        keep(&s->attempt.crash, r->error);
    if (r->printed)
        capture_append(&s->attempt.play.out, r->printed, strlen(r->printed));
    if (r->facts)
        r->facts(s);
}

static void tear_down(struct stand *s)
{
    if (s->submission.source_fd >= 0)
        close(s->submission.source_fd);
    capture_close(&s->attempt.play.out);
    transcript_close(&s->attempt.play.transcript);
    outcome_close(outcome_of(s));
    verdict_close(&s->verdict);
}

static const struct remedy *remedy_named(const char *name)
{
    const struct remedy *r;
    for (size_t i = 0; (r = remedy_at(i)); i++)
        if (strcmp(r->name, name) == 0)
            return r;
    fail_msg("no mistake is called %s", name);
    return NULL;
}

/* What fits is also what is said, before any other row; what comes near is not. */
static void tells_evidence_from_what_comes_near(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *row = &rows[i];
        const struct remedy *remedy = remedy_named(row->name), *found;
        struct stand s;
        struct clue clue;
        struct buf text = {0}, first = {0};
        set_up(&s, row);
        clue_open(&clue, &s.attempt, &s.submission, &s.verdict);
        if (remedy_fits(remedy, &clue, &text) != row->fits)
            fail_msg("row %zu: %s %s", i, row->name, row->fits ? "does not fit" : "fits");
        found = remedy_find(&clue, remedy->certainty, &first);
        if (row->fits && found != remedy)
            fail_msg("row %zu: %s comes before %s", i, found->name, row->name);
        if (row->fits && row->says && !strstr(text.data, row->says))
            fail_msg("row %zu: \"%s\"", i, text.data);
        const char *group = row->fits ? strchr(text.data, '{') : NULL;
        if (group && islower((unsigned char)group[1]))
            fail_msg("row %zu: not filled in: \"%s\"", i, text.data);
        clue_close(&clue);
        buf_close(&text);
        buf_close(&first);
        tear_down(&s);
    }
}

static void every_mistake_has_both_kinds_of_rows(void **state)
{
    (void)state;
    const struct remedy *r;
    for (size_t i = 0; (r = remedy_at(i)); i++) {
        int fits = 0, near = 0;
        for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
            if (strcmp(rows[k].name, r->name) == 0)
                *(rows[k].fits ? &fits : &near) += 1;
        if (!fits || !near)
            fail_msg("%s: %d rows that fit, %d that come near", r->name, fits, near);
    }
}

/* An exercise may also name them, beside the codes. */
static void names_are_unique(void **state)
{
    (void)state;
    const struct remedy *r;
    for (size_t i = 0; (r = remedy_at(i)); i++) {
        assert_true(remedy_named(r->name) == r);
        assert_int_equal(code_find(r->name), -1);
        assert_true(r->codes && *r->text && !(r->codes & REMEDY_ON(CODE_PASS)));
        assert_true(r->error || r->line || r->source || r->lacks || r->came || r->holds[0]
                    || (r->codes & (r->codes - 1)) == 0);
    }
}

/* An author finds them in sockgrade-exercise(5). */
static void manual_names_them_all(void **state)
{
    (void)state;
    static char manual[1 << 17];
    FILE *f = fopen(SOCKGRADE_SOURCE_DIR "/grader/man/sockgrade-exercise.5", "r");
    assert_non_null(f);
    manual[fread(manual, 1, sizeof manual - 1, f)] = '\0';
    fclose(f);
    const char *hints = strstr(manual, ".Ss Hints");
    assert_non_null(hints);
    const struct remedy *r;
    for (size_t i = 0; (r = remedy_at(i)); i++) {
        char word[64];
        snprintf(word, sizeof word, " %s%s", r->name, remedy_at(i + 1) ? " ," : "\n");
        if (!strstr(hints, word))
            fail_msg("sockgrade-exercise(5) does not name %s", r->name);
    }
}

/* Without the source, nothing is known to be missing in it. */
static void proves_nothing_from_no_source(void **state)
{
    (void)state;
    static const struct row row = {.code = CODE_NOT_PRINTED, .file = "x.py"};
    struct stand s;
    struct clue clue;
    struct buf text = {0};
    set_up(&s, &row);
    clue_open(&clue, &s.attempt, &s.submission, &s.verdict);
    assert_null(remedy_find(&clue, REMEDY_CERTAIN, &text));
    assert_null(remedy_find(&clue, REMEDY_LIKELY, &text));
    clue_close(&clue);
    tear_down(&s);
}

/* What is certain goes before the author's words, unless these are for just this mistake. */
static void author_may_say_it_otherwise(void **state)
{
    (void)state;
    static struct code_hint own[] = {{(char *)"crashed", (char *)"the code's"},
                                     {(char *)"text-sent", (char *)"the author's"}};
    static const struct row row = {
        .code = CODE_CRASHED,
        .file = "x.py",
        .error = "TypeError: a bytes-like object is required, not 'str'",
        .source = "s.sendall('x')\n",
        .line = 1,
    };
    static const struct {
        size_t count;
        bool known;
        const char *wanted;
    } hints[] = {
        {0, true, "sendall() sends bytes"},
        {1, true, "sendall() sends bytes"},
        {2, true, "the author's"},
        {2, false, "the code's"},
    };
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++) {
        struct stand s;
        set_up(&s, &row);
        s.exercise.hints = own;
        s.exercise.hint_count = hints[i].count;
        if (!hints[i].known)
            keep(&s.attempt.crash, "KeyError: 5");
        hint_choose(&s.attempt, &s.submission, &s.exercise, &s.verdict);
        if (!strstr(buf_text(&s.verdict.hint), hints[i].wanted))
            fail_msg("row %zu: \"%s\"", i, buf_text(&s.verdict.hint));
        tear_down(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_evidence_from_what_comes_near),
        cmocka_unit_test(every_mistake_has_both_kinds_of_rows),
        cmocka_unit_test(names_are_unique),
        cmocka_unit_test(manual_names_them_all),
        cmocka_unit_test(proves_nothing_from_no_source),
        cmocka_unit_test(author_may_say_it_otherwise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
