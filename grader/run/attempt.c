/* SPDX-License-Identifier: MIT */
#include "run/attempt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fd.h"
#include "base/process.h"
#include "play/pair.h"
#include "run/aftermath.h"
#include "run/eyes.h"
#include "run/hidden.h"
#include "run/port.h"
#include "run/probe.h"
#include "run/wires.h"

/* --- the world around the program -------------------------------------------------------- */

static char *expand(struct scope *s, const char *template, struct error *err)
{
    struct buf out = {0};
    if (scope_expand(s, template, strlen(template), &out, err) < 0) {
        buf_close(&out);
        return NULL;
    }
    return buf_take(&out, NULL);
}

static void free_hosts(struct stage_host *hosts, size_t count)
{
    for (size_t i = 0; hosts && i < count; i++) {
        free((char *)hosts[i].name);
        free((char *)hosts[i].address);
    }
    free(hosts);
}

static bool has_no_from(void *ctx, const struct step *s)
{
    (void)ctx;
    return !s->from;
}

/* Names are for a client to find us by, or for a server that we come to from another
 * address; a case without that can do with a stage that has none. */
static bool needs_hosts(const struct attempt_order *o)
{
    return o->exercise->student == STUDENT_CLIENT
           || !exercise_each_step(o->test, has_no_from, NULL);
}

static int enter_stage(struct attempt *a, const struct attempt_order *o,
                       struct error *err)
{
    const struct world *w = &o->exercise->world;
    const size_t host_count = needs_hosts(o) ? w->host_count : 0;
    struct stage_host *hosts = mem_alloc((host_count + 1) * sizeof *hosts);
    int status = 0;
    for (size_t i = 0; status == 0 && i < host_count; i++) {
        hosts[i].name = expand(a->scope, w->hosts[i].name, err);
        hosts[i].address =
            hosts[i].name ? expand(a->scope, w->hosts[i].address, err) : NULL;
        status = hosts[i].address ? 0 : error_prefix(err, "world.hosts");
    }
    char *machine = status == 0 && w->machine ? expand(a->scope, w->machine, err) : NULL;
    if (status == 0 && w->machine && !machine)
        status = error_prefix(err, "world.machine");
    const struct submission *sub = o->submission;
    size_t file_count;
    struct stage_file *files = submission_stage_files(sub, &file_count);
    struct hidden hidden;
    hidden_fill(&hidden, o->exercise->path);
    const struct stage_order order = {
        .kind = o->stage,
        .world = {.any_host = w->any_host,
                  .hosts = hosts,
                  .host_count = host_count,
                  .machine = machine},
        .files = files,
        .file_count = file_count,
        .tool = sub->runner[0] ? sub->runner : NULL,
        .etc = sub->runner[0] ? sub->language->etc : NULL,
        .hidden = hidden.paths,
        .limits = &o->limits,
        .cgroup_fd = o->cgroup ? o->cgroup->procs : -1,
        .in_place = o->in_place,
        .spare = &o->spare,
        .spares = o->spares,
    };
    if (status == 0) {
        a->stage = stage_enter(&order, o->grader, err);
        status = a->stage ? 0 : -1;
    }
    free_hosts(hosts, host_count);
    if (machine)
        scope_set_text(a->scope, "machine", machine, strlen(machine));
    free(machine);
    free(files);
    return status;
}

#define PORT_TRIES 100

/* Of the ports that the seed chooses one after the other, the first that is free. */
static int choose_port(const struct attempt_order *o)
{
    int port = exercise_port(o->exercise, o->test, o->seed);
    for (uint64_t i = 1; i < PORT_TRIES && o->exercise->port == PORT_ANY
                         && !stage_isolates(o->stage) && !port_free(port);
         i++)
        port = exercise_port(o->exercise, o->test, o->seed + i);
    return port;
}

/* Without a network of its own the run takes its turn on the port. */
static int take_port(struct attempt *a, const struct attempt_order *o, int port,
                     struct error *err)
{
    if (stage_isolates(o->stage))
        return 0;
    if (o->partner)
        return error_kind(err, ERROR_NEEDS,
                          "this exercise runs two programs on one port, which takes a "
                          "network of its own for each; \"sockgrade doctor\" tells what "
                          "is missing for that here");
    /* Nothing has been made yet that would have to be put away; that may take long. */
    if (process_die_with(o->grader))
        return error_set(err, "the grader has ended");
    a->port = port_hold(port, o->exercise->student == STUDENT_SERVER, err);
    return a->port < 0 || process_die_with(0) ? -1 : 0;
}

static void tell_scope(struct attempt *a, const struct attempt_order *o, int port)
{
    char machine[256] = "localhost";
    gethostname(machine, sizeof machine - 1);
    scope_set_number(a->scope, "port", port);
    scope_set_text(a->scope, "machine", machine, strlen(machine));
    scope_set_text(a->scope, "case", o->test->id, strlen(o->test->id));
}

/* --- the program --------------------------------------------------------------------------- */

struct words {
    char **list; /* NULL-terminated */
    size_t count;
};

static void words_add(struct words *w, char *owned)
{
    w->list = mem_grow(w->list, (w->count + 2) * sizeof *w->list);
    w->list[w->count++] = owned;
    w->list[w->count] = NULL;
}

static void words_close(struct words *w)
{
    for (size_t i = 0; i < w->count; i++)
        free(w->list[i]);
    free(w->list);
}

static int fill_arguments(struct attempt *a, const struct attempt_order *o,
                          const char *program, struct words *argv, struct error *err)
{
    const char *const *option = o->submission->language->options;
    if (o->submission->runner[0])
        words_add(argv, mem_text(o->submission->runner));
    const struct submission *s = o->submission;
    for (; !s->by_words && option && *option; option++)
        words_add(argv, mem_text(*option));
    if (!s->by_words)
        words_add(argv, mem_text(program));
    for (size_t i = 0; i < s->argument_count; i++)
        words_add(argv, mem_text(s->arguments[i]));
    for (size_t i = 0; i < o->test->arg_count; i++) {
        char *word = expand(a->scope, o->test->args[i], err);
        if (!word)
            return error_prefix(err, "args[%zu]", i);
        words_add(argv, word);
    }
    return 0;
}

static int fill_environment(struct attempt *a, const struct attempt_order *o,
                            struct words *envp, struct error *err)
{
    words_add(envp, mem_text("PATH=/usr/local/bin:/usr/bin:/bin"));
    words_add(envp, mem_text("LANG=C.UTF-8"));
    words_add(envp, mem_text("TERM=dumb"));
    words_add(envp, mem_printf("HOME=%s", stage_home(a->stage)));
    words_add(envp, mem_printf("TMPDIR=%s", stage_home(a->stage)));
    for (const char *const *e = o->submission->language->env; e && *e; e++)
        words_add(envp, mem_text(*e));
    for (size_t i = 0; i < o->test->env_count; i++) {
        char *word = expand(a->scope, o->test->env[i], err);
        if (!word)
            return error_prefix(err, "env");
        words_add(envp, word);
    }
    return 0;
}

static int start(struct attempt *a, const struct attempt_order *o, const struct wires *w,
                 int *pidfd, struct error *err)
{
    const struct submission *s = o->submission;
    struct words argv = {0}, envp = {0};
    char *program = mem_printf("%s/%s", stage_submission(a->stage), submission_start(s));
    const char *path = s->runner[0] ? s->runner : program;
    int status = -1;
    if (fill_arguments(a, o, program, &argv, err) < 0
        || fill_environment(a, o, &envp, err) < 0)
        goto done;
    const struct stage_program run = {.path = path,
                                      .argv = argv.list,
                                      .envp = envp.list,
                                      .stdin_fd = w->in,
                                      .stdout_fd = w->out,
                                      .stderr_fd = w->err};
    status = stage_start(a->stage, &run, pidfd, err) < 0 ? -1 : 0;
done:
    free(program);
    words_close(&argv);
    words_close(&envp);
    return status;
}

/* --- the conversation ---------------------------------------------------------------------- */

static struct probe *make_probe(struct attempt *a, const struct attempt_order *o)
{
    pid_t roots[2];
    int counts[2];
    size_t n = stage_roots(a->stage, roots, counts);
    struct probe *probe = probe_new(roots, counts, n);
    notice_open(&a->notice, stage_take_reports(a->stage));
    if (stage_isolates(o->stage))
        a->deeds.diag = &a->play.diag;
    if (o->exercise->student == STUDENT_CLIENT)
        a->deeds.our_port = a->play.setup.port;
    a->deeds.udp = o->exercise->protocol == PROTOCOL_UDP;
    notice_tell(&a->notice, &a->deeds);
    if (a->notice.knows_alarms)
        probe_hear(probe, &a->notice);
    probe_watch(probe, &o->limits, o->unhurried);
    return probe;
}

/* The end of a program takes its time of the processor, too. */
static void count_end(struct attempt *a, struct probe *probe, int pidfd)
{
    struct pollfd end = {.fd = pidfd, .events = POLLIN};
    fd_wait(&end, 1, NS_PER_S);
    int64_t used_ns = probe_used_ns(probe);
    if (used_ns > a->cpu_ns)
        a->cpu_ns = used_ns;
}

static int converse(struct attempt *a, const struct attempt_order *o, struct wires *w,
                    struct error *err)
{
    int pidfd = -1;
    int64_t started = clock_now_ns();
    if (start(a, o, w, &pidfd, err) < 0)
        return -1;
    wires_given(w);
    struct eyes eyes = {make_probe(a, o), &a->notice, o->cgroup};
    const struct play_program program = {
        .pidfd = pidfd,
        .stdout_fd = w->screen,
        .stderr_fd = w->errors,
        .keyboard = &w->keyboard,
        .observer = eyes_observer(&eyes),
        .started_ns = started,
    };
    int status = play_run(&a->play, &program, err);
    if (status == 0)
        aftermath_keep(a, o, eyes.probe, &w->keyboard);
    a->cpu_ns = probe_used_ns(eyes.probe);
    if (a->starved)
        status =
            error_set(err, "this computer, or the control group around sockgrade, ran "
                           "out of memory, and the program was ended for it");
    if (stage_isolates(o->stage))
        stage_stop(
            a->stage); /* all is known: its end is on its way while that is judged */
    if (stage_isolates(o->stage) && o->unhurried)
        count_end(a, eyes.probe, pidfd);
    probe_free(eyes.probe);
    process_close(pidfd);
    return status;
}

/* Besides the connections: what the looks at the program keep open, and all the rest. With
 * less, what the program does is not seen, and a right one would fail. */
#define OTHER_FILES 100
#define MANY_CONNECTIONS 100
#define OTHER_FILES_OF_MANY 400

static int make_room(const struct attempt_order *o, struct error *err)
{
    size_t connections = (size_t)exercise_case_connections(o->test);
    bool many = connections >= MANY_CONNECTIONS;
    size_t need = connections + (many ? OTHER_FILES_OF_MANY : OTHER_FILES);
    size_t most = fd_make_room(need);
    if (most >= need)
        return 0;
    return error_set(err,
                     "with its %zu connection%s this case needs %zu open files, and this "
                     "computer lets the grader have %zu (ulimit -Hn)",
                     connections, connections == 1 ? "" : "s", need, most);
}

int attempt_run(struct attempt *a, const struct attempt_order *o, struct error *err)
{
    int64_t began = clock_now_ns();
    struct wires wires = {-1, -1, -1, -1, -1, -1};
    int status = -1;
    *a = (struct attempt){.managed = o->submission->language->managed,
                          .play.diag.fd = -1,
                          .play.names.fd = -1,
                          .notice.fd = -1,
                          .port = -1};
    if (make_room(o, err) < 0)
        return -1;
    a->scope = scope_new(o->exercise, o->test, o->seed, err);
    if (!a->scope)
        return -1;
    const int port = choose_port(o);
    tell_scope(a, o, port);
    const struct play_setup setup = {.exercise = o->exercise,
                                     .test = o->test,
                                     .port = port,
                                     .scope = a->scope,
                                     .mode = o->mode,
                                     .limits = &o->limits,
                                     .partner = o->partner,
                                     .own_network = stage_isolates(o->stage),
                                     .leaves_nothing = o->spares != NULL,
                                     .unhurried = o->unhurried};
    if (take_port(a, o, port, err) == 0 && enter_stage(a, o, err) == 0
        && play_open(&a->play, &setup, err) == 0 && wires_open(&wires, err) == 0)
        status = pair_await_run(&a->play, err);
    if (status == 0 && !a->play.stopped)
        status = converse(a, o, &wires, err);
    wires_close(&wires);
    a->duration_ns = clock_now_ns() - began;
    return status;
}

void attempt_close(struct attempt *a)
{
    play_close(
        &a->play); /* while the program lives: who closes first waits (TIME_WAIT) */
    notice_close(&a->notice);
    stage_leave(a->stage);
    scope_free(a->scope);
    if (a->port >= 0)
        close(a->port);
    a->port = -1;
}
