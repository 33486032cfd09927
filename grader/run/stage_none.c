/* SPDX-License-Identifier: MIT
 *
 * The stage that is the machine as it is: the program gets a session and a folder of its
 * own, and its orphans become our children. What would be left if we were killed is a
 * guardian's to remove.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run/guardian.h"
#include "run/scratch.h"
#include "run/stage_backend.h"

static int check_world(const struct stage_world *world, struct error *err)
{
    const char *what = world->any_host
                           ? "a network of its own (any host name and address leads to "
                             "the grader)"
                       : world->host_count ? "host names of its own"
                                           : "a name for the computer of its own";
    if (!world->any_host && !world->host_count && !world->machine)
        return 0;
    return error_kind(err, ERROR_NEEDS,
                      "this exercise needs %s, which this computer does not give: the "
                      "program runs on the computer's own network; "
                      "\"sockgrade doctor\" tells more",
                      what);
}

static int put_files(struct stage *s, const struct stage_order *order, struct error *err)
{
    for (size_t i = 0; i < order->file_count; i++) {
        const struct stage_file *f = &order->files[i];
        if (scratch_put(s->home, f->name, f->fd, f->part ? f->at : 0,
                        f->part ? f->size : SCRATCH_ALL, f->mode, err))
            return -1;
    }
    return 0;
}

static int make_own(struct stage *s, const struct stage_order *order, struct error *err)
{
    uint64_t number = 0;
    if (check_world(&order->world, err) || scratch_choose(s->home, sizeof s->home, err))
        return -1;
    if (getrandom(&number, sizeof number, 0) < 0)
        return error_errno(err, "can't draw a mark for the program");
    snprintf(s->marker, sizeof s->marker, "SOCKGRADE_RUN=%016llx",
             (unsigned long long)number);
    s->lifeline = guardian_start(s->home, s->marker, err);
    if (s->lifeline < 0 || scratch_begin(s->home, err))
        return -1;
    s->home_fd = open(s->home, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (s->home_fd < 0)
        return error_errno(err, "can't open %s", s->home);
    s->submission = s->home;
    if (put_files(s, order, err))
        return -1;
    /* Not before: the guardian is to be nobody's child that we know. */
    if (prctl(PR_SET_CHILD_SUBREAPER, 1))
        return error_errno(err, "can't inherit the program's orphans");
    return 0;
}

/* The folder is made only when there is who removes it; the guardian hears of no signal
 * ever, and one that can't be kept off (SIGKILL to our process group) finds it in another. */
static int enter(struct stage *s, const struct stage_order *order, struct error *err)
{
    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before);
    int status = make_own(s, order, err);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return status;
}

static pid_t heir(const struct stage *s)
{
    (void)s;
    return getpid();
}

static void started(struct stage *s)
{
    guardian_tell(s->lifeline, s->program);
}

/* Kills our children; returns how many there were, or -1 when they can't be listed. */
static int kill_children(void)
{
    char path[64], text[4096];
    snprintf(path, sizeof path, "/proc/self/task/%d/children", getpid());
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t len = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (fd >= 0)
        close(fd);
    if (len < 0)
        return -1;
    text[len] = '\0';
    if (len == sizeof text - 1) /* the last number may be cut; its turn comes later */
        *strrchr(text, ' ') = '\0';
    int count = 0;
    char *end = text;
    for (long pid = strtol(end, &end, 10); pid > 0; pid = strtol(end, &end, 10)) {
        kill((pid_t)pid, SIGKILL);
        count++;
    }
    return count;
}

/* Generation by generation: the children of who was reaped are ours in the next round. */
static void end_all(struct stage *s)
{
    kill(-s->program, SIGKILL); /* at once, so that a fork bomb has no time */
    for (;;) {
        if (kill_children() < 0) {
            waitpid(s->program, NULL, 0);
            return;
        }
        if (waitpid(-1, NULL, __WALL) < 0 && errno == ECHILD)
            return;
        while (waitpid(-1, NULL, __WALL | WNOHANG) > 0)
            ;
    }
}

static void leave(struct stage *s)
{
    if (s->program > 0)
        end_all(s);
    if (s->home[0])
        scratch_remove(s->home);
    if (s->lifeline >= 0)
        guardian_dismiss(s->lifeline);
}

const struct stage_backend stage_none = {
    .name = "none",
    .isolated = false,
    .heir = heir,
    .enter = enter,
    .started = started,
    .leave = leave,
};
