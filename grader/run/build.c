/* SPDX-License-Identifier: MIT */
#include "run/build.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/memfile.h"
#include "base/process.h"
#include "run/builder.h"
#include "run/child.h"
#include "run/hidden.h"
#include "run/missing.h"
#include "run/notice.h"
#include "run/probe.h"
#include "run/project.h"

/* What a compiler may take: more than the program that it makes. */
static const struct limits compiler_limits = {{
    [LIMIT_PROCESSOR_TIME] = 30000,
    [LIMIT_WALL_TIME] = 60000,
    [LIMIT_MEMORY] = INT64_C(1) << 30,
    [LIMIT_FILE_SIZE] = INT64_C(256) << 20,
    [LIMIT_DISK] = INT64_C(512) << 20,
    [LIMIT_OUTPUT] = INT64_C(256) << 10,
    [LIMIT_PROCESSES] = 512,
}};

/* How often is looked whether it has taken more. */
#define TICK_MS 20

/* What the compiler is to make, in its home. */
#define BUILT ".built"

/* What the building process tells: its first byte. */
enum { BUILD_DONE = 'd', BUILD_REFUSED = 'r', BUILD_ERROR = 'e' };

struct build {
    struct submission *s;
    enum stage_kind kind;
    const char *exercise_path;
    int into;           /* memory file that takes the program */
    struct folder made; /* of what commands have made; its memory file is `into` */
    struct limits limits;
    struct stage *stage;
    struct notice notice;
    struct probe *probe;
    int messages_fd, pidfd;
    struct buf *messages;
};

/* The compiler's words; NULL behind the last. They are on the heap, as is the list. */
static char **compiler_words(const struct build *b, const char *program)
{
    const struct submission *s = b->s;
    const char *const *a = s->language->build;
    const char *place = stage_submission(b->stage);
    size_t n = 0, options = 0;
    while (a[options])
        options++;
    char **argv = mem_alloc((options + s->source_count + 3) * sizeof *argv);
    argv[n++] = mem_text(s->tool);
    for (; *a; a++)
        if (strcmp(*a, "@source") != 0)
            argv[n++] = mem_text(strcmp(*a, "@program") == 0 ? program : *a);
        else if (!s->sources)
            argv[n++] = mem_printf("%s/%s", place, s->file);
        else
            for (size_t i = 0; i < s->source_count; i++)
                argv[n++] = mem_printf("%s/%s", place, s->sources[i]);
    return argv;
}

/* A folder's commands run in a copy that can be written to. */
#define SHELL "/bin/sh"
#define SOURCE "source"

static char **shell_words(const struct build *b, const char *program)
{
    char **argv = mem_alloc(7 * sizeof *argv);
    argv[0] = mem_text(SHELL);
    argv[1] = mem_text("-ec");
    argv[2] = mem_printf("cp -R \"$1\" \"$2\"\ncd \"$2\"\n%s", b->s->commands);
    argv[3] = mem_text("build");
    argv[4] = mem_printf("%s/" SOURCE, stage_submission(b->stage));
    argv[5] = mem_text(program);
    return argv;
}

static void free_list(char **words)
{
    for (size_t i = 0; words[i]; i++)
        free(words[i]);
    free(words);
}

static bool exceeds(struct build *b)
{
    struct look look;
    probe_look(b->probe, INT64_MAX, &look);
    int kind = probe_exceeded(b->probe);
    if ((int64_t)b->messages->len > b->limits.value[LIMIT_OUTPUT])
        kind = LIMIT_OUTPUT;
    if (kind < 0)
        return false;
    buf_clear(b->messages);
    buf_printf(b->messages, "the compiler exceeded its limit of %s, ",
               limit_row((enum limit_kind)kind)->title);
    limit_show((enum limit_kind)kind, b->limits.value[kind], b->messages);
    buf_putc(b->messages, '\n');
    return true;
}

/* Returns what read(2) does: 0 when nobody can say more. */
static ssize_t take_messages(struct build *b)
{
    char block[8192];
    ssize_t n = read(b->messages_fd, block, sizeof block);
    if (n > 0)
        buf_append(b->messages, block, (size_t)n);
    return n;
}

/* A compiler that fails without a word leaves its end to tell. */
static void tell_end(struct build *b, const siginfo_t *info)
{
    if (b->messages->len)
        return;
    if (info->si_code != CLD_EXITED)
        buf_printf(b->messages, "the compiler was ended by signal %d (%s)\n",
                   info->si_status, strsignal(info->si_status));
    else if (info->si_status)
        buf_printf(b->messages, "the compiler ended with status %d and gave no reason\n",
                   info->si_status);
}

/* Reads the compiler's messages until it has ended or taken too much; true when it has made
 * the program. */
static bool hear_compiler(struct build *b)
{
    struct pollfd wait[3] = {{.fd = b->messages_fd, .events = POLLIN},
                             {.fd = b->pidfd, .events = POLLIN},
                             {.fd = b->notice.fd, .events = POLLIN}};
    siginfo_t info;
    while (!exceeds(b)) {
        poll(wait, 3, TICK_MS);
        if (wait[2].revents && !notice_serve(&b->notice))
            wait[2].fd = -1;
        if (wait[0].revents && take_messages(b) == 0)
            wait[0].fd = -1;
        if (!process_ended(b->pidfd, &info))
            continue;
        /* What it said last may have come only now; somebody else may go on for ever. */
        while (take_messages(b) > 0
               && (int64_t)b->messages->len <= b->limits.value[LIMIT_OUTPUT])
            ;
        tell_end(b, &info);
        return info.si_code == CLD_EXITED && info.si_status == 0;
    }
    return false;
}

static void watch(struct build *b)
{
    pid_t roots[2];
    int counts[2];
    size_t n = stage_roots(b->stage, roots, counts);
    b->probe = probe_new(roots, counts, n);
    notice_open(&b->notice, stage_take_reports(b->stage));
    probe_watch(b->probe, &b->limits, false);
}

/* What the compiler reads at its standard input. */
static int open_input(const struct build *b, struct error *err)
{
    const char *text = b->s->commands ? NULL : b->s->language->build_input;
    int fd;
    if (!text)
        return open("/dev/null", O_RDONLY | O_CLOEXEC);
    fd = memfile_make("input", err);
    if (fd >= 0 && pwrite(fd, text, strlen(text), 0) != (ssize_t)strlen(text)) {
        error_errno(err, "can't write a file in memory");
        close(fd);
        fd = -1;
    }
    return fd;
}

/* What its language needs, behind what is there. */
static void fill_environment(const struct build *b, char **envp, size_t size)
{
    static const char *const debugging[] = {"CFLAGS=-g", "CXXFLAGS=-g", NULL};
    const char *const *e = b->s->commands ? debugging : b->s->language->build_env;
    size_t n = 0;
    while (envp[n])
        n++;
    for (; e && *e && n + 1 < size; e++)
        envp[n++] = (char *)*e;
    envp[n] = NULL;
}

static int start_compiler(struct build *b, int output, struct error *err)
{
    char program[PATH_MAX], home[300], temporary[300];
    char *envp[16] = {(char *)"PATH=/usr/local/bin:/usr/bin:/bin",
                      (char *)"LC_ALL=C.UTF-8", home, temporary};
    fill_environment(b, envp, sizeof envp / sizeof *envp);
    snprintf(home, sizeof home, "HOME=%s", stage_home(b->stage));
    snprintf(temporary, sizeof temporary, "TMPDIR=%s", stage_home(b->stage));
    snprintf(program, sizeof program, "%s/" BUILT, stage_home(b->stage));
    char **argv = b->s->commands ? shell_words(b, program) : compiler_words(b, program);
    int input = open_input(b, err);
    const struct stage_program run = {.path = argv[0],
                                      .argv = argv,
                                      .envp = envp,
                                      .stdin_fd = input,
                                      .stdout_fd = output,
                                      .stderr_fd = output};
    int status = input >= 0 && stage_start(b->stage, &run, &b->pidfd, err) >= 0 ? 0 : -1;
    if (input >= 0)
        close(input);
    free_list(argv);
    return status;
}

/* The whole folder as it is now; what can't be taken is said as the build's last word. */
static bool take_folder(struct build *b, int built)
{
    struct error err;
    bool taken = folder_read(&b->made, "the folder after the build", built, &err) == 0;
    if (!taken)
        buf_printf(b->messages, "error: %s\n", err.text);
    return taken;
}

/* Copies or packs what was made; false when there is nothing. */
static bool take_program(struct build *b)
{
    struct stat info;
    int built = stage_open(b->stage, BUILT);
    if (built >= 0 && b->s->commands)
        return take_folder(b, built);
    bool there = built >= 0 && fstat(built, &info) == 0;
    if (there && b->s->language->pack && S_ISDIR(info.st_mode))
        return b->s->language->pack(built, b->s->file, b->into, b->messages);
    there = there && S_ISREG(info.st_mode) && fd_copy(b->into, built, info.st_size) >= 0;
    if (built >= 0)
        close(built);
    return there;
}

/* Returns 0 when the program was made, 1 when it does not compile, or -1. */
static int compile(struct build *b, struct error *err)
{
    int fds[2];
    if (child_pipe(fds, err) < 0)
        return -1;
    b->messages_fd = fds[0];
    int status = start_compiler(b, fds[1], err);
    close(fds[1]);
    if (status == 0) {
        watch(b);
        status = hear_compiler(b) && take_program(b) ? 0 : 1;
        stage_stop(b->stage);
        probe_free(b->probe);
        notice_close(&b->notice);
        process_close(b->pidfd);
    }
    close(fds[0]);
    return status;
}

/* What the compiler reads: names are borrowed of the submission, or, of a folder that its own
 * commands build, given away with this process. */
static struct stage_file *source_files(const struct submission *s, size_t *count)
{
    const struct folder *f = &s->folder;
    *count = s->sources || s->commands ? f->count : 1;
    struct stage_file *files = mem_alloc((*count + 1) * sizeof *files);
    files[0] = (struct stage_file){.name = s->file, .fd = s->source_fd, .mode = 0644};
    for (size_t i = 0; (s->sources || s->commands) && i < f->count; i++)
        files[i] = (struct stage_file){
            .name = s->commands ? mem_printf(SOURCE "/%s", f->files[i].name)
                                : f->files[i].name,
            .fd = f->fd,
            .mode = f->files[i].mode,
            .part = true,
            .at = f->files[i].at,
            .size = f->files[i].size};
    return files;
}

static void build_body(void *ctx, int out_fd, pid_t grader)
{
    struct build *b = ctx;
    struct error err;
    struct buf answer = {0}, messages = {0};
    size_t file_count;
    struct stage_file *files = source_files(b->s, &file_count);
    const struct limits *layers[] = {&compiler_limits};
    struct hidden hidden;
    hidden_fill(&hidden, b->exercise_path);
    const struct stage_order order = {.kind = b->kind,
                                      .files = files,
                                      .file_count = file_count,
                                      .tool = b->s->tool,
                                      .etc = b->s->language->etc,
                                      .hidden = hidden.paths,
                                      .cgroup_fd = -1,
                                      .limits = &b->limits};
    b->messages = &messages;
    b->made = (struct folder){.fd = b->into};
    limits_resolve(&b->limits, layers, 1);
    b->stage = stage_enter(&order, grader, &err);
    int status = b->stage ? compile(b, &err) : -1;
    if (status < 0) {
        buf_putc(&answer, BUILD_ERROR);
        buf_putc(&answer, (char)err.kind);
        buf_puts(&answer, err.text);
    } else {
        buf_putc(&answer, status == 0 ? BUILD_DONE : BUILD_REFUSED);
        if (status == 0 && b->s->commands)
            folder_tell(&b->made, &answer);
        else
            buf_append(&answer, buf_text(&messages), messages.len);
    }
    stage_leave(b->stage);
    child_answer(out_fd, answer.data, answer.len);
    buf_close(&messages);
    buf_close(&answer);
}

static void refused(struct submission *s, const char *messages, size_t len)
{
    struct buf words = {0};
    s->build_failed = true;
    if (s->language->build_error)
        s->language->build_error(messages, len, s->file, &s->build_error);
    messages += strspn(messages, "\n");
    if (s->folder.fd >= 0 && !s->build_error.line) {
        builder_error(messages, len, &words);
        snprintf(s->build_error.text, sizeof s->build_error.text, "%s", buf_text(&words));
        s->build_error.found = words.len > 0;
        buf_close(&words);
    }
    if (!s->build_error.found)
        snprintf(s->build_error.text, sizeof s->build_error.text, "%.*s",
                 (int)strcspn(messages, "\n"), messages);
}

/* The folder goes on as the build has left it. */
static int take_over(struct submission *s, int into, const char *text, size_t len,
                     struct error *err)
{
    struct folder made = {.fd = dup(into)};
    folder_hear(&made, text, len);
    if (project_choose(s, &made, err) < 0) {
        folder_close(&made);
        return -1;
    }
    folder_close(&s->folder);
    s->folder = made;
    s->program_fd = dup(into);
    return 0;
}

int build_run(struct submission *s, enum stage_kind stage, const char *exercise_path,
              struct error *err)
{
    if (missing_tell(s, err))
        return -1;
    if (!s->language || (!s->language->build && !s->commands) || s->program_fd >= 0
        || s->problem[0] || s->build_failed)
        return 0;
    struct build b = {.s = s,
                      .kind = stage,
                      .exercise_path = exercise_path,
                      .into = memfile_make("program", err)};
    struct buf answer = {0};
    int fd, status = -1;
    if (b.into < 0)
        return -1;
    pid_t pid = child_start(build_body, &b, &fd, err);
    if (pid < 0 || child_finish(pid, fd, &answer, err) < 0) {
        error_prefix(err, "can't build %s", s->path);
    } else if (answer.data[0] == BUILD_ERROR) {
        error_kind(err, (enum error_kind)answer.data[1], "%s", answer.data + 2);
        if (err->kind != ERROR_STAGE) /* which is no matter of what was to be built */
            error_prefix(err, "can't build %s", s->path);
    } else {
        status = 0;
        if (answer.data[0] == BUILD_REFUSED)
            refused(s, answer.data + 1, answer.len - 1);
        else if (s->commands)
            status = take_over(s, b.into, answer.data + 1, answer.len - 1, err);
        else
            s->program_fd = dup(b.into);
    }
    close(b.into);
    buf_close(&answer);
    return status;
}
