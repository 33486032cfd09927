/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/digest.h"

static void is_sha256(void **state)
{
    (void)state;
    struct digest d;
    unsigned char sha[DIGEST_SIZE];
    char hex[DIGEST_HEX];
    digest_begin(&d); /* the example of FIPS 180-2 */
    digest_add(&d, "a", 1);
    digest_add(&d, "bc", 2);
    digest_end(&d, sha);
    digest_hex(sha, hex);
    assert_string_equal(
        hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void fields(const char *a, const char *b, unsigned char out[DIGEST_SIZE])
{
    struct digest d;
    digest_begin(&d);
    digest_text(&d, a);
    digest_text(&d, b);
    digest_end(&d, out);
}

static void parts_fields(void **state)
{
    (void)state;
    unsigned char a[DIGEST_SIZE], b[DIGEST_SIZE];
    fields("ab", "c", a);
    fields("a", "bc", b);
    assert_memory_not_equal(a, b, DIGEST_SIZE);
    fields("", NULL, a);
    fields(NULL, "", b);
    assert_memory_not_equal(a, b, DIGEST_SIZE);
    fields("a", "bc", a);
    fields("a", "bc", b);
    assert_memory_equal(a, b, DIGEST_SIZE);
}

static void reads_files(void **state)
{
    (void)state;
    char path[] = "/tmp/digest.XXXXXX";
    int fd = mkstemp(path);
    unsigned char sha[DIGEST_SIZE];
    char hex[DIGEST_HEX];
    struct digest d;
    struct error err;
    assert_true(fd >= 0);
    assert_int_equal(write(fd, "xabcx", 5), 5);
    digest_begin(&d);
    assert_int_equal(digest_part(&d, fd, 1, 3), 0);
    assert_int_equal(digest_part(&d, fd, 1, 5), -1); /* there is less */
    assert_int_equal(ftruncate(fd, 0), 0);
    assert_int_equal(digest_file(path, sha, &err), 0);
    digest_hex(sha, hex);
    assert_string_equal(
        hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    unlink(path);
    close(fd);
    assert_int_equal(digest_file(path, sha, &err), -1);
    assert_non_null(strstr(err.text, path));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_sha256),
        cmocka_unit_test(parts_fields),
        cmocka_unit_test(reads_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
