/* SPDX-License-Identifier: MIT
 *
 * The stage of the portable build: the machine as it is. The program leads a session of its
 * own, which ends with the stage; the scratch folder goes with it, or by the guardian's hand.
 */
#include "run/stage.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/process.h"
#include "run/guardian.h"
#include "run/launch.h"
#include "run/scratch.h"
#include "run/user.h"

/* Nobody's, on most systems; there need be no such entry in /etc/passwd. */
#define UNPRIVILEGED 65534

struct stage {
    char home[256];
    pid_t program; /* 0: not started */
    int process;   /* it, for base/process.h; the caller's to close; -1: none */
    int guardian;  /* -1: none */
    const struct limits *limits; /* borrowed until the program is started */
};

static const char *const names[] = {
    [STAGE_FULL] = "full",
    [STAGE_PRIVILEGED] = "privileged",
    [STAGE_NONE] = "none",
};

const char *stage_name(enum stage_kind kind)
{
    return names[kind];
}

bool stage_isolates(enum stage_kind kind)
{
    return kind != STAGE_NONE;
}

int stage_find(const char *name)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(names[i], name))
            return (int)i;
    return -1;
}

uid_t stage_uid(void)
{
    return geteuid() ? geteuid() : UNPRIVILEGED;
}

gid_t stage_gid(void)
{
    return geteuid() ? getegid() : UNPRIVILEGED;
}

static int drop_root(struct error *err)
{
    return user_drop_root()
               ? error_errno(err, "can't become an unprivileged user to run programs")
               : 0;
}

static int check_kind(enum stage_kind kind, struct error *err)
{
    if (kind == STAGE_NONE)
        return 0;
    return error_kind(err, ERROR_STAGE,
                      "this build of sockgrade is the portable one, which knows no "
                      "namespaces");
}

static int check_world(const struct stage_world *world, struct error *err)
{
    if (!world->any_host && !world->host_count && !world->machine)
        return 0;
    return error_kind(
        err, ERROR_NEEDS,
        "this exercise needs %s, which the portable build of sockgrade does "
        "not give: the program runs on the computer's own network",
        world->any_host     ? "a network of its own (any host name and address "
                              "leads to the grader)"
        : world->host_count ? "host names of its own"
                            : "a name for the computer of its own");
}

static int check_grader(pid_t grader, struct error *err)
{
    return getppid() == grader ? 0 : error_set(err, "the grader has ended");
}

static int furnish(struct stage *s, const struct stage_order *order, struct error *err)
{
    if (scratch_choose(s->home, sizeof s->home, err))
        return -1;
    s->guardian = guardian_start(s->home, "", err);
    if (s->guardian < 0 || scratch_begin(s->home, err))
        return -1;
    for (size_t i = 0; i < order->file_count; i++) {
        const struct stage_file *f = &order->files[i];
        if (scratch_put(s->home, f->name, f->fd, f->part ? f->at : 0,
                        f->part ? f->size : SCRATCH_ALL, f->mode, err))
            return -1;
    }
    return 0;
}

struct stage *stage_enter(const struct stage_order *order, pid_t grader_pid,
                          struct error *err)
{
    struct stage *s = mem_alloc(sizeof *s);
    s->process = s->guardian = -1;
    s->limits = order->limits;
    if (check_kind(order->kind, err) || check_world(&order->world, err) || drop_root(err)
        || furnish(s, order, err) || check_grader(grader_pid, err)) {
        stage_leave(s);
        return NULL;
    }
    return s;
}

const char *stage_home(const struct stage *s)
{
    return s->home;
}

const char *stage_submission(const struct stage *s)
{
    return s->home;
}

pid_t stage_start(struct stage *s, const struct stage_program *program, int *pidfd,
                  struct error *err)
{
    assert(!s->program);
    const struct launch launch = {
        .path = program->path,
        .argv = program->argv,
        .envp = program->envp,
        .folder = program->folder ? program->folder : s->home,
        .fds = {program->stdin_fd, program->stdout_fd, program->stderr_fd},
        .mounts_fd = -1,
        .limits = s->limits,
        .reports_fd = -1,
    };
    pid_t pid = launch_start(&launch, pidfd, err);
    if (pid < 0)
        return -1;
    s->program = pid;
    s->process = *pidfd;
    guardian_tell(s->guardian, pid);
    return pid;
}

size_t stage_roots(const struct stage *s, pid_t roots[2], int counts[2])
{
    if (!s->program)
        return 0;
    roots[0] = s->program;
    counts[0] = true;
    roots[1] = getpid();
    counts[1] = false;
    return 2;
}

int stage_signal(struct stage *s, int signal)
{
    return process_signal(s->process, signal);
}

int stage_open(const struct stage *s, const char *name)
{
    char *path = mem_printf("%s/%s", s->home, name);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    free(path);
    return fd;
}

int stage_take_reports(struct stage *s)
{
    (void)s;
    return -1;
}

/* The disk is the computer's own: that others fill it is not the program's doing. */
bool stage_is_full(const struct stage *s)
{
    (void)s;
    return false;
}

void stage_stop(struct stage *s)
{
    if (s->program > 0)
        kill(-s->program, SIGKILL);
}

/* Who left the program's session is not found: no system but Linux lets us inherit it. */
void stage_leave(struct stage *s)
{
    if (!s)
        return;
    stage_stop(s);
    while (s->program > 0 && waitpid(s->program, NULL, 0) < 0 && errno == EINTR)
        ;
    if (s->home[0])
        scratch_remove(s->home);
    if (s->guardian >= 0) {
        guardian_dismiss(s->guardian);
        close(s->guardian);
    }
    free(s);
}
