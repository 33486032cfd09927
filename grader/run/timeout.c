/* SPDX-License-Identifier: MIT */
#include "run/timeout.h"

#include <linux/futex.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>

#include "base/clock.h"
#include "run/descriptor.h"

/* The times may be garbage that a thread left behind, so nothing may overflow. */
static int64_t end_of(int64_t start_ns, int64_t seconds, int64_t rest_ns)
{
    int64_t end;
    if (__builtin_mul_overflow(seconds, NS_PER_S, &end)
        || __builtin_add_overflow(end, rest_ns, &end)
        || __builtin_add_overflow(end, start_ns, &end))
        return seconds < 0 ? TIMEOUT_ENDS_ANY_TIME : TIMEOUT_NEVER_ENDS;
    return end;
}

static int64_t end_on_clock(clockid_t clock, const struct timespec *at)
{
    struct timespec now;
    if (clock == CLOCK_MONOTONIC)
        return end_of(0, at->tv_sec, at->tv_nsec);
    /* Clocks of processor time mean another process's clock here than there. */
    if ((clock != CLOCK_REALTIME && clock != CLOCK_BOOTTIME && clock != CLOCK_TAI)
        || clock_gettime(clock, &now))
        return TIMEOUT_ENDS_ANY_TIME;
    int64_t ahead_ns = now.tv_sec * NS_PER_S + now.tv_nsec - clock_now_ns();
    return end_of(-ahead_ns, at->tv_sec, at->tv_nsec);
}

static int read_forever(const struct task *t, int arg, int64_t *ends_ns)
{
    (void)t, (void)arg;
    *ends_ns = TIMEOUT_NEVER_ENDS;
    return 0;
}

static int read_any_time(const struct task *t, int arg, int64_t *ends_ns)
{
    (void)t, (void)arg;
    *ends_ns = TIMEOUT_ENDS_ANY_TIME;
    return 0;
}

static int read_milliseconds(const struct task *t, int arg, int64_t *ends_ns)
{
    int ms = (int)t->args[arg];
    *ends_ns = ms < 0 ? TIMEOUT_NEVER_ENDS : t->since_ns + ms * NS_PER_MS;
    return 0;
}

/* A timespec at the pointer: relative to the wait's begin if clock is -1. */
static int read_time(const struct task *t, int arg, clockid_t clock, int64_t *ends_ns)
{
    struct timespec at;
    *ends_ns = TIMEOUT_NEVER_ENDS;
    if (!t->args[arg])
        return 0;
    if (task_memory(t, t->args[arg], &at, sizeof at))
        return -1;
    *ends_ns =
        clock < 0 ? end_of(t->since_ns, at.tv_sec, at.tv_nsec) : end_on_clock(clock, &at);
    return 0;
}

static int read_timespec(const struct task *t, int arg, int64_t *ends_ns)
{
    return read_time(t, arg, -1, ends_ns);
}

static int read_realtime(const struct task *t, int arg, int64_t *ends_ns)
{
    return read_time(t, arg, CLOCK_REALTIME, ends_ns);
}

static int read_waitv(const struct task *t, int arg, int64_t *ends_ns)
{
    return read_time(t, arg, (clockid_t)t->args[arg + 1], ends_ns);
}

static int read_timeval(const struct task *t, int arg, int64_t *ends_ns)
{
    struct timeval length;
    *ends_ns = TIMEOUT_NEVER_ENDS;
    if (!t->args[arg])
        return 0;
    if (task_memory(t, t->args[arg], &length, sizeof length))
        return -1;
    int64_t rest_ns = length.tv_usec % 1000000 * NS_PER_US;
    *ends_ns = end_of(t->since_ns, length.tv_sec, rest_ns);
    return 0;
}

static int read_sleep(const struct task *t, int arg, int64_t *ends_ns)
{
    clockid_t clock = (clockid_t)t->args[0];
    bool known = clock == CLOCK_MONOTONIC || clock == CLOCK_REALTIME
                 || clock == CLOCK_BOOTTIME || clock == CLOCK_TAI;
    if (!known)
        return read_any_time(t, arg, ends_ns);
    return read_time(t, arg, t->args[1] & TIMER_ABSTIME ? clock : -1, ends_ns);
}

static int read_futex(const struct task *t, int arg, int64_t *ends_ns)
{
    int operation = (int)t->args[1] & FUTEX_CMD_MASK;
    bool realtime = t->args[1] & FUTEX_CLOCK_REALTIME || operation == FUTEX_LOCK_PI;
    if (operation == FUTEX_WAIT)
        return read_time(t, arg, -1, ends_ns);
    return read_time(t, arg, realtime ? CLOCK_REALTIME : CLOCK_MONOTONIC, ends_ns);
}

static int read_option(const struct task *t, int name, int64_t *ends_ns)
{
    struct timeval length;
    *ends_ns = TIMEOUT_ENDS_ANY_TIME; /* a kernel that does not let us look */
    if (descriptor_option(t, (int)t->args[0], name, &length, sizeof length))
        return 0;
    *ends_ns = length.tv_sec || length.tv_usec
                   ? end_of(t->since_ns, length.tv_sec, length.tv_usec * NS_PER_US)
                   : TIMEOUT_NEVER_ENDS;
    return 0;
}

static int read_receive_option(const struct task *t, int arg, int64_t *ends_ns)
{
    (void)arg;
    return read_option(t, SO_RCVTIMEO, ends_ns);
}

static int read_send_option(const struct task *t, int arg, int64_t *ends_ns)
{
    (void)arg;
    return read_option(t, SO_SNDTIMEO, ends_ns);
}

/* Each returns 0 and the end, or -1 when memory can't be read. */
static int (*const readers[])(const struct task *, int, int64_t *) = {
    [TIMEOUT_NONE] = read_forever,
    [TIMEOUT_HIDDEN] = read_any_time,
    [TIMEOUT_MILLISECONDS] = read_milliseconds,
    [TIMEOUT_TIMESPEC] = read_timespec,
    [TIMEOUT_TIMEVAL] = read_timeval,
    [TIMEOUT_REALTIME] = read_realtime,
    [TIMEOUT_CLOCK_SLEEP] = read_sleep,
    [TIMEOUT_FUTEX] = read_futex,
    [TIMEOUT_WAITV] = read_waitv,
    [TIMEOUT_RECEIVE_OPTION] = read_receive_option,
    [TIMEOUT_SEND_OPTION] = read_send_option,
};

int timeout_end(const struct task *t, enum timeout_form form, int arg, int64_t *ends_ns)
{
    return readers[form](t, arg, ends_ns);
}

bool timeout_is_set(const struct task *t, enum timeout_form form, int arg)
{
    switch (form) {
    case TIMEOUT_MILLISECONDS:
        return (int)t->args[arg] >= 0;
    case TIMEOUT_TIMESPEC:
    case TIMEOUT_TIMEVAL:
    case TIMEOUT_REALTIME:
    case TIMEOUT_CLOCK_SLEEP:
    case TIMEOUT_FUTEX:
    case TIMEOUT_WAITV:
        return t->args[arg] != 0;
    case TIMEOUT_NONE:
    case TIMEOUT_HIDDEN:
    case TIMEOUT_RECEIVE_OPTION:
    case TIMEOUT_SEND_OPTION:
        break;
    }
    return false;
}
