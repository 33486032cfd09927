/* SPDX-License-Identifier: MIT */
#include "batch/bundle.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"

#define MADE_AT 315619200 /* 1980-01-02: the first day of zip in every time zone */
#define BLOCK ((size_t)64 << 10)

struct bundle {
    char *path, *temporary;
    int fd;
    struct archive *archive;
};

static int says(struct bundle *b, struct error *err)
{
    const char *why = archive_error_string(b->archive);
    return error_set(err, "can't write %s: %s", b->path, why ? why : "out of memory");
}

static int begin(struct bundle *b, struct error *err)
{
    b->fd = mkostemp(b->temporary, O_CLOEXEC);
    if (b->fd < 0)
        return error_errno(err, "can't write %s", b->path);
    if (!b->archive || archive_write_set_format_zip(b->archive) != ARCHIVE_OK
        || archive_write_open_fd(b->archive, b->fd) != ARCHIVE_OK)
        return says(b, err);
    return 0;
}

int bundle_open(struct bundle **out, const char *path, struct error *err)
{
    struct bundle *b = mem_alloc(sizeof *b);
    *b = (struct bundle){.path = mem_text(path),
                         .temporary = mem_printf("%s.XXXXXX", path),
                         .fd = -1,
                         .archive = archive_write_new()};
    *out = b;
    if (begin(b, err) == 0)
        return 0;
    bundle_drop(b);
    *out = NULL;
    return -1;
}

static int add_header(struct bundle *b, const char *name, enum bundle_mode mode,
                      int64_t size, struct error *err)
{
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname(entry, name);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, mode);
    archive_entry_set_size(entry, size);
    archive_entry_set_mtime(entry, MADE_AT, 0);
    int status = archive_write_header(b->archive, entry);
    archive_entry_free(entry);
    return status == ARCHIVE_OK ? 0 : says(b, err);
}

static int add_data(struct bundle *b, const void *data, size_t len, struct error *err)
{
    return archive_write_data(b->archive, data, len) == (la_ssize_t)len ? 0
                                                                        : says(b, err);
}

int bundle_add(struct bundle *b, const char *name, enum bundle_mode mode,
               const void *data, size_t len, struct error *err)
{
    if (add_header(b, name, mode, (int64_t)len, err) < 0)
        return -1;
    return add_data(b, data, len, err);
}

static int copy(struct bundle *b, int fd, const char *path, struct error *err)
{
    char *block = mem_alloc(BLOCK);
    ssize_t n;
    int status = 0;
    while (status == 0 && (n = read(fd, block, BLOCK)) != 0)
        status = n < 0 ? error_errno(err, "can't read %s", path)
                       : add_data(b, block, (size_t)n, err);
    free(block);
    return status;
}

int bundle_add_file(struct bundle *b, const char *name, enum bundle_mode mode,
                    const char *path, struct error *err)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC), status = -1;
    if (fd < 0 || fstat(fd, &st) < 0)
        error_errno(err, "can't read %s", path);
    else if (add_header(b, name, mode, st.st_size, err) == 0)
        status = copy(b, fd, path, err);
    if (fd >= 0)
        close(fd);
    return status;
}

/* A new file as others would make it. */
static int readable(int fd)
{
    mode_t mask = umask(0);
    umask(mask);
    return fchmod(fd, 0666 & ~mask);
}

int bundle_finish(struct bundle *b, struct error *err)
{
    int status = archive_write_close(b->archive) == ARCHIVE_OK ? 0 : says(b, err);
    if (status == 0
        && (readable(b->fd) < 0 || fsync(b->fd) < 0 || rename(b->temporary, b->path) < 0))
        status = error_errno(err, "can't write %s", b->path);
    if (status == 0)
        b->temporary[0] = '\0';
    bundle_drop(b);
    return status;
}

void bundle_drop(struct bundle *b)
{
    if (!b)
        return;
    archive_write_free(b->archive);
    if (b->fd >= 0) {
        close(b->fd);
        if (b->temporary[0])
            unlink(b->temporary);
    }
    free(b->path);
    free(b->temporary);
    free(b);
}
