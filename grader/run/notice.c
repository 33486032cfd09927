/* SPDX-License-Identifier: MIT */
#include "run/notice.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fd.h"
#include "run/deeds.h"
#include "run/filter.h"
#include "run/socketcall.h"
#include "run/task.h"

/* So late an alarm may be on a loaded machine and still be on its way. */
#define LATE_NS (50 * NS_PER_MS)

/* Who asks without end is not to keep us from looking at what it takes. */
#define AT_ONCE 64
#define FLOOD_NS (200 * NS_PER_US)

/* Newer than the kernel headers that we may be built with: who is answered runs on the
 * processor of who answers, without waiting for another to wake up (Linux 6.6). */
#ifndef SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP
#define SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP (1UL << 0)
#define SECCOMP_IOCTL_NOTIF_SET_FLAGS SECCOMP_IOW(4, __u64)
#endif

void notice_open(struct notice *n, int fd)
{
    *n = (struct notice){.fd = fd, .knows_alarms = fd >= 0 && filter_watches()};
    if (fd >= 0)
        ioctl(fd, SECCOMP_IOCTL_NOTIF_SET_FLAGS, SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP);
}

void notice_tell(struct notice *n, struct deeds *deeds)
{
    n->deeds = deeds;
    deeds->told = n->fd >= 0 && filter_watches();
}

static void hang_up(struct notice *n)
{
    if (n->fd >= 0)
        close(n->fd);
    n->fd = -1;
}

void notice_close(struct notice *n)
{
    hang_up(n);
    fatals_close(&n->fatals);
}

static void set_alarm(struct notice *n, pid_t pid, int64_t left_ns, int64_t interval_ns)
{
    size_t i = 0;
    while (i < n->alarm_count && n->alarms[i].pid != pid)
        i++;
    if (i == NOTICE_ALARMS) {
        n->alarms_lost |= left_ns != 0;
        return;
    }
    if (i == n->alarm_count)
        n->alarm_count++;
    int64_t ends_ns = left_ns ? clock_now_ns() + left_ns : INT64_MAX;
    n->alarms[i] = (struct notice_alarm){pid, ends_ns, interval_ns};
}

static int64_t in_ns(struct timeval t)
{
    return (int64_t)t.tv_sec * NS_PER_S + (int64_t)t.tv_usec * NS_PER_US;
}

/* timer_create(2) shows in /proc/PID/timers, if the kernel has that. */
static bool timers_show(void)
{
    return !access("/proc/self/timers", F_OK);
}

static void watch(struct notice *n, const struct seccomp_notif *call)
{
    pid_t thread = (pid_t)call->pid;
    pid_t pid = task_process_of(thread);
    if (call->data.nr == SYS_timer_create) {
        n->timers_made = true;
        if (!timers_show())
            set_alarm(n, pid, 1, NOTICE_ANY_TIME);
        return;
    }
    if (call->data.nr != SYS_setitimer) {
        set_alarm(n, pid, (int64_t)(uint32_t)call->data.args[0] * NS_PER_S, 0);
        return;
    }
    struct itimerval value = {0};
    struct iovec ours = {&value, sizeof value};
    struct iovec theirs = {(void *)(uintptr_t)call->data.args[1], sizeof value};
    if (process_vm_readv(thread, &ours, 1, &theirs, 1, 0) != sizeof value)
        n->alarms_lost = true;
    set_alarm(n, pid, in_ns(value.it_value), in_ns(value.it_interval));
}

static void hear(struct notice *n, const struct seccomp_notif *call,
                 struct seccomp_notif_resp *reply)
{
    const struct socketcall heard = {
        .thread = (pid_t)call->pid,
        .number = call->data.nr,
        .args = {call->data.args[0], call->data.args[1], call->data.args[2]},
        .once = filter_waits_out_signals(),
    };
    int error = 0;
    if (n->deeds && socketcall_take(n->deeds, &heard, &error))
        reply->error = -error;
    else
        reply->flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
}

static void answer(struct notice *n, const struct seccomp_notif *call)
{
    struct seccomp_notif_resp reply = {.id = call->id};
    switch (filter_policy_of(call->data.nr)) {
    case FILTER_REFUSE:
    case FILTER_IGNORE:
    case FILTER_LACK:
        n->refused = filter_name_of(call->data.nr);
        n->refusals++;
        reply.error = -EPERM;
        break;
    case FILTER_MEMORY:
        n->memory_bytes = (int64_t)call->data.args[call->data.nr == SYS_mremap ? 2 : 1];
        reply.error = -ENOMEM;
        break;
    case FILTER_FATAL:
        fatals_hear(&n->fatals, task_process_of((pid_t)call->pid), (pid_t)call->pid,
                    (const uint64_t *)call->data.args);
        break;
    case FILTER_HEAR:
        hear(n, call, &reply);
        break;
    case FILTER_WATCH:
        watch(n, call);
        reply.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
        break;
    }
    ioctl(n->fd, SECCOMP_IOCTL_NOTIF_SEND, &reply); /* ENOENT: it was killed meanwhile */
}

/* Who calls without end is about to call again: a look at it in between would cost more than
 * all else. */
static int64_t patience_ns(const struct notice *n)
{
    return n->deeds && deeds_flooded(n->deeds) ? FLOOD_NS : 0;
}

bool notice_serve(struct notice *n)
{
    bool any = false;
    struct pollfd waits = {.fd = n->fd, .events = POLLIN};
    for (int i = 0;
         i < AT_ONCE && n->fd >= 0 && fd_wait(&waits, 1, any ? patience_ns(n) : 0) > 0;
         i++) {
        struct seccomp_notif call = {0};
        if (!(waits.revents & POLLIN)
            || (ioctl(n->fd, SECCOMP_IOCTL_NOTIF_RECV, &call) && errno != ENOENT
                && errno != EINTR)) {
            hang_up(n); /* nobody is left under the filter */
            break;
        }
        if (call.id)
            answer(n, &call);
        any = true;
    }
    return any;
}

int64_t notice_alarm_of(const struct notice *n, pid_t pid, int64_t now_ns)
{
    if (n->alarms_lost)
        return 0;
    for (size_t i = 0; i < n->alarm_count; i++) {
        const struct notice_alarm *a = &n->alarms[i];
        if (a->pid != pid)
            continue;
        if (a->interval_ns == NOTICE_ANY_TIME)
            return 0;
        if (a->ends_ns >= now_ns - LATE_NS || !a->interval_ns)
            return a->ends_ns >= now_ns - LATE_NS ? a->ends_ns : INT64_MAX;
        return now_ns + a->interval_ns - (now_ns - a->ends_ns) % a->interval_ns;
    }
    return INT64_MAX;
}
