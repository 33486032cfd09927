/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "run/stage.h"
#include "run/surroundings.h"

static char path[] = "/tmp/surroundings.XXXXXX";

static void write_file(const char *text)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static int make_file(void **state)
{
    (void)state;
    int fd = mkstemp(path);
    return fd < 0 ? -1 : close(fd);
}

static int remove_file(void **state)
{
    (void)state;
    return unlink(path);
}

static void reads_lines(void **state)
{
    (void)state;
    char text[64] = "as it was";
    write_file("NAME=\"Some System\"\nID=some\nID_LIKE=\"other debian\"\nSeccomp:\t2\n");
    assert_true(surroundings_line(path, "ID=", text, sizeof text));
    assert_string_equal(text, "some");
    assert_true(surroundings_line(path, "ID_LIKE=", text, sizeof text));
    assert_string_equal(text, "other debian");
    assert_true(surroundings_line(path, "Seccomp:", text, sizeof text));
    assert_string_equal(text, "2");
    assert_true(surroundings_line(path, "NAME=", text, 5));
    assert_string_equal(text, "Some");
    assert_false(surroundings_line(path, "VERSION=", text, sizeof text));
    assert_false(surroundings_line("/nowhere", "ID=", text, sizeof text));
    assert_string_equal(text, "Some");
}

static void reads_numbers(void **state)
{
    (void)state;
    long number = 7;
    write_file("max\n"); /* a control group without a limit */
    assert_false(surroundings_number(path, &number));
    write_file("");
    assert_false(surroundings_number(path, &number));
    assert_false(surroundings_number("/nowhere", &number));
    assert_int_equal(number, 7);
    write_file("0\n");
    assert_true(surroundings_number(path, &number));
    assert_int_equal(number, 0);
    write_file("9223372036854771712\n");
    assert_true(surroundings_number(path, &number));
    assert_true(number == 9223372036854771712);
}

static void knows_installers(void **state)
{
    (void)state;
    static const struct {
        const char *ids, *words;
    } rows[] = {
        {"debian ", "sudo apt-get install"},
        {"linuxmint ubuntu debian", "sudo apt-get install"},
        {"rocky rhel centos fedora", "sudo dnf install"},
        {"manjaro arch", "sudo pacman -S"},
        {"alpine ", "sudo apk add"},
        {"opensuse-leap suse opensuse", "sudo zypper install"},
        {" darwin", "brew install"},
        {"debianlike", NULL},
        {"nixos ", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *words = surroundings_installer(rows[i].ids);
        if (!rows[i].words)
            assert_null(words);
        else
            assert_string_equal(words, rows[i].words);
    }
}

static void reads_this_computer(void **state)
{
    (void)state;
    struct surroundings s;
    surroundings_read(&s);
    assert_int_equal(s.root, geteuid() != stage_uid());
    assert_string_equal(s.sudo, geteuid() ? "sudo " : "");
    assert_true(s.system[0] && s.kernel[0]);
    assert_non_null(strstr(s.self, "surroundings"));
    assert_true(s.install == NULL || strncmp(s.install, "sudo ", 5) != 0 || geteuid());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_lines),
        cmocka_unit_test(reads_numbers),
        cmocka_unit_test(knows_installers),
        cmocka_unit_test(reads_this_computer),
    };
    return cmocka_run_group_tests(tests, make_file, remove_file);
}
