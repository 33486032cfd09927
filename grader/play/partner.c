/* SPDX-License-Identifier: MIT */
#include "play/partner.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/fd.h"

/* True when a word is there whole; it is taken off. */
static bool take_word(struct buf *heard, struct buf *word)
{
    uint32_t len;
    if (heard->len < sizeof len)
        return false;
    memcpy(&len, heard->data, sizeof len);
    if (heard->len - sizeof len < len)
        return false;
    buf_clear(word);
    buf_append(word, heard->data + sizeof len, len);
    buf_drop(heard, sizeof len + len);
    return true;
}

enum partner_word partner_hear(struct partner *p, struct buf *word)
{
    char block[65536];
    while (!take_word(&p->heard, word)) {
        if (p->fd < 0)
            return PARTNER_STOPPED;
        ssize_t n = recv(p->fd, block, sizeof block, MSG_DONTWAIT);
        if (n > 0)
            buf_append(&p->heard, block, (size_t)n);
        else if (n < 0 && errno == EAGAIN)
            return PARTNER_NOTHING_YET;
        else if (n == 0 || errno != EINTR)
            partner_leave(p);
    }
    return PARTNER_WORD;
}

enum partner_word partner_await(struct partner *p, struct buf *word)
{
    enum partner_word came;
    while ((came = partner_hear(p, word)) == PARTNER_NOTHING_YET) {
        struct pollfd wait = {.fd = p->fd, .events = POLLIN};
        poll(&wait, 1, -1);
    }
    return came;
}

static bool tell_all(int fd, const char *data, size_t len)
{
    while (len) {
        ssize_t n = fd_send(fd, data, len);
        if (n < 0 && errno != EINTR)
            return false;
        data += n > 0 ? n : 0;
        len -= n > 0 ? (size_t)n : 0;
    }
    return true;
}

void partner_tell(struct partner *p, const char *data, size_t len)
{
    uint32_t length = (uint32_t)len;
    if (p->fd >= 0
        && !(tell_all(p->fd, (const char *)&length, sizeof length)
             && tell_all(p->fd, data, len)))
        partner_leave(p);
}

void partner_leave(struct partner *p)
{
    if (p->fd >= 0)
        close(p->fd);
    p->fd = -1;
}
