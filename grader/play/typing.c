/* SPDX-License-Identifier: MIT */
#include "play/typing.h"

#include <errno.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "play/play.h"

static bool is_open(const struct typing *t)
{
    return t->fd && *t->fd >= 0;
}

/* Nobody reads any more, or all was said. */
static void let_go(struct typing *t)
{
    buf_clear(&t->unsent);
    if (is_open(t))
        close(*t->fd);
    if (t->fd)
        *t->fd = -1;
}

bool typing_flush(struct typing *t)
{
    bool moved = false;
    while (is_open(t) && t->unsent.len) {
        ssize_t n = write(*t->fd, t->unsent.data, t->unsent.len);
        if (n < 0 && errno == EAGAIN)
            return moved;
        if (n > 0)
            buf_drop(&t->unsent, (size_t)n);
        else if (errno != EINTR)
            let_go(t);
        moved = true;
    }
    if (t->ends && is_open(t))
        let_go(t);
    return moved;
}

void typing_add(struct play *p, const void *data, size_t len)
{
    if (!is_open(&p->typing) || !len)
        return;
    buf_append(&p->typing.unsent, data, len);
    play_note_event(p, EVENT_TYPED, NULL, data,
                    len - (((const char *)data)[len - 1] == '\n'));
    typing_flush(&p->typing);
}

void typing_end(struct play *p)
{
    if (!is_open(&p->typing) || p->typing.ends)
        return;
    p->typing.ends = true;
    play_note_event(p, EVENT_TYPED_END, NULL, NULL, 0);
    typing_flush(&p->typing);
}

size_t typing_unread(const struct typing *t)
{
    int unread = 0;
    if (is_open(t) && ioctl(*t->fd, FIONREAD, &unread) < 0)
        unread = 0;
    return t->unsent.len + (size_t)unread;
}

void typing_close(struct typing *t)
{
    buf_close(&t->unsent);
}
