/* SPDX-License-Identifier: MIT */
#include "batch/unpack.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/file.h"
#include "run/child.h"
#include "run/scratch.h"
#include "run/submission.h"

#define CONTENT "files"
#define NOTES "notes" /* beside it: what there is to be said of it, a line each */
#define UNREAD '\t'   /* before one on what can't be read: no name begins with it */
#define NOTES_MAX 65536

/* --- names ------------------------------------------------------------------------------- */

static const char *const extensions[] = {".tar.gz", ".tar.bz2", ".tar.xz",
                                         ".tgz",    ".tar",     ".zip"};

/* How long what is before the extension is; 0: it has none of these. */
static size_t stem_of(const char *name)
{
    size_t len = strlen(name);
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++) {
        size_t end = strlen(extensions[i]);
        if (len > end && strcasecmp(name + len - end, extensions[i]) == 0)
            return len - end;
    }
    return 0;
}

bool unpack_is(const char *name)
{
    return stem_of(name) > 0;
}

char *unpack_name(const char *name)
{
    return mem_copy(name, stem_of(name));
}

/* --- what is said of it ------------------------------------------------------------------ */

static void add_note(struct unpacked *u, const char *text, size_t len, bool unread)
{
    if (unread && !u->unread)
        u->unread = mem_copy(text, len);
    u->notes = mem_grow(u->notes, (u->note_count + 1) * sizeof *u->notes);
    u->notes[u->note_count++] = mem_copy(text, len);
}

/* False: there is no such folder, or it is not complete. */
static bool recall(struct unpacked *u, const char *home)
{
    struct buf text = {0};
    char *path = mem_printf("%s/" NOTES, home);
    bool known = file_read(&text, "", path, NOTES_MAX, NULL) == 0;
    free(path);
    for (const char *at = buf_text(&text), *end; known && (end = strchr(at, '\n'));
         at = end + 1)
        add_note(u, at + (*at == UNREAD), (size_t)(end - at) - (*at == UNREAD),
                 *at == UNREAD);
    if (known)
        u->folder = mem_printf("%s/" CONTENT, home);
    buf_close(&text);
    return known;
}

static bool is_unread(const struct unpacked *u, size_t note)
{
    return u->unread && strcmp(u->notes[note], u->unread) == 0;
}

static int keep_notes(const struct unpacked *u, const char *home, struct error *err)
{
    char *path = mem_printf("%s/" NOTES, home);
    FILE *file = fopen(path, "we");
    for (size_t i = 0; file && i < u->note_count; i++)
        fprintf(file, "%s%s\n", is_unread(u, i) ? "\t" : "", u->notes[i]);
    bool written = file && !ferror(file);
    written = file && fclose(file) == 0 && written;
    int status = written ? 0 : error_errno(err, "can't write %s", path);
    free(path);
    return status;
}

enum end { END_DONE, END_REFUSED, END_FAILED, END_BROKEN };

/* The lines that a process has written (batch/extract.h). */
static enum end hear(struct unpacked *u, const struct buf *answer, struct error *err)
{
    const char *end;
    for (const char *at = buf_text(answer); (end = strchr(at, '\n')); at = end + 1) {
        if (*at == 'k')
            return END_DONE;
        if (*at == 'e') {
            error_set(err, "%.*s; make room, and give the same command again",
                      (int)(end - at - 1), at + 1);
            return END_FAILED;
        }
        add_note(u, at + 1, (size_t)(end - at - 1), *at != 'n');
        if (*at == 'r')
            return END_REFUSED;
    }
    return END_BROKEN;
}

/* --- one archive ------------------------------------------------------------------------- */

static int extract(struct unpacked *u, int archive_fd, const char *folder,
                   const struct extract_limits *limits, enum end *end, struct error *err)
{
    struct extract_order order = {archive_fd, -1, limits};
    struct buf answer = {0};
    struct error own = {.text = ""};
    int answer_fd;
    order.folder_fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (order.folder_fd < 0)
        return error_errno(err, "can't open %s", folder);
    pid_t pid = child_start(extract_body, &order, &answer_fd, err);
    close(order.folder_fd);
    if (pid < 0)
        return -1;
    child_finish(pid, answer_fd, &answer, &own);
    *end = hear(u, &answer, err);
    if (*end == END_BROKEN) {
        char *text =
            mem_printf("it could not be read%s%s", own.text[0] ? ": " : "", own.text);
        add_note(u, text, strlen(text), true);
        free(text);
    }
    buf_close(&answer);
    return *end == END_FAILED ? -1 : 0;
}

/* It gets its name when all is there; another process may have been quicker. */
static int give_name(const char *from, const char *to, struct error *err)
{
    if (rename(from, to) == 0)
        return 0;
    if (errno == EEXIST || errno == ENOTEMPTY)
        return 0;
    return error_errno(err, "can't rename %s", from);
}

static int unpack_to(struct unpacked *u, int fd, const char *making, const char *home,
                     const struct extract_limits *limits, struct error *err)
{
    enum end end = END_BROKEN;
    char *folder = mem_printf("%s/" CONTENT, making);
    int status = mkdir(folder, 0700) < 0 ? error_errno(err, "can't make %s", folder)
                                         : extract(u, fd, folder, limits, &end, err);
    if (status == 0 && end == END_REFUSED) {
        scratch_remove(folder); /* nothing of it is used */
        status = mkdir(folder, 0700) < 0 ? error_errno(err, "can't make %s", folder) : 0;
    }
    /* A process that was ended may have been so for reasons of this computer: tried again. */
    if (status == 0 && end != END_BROKEN) {
        status = keep_notes(u, making, err) < 0 ? -1 : give_name(making, home, err);
        if (status == 0)
            u->folder = mem_printf("%s/" CONTENT, home);
    }
    free(folder);
    return status;
}

static int make_below(const char *below, struct error *err)
{
    return mkdir(below, 0700) < 0 && errno != EEXIST
               ? error_errno(err, "can't make the folder %s", below)
               : 0;
}

/* A student's may be a link that leads out, or no file at all. */
static int open_archive(const char *archive, const struct extract_limits *limits,
                        struct error *err)
{
    off_t size;
    if (!limits->course)
        return submission_file(archive, &size, err);
    int fd = open(archive, O_RDONLY | O_CLOEXEC);
    if (fd >= 0)
        return fd;
    error_errno(err, "can't read it"); /* its name stands before */
    err->kind = ERROR_USAGE;
    return -1;
}

static int unpack_open(struct unpacked *u, const char *archive, int fd, const char *below,
                       const struct extract_limits *limits, struct error *err)
{
    unsigned char sha[DIGEST_SIZE];
    char hex[DIGEST_HEX];
    if (digest_file(archive, sha, err) < 0)
        return -1;
    digest_hex(sha, hex);
    char *home = mem_printf("%s/%s", below, hex);
    char *making = mem_printf("%s/.%.16s.XXXXXX", below, hex);
    int status = recall(u, home) ? 0 : make_below(below, err);
    if (status == 0 && !u->folder) {
        status = mkdtemp(making) ? unpack_to(u, fd, making, home, limits, err)
                                 : error_errno(err, "can't make a folder in %s", below);
        scratch_remove(making); /* where it is not called otherwise by now */
    }
    free(home);
    free(making);
    return status;
}

int unpack(struct unpacked *u, const char *archive, const char *below,
           const struct extract_limits *limits, struct error *err)
{
    struct error own;
    *u = (struct unpacked){0};
    int fd = open_archive(archive, limits, &own);
    if (fd < 0) {
        add_note(u, own.text, strlen(own.text), true);
        return 0;
    }
    int status = unpack_open(u, archive, fd, below, limits, err);
    close(fd);
    if (status < 0) {
        unpacked_close(u);
        error_prefix(err, "%s", archive);
    }
    return status;
}

void unpacked_close(struct unpacked *u)
{
    for (size_t i = 0; i < u->note_count; i++)
        free(u->notes[i]);
    free(u->notes);
    free(u->folder);
    free(u->unread);
    *u = (struct unpacked){0};
}

void unpack_tidy(const char *below)
{
    DIR *d = opendir(below);
    for (struct dirent *e; d && (e = readdir(d));)
        if (e->d_name[0] == '.' && strlen(e->d_name) > 16) {
            char *path = mem_printf("%s/%s", below, e->d_name);
            scratch_remove(path);
            free(path);
        }
    if (d)
        closedir(d);
}
