/* SPDX-License-Identifier: MIT */
#include "cli/standalone.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"

#define LONGEST_FILE ((size_t)512 << 20)
#define LONGEST_HEADER 64
#define LIBRARIES 3 /* PT_INTERP: what loads the libraries of a program */

/* Where the table of segments is told in an ELF file, by its class: 1 is 32 bits wide, 2 is 64. */
static const struct {
    size_t offset, offset_size, entry_size, count;
} classes[] = {{0}, {0x1C, 4, 0x2A, 0x2C}, {0x20, 8, 0x36, 0x38}};

static uint64_t number(const struct buf *file, uint64_t at, size_t size)
{
    const unsigned char *bytes = (const unsigned char *)buf_text(file) + at;
    bool little = buf_text(file)[5] == 1;
    uint64_t n = 0;
    for (size_t i = 0; i < size; i++)
        n = n << 8 | bytes[little ? size - 1 - i : i];
    return n;
}

static bool is_program(const struct buf *file)
{
    const char *text = buf_text(file);
    return file->len >= LONGEST_HEADER && memcmp(text, "\177ELF", 4) == 0
           && (text[4] == 1 || text[4] == 2);
}

static bool needs_libraries(const struct buf *file)
{
    size_t kind = (size_t)buf_text(file)[4];
    uint64_t at = number(file, classes[kind].offset, classes[kind].offset_size);
    uint64_t size = number(file, classes[kind].entry_size, 2);
    uint64_t count = number(file, classes[kind].count, 2);
    for (; count && at < file->len && file->len - at >= 4; count--, at += size)
        if (number(file, at, 4) == LIBRARIES)
            return true;
    return false;
}

/* What every sockgrade knows that can grade what is packed with it. */
static bool is_sockgrade(const struct buf *file)
{
    static const char word[] = "sockgrade_assignment";
    const char *at = buf_text(file), *end = at + file->len;
    while (at && (size_t)(end - at) >= sizeof word && memcmp(at, word, sizeof word) != 0)
        at = memchr(at + 1, word[0], (size_t)(end - at) - 1);
    return at && (size_t)(end - at) >= sizeof word;
}

int standalone_check(const char *path, struct error *err)
{
    struct buf file = {0};
    int status = file_read(&file, "", path, LONGEST_FILE, err);
    if (status < 0)
        err->kind = ERROR_USAGE;
    else if (!is_program(&file) || !is_sockgrade(&file))
        status = error_kind(err, ERROR_USAGE,
                            "%s is no sockgrade for Linux; name a statically linked one "
                            "with --command",
                            path);
    else if (needs_libraries(&file))
        status =
            error_kind(err, ERROR_USAGE,
                       "%s is linked with libraries of this computer, which the "
                       "platform's may lack; name a statically linked sockgrade with "
                       "--command",
                       path);
    buf_close(&file);
    return status;
}
