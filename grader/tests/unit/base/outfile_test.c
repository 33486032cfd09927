/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/outfile.h"

static char folder[] = "/tmp/outfile-XXXXXX";

static int set_up(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    return rmdir(folder); /* nothing is left in it */
}

static void put(const char *path, const char *text)
{
    struct buf b = {0};
    struct error err;
    buf_puts(&b, text);
    if (outfile_write(path, &b, OUTFILE_LASTING, &err) < 0)
        fail_msg("%s", err.text);
    assert_int_equal(b.len, 0);
    buf_close(&b);
}

static void assert_has(const char *path, const char *text)
{
    struct buf b = {0};
    struct error err;
    if (file_read(&b, "", path, 1000, &err) < 0)
        fail_msg("%s", err.text);
    assert_string_equal(buf_text(&b), text);
    buf_close(&b);
}

static ino_t inode_of(const char *path)
{
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    return info.st_ino;
}

static void is_complete_or_as_before(void **state)
{
    (void)state;
    struct outfile f;
    struct buf b = {0};
    struct error err;
    char *path = mem_printf("%s/x.csv", folder);
    put(path, "old");
    assert_int_equal(outfile_open(&f, path, &err), 0);
    buf_puts(&b, "new");
    assert_int_equal(outfile_drain(&f, &b, &err), 0);
    assert_has(path, "old");
    outfile_close(&f); /* given up */
    assert_has(path, "old");
    put(path, "new");
    assert_has(path, "new");
    unlink(path);
    free(path);
    buf_close(&b);
}

static void leaves_alone_what_is_the_same(void **state)
{
    (void)state;
    char *path = mem_printf("%s/x.csv", folder);
    put(path, "same");
    ino_t before = inode_of(path);
    put(path, "same");
    assert_int_equal(inode_of(path), before);
    put(path, "samf");
    assert_int_not_equal(inode_of(path), before);
    assert_has(path, "samf");
    unlink(path);
    free(path);
}

static void does_not_follow_links(void **state)
{
    (void)state;
    char *path = mem_printf("%s/link", folder), *target = mem_printf("%s/target", folder);
    put(target, "mine");
    assert_int_equal(symlink(target, path), 0);
    put(path, "new");
    assert_has(target, "mine");
    assert_has(path, "new");
    unlink(path);
    unlink(target);
    free(path);
    free(target);
}

static void tells_what_it_can_not_write(void **state)
{
    (void)state;
    struct outfile f;
    struct buf b = {0};
    struct error err = {0};
    char *none = mem_printf("%s/none/x", folder);
    assert_int_equal(outfile_open(&f, none, &err), -1);
    assert_non_null(strstr(err.text, "can't write "));
    outfile_close(&f);
    assert_int_equal(outfile_write(folder, &b, OUTFILE_REMADE, &err), -1);
    assert_non_null(strstr(err.text, "can't write "));
    char *part = mem_printf("/tmp/.%s.part", strrchr(folder, '/') + 1);
    assert_int_equal(access(part, F_OK), -1);
    free(part);
    free(none);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_complete_or_as_before),
        cmocka_unit_test(leaves_alone_what_is_the_same),
        cmocka_unit_test(does_not_follow_links),
        cmocka_unit_test(tells_what_it_can_not_write),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
