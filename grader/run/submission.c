/* SPDX-License-Identifier: MIT */
#include "run/submission.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/suggest.h"
#include "run/child.h"
#include "run/elf.h"

#define SOURCE_MAX (64 * 1024 * 1024)
#define BUILD_PATIENCE_NS (60 * NS_PER_S)
#define MESSAGES_MAX (256 * 1024)

/* "no such file", with the name in that folder that comes nearest. */
static int not_there(const char *path, struct error *err)
{
    char folder[PATH_MAX];
    const char *base = strrchr(path, '/');
    snprintf(folder, sizeof folder, "%.*s", base ? (int)(base - path + 1) : 1,
             base ? path : ".");
    base = base ? base + 1 : path;
    const char *names[512];
    size_t count = 0;
    DIR *d = opendir(folder);
    for (struct dirent *e; d && count < 512 && (e = readdir(d));)
        if (e->d_name[0] != '.')
            names[count++] = mem_text(e->d_name);
    if (d)
        closedir(d);
    const char *near = suggest_nearest(base, names, count);
    int status = near
                     ? error_kind(err, ERROR_USAGE,
                                  "%s: there is no such program (did you mean %s%s?)",
                                  path, base == path ? "" : folder, near)
                     : error_kind(err, ERROR_USAGE, "%s: there is no such program", path);
    for (size_t i = 0; i < count; i++)
        free((char *)names[i]);
    return status;
}

/* Whether this is a symbolic link to what lies outside the folder that it is in: handed in
 * as a program, it would have the grader read, with its own rights, and show whatever the
 * link names. */
static bool leads_out(const char *path)
{
    struct stat info;
    char folder[PATH_MAX], real[PATH_MAX], real_folder[PATH_MAX];
    const char *base = strrchr(path, '/');
    if (lstat(path, &info) || !S_ISLNK(info.st_mode))
        return false;
    snprintf(folder, sizeof folder, "%.*s", base ? (int)(base - path + 1) : 1,
             base ? path : ".");
    if (!realpath(path, real))
        return false; /* open() tells what is wrong with it */
    size_t len = realpath(folder, real_folder) ? strlen(real_folder) : 0;
    if (len == 1) /* the root folder */
        return false;
    return len == 0 || strncmp(real, real_folder, len) != 0 || real[len] != '/';
}

/* The kernel takes no names above 249 bytes here. */
static int file_in_memory(const char *name)
{
    char shortened[200];
    snprintf(shortened, sizeof shortened, "%s", name);
    return memfd_create(shortened, MFD_CLOEXEC);
}

static int copy_to_memory(int from, off_t size, const char *name, struct error *err)
{
    int fd = file_in_memory(name);
    if (fd < 0)
        return error_errno(err, "can't make a file in memory");
    for (off_t done = 0; done < size;) {
        ssize_t n = sendfile(fd, from, NULL, (size_t)(size - done));
        if (n == 0)
            break;
        if (n < 0) {
            error_errno(err, "can't read %s", name);
            close(fd);
            return -1;
        }
        done += n;
    }
    return fd;
}

static void has_problem(struct submission *s, const char *text)
{
    snprintf(s->problem, sizeof s->problem, "%s", text);
}

static void known_extensions(struct buf *out)
{
    for (size_t i = 0; language_at(i); i++)
        for (const char *const *e = language_at(i)->extensions; *e; e++)
            if (**e)
                buf_printf(out, "%s%s (%s)", out->len ? ", " : "", *e,
                           language_at(i)->title);
}

static void recognise(struct submission *s, off_t size)
{
    char head[4096];
    ssize_t n = pread(s->source_fd, head, sizeof head, 0);
    size_t len = n > 0 ? (size_t)n : 0;
    struct buf text = {0};
    s->language = language_of(s->path, head, len);
    bool binary = memchr(head, '\0', len) != NULL;
    if (size == 0) {
        s->language = NULL;
        has_problem(s, "The file is empty.");
    } else if (s->language && s->language->tools && binary) {
        buf_printf(&text, "The file is not %s text: it holds binary data.",
                   s->language->title);
        has_problem(s, text.data);
        s->language = NULL;
    } else if (elf_begins(head, len) && elf_problem(s->source_fd)) {
        buf_printf(&text, "The file is %s.", elf_problem(s->source_fd));
        has_problem(s, text.data);
        s->language = NULL;
    } else if (!s->language) {
        buf_printf(&text, "The language of this file can't be told; known are ");
        struct buf list = {0};
        known_extensions(&list);
        buf_printf(&text, "%s and compiled programs.", buf_text(&list));
        buf_close(&list);
        has_problem(s, text.data);
    } else if (s->language->tools
               && !language_find_tool(s->language, s->tool, sizeof s->tool)) {
        buf_printf(&text, "%s is not installed here (the package is called %s).",
                   s->language->title, s->language->package);
        has_problem(s, text.data);
    }
    buf_close(&text);
}

int submission_open(struct submission *s, const char *path, struct error *err)
{
    struct stat info;
    const char *base = strrchr(path, '/');
    *s = (struct submission){.source_fd = -1, .program_fd = -1};
    if (!*path)
        return error_kind(err, ERROR_USAGE, "the name of the program is empty");
    if (leads_out(path))
        return error_kind(
            err, ERROR_USAGE,
            "%s: this is a symbolic link that leads out of its folder; give "
            "the file of the program",
            path);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
        return not_there(path, err);
    if (fd < 0 || fstat(fd, &info) < 0) {
        error_errno(err, "%s: can't read the program", path);
        err->kind = ERROR_USAGE;
        return -1;
    }
    if (!S_ISREG(info.st_mode) || info.st_size > SOURCE_MAX) {
        close(fd);
        return error_kind(err, ERROR_USAGE, "%s: %s; give the file of the program", path,
                          S_ISDIR(info.st_mode)   ? "this is a folder"
                          : S_ISREG(info.st_mode) ? "the file is larger than 64 MiB"
                                                  : "this is not a file");
    }
    s->path = mem_text(path);
    s->file = mem_text(base ? base + 1 : path);
    s->source_fd = copy_to_memory(fd, info.st_size, s->file, err);
    close(fd);
    if (s->source_fd < 0)
        return -1;
    recognise(s, info.st_size);
    if (s->language && !s->language->build)
        s->program_fd = dup(s->source_fd);
    return 0;
}

void submission_close(struct submission *s)
{
    if (s->source_fd >= 0)
        close(s->source_fd);
    if (s->program_fd >= 0)
        close(s->program_fd);
    free(s->path);
    free(s->file);
    *s = (struct submission){.source_fd = -1, .program_fd = -1};
}

/* What the building process tells: its first byte. */
enum { BUILD_DONE = 'd', BUILD_REFUSED = 'r', BUILD_ERROR = 'e' };

struct build {
    struct submission *s;
    enum stage_kind stage;
    int into; /* memory file that takes the program */
};

static void fill_arguments(const struct build *b, const char *source, const char *program,
                           const char **argv)
{
    size_t n = 0;
    argv[n++] = b->s->tool;
    for (const char *const *a = b->s->language->build; *a; a++)
        argv[n++] = strcmp(*a, "@source") == 0    ? source
                    : strcmp(*a, "@program") == 0 ? program
                                                  : *a;
    argv[n] = NULL;
}

/* Reads the compiler's messages until it has ended or its time is up; its wait status. */
static int hear_compiler(int fd, int pidfd, struct buf *messages)
{
    int64_t deadline = clock_now_ns() + BUILD_PATIENCE_NS;
    struct pollfd wait[2] = {{.fd = fd, .events = POLLIN},
                             {.fd = pidfd, .events = POLLIN}};
    char block[8192];
    siginfo_t info = {0};
    for (;;) {
        int64_t left_ms = (deadline - clock_now_ns()) / NS_PER_MS;
        if (left_ms <= 0 || poll(wait, 2, (int)left_ms) == 0)
            return -1;
        ssize_t n = read(fd, block, sizeof block);
        if (n > 0 && messages->len < MESSAGES_MAX)
            buf_append(messages, block, (size_t)n);
        if (n > 0)
            continue;
        if (n == 0)
            wait[0].fd = -1;
        if (waitid(P_PIDFD, (id_t)pidfd, &info, WEXITED | WNOHANG | WNOWAIT) == 0
            && info.si_pid)
            return info.si_code == CLD_EXITED ? info.si_status : 128 + info.si_status;
    }
}

static int compile(const struct build *b, struct stage *stage, struct buf *messages,
                   struct error *err)
{
    char source[PATH_MAX], program[PATH_MAX];
    const char *argv[64];
    char *envp[] = {(char *)"PATH=/usr/local/bin:/usr/bin:/bin", (char *)"LC_ALL=C.UTF-8",
                    NULL, NULL};
    int fds[2], pidfd = -1, status = -1;
    if (child_pipe(fds, err) < 0)
        return -1;
    envp[2] = mem_printf("HOME=%s", stage_home(stage));
    snprintf(source, sizeof source, "%s/%s", stage_home(stage), b->s->file);
    snprintf(program, sizeof program, "%s/.built", stage_home(stage));
    fill_arguments(b, source, program, argv);
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    const struct stage_program run = {.path = b->s->tool,
                                      .argv = (char *const *)argv,
                                      .envp = envp,
                                      .stdin_fd = nothing,
                                      .stdout_fd = fds[1],
                                      .stderr_fd = fds[1]};
    if (stage_put(stage, b->s->file, b->s->source_fd, 0644, err) < 0
        || stage_start(stage, &run, &pidfd, err) < 0)
        goto done;
    close(fds[1]);
    fds[1] = -1;
    status = hear_compiler(fds[0], pidfd, messages);
    if (status < 0)
        buf_puts(messages, "error: the compiler did not come to an end\n");
    int built = status == 0 ? open(program, O_RDONLY | O_CLOEXEC) : -1;
    struct stat info;
    if (built >= 0 && fstat(built, &info) == 0)
        for (off_t left = info.st_size; left > 0;) {
            ssize_t n = sendfile(b->into, built, NULL, (size_t)left);
            if (n <= 0)
                break;
            left -= n;
        }
    status = built >= 0 ? 0 : 1;
done:
    free(envp[2]);
    close(nothing);
    close(fds[0]);
    if (fds[1] >= 0)
        close(fds[1]);
    return status;
}

static void build_body(void *ctx, int out_fd, pid_t grader)
{
    struct build *b = ctx;
    struct error err;
    struct buf answer = {0};
    const struct stage_world world = {0};
    buf_putc(&answer, BUILD_ERROR);
    struct stage *stage = stage_enter(b->stage, &world, grader, &err);
    int status = stage ? compile(b, stage, &answer, &err) : -1;
    if (status < 0) {
        buf_clear(&answer);
        buf_putc(&answer, BUILD_ERROR);
        buf_putc(&answer, (char)err.kind);
        buf_puts(&answer, err.text);
    } else {
        answer.data[0] = status == 0 ? BUILD_DONE : BUILD_REFUSED;
    }
    stage_leave(stage);
    child_answer(out_fd, answer.data, answer.len);
}

static void refused(struct submission *s, const char *messages, size_t len)
{
    s->build_failed = true;
    s->language->build_error(messages, len, s->file, &s->build_error);
    if (!s->build_error.found)
        snprintf(s->build_error.text, sizeof s->build_error.text, "%.*s",
                 (int)strcspn(messages, "\n"), messages);
}

int submission_build(struct submission *s, enum stage_kind stage, struct error *err)
{
    if (!s->language || !s->language->build || s->program_fd >= 0 || s->problem[0])
        return 0;
    struct build b = {.s = s, .stage = stage, .into = file_in_memory(s->file)};
    struct buf answer = {0};
    int fd, status = -1;
    pid_t pid = child_start(build_body, &b, &fd, err);
    if (pid < 0 || child_finish(pid, fd, &answer, err) < 0) {
        error_prefix(err, "can't build %s", s->path);
    } else if (answer.data[0] == BUILD_ERROR) {
        error_set(err, "can't build %s: %s", s->path, answer.data + 2);
        err->kind = (enum error_kind)answer.data[1];
    } else {
        status = 0;
        if (answer.data[0] == BUILD_REFUSED)
            refused(s, answer.data + 1, answer.len - 1);
        else
            s->program_fd = dup(b.into);
    }
    close(b.into);
    buf_close(&answer);
    return status;
}
