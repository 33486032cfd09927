/* SPDX-License-Identifier: MIT
 *
 * Room for programs: files, memory, processes, processors, and who may limit them.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "run/cgroups.h"
#include "run/machine_check.h"
#include "run/scratch.h"
#include "run/user.h"

#define MIB (1024L * 1024)
#define FOLDER_LEAST_MIB 64
#define RAM_LEAST_MIB 256
#define FILES_LEAST 256
#define TASKS_LEAST 64

void machine_check_folder(const struct ground *g, struct finding *f)
{
    char path[256];
    struct error err;
    struct statvfs room;
    (void)g;
    if (user_drop_root() || scratch_make(path, sizeof path, &err)) {
        finding_missing(f, "%s", err.text);
        finding_mend(f,
                     "export TMPDIR=FOLDER   # one that you and programs may write to");
        return;
    }
    int got = statvfs(path, &room);
    scratch_remove(path);
    long free_mib =
        got ? 0 : (long)((unsigned long long)room.f_bavail * room.f_frsize / MIB);
    *strrchr(path, '/') = '\0';
    if (free_mib < FOLDER_LEAST_MIB || (room.f_files && room.f_favail < 1000)) {
        finding_missing(f, "%s has room for %ld MiB in %lu files; %d MiB are wanted",
                        path, free_mib, (unsigned long)room.f_favail, FOLDER_LEAST_MIB);
        finding_mend(f, "export TMPDIR=FOLDER   # one with more room");
    } else {
        finding_ok(f, "%ld MiB are free in %s", free_mib, path);
    }
}

/* Tries it: the limit is one thing, the machine's table of files another. */
void machine_check_open_files(const struct ground *g, struct finding *f)
{
    int opened = 0;
    (void)g;
    while (opened < FILES_LEAST && open("/dev/null", O_RDONLY | O_CLOEXEC) >= 0)
        opened++;
    if (opened >= FILES_LEAST - 16) {
        finding_ok(f, "%d files can be open at once", opened);
        return;
    }
    finding_missing(f, "only %d files can be open at once: %s", opened, strerror(errno));
    finding_mend(f, "ulimit -n 1024");
}

void machine_check_tasks(const struct ground *g, struct finding *f)
{
    struct rlimit limit;
    (void)g;
    if (getrlimit(RLIMIT_NPROC, &limit) || limit.rlim_cur == RLIM_INFINITY) {
        finding_ok(f, "as many processes as there is room for");
        return;
    }
    if (limit.rlim_cur >= TASKS_LEAST) {
        finding_ok(f, "%llu processes are allowed", (unsigned long long)limit.rlim_cur);
        return;
    }
    finding_missing(f, "only %llu processes are allowed",
                    (unsigned long long)limit.rlim_cur);
    finding_mend(f, "ulimit -u 1024");
}

void machine_check_ram(const struct ground *g, struct finding *f)
{
    char text[64];
    long kib = 0, limit;
    (void)g;
    if (!surroundings_line("/proc/meminfo", "MemAvailable:", text, sizeof text)
        || sscanf(text, "%ld", &kib) != 1) {
        finding_unneeded(f, "how much memory is free can't be told");
        return;
    }
    long mib = kib / 1024;
    bool capped =
        (surroundings_number("/sys/fs/cgroup/memory.max", &limit)
         || surroundings_number("/sys/fs/cgroup/memory/memory.limit_in_bytes", &limit))
        && limit / MIB < mib;
    if (capped)
        mib = limit / MIB;
    if (mib >= RAM_LEAST_MIB)
        finding_ok(f, "%ld MiB are %s", mib, capped ? "allowed" : "free");
    else
        finding_missing(f, "only %ld MiB are %s; %d are wanted", mib,
                        capped ? "allowed (by the container)" : "free", RAM_LEAST_MIB);
}

void machine_check_processors(const struct ground *g, struct finding *f)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    (void)g;
    finding_ok(f, "%ld; as many cases are played at once", count < 1 ? 1 : count);
}

void machine_check_cgroup(const struct ground *g, struct finding *f)
{
    struct cgroups all;
    struct error err = {0};
    if (!cgroups_open(&all, &err)) {
        cgroups_close(&all);
        finding_ok(f, "the grader's control group is its own to divide");
        return;
    }
    finding_unneeded(f, "%s; looking at each process's memory stands in", err.text);
    if (!g->around.container)
        finding_mend(f, "systemd-run %s--scope -p Delegate=yes sockgrade check ...",
                     g->around.root ? "" : "--user ");
}
