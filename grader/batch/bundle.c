/* SPDX-License-Identifier: MIT */
#include "batch/bundle.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/outfile.h"

#define MADE_AT 315619200 /* 1980-01-02: the first day of zip in every time zone */
#define BLOCK ((size_t)64 << 10)

struct bundle {
    struct outfile file;
    struct archive *archive;
};

static int says(struct bundle *b, struct error *err)
{
    const char *why = archive_error_string(b->archive);
    return error_set(err, "can't write %s: %s", b->file.path, why ? why : "no memory");
}

static int begin(struct bundle *b, const char *path, struct error *err)
{
    if (outfile_open(&b->file, path, err) < 0)
        return -1;
    if (!b->archive || archive_write_set_format_zip(b->archive) != ARCHIVE_OK
        || archive_write_set_options(b->archive, "zip:compression-level=1") != ARCHIVE_OK
        || archive_write_set_bytes_in_last_block(b->archive, 1) != ARCHIVE_OK
        || archive_write_open_FILE(b->archive, b->file.file) != ARCHIVE_OK)
        return says(b, err);
    return 0;
}

int bundle_open(struct bundle **out, const char *path, struct error *err)
{
    struct bundle *b = mem_alloc(sizeof *b);
    b->archive = archive_write_new();
    *out = b;
    if (begin(b, path, err) == 0)
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

int bundle_finish(struct bundle *b, struct error *err)
{
    int status = archive_write_close(b->archive) == ARCHIVE_OK ? 0 : says(b, err);
    if (status == 0)
        status = outfile_commit(&b->file, OUTFILE_LASTING, err);
    bundle_drop(b);
    return status;
}

void bundle_drop(struct bundle *b)
{
    if (!b)
        return;
    archive_write_free(b->archive); /* first: it may still write */
    outfile_close(&b->file);
    free(b);
}
