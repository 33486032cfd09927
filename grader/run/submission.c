/* SPDX-License-Identifier: MIT */
#include "run/submission.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fd.h"
#include "base/memfile.h"
#include "base/suggest.h"
#include "run/cell.h"
#include "run/elf.h"
#include "run/project.h"

#define SOURCE_MAX (64 * 1024 * 1024)
#define TEXT_MAX (1024 * 1024)

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

static int copy_to_memory(int from, off_t size, const char *name, struct error *err)
{
    int fd = memfile_make("program", err);
    if (fd < 0 || fd_copy(fd, from, size) >= 0)
        return fd;
    error_errno(err, "can't read %s", name);
    close(fd);
    return -1;
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

/* With the byte order mark that editors write, in either order. */
static bool begins_utf16(const char *head, size_t len)
{
    return len >= 2
           && (memcmp(head, "\xff\xfe", 2) == 0 || memcmp(head, "\xfe\xff", 2) == 0);
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
        if (begins_utf16(head, len))
            buf_printf(&text,
                       "The file is saved as UTF-16: save it as UTF-8, which is "
                       "what %s reads.",
                       s->language->title);
        else
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
        buf_printf(&text,
                   "%s, other scripts whose first line names their "
                   "interpreter, and compiled programs.",
                   buf_text(&list));
        buf_close(&list);
        has_problem(s, text.data);
    } else if (s->language->tools) {
        submission_find_tool(s);
    }
    buf_close(&text);
}

void submission_find_tool(struct submission *s)
{
    bool here =
        language_find_tool(s->language, s->tool, sizeof s->tool)
        && language_find_runner(s->language, s->tool, s->runner, sizeof s->runner);
    s->tool[0] = here ? s->tool[0] : '\0';
}

int submission_file(const char *path, off_t *size, struct error *err)
{
    struct stat info;
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
    *size = info.st_size;
    return fd;
}

int submission_open(struct submission *s, const char *path, struct error *err)
{
    return submission_open_for(s, path, NULL, err);
}

/* The folder that a file is in, when that describes how the file is run. */
static int open_described(struct submission *s, const char *path,
                          const struct exercise *e, struct error *err)
{
    const char *slash = strrchr(path, '/');
    char *folder =
        slash ? mem_printf("%.*s", (int)(slash - path + 1), path) : mem_text(".");
    int status = project_open(s, folder, e, err);
    free(folder);
    return status;
}

int submission_open_for(struct submission *s, const char *path, const struct exercise *e,
                        struct error *err)
{
    off_t size;
    const char *base = strrchr(path, '/');
    *s = SUBMISSION_EMPTY;
    if (*path && project_is(path) && !leads_out(path))
        return project_open(s, path, e, err);
    if (*path && project_owns(path))
        return open_described(s, path, e, err);
    int fd = submission_file(path, &size, err);
    if (fd < 0)
        return -1;
    s->path = mem_text(path);
    s->file = mem_text(base ? base + 1 : path);
    s->source_fd = copy_to_memory(fd, size, s->file, err);
    close(fd);
    if (s->source_fd < 0)
        return -1;
    recognise(s, size);
    if (s->language && !s->language->build)
        s->program_fd = dup(s->source_fd);
    return 0;
}

void submission_source(const struct submission *s, struct buf *out)
{
    char chunk[8192];
    off_t at = 0;
    ssize_t n = 1;
    if (!s->language || !s->language->tools)
        return;
    while (n > 0 && at < TEXT_MAX) {
        n = pread(s->source_fd, chunk, sizeof chunk, at);
        if (n > 0)
            buf_append(out, chunk, (size_t)n);
        at += n;
    }
}

const char *submission_shown(const struct submission *s)
{
    return s->source ? s->source : s->path;
}

const char *submission_start(const struct submission *s)
{
    return s->starter_fd >= 0 ? CELL_STARTER : s->start ? s->start : s->file;
}

/* Of a folder what its own compiler made lies beside its files. */
static void add_folder(const struct submission *s, struct stage_file *files,
                       size_t *count)
{
    const struct folder *f = &s->folder;
    for (size_t i = 0; i < f->count; i++) {
        bool started = s->start && strcmp(f->files[i].name, s->start) == 0;
        if (started && s->sources)
            continue;
        files[(*count)++] = (struct stage_file){.name = f->files[i].name,
                                                .fd = f->fd,
                                                .mode = started ? 0755 : f->files[i].mode,
                                                .part = true,
                                                .at = f->files[i].at,
                                                .size = f->files[i].size};
    }
}

struct stage_file *submission_stage_files(const struct submission *s, size_t *count)
{
    struct stage_file *files = mem_alloc((s->folder.count + 2) * sizeof *files);
    *count = 0;
    if (s->folder.fd >= 0)
        add_folder(s, files, count);
    if (s->folder.fd < 0 || s->sources)
        files[(*count)++] = (struct stage_file){.name = s->start ? s->start : s->file,
                                                .fd = s->program_fd,
                                                .mode = s->runner[0] ? 0644 : 0755};
    if (s->starter_fd >= 0)
        files[(*count)++] =
            (struct stage_file){.name = CELL_STARTER, .fd = s->starter_fd, .mode = 0644};
    return files;
}

static void free_words(char **words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(words[i]);
    free(words);
}

void submission_close(struct submission *s)
{
    if (s->source_fd >= 0)
        close(s->source_fd);
    if (s->program_fd >= 0)
        close(s->program_fd);
    if (s->starter_fd >= 0)
        close(s->starter_fd);
    folder_close(&s->folder);
    free_words(s->sources, s->source_count);
    free_words(s->arguments, s->argument_count);
    char *const texts[] = {s->path,     s->file,     s->name,  s->source,
                           s->exercise, s->commands, s->start, s->earlier};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        free(texts[i]);
    *s = SUBMISSION_EMPTY;
}
