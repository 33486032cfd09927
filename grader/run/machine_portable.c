/* SPDX-License-Identifier: MIT
 *
 * The machine as the portable build sees it: there is nothing to try of what it does not use.
 */
#include "run/machine.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "run/scratch.h"
#include "run/screen.h"
#include "run/trial.h"

static void check_waits(struct finding *f)
{
    finding_unneeded(f, "the portable build of sockgrade tells by silence that a program "
                        "waits");
}

static void check_terminal(struct finding *f)
{
    int ours, theirs;
    if (screen_open(&ours, &theirs)) {
        finding_missing(f, "no pseudo-terminal can be opened: %s", strerror(errno));
        return;
    }
    close(ours);
    close(theirs);
    finding_ok(f, "pseudo-terminals can be opened");
}

static void check_time(struct finding *f)
{
#if defined(_POSIX_CPUTIME) && _POSIX_CPUTIME >= 0
    clockid_t clock;
    if (clock_getcpuclockid(getpid(), &clock) == 0) {
        finding_ok(f, "a process's processor time can be read");
        return;
    }
#endif
    finding_unneeded(f,
                     "a process's processor time can't be read; a program that computes "
                     "without end looks as if it waited");
}

static void check_folder(struct finding *f)
{
    char path[256];
    struct error err;
    if (scratch_make(path, sizeof path, &err)) {
        finding_missing(f, "%s", err.text);
        return;
    }
    finding_ok(f, "%s can be made", path);
    scratch_remove(path);
}

static const struct row {
    const char *id, *purpose;
    void (*check)(struct finding *f);
} rows[] = {
    {"waits", "seeing that a program waits", check_waits},
    {"terminal", "seeing prints at once", check_terminal},
    {"processor-time", "telling computing from waiting", check_time},
    {"temporary-folder", "programs' files", check_folder},
};
#define ROWS (sizeof rows / sizeof *rows)

static void try_row(const struct row *row, struct finding *f)
{
    *f = (struct finding){.id = row->id, .purpose = row->purpose};
    row->check(f);
}

bool machine_try(const char *id, const struct surroundings *around, struct finding *f)
{
    (void)around;
    for (size_t i = 0; i < ROWS; i++)
        if (strcmp(rows[i].id, id) == 0)
            return try_row(&rows[i], f), true;
    return false;
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
    for (size_t i = 0; i < ROWS; i++)
        try_row(&rows[i], &m->findings[m->finding_count++]);
    while (m->language_count < MACHINE_LANGUAGES
           && (language = language_at(m->language_count)))
        toolchain_find(&m->languages[m->language_count++], language);
}

bool machine_is_isolated(const struct machine *m)
{
    return m->chosen && stage_isolates(m->chosen->kind);
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
