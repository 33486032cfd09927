/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <dirent.h>
#include <sys/resource.h>

#include "base/quote.h"
#include "batch/unpack.h"
#include "archives.h"

/* --- what became of them ----------------------------------------------------------------- */

static void unpacks(struct unpacked *u, const struct handedin *h, const char *name)
{
    struct error err;
    char *path = handedin_path(h, name);
    if (unpack(u, path, h->unpacked, &extract_student, &err) < 0)
        fail_msg("%s", err.text);
    free(path);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static void list(const char *path, const char *prefix, struct buf *out)
{
    struct dirent **all;
    int n = scandir(path, &all, NULL, by_name);
    for (int i = 0; i < n; i++) {
        const char *name = all[i]->d_name;
        if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0) {
            char *inner = mem_printf("%s/%s", path, name);
            char *shown = mem_printf("%s%s", prefix, name);
            struct stat info;
            lstat(inner, &info);
            char *deeper = mem_printf("%s/", shown);
            if (S_ISDIR(info.st_mode))
                list(inner, deeper, out);
            else
                buf_printf(out, "%s%s%s", out->len ? " " : "", shown,
                           S_ISLNK(info.st_mode) ? "@" : "");
            free(deeper);
            free(inner);
            free(shown);
        }
        free(all[i]);
    }
    free(all);
}

static void holds(const struct unpacked *u, const char *wanted)
{
    struct buf out = {0};
    assert_non_null(u->folder);
    list(u->folder, "", &out);
    assert_string_equal(buf_text(&out), wanted);
    buf_close(&out);
}

static void says(const struct unpacked *u, const char *wanted)
{
    struct buf out = {0};
    for (size_t i = 0; i < u->note_count; i++)
        buf_printf(&out, "%s%s", i ? "; " : "", u->notes[i]);
    if (*wanted ? !strstr(buf_text(&out), wanted) : out.len > 0)
        fail_msg("wanted: %s\ncame: %s", wanted, buf_text(&out));
    buf_close(&out);
}

/* Nothing has been written but below `unpacked`, and there is nothing half done. */
static void nothing_else(const struct handedin *h, size_t archives)
{
    struct dirent **all;
    size_t seen = 0;
    int n = scandir(h->root, &all, NULL, NULL);
    assert_int_equal(n, archives ? 4 : 3);
    for (int i = 0; i < n; i++)
        free(all[i]);
    free(all);
    n = scandir(h->unpacked, &all, NULL, NULL);
    for (int i = 0; i < n; i++) {
        seen += strlen(all[i]->d_name) == 64;
        assert_true(strlen(all[i]->d_name) == 64 || strlen(all[i]->d_name) < 3);
        free(all[i]);
    }
    free(all);
    assert_int_equal(seen, archives);
}

/* --- tests ------------------------------------------------------------------------------- */

static void unpacks_once(void **state)
{
    static const enum form forms[] = {ZIP, TAR, TAR_GZ};
    static const char *const names[] = {"a.zip", "a.TAR", "a.tgz"};
    struct handedin *h = *state;
    for (size_t i = 0; i < 3; i++) {
        struct made m = {0};
        struct unpacked u, again;
        struct stat info;
        begin(&m, forms[i]);
        put_entry(&m, "src/", AE_IFDIR, NULL, 0755, NULL, 0);
        put_entry(&m, "src/run", AE_IFREG, NULL, 04711, "#!", 2);
        put(&m, "./src//connect-1.py", "1");
        put(&m, "__MACOSX/._x", "junk");
        put(&m, ".git/config", "junk");
        end(&m, h, names[i]);
        unpacks(&u, h, names[i]);
        says(&u, "");
        holds(&u, "src/connect-1.py src/run");
        char *path = mem_printf("%s/src/run", u.folder);
        assert_int_equal(stat(path, &info), 0);
        assert_int_equal(info.st_mode & 07777, 0700);
        assert_int_equal(info.st_mtime, 1700000000);
        unpacks(&again, h, names[i]);
        assert_string_equal(u.folder, again.folder);
        nothing_else(h, i + 1);
        unpacked_close(&u);
        unpacked_close(&again);
        free(path);
    }
}

static void refuses_paths(void **state)
{
    static const struct {
        const char *name, *why;
    } rows[] = {
        {"../evil.py", "leads out"},
        {"a/../../evil.py", "leads out"},
        {"a/..", "leads out"},
        {"/tmp/evil.py", "absolute"},
        {"C:evil.py", "drive"},
        {"..\\evil.py", "backslash"},
        {"a\nb.py", "control"},
        {"a\033[31m.py", "control"},
        {"deep.zip", "inside of an archive"},
    };
    struct handedin *h = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct made m = {0};
        struct unpacked u;
        begin(&m, TAR);
        put(&m, "good.py", "1");
        put(&m, rows[i].name, "evil");
        put(&m, "later.py", "1");
        end(&m, h, "a.tar");
        unpacks(&u, h, "a.tar");
        holds(&u, "good.py later.py");
        says(&u, rows[i].why);
        assert_int_equal(u.note_count, 1);
        nothing_else(h, i + 1);
        unpacked_close(&u);
    }
}

static void keeps_links_inside(void **state)
{
    struct handedin *h = *state;
    struct made m = {0};
    struct unpacked u;
    begin(&m, TAR);
    put(&m, "src/a.py", "1");
    put_entry(&m, "out", AE_IFLNK, "/etc", 0777, NULL, 0);
    put_entry(&m, "up", AE_IFLNK, "src/../../x", 0777, NULL, 0);
    put_entry(&m, "here", AE_IFLNK, "src", 0777, NULL, 0);
    put(&m, "here/through.py", "1"); /* before the link is made: a folder */
    put_entry(&m, "hard", AE_IFREG, "src/a.py", 0644, NULL, 0);
    put_entry(&m, "passwd", AE_IFREG, "/etc/passwd", 0644, NULL, 0);
    put_entry(&m, "none", AE_IFREG, "src/none", 0644, NULL, 0);
    put_entry(&m, "pipe", AE_IFIFO, NULL, 0644, NULL, 0);
    put_entry(&m, "disk", AE_IFBLK, NULL, 0644, NULL, 0);
    put_entry(&m, "link.py", AE_IFLNK, "src/a.py", 0777, NULL, 0);
    put(&m, "src/a.py", "2");
    put(&m, "src/a.py/b", "2");
    end(&m, h, "a.tar");
    unpacks(&u, h, "a.tar");
    holds(&u, "hard here/through.py link.py@ src/a.py");
    assert_int_equal(u.note_count, 9);
    says(&u, "\"out\" was left out: it is a link that leads out");
    says(&u, "\"here\" was left out: there is another one");
    says(&u, "\"disk\" was left out: it is neither");
    nothing_else(h, 1);
    unpacked_close(&u);
}

static void bounds_bombs(void **state)
{
    const struct extract_limits few = {.bytes = 1 << 20, .entries = 500};
    struct handedin *h = *state;
    struct made m = {0};
    struct unpacked u;
    size_t len = 16 * 1024 * 1024;
    char *zeros = mem_alloc(len);
    begin(&m, ZIP);
    put(&m, "a.py", "1");
    put_entry(&m, "zeros", AE_IFREG, NULL, 0644, zeros, len);
    end(&m, h, "dense.zip");
    unpacks(&u, h, "dense.zip");
    holds(&u, "");
    says(&u, "more than 200 times");
    unpacked_close(&u);
    begin(&m, TAR_GZ);
    for (int i = 0; i < 100000; i++) {
        char name[32];
        snprintf(name, sizeof name, "%d", i);
        put(&m, name, "");
    }
    end(&m, h, "many.tar.gz");
    assert_int_equal(extract_student.entries, 10000);
    char *path = handedin_path(h, "many.tar.gz");
    assert_int_equal(unpack(&u, path, h->unpacked, &few, NULL), 0);
    free(path);
    holds(&u, "");
    says(&u, "too many entries");
    unpacked_close(&u);
    nothing_else(h, 2);
    free(zeros);
}

static void survives_damage(void **state)
{
    struct handedin *h = *state;
    struct made m = {0};
    struct unpacked u;
    char noise[4096];
    for (size_t i = 0; i < sizeof noise; i++)
        noise[i] = (char)(i * i >> 3);
    begin(&m, ZIP_ENCRYPTED);
    put(&m, "a.py", "1");
    end(&m, h, "locked.zip");
    unpacks(&u, h, "locked.zip");
    holds(&u, "");
    says(&u, "\"a.py\" was left out: it is encrypted");
    unpacked_close(&u);
    handedin_put(h, "none.zip", "Rar!\032\007");
    unpacks(&u, h, "none.zip");
    holds(&u, "");
    says(&u, "no zip or tar file");
    unpacked_close(&u);
    handedin_put(h, "empty.zip", "");
    unpacks(&u, h, "empty.zip");
    says(&u, "no zip or tar file");
    unpacked_close(&u);
    begin(&m, ZIP);
    put(&m, "a.py", "1");
    put_entry(&m, "b.py", AE_IFREG, NULL, 0644, noise, sizeof noise);
    archive_write_close(m.archive);
    handedin_put_bytes(h, "cut.zip", m.bytes, m.used / 2);
    m.bytes[0] = 'P'; /* the same, whole */
    end(&m, h, "whole.zip");
    unpacks(&u, h, "cut.zip");
    holds(&u, "a.py");
    says(&u, "ends too early");
    unpacked_close(&u);
    unpacks(&u, h, "whole.zip");
    holds(&u, "a.py b.py");
    says(&u, "");
    unpacked_close(&u);
}

static void keeps_names_of_any_bytes(void **state)
{
    struct handedin *h = *state;
    struct made m = {0};
    struct unpacked u;
    begin(&m, TAR);
    put(&m, "Ga\x81rung.py", "1"); /* CP437 */
    put(&m, "Zo\xc3\xab.py", "1");
    end(&m, h, "a.tar");
    unpacks(&u, h, "a.tar");
    holds(&u, "Ga\x81rung.py Zo\xc3\xab.py");
    says(&u, "");
    unpacked_close(&u);
}

static void tells_what_is_wrong_here(void **state)
{
    struct handedin *h = *state;
    struct made m = {0};
    struct unpacked u;
    struct error err;
    begin(&m, TAR);
    put(&m, "a.py", "1");
    end(&m, h, "a.tar");
    handedin_put(h, "file", "");
    char *path = handedin_path(h, "a.tar"), *below = handedin_path(h, "file/x");
    assert_int_equal(unpack(&u, path, below, &extract_student, &err), -1);
    assert_non_null(strstr(err.text, "file/x"));
    free(below);
    free(path);
    path = handedin_path(h, "out.tar"); /* a student's link to another's archive */
    assert_int_equal(symlink("../other.tar", path), 0);
    unpacks(&u, h, "out.tar");
    assert_null(u.folder);
    assert_int_equal(u.note_count, 1);
    unpacked_close(&u);
    free(path);
}

/* A process that is brought down costs this archive, this time. */
static void survives_its_reader(void **state)
{
    struct handedin *h = *state;
    struct made m = {0};
    struct unpacked u;
    struct rlimit usual, little;
    char noise[8192];
    memset(noise, 'x', sizeof noise);
    begin(&m, TAR);
    put_entry(&m, "a.py", AE_IFREG, NULL, 0644, noise, sizeof noise);
    end(&m, h, "a.tar");
    getrlimit(RLIMIT_FSIZE, &usual);
    little = usual;
    little.rlim_cur = 1000; /* writing more than that kills */
    setrlimit(RLIMIT_FSIZE, &little);
    unpacks(&u, h, "a.tar");
    setrlimit(RLIMIT_FSIZE, &usual);
    assert_null(u.folder);
    says(&u, "it could not be read: the process that did the work was ended by signal");
    unpacked_close(&u);
    unpacks(&u, h, "a.tar");
    holds(&u, "a.py");
    says(&u, "");
    nothing_else(h, 1);
    unpacked_close(&u);
}

static void tidies_up(void **state)
{
    struct handedin *h = *state;
    struct made m = {0};
    struct unpacked u;
    begin(&m, TAR);
    put(&m, "a.py", "1");
    end(&m, h, "a.tar");
    unpacks(&u, h, "a.tar");
    handedin_put(h, "../unpacked/.0123456789abcdef.Xy12zz/files/a.py", "half");
    unpack_tidy(h->unpacked);
    holds(&u, "a.py");
    nothing_else(h, 1);
    unpacked_close(&u);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        handedin_test(unpacks_once),
        handedin_test(refuses_paths),
        handedin_test(keeps_links_inside),
        handedin_test(bounds_bombs),
        handedin_test(survives_damage),
        handedin_test(keeps_names_of_any_bytes),
        handedin_test(tells_what_is_wrong_here),
        handedin_test(survives_its_reader),
        handedin_test(tidies_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
