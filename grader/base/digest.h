/* SPDX-License-Identifier: MIT
 *
 * SHA-256 of what is added bit by bit.
 */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include <sha256.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/error.h"

#define DIGEST_SIZE 32
#define DIGEST_HEX 65 /* digits and a NUL */

struct digest {
    SHA256_CTX state;
};

void digest_begin(struct digest *d);
void digest_add(struct digest *d, const void *data, size_t len);

/* Its length, then the bytes: so that what two fields hold is never taken for what two others
 * do. NULL is not the same as "". */
void digest_field(struct digest *d, const void *data, size_t len);
void digest_text(struct digest *d, const char *text);
void digest_number(struct digest *d, int64_t number);

/* The content of an open file, `size` bytes from `at`, as a field. -1 with errno. */
int digest_part(struct digest *d, int fd, off_t at, off_t size);

void digest_end(struct digest *d, unsigned char out[DIGEST_SIZE]);
void digest_hex(const unsigned char sha256[DIGEST_SIZE], char out[DIGEST_HEX]);

/* What is in the file at path; -1 when it can't be read. */
int digest_file(const char *path, unsigned char out[DIGEST_SIZE], struct error *err);

#endif
