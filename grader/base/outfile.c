/* SPDX-License-Identifier: MIT */
#include "base/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK 16384

static int fail(const struct outfile *f, struct error *err)
{
    return error_errno(err, "can't write %s", f->path);
}

/* ".NAME.part" beside it: what a killed run has left is written over by the next. */
static char *part_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    size_t folder = slash ? (size_t)(slash - path) + 1 : 0;
    return mem_printf("%.*s.%s.part", (int)folder, path, path + folder);
}

int outfile_open(struct outfile *f, const char *path, struct error *err)
{
    *f = (struct outfile){.path = mem_text(path), .part = part_of(path)};
    int fd = open(f->part, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
    f->file = fd < 0 ? NULL : fdopen(fd, "w+");
    if (f->file)
        return 0;
    fail(f, err);
    if (fd >= 0)
        close(fd);
    outfile_close(f);
    return -1;
}

int outfile_drain(struct outfile *f, struct buf *b, struct error *err)
{
    size_t len = b->len;
    bool whole = fwrite(buf_text(b), 1, len, f->file) == len;
    buf_clear(b);
    return whole ? 0 : fail(f, err);
}

static bool same_content(FILE *a, FILE *b)
{
    char left[BLOCK], right[BLOCK];
    size_t got;
    do {
        got = fread(left, 1, sizeof left, a);
        if (fread(right, 1, sizeof right, b) != got || memcmp(left, right, got) != 0)
            return false;
    } while (got == sizeof left);
    return !ferror(a) && !ferror(b);
}

static bool is_there_already(struct outfile *f)
{
    struct stat mine, there;
    int fd = open(f->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    FILE *old = fd < 0 ? NULL : fdopen(fd, "r");
    bool same = old && fstat(fd, &there) == 0 && S_ISREG(there.st_mode)
                && fstat(fileno(f->file), &mine) == 0 && mine.st_size == there.st_size
                && fseek(f->file, 0, SEEK_SET) == 0 && same_content(f->file, old);
    if (old)
        fclose(old);
    else if (fd >= 0)
        close(fd);
    return same;
}

int outfile_commit(struct outfile *f, enum outfile_care care, struct error *err)
{
    if (fflush(f->file) != 0)
        return fail(f, err);
    if (is_there_already(f)) {
        outfile_close(f);
        return 0;
    }
    if (care == OUTFILE_LASTING && fsync(fileno(f->file)) < 0 && errno != EINVAL)
        return fail(f, err);
    if (rename(f->part, f->path) < 0)
        return fail(f, err);
    free(f->part);
    f->part = NULL;
    outfile_close(f);
    return 0;
}

void outfile_close(struct outfile *f)
{
    if (f->file) {
        fclose(f->file);
        if (f->part)
            unlink(f->part);
    }
    free(f->path);
    free(f->part);
    *f = (struct outfile){0};
}

int outfile_write(const char *path, struct buf *b, enum outfile_care care,
                  struct error *err)
{
    struct outfile f;
    if (outfile_open(&f, path, err) < 0)
        return -1;
    int result = outfile_drain(&f, b, err);
    if (result == 0)
        result = outfile_commit(&f, care, err);
    outfile_close(&f);
    return result;
}
