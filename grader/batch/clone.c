/* SPDX-License-Identifier: MIT */
#include "batch/clone.h"

#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/process.h"
#include "batch/entryname.h"
#include "run/child.h"
#include "run/scratch.h"

#define REFS_MAX (4 * 1024 * 1024)
#define COMMIT_MAX 65536
#define CPU_S 10

static int put(const char *folder, const char *name, const char *text)
{
    char *path = mem_printf("%s/%s", folder, name);
    FILE *file = fopen(path, "we");
    int status = !file || fputs(text, file) < 0 ? -1 : 0;
    status = file && fclose(file) == 0 ? status : -1;
    free(path);
    return status;
}

static int add_folder(const char *folder, const char *name)
{
    char *path = mem_printf("%s/%s", folder, name);
    int status = mkdir(path, 0700);
    free(path);
    return status;
}

int clone_reader_open(struct clone_reader *r, struct error *err)
{
    r->folder[0] = '\0';
    if (scratch_make(r->folder, sizeof r->folder, err) < 0)
        return -1;
    if (add_folder(r->folder, "refs") == 0 && add_folder(r->folder, "objects") == 0
        && put(r->folder, "HEAD", "ref: refs/heads/none\n") == 0)
        return 0;
    error_errno(err, "can't write to %s", r->folder);
    clone_reader_close(r);
    return -1;
}

void clone_reader_close(struct clone_reader *r)
{
    if (r->folder[0])
        scratch_remove(r->folder);
    r->folder[0] = '\0';
}

/* --- which commit ------------------------------------------------------------------------ */

/* SHA-1 or SHA-256, in hexadecimal digits. */
static bool take_id(const char *text, char id[65])
{
    size_t len = strspn(text, "0123456789abcdef");
    if ((len != 40 && len != 64) || (text[len] && !strchr("\n\r \t", text[len])))
        return false;
    memcpy(id, text, len);
    id[len] = '\0';
    return true;
}

static bool read_text(const char *path, const char *name, struct buf *out)
{
    char *file = mem_printf("%s/.git/%s", path, name);
    bool read = file_read(out, "", file, REFS_MAX, NULL) == 0;
    free(file);
    return read;
}

/* In packed-refs: "ID refs/heads/main" */
static bool find_packed(const char *path, const char *ref, char id[65])
{
    struct buf text = {0};
    bool found = false;
    read_text(path, "packed-refs", &text);
    for (const char *line = buf_text(&text); *line && !found;) {
        size_t len = strcspn(line, "\n"), ref_len = strlen(ref);
        const char *space = memchr(line, ' ', len);
        found = space && (size_t)(line + len - space - 1) == ref_len
                && memcmp(space + 1, ref, ref_len) == 0 && take_id(line, id);
        line += len + (line[len] == '\n');
    }
    buf_close(&text);
    return found;
}

static bool find_ref(const char *path, const char *ref, char id[65])
{
    struct buf text = {0};
    bool found = !entryname_problem(ref) && strncmp(ref, "refs/", 5) == 0;
    if (found)
        found = (read_text(path, ref, &text) && take_id(buf_text(&text), id))
                || find_packed(path, ref, id);
    buf_close(&text);
    return found;
}

static bool find_head(const char *path, char id[65])
{
    struct buf text = {0};
    bool found = false;
    if (read_text(path, "HEAD", &text) && strncmp(buf_text(&text), "ref: ", 5) == 0) {
        char *ref = mem_copy(text.data + 5, strcspn(text.data + 5, "\r\n"));
        found = find_ref(path, ref, id);
        free(ref);
    } else
        found = take_id(buf_text(&text), id);
    buf_close(&text);
    return found;
}

/* --- what git says ----------------------------------------------------------------------- */

struct question {
    const char *reader, *objects, *id;
};

static void ask_body(void *ctx, int out_fd, pid_t grader)
{
    static const struct {
        const char *name, *value;
    } env[] = {{"GIT_CONFIG_NOSYSTEM", "1"}, {"GIT_CONFIG_GLOBAL", "/dev/null"},
               {"GIT_NO_LAZY_FETCH", "1"},   {"GIT_ALLOW_PROTOCOL", "none"},
               {"GIT_TERMINAL_PROMPT", "0"}, {"LC_ALL", "C"}};
    const struct question *q = ctx;
    const struct rlimit cpu = {CPU_S, CPU_S};
    int null = open("/dev/null", O_RDWR);
    process_die_with(grader);
    setrlimit(RLIMIT_CPU, &cpu);
    for (size_t i = 0; i < sizeof env / sizeof *env; i++)
        setenv(env[i].name, env[i].value, 1);
    setenv("GIT_DIR", q->reader, 1);
    setenv("GIT_OBJECT_DIRECTORY", q->objects, 1);
    if (null >= 0 && dup2(null, 0) == 0 && dup2(out_fd, 1) == 1 && dup2(null, 2) == 2)
        execlp("git", "git", "cat-file", "commit", q->id, (char *)NULL);
}

/* At most so much of it: a commit may be as long as its author likes. */
static void hear(int fd, struct buf *out)
{
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    while (out->len < COMMIT_MAX && !child_hear(fd, out))
        poll(&wait, 1, -1);
    close(fd);
}

static int64_t committed_ms(const char *commit)
{
    for (const char *line = commit; *line && *line != '\n';) {
        size_t len = strcspn(line, "\n");
        if (strncmp(line, "committer ", 10) == 0) {
            const char *behind = line + len;
            while (behind > line && *behind != '>')
                behind--;
            long long seconds = *behind == '>' ? strtoll(behind + 1, NULL, 10) : 0;
            return seconds > 0 && seconds < INT64_MAX / 1000 ? seconds * 1000 : 0;
        }
        line += len + (line[len] == '\n');
    }
    return 0;
}

int64_t clone_time_ms(const struct clone_reader *r, const char *path)
{
    char id[65];
    struct buf commit = {0};
    int fd;
    if (!r->folder[0] || !find_head(path, id))
        return 0;
    char *objects = mem_printf("%s/.git/objects", path);
    struct question q = {r->folder, objects, id};
    pid_t pid = child_start(ask_body, &q, &fd, NULL);
    if (pid > 0) {
        hear(fd, &commit);
        child_reap(pid, &commit, NULL);
    }
    int64_t ms = committed_ms(buf_text(&commit));
    buf_close(&commit);
    free(objects);
    return ms;
}
