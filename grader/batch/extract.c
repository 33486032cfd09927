/* SPDX-License-Identifier: MIT */
#include "batch/extract.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/quote.h"
#include "batch/entryname.h"
#include "batch/unpack.h"

#define MIB ((int64_t)1024 * 1024)
#define RATIO 200            /* source code gets to a tenth of its size */
#define RATIO_FREE (4 * MIB) /* so much is no bomb, however small it was packed */
#define NOTES 20

const struct extract_limits extract_course = {
    .bytes = 64 * 1024 * MIB, .entries = 2000000, .course = true};
const struct extract_limits extract_student = {.bytes = 256 * MIB, .entries = 10000};

/* Made at the end, so that no entry can go through one. */
struct link {
    char *name, *target;
};

struct extraction {
    const struct extract_order *order;
    struct archive *archive;
    int64_t packed_bytes, bytes, entries, seen;
    size_t missed; /* entries that can't be read */
    size_t notes;  /* told, and those that are not */
    struct buf out;
    struct buf last; /* name of the last entry that was taken */
    struct link *links;
    size_t link_count;
    bool over; /* refused, or something went wrong here */
};

/* --- what it says ------------------------------------------------------------------------ */

static void say(struct extraction *x, char kind, const char *name, const char *why)
{
    if (x->notes++ >= NOTES && kind == 'n')
        return;
    buf_putc(&x->out, kind);
    quote_short(&x->out, name, strlen(name), 80);
    buf_printf(&x->out, " was left out: %s\n", why);
}

static void note(struct extraction *x, const char *name, const char *why)
{
    say(x, 'n', name, why);
}

/* It may be what was asked for: nothing that was not read is worth nothing. */
static void miss(struct extraction *x, const char *name, const char *why)
{
    say(x, x->missed++ ? 'n' : 'd', name, why);
}

static void refuse(struct extraction *x, const char *why)
{
    buf_printf(&x->out, "r%s\n", why);
    x->over = true;
}

/* Whether it is the entry's fault, and not this computer's. */
static bool is_of_entry(int number)
{
    static const int numbers[] = {ENAMETOOLONG, EILSEQ, EINVAL, ENOTDIR,
                                  ELOOP,        EISDIR, EEXIST, ENOENT};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (numbers[i] == number)
            return true;
    return false;
}

static void fails(struct extraction *x, const char *name)
{
    int number = errno;
    if (number == EEXIST)
        note(x, name, "there is another one of that name before it");
    else if (is_of_entry(number))
        note(x, name, strerror(number));
    else {
        buf_printf(&x->out, "ecan't write what is in it: %s\n", strerror(number));
        x->over = true;
    }
}

/* --- folders ----------------------------------------------------------------------------- */

/* Opens the folder that the last part of the name is in, and makes it where it is not there;
 * *base: that part. No link is followed. -1 with errno. */
static int open_above(const struct extraction *x, const char *name, bool make,
                      const char **base)
{
    int fd = dup(x->order->folder_fd);
    const char *slash;
    for (; fd >= 0 && (slash = strchr(name, '/')); name = slash + 1) {
        char *part = mem_copy(name, (size_t)(slash - name));
        if (make)
            mkdirat(fd, part, 0700);
        int inner = openat(fd, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        int number = errno;
        close(fd);
        free(part);
        errno = number;
        fd = inner;
    }
    *base = name;
    return fd;
}

static void make_folder(struct extraction *x, const char *name)
{
    const char *base;
    int above = open_above(x, name, true, &base);
    if (above < 0 || (mkdirat(above, base, 0700) < 0 && errno != EEXIST))
        fails(x, name);
    if (above >= 0)
        close(above);
}

/* --- files ------------------------------------------------------------------------------- */

/* What comes out of a few bytes without end. */
static bool is_bomb(struct extraction *x)
{
    bool much = x->bytes > x->order->limits->bytes;
    bool dense = x->bytes > RATIO_FREE && x->bytes / RATIO > x->packed_bytes;
    if (much || dense) {
        char *why =
            much ? mem_printf("it holds more than %lld MiB",
                              (long long)(x->order->limits->bytes / MIB))
                 : mem_printf("its content is more than %d times as large as it is",
                              RATIO);
        refuse(x, why);
        free(why);
    }
    return much || dense;
}

static bool put(int fd, const char *data, size_t len)
{
    while (len) {
        ssize_t n = write(fd, data, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        data += n;
        len -= (size_t)n;
    }
    return true;
}

/* 0; 1: told already; else what libarchive says. */
static int copy(struct extraction *x, int fd, const char *name)
{
    char block[65536];
    la_ssize_t n;
    while ((n = archive_read_data(x->archive, block, sizeof block)) > 0) {
        x->bytes += n;
        if (is_bomb(x))
            return 1;
        if (!put(fd, block, (size_t)n)) {
            fails(x, name);
            return 1;
        }
    }
    return (int)n;
}

static void finish_file(int fd, struct archive_entry *e)
{
    const struct timespec at = {.tv_sec = archive_entry_mtime(e)};
    const struct timespec times[2] = {at, at};
    fchmod(fd, archive_entry_perm(e) & S_IXUSR ? 0700 : 0600);
    if (archive_entry_mtime_is_set(e))
        futimens(fd, times);
}

/* False: nothing can be read behind it. */
static bool make_file(struct extraction *x, struct archive_entry *e, const char *name)
{
    const char *base;
    int above = open_above(x, name, true, &base);
    int fd = above < 0
                 ? -1
                 : openat(above, base,
                          O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    int status = 1;
    if (fd < 0)
        fails(x, name);
    else
        status = copy(x, fd, name);
    if (fd >= 0)
        finish_file(fd, e);
    if (status < 0) { /* half a program would be judged for a whole one */
        unlinkat(above, base, 0);
        miss(x, name, "its data is damaged");
    }
    if (fd >= 0)
        close(fd);
    if (above >= 0)
        close(above);
    return status != ARCHIVE_FATAL;
}

/* --- links ------------------------------------------------------------------------------- */

#define LEADS_OUT "it is a link that leads out of the archive"

static void make_hard_link(struct extraction *x, const char *name, const char *target)
{
    const char *base, *target_base;
    struct stat info;
    if (entryname_problem(target)) {
        note(x, name, LEADS_OUT);
        return;
    }
    int from = open_above(x, target, false, &target_base);
    int to = open_above(x, name, true, &base);
    bool there = from >= 0 && fstatat(from, target_base, &info, AT_SYMLINK_NOFOLLOW) == 0
                 && S_ISREG(info.st_mode);
    if (!there)
        note(x, name, "it is a link to a file that is not there");
    else if (to < 0 || linkat(from, target_base, to, base, 0) < 0)
        fails(x, name);
    if (from >= 0)
        close(from);
    if (to >= 0)
        close(to);
}

/* Down from where the link is, so that no way through links leads up again. */
static void keep_link(struct extraction *x, const char *name, const char *target)
{
    if (!target || entryname_problem(target)) {
        note(x, name, LEADS_OUT);
        return;
    }
    x->links = mem_grow(x->links, (x->link_count + 1) * sizeof *x->links);
    x->links[x->link_count++] = (struct link){mem_text(name), mem_text(target)};
}

static void make_links(struct extraction *x)
{
    for (size_t i = 0; i < x->link_count; i++) {
        const char *base;
        int above = open_above(x, x->links[i].name, true, &base);
        if (above < 0 || symlinkat(x->links[i].target, above, base) < 0)
            fails(x, x->links[i].name);
        if (above >= 0)
            close(above);
    }
}

/* --- entries ----------------------------------------------------------------------------- */

static const char *problem_of(struct archive_entry *e, const char *name)
{
    const char *problem = entryname_problem(name);
    __LA_MODE_T type = archive_entry_filetype(e);
    if (problem)
        return problem;
    if (!archive_entry_hardlink(e) && type && type != AE_IFREG && type != AE_IFDIR
        && type != AE_IFLNK)
        return "it is neither a file nor a folder";
    return NULL;
}

/* What has to be unpacked by hand. */
static const char *lock_of(const struct extraction *x, struct archive_entry *e,
                           const char *name)
{
    if (archive_entry_is_encrypted(e))
        return "it is encrypted";
    if (!x->order->limits->course && unpack_is(name)
        && archive_entry_filetype(e) != AE_IFDIR)
        return "it is an archive inside of an archive";
    return NULL;
}

static bool take(struct extraction *x, struct archive_entry *e, const char *name)
{
    if (archive_entry_hardlink(e))
        make_hard_link(x, name, archive_entry_hardlink(e));
    else if (archive_entry_filetype(e) == AE_IFLNK)
        keep_link(x, name, archive_entry_symlink(e));
    else if (archive_entry_filetype(e) == AE_IFDIR)
        make_folder(x, name);
    else
        return make_file(x, e, name);
    return true;
}

/* False: nothing can be read behind it. */
static bool take_entry(struct extraction *x, struct archive_entry *e)
{
    const char *given = archive_entry_pathname(e);
    char *name = entryname_plain(given ? given : archive_entry_pathname_utf8(e));
    bool wanted = *name && !entryname_is_junk(name, x->order->limits->course);
    const char *problem = wanted ? problem_of(e, name) : NULL;
    const char *lock = wanted && !problem ? lock_of(x, e, name) : NULL;
    bool goes_on = true;
    if (++x->seen > 10 * x->order->limits->entries
        || (wanted && ++x->entries > x->order->limits->entries))
        refuse(x, "it has too many entries");
    else if (problem)
        note(x, name, problem);
    else if (lock)
        miss(x, name, lock);
    else if (wanted)
        goes_on = take(x, e, name);
    buf_clear(&x->last);
    quote_short(&x->last, name, strlen(name), 80);
    free(name);
    return goes_on && !x->over;
}

static void tell_damage(struct extraction *x)
{
    if (!x->seen)
        refuse(x, "it is no zip or tar file, or is damaged from the beginning");
    else
        buf_printf(&x->out,
                   "dit is damaged, or ends too early: what comes behind %s is "
                   "missing\n",
                   buf_text(&x->last));
}

static void take_all(struct extraction *x)
{
    struct archive_entry *e;
    int status;
    while ((status = archive_read_next_header(x->archive, &e)) != ARCHIVE_EOF) {
        if (status == ARCHIVE_RETRY)
            continue;
        if (status < ARCHIVE_WARN) {
            tell_damage(x);
            return;
        }
        if (!take_entry(x, e)) {
            if (!x->over)
                tell_damage(x);
            return;
        }
    }
    if (!x->seen && archive_format(x->archive) != ARCHIVE_FORMAT_ZIP)
        tell_damage(x); /* what is empty is taken for a tar file */
}

static void open_archive(struct extraction *x)
{
    x->archive = archive_read_new();
    archive_read_support_format_zip(x->archive);
    archive_read_support_format_tar(x->archive);
    archive_read_support_format_empty(x->archive);
    archive_read_support_filter_gzip(x->archive);
    archive_read_support_filter_bzip2(x->archive);
    archive_read_support_filter_xz(x->archive);
    if (archive_read_open_fd(x->archive, x->order->archive_fd, 65536) == ARCHIVE_OK)
        take_all(x);
    else
        tell_damage(x);
}

void extract_all(const struct extract_order *order, struct buf *answer)
{
    struct extraction x = {.order = order};
    struct stat info;
    if (fstat(order->archive_fd, &info) == 0)
        x.packed_bytes = info.st_size;
    open_archive(&x);
    if (!x.over)
        make_links(&x);
    if (x.notes > NOTES)
        buf_printf(&x.out, "n%zu more entries were left out\n", x.notes - NOTES);
    if (!x.over)
        buf_puts(&x.out, "k\n");
    buf_append(answer, x.out.data, x.out.len);
    archive_read_free(x.archive);
    for (size_t i = 0; i < x.link_count; i++) {
        free(x.links[i].name);
        free(x.links[i].target);
    }
    free(x.links);
    buf_close(&x.last);
    buf_close(&x.out);
}
