/* SPDX-License-Identifier: MIT
 *
 * Namespaces, tried as the stage makes them: as an unprivileged user in a user namespace,
 * or, where there are none, as root.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run/cause.h"
#include "run/machine_check.h"
#include "run/network.h"
#include "run/user.h"

static int write_file(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    ssize_t len = (ssize_t)strlen(text);
    if (fd < 0)
        return -1;
    int result = write(fd, text, (size_t)len) == len ? 0 : -1;
    int saved = errno;
    close(fd);
    errno = saved;
    return result;
}

static int map_ids(uid_t uid, gid_t gid)
{
    char users[64], groups[64];
    snprintf(users, sizeof users, "%u %u 1", uid, uid);
    snprintf(groups, sizeof groups, "%u %u 1", gid, gid);
    return write_file("/proc/self/setgroups", "deny")
           || write_file("/proc/self/uid_map", users)
           || write_file("/proc/self/gid_map", groups);
}

/* Some systems let unshare() succeed and refuse only what comes after it. */
void machine_check_users(const struct ground *g, struct finding *f)
{
    uid_t uid;
    gid_t gid;
    if (user_drop_root()) {
        finding_missing(f, "root can't become an unprivileged user: %s", strerror(errno));
        return;
    }
    uid = geteuid();
    gid = getegid();
    if (unshare(CLONE_NEWUSER))
        cause_tell(f, &g->around, "user namespaces can't be made", errno);
    else if (map_ids(uid, gid))
        cause_tell(f, &g->around, "the id maps of a user namespace can't be written",
                   errno);
    else if (unshare(CLONE_NEWUTS)) /* a harmless use of being its owner */
        cause_tell(f, &g->around, "a user namespace's owner may do nothing in it", errno);
    else
        finding_ok(f, "made, with a user of its own, as uid %u", uid);
}

/* Enters namespaces; false when the finding is written already. */
static bool enter(const struct ground *g, struct finding *f, int spaces, const char *what)
{
    uid_t uid;
    gid_t gid;
    if (!g->user_namespaces && !g->around.root) {
        finding_untried(f, "can't be tried before user-namespaces is there");
        return false;
    }
    if (g->user_namespaces && user_drop_root()) {
        finding_missing(f, "root can't become an unprivileged user: %s", strerror(errno));
        return false;
    }
    uid = geteuid();
    gid = getegid();
    if (unshare((g->user_namespaces ? CLONE_NEWUSER : 0) | spaces)
        || (g->user_namespaces && map_ids(uid, gid))) {
        cause_tell(f, &g->around, what, errno);
        return false;
    }
    return true;
}

/* --- files ------------------------------------------------------------------------------- */

/* A root of its own with one folder of the machine's in it, to read only. */
static int change_root(void)
{
    const unsigned long kept = MS_NOSUID | MS_NODEV;
    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL)
        || mount("tmpfs", "/tmp", "tmpfs", kept, "size=1m,mode=0700")
        || mkdir("/tmp/usr", 0755)
        || mount("/usr", "/tmp/usr", NULL, MS_BIND | MS_REC, NULL) || chdir("/tmp")
        || syscall(SYS_pivot_root, ".", ".") || umount2(".", MNT_DETACH))
        return -1;
    return 0;
}

void machine_check_mounts(const struct ground *g, struct finding *f)
{
    if (!enter(g, f, CLONE_NEWNS, "a mount namespace can't be made"))
        return;
    if (change_root())
        cause_tell(f, &g->around, "a root of its own can't be mounted", errno);
    else if (access("/usr/.", F_OK) || access("/etc", F_OK) == 0)
        finding_missing(f, "a root of its own was mounted, and holds something else");
    else
        finding_ok(f, "a root of its own was mounted");
}

/* --- processes --------------------------------------------------------------------------- */

/* The child's answer: 0, or the errno of what it could not do. */
static int in_new_pids(int (*act)(void))
{
    int status = 0;
    pid_t pid = fork();
    if (pid == 0)
        _exit(getpid() != 1 ? ESRCH : act && act() ? errno : 0);
    if (pid < 0 || waitpid(pid, &status, 0) < 0)
        return errno;
    return WIFEXITED(status) ? WEXITSTATUS(status) : EINTR;
}

static int mount_proc(void)
{
    return mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
}

void machine_check_processes(const struct ground *g, struct finding *f)
{
    if (!enter(g, f, CLONE_NEWPID, "a PID namespace can't be made"))
        return;
    int number = in_new_pids(NULL);
    if (number)
        cause_tell(f, &g->around, "a PID namespace can't be used", number);
    else
        finding_ok(f, "a process became number 1 of its own namespace");
}

void machine_check_proc(const struct ground *g, struct finding *f)
{
    if (!enter(g, f, CLONE_NEWPID | CLONE_NEWNS, "a PID namespace can't be made"))
        return;
    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
    int number = in_new_pids(mount_proc);
    if (number)
        cause_tell(f, &g->around,
                   "a fresh /proc can't be mounted (the one here may be masked)", number);
    else
        finding_ok(f, "a fresh /proc was mounted");
}

void machine_check_names(const struct ground *g, struct finding *f)
{
    if (!enter(g, f, CLONE_NEWIPC | CLONE_NEWUTS, "IPC and UTS namespaces can't be made"))
        return;
    if (sethostname("sockgrade", 9))
        cause_tell(f, &g->around, "a UTS namespace can't be used", errno);
    else
        finding_ok(f, "made, with a host name of its own");
}

/* --- network ----------------------------------------------------------------------------- */

/* A network as runs get it, entered; false when the finding is written already. */
static bool enter_network(const struct ground *g, struct finding *f, bool any_host)
{
    struct error err;
    if (!enter(g, f, CLONE_NEWNET, "a network namespace can't be made"))
        return false;
    if (!network_furnish(any_host, &err))
        return true;
    cause_tell(f, &g->around, err.text, errno);
    return false;
}

/* Sends a byte over TCP from a socket to a listening one; 0 or -1 (errno). */
static int speak(const struct sockaddr *address, socklen_t len)
{
    struct sockaddr_storage bound;
    socklen_t bound_len = sizeof bound;
    char byte = 0;
    int result = -1, server = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int client = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0), peer = -1;
    if (server < 0 || client < 0 || bind(server, address, len) || listen(server, 1)
        || getsockname(server, (struct sockaddr *)&bound, &bound_len)
        || connect(client, (struct sockaddr *)&bound, bound_len))
        goto done;
    peer = accept4(server, NULL, NULL, SOCK_CLOEXEC);
    if (peer >= 0 && send(client, "x", 1, MSG_NOSIGNAL) == 1
        && recv(peer, &byte, 1, 0) == 1)
        result = byte == 'x' ? 0 : -1;
done:;
    int saved = errno;
    if (peer >= 0)
        close(peer);
    if (client >= 0)
        close(client);
    if (server >= 0)
        close(server);
    errno = saved;
    return result;
}

static int speak_ipv4(uint32_t address, uint16_t port)
{
    const struct sockaddr_in a = {.sin_family = AF_INET,
                                  .sin_port = htons(port),
                                  .sin_addr.s_addr = htonl(address)};
    return speak((const struct sockaddr *)&a, sizeof a);
}

static int speak_ipv6(void)
{
    const struct sockaddr_in6 a = {.sin6_family = AF_INET6,
                                   .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    return speak((const struct sockaddr *)&a, sizeof a);
}

void machine_check_network(const struct ground *g, struct finding *f)
{
    if (!enter_network(g, f, false))
        return;
    if (speak_ipv4(INADDR_LOOPBACK, 5555))
        cause_tell(f, &g->around, "loopback of a network of its own can't be used",
                   errno);
    else
        finding_ok(f, "a byte went over TCP in a network of its own");
}

/* As a program, which has no capability, would. */
static int drop_capabilities(void)
{
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct none[2] = {{0}};
    return (int)syscall(SYS_capset, &header, none);
}

void machine_check_low_ports(const struct ground *g, struct finding *f)
{
    if (!enter_network(g, f, false))
        return;
    if (access("/proc/sys/net", F_OK) || drop_capabilities()
        || speak_ipv4(INADDR_LOOPBACK, 80))
        cause_tell(f, &g->around,
                   "a program can't use port 80 of its own network "
                   "(net.ipv4.ip_unprivileged_port_start can't be set there)",
                   errno);
    else
        finding_ok(f, "port 80 was used without a privilege");
}

void machine_check_any_address(const struct ground *g, struct finding *f)
{
    if (!enter_network(g, f, true))
        return;
    if (speak_ipv4(0x5DB8D822, 5555)) /* 93.184.216.34, somebody's on the real network */
        cause_tell(f, &g->around, "a far address can't be played in a network of its own",
                   errno);
    else
        finding_ok(f, "a byte went to a far address, and stayed here");
}

/* Never more than a note: programs of a machine without IPv6 don't use it. */
void machine_check_ipv6(const struct ground *g, struct finding *f)
{
    bool own = enter_network(g, f, false);
    f->mend[0] = '\0'; /* why there is none is another row's */
    if (!speak_ipv6()) {
        finding_ok(f, "a byte went from ::1 to ::1");
        return;
    }
    finding_unneeded(f,
                     "this kernel or container has no IPv6 (%s); programs that use ::1 "
                     "fail here, those that use 127.0.0.1 or localhost don't",
                     strerror(errno));
    if (!own)
        finding_mend(f, "%ssysctl -w net.ipv6.conf.lo.disable_ipv6=0", g->around.sudo);
}
