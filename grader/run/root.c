/* SPDX-License-Identifier: MIT */
#include "run/root.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"

/* It is put together on a folder that every system has and that nothing is taken from. */
#define BASE "/sys"

/* Where it can be written to lies one file system, in which these folders are. */
#define SPACE "/home"

/* The files of the base are small; the inodes of the space are few. */
#define BASE_BYTES (8 * 1024 * 1024)
#define PAGE_BYTES 4096 /* that a file fills in part, and its folder */
#define SPACE_INODES 16384

static const char *const system_folders[] = {"/usr",   "/bin",   "/sbin",  "/lib",
                                             "/lib32", "/lib64", "/libx32"};

static const char *const devices[] = {"null", "zero", "random", "urandom"};

static const char *const plain_folders[] = {
    "/dev", "/dev/shm", "/etc",     "/home", "/proc", "/run",
    "/tmp", "/var",     "/var/tmp", "/root", "/opt",  ROOT_SUBMISSION};

/* What every program may read: names of services and of time zones, where the commands and
 * libraries are; no names of people or machines. Each costs a mount. */
static const char *const etc_names[] = {"/etc/alternatives", "/etc/ld.so.cache",
                                        "/etc/localtime", "/etc/protocols",
                                        "/etc/services"};

static void put_folder(struct setup *s, const char *path, mode_t mode)
{
    char *at = mem_printf(BASE "%s", path);
    setup_folder(s, at, mode);
    free(at);
}

static void put_file(struct setup *s, const char *path, const char *text)
{
    char *at = mem_printf(BASE "%s", path);
    setup_file(s, at, text, strlen(text));
    free(at);
}

static void put_link(struct setup *s, const char *target, const char *path)
{
    char *at = mem_printf(BASE "%s", path);
    setup_link(s, target, at);
    free(at);
}

static void bind_onto(struct setup *s, const char *from, const char *path)
{
    char *at = mem_printf(BASE "%s", path);
    setup_bind(s, from, at);
    free(at);
}

static void make_above(struct setup *s, const char *root, const char *path)
{
    for (const char *slash = strchr(path + 1, '/'); slash;
         slash = strchr(slash + 1, '/')) {
        char *above = mem_printf("%s%.*s", root, (int)(slash - path), path);
        setup_folder(s, above, 0755);
        setup_optional(s); /* it may be there */
        free(above);
    }
}

/* Shows the same path of the machine; the folders above it are made. */
static void show(struct setup *s, const char *path)
{
    struct stat info;
    if (stat(path, &info))
        return;
    make_above(s, BASE, path);
    if (S_ISDIR(info.st_mode))
        put_folder(s, path, 0755);
    else
        put_file(s, path, "");
    setup_optional(s); /* it may be there, in what was shown before */
    bind_onto(s, path, path);
}

static void show_system(struct setup *s)
{
    for (size_t i = 0; i < sizeof system_folders / sizeof *system_folders; i++) {
        char target[PATH_MAX];
        ssize_t len = readlink(system_folders[i], target, sizeof target - 1);
        if (len < 0) {
            show(s, system_folders[i]);
            continue;
        }
        target[len] = '\0';
        put_link(s, target, system_folders[i]);
    }
}

static bool is_below(const char *path, const char *folder)
{
    size_t len = strlen(folder);
    return !strncmp(path, folder, len) && (path[len] == '/' || !path[len]);
}

static bool in_system(const char *path)
{
    for (size_t i = 0; i < sizeof system_folders / sizeof *system_folders; i++)
        if (is_below(path, system_folders[i]))
            return true;
    return false;
}

/* Nobody's home is an installation, nor is what homes are in, whatever has a bin there. */
static bool is_private(const char *prefix)
{
    static const char homes[] = "/home/";
    const char *ours = getenv("HOME");
    if (!strncmp(prefix, homes, strlen(homes)) && !strchr(prefix + strlen(homes), '/'))
        return true;
    return !strcmp(prefix, "/") || !strcmp(prefix, "/home") || !strcmp(prefix, "/root")
           || (ours && is_below(ours, prefix));
}

/* PREFIX of PREFIX/bin/python3, or /nix/store/... and /gnu/store/..., whose parts refer to
 * each other. */
static void find_prefix(const char *tool, char *prefix, size_t size)
{
    static const char *const stores[] = {"/nix/store", "/gnu/store"};
    snprintf(prefix, size, "%s", tool);
    for (int up = 0; up < 2; up++) {
        char *slash = strrchr(prefix, '/');
        *(slash == prefix ? slash + 1 : slash) = '\0';
    }
    for (size_t i = 0; i < sizeof stores / sizeof *stores; i++)
        if (is_below(tool, stores[i]))
            snprintf(prefix, size, "%s", stores[i]);
}

/* A link to a tool that is installed elsewhere, as in ~/.local/bin, has nothing beside it
 * that belongs to the tool; unless it is how a virtual environment of Python begins. */
static bool is_mere_link(const char *tool, const char *real, const char *prefix)
{
    char *mark = mem_printf("%s/pyvenv.cfg", prefix);
    bool mere = strcmp(tool, real) != 0 && access(mark, F_OK) != 0;
    free(mark);
    return mere;
}

static void show_link(struct setup *s, const char *target, const char *path)
{
    make_above(s, BASE, path);
    put_link(s, target, path);
    setup_optional(s); /* what was shown already may hold it */
}

/* An interpreter from elsewhere comes with all that was installed beside it. */
static void show_installation(struct setup *s, const char *tool, const char *real)
{
    char prefix[PATH_MAX];
    if (in_system(tool))
        return;
    find_prefix(tool, prefix, sizeof prefix);
    if (is_mere_link(tool, real, prefix))
        show_link(s, real, tool);
    else
        show(s, is_private(prefix) ? tool : prefix);
}

static void show_prefix(struct setup *s, const char *tool)
{
    char real[PATH_MAX];
    if (!tool || !*tool || !realpath(tool, real))
        return;
    show_installation(s, real, real);
    if (strcmp(tool, real) != 0)
        show_installation(s, tool, real);
}

static void make_devices(struct setup *s)
{
    for (size_t i = 0; i < sizeof devices / sizeof *devices; i++) {
        char path[64];
        snprintf(path, sizeof path, "/dev/%s", devices[i]);
        if (access(path, F_OK))
            continue;
        put_file(s, path, "");
        bind_onto(s, path, path);
    }
    put_link(s, "/proc/self/fd", "/dev/fd");
    put_link(s, "/proc/self/fd/0", "/dev/stdin");
    put_link(s, "/proc/self/fd/1", "/dev/stdout");
    put_link(s, "/proc/self/fd/2", "/dev/stderr");
}

#define MACHINE_SIZE 256

static void find_machine(const struct stage_world *world, char machine[MACHINE_SIZE])
{
    machine[0] = machine[MACHINE_SIZE - 1] = '\0';
    if (world->machine)
        snprintf(machine, MACHINE_SIZE, "%s", world->machine);
    else
        gethostname(machine, MACHINE_SIZE - 1);
}

static void list_hosts(const struct stage_world *world, const char *machine,
                       struct buf *out)
{
    buf_puts(out, "127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n");
    if (machine[0] && strcmp(machine, "localhost") != 0)
        buf_printf(out, "127.0.1.1 %s\n", machine);
    for (size_t i = 0; i < world->host_count; i++)
        buf_printf(out, "%s %s\n", world->hosts[i].address, world->hosts[i].name);
}

static void write_names(struct setup *s, const struct stage_world *world)
{
    static const char sources[] = "passwd: files\ngroup: files\nhosts: files dns\n"
                                  "networks: files\nprotocols: files\nservices: files\n";
    struct buf text = {0};
    char machine[MACHINE_SIZE];
    find_machine(world, machine);
    list_hosts(world, machine, &text);
    put_file(s, "/etc/hosts", buf_text(&text));
    buf_close(&text);
    put_file(s, "/etc/hostname", machine);
    put_file(s, "/etc/resolv.conf",
             "nameserver 127.0.0.1\noptions timeout:2 attempts:2\n");
    put_file(s, "/etc/nsswitch.conf", sources);
}

static void write_people(struct setup *s, uid_t uid, gid_t gid)
{
    struct buf text = {0};
    buf_printf(&text,
               "root:x:0:0:root:/root:/bin/sh\n"
               "student:x:%u:%u:student:" ROOT_HOME ":/bin/sh\n",
               (unsigned)uid, (unsigned)gid);
    put_file(s, "/etc/passwd", buf_text(&text));
    buf_clear(&text);
    buf_printf(&text, "root:x:0:\nstudent:x:%u:\n", (unsigned)gid);
    put_file(s, "/etc/group", buf_text(&text));
    buf_close(&text);
}

static void show_etc(struct setup *s, const char *const *more)
{
    for (size_t i = 0; i < sizeof etc_names / sizeof *etc_names; i++)
        show(s, etc_names[i]);
    for (; more && *more; more++)
        show(s, *more);
}

/* Whether one of the first `count` is that or has it inside: then it can't be covered again,
 * for it is gone. */
static bool is_covered(const char *real, const char *const *hidden, size_t count)
{
    char folder[PATH_MAX];
    for (size_t i = 0; i < count; i++)
        if (realpath(hidden[i], folder) && is_below(real, folder))
            return true;
    return false;
}

/* What lies among the system's files, or beside a tool, and is not for the program:
 * exercises. */
static void hide(struct setup *s, const char *const *hidden)
{
    for (size_t i = 0; hidden && hidden[i]; i++) {
        char real[PATH_MAX];
        struct stat info;
        if (!realpath(hidden[i], real) || stat(real, &info)
            || is_covered(real, hidden, i))
            continue;
        bind_onto(s, S_ISDIR(info.st_mode) ? BASE "/run" : "/dev/null", real);
        if (!in_system(real))
            setup_optional(s); /* it is not there, most likely */
    }
}

static off_t size_of(const struct stage_file *f)
{
    struct stat info;
    return f->part ? f->size : fstat(f->fd, &info) == 0 ? info.st_size : 0;
}

/* Itself, and the folders above it. */
static int64_t entries_of(const struct stage_file *f)
{
    int64_t count = 1;
    for (const char *slash = strchr(f->name, '/'); slash; slash = strchr(slash + 1, '/'))
        count++;
    return count;
}

static void put_submission(struct setup *s, const struct stage_order *order)
{
    int64_t bytes = PAGE_BYTES;
    for (size_t i = 0; i < order->file_count; i++)
        bytes += size_of(&order->files[i]) + PAGE_BYTES * entries_of(&order->files[i]);
    char *options = mem_printf("size=%lld,mode=0755", (long long)bytes);
    setup_tmpfs(s, ROOT_SUBMISSION, options);
    free(options);
    for (size_t i = 0; i < order->file_count; i++) {
        const struct stage_file *f = &order->files[i];
        char *path = mem_printf("/%s", f->name);
        char *at = mem_printf(ROOT_SUBMISSION "%s", path);
        make_above(s, ROOT_SUBMISSION, path);
        setup_copy(s, at, f->fd, f->part ? f->at : 0, size_of(f), f->mode);
        free(at);
        free(path);
    }
}

/* What lies in the folder itself: files, and the folders of the others, each once. */
static bool is_new_entry(const struct stage_order *order, size_t i, size_t *len)
{
    const char *name = order->files[i].name;
    *len = strcspn(name, "/");
    const char *before = i ? order->files[i - 1].name : "";
    return strcspn(before, "/") != *len || strncmp(before, name, *len) != 0;
}

/* To be done inside: everything is read-only but for this. The program finds its own files
 * in the folder that it starts in, as at home. */
static void make_space(struct setup *s, const struct stage_order *order)
{
    static const char *const places[][2] = {{SPACE "/.tmp", "/tmp"},
                                            {SPACE "/.tmp", "/var/tmp"},
                                            {SPACE "/.shm", "/dev/shm"}};
    char *options = mem_printf("size=%lld,nr_inodes=%d,mode=0755",
                               (long long)order->limits->value[LIMIT_DISK], SPACE_INODES);
    setup_tmpfs(s, SPACE, options);
    free(options);
    setup_folder(s, ROOT_HOME, 0700);
    setup_folder(s, SPACE "/.tmp", 01777);
    setup_folder(s, SPACE "/.shm", 01777);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        setup_bind(s, places[i][0], places[i][1]);
    for (size_t i = 0, len; i < order->file_count; i++) {
        if (!is_new_entry(order, i, &len))
            continue;
        const char *name = order->files[i].name;
        char *at = mem_printf(ROOT_HOME "/%.*s", (int)len, name);
        char *target = mem_printf(ROOT_SUBMISSION "/%.*s", (int)len, name);
        setup_link(s, target, at);
        free(target);
        free(at);
    }
}

static void add_own(struct setup *s, const struct stage_order *order)
{
    put_submission(s, order);
    setup_seal(s);
    make_space(s, order);
}

void root_plan(struct setup *s, const struct stage_order *order, uid_t uid, gid_t gid,
               bool keep)
{
    char *options = mem_printf("size=%d,mode=0755", BASE_BYTES);
    setup_namespace(s);
    setup_tmpfs(s, BASE, options);
    free(options);
    for (size_t i = 0; i < sizeof plain_folders / sizeof *plain_folders; i++)
        put_folder(s, plain_folders[i], 0755);
    show_system(s);
    show_prefix(s, order->tool);
    make_devices(s);
    write_names(s, &order->world);
    write_people(s, uid, gid);
    show_etc(s, order->etc);
    hide(s, order->hidden);
    setup_proc(s, BASE "/proc");
    setup_enter(s, BASE);
    if (keep)
        setup_keep(s);
    add_own(s, order);
}

void root_plan_from(struct setup *s, const struct stage_order *order, int base_fd)
{
    setup_join(s, base_fd);
    setup_new_proc(s, "/proc");
    add_own(s, order);
}

static void add_texts(struct digest *d, const char *const *list)
{
    for (size_t i = 0; list && list[i]; i++)
        digest_text(d, list[i]);
    digest_text(d, NULL);
}

void root_identify(const struct stage_order *order, uid_t uid, gid_t gid,
                   unsigned char base[DIGEST_SIZE])
{
    char machine[MACHINE_SIZE];
    struct buf hosts = {0};
    struct digest d;
    find_machine(&order->world, machine);
    list_hosts(&order->world, machine, &hosts);
    digest_begin(&d);
    digest_number(&d, uid);
    digest_number(&d, gid);
    digest_text(&d, order->tool);
    digest_text(&d, machine);
    digest_text(&d, buf_text(&hosts));
    add_texts(&d, order->etc);
    add_texts(&d, order->hidden);
    digest_end(&d, base);
    buf_close(&hosts);
}
