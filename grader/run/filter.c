/* SPDX-License-Identifier: MIT */
#include "run/filter.h"

#include <errno.h>
#include <linux/netlink.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include <linux/filter.h>

#include "base/buf.h"
#include "run/beacon.h"
#include "run/kernel.h"

/* Newer than the kernel headers that we may be built with. */
#ifndef SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
#define SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV (1UL << 5)
#endif

/* A policy without what may be added to it (SCHED_RESET_ON_FORK). */
#define POLICY 0xF

/* When a row holds: always, or if an argument of the call is so. The filter sees 64 bits where
 * the kernel takes an int: a value that is refused must be so whatever is above that. */
struct condition {
    enum scmp_compare op; /* 0: no condition */
    unsigned arg;
    uint64_t mask, value;
};

#define MASKED(arg, mask, value)                                                         \
    {                                                                                    \
        SCMP_CMP_MASKED_EQ, arg, mask, value                                             \
    }
#define EQUAL(arg, value)                                                                \
    {                                                                                    \
        SCMP_CMP_EQ, arg, 0, value                                                       \
    }
#define OTHER(arg, value)                                                                \
    {                                                                                    \
        SCMP_CMP_NE, arg, 0, value                                                       \
    }
#define ABOVE(arg, value)                                                                \
    {                                                                                    \
        SCMP_CMP_GT, arg, 0, value                                                       \
    }
#define MEMORY UINT64_MAX /* as a value: the limit of memory */

static const struct row {
    const char *name;
    enum filter_policy policy;
    struct condition when[2];
} rows[] = {
    /* what a program does with sockets */
    {"connect", FILTER_HEAR, {{0}}},
    {"bind", FILTER_HEAR, {{0}}},
    {"listen", FILTER_HEAR, {{0}}},
    /* files and roots */
    {"mount", FILTER_REFUSE, {{0}}},
    {"umount2", FILTER_REFUSE, {{0}}},
    {"pivot_root", FILTER_REFUSE, {{0}}},
    {"chroot", FILTER_REFUSE, {{0}}},
    {"move_mount", FILTER_REFUSE, {{0}}},
    {"open_tree", FILTER_REFUSE, {{0}}},
    {"fsopen", FILTER_REFUSE, {{0}}},
    {"fsconfig", FILTER_REFUSE, {{0}}},
    {"fsmount", FILTER_REFUSE, {{0}}},
    {"fspick", FILTER_REFUSE, {{0}}},
    {"mount_setattr", FILTER_REFUSE, {{0}}},
    {"open_by_handle_at", FILTER_REFUSE, {{0}}},
    {"fanotify_init", FILTER_REFUSE, {{0}}},
    {"quotactl", FILTER_REFUSE, {{0}}},
    /* devices; mkfifo() is the same call */
    {"mknod", FILTER_REFUSE, {MASKED(1, S_IFMT, S_IFBLK)}},
    {"mknod", FILTER_REFUSE, {MASKED(1, S_IFMT, S_IFCHR)}},
    {"mknodat", FILTER_REFUSE, {MASKED(2, S_IFMT, S_IFBLK)}},
    {"mknodat", FILTER_REFUSE, {MASKED(2, S_IFMT, S_IFCHR)}},
    {"swapon", FILTER_REFUSE, {{0}}},
    {"swapoff", FILTER_REFUSE, {{0}}},
    {"acct", FILTER_REFUSE, {{0}}},
    /* namespaces; clone3 keeps its flags where no filter sees them, and C libraries can do
     * without it */
    {"unshare", FILTER_REFUSE, {{0}}},
    {"setns", FILTER_REFUSE, {{0}}},
    {"clone", FILTER_REFUSE, {MASKED(0, CLONE_NEWUSER, CLONE_NEWUSER)}},
    {"clone", FILTER_REFUSE, {MASKED(0, CLONE_NEWNS, CLONE_NEWNS)}},
    {"clone", FILTER_REFUSE, {MASKED(0, CLONE_NEWPID, CLONE_NEWPID)}},
    {"clone", FILTER_REFUSE, {MASKED(0, CLONE_NEWNET, CLONE_NEWNET)}},
    {"clone3", FILTER_LACK, {{0}}},
    /* a sibling is no descendant: it would not be counted */
    {"clone", FILTER_REFUSE, {MASKED(0, CLONE_PARENT, CLONE_PARENT)}},
    /* other processes, the kernel, the machine */
    {"ptrace", FILTER_REFUSE, {{0}}},
    {"process_vm_readv", FILTER_REFUSE, {{0}}},
    {"process_vm_writev", FILTER_REFUSE, {{0}}},
    {"pidfd_getfd", FILTER_REFUSE, {{0}}},
    {"bpf", FILTER_REFUSE, {{0}}},
    {"perf_event_open", FILTER_REFUSE, {{0}}},
    {"userfaultfd", FILTER_REFUSE, {{0}}},
    {"keyctl", FILTER_REFUSE, {{0}}},
    {"add_key", FILTER_REFUSE, {{0}}},
    {"request_key", FILTER_REFUSE, {{0}}},
    {"init_module", FILTER_REFUSE, {{0}}},
    {"finit_module", FILTER_REFUSE, {{0}}},
    {"delete_module", FILTER_REFUSE, {{0}}},
    {"kexec_load", FILTER_REFUSE, {{0}}},
    {"kexec_file_load", FILTER_REFUSE, {{0}}},
    {"reboot", FILTER_REFUSE, {{0}}},
    {"sched_setscheduler", FILTER_REFUSE, {MASKED(1, POLICY, SCHED_FIFO)}},
    {"sched_setscheduler", FILTER_REFUSE, {MASKED(1, POLICY, SCHED_RR)}},
    {"settimeofday", FILTER_REFUSE, {{0}}},
    {"clock_settime", FILTER_REFUSE, {{0}}},
    {"sethostname", FILTER_REFUSE, {{0}}},
    {"setdomainname", FILTER_REFUSE, {{0}}},
    {"syslog", FILTER_REFUSE, {{0}}},
    {"iopl", FILTER_REFUSE, {{0}}},
    {"ioperm", FILTER_REFUSE, {{0}}},
    {"vhangup", FILTER_REFUSE, {{0}}},
    /* what the probe could not see through */
    {"io_uring_setup", FILTER_REFUSE, {{0}}},
    {"io_uring_enter", FILTER_REFUSE, {{0}}},
    {"io_uring_register", FILTER_REFUSE, {{0}}},
    /* sockets that show others' traffic, and families that no exercise is about: allowed
     * are UNIX (1), INET (2), INET6 (10), and NETLINK (16) for lists of interfaces */
    {"socket", FILTER_REFUSE, {EQUAL(0, AF_INET), MASKED(1, 0xF, SOCK_RAW)}},
    {"socket", FILTER_REFUSE, {EQUAL(0, AF_INET6), MASKED(1, 0xF, SOCK_RAW)}},
    {"socket", FILTER_REFUSE, {EQUAL(0, AF_INET), MASKED(1, 0xF, SOCK_PACKET)}},
    {"socket", FILTER_REFUSE, {EQUAL(0, AF_NETLINK), OTHER(2, NETLINK_ROUTE)}},
    {"socket", FILTER_REFUSE, {EQUAL(0, 3)}},
    {"socket", FILTER_REFUSE, {MASKED(0, 0xFFFFFFFC, 4)}},
    {"socket", FILTER_REFUSE, {MASKED(0, 0xFFFFFFFE, 8)}},
    {"socket", FILTER_REFUSE, {EQUAL(0, 11)}},
    {"socket", FILTER_REFUSE, {MASKED(0, 0xFFFFFFFC, 12)}},
    {"socket", FILTER_REFUSE, {ABOVE(0, AF_NETLINK)}},
    /* no call of the kernel's: the first row of prctl, since it alone is reported */
    {"prctl", FILTER_FATAL, {MASKED(0, UINT32_MAX, BEACON_CALL)}},
    /* who is not dumpable hides from the probe, sooner or later than it looks */
    {"prctl", FILTER_IGNORE, {MASKED(0, UINT32_MAX, PR_SET_DUMPABLE), EQUAL(1, 0)}},
    /* alarms, of which /proc shows nothing */
    {"alarm", FILTER_WATCH, {{0}}},
    {"setitimer", FILTER_WATCH, {MASKED(0, UINT32_MAX, ITIMER_REAL)}},
    {"timer_create", FILTER_WATCH, {{0}}},
    /* memory: at one stroke, or such as belongs to no process and so to no limit */
    {"mmap", FILTER_MEMORY, {ABOVE(1, MEMORY), MASKED(2, PROT_WRITE, PROT_WRITE)}},
    {"mremap", FILTER_MEMORY, {ABOVE(2, MEMORY)}},
    {"shmget", FILTER_MEMORY, {ABOVE(1, 65536)}},
    {"memfd_create", FILTER_REFUSE, {{0}}},
    {"memfd_secret", FILTER_REFUSE, {{0}}},
};
#define ROWS (sizeof rows / sizeof *rows)

static uint32_t action_of(enum filter_policy policy)
{
    static const uint32_t actions[] = {
        [FILTER_REFUSE] = SCMP_ACT_NOTIFY,      [FILTER_WATCH] = SCMP_ACT_NOTIFY,
        [FILTER_FATAL] = SCMP_ACT_NOTIFY,       [FILTER_MEMORY] = SCMP_ACT_NOTIFY,
        [FILTER_HEAR] = SCMP_ACT_NOTIFY,        [FILTER_IGNORE] = SCMP_ACT_ERRNO(0),
        [FILTER_LACK] = SCMP_ACT_ERRNO(ENOSYS),
    };
    return actions[policy];
}

bool filter_watches(void)
{
    return kernel_is_since(5, 5);
}

bool filter_waits_out_signals(void)
{
    return kernel_is_since(5, 19);
}

static int add(scmp_filter_ctx context, const struct row *row, bool watches,
               uint64_t memory_bytes)
{
    int number = seccomp_syscall_resolve_name(row->name);
    struct scmp_arg_cmp when[2];
    unsigned count = 0;
    bool goes_on = row->policy == FILTER_WATCH || row->policy == FILTER_HEAR;
    if (number < 0 || (goes_on && !watches))
        return 0; /* this architecture does not have it; or nobody could answer */
    for (; count < 2 && row->when[count].op; count++) {
        const struct condition *c = &row->when[count];
        uint64_t value = c->value == MEMORY ? memory_bytes : c->value;
        bool masked = c->op == SCMP_CMP_MASKED_EQ;
        when[count] = (struct scmp_arg_cmp){c->arg, c->op, masked ? c->mask : value,
                                            masked ? value : 0};
    }
    return seccomp_rule_add_array(context, action_of(row->policy), number, count, when);
}

/* libseccomp 2.5 writes its result to a file only. */
static int read_code(scmp_filter_ctx context, struct filter *f)
{
    struct stat info;
    int fd = memfd_create("filter", MFD_CLOEXEC);
    int status = fd < 0 ? -errno : seccomp_export_bpf(context, fd);
    if (status == 0 && fstat(fd, &info) == 0) {
        f->code = mem_alloc((size_t)info.st_size);
        f->count = (size_t)info.st_size / sizeof(struct sock_filter);
        if (pread(fd, f->code, (size_t)info.st_size, 0) != info.st_size)
            status = -EIO;
    }
    if (fd >= 0)
        close(fd);
    return status;
}

int filter_generate(struct filter *f, bool watches, int64_t memory_bytes,
                    struct error *err)
{
    int status = -ENOMEM;
    *f = (struct filter){0};
    scmp_filter_ctx context = seccomp_init(SCMP_ACT_ALLOW);
    if (!context)
        goto done;
    status = seccomp_attr_set(context, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    /* As a tree: the kernel goes through it once for each call there is, when it is installed,
     * to find those that are always allowed. */
    if (status == 0)
        status = seccomp_attr_set(context, SCMP_FLTATR_CTL_OPTIMIZE, 2);
    for (size_t i = 0; i < ROWS && status == 0; i++)
        status = add(context, &rows[i], watches, (uint64_t)memory_bytes);
    if (status == 0)
        status = read_code(context, f);
    seccomp_release(context);
done:
    if (status == 0)
        return 0;
    filter_close(f);
    errno = -status;
    return error_errno(err, "can't make the filter of system calls");
}

#ifdef SOCKGRADE_FILTER_TABLE
#include "run/filter_table.h"

/* The kernel's programs compare halves. */
static uint32_t half_of(uint32_t mark, int64_t memory_bytes)
{
    if (mark == (uint32_t)((uint64_t)FILTER_MARK >> 32))
        return (uint32_t)((uint64_t)memory_bytes >> 32);
    return mark == (uint32_t)FILTER_MARK ? (uint32_t)memory_bytes : mark;
}

int filter_make(struct filter *f, int64_t memory_bytes, struct error *err)
{
    if (!filter_watches())
        return filter_generate(f, false, memory_bytes, err);
    struct sock_filter *code = mem_alloc(sizeof table);
    memcpy(code, table, sizeof table);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        code[i].k = half_of(code[i].k, memory_bytes);
    *f = (struct filter){code, sizeof table / sizeof *table};
    return 0;
}
#else
int filter_make(struct filter *f, int64_t memory_bytes, struct error *err)
{
    return filter_generate(f, filter_watches(), memory_bytes, err);
}
#endif

void filter_close(struct filter *f)
{
    free(f->code);
    *f = (struct filter){0};
}

/* A program that waits for our answer is not to be woken by a signal and ask twice; a kernel
 * before 5.19 can't do that. */
int filter_install(const struct filter *f)
{
    const struct sock_fprog program = {(unsigned short)f->count, f->code};
    const unsigned flags = SECCOMP_FILTER_FLAG_NEW_LISTENER;
    long fd = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
                      flags | SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV, &program);
    if (fd < 0 && errno == EINVAL)
        fd = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
    return (int)fd;
}

static const struct row *row_of(int number)
{
    for (size_t i = 0; i < ROWS; i++)
        if (seccomp_syscall_resolve_name(rows[i].name) == number)
            return &rows[i];
    return NULL;
}

enum filter_policy filter_policy_of(int number)
{
    const struct row *row = row_of(number);
    return row ? row->policy : FILTER_REFUSE;
}

const char *filter_name_of(int number)
{
    const struct row *row = row_of(number);
    return row ? row->name : "a system call";
}
