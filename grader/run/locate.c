/* SPDX-License-Identifier: MIT */
#include "run/locate.h"

#include <signal.h>

/* Who hears the conversation is who should go on with it; else whoever does not only wait
 * for others of the program. */
static bool hears(enum wait_kind kind)
{
    return kind == WAIT_SOCKET_READ;
}

static bool waits_itself(enum wait_kind kind)
{
    return kind != WAIT_LOCK && kind != WAIT_CHILD && kind != WAIT_STOPPED;
}

static bool any(enum wait_kind kind)
{
    (void)kind;
    return true;
}

/* Returns how many are so, and the last of them. */
static size_t find(struct look *look, bool (*is)(enum wait_kind), struct wait_fact **out)
{
    size_t count = 0;
    for (size_t i = 0; i < look->wait_count; i++)
        if (is(look->waits[i].kind)) {
            *out = &look->waits[i];
            count++;
        }
    return count;
}

/* NULL when there are several. */
static struct wait_fact *speaker(struct look *look)
{
    static bool (*const kinds[])(enum wait_kind) = {hears, waits_itself, any};
    struct wait_fact *found = NULL;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t count = find(look, kinds[i], &found);
        if (count)
            return count == 1 && look->wait_count < LOOK_WAITS ? found : NULL;
    }
    return NULL;
}

void locate_wait(struct look *look, const char *file, struct trace *out)
{
    struct place place;
    struct wait_fact *who = speaker(look), first;
    *out = (struct trace){0};
    if (!who)
        return;
    first = *who;
    *who = look->waits[0];
    look->waits[0] = first;
    struct snapshot *s = snapshot_of_call(first.pid, first.tid);
    if (s && unwind_place(s, file, &place) == 0) {
        out->found = place.line > 0;
        out->line = place.line;
    }
    snapshot_free(s);
}

/* What ended the program; else what ended a process of it. */
static const struct fatal *choose(const struct fatals *f, pid_t program, int signal)
{
    const struct fatal *other = NULL;
    for (size_t i = f->count; i-- > 0;) {
        const struct fatal *fatal = &f->list[i];
        if (fatal->pid == program && fatal->signal == signal)
            return fatal;
        if (fatal->pid != program)
            other = fatal;
    }
    return signal ? NULL : other;
}

void locate_fault(const struct fatals *f, pid_t program, int signal, const char *file,
                  struct fault *out)
{
    const struct fatal *fatal = choose(f, program, signal);
    *out = (struct fault){0};
    if (!fatal)
        return;
    *out = (struct fault){.signal = fatal->signal,
                          .code = fatal->code,
                          .address = fatal->address,
                          .elsewhere = fatal->pid != program};
    if (!fatal->snapshot)
        return;
    out->astray = fatal->snapshot->astray;
    out->stack_full = fatal->signal == SIGSEGV && fatal->snapshot->below_stack;
    unwind_place(fatal->snapshot, file, &out->place);
}
