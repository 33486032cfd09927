/* SPDX-License-Identifier: MIT
 *
 * One thread as /proc shows it: off the processor or not, in which system call, and the
 * kernel's count of how often it ran. The files that every look reads stay open (a read is
 * five times cheaper than open, read and close).
 *
 * The order of reads matters. The count of arrivals (schedstat) is read before the system
 * call, the count of departures (status) after it: either way, two looks with one count
 * prove that the thread stayed off the processor from the first look's end to the second
 * one's beginning.
 */
#ifndef RUN_TASK_H
#define RUN_TASK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* The /proc that is looked through. */
struct proc {
    int fd;            /* -1: none */
    bool children;     /* it lists the children of a thread */
    bool schedstat;    /* it counts how often a thread arrived on a processor */
    int files_to_keep; /* how many more may stay open */
};

enum task_state {
    TASK_RUNNING, /* runs, is runnable, or in no system call */
    TASK_BLOCKED, /* off the processor, in the system call `nr` */
    TASK_ENDED,   /* gone, or a zombie */
    TASK_HIDDEN,  /* /proc refuses: not dumpable, or another user's */
};

enum task_file {
    TASK_COUNT,
    TASK_SYSCALL,
    TASK_CHILDREN,
    TASK_STAT,
    TASK_STATM,
    TASK_FILES
};

struct task {
    int pid, tid;
    int files[TASK_FILES]; /* -1 while not open */
    int threads_fd;        /* /proc/PID/task of a leader, else -1 */
    enum task_state state;
    uint64_t count; /* how often it ran */
    long nr;        /* the system call that it is blocked in */
    uint64_t args[6];
    int64_t read_ns;  /* when the last look began */
    int64_t since_ns; /* it entered this wait at this time or later */
    bool changed;     /* by the last look: another state, call or count than before */
};

/* What `stat` tells. */
struct task_stat {
    char state;
    char name[16];
    int64_t start_ns;         /* monotonic, up to a clock tick too early */
    int64_t cpu_ns;           /* to a clock tick */
    uint64_t blocked, caught; /* signals, bit 0 for number 1; only those below 32 */
};

int proc_open(struct proc *proc);
void proc_close(struct proc *proc);

void task_init(struct task *t, int pid, int tid);
void task_close(struct task *t, struct proc *proc);

/* Reads the thread's state; now_ns is the moment at which the whole look began. */
void task_look(struct task *t, struct proc *proc, int64_t now_ns);

/* The process of a thread of which only the number is known; itself when that can't be told. */
pid_t task_process_of(pid_t thread);

/* Returns 0, or -1 when it has gone. */
int task_stat(struct task *t, struct proc *proc, struct task_stat *out);

/* One of the files that are kept open, as text; -1 when it can't be read. */
ssize_t task_text(struct task *t, struct proc *proc, enum task_file which, char *out,
                  size_t size);

/* Text of another file of the thread, NUL-terminated. Returns its length or -1. */
ssize_t task_read(const struct task *t, const struct proc *proc, const char *file,
                  char *out, size_t size);

/* The pids of its children, as decimal numbers with spaces between. Returns the length,
 * size - 1 when there may be more, or -1. */
ssize_t task_children(struct task *t, struct proc *proc, char *out, size_t size);

/* Copies memory of the thread's process; 0 or -1. */
int task_memory(const struct task *t, uint64_t address, void *out, size_t size);

/* Whether its process runs the program of that name, with a version behind it or not:
 * "ruby" and "ruby3.1". */
bool task_runs(const struct task *t, const struct proc *proc, const char *name);

/* Processor time in nanoseconds. */
int64_t task_cpu_ns(struct task *t, struct proc *proc);

#endif
