/* SPDX-License-Identifier: MIT */
#include "play/steps.h"

#include <signal.h>
#include <string.h>

#include "base/clock.h"
#include "play/datagrams.h"
#include "play/fault.h"
#include "play/meet.h"
#include "play/pair.h"
#include "play/patience.h"
#include "play/prints.h"
#include "play/pump.h"

/* How long a program may go on moving after the last step before we look no longer. */
#define AFTERLIFE_NS NS_PER_S

int64_t steps_patience_ns(const struct play *p, const struct step *s)
{
    return (s->patience_ms ? s->patience_ms : p->setup.test->patience_ms) * NS_PER_MS;
}

int64_t steps_deadline_ns(const struct play *p, const struct step *s)
{
    return clock_now_ns() + steps_patience_ns(p, s);
}

/* One that a track has made which is over. */
static struct connection *find_anywhere(struct play *p, const char *name)
{
    for (size_t i = p->connection_count; i-- > 0;)
        if (strcmp(p->connections[i]->script_name, name) == 0)
            return p->connections[i];
    return p->current;
}

static bool is_called(const struct connection *c, const char *name, unsigned track)
{
    return c->track == track && strcmp(c->script_name, name) == 0;
}

/* Of several with this name the newest, and those of the track itself first. */
static struct connection *find_connection(struct play *p, const char *name)
{
    const unsigned tracks[] = {p->track->serial, 0};
    if (!name || (p->current && is_called(p->current, name, tracks[0])))
        return p->current;
    for (size_t t = 0; t < 2; t++)
        for (size_t i = p->connection_count; i-- > 0;)
            if (is_called(p->connections[i], name, tracks[t]))
                return p->connections[i];
    return find_anywhere(p, name);
}

struct connection *steps_connection(struct play *p, const struct step *s)
{
    const char *name = s->on ? s->on : s->name;
    p->current = find_connection(p, name);
    return p->current;
}

static bool is_gone(struct play *p, void *ctx)
{
    return fault_gone(p, ctx);
}

enum until steps_turn(struct play *p, const struct step *s, struct connection *c)
{
    return play_until(p, is_gone, c, true, steps_deadline_ns(p, s));
}

/* Of a message that is passed on, the words say what the other program does. */
void steps_read_slowly(struct play *p, const struct step *s, struct connection *c)
{
    if (!c->paused)
        return;
    play_until(p, NULL, NULL, true, steps_deadline_ns(p, s));
    connection_pause(c, false);
}

static int explain(struct play *p, const struct step *s, struct error *err)
{
    if (pair_is_others(p, s))
        return 0;
    if (s->explain
        && scope_expand(p->setup.scope, s->explain, strlen(s->explain),
                        &p->outcome.explain, err)
               < 0)
        return -1;
    if (s->hint
        && scope_expand(p->setup.scope, s->hint, strlen(s->hint), &p->outcome.hint, err)
               < 0)
        return -1;
    return 0;
}

static bool got_connection(struct play *p, void *ctx)
{
    (void)ctx;
    return !p->accepting;
}

static void begin_slowly(struct play *p, const struct step *s)
{
    p->current->slow = s->slow;
    if (s->slow)
        connection_pause(p->current, true);
}

static int do_accept(struct play *p, const struct step *s, struct error *err)
{
    (void)err;
    if (datagrams_met(p, s->name))
        return 0;
    p->accepting = s->name;
    enum until until =
        play_until(p, got_connection, NULL, false, steps_deadline_ns(p, s));
    p->accepting = NULL;
    if (until != UNTIL_MET)
        fault_found(p, FAILURE_NO_CONNECTION, until);
    else
        begin_slowly(p, s);
    return 0;
}

static int do_connect(struct play *p, const struct step *s, struct error *err)
{
    struct buf from = {0};
    int status = -1;
    if (s->from && scope_expand(p->setup.scope, s->from, strlen(s->from), &from, err) < 0)
        goto done;
    enum until until;
    enum failure failure;
    status = meet_server(p, s->name, s->from ? buf_text(&from) : NULL,
                         steps_deadline_ns(p, s), &failure, &until, err);
    if (status == 0 && failure)
        fault_found(p, failure, until);
    else if (status == 0)
        begin_slowly(p, s);
done:
    buf_close(&from);
    return status;
}

/* It has been started: see pair_await_run. */
static int do_run(struct play *p, const struct step *s, struct error *err)
{
    (void)p;
    (void)s;
    (void)err;
    return 0;
}

typedef int doer(struct play *p, const struct step *s, struct error *err);

static doer *const doers[] = {
    [STEP_ACCEPT] = do_accept,
    [STEP_CONNECT] = do_connect,
    [STEP_SEND] = steps_send,
    [STEP_EXPECT] = steps_expect,
    [STEP_SILENCE] = steps_silence,
    [STEP_PRINTS] = prints_expect,
    [STEP_STDERR] = prints_expect,
    [STEP_HALF_CLOSE] = steps_half_close,
    [STEP_CLOSE] = steps_close,
    [STEP_RESET] = steps_close,
    [STEP_EXPECT_CLOSE] = steps_expect_close,
    [STEP_EXITS] = steps_exits,
    [STEP_TYPE] = steps_type,
    [STEP_TYPE_EOF] = steps_type_eof,
    [STEP_SIGNAL] = steps_signal,
    [STEP_EXPECT_RESET] = steps_expect_reset,
    [STEP_CHECK] = steps_check,
    [STEP_RUN] = do_run,
    [STEP_RELAY] = pair_take,
};

static int64_t used_cpu_ns(struct play *p)
{
    return p->step_cpu_ns < 0
               ? 0
               : p->program.observer.cpu_ns(p->program.observer.ctx) - p->step_cpu_ns;
}

int steps_blame(struct play *p, const struct step *s, enum failure failure,
                enum until until, struct error *err)
{
    p->outcome.step = s;
    fault_found(p, failure, until);
    return explain(p, s, err);
}

/* True when nothing of the step is left for us to do. */
static bool let_other_play(struct play *p, const struct step *s, int *status,
                           struct error *err)
{
    *status = 0;
    if (!pair_is_others(p, s))
        return false;
    *status = pair_follow(p, s, err);
    return *status < 0 || p->stopped || p->outcome.failure || s->kind != STEP_RELAY;
}

int steps_play(struct play *p, const struct step *s, struct error *err)
{
    int status;
    if (let_other_play(p, s, &status, err))
        return status < 0 ? error_prefix(err, "%s", s->path) : 0;
    int64_t began = clock_now_ns();
    doer *act = pair_is_others(p, s) ? pair_deliver : doers[s->kind];
    patience_begin(p);
    p->word_ns = began;
    if (act(p, s, err) < 0)
        return error_prefix(err, "%s", s->path);
    if (!p->outcome.failure && p->outcome.over)
        fault_found(p, FAILURE_OVER_LIMIT, UNTIL_OVER);
    if (!p->outcome.failure) {
        pair_tell(p, s);
        return 0;
    }
    p->outcome.waited_ns = clock_now_ns() - began;
    p->outcome.listened_ns = p->listened_ns;
    p->outcome.running_ns = p->running_ns;
    p->outcome.cpu_ns = used_cpu_ns(p);
    p->outcome.computes = p->computes;
    p->outcome.patience_ns = steps_patience_ns(p, s);
    return explain(p, p->outcome.step, err);
}

/* The program has closed it, or only ended its sending and still waits for our end: where that
 * can't be seen, it is not kept waiting for as long as it owes us something. */
static bool may_be_closed(struct play *p, const struct connection *c)
{
    return p->outcome.blind && c->state == CONNECTION_ENDED && prints_all_met(p);
}

/* Ends our side of everything. A connection that the student closed first is reset, so that
 * no TIME_WAIT keeps its port from the next run. */
static void end_connections(struct play *p)
{
    for (size_t i = 0; i < p->connection_count; i++) {
        struct connection *c = p->connections[i];
        if (c->fd < 0)
            continue;
        if (fault_gone(p, c)) {
            connection_close(c, true);
        } else if (!c->datagrams && !c->half_closed && !may_be_closed(p, c)) {
            connection_half_close(c);
            play_note_event(p, EVENT_HALF_CLOSED, c->name, NULL, 0);
        }
    }
}

/* Our turn once more: what comes now was not asked for. */
static bool all_said(struct play *p)
{
    for (size_t i = 0; i < p->connection_count; i++)
        connection_pause(p->connections[i], false);
    enum until until = play_until(
        p, NULL, NULL, true, clock_now_ns() + p->setup.test->patience_ms * NS_PER_MS);
    if (until == UNTIL_OVER) {
        fault_found(p, FAILURE_OVER_LIMIT, until);
        return false;
    }
    for (size_t i = 0; i < p->connection_count; i++) {
        p->current = p->connections[i];
        if (fault_unasked(p, p->current, FAILURE_EXTRA, until))
            return false;
    }
    return !fault_unread(p, until);
}

static bool all_printed(struct play *p, void *ctx)
{
    (void)ctx;
    return prints_all_met(p);
}

/* A program may sleep or compute before it prints, as before every other step. */
static enum until await_prints(struct play *p)
{
    if (prints_all_met(p))
        return UNTIL_MET;
    return play_until(p, all_printed, NULL, false,
                      clock_now_ns() + p->setup.test->patience_ms * NS_PER_MS);
}

/* Whoever reads what is typed until there is no more prints the rest then, or crashes, which
 * is no reason why a print is missing. */
static void await_end_of_input(struct play *p)
{
    if (!exercise_case_types(p->setup.test, p->setup.exercise->student))
        return;
    p->outcome.input_ended = !play_program_ended(p);
    typing_end(p);
    if (!prints_all_met(p))
        await_prints(p);
}

#define HEAR_OUT_NS                                                                      \
    (100 * NS_PER_MS) /* a child of it may hold its output open for ever */

/* What a terminal shows comes some time after it was written. */
static void hear_out(struct play *p)
{
    const int64_t deadline_ns = clock_now_ns() + HEAR_OUT_NS;
    while ((p->out_open || p->err_open) && play_program_ended(p)
           && clock_now_ns() < deadline_ns)
        pump_take(p, NS_PER_MS);
}

int steps_finish(struct play *p, struct error *err)
{
    static const int askings[] = {SIGINT, SIGTERM};
    if (!all_said(p))
        return p->outcome.failure == FAILURE_UNREAD ? explain(p, p->last_sent, err) : 0;
    end_connections(p);
    int64_t began = clock_now_ns();
    patience_begin(p);
    enum until until = await_prints(p);
    p->outcome.waited_ns = clock_now_ns() - began;
    p->outcome.running_ns = p->running_ns;
    p->outcome.cpu_ns = used_cpu_ns(p);
    p->outcome.computes = p->computes;
    if (until == UNTIL_OVER) {
        fault_found(p, FAILURE_OVER_LIMIT, until);
        return 0;
    }
    await_end_of_input(p);
    if (prints_await_end(p) && until == UNTIL_SETTLED && p->look.wait_count)
        p->outcome.stuck = p->look.waits[0].kind;
    for (size_t i = 0; !prints_all_met(p) && i < 2 && !play_program_ended(p); i++)
        play_ask(p, askings[i]);
    if (prints_await_end(p)) {
        hear_out(p);
        if (prints_judge_whole(p, err) < 0)
            return -1;
    }
    if (prints_all_met(p)) {
        p->all_done = true;
        play_until(p, NULL, NULL, false, clock_now_ns() + AFTERLIFE_NS);
        p->outcome.look = p->look;
        if (steps_check_printed(p, err) < 0)
            return -1;
        return p->outcome.failure ? explain(p, p->outcome.step, err) : 0;
    }
    prints_fail(p, until);
    return explain(p, p->outcome.step, err);
}
