/* SPDX-License-Identifier: MIT */
#include "run/cover.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/buf.h"

/* A file to be mounted somewhere else is made here and loses this name afterwards. */
#define TEMPORARY "/tmp/.cover"

#define SCRATCH_OPTIONS "size=64m,nr_inodes=16384,mode=0700"

/* mount_setattr(2); the C library's own declarations come and go with its version. */
#define READ_ONLY 1
struct mount_change {
    uint64_t set, clear, propagation, user_namespace;
};

/* Everything below / becomes read-only; a kernel before 5.12 can't do it at one stroke. */
static void protect_all(void)
{
    struct mount_change readonly = {.set = READ_ONLY};
    syscall(SYS_mount_setattr, AT_FDCWD, "/", AT_RECURSIVE, &readonly, sizeof readonly);
}

static int cover_scratch(struct error *err)
{
    const unsigned long flags = MS_NOSUID | MS_NODEV;
    if (mount("tmpfs", "/tmp", "tmpfs", flags, SCRATCH_OPTIONS)
        || mkdir(COVER_HOME, 0700))
        return error_errno(err, "can't mount a temporary folder for the program");
    mount("/tmp", "/var/tmp", NULL, MS_BIND, NULL);
    mount("tmpfs", "/dev/shm", "tmpfs", flags, SCRATCH_OPTIONS);
    return 0;
}

/* Name services listen in /run, and would answer with the machine's names. Where programs
 * themselves are found there (NixOS), it has to stay. */
static void cover_services(void)
{
    if (!access("/run/current-system", F_OK) || mkdir(TEMPORARY, 0755))
        return;
    mount(TEMPORARY, "/run", NULL, MS_BIND, NULL);
    rmdir(TEMPORARY); /* which leaves an empty folder that nobody can write to */
}

/* A file that does not exist on the machine needs no cover: the C library then asks
 * 127.0.0.1, which is what ours says too. */
static int cover_file(const char *path, const char *text, struct error *err)
{
    int fd = open(TEMPORARY, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    size_t len = strlen(text);
    if (fd < 0 || write(fd, text, len) != (ssize_t)len) {
        error_errno(err, "can't write the program's %s", path);
        if (fd >= 0)
            close(fd);
        return -1;
    }
    close(fd);
    int result = mount(TEMPORARY, path, NULL, MS_BIND, NULL) && errno != ENOENT ? -1 : 0;
    if (result)
        error_errno(err, "can't mount the program's %s", path);
    unlink(TEMPORARY);
    return result;
}

static int cover_hosts(const struct stage_world *world, struct error *err)
{
    struct buf text = {0};
    char machine[256] = "";
    gethostname(machine, sizeof machine - 1);
    buf_puts(&text, "127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n");
    if (machine[0] && strcmp(machine, "localhost") != 0)
        buf_printf(&text, "127.0.1.1 %s\n", machine);
    for (size_t i = 0; i < world->host_count; i++)
        buf_printf(&text, "%s %s\n", world->hosts[i].address, world->hosts[i].name);
    int result = cover_file("/etc/hosts", buf_text(&text), err);
    buf_close(&text);
    return result;
}

static int cover_names(const struct stage_world *world, struct error *err)
{
    static const char resolver[] = "nameserver 127.0.0.1\noptions timeout:2 attempts:2\n";
    static const char sources[] = "passwd: files\ngroup: files\nhosts: files dns\n"
                                  "networks: files\nprotocols: files\nservices: files\n";
    if (cover_hosts(world, err) || cover_file("/etc/resolv.conf", resolver, err)
        || cover_file("/etc/nsswitch.conf", sources, err))
        return -1;
    return 0;
}

int cover_files(const struct stage_world *world, struct error *err)
{
    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
        return error_errno(err, "can't keep our mounts to ourselves");
    protect_all();
    if (cover_scratch(err))
        return -1;
    cover_services();
    return cover_names(world, err);
}
