/* SPDX-License-Identifier: MIT */
#include "judge/notes.h"

#include "judge/evidence.h"

static bool crashed_after(const struct attempt *a)
{
    return evidence_crashed(a) && a->play.outcome.exit_signal == 0;
}

static bool killed_after(const struct attempt *a)
{
    return evidence_crashed(a) && a->play.outcome.exit_signal != 0;
}

static bool still_busy(const struct attempt *a)
{
    const struct outcome *o = &a->play.outcome;
    return !o->ended && o->look.activity == ACTIVITY_RUNNING;
}

static bool asked_to_end(const struct attempt *a)
{
    return a->play.outcome.asked_to_end;
}

static bool left_child(const struct attempt *a)
{
    const struct outcome *o = &a->play.outcome;
    return o->ended && o->look.activity != ACTIVITY_ENDED
           && o->look.activity != ACTIVITY_UNKNOWN;
}

static bool could_not_see(const struct attempt *a)
{
    return a->play.outcome.blind;
}

static bool only_by_silence(const struct attempt *a)
{
    return a->play.outcome.unproven && !a->play.outcome.blind;
}

static const struct {
    bool (*holds)(const struct attempt *a);
    bool only_passed;
    const char *text;
} remarks[] = {
    {crashed_after, true, "After everything was done, the program ended with an error."},
    {killed_after, true, "After everything was done, the program was ended by a signal."},
    {still_busy, true,
     "The program was still busy after the conversation had ended; a loop "
     "around recv() should stop when it returns nothing."},
    {asked_to_end, true,
     "What it printed came only when the program was asked to end: it was "
     "still in its buffer."},
    {left_child, true, "The program left a child process behind."},
    {could_not_see, false,
     "This system does not show what a program does: that it waits was told by silence "
     "alone."},
    {only_by_silence, false,
     "It could not be seen for certain when the program waits; turns "
     "were told by silence."},
};

void notes_add(const struct attempt *a, struct verdict *v)
{
    for (size_t i = 0; i < sizeof remarks / sizeof *remarks; i++)
        if ((v->code == CODE_PASS || !remarks[i].only_passed) && remarks[i].holds(a))
            buf_printf(&v->notes, "%s\n", remarks[i].text);
}
