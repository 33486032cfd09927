/* SPDX-License-Identifier: MIT */
#include "base/digest.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK 65536

void digest_begin(struct digest *d)
{
    SHA256_Init(&d->state);
}

void digest_add(struct digest *d, const void *data, size_t len)
{
    if (len)
        SHA256_Update(&d->state, data, len);
}

/* The same on every machine, whatever its byte order. */
void digest_number(struct digest *d, int64_t number)
{
    unsigned char bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char)((uint64_t)number >> (8 * i));
    digest_add(d, bytes, sizeof bytes);
}

void digest_field(struct digest *d, const void *data, size_t len)
{
    digest_number(d, (int64_t)len);
    digest_add(d, data, len);
}

void digest_text(struct digest *d, const char *text)
{
    if (text)
        digest_field(d, text, strlen(text));
    else
        digest_number(d, -1);
}

int digest_part(struct digest *d, int fd, off_t at, off_t size)
{
    char block[BLOCK];
    digest_number(d, size);
    while (size > 0) {
        size_t wanted = size < BLOCK ? (size_t)size : BLOCK;
        ssize_t n = pread(fd, block, wanted, at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n == 0)
            errno = EIO; /* it has become shorter */
        if (n <= 0)
            return -1;
        digest_add(d, block, (size_t)n);
        at += n;
        size -= n;
    }
    return 0;
}

void digest_end(struct digest *d, unsigned char out[DIGEST_SIZE])
{
    SHA256_Final(out, &d->state);
}

void digest_hex(const unsigned char sha256[DIGEST_SIZE], char out[DIGEST_HEX])
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < DIGEST_SIZE; i++) {
        out[2 * i] = digits[sha256[i] >> 4];
        out[2 * i + 1] = digits[sha256[i] & 15];
    }
    out[2 * DIGEST_SIZE] = '\0';
}

static int add_all(struct digest *d, int fd)
{
    char block[BLOCK];
    ssize_t n;
    while ((n = read(fd, block, sizeof block)) != 0)
        if (n > 0)
            digest_add(d, block, (size_t)n);
        else if (errno != EINTR)
            return -1;
    return 0;
}

int digest_file(const char *path, unsigned char out[DIGEST_SIZE], struct error *err)
{
    struct digest d;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    digest_begin(&d);
    int status =
        fd < 0 || add_all(&d, fd) < 0 ? error_errno(err, "can't read %s", path) : 0;
    if (fd >= 0)
        close(fd);
    if (status == 0)
        digest_end(&d, out);
    return status;
}
