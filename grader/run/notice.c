/* SPDX-License-Identifier: MIT */
#include "run/notice.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/clock.h"
#include "run/filter.h"

/* So late an alarm may be on a loaded machine and still be on its way. */
#define LATE_NS (50 * NS_PER_MS)

/* Who asks without end is not to keep us from looking at what it takes. */
#define AT_ONCE 64

void notice_open(struct notice *n, int fd)
{
    *n = (struct notice){.fd = fd, .knows_alarms = fd >= 0 && filter_watches()};
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

/* The kernel names the thread; alarms belong to processes. */
static pid_t process_of(pid_t thread)
{
    char path[64], text[2048];
    snprintf(path, sizeof path, "/proc/%d/status", (int)thread);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t len = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (fd >= 0)
        close(fd);
    if (len <= 0)
        return thread;
    text[len] = '\0';
    const char *found = strstr(text, "\nTgid:");
    return found ? (pid_t)atoi(found + strlen("\nTgid:")) : thread;
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
    pid_t pid = process_of(thread);
    if (call->data.nr == SYS_timer_create) {
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
        fatals_hear(&n->fatals, process_of((pid_t)call->pid), (pid_t)call->pid,
                    (const uint64_t *)call->data.args);
        break;
    case FILTER_WATCH:
        watch(n, call);
        reply.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
        break;
    }
    ioctl(n->fd, SECCOMP_IOCTL_NOTIF_SEND, &reply); /* ENOENT: it was killed meanwhile */
}

bool notice_serve(struct notice *n)
{
    bool any = false;
    struct pollfd waits = {.fd = n->fd, .events = POLLIN};
    for (int i = 0; i < AT_ONCE && n->fd >= 0 && poll(&waits, 1, 0) > 0; i++) {
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
