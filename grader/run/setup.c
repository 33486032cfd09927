/* SPDX-License-Identifier: MIT */
#include "run/setup.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/buf.h"
#include "run/seal.h"

enum kind {
    NAMESPACE,
    FOLDER,
    LINK,
    FILE_TEXT,
    COPY,
    TMPFS,
    BIND,
    PROC,
    ENTER,
    SEAL,
    KEEP,
    JOIN,
    NEW_PROC
};

struct setup_step {
    enum kind kind;
    bool optional;
    char *path; /* what comes to be */
    char *from; /* LINK, BIND: what it leads to; FILE_TEXT: content; TMPFS: options */
    size_t len; /* FILE_TEXT */
    int fd;     /* COPY, JOIN */
    off_t at, size;
    mode_t mode;
};

static int do_namespace(const struct setup_step *s, struct setup_walked *w)
{
    (void)w;
    (void)s;
    return unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
}

static int do_folder(const struct setup_step *s, struct setup_walked *w)
{
    (void)w;
    return mkdir(s->path, s->mode);
}

static int do_link(const struct setup_step *s, struct setup_walked *w)
{
    (void)w;
    return symlink(s->from, s->path);
}

static int make_file(const struct setup_step *s)
{
    return open(s->path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, s->mode);
}

static int close_with(int fd, int result)
{
    int saved = errno;
    close(fd);
    errno = saved;
    return result;
}

static int do_file(const struct setup_step *s, struct setup_walked *w)
{
    (void)w;
    int fd = make_file(s);
    if (fd < 0)
        return -1;
    errno = ENOSPC;
    return close_with(fd, write(fd, s->from, s->len) == (ssize_t)s->len ? 0 : -1);
}

/* The source's file position is shared with others, so it is not used. */
static int do_copy(const struct setup_step *s, struct setup_walked *w)
{
    (void)w;
    int to = make_file(s);
    off_t at = s->at;
    const off_t end = s->at + s->size;
    ssize_t n = to < 0 ? -1 : 1;
    while (n > 0 && at < end) {
        n = sendfile(to, s->fd, &at, (size_t)(end - at));
        if (n < 0 && errno == EINTR)
            n = 1;
    }
    return to < 0 ? -1 : close_with(to, n < 0 ? -1 : 0);
}

static int do_tmpfs(const struct setup_step *s, struct setup_walked *w)
{
    (void)w;
    return mount("tmpfs", s->path, "tmpfs", MS_NOSUID | MS_NODEV, s->from);
}

static int do_bind(const struct setup_step *s, struct setup_walked *w)
{
    (void)w;
    return mount(s->from, s->path, NULL, MS_BIND | MS_REC, NULL);
}

static int do_new_proc(const struct setup_step *s, struct setup_walked *w)
{
    (void)w;
    const unsigned long flags = MS_NOSUID | MS_NODEV | MS_NOEXEC;
    return mount("proc", s->path, "proc", flags, "hidepid=2");
}

static int do_proc(const struct setup_step *s, struct setup_walked *w)
{
    if (!do_new_proc(s, w))
        return 0;
    w->makeshift = true;
    return mount("/proc", s->path, NULL, MS_BIND | MS_REC, NULL);
}

/* With the folder for the old root and the new one being the same, the old root is mounted
 * above the new one, where it is unmounted at once: pivot_root(2), "pivot_root(".", ".")". */
static int do_enter(const struct setup_step *s, struct setup_walked *w)
{
    (void)w;
    return chdir(s->path) || syscall(SYS_pivot_root, ".", ".") || umount2(".", MNT_DETACH)
           || chdir("/");
}

static int do_seal(const struct setup_step *s, struct setup_walked *w)
{
    (void)w;
    (void)s;
    return seal_mounts();
}

/* What shows the computer's own processes is not for others to go on from. */
static int do_keep(const struct setup_step *s, struct setup_walked *w)
{
    (void)s;
    if (w->makeshift)
        return 0;
    w->kept_fd = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);
    return w->kept_fd < 0 ? -1 : unshare(CLONE_NEWNS);
}

static int do_join(const struct setup_step *s, struct setup_walked *w)
{
    (void)w;
    return setns(s->fd, CLONE_NEWNS) || unshare(CLONE_NEWNS);
}

static const struct doer {
    const char *what; /* goes on from "can't ", and before the path */
    int (*run)(const struct setup_step *s, struct setup_walked *w);
} doers[] = {
    [NAMESPACE] = {"make a mount namespace", do_namespace},
    [FOLDER] = {"make the folder", do_folder},
    [LINK] = {"make the link", do_link},
    [FILE_TEXT] = {"write the file", do_file},
    [COPY] = {"copy the file", do_copy},
    [TMPFS] = {"mount a temporary file system on", do_tmpfs},
    [BIND] = {"show the program", do_bind},
    [PROC] = {"mount the list of processes on", do_proc},
    [ENTER] = {"change the root to", do_enter},
    [SEAL] = {"make the file system read-only", do_seal},
    [KEEP] = {"keep the mount namespace", do_keep},
    [JOIN] = {"enter a mount namespace", do_join},
    [NEW_PROC] = {"mount the list of processes on", do_new_proc},
};

/* --- making the list ------------------------------------------------------------- */

static struct setup_step *add(struct setup *s, enum kind kind, const char *path)
{
    s->steps = mem_grow(s->steps, (s->count + 1) * sizeof *s->steps);
    struct setup_step *step = &s->steps[s->count++];
    *step = (struct setup_step){.kind = kind, .fd = -1, .mode = 0644};
    step->path = path ? mem_text(path) : NULL;
    return step;
}

void setup_namespace(struct setup *s)
{
    add(s, NAMESPACE, NULL);
}

void setup_folder(struct setup *s, const char *path, mode_t mode)
{
    add(s, FOLDER, path)->mode = mode;
}

void setup_link(struct setup *s, const char *target, const char *path)
{
    add(s, LINK, path)->from = mem_text(target);
}

void setup_file(struct setup *s, const char *path, const char *text, size_t len)
{
    struct setup_step *step = add(s, FILE_TEXT, path);
    step->from = mem_copy(text, len);
    step->len = len;
}

void setup_copy(struct setup *s, const char *path, int fd, off_t at, off_t size,
                mode_t mode)
{
    struct setup_step *step = add(s, COPY, path);
    step->fd = fd;
    step->at = at;
    step->size = size;
    step->mode = mode;
}

void setup_tmpfs(struct setup *s, const char *path, const char *options)
{
    add(s, TMPFS, path)->from = mem_text(options);
}

void setup_bind(struct setup *s, const char *from, const char *path)
{
    add(s, BIND, path)->from = mem_text(from);
}

void setup_proc(struct setup *s, const char *path)
{
    add(s, PROC, path);
}

void setup_enter(struct setup *s, const char *path)
{
    add(s, ENTER, path);
}

void setup_seal(struct setup *s)
{
    add(s, SEAL, NULL);
}

void setup_keep(struct setup *s)
{
    add(s, KEEP, NULL);
}

void setup_join(struct setup *s, int kept_fd)
{
    add(s, JOIN, NULL)->fd = kept_fd;
}

void setup_new_proc(struct setup *s, const char *path)
{
    add(s, NEW_PROC, path);
}

void setup_optional(struct setup *s)
{
    s->steps[s->count - 1].optional = true;
}

/* --- walking it -------------------------------------------------------------------- */

void setup_walk(const struct setup *s, struct setup_walked *w)
{
    *w = (struct setup_walked){.kept_fd = -1};
    umask(0);
    for (size_t i = 0; i < s->count && !w->failed; i++)
        if (doers[s->steps[i].kind].run(&s->steps[i], w) && !s->steps[i].optional) {
            w->failed = true;
            w->step = i;
            w->number = errno;
        }
    umask(022);
}

int setup_explain(const struct setup *s, const struct setup_walked *w, struct error *err)
{
    const struct setup_step *step = &s->steps[w->step];
    errno = w->number;
    return error_errno(err, "can't %s%s%s", doers[step->kind].what, step->path ? " " : "",
                       step->path ? step->path : "");
}

void setup_close(struct setup *s)
{
    for (size_t i = 0; i < s->count; i++) {
        free(s->steps[i].path);
        free(s->steps[i].from);
    }
    free(s->steps);
    *s = (struct setup){0};
}
