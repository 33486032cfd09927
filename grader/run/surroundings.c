/* SPDX-License-Identifier: MIT */
#include "run/surroundings.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "run/stage.h"

bool surroundings_number(const char *path, long *out)
{
    char text[64];
    if (!surroundings_line(path, "", text, sizeof text))
        return false;
    char *end;
    long number = strtol(text, &end, 10);
    if (end == text)
        return false;
    *out = number;
    return true;
}

bool surroundings_line(const char *path, const char *key, char *out, size_t size)
{
    char line[1024];
    size_t len = strlen(key);
    bool found = false;
    FILE *f = fopen(path, "re");
    while (f && !found && fgets(line, sizeof line, f)) {
        if (strncmp(line, key, len) != 0)
            continue;
        char *text = line + len + strspn(line + len, " \t\"");
        text[strcspn(text, "\"\n")] = '\0';
        snprintf(out, size, "%s", text);
        found = true;
    }
    if (f)
        fclose(f);
    return found;
}

/* --- the distribution ------------------------------------------------------------------ */

const char *surroundings_installer(const char *ids)
{
    static const struct {
        const char *id, *words;
    } rows[] = {
        {"debian", "sudo apt-get install"},  {"ubuntu", "sudo apt-get install"},
        {"fedora", "sudo dnf install"},      {"rhel", "sudo dnf install"},
        {"centos", "sudo dnf install"},      {"arch", "sudo pacman -S"},
        {"alpine", "sudo apk add"},          {"suse", "sudo zypper install"},
        {"opensuse", "sudo zypper install"}, {"darwin", "brew install"},
    };
    for (const char *at = ids; *at;) {
        size_t len = strcspn(at, " ");
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
            if (strlen(rows[i].id) == len && strncmp(rows[i].id, at, len) == 0)
                return rows[i].words;
        at += len + strspn(at + len, " ");
    }
    return NULL;
}

static void read_system(struct surroundings *s)
{
    static const char *const paths[] = {"/etc/os-release", "/usr/lib/os-release"};
    char id[64] = "", like[64] = "", ids[160];
    struct utsname name;
    if (uname(&name) == 0) {
        snprintf(s->kernel, sizeof s->kernel, "%.60s %.60s", name.sysname, name.release);
        snprintf(s->system, sizeof s->system, "%s", name.sysname);
    }
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        if (surroundings_line(paths[i], "PRETTY_NAME=", s->system, sizeof s->system)) {
            surroundings_line(paths[i], "ID=", id, sizeof id);
            surroundings_line(paths[i], "ID_LIKE=", like, sizeof like);
            break;
        }
    snprintf(ids, sizeof ids, "%s %s%s", id, like,
             strcmp(s->system, "Darwin") == 0 ? " darwin" : "");
    s->install = surroundings_installer(ids);
    if (s->install && !*s->sudo && strncmp(s->install, "sudo ", 5) == 0)
        s->install += 5;
}

/* --- the container --------------------------------------------------------------------- */

static const char *find_container(void)
{
    static const struct {
        const char *path, *name;
    } marks[] = {
        {"/var/run/secrets/kubernetes.io", "kubernetes"},
        {"/run/.containerenv", "podman"},
        {"/.dockerenv", "docker"},
        {"/dev/lxd/sock", "lxc"},
        {"/dev/.lxc", "lxc"},
        {"/run/systemd/container", "container"},
    };
    const char *word = getenv("container"); /* what container managers set */
    char kind[64];
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (access(marks[i].path, F_OK) != 0)
            continue;
        if (surroundings_line(marks[i].path, "lxc", kind, sizeof kind))
            return "lxc";
        return marks[i].name;
    }
    if (getenv("KUBERNETES_SERVICE_HOST"))
        return "kubernetes";
    return word && *word ? strcmp(word, "lxc") == 0 ? "lxc" : "container" : NULL;
}

/* In a chroot the list of mounts names none at "/". */
static bool is_chroot(void)
{
    char line[1024], point[512];
    bool listed = false, root = false;
    FILE *f = fopen("/proc/self/mountinfo", "re");
    while (f && fgets(line, sizeof line, f))
        if (sscanf(line, "%*d %*d %*s %*s %511s", point) == 1) {
            listed = true;
            root |= strcmp(point, "/") == 0;
        }
    if (f)
        fclose(f);
    return listed && !root;
}

void surroundings_read(struct surroundings *s)
{
    char seccomp[32] = "";
    *s = (struct surroundings){0};
    s->root = geteuid() == 0 && stage_uid() != 0;
    s->sudo = geteuid() == 0 ? "" : "sudo ";
    read_system(s);
    s->container = find_container();
    surroundings_line("/proc/self/status", "Seccomp:", seccomp, sizeof seccomp);
    s->filtered = strcmp(seccomp, "2") == 0;
    s->changed_root = is_chroot();
    s->lacks_proc = access("/proc/self", F_OK) != 0;
    ssize_t n = readlink("/proc/self/exe", s->self, sizeof s->self - 1);
    s->self[n > 0 ? n : 0] = '\0';
}
