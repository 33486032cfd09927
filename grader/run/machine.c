/* SPDX-License-Identifier: MIT */
#include "run/machine.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "run/child.h"
#include "run/machine_check.h"
#include "run/trial.h"

#define PATIENCE_S 20

/* What a check is for: that runs are kept apart is one stage's way, and another stage may
 * do without it; the others are wanted on every stage. */
enum use { USE_STAGE, USE_ALWAYS };

static const struct row {
    const char *id, *purpose;
    enum use use;
    machine_check *check;
} rows[] = {
    {"user-namespaces", "isolation without root", USE_STAGE, machine_check_users},
    {"mounts", "files of its own", USE_STAGE, machine_check_mounts},
    {"processes", "process numbers of its own", USE_STAGE, machine_check_processes},
    {"proc", "a /proc of its own", USE_STAGE, machine_check_proc},
    {"names", "a host name and shared memory of its own", USE_STAGE, machine_check_names},
    {"network", "a network of its own", USE_STAGE, machine_check_network},
    {"low-ports", "ports below 1024", USE_ALWAYS, machine_check_low_ports},
    {"any-address", "every host and address", USE_ALWAYS, machine_check_any_address},
    {"ipv6", "the address ::1", USE_ALWAYS, machine_check_ipv6},
    {"filter", "refusing system calls", USE_ALWAYS, machine_check_filter},
    {"notification", "seeing rare system calls", USE_ALWAYS, machine_check_notification},
    {"waits", "seeing that a program waits", USE_ALWAYS, machine_check_waits},
    {"children", "seeing a program's children", USE_ALWAYS, machine_check_children},
    {"schedule", "seeing that a program rests", USE_ALWAYS, machine_check_schedule},
    {"memory", "seeing how long it waits", USE_ALWAYS, machine_check_memory},
    {"descriptors", "seeing what it waits at", USE_ALWAYS, machine_check_descriptors},
    {"sockets", "seeing its sockets", USE_ALWAYS, machine_check_sockets},
    {"terminal", "seeing prints at once", USE_ALWAYS, machine_check_terminal},
    {"temporary-folder", "programs' files", USE_ALWAYS, machine_check_folder},
    {"open-files", "many connections", USE_ALWAYS, machine_check_open_files},
    {"tasks", "programs' processes", USE_ALWAYS, machine_check_tasks},
    {"ram", "programs' memory", USE_ALWAYS, machine_check_ram},
    {"memory-limit", "an exact limit on memory", USE_ALWAYS, machine_check_cgroup},
    {"processors", "cases side by side", USE_ALWAYS, machine_check_processors},
};
#define ROWS (sizeof rows / sizeof *rows)
_Static_assert(ROWS <= MACHINE_FINDINGS, "struct machine has room for every row");

struct order {
    const struct row *row;
    const struct ground *ground;
};

static void body(void *ctx, int out_fd, pid_t grader)
{
    const struct order *o = ctx;
    struct finding f = {0};
    (void)grader;
    alarm(PATIENCE_S); /* what hangs is missing */
    o->row->check(o->ground, &f);
    f.id = f.purpose = NULL;
    child_answer(out_fd, &f, sizeof f);
}

static void try_row(const struct row *row, const struct ground *ground, struct finding *f)
{
    struct order order = {row, ground};
    struct error err;
    struct buf answer = {0};
    int fd = -1;
    *f = (struct finding){0};
    pid_t pid = child_start(body, &order, &fd, &err);
    bool ended = pid > 0 && child_finish(pid, fd, &answer, &err) == 0;
    if (ended && answer.len == sizeof *f)
        memcpy(f, answer.data, sizeof *f);
    else
        finding_missing(f, "it could not be tried: %s",
                        ended ? "it was cut off" : err.text);
    if (pid < 0)
        finding_mend(f, "ulimit -u 4096   # or end what runs: no process can start");
    buf_close(&answer);
    f->id = row->id;
    f->purpose = row->purpose;
}

bool machine_try(const char *id, const struct surroundings *around, struct finding *f)
{
    struct ground ground = {.around = *around};
    try_row(&rows[0], &ground, f);
    ground.user_namespaces = f->state == FINDING_OK;
    for (size_t i = 0; i < ROWS; i++)
        if (strcmp(rows[i].id, id) == 0)
            return try_row(&rows[i], &ground, f), true;
    return false;
}

static void do_without(struct finding *f)
{
    size_t used = strlen(f->reason);
    snprintf(f->reason + used, sizeof f->reason - used,
             "; the stage that is used does without");
    f->state = FINDING_UNNEEDED;
}

static void try_all(struct machine *m)
{
    struct ground ground = {.around = m->around};
    for (size_t i = 0; i < ROWS; i++) {
        struct finding *f = &m->findings[m->finding_count++];
        try_row(&rows[i], &ground, f);
        if (i == 0)
            ground.user_namespaces = f->state == FINDING_OK;
        if (rows[i].use == USE_STAGE && f->state == FINDING_MISSING
            && machine_is_isolated(m))
            do_without(f);
    }
}

static void try_stages(struct machine *m)
{
    for (int kind = 0; kind < MACHINE_STAGES; kind++) {
        struct machine_stage *stage = &m->stages[kind];
        struct error err = {0};
        stage->kind = (enum stage_kind)kind;
        stage->works = trial_run(stage->kind, &err) == 0;
        if (!stage->works)
            snprintf(stage->reason, sizeof stage->reason, "%s", err.text);
        else if (!m->chosen)
            m->chosen = stage;
    }
}

void machine_look(struct machine *m)
{
    const struct language *language;
    *m = (struct machine){0};
    surroundings_read(&m->around);
    try_stages(m);
    try_all(m);
    while (m->language_count < MACHINE_LANGUAGES
           && (language = language_at(m->language_count)))
        toolchain_find(&m->languages[m->language_count++], language);
}

bool machine_is_isolated(const struct machine *m)
{
    return m->chosen && m->chosen->kind != STAGE_NONE;
}

bool machine_has_language(const struct machine *m)
{
    for (size_t i = 0; i < m->language_count; i++)
        if (m->languages[i].works && m->languages[i].path[0])
            return true;
    return false;
}

size_t machine_missing(const struct machine *m)
{
    size_t count = 0;
    for (size_t i = 0; i < m->finding_count; i++)
        count += m->findings[i].state == FINDING_MISSING;
    return count;
}
