/* SPDX-License-Identifier: MIT
 *
 * What is told when the kernel refuses namespaces. Settings of the machine that the tests
 * run on decide between some rows, so only those are asked for that they don't touch.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <string.h>

#include "run/cause.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct {
    int number;
    struct surroundings around;
    const char *reason, *mend; /* parts of what must be told */
} rows[] = {
    {EPERM, {.container = "docker", .sudo = ""}, "Docker's default", "docker run --sec"},
    {EACCES, {.container = "docker", .sudo = ""}, "AppArmor", "apparmor=unconfined"},
    {EPERM, {.container = "podman", .sudo = ""}, "Podman's", "podman run --sec"},
    {EPERM, {.container = "kubernetes", .sudo = ""}, "the pod", "procMount: Unmasked"},
    {EACCES, {.container = "lxc", .sudo = ""}, "nesting", "lxc config set NAME"},
    {EACCES, {.container = "container", .sudo = ""}, "seccomp filter", ""},
    {EPERM, {.changed_root = true, .sudo = ""}, "chroot", ""},
    {EINVAL, {.changed_root = true, .sudo = ""}, "chroot", ""},
    {EINVAL, {.sudo = ""}, "CONFIG_USER_NS", ""},
    {ENOENT, {.lacks_proc = true, .sudo = "sudo "}, "not mounted", "sudo mount -t proc"},
    {ENOENT, {.lacks_proc = true, .sudo = ""}, "/proc is not mounted", "mount -t proc"},
    {ENOENT, {.sudo = ""}, "another mount covers it", "mount | grep /proc"},
    {ENOSPC, {.sudo = "sudo "}, "", "sudo sysctl -w user.max_user_namespaces="},
    {EIO, {.sudo = ""}, "SELinux", "dmesg"},
};

static void tells_reason_and_command(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct finding f = {0};
        cause_tell(&f, &rows[i].around, "it can't be made", rows[i].number);
        assert_int_equal(f.state, FINDING_MISSING);
        if (strncmp(f.reason, "it can't be made: ", 18) != 0
            || !strstr(f.reason, strerror(rows[i].number))
            || !strstr(f.reason, rows[i].reason))
            fail_msg("row %zu: %s", i, f.reason);
        if (!strstr(f.mend, rows[i].mend) || (!*rows[i].mend && *f.mend))
            fail_msg("row %zu: %s", i, f.mend);
        if (strchr(f.mend, '@')) /* nothing stands for something else any more */
            fail_msg("row %zu: %s", i, f.mend);
    }
}

static void root_needs_no_sudo(void **state)
{
    (void)state;
    struct finding f = {0};
    const struct surroundings root = {.sudo = "", .root = true};
    cause_tell(&f, &root, "it can't be made", ENOSPC);
    assert_null(strstr(f.mend, "sudo"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_reason_and_command),
        cmocka_unit_test(root_needs_no_sudo),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
