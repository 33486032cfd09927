/* SPDX-License-Identifier: MIT */
#include "cli/workflow.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/entropy.h"
#include "base/error.h"
#include "cli/say.h"
#include "report/plain.h"
#include "report/tally.h"
#include "report/writer.h"

/* GitHub takes 1 MiB a step; other commands of the step may want some, too. */
#define SUMMARY_MOST (900 << 10)

bool workflow_is(void)
{
    const char *value = getenv("GITHUB_ACTIONS");
    return value && strcmp(value, "true") == 0;
}

void workflow_fence(struct buf *text)
{
    unsigned char drawn[16] = {
        0}; /* without entropy it can be foretold, and is still a fence */
    struct buf token = {0}, fenced = {0};
    entropy_fill(drawn, sizeof drawn);
    for (size_t i = 0; i < sizeof drawn; i++)
        buf_printf(&token, "%02x", drawn[i]);
    buf_printf(&fenced, "::stop-commands::%s\n", token.data);
    buf_append(&fenced, buf_text(text), text->len);
    buf_printf(&fenced, "::%s::\n", token.data);
    buf_close(&token);
    buf_close(text);
    *text = fenced;
}

/* The workspace is how GitHub knows files. */
static int render(const struct writer *writer, const struct report *r, size_t room,
                  struct buf *out, struct error *err)
{
    const struct writing settings = {
        .head = r, .root = getenv("GITHUB_WORKSPACE"), .room = room, .out = out};
    return writer_write(writer, &settings, err);
}

static int append(int fd, const struct buf *text)
{
    for (size_t done = 0; done < text->len;) {
        ssize_t n = write(fd, text->data + done, text->len - done);
        if (n < 0 && errno != EINTR)
            return -1;
        done += n > 0 ? (size_t)n : 0;
    }
    return 0;
}

/* What a file that GitHub names is given by a step; it may have something already. */
static int open_named(const char *variable)
{
    const char *path = getenv(variable);
    struct error err;
    if (!path || !*path)
        return -1;
    int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
    if (fd < 0) {
        error_errno(&err, "can't open %s, which %s names", path, variable);
        say_error(&err);
    }
    return fd;
}

/* Takes both over. */
static void give(int fd, struct buf *text, const char *variable)
{
    struct error err;
    if (append(fd, text) < 0) {
        error_errno(&err, "can't write to the file that %s names", variable);
        say_error(&err);
    }
    close(fd);
    buf_close(text);
}

/* Other commands of this step may have written to it before. */
static size_t room_in(int fd)
{
    struct stat st;
    if (fstat(fd, &st) < 0 || st.st_size >= SUMMARY_MOST)
        return 1; /* for the line that tells of it */
    return SUMMARY_MOST - (size_t)st.st_size;
}

static void summarize(const struct report *r)
{
    struct buf text = {0};
    struct error err;
    int fd = open_named("GITHUB_STEP_SUMMARY");
    if (fd < 0)
        return;
    if (render(&writer_markdown, r, room_in(fd), &text, &err) < 0)
        say_error(&err);
    give(fd, &text, "GITHUB_STEP_SUMMARY");
}

/* For later steps. What could not be judged has no score. */
static void output(const struct report *r)
{
    struct buf text = {0};
    struct error err;
    struct tally all = {0};
    int fd = open_named("GITHUB_OUTPUT");
    if (fd < 0)
        return;
    for (size_t i = 0; i < r->submission_count; i++) {
        struct tally t = tally_of(&r->submissions[i]);
        all.score += t.score;
        all.max_score += t.max_score;
        all.count += t.count;
        all.cases[RESULT_PASS] += t.cases[RESULT_PASS];
        all.problem = all.problem ? all.problem : t.problem;
    }
    buf_puts(&text, "score=");
    if (!all.problem)
        plain_number(&text, all.score);
    buf_puts(&text, "\nmax-score=");
    plain_number(&text, all.max_score);
    buf_printf(&text, "\npassed=%s\n",
               all.cases[RESULT_PASS] == all.count ? "true" : "false");
    if (r->submission_count == 1 && render(&writer_classroom, r, 0, &text, &err) < 0)
        say_error(&err);
    give(fd, &text, "GITHUB_OUTPUT");
}

void workflow_tell(const struct report *r, struct buf *annotations)
{
    struct error err;
    if (render(&writer_github, r, 0, annotations, &err) < 0)
        say_error(&err);
    summarize(r);
    output(r);
}
