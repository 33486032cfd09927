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
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fd.h"
#include "base/process.h"
#include "run/guardian.h"
#include "run/launch.h"
#include "run/scratch.h"
#include "run/user.h"

struct stage {
    char home[256];
    pid_t program; /* 0: not started */
    int process;   /* it, for base/process.h; the caller's to close; -1: none */
    int guardian;  /* -1: none */
};

static const char *const names[] = {
    [STAGE_NAMESPACE] = "namespace",
    [STAGE_NONE] = "none",
};

const char *stage_name(enum stage_kind kind)
{
    return names[kind];
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
    return user_uid();
}

gid_t stage_gid(void)
{
    return user_gid();
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
    if (!world->any_host && !world->host_count)
        return 0;
    return error_kind(
        err, ERROR_NEEDS,
        "this exercise needs %s, which the portable build of sockgrade does "
        "not give: the program runs on the computer's own network",
        world->any_host ? "a network of its own (any host name and address "
                          "leads to the grader)"
                        : "host names of its own");
}

static int check_grader(pid_t grader, struct error *err)
{
    return getppid() == grader ? 0 : error_set(err, "the grader has ended");
}

static int furnish(struct stage *s, struct error *err)
{
    if (scratch_make(s->home, sizeof s->home, err))
        return -1;
    s->guardian = guardian_start(s->home, "", err);
    return s->guardian < 0 ? -1 : 0;
}

struct stage *stage_enter(enum stage_kind kind, const struct stage_world *world,
                          pid_t grader_pid, struct error *err)
{
    struct stage *s = mem_alloc(sizeof *s);
    s->process = s->guardian = -1;
    if (check_kind(kind, err) || check_world(world, err) || user_drop_root(err)
        || furnish(s, err) || check_grader(grader_pid, err)) {
        stage_leave(s);
        return NULL;
    }
    return s;
}

const char *stage_home(const struct stage *s)
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

int stage_put(struct stage *s, const char *name, int fd, mode_t mode, struct error *err)
{
    char *path = mem_printf("%s/%s", s->home, name);
    int to = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
    struct stat info;
    int status = to < 0 ? error_errno(err, "can't make %s", path) : 0;
    if (to >= 0
        && (fchmod(to, mode) || fstat(fd, &info) || fd_copy(to, fd, info.st_size) < 0))
        status = error_errno(err, "can't copy a file to %s", path);
    if (to >= 0)
        close(to);
    free(path);
    return status;
}

/* Who left the program's session is not found: no system but Linux lets us inherit it. */
void stage_leave(struct stage *s)
{
    if (!s)
        return;
    if (s->program > 0) {
        kill(-s->program, SIGKILL);
        while (waitpid(s->program, NULL, 0) < 0 && errno == EINTR)
            ;
    }
    if (s->home[0])
        scratch_remove(s->home);
    if (s->guardian >= 0) {
        guardian_dismiss(s->guardian);
        close(s->guardian);
    }
    free(s);
}
