/* SPDX-License-Identifier: MIT */
#include "cli/round.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/process.h"
#include "cli/keys.h"
#include "run/child.h"

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* --- in the process ------------------------------------------------------------------------ */

static const char *first_code(const struct report *r)
{
    for (size_t i = 0; i < r->submission_count; i++)
        for (size_t k = 0; k < r->submissions[i].exercise_count; k++) {
            const struct report_exercise *e = &r->submissions[i].exercises[k];
            for (size_t c = 0; c < e->case_count; c++)
                if (e->cases[c].result == RESULT_FAIL && !e->cases[c].advice)
                    return e->cases[c].code;
        }
    return "";
}

static void tell(void *ctx, const struct report *r)
{
    int *fd = ctx;
    child_answer(*fd, first_code(r), strlen(first_code(r)) + 1);
}

/* Keys are not for the check, nor is the terminal. */
static void work(struct check_arguments *a, int text_fd, int told_fd, pid_t watcher)
{
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    keys_forget();
    process_die_with(watcher);
    if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0 || dup2(text_fd, STDOUT_FILENO) < 0
        || dup2(text_fd, STDERR_FILENO) < 0)
        _exit(EXIT_UNJUDGED);
    a->grade.told = tell;
    a->grade.ctx = &told_fd;
    int status = grade_read(&a->grade) ? check_do(a) : EXIT_USAGE; /* other values */
    fflush(stdout);
    _exit(status);
}

/* --- in the watcher ------------------------------------------------------------------------ */

int round_start(struct round *r, struct check_arguments *a, struct error *err)
{
    int text[2], told[2];
    round_end(r, true);
    buf_clear(&r->text);
    buf_clear(&r->code);
    if (child_pipe(text, err) < 0)
        return -1;
    if (child_pipe(told, err) < 0) {
        close(text[0]);
        close(text[1]);
        return -1;
    }
    pid_t watcher = getpid();
    r->pid = fork();
    if (r->pid == 0)
        work(a, text[1], told[1], watcher);
    if (r->pid < 0)
        error_errno(err, "can't start a process for the check");
    close(text[1]);
    close(told[1]);
    r->text_fd = text[0];
    r->told_fd = told[0];
    if (r->pid > 0)
        return 0;
    r->pid = 0;
    round_close(r);
    return -1;
}

/* Its workers may hold the pipe of the text open: that all is there is told by the other one,
 * or by the end of the process, which closes both. */
bool round_hear(struct round *r)
{
    if (r->told_fd < 0)
        return false;
    bool ended = child_hear(r->told_fd, &r->code);
    bool complete = r->code.len && !r->code.data[r->code.len - 1];
    child_hear(r->text_fd, &r->text);
    if (!ended && !complete)
        return false;
    if (!complete)
        buf_clear(&r->code);
    close_fd(&r->told_fd);
    close_fd(&r->text_fd);
    if (!complete)
        round_end(r, false);
    return true;
}

void round_end(struct round *r, bool kill_it)
{
    int status = 0;
    close_fd(&r->told_fd);
    close_fd(&r->text_fd);
    if (r->pid <= 0)
        return;
    if (kill_it)
        kill(r->pid, SIGKILL);
    while (waitpid(r->pid, &status, 0) < 0 && errno == EINTR)
        ;
    r->status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    r->pid = 0;
}

void round_close(struct round *r)
{
    round_end(r, true);
    buf_close(&r->text);
    buf_close(&r->code);
}
