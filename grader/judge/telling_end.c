/* SPDX-License-Identifier: MIT */
#include "judge/telling.h"

#include <string.h>

#include "base/clock.h"
#include "base/quote.h"
#include "judge/account.h"
#include "judge/ending.h"
#include "judge/excess.h"

static void say_crash_place(const struct story *t)
{
    const char *function = t->a->fault.place.function;
    if (t->v->line) {
        buf_printf(t->out, " in line %d of %s", t->v->line, t->s->file);
    } else if (function[0]) {
        buf_puts(t->out, " in the function ");
        quote_safe_text(t->out, function, strlen(function));
        buf_puts(t->out, "()");
    }
}

/* The runtime's own words tell more than the signal does, but for a broken stack. */
void telling_crashed(const struct story *t)
{
    const struct trace *c = &t->a->crash;
    struct buf why = {0};
    if (c->text[0] && !t->a->fault.place.leaving)
        quote_safe_text(&why, c->text, strlen(c->text));
    else
        ending_tell(t->a, &why);
    if (why.len) {
        buf_puts(t->out, t->a->fault.elsewhere
                             ? "A process that your program started crashed"
                             : "Your program crashed");
        say_crash_place(t);
        buf_printf(t->out, ": %s", buf_text(&why));
        if (!strchr(".!?", why.data[why.len - 1]))
            buf_putc(t->out, '.');
    } else if (t->o->signalled && t->o->exit_signal == t->o->signalled) {
        buf_printf(t->out,
                   "The grader sent your program the signal %d (%s), which ended it: "
                   "nothing in it handles that signal.",
                   t->o->exit_signal, strsignal(t->o->exit_signal));
    } else {
        buf_printf(t->out, "Your program was ended by signal %d (%s).", t->o->exit_signal,
                   strsignal(t->o->exit_signal));
    }
    account_why_crashed(t->a, t->out);
    buf_close(&why);
}

void telling_exited_early(const struct story *t)
{
    if (t->o->failure == FAILURE_WRONG_EXIT)
        buf_printf(t->out, "Your program ended with exit status %d, and not with %d.",
                   t->o->exit_code, t->o->step->exit_code);
    else
        buf_printf(t->out, "Your program ended (status %d) before it was done.",
                   t->o->exit_code);
    story_untaken(t);
}

void telling_wants_input(const struct story *t)
{
    buf_puts(t->out, "Your program waits for the keyboard");
    if (t->v->line)
        buf_printf(t->out, " in line %d of %s", t->v->line, t->s->file);
    if (!exercise_case_types(t->a->play.setup.test, t->a->play.setup.exercise->student))
        buf_puts(t->out, ", but in this exercise nobody types anything.");
    else
        buf_puts(t->out, ", but nothing more is typed before it has done its part.");
}

void telling_too_slow(const struct story *t)
{
    buf_printf(t->out, "Your program %s %.3g seconds.",
               t->o->until == UNTIL_LATE ? "was still busy or asleep after"
                                         : "sleeps for longer than the allowed",
               story_patience_s(t));
}

void telling_spinning(const struct story *t)
{
    buf_printf(t->out,
               "Your program runs in a circle: it was busy for %.3g s (%.3g s of "
               "processor time) without a word.",
               (double)t->o->waited_ns / (double)NS_PER_S,
               (double)t->o->cpu_ns / (double)NS_PER_S);
}

void telling_too_much(const struct story *t)
{
    static const char *const deeds[LIMITS] = {
        [LIMIT_PROCESSOR_TIME] = "computed for longer than it may",
        [LIMIT_WALL_TIME] = "ran for longer than it may",
        [LIMIT_MEMORY] = "took more memory than it may",
        [LIMIT_PROCESSES] = "had more processes and threads at a time than it may",
        [LIMIT_FILE_SIZE] = "wrote a larger file than it may",
        [LIMIT_DISK] = "wrote more to its files than it may",
        [LIMIT_OUTPUT] = "printed or sent more than it may",
        [LIMIT_OPEN_FILES] = "opened more files and sockets at a time than it may",
    };
    enum limit_kind kind = (enum limit_kind)excess_of(t->a);
    buf_printf(t->out, "Your program %s; the limit of %s is ", deeds[kind],
               limit_row(kind)->title);
    limit_show(kind, t->a->play.setup.limits->value[kind], t->out);
    buf_putc(t->out, '.');
}

void telling_forbidden(const struct story *t)
{
    buf_printf(t->out,
               "Your program ended over a system call that it is refused here: %s(). No "
               "exercise needs it.",
               excess_refused_call(t->a));
}

void telling_passed(const struct story *t)
{
    buf_puts(t->out, "Your program did what the exercise asks.");
}
