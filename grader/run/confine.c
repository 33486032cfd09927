/* SPDX-License-Identifier: MIT */
#include "run/confine.h"

#include <errno.h>
#include <seccomp.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#define SECONDS_MOST 1
#define WAIT_SECONDS_MOST 10 /* on a machine that is loaded */
#define MEMORY_MOST (UINT64_C(256) << 20)

static const char *const allowed[] = {
    "read",   "pread64", "lseek", "fstat",      "newfstatat", "close",
    "dup",    "munmap",  "brk",   "mremap",     "madvise",    "futex",
    "getpid", "fcntl",   "exit",  "exit_group", "getrandom",
};

/* What the process has already is the grader's: some of its builds map a lot. */
static rlim_t data_bytes(void)
{
    unsigned long long pages = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    if (file && fscanf(file, "%*u %*u %*u %*u %*u %llu", &pages) != 1)
        pages = 0;
    if (file)
        fclose(file);
    return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

static void set_limits(void)
{
    const rlim_t bytes = data_bytes() + MEMORY_MOST;
    const struct rlimit time = {SECONDS_MOST, SECONDS_MOST}, memory = {bytes, bytes};
    setrlimit(RLIMIT_CPU, &time);
    setrlimit(RLIMIT_DATA, &memory);
    alarm(WAIT_SECONDS_MOST);
}

static int allow(scmp_filter_ctx context, int answer_fd)
{
    const struct scmp_arg_cmp no_code = {2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0};
    const struct scmp_arg_cmp answer = {0, SCMP_CMP_MASKED_EQ, UINT32_MAX,
                                        (scmp_datum_t)answer_fd};
    int status =
        seccomp_rule_add_array(context, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, &no_code);
    if (status == 0)
        status =
            seccomp_rule_add_array(context, SCMP_ACT_ALLOW, SCMP_SYS(write), 1, &answer);
    for (size_t i = 0; status == 0 && i < sizeof allowed / sizeof *allowed; i++) {
        int number = seccomp_syscall_resolve_name(allowed[i]);
        if (number >= 0) /* else this architecture does without it */
            status = seccomp_rule_add_array(context, SCMP_ACT_ALLOW, number, 0, NULL);
    }
    return status;
}

int confine_reader(int answer_fd)
{
    set_limits();
    scmp_filter_ctx context = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    int status = context ? allow(context, answer_fd) : -1;
    if (status == 0)
        status = seccomp_load(context); /* which sets no_new_privs */
    seccomp_release(context);
    return status ? -1 : 0;
}
