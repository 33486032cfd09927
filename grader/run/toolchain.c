/* SPDX-License-Identifier: MIT */
#include "run/toolchain.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/quote.h"
#include "run/child.h"
#include "run/surroundings.h"
#include "run/user.h"

#define PATIENCE_MS 10000

/* The tool takes this process's place; its output is the answer. */
static void body(void *ctx, int out_fd, pid_t grader)
{
    const struct toolchain *t = ctx;
    const char *option = t->language->version_option;
    const char *const argv[] = {t->path, option ? option : "--version", NULL};
    const char *const envp[] = {"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C", NULL};
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    (void)grader;
    if (null < 0 || user_drop_root() || dup2(null, 0) < 0 || dup2(out_fd, 1) < 0
        || dup2(out_fd, 2) < 0)
        return;
    execve(t->path, (char *const *)argv, (char *const *)envp);
}

/* All that it says within our patience. */
static void hear(pid_t pid, int fd, struct buf *answer)
{
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    while (!child_hear(fd, answer))
        if (poll(&wait, 1, PATIENCE_MS) == 0)
            kill(pid, SIGKILL);
    close(fd);
}

static void ask_version(struct toolchain *t)
{
    struct buf answer = {0}, shown = {0};
    int fd = -1, status = 0;
    pid_t pid = child_start(body, t, &fd, NULL);
    if (pid < 0)
        return;
    hear(pid, fd, &answer);
    waitpid(pid, &status, 0);
    t->works = WIFEXITED(status) && !WEXITSTATUS(status);
    quote_line(&shown, buf_text(&answer), strcspn(buf_text(&answer), "\r\n"));
    snprintf(t->version, sizeof t->version, "%s", buf_text(&shown));
    buf_close(&answer);
    buf_close(&shown);
}

/* What a shell would start, and language_find_tool() does not take. */
static void find_passed_over(struct toolchain *t)
{
    const char *search = getenv("PATH");
    for (const char *const *tool = t->language->tools; tool && *tool; tool++)
        for (const char *at = search ? search : ""; *at;) {
            size_t len = strcspn(at, ":");
            snprintf(t->passed_over, sizeof t->passed_over, "%.*s/%s", (int)len, at,
                     *tool);
            if (access(t->passed_over, X_OK) == 0)
                return;
            at += len + (at[len] == ':');
        }
    t->passed_over[0] = '\0';
}

void toolchain_find(struct toolchain *t, const struct language *language)
{
    *t = (struct toolchain){.language = language, .works = !language->tools};
    if (!language->tools)
        return;
    if (language_find_tool(language, t->path, sizeof t->path)) {
        ask_version(t);
        return;
    }
    t->path[0] = '\0';
    find_passed_over(t);
}
