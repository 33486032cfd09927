/* SPDX-License-Identifier: MIT */
#include "batch/hold.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"

static int refuse(int fd, const char *path, struct error *err)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    bool known =
        fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK && lock.l_pid > 0;
    if (!known)
        return error_set(err,
                         "another sockgrade is writing the journal %s; wait for it to "
                         "end, or name another folder with -o",
                         path);
    return error_set(
        err,
        "another sockgrade, process %ld, is writing the journal %s; wait for "
        "it to end, or name another folder with -o",
        (long)lock.l_pid, path);
}

/* 1: held; 0: who had it before has just removed it: once more; -1: error. */
static int try(struct hold *h, const char *path, struct error *err)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    struct stat mine;
    h->fd = open(h->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (h->fd < 0)
        return error_set(err,
                         "can't write the journal %s: can't make %s: %s; mend that, or "
                         "name another folder with -o",
                         path, h->path, strerror(errno));
    if (fcntl(h->fd, F_SETLK, &lock) < 0)
        return errno == EACCES || errno == EAGAIN
                   ? refuse(h->fd, path, err)
                   : error_errno(err, "can't lock %s", h->path);
    if (fstat(h->fd, &mine) == 0 && mine.st_nlink > 0)
        return 1;
    close(h->fd);
    h->fd = -1;
    return 0;
}

int hold_take(struct hold *h, const char *path, struct error *err)
{
    int got = 0;
    *h = (struct hold){.fd = -1, .path = mem_printf("%s-lock", path)};
    while (got == 0)
        got = try(h, path, err);
    if (got > 0)
        return 0;
    if (h->fd >= 0)
        close(h->fd);
    free(h->path);
    *h = (struct hold){.fd = -1};
    return -1;
}

/* Removed while it is held: nobody else can hold this one, and a new one is another file. */
void hold_release(struct hold *h)
{
    if (!h->path)
        return;
    unlink(h->path);
    close(h->fd);
    free(h->path);
    *h = (struct hold){.fd = -1};
}
