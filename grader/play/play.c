/* SPDX-License-Identifier: MIT */
#include "play/play.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/process.h"
#include "play/datagrams.h"
#include "play/partner.h"
#include "play/patience.h"
#include "play/prints.h"
#include "play/pump.h"
#include "play/quiet.h"
#include "play/steps.h"
#include "play/tracks.h"

/* Looks are this far apart: close after something happened, then ever rarer. */
#define TICK_LEAST_NS (50 * NS_PER_US)
#define TICK_MOST_NS (2 * NS_PER_MS)
#define TICK_BLIND_NS (10 * NS_PER_MS) /* where a look shows nothing: only time counts */
#define UNHURRIED_LEAST_NS (8 * NS_PER_MS)
#define UNHURRIED_MOST_NS (64 * NS_PER_MS)

void outcome_close(struct outcome *o)
{
    buf_close(&o->explain);
    buf_close(&o->hint);
    buf_close(&o->wanted);
    buf_close(&o->wanted_bytes);
    buf_close(&o->wanted_number);
    buf_close(&o->received);
}

static int listen_everywhere(struct play *p, struct error *err)
{
    static const int families[] = {AF_INET, AF_INET6};
    const int type = datagrams_used(p) ? SOCK_DGRAM : SOCK_STREAM;
    for (size_t i = 0; i < 2; i++) {
        int fd = connection_listen(type, families[i], p->setup.own_network, p->setup.port,
                                   err);
        if (fd >= 0)
            p->listeners[p->listener_count++] = fd;
        else if (fd == -1)
            return -1;
    }
    return p->listener_count ? 0
                             : error_set(err, "this computer has no loopback network");
}

int play_open(struct play *p, const struct play_setup *setup, struct error *err)
{
    *p = (struct play){.setup = *setup, .diag.fd = -1, .names.fd = -1, .watch.fd = -1};
    p->program = (struct play_program){
        .pidfd = -1, .stdout_fd = -1, .stderr_fd = -1, .observer = {.calls_fd = -1}};
    tracks_open(p);
    if (watch_open(&p->watch, err) < 0 || sockdiag_open(&p->diag, err) < 0)
        return -1;
    const bool by_udp = datagrams_used(p);
    if (by_udp)
        underway_open(&p->underway, setup->own_network);
    dialled_open(&p->dialled, setup->own_network,
                 setup->exercise->student == STUDENT_CLIENT && !by_udp ? setup->port : 0);
    if (setup->own_network
        && names_open(&p->names, setup->exercise->world.any_host, err) < 0)
        return -1;
    if (openports_open(&p->open, setup->exercise, setup->scope, setup->own_network, err)
        < 0)
        return -1;
    if (setup->exercise->student == STUDENT_CLIENT)
        return listen_everywhere(p, err);
    return 0;
}

/* All that was to be seen of it has been; nobody is to find a port of it taken. */
static void end_connections(struct play *p)
{
    for (size_t i = 0; i < p->connection_count; i++) {
        struct connection *c = p->connections[i];
        connection_close(c, true);
        sockdiag_destroy(&p->diag, &c->tuple);
    }
}

void play_close(struct play *p)
{
    if (p->setup.leaves_nothing)
        end_connections(p);
    for (size_t i = 0; i < p->connection_count; i++)
        connection_free(p->connections[i]);
    free(p->connections);
    tracks_close(p);
    watch_close(&p->watch);
    for (size_t i = 0; i < p->listener_count; i++)
        close(p->listeners[i]);
    names_close(&p->names);
    openports_close(&p->open);
    dialled_close(&p->dialled);
    underway_close(&p->underway);
    sockdiag_close(&p->diag);
    capture_close(&p->out);
    capture_close(&p->err);
    buf_close(&p->word);
    prints_close(p);
    typing_close(&p->typing);
    transcript_close(&p->transcript);
    outcome_close(&p->outcome);
}

void play_note_event(struct play *p, enum event_kind kind, const char *connection,
                     const void *data, size_t len)
{
    if (p->asking)
        return;
    transcript_append(&p->transcript, clock_now_ns() - p->program.started_ns, kind,
                      connection, data, len);
}

void play_had_word(struct play *p)
{
    p->word_ns = clock_now_ns();
    p->word_cpu_ns = -1; /* taken only when it comes to that */
}

void play_add(struct play *p, struct connection *c, const char *name)
{
    if (p->track && p->track->in_crowd) {
        free(c->name);
        c->name = mem_printf("%s %" PRId64, name, p->track->number);
    }
    c->script_name = name;
    c->track = p->track ? p->track->serial : 0;
    connection_watch(c, &p->watch);
    if (p->connection_count == p->connection_size) {
        p->connection_size = p->connection_size ? 2 * p->connection_size : 4;
        p->connections =
            mem_grow(p->connections, p->connection_size * sizeof *p->connections);
    }
    p->connections[p->connection_count++] = c;
    p->current = c;
    p->outcome.connected = true;
    p->outcome.connections++;
    play_had_word(p);
}

struct connection *play_add_connection(struct play *p, const char *name, int fd)
{
    struct connection *c = connection_new(name, fd);
    if (p->setup.leaves_nothing)
        sockdiag_tuple_of(fd, &c->tuple);
    play_add(p, c, name);
    return c;
}

void play_heard(struct play *p, struct connection *c, const void *data, size_t len)
{
    p->received += len;
    play_note_event(p, EVENT_RECEIVED, c->name, data, len);
    p->outcome.sent_since_heard = false;
    play_had_word(p);
}

bool play_program_ended(struct play *p)
{
    siginfo_t info;
    if (p->outcome.ended)
        return true;
    if (!process_ended(p->program.pidfd, &info))
        return false;
    p->outcome.ended = true;
    p->ended_ns = clock_now_ns();
    p->outcome.exit_code = info.si_code == CLD_EXITED ? info.si_status : -1;
    p->outcome.exit_signal = info.si_code == CLD_EXITED ? 0 : info.si_status;
    char text[64];
    int len =
        p->outcome.exit_signal
            ? snprintf(text, sizeof text, "ended by signal %d (%s)",
                       p->outcome.exit_signal, strsignal(p->outcome.exit_signal))
            : snprintf(text, sizeof text, "ended with status %d", p->outcome.exit_code);
    play_note_event(p, EVENT_ENDED, NULL, text, (size_t)len);
    return true;
}

uint64_t play_printed(const struct play *p)
{
    return p->out.total + p->err.total;
}

/* Both ways of speaking count as output: what it prints, and what it sends. */
bool play_is_over(struct play *p)
{
    uint64_t most = (uint64_t)p->setup.limits->value[LIMIT_OUTPUT];
    int limit = p->program.observer.over(p->program.observer.ctx);
    if (play_printed(p) > most || p->received > most)
        limit = LIMIT_OUTPUT;
    if (limit >= 0 && !p->outcome.over) {
        p->outcome.over = true;
        p->outcome.over_limit = (enum limit_kind)limit;
    }
    return p->outcome.over;
}

/* A look at a program of a thousand threads takes longer than what is looked for. Where looks
 * are dear, one comes only after a silence as long as the last one took. */
#define LOOK_DEAR_NS NS_PER_MS

static bool may_look(const struct play *p)
{
    int64_t since_ns = p->looked_ns > p->word_ns ? p->looked_ns : p->word_ns;
    return p->look_ns < LOOK_DEAR_NS || clock_now_ns() - since_ns >= p->look_ns;
}

enum until play_until(struct play *p, play_goal *goal, void *ctx, bool turn,
                      int64_t deadline_ns)
{
    const bool unhurried = p->setup.unhurried;
    const int64_t tick_most = p->outcome.blind ? TICK_BLIND_NS
                              : unhurried      ? UNHURRIED_MOST_NS
                                               : TICK_MOST_NS;
    const int64_t tick_least = unhurried ? UNHURRIED_LEAST_NS : TICK_LEAST_NS;
    int64_t tick = tick_least;
    bool again = false, moved = pump_take(p, 0);
    for (;;) {
        if (goal && goal(p, ctx))
            return UNTIL_MET;
        if (patience_ended(p, deadline_ns))
            return UNTIL_LATE;
        if (play_is_over(p))
            return UNTIL_OVER;
        if (moved) {
            tick = tick_least;
            again = false;
            moved = pump_take(p, 0);
            continue;
        }
        enum quiet quiet = may_look(p) ? quiet_look(p, deadline_ns) : QUIET_NO;
        if (quiet == QUIET_ENDED)
            return goal && goal(p, ctx) ? UNTIL_MET : UNTIL_ENDED;
        if (quiet == QUIET_SETTLED)
            return goal && goal(p, ctx) ? UNTIL_MET : UNTIL_SETTLED;
        if ((quiet == QUIET_TURN || quiet == QUIET_SILENT) && turn) {
            p->outcome.unproven |= quiet == QUIET_SILENT;
            return goal && goal(p, ctx) ? UNTIL_MET : UNTIL_QUIET;
        }
        /* It has just gone to wait, most likely: what a second look shows. */
        again = p->look.rests && !again;
        moved = again ? pump_take(p, 0) : pump_nap(p, tick);
        if (!again && !moved)
            tick = tick < tick_most ? tick + tick / 2 : tick_most;
    }
}

/* What the case gives as standard input lies there before the program looks. */
static int give_input(struct play *p, struct error *err)
{
    const struct test_case *test = p->setup.test;
    struct buf text = {0};
    if (!test->input)
        return 0;
    int status = scope_expand(p->setup.scope, test->input, test->input_len, &text, err);
    if (status < 0)
        error_prefix(err, "stdin");
    else if (text.len)
        typing_add(p, text.data, text.len);
    if (status == 0)
        typing_end(p);
    buf_close(&text);
    return status;
}

int play_run(struct play *p, const struct play_program *program, struct error *err)
{
    p->program = *program;
    p->pumped_ns = clock_now_ns();
    p->outcome.blind = program->observer.blind;
    p->out_open = program->stdout_fd >= 0;
    p->err_open = program->stderr_fd >= 0;
    p->typing.fd = program->keyboard;
    play_had_word(p);
    sockdiag_prepare(&p->diag); /* while the program starts */
    process_wake_exactly(); /* after the program has started: it sleeps as it always does */
    if (give_input(p, err) < 0 || tracks_run(p, err) < 0)
        return -1;
    if (p->unheard) {
        errno = p->unheard;
        return error_errno(err, "can't take the program's connection");
    }
    if (p->outcome.failure || p->stopped) {
        if (p->setup.partner)
            partner_leave(p->setup.partner);
        return 0;
    }
    p->outcome.step = NULL;
    return steps_finish(p, err);
}

void play_ask_word(struct play *p, int signal)
{
    const uint64_t before = play_printed(p);
    const int64_t deadline_ns = clock_now_ns() + NS_PER_S;
    p->asking = true;
    if (!play_program_ended(p))
        process_signal(p->program.pidfd, signal);
    while (play_printed(p) == before && !play_program_ended(p)
           && clock_now_ns() < deadline_ns)
        pump_take(p, NS_PER_MS);
    p->asking = false;
}

void play_ask(struct play *p, int signal)
{
    if (play_program_ended(p))
        return;
    process_signal(p->program.pidfd, signal);
    p->outcome.asked_to_end = true;
    p->asking = true;
    play_until(p, NULL, NULL, false, clock_now_ns() + NS_PER_S);
    p->asking = false;
}
