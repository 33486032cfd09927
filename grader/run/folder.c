/* SPDX-License-Identifier: MIT */
#include "run/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memfile.h"

/* A student's program has a few files; what has more is something else. */
#define FILES_MAX 1000
#define BYTES_MAX ((off_t)64 * 1024 * 1024)
#define DEPTH_MAX 16

struct reading {
    struct folder *folder;
    const char *path;    /* of the folder, as it was given */
    char real[PATH_MAX]; /* where that leads; "": links are not followed */
    off_t end;           /* of what the memory file holds */
    struct error *err;
};

static bool is_left_out(const char *name)
{
    static const char *const names[] = {"__pycache__", "node_modules", "CMakeFiles"};
    if (name[0] == '.')
        return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(name, names[i]))
            return true;
    return false;
}

/* "FOLDER/NAME: TEXT" */
static int refuse(const struct reading *r, const char *name, const char *text)
{
    size_t len = strlen(r->path);
    return error_kind(r->err, ERROR_USAGE, "%s%s%s: %s", r->path,
                      len && r->path[len - 1] == '/' ? "" : "/", name, text);
}

static int refuse_errno(const struct reading *r, const char *name)
{
    char *text = mem_printf("can't be read: %s", strerror(errno));
    refuse(r, name, text);
    free(text);
    return -1;
}

/* --- one file ------------------------------------------------------------------------------ */

static int copy(struct reading *r, int from, off_t *size)
{
    char block[65536];
    ssize_t n;
    *size = 0;
    for (; (n = read(from, block, sizeof block)) > 0; *size += n)
        if (r->end + *size + n > BYTES_MAX
            || pwrite(r->folder->fd, block, (size_t)n, r->end + *size) != n)
            return 1;
    return n < 0 ? -1 : 0;
}

/* A name with control characters could not be shown, or told to another process. */
static bool is_plain(const char *name)
{
    for (; *name; name++)
        if ((unsigned char)*name < ' ' || *name == 0x7F)
            return false;
    return true;
}

static int take_file(struct reading *r, int fd, const struct stat *info, const char *name)
{
    struct folder *f = r->folder;
    off_t size;
    if (!is_plain(name))
        return error_kind(r->err, ERROR_USAGE,
                          "%s: a file in it has a name with control characters", r->path);
    if (f->count == FILES_MAX)
        return error_kind(r->err, ERROR_USAGE,
                          "%s: the folder has more than %d files; hand in only those of "
                          "the program",
                          r->path, FILES_MAX);
    int status = copy(r, fd, &size);
    if (status < 0)
        return refuse_errno(r, name);
    if (status)
        return error_kind(r->err, ERROR_USAGE,
                          "%s: the files of the folder are larger than 64 MiB together",
                          r->path);
    f->files = mem_grow(f->files, (f->count + 1) * sizeof *f->files);
    f->files[f->count++] = (struct folder_file){
        mem_text(name), info->st_mode & 0111 ? 0755 : 0644, r->end, size};
    r->end += size;
    return 0;
}

/* --- all of them --------------------------------------------------------------------------- */

/* Whether a link's end is a file in the folder itself. */
static bool leads_in(const struct reading *r, int fd)
{
    char proc[64], real[PATH_MAX];
    size_t len = strlen(r->real);
    snprintf(proc, sizeof proc, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(proc, real, sizeof real - 1);
    real[n > 0 ? n : 0] = '\0';
    return len && strncmp(real, r->real, len) == 0 && real[len] == '/';
}

static int read_level(struct reading *r, int fd, const char *prefix, int depth);

#define HOW (O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)

/* What a build has left may be anything, and its processes may still change it: no link is
 * followed there but one to a file beside it, which is what libraries have. Of a folder that
 * was handed in, where a link has led is looked at afterwards. */
static int open_link(const struct reading *r, int folder, const char *entry)
{
    char target[NAME_MAX + 1];
    struct stat info;
    ssize_t n = readlinkat(folder, entry, target, sizeof target - 1);
    target[n > 0 ? n : 0] = '\0';
    bool beside = n > 0 && !strchr(target, '/');
    int fd = beside       ? openat(folder, target, HOW | O_NOFOLLOW)
             : r->real[0] ? openat(folder, entry, HOW)
                          : -1;
    if (fd < 0
        || (fstat(fd, &info) == 0 && S_ISREG(info.st_mode)
            && (beside || leads_in(r, fd))))
        return fd;
    close(fd);
    errno = EXDEV;
    return -1;
}

static int refuse_link(const struct reading *r, const char *name)
{
    return refuse(r, name,
                  "this is a symbolic link that leads out of the folder, or to another "
                  "folder; put the file itself there");
}

static int take_entry(struct reading *r, int folder, const char *entry, const char *name,
                      int depth)
{
    struct stat info;
    int status, fd = openat(folder, entry, HOW | O_NOFOLLOW);
    bool link = fd < 0 && errno == ELOOP;
    if (link)
        fd = open_link(r, folder, entry);
    if (link && fd < 0)
        return r->real[0] ? refuse_link(r, name) : 0;
    if (fd < 0 || fstat(fd, &info))
        status = refuse_errno(r, name);
    else if (S_ISDIR(info.st_mode)) {
        char *inner = mem_printf("%s/", name);
        status = read_level(r, fd, inner, depth + 1);
        free(inner);
        return status;
    } else if (!S_ISREG(info.st_mode))
        status = refuse(r, name, "this is neither a file nor a folder");
    else
        status = take_file(r, fd, &info, name);
    if (fd >= 0)
        close(fd);
    return status;
}

/* Takes the descriptor over. */
static int read_level(struct reading *r, int fd, const char *prefix, int depth)
{
    DIR *d = depth <= DEPTH_MAX ? fdopendir(fd) : NULL;
    int status = 0;
    if (!d) {
        close(fd);
        return refuse(r, prefix, "folders are nested too deep");
    }
    for (struct dirent *e; status == 0 && (e = readdir(d));) {
        if (is_left_out(e->d_name))
            continue;
        char *name = mem_printf("%s%s", prefix, e->d_name);
        status = take_entry(r, dirfd(d), e->d_name, name, depth);
        free(name);
    }
    closedir(d);
    return status;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct folder_file *)a)->name,
                  ((const struct folder_file *)b)->name);
}

int folder_read(struct folder *f, const char *path, int open_fd, struct error *err)
{
    struct reading r = {.folder = f, .path = path, .err = err};
    int fd = open_fd >= 0 ? open_fd : open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        error_errno(err, "%s: can't read the folder", path);
        if (err)
            err->kind = ERROR_USAGE;
        return -1;
    }
    if (open_fd < 0 && !realpath(path, r.real))
        r.real[0] = '\0';
    if (f->fd < 0)
        f->fd = memfile_make("folder", err);
    int status = f->fd < 0 ? -1 : read_level(&r, fd, "", 0);
    if (f->fd < 0)
        close(fd);
    if (status == 0 && f->count)
        qsort(f->files, f->count, sizeof *f->files, by_name);
    return status;
}

/* --- afterwards ---------------------------------------------------------------------------- */

const struct folder_file *folder_find(const struct folder *f, const char *name)
{
    for (size_t i = 0; i < f->count; i++)
        if (!strcmp(f->files[i].name, name))
            return &f->files[i];
    return NULL;
}

size_t folder_head(const struct folder *f, const struct folder_file *file, char *out,
                   size_t size)
{
    size_t len = (off_t)size < file->size ? size : (size_t)file->size;
    ssize_t n = pread(f->fd, out, len, file->at);
    return n > 0 ? (size_t)n : 0;
}

void folder_tell(const struct folder *f, struct buf *out)
{
    for (size_t i = 0; i < f->count; i++)
        buf_printf(out, "%o %lld %lld %s\n", (unsigned)f->files[i].mode,
                   (long long)f->files[i].at, (long long)f->files[i].size,
                   f->files[i].name);
}

void folder_hear(struct folder *f, const char *text, size_t len)
{
    const char *end = text + len;
    for (const char *at = text, *stop;
         at < end && (stop = memchr(at, '\n', (size_t)(end - at))); at = stop + 1) {
        unsigned mode;
        long long begin, size;
        int used = 0;
        if (sscanf(at, "%o %lld %lld %n", &mode, &begin, &size, &used) != 3 || !used)
            return;
        f->files = mem_grow(f->files, (f->count + 1) * sizeof *f->files);
        f->files[f->count++] =
            (struct folder_file){mem_printf("%.*s", (int)(stop - at - used), at + used),
                                 (mode_t)mode, (off_t)begin, (off_t)size};
    }
}

void folder_close(struct folder *f)
{
    for (size_t i = 0; i < f->count; i++)
        free(f->files[i].name);
    free(f->files);
    if (f->fd >= 0)
        close(f->fd);
    *f = (struct folder){.fd = -1};
}
