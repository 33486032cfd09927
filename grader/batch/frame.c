/* SPDX-License-Identifier: MIT */
#include "batch/frame.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"

#define HEAD sizeof(uint32_t)

static int send_all(int fd, const char *data, size_t len)
{
    while (len) {
        ssize_t n = fd_send(fd, data, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        data += n;
        len -= (size_t)n;
    }
    return 0;
}

int frame_send(int fd, const void *data, size_t len)
{
    struct buf whole = {0};
    uint32_t head = (uint32_t)len;
    buf_append(&whole, &head, HEAD);
    buf_append(&whole, data, len);
    int status = send_all(fd, whole.data, whole.len);
    buf_close(&whole);
    return status;
}

/* How much is still missing; at least one byte, so that it can be asked for. */
static size_t missing(const struct buf *heard)
{
    uint32_t len;
    if (heard->len < HEAD)
        return HEAD - heard->len;
    memcpy(&len, heard->data, HEAD);
    return HEAD + len - heard->len;
}

/* One message at a time: nothing of the next one is taken. */
int frame_hear(int fd, struct buf *heard)
{
    char block[16384];
    size_t left;
    while ((left = missing(heard)) > 0) {
        ssize_t n = read(fd, block, left < sizeof block ? left : sizeof block);
        if (n > 0)
            buf_append(heard, block, (size_t)n);
        else if (n == 0 || (errno != EINTR && errno != EAGAIN))
            return -1;
        else if (errno == EAGAIN)
            return 0;
    }
    return 1;
}

const char *frame_text(const struct buf *heard, size_t *len)
{
    *len = heard->len - HEAD;
    return heard->data + HEAD;
}
