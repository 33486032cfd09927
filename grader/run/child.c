/* SPDX-License-Identifier: MIT */
#include "run/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"

int child_pipe(int fds[2], struct error *err)
{
    if (fd_pipe(fds) < 0)
        return error_errno(err, "can't make a pipe");
    fcntl(fds[0], F_SETFL, O_NONBLOCK);
    return 0;
}

pid_t child_start(child_body *body, void *ctx, int *answer_fd, struct error *err)
{
    int fds[2];
    if (child_pipe(fds, err) < 0)
        return -1;
    pid_t grader = getpid();
    pid_t pid = fork();
    if (pid == 0) {
        close(fds[0]);
        body(ctx, fds[1], grader);
        _exit(0);
    }
    close(fds[1]);
    if (pid < 0) {
        error_errno(err, "can't start a process");
        close(fds[0]);
        return -1;
    }
    *answer_fd = fds[0];
    return pid;
}

void child_answer(int out_fd, const void *data, size_t len)
{
    const char *bytes = data;
    while (len) {
        ssize_t n = write(out_fd, bytes, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return; /* nobody wants it any more */
        bytes += n;
        len -= (size_t)n;
    }
}

bool child_hear(int answer_fd, struct buf *answer)
{
    char block[16384];
    for (;;) {
        ssize_t n = read(answer_fd, block, sizeof block);
        if (n > 0)
            buf_append(answer, block, (size_t)n);
        else if (n == 0 || errno != EINTR)
            return n == 0 || errno != EAGAIN;
    }
}

int child_reap(pid_t pid, const struct buf *answer, struct error *err)
{
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    if (answer->len)
        return 0;
    if (WIFSIGNALED(status))
        return error_set(err, "the process that did the work was ended by signal %d (%s)",
                         WTERMSIG(status), strsignal(WTERMSIG(status)));
    return error_set(err, "the process that did the work gave no answer");
}

int child_finish(pid_t pid, int answer_fd, struct buf *answer, struct error *err)
{
    struct pollfd wait = {.fd = answer_fd, .events = POLLIN};
    while (!child_hear(answer_fd, answer))
        poll(&wait, 1, -1);
    close(answer_fd);
    return child_reap(pid, answer, err);
}
