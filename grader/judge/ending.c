/* SPDX-License-Identifier: MIT */
#include "judge/ending.h"

#include <inttypes.h>
#include <signal.h>

/* Where a pointer that is NULL leads, and the members and elements around it. */
#define NEAR_NULL 4096

static bool is_endless(const struct fault *f)
{
    return f->place.endless;
}

static bool is_stack_full(const struct fault *f)
{
    return f->stack_full;
}

static bool is_leaving(const struct fault *f)
{
    return f->place.leaving;
}

static bool calls_nothing(const struct fault *f)
{
    return f->astray && f->place.line;
}

static bool is_astray(const struct fault *f)
{
    return f->astray;
}

static bool is_null(const struct fault *f)
{
    return f->code == SEGV_MAPERR && f->address == 0;
}

static bool is_near_null(const struct fault *f)
{
    return f->code == SEGV_MAPERR && f->address + NEAR_NULL < 2 * NEAR_NULL;
}

static bool is_protected(const struct fault *f)
{
    return f->code == SEGV_ACCERR;
}

static bool divides_by_zero(const struct fault *f)
{
    return f->code == FPE_INTDIV;
}

static bool any(const struct fault *f)
{
    (void)f;
    return true;
}

/* The first row that holds is told. */
static const struct ending {
    int signal;
    bool (*holds)(const struct fault *f);
    const char *words;
} endings[] = {
    {SIGSEGV, is_endless,
     "stack overflow: here a function calls itself, directly or through others, and "
     "nothing ends that"},
    {SIGSEGV, is_stack_full,
     "stack overflow: its variables and calls need more room than there is on the stack"},
    {SIGSEGV, is_leaving,
     "segmentation fault: on the way out of the function the place to go back to was "
     "overwritten, so something was written past the end of an array"},
    {SIGBUS, is_leaving,
     "bus error: on the way out of the function the place to go back to was overwritten, "
     "so something was written past the end of an array"},
    {SIGABRT, is_leaving,
     "stack smashing detected: when the function was about to return, something had been "
     "written past the end of one of its arrays"},
    {SIGSEGV, calls_nothing,
     "segmentation fault: it called a function through a pointer that leads to none"},
    {SIGSEGV, is_astray,
     "segmentation fault: it jumped to a place where no code is, which happens when "
     "something is written past the end of an array"},
    {SIGSEGV, is_null, "segmentation fault: it used a pointer that is NULL"},
    {SIGSEGV, is_near_null,
     "segmentation fault: it used a pointer that is NULL or nearly so, or a number in "
     "place "
     "of a pointer"},
    {SIGSEGV, is_protected,
     "segmentation fault: it used memory in a way that is not allowed there, such as "
     "writing into a text constant"},
    {SIGSEGV, any,
     "segmentation fault: it used memory that is not its own, through a pointer that "
     "leads "
     "nowhere or past the end of an array"},
    {SIGBUS, any, "bus error: it used memory that is not there"},
    {SIGFPE, divides_by_zero, "it divided a whole number by zero"},
    {SIGFPE, any, "arithmetic error: it computed with whole numbers what has no result"},
    {SIGILL, any,
     "illegal instruction: it came to a place that no code should reach, such as the end "
     "of a function that should return a value and does not"},
    {SIGTRAP, any,
     "trap: it came to a place that no code should reach, such as the end of a function "
     "that should return a value and does not"},
    {SIGABRT, any, "abort() was called: the program, or a check in a library, gave up"},
    {SIGPIPE, any,
     "broken pipe (SIGPIPE): it wrote to a connection that was closed already, by the "
     "other side or by itself"},
    {SIGXFSZ, any, "it wrote a file that is larger than it may be"},
};

bool ending_tell(const struct attempt *a, struct buf *out)
{
    const struct fault *f = &a->fault;
    int signal = f->signal ? f->signal : a->play.outcome.exit_signal;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (endings[i].signal == signal && endings[i].holds(f)) {
            buf_puts(out, endings[i].words);
            return true;
        }
    return false;
}
