/* SPDX-License-Identifier: MIT */
#include "judge/excess.h"

#include <signal.h>

#include "base/clock.h"
#include "judge/evidence.h"

/* It ended, not because we asked it to, and not in good order. */
static bool ended_badly(const struct attempt *a)
{
    const struct outcome *o = &a->play.outcome;
    return evidence_crashed(a) || (o->ended && !o->asked_to_end && o->exit_code > 0);
}

static bool ended_by(const struct attempt *a, int signal)
{
    return a->play.outcome.ended && a->play.outcome.exit_signal == signal;
}

static bool over(const struct attempt *a)
{
    return a->play.outcome.over;
}

static bool computed(const struct attempt *a)
{
    const struct limits *l = a->play.setup.limits;
    return ended_by(a, SIGXCPU)
           && a->usage.cpu_ns / NS_PER_MS >= l->value[LIMIT_PROCESSOR_TIME];
}

static bool wrote_large_file(const struct attempt *a)
{
    return ended_by(a, SIGXFSZ)
           || (ended_badly(a) && evidence_said(a, PHRASE_FILE_TOO_LARGE));
}

static bool asked_for_memory(const struct attempt *a)
{
    return ended_badly(a)
           && (a->notice.memory_bytes > 0 || evidence_said(a, PHRASE_NO_MEMORY));
}

static bool filled_disk(const struct attempt *a)
{
    return a->disk_used_up || (ended_badly(a) && evidence_said(a, PHRASE_NO_SPACE));
}

static bool opened_all_files(const struct attempt *a)
{
    return a->files_used_up || (ended_badly(a) && evidence_said(a, PHRASE_MANY_FILES));
}

/* EAGAIN is what a socket that does not block says too. */
static bool made_processes(const struct attempt *a)
{
    return ended_badly(a)
           && (evidence_said(a, PHRASE_NO_THREAD)
               || (evidence_said(a, PHRASE_TRY_AGAIN) && evidence_said(a, PHRASE_FORK)));
}

#define SEEN (-1) /* the kind is in the outcome */

static const struct {
    bool (*holds)(const struct attempt *a);
    int kind;
} rows[] = {
    {over, SEEN},
    {computed, LIMIT_PROCESSOR_TIME},
    {wrote_large_file, LIMIT_FILE_SIZE},
    {asked_for_memory, LIMIT_MEMORY},
    {filled_disk, LIMIT_DISK},
    {opened_all_files, LIMIT_OPEN_FILES},
    {made_processes, LIMIT_PROCESSES},
};

int excess_of(const struct attempt *a)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].holds(a))
            return rows[i].kind == SEEN ? (int)a->play.outcome.over_limit : rows[i].kind;
    return -1;
}

/* Who goes on after a refusal and fails for another reason has not failed because of it; an
 * exception tells its own reason. */
bool excess_forbidden(const struct attempt *a)
{
    bool told = a->play.outcome.connected || a->crash.found;
    return ended_by(a, SIGSYS)
           || (a->notice.refusals && ended_badly(a)
               && (!told || evidence_said(a, PHRASE_NOT_PERMITTED)));
}

const char *excess_refused_call(const struct attempt *a)
{
    return a->notice.refused ? a->notice.refused : "a system call of another machine";
}
