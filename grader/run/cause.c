/* SPDX-License-Identifier: MIT */
#include "run/cause.h"

#include <errno.h>
#include <string.h>

#include "base/buf.h"

static bool is_setting(const char *path, long value)
{
    long number;
    return surroundings_number(path, &number) && number == value;
}

static bool no_more(const struct surroundings *s)
{
    (void)s;
    return is_setting("/proc/sys/user/max_user_namespaces", 0)
           || is_setting("/proc/sys/user/max_net_namespaces", 0);
}

static bool is_privilege(const struct surroundings *s)
{
    (void)s;
    return is_setting("/proc/sys/kernel/unprivileged_userns_clone", 0);
}

static bool is_apparmor(const struct surroundings *s)
{
    (void)s;
    return is_setting("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", 1);
}

static bool is_docker(const struct surroundings *s)
{
    return s->container && strcmp(s->container, "docker") == 0;
}

static bool is_podman(const struct surroundings *s)
{
    return s->container && strcmp(s->container, "podman") == 0;
}

static bool is_kubernetes(const struct surroundings *s)
{
    return s->container && strcmp(s->container, "kubernetes") == 0;
}

static bool is_lxc(const struct surroundings *s)
{
    return s->container && strcmp(s->container, "lxc") == 0;
}

static bool is_container(const struct surroundings *s)
{
    return s->container != NULL;
}

static bool is_chroot(const struct surroundings *s)
{
    return s->changed_root;
}

static bool has_no_proc(const struct surroundings *s)
{
    return s->lacks_proc;
}

static bool is_filtered(const struct surroundings *s)
{
    return s->filtered;
}

static bool always(const struct surroundings *s)
{
    (void)s;
    return true;
}

/* From the certain to the likely. In `mend`, @self is the running command and @sudo what
 * an ordinary user puts in front. No here-documents: it is copied with an indent. */
static const struct cause {
    int numbers[3]; /* none: any */
    bool (*holds)(const struct surroundings *s);
    const char *why, *mend;
} causes[] = {
    {{ENOSPC, EUSERS},
     no_more,
     "the setting user.max_user_namespaces (or max_net_namespaces) is 0",
     "@sudosysctl -w user.max_user_namespaces=15000\n"
     "@sudosysctl -w user.max_net_namespaces=15000\n"
     "printf 'user.max_%s_namespaces=15000\\n' user net |\n"
     "    @sudotee -a /etc/sysctl.d/90-sockgrade.conf"},
    {{ENOSPC, EUSERS},
     always,
     "all that the system allows are in use, or a container around us allows none",
     "@sudosysctl -w user.max_user_namespaces=60000\n"
     "@sudosysctl -w user.max_net_namespaces=60000"},
    {{ENOENT}, has_no_proc, "/proc is not mounted", "@sudomount -t proc proc /proc"},
    {{EPERM, EINVAL},
     is_chroot,
     "we run in a chroot, where the kernel makes no user namespaces and changes no root; "
     "run sockgrade outside of it",
     ""},
    {{EINVAL, ENOSYS},
     always,
     "the kernel was built without them (CONFIG_USER_NS, CONFIG_NET_NS, CONFIG_PID_NS)",
     ""},
    {{EPERM},
     is_privilege,
     "the setting kernel.unprivileged_userns_clone is 0",
     "@sudosysctl -w kernel.unprivileged_userns_clone=1\n"
     "echo kernel.unprivileged_userns_clone=1 |\n"
     "    @sudotee -a /etc/sysctl.d/90-sockgrade.conf"},
    {{0},
     is_docker,
     "the container forbids it: Docker's default seccomp and AppArmor profiles do, and "
     "its masked /proc; it has to be started without them",
     "docker run --security-opt seccomp=unconfined \\\n"
     "    --security-opt apparmor=unconfined \\\n"
     "    --security-opt systempaths=unconfined ..."},
    {{0},
     is_podman,
     "the container forbids it: Podman's seccomp profile may, and its masked /proc; "
     "it has to be started without them",
     "podman run --security-opt seccomp=unconfined \\\n"
     "    --security-opt unmask=ALL ..."},
    {{0},
     is_kubernetes,
     "the pod forbids it; it needs hostUsers: false, and its container this "
     "securityContext",
     "seccompProfile: {type: Unconfined}\n"
     "appArmorProfile: {type: Unconfined}\n"
     "procMount: Unmasked"},
    {{0},
     is_lxc,
     "the container forbids it, until the machine around it allows nesting",
     "lxc config set NAME security.nesting true\nlxc restart NAME"},
    {{0},
     is_container,
     "the container forbids it: start it without its seccomp filter, and with a /proc "
     "that is not masked",
     ""},
    {{EPERM, EACCES},
     is_apparmor,
     "AppArmor allows it only to programs that have a profile "
     "(kernel.apparmor_restrict_unprivileged_userns is 1), and sockgrade has none",
     "printf '%s\\n' 'abi <abi/4.0>,' 'include <tunables/global>' \\\n"
     "    'profile sockgrade \"@self\" flags=(unconfined) { userns, }' |\n"
     "    @sudotee /etc/apparmor.d/sockgrade\n"
     "@sudoapparmor_parser -r /etc/apparmor.d/sockgrade"},
    {{EPERM},
     is_filtered,
     "a seccomp filter is on this process, which whoever started it has put there; start "
     "sockgrade without that",
     ""},
    {{ENOENT},
     always,
     "a part of /proc is not there: another mount covers it, or the kernel was built "
     "without it",
     "mount | grep /proc"},
    {{0},
     always,
     "the kernel or a security module (SELinux, AppArmor) forbids it; its messages may "
     "tell which",
     "@sudodmesg | tail"},
};

static bool fits(const struct cause *c, const struct surroundings *s, int number)
{
    bool known = !c->numbers[0];
    for (int i = 0; i < 3; i++)
        known |= c->numbers[i] && c->numbers[i] == number;
    return known && c->holds(s);
}

/* Puts what @self and @sudo stand for into their places. */
static void write_mend(struct finding *f, const struct surroundings *s, const char *text)
{
    struct buf out = {0};
    while (*text) {
        size_t plain = strcspn(text, "@");
        buf_append(&out, text, plain);
        text += plain;
        if (strncmp(text, "@self", 5) == 0)
            buf_puts(&out, s->self);
        else if (strncmp(text, "@sudo", 5) == 0)
            buf_puts(&out, s->sudo);
        text += *text ? 5 : 0;
    }
    f->mend[0] = '\0';
    if (out.len && out.len < sizeof f->mend)
        memcpy(f->mend, out.data, out.len + 1);
    buf_close(&out);
}

void cause_tell(struct finding *f, const struct surroundings *s, const char *what,
                int number)
{
    for (size_t i = 0; i < sizeof causes / sizeof *causes; i++) {
        if (!fits(&causes[i], s, number))
            continue;
        finding_missing(f, "%s: %s; %s", what, strerror(number), causes[i].why);
        write_mend(f, s, causes[i].mend);
        return;
    }
}
