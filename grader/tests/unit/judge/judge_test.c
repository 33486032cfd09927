/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "judge/judge.h"

/* An attempt put together by hand: facts in, a code out. */
struct stand {
    struct exercise exercise;
    struct step steps[4];
    struct test_case test;
    struct submission submission;
    struct attempt attempt;
};

typedef void facts(struct attempt *a);

static void set_up(struct stand *s, enum student_role student, enum failure failure)
{
    *s = (struct stand){
        .exercise = {.id = (char *)"x", .student = student, .port = 5555},
        .test = {.id = (char *)"one", .title = (char *)"One", .step_count = 4},
        .submission = {.path = (char *)"x.py",
                       .file = (char *)"x.py",
                       .language = language_of("x.py", "", 0),
                       .source_fd = -1,
                       .program_fd = -1},
    };
    s->test.steps = s->steps;
    s->attempt.play.setup.exercise = &s->exercise;
    s->attempt.play.setup.test = &s->test;
    s->attempt.play.setup.port = 5555;
    s->attempt.play.outcome.failure = failure;
    s->attempt.play.outcome.until = UNTIL_SETTLED;
    s->attempt.play.outcome.step = s->steps;
}

static void tear_down(struct stand *s)
{
    capture_close(&s->attempt.play.err);
    outcome_close(&s->attempt.play.outcome);
}

static void said(struct attempt *a, const char *text)
{
    capture_append(&a->play.err, text, strlen(text));
}

static void ended(struct attempt *a)
{
    a->play.outcome.ended = true;
    a->play.outcome.until = UNTIL_ENDED;
}

static void crashed(struct attempt *a)
{
    ended(a);
    a->play.outcome.exit_code = 1;
    a->crash = (struct trace){.found = true, .line = 7, .text = "NameError: x"};
}

static void segfaulted(struct attempt *a)
{
    ended(a);
    a->play.outcome.exit_code = -1;
    a->play.outcome.exit_signal = 11;
}

static void was_reset(struct attempt *a)
{
    a->play.outcome.state = CONNECTION_RESET;
}

static void had_closed(struct attempt *a)
{
    a->play.outcome.state = CONNECTION_ENDED;
}

static void closed_and_crashed(struct attempt *a)
{
    crashed(a);
    had_closed(a);
}

static void refused_source(struct attempt *a)
{
    ended(a);
    a->refusal = (struct trace){.found = true, .line = 2, .text = "SyntaxError: bad"};
}

static void waits_in(struct attempt *a, enum wait_kind kind)
{
    a->play.outcome.look.activity = ACTIVITY_WAITING;
    a->play.outcome.look.wait_count = 1;
    a->play.outcome.look.waits[0] = (struct wait_fact){.kind = kind, .fd = 0};
}

static void wants_input(struct attempt *a)
{
    waits_in(a, WAIT_STDIN);
}

static void waits_in_recv(struct attempt *a)
{
    waits_in(a, WAIT_SOCKET_READ);
}

static void sleeps(struct attempt *a)
{
    waits_in(a, WAIT_SLEEP);
}

static void ran_late(struct attempt *a)
{
    a->play.outcome.until = UNTIL_LATE;
}

static void spun(struct attempt *a)
{
    ran_late(a);
    a->play.outcome.waited_ns = NS_PER_S;
    a->play.outcome.running_ns = NS_PER_S;
}

/* Nothing was seen of it but its processor time. */
static void was_silent(struct attempt *a)
{
    ran_late(a);
    a->play.outcome.blind = true;
    a->play.outcome.waited_ns = 10 * NS_PER_S;
    a->play.outcome.cpu_ns = 20 * NS_PER_MS;
}

static void computed_unseen(struct attempt *a)
{
    was_silent(a);
    a->play.outcome.cpu_ns = 4 * NS_PER_S;
    a->play.outcome.computes = true;
}

static void was_refused_unseen(struct attempt *a)
{
    crashed(a);
    a->play.outcome.blind = true;
    said(a, "ConnectionRefusedError: [Errno 111] Connection refused");
}

static void dialled(struct attempt *a, bool udp, int port)
{
    struct dialled_entry *e = &a->play.dialled.entries[a->play.dialled.count++];
    *e = (struct dialled_entry){.udp = udp, .port = port, .from_port = 40000};
    strcpy(e->address, "127.0.0.1");
}

static void dialled_other(struct attempt *a)
{
    dialled(a, false, 5556);
}

static void dialled_other_and_crashed(struct attempt *a)
{
    crashed(a);
    dialled(a, false, 5556);
}

static void used_udp(struct attempt *a)
{
    dialled(a, true, 5555);
}

static void listens_on(struct attempt *a, int port)
{
    a->sockets[0] = (struct sockdiag_entry){.family = 2, .state = 10, .local_port = port};
    a->socket_count = 1;
}

static void listens_at_5555(struct attempt *a)
{
    listens_on(a, 5555);
}

static void listens_at_5556(struct attempt *a)
{
    listens_on(a, 5556);
}

static void found_port_in_use(struct attempt *a)
{
    crashed(a);
    said(a, "OSError: [Errno 98] Address already in use\n");
}

static void found_no_name(struct attempt *a)
{
    crashed(a);
    said(a, "socket.gaierror: [Errno -2] Name or service not known\n");
}

static void served_once(struct attempt *a)
{
    a->play.outcome.connections = 1;
}

static void served_twice(struct attempt *a)
{
    a->play.outcome.connections = 2;
}

static void printed_early(struct attempt *a)
{
    a->play.outcome.printed_early = true;
}

static void printed_other(struct attempt *a)
{
    a->play.outcome.printed_other = true;
}

/* --- what its calls on sockets tell, whatever became of the sockets ------------------------- */

static void did(struct attempt *a, struct deed d)
{
    a->deeds.told = true;
    d.socket = d.socket ? d.socket : 1;
    if (!d.address[0])
        strcpy(d.address, "127.0.0.1");
    deeds_add(&a->deeds, &d);
    ended(a);
}

static void bound(struct attempt *a, int port)
{
    did(a, (struct deed){.call = DEED_BIND, .result = DEED_WORKED, .port = port});
}

static void bind_failed(struct attempt *a, int error)
{
    did(a, (struct deed){
               .call = DEED_BIND, .result = DEED_FAILED, .error = error, .port = 5555});
}

static void bound_only(struct attempt *a)
{
    bound(a, 5555);
}

static void bound_another(struct attempt *a)
{
    bound(a, 5556);
}

static void bound_both(struct attempt *a)
{
    bound(a, 5556);
    bound(a, 5555);
}

/* As a runtime does that tries out what there is. */
static void bound_any(struct attempt *a)
{
    bound(a, 0);
}

static void listened_at_5556(struct attempt *a)
{
    bound(a, 5556);
    did(a, (struct deed){.call = DEED_LISTEN, .result = DEED_WORKED, .port = 5556});
}

static void took_its_own_port(struct attempt *a)
{
    bind_failed(a, EADDRINUSE);
}

static void bound_abroad(struct attempt *a)
{
    bind_failed(a, EADDRNOTAVAIL);
}

static void bound_twice(struct attempt *a)
{
    crashed(a);
    strcpy(a->crash.text, "OSError: [Errno 22] Invalid argument");
    said(a, "OSError: [Errno 22] Invalid argument\n");
    bound(a, 5555);
    bind_failed(a, EINVAL);
}

static void listened_on_udp(struct attempt *a)
{
    did(a, (struct deed){
               .call = DEED_BIND, .result = DEED_WORKED, .udp = true, .port = 5555});
}

static void called_connect(struct attempt *a)
{
    did(a, (struct deed){.call = DEED_CONNECT, .port = 5555});
}

static void called_elsewhere(struct attempt *a)
{
    did(a, (struct deed){.call = DEED_CONNECT, .port = 5556});
}

static void called_abroad(struct attempt *a)
{
    did(a, (struct deed){.call = DEED_CONNECT, .port = 5555, .address = "10.0.0.1"});
}

static void does_not_accept(struct attempt *a)
{
    waits_in(a, WAIT_LOCK);
    a->unaccepted = true;
}

static const struct {
    enum student_role student;
    enum failure failure;
    facts *facts;
    const char *code;
} rows[] = {
    {STUDENT_CLIENT, FAILURE_NONE, NULL, "pass"},
    {STUDENT_CLIENT, FAILURE_NONE, crashed, "pass"}, /* all was done before */
    {STUDENT_CLIENT, FAILURE_NO_CONNECTION, NULL, "never-connected"},
    {STUDENT_CLIENT, FAILURE_NO_CONNECTION, ended, "never-connected"},
    {STUDENT_CLIENT, FAILURE_NO_CONNECTION, refused_source, "build-failed"},
    {STUDENT_CLIENT, FAILURE_NO_CONNECTION, crashed, "crashed"},
    {STUDENT_CLIENT, FAILURE_NO_CONNECTION, segfaulted, "crashed"},
    {STUDENT_CLIENT, FAILURE_NO_CONNECTION, dialled_other, "wrong-port"},
    {STUDENT_CLIENT, FAILURE_NO_CONNECTION, dialled_other_and_crashed, "wrong-port"},
    {STUDENT_CLIENT, FAILURE_NO_CONNECTION, used_udp, "wrong-protocol"},
    {STUDENT_CLIENT, FAILURE_NO_CONNECTION, listens_at_5556, "wrong-role"},
    {STUDENT_CLIENT, FAILURE_NO_CONNECTION, found_port_in_use, "wrong-role"},
    {STUDENT_CLIENT, FAILURE_NO_CONNECTION, found_no_name, "wrong-address"},
    {STUDENT_CLIENT, FAILURE_NO_CONNECTION, wants_input, "wants-input"},
    {STUDENT_CLIENT, FAILURE_NO_CONNECTION, sleeps, "too-slow"},
    {STUDENT_CLIENT, FAILURE_NO_CONNECTION, spun, "spinning"},
    {STUDENT_CLIENT, FAILURE_NO_CONNECTION, ran_late, "too-slow"},
    {STUDENT_CLIENT, FAILURE_NO_CONNECTION, was_silent, "never-connected"},
    {STUDENT_CLIENT, FAILURE_NO_CONNECTION, computed_unseen, "spinning"},
    {STUDENT_CLIENT, FAILURE_NO_CONNECTION, was_refused_unseen, "wrong-port"},
    {STUDENT_SERVER, FAILURE_NO_LISTENER, NULL, "never-listened"},
    {STUDENT_SERVER, FAILURE_NO_LISTENER, was_silent, "never-listened"},
    {STUDENT_SERVER, FAILURE_NO_LISTENER, was_refused_unseen, "wrong-role"},
    {STUDENT_SERVER, FAILURE_NO_LISTENER, refused_source, "build-failed"},
    {STUDENT_SERVER, FAILURE_NO_LISTENER, listens_at_5556, "wrong-port"},
    {STUDENT_SERVER, FAILURE_NO_LISTENER, served_once, "one-client"},
    {STUDENT_SERVER, FAILURE_NO_LISTENER, dialled_other, "wrong-role"},
    {STUDENT_SERVER, FAILURE_NO_LISTENER, crashed, "crashed"},
    {STUDENT_SERVER, FAILURE_NO_LISTENER, wants_input, "wants-input"},
    {STUDENT_CLIENT, FAILURE_NO_CONNECTION, called_connect, "never-connected"},
    {STUDENT_CLIENT, FAILURE_NO_CONNECTION, called_elsewhere, "wrong-port"},
    {STUDENT_CLIENT, FAILURE_NO_CONNECTION, called_abroad, "wrong-address"},
    {STUDENT_CLIENT, FAILURE_NO_CONNECTION, listened_on_udp, "wrong-protocol"},
    {STUDENT_CLIENT, FAILURE_NO_CONNECTION, listened_at_5556, "wrong-role"},
    {STUDENT_CLIENT, FAILURE_NO_CONNECTION, took_its_own_port, "wrong-role"},
    {STUDENT_CLIENT, FAILURE_NO_CONNECTION, bound_another, "never-connected"},
    {STUDENT_SERVER, FAILURE_NO_LISTENER, bound_only, "never-listened"},
    {STUDENT_SERVER, FAILURE_NO_LISTENER, bound_another, "wrong-port"},
    {STUDENT_SERVER, FAILURE_NO_LISTENER, bound_both, "never-listened"},
    {STUDENT_SERVER, FAILURE_NO_LISTENER, bound_any, "never-listened"},
    {STUDENT_SERVER, FAILURE_NO_LISTENER, listened_at_5556, "wrong-port"},
    {STUDENT_SERVER, FAILURE_NO_LISTENER, took_its_own_port, "never-listened"},
    {STUDENT_SERVER, FAILURE_NO_LISTENER, bound_abroad, "wrong-address"},
    {STUDENT_SERVER, FAILURE_NO_LISTENER, bound_twice, "crashed"},
    {STUDENT_SERVER, FAILURE_NO_LISTENER, listened_on_udp, "wrong-protocol"},
    {STUDENT_SERVER, FAILURE_NO_LISTENER, called_connect, "wrong-role"},
    {STUDENT_SERVER, FAILURE_MISSING, does_not_accept, "both-waiting"},
    {STUDENT_SERVER, FAILURE_REFUSED, listens_at_5555, "wrong-address"},
    {STUDENT_SERVER, FAILURE_REFUSED, served_once, "one-client"},
    {STUDENT_SERVER, FAILURE_REFUSED, crashed, "crashed"},
    {STUDENT_CLIENT, FAILURE_MISSING, NULL, "both-waiting"},
    {STUDENT_CLIENT, FAILURE_MISSING, waits_in_recv, "both-waiting"},
    {STUDENT_CLIENT, FAILURE_MISSING, crashed, "crashed"},
    {STUDENT_CLIENT, FAILURE_MISSING, was_reset, "reset"},
    {STUDENT_CLIENT, FAILURE_MISSING, had_closed, "closed-early"},
    {STUDENT_CLIENT, FAILURE_MISSING, closed_and_crashed, "crashed"},
    {STUDENT_CLIENT, FAILURE_MISSING, wants_input, "wants-input"},
    {STUDENT_CLIENT, FAILURE_MISSING, sleeps, "too-slow"},
    {STUDENT_CLIENT, FAILURE_MISSING, spun, "spinning"},
    {STUDENT_CLIENT, FAILURE_MISSING, was_silent, "both-waiting"},
    {STUDENT_CLIENT, FAILURE_MISSING, computed_unseen, "spinning"},
    {STUDENT_SERVER, FAILURE_MISSING, served_twice, "one-client"},
    {STUDENT_CLIENT, FAILURE_PARTIAL, NULL, "incomplete-message"},
    {STUDENT_CLIENT, FAILURE_PARTIAL, crashed, "crashed"},
    {STUDENT_CLIENT, FAILURE_MISMATCH, NULL, "wrong-message"},
    {STUDENT_CLIENT, FAILURE_MISMATCH, crashed, "wrong-message"},
    {STUDENT_CLIENT, FAILURE_EXTRA, NULL, "extra-data"},
    {STUDENT_CLIENT, FAILURE_OUT_OF_TURN, NULL, "out-of-turn"},
    {STUDENT_CLIENT, FAILURE_HASTY, NULL, "out-of-turn"},
    {STUDENT_CLIENT, FAILURE_CLOSED, had_closed, "closed-early"},
    {STUDENT_CLIENT, FAILURE_CLOSED, was_reset, "reset"},
    {STUDENT_CLIENT, FAILURE_CLOSED, crashed, "crashed"},
    {STUDENT_CLIENT, FAILURE_UNREAD, NULL, "both-waiting"},
    {STUDENT_CLIENT, FAILURE_UNREAD, wants_input, "wants-input"},
    {STUDENT_SERVER, FAILURE_NOT_CLOSED, NULL, "kept-open"},
    {STUDENT_SERVER, FAILURE_NOT_CLOSED, crashed, "crashed"},
    {STUDENT_SERVER, FAILURE_NOT_ENDED, NULL, "kept-open"},
    {STUDENT_SERVER, FAILURE_WRONG_EXIT, ended, "exited-early"},
    {STUDENT_CLIENT, FAILURE_NOT_PRINTED, NULL, "not-printed"},
    {STUDENT_CLIENT, FAILURE_NOT_PRINTED, printed_early, "printed-early"},
    {STUDENT_CLIENT, FAILURE_NOT_PRINTED, printed_other, "wrong-output"},
    {STUDENT_CLIENT, FAILURE_NOT_PRINTED, crashed, "crashed"},
};

static void the_first_cause_decides(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stand s;
        struct verdict v = {0};
        set_up(&s, rows[i].student, rows[i].failure);
        if (rows[i].facts)
            rows[i].facts(&s.attempt);
        judge_attempt(&s.attempt, &s.submission, &v);
        const char *said_so = buf_text(&v.message);
        if (strcmp(code_row(v.code)->name, rows[i].code) != 0)
            fail_msg("row %zu: %s instead of %s", i, code_row(v.code)->name,
                     rows[i].code);
        bool ends = strchr(said_so, '.') || v.code == CODE_BUILD_FAILED;
        if (v.code != CODE_PASS && (!ends || !strstr(said_so, "our program")))
            fail_msg("row %zu: \"%s\"", i, said_so);
        verdict_close(&v);
        tear_down(&s);
    }
}

static void lines_are_told_where_they_help(void **state)
{
    (void)state;
    static const struct {
        enum failure failure;
        facts *facts;
        int line;
    } lines[] = {
        {FAILURE_MISSING, waits_in_recv, 12}, /* where it waits */
        {FAILURE_MISMATCH, waits_in_recv, 0}, /* it said something wrong before */
        {FAILURE_MISSING, crashed, 7},        /* where it went wrong */
        {FAILURE_NO_CONNECTION, refused_source, 2},
        {FAILURE_NONE, crashed, 0},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct stand s;
        struct verdict v = {0};
        set_up(&s, STUDENT_CLIENT, lines[i].failure);
        s.attempt.waits = (struct trace){.found = true, .line = 12};
        lines[i].facts(&s.attempt);
        judge_attempt(&s.attempt, &s.submission, &v);
        assert_int_equal(v.line, lines[i].line);
        verdict_close(&v);
        tear_down(&s);
    }
}

/* One hint: the exercise's for the code; the step's only where the step went wrong. */
static void hints_fit_the_verdict(void **state)
{
    (void)state;
    static struct code_hint own[] = {{(char *)"both-waiting", (char *)"the exercise's"}};
    static const struct {
        enum failure failure;
        facts *facts;
        bool exercise_has, advice;
        const char *hint;
    } hints[] = {
        {FAILURE_MISSING, NULL, true, false, "the exercise's"},
        {FAILURE_MISSING, NULL, false, false, "the step's"},
        {FAILURE_MISSING, NULL, true, true, "the step's"},
        {FAILURE_MISMATCH, NULL, true, false, "the step's"},
        {FAILURE_MISSING, crashed, true, false, ""},
        {FAILURE_NONE, NULL, true, false, ""},
    };
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++) {
        struct stand s;
        struct verdict v = {0};
        set_up(&s, STUDENT_CLIENT, hints[i].failure);
        s.test.advice = hints[i].advice;
        buf_puts(&s.attempt.play.outcome.hint, "the step's");
        if (hints[i].exercise_has) {
            s.exercise.hints = own;
            s.exercise.hint_count = 1;
        }
        if (hints[i].facts)
            hints[i].facts(&s.attempt);
        judge_attempt(&s.attempt, &s.submission, &v);
        if (strcmp(buf_text(&v.hint), hints[i].hint) != 0)
            fail_msg("row %zu: \"%s\"", i, buf_text(&v.hint));
        verdict_close(&v);
        tear_down(&s);
    }
}

static void what_cannot_run_is_judged_without_an_attempt(void **state)
{
    (void)state;
    struct stand s;
    struct verdict v = {0};
    set_up(&s, STUDENT_CLIENT, FAILURE_NONE);
    assert_false(judge_submission(&s.submission, &s.exercise, &v));
    strcpy(s.submission.problem, "The file is empty.");
    assert_true(judge_submission(&s.submission, &s.exercise, &v));
    assert_int_equal(v.code, CODE_NO_PROGRAM);
    assert_string_equal(v.message.data, "The file is empty.");
    verdict_close(&v);
    v = (struct verdict){0};
    s.submission.problem[0] = '\0';
    s.submission.build_failed = true;
    s.submission.build_error = (struct trace){.found = true, .line = 3, .text = "bad"};
    assert_true(judge_submission(&s.submission, &s.exercise, &v));
    assert_int_equal(v.code, CODE_BUILD_FAILED);
    assert_int_equal(v.line, 3);
    assert_non_null(strstr(v.message.data, "bad"));
    verdict_close(&v);
    tear_down(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_cause_decides),
        cmocka_unit_test(lines_are_told_where_they_help),
        cmocka_unit_test(hints_fit_the_verdict),
        cmocka_unit_test(what_cannot_run_is_judged_without_an_attempt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
