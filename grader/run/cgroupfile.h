/* SPDX-License-Identifier: MIT
 *
 * The kernel's files about control groups (cgroups(7), the kernel's cgroup-v2.rst): reading
 * and writing them, and what they say.
 */
#ifndef RUN_CGROUPFILE_H
#define RUN_CGROUPFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Text of the file below folder (a descriptor, or AT_FDCWD), NUL-terminated, cut to size.
 * 0, or -1 with errno. */
int cgroupfile_read(int folder, const char *name, char *out, size_t size);

/* Replaces what the file says; 0, or -1 with errno. */
int cgroupfile_write(int folder, const char *name, const char *text);

/* From /proc/self/cgroup: the path of the one cgroup of version 2 that the process is in.
 * -1 when there is none, or when it was removed or lies outside of what can be named. */
int cgroupfile_path(const char *proc_cgroup, char *out, size_t size);

/* From /proc/self/mountinfo: the folder in which the cgroup `path` is seen, below the first
 * mount of cgroup version 2 that shows it. -1 when no mount does. */
int cgroupfile_folder(const char *mountinfo, const char *path, char *out, size_t size);

/* Whether a list such as cgroup.controllers ("cpu memory pids\n") has the word. */
bool cgroupfile_lists(const char *list, const char *word);

/* The number behind a key of a file such as memory.events ("low 0\noom_kill 1\n"); 0 when
 * the key is not there. */
int64_t cgroupfile_count(const char *text, const char *key);

/* Whose run a cgroup is made for stands in its name, so that everybody can tell whether
 * that process still lives. A pid says nothing without its namespace and its start. */
struct cgroupfile_maker {
    uint64_t pid_namespace; /* inode number */
    pid_t pid;
    uint64_t start; /* clock ticks after boot, as proc(5) has it */
};

#define CGROUPFILE_NAME_SIZE 128

void cgroupfile_name(const struct cgroupfile_maker *maker, unsigned number,
                     char out[CGROUPFILE_NAME_SIZE]);

/* The way back; false when the name is none of ours. */
bool cgroupfile_name_read(const char *name, struct cgroupfile_maker *out);

/* From /proc/PID/stat: when it started; 0 when the text is not of that form, or when the
 * process has ended and only waits to be reaped. */
uint64_t cgroupfile_start(const char *stat);

#endif
