/* SPDX-License-Identifier: MIT */
#include "run/spare.h"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "run/passing.h"

int spares_open(struct spares *all, struct error *err)
{
    *all = SPARES_NONE;
    if (passing_pair(all->ends, err) < 0)
        return -1;
    fcntl(all->ends[1], F_SETFL, O_NONBLOCK); /* who finds it full keeps nothing */
    return 0;
}

#define FDS 3

void spare_close(struct spare *s)
{
    const int fds[FDS] = {s->user_fd, s->net_fd, s->base_fd};
    for (size_t i = 0; i < FDS; i++)
        if (fds[i] >= 0)
            close(fds[i]);
    *s = SPARE_NONE;
}

void spares_close(struct spares *all)
{
    for (size_t i = 0; i < all->count; i++)
        spare_close(&all->list[i]);
    for (size_t i = 0; i < 2; i++)
        if (all->ends[i] >= 0)
            close(all->ends[i]);
    *all = SPARES_NONE;
}

/* The oldest makes room: of its kind there has been no use for the longest time. */
static void put(struct spares *all, const struct spare *s)
{
    if (all->count == SPARES_MOST) {
        spare_close(&all->list[0]);
        memmove(all->list, all->list + 1, --all->count * sizeof *all->list);
    }
    all->list[all->count++] = *s;
}

/* The numbers of descriptors are the sender's. */
static void collect(struct spares *all)
{
    struct pollfd in = {.fd = all->ends[0], .events = POLLIN};
    int fds[FDS];
    struct spare s;
    while (poll(&in, 1, 0) > 0
           && passing_receive(all->ends[0], &s, sizeof s, fds, FDS) == 0) {
        s.user_fd = fds[0];
        s.net_fd = fds[1];
        s.base_fd = fds[2];
        if (s.user_fd >= 0 && s.net_fd >= 0)
            put(all, &s);
        else
            spare_close(&s);
    }
}

struct spare spares_take(struct spares *all, bool any_host)
{
    if (!all || all->ends[0] < 0)
        return SPARE_NONE;
    collect(all);
    for (size_t i = all->count; i-- > 0;) {
        struct spare s = all->list[i];
        if (s.any_host != any_host)
            continue;
        memmove(all->list + i, all->list + i + 1, (--all->count - i) * sizeof *all->list);
        return s;
    }
    return SPARE_NONE;
}

/* --- is anything left? ------------------------------------------------------------------------ */

static bool read_all(const char *path, char *text, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t len = fd < 0 ? -1 : read(fd, text, size - 1);
    if (fd >= 0)
        close(fd);
    text[len > 0 ? len : 0] = '\0';
    return len > 0 && (size_t)len < size - 1;
}

/* Those in nobody's hands are in use, too. The count of all sockets, which takes a while to
 * fall, and figures of the whole computer beside them are not asked: of other families programs
 * have local sockets alone (run/filter.c), and those are listed. */
static const struct figure {
    const char *line, *name;
} figures[] =
    {
        {"TCP:", " inuse "},     {"TCP:", " tw "},    {"UDP:", " inuse "},
        {"UDPLITE:", " inuse "}, {"RAW:", " inuse "}, {"FRAG:", " inuse "},
},
  figures6[] = {
      {"TCP6:", " inuse "}, {"UDP6:", " inuse "},  {"UDPLITE6:", " inuse "},
      {"RAW6:", " inuse "}, {"FRAG6:", " inuse "},
};
#define COUNT(list) (sizeof list / sizeof *list)

static bool is_zero(const char *text, const struct figure *f)
{
    const char *line = strstr(text, f->line);
    const char *end = line ? strchr(line, '\n') : NULL;
    const char *name = line ? strstr(line, f->name) : NULL;
    return name && end && name < end && strtol(name + strlen(f->name), NULL, 10) == 0;
}

static bool all_zero(const char *path, const struct figure *list, size_t count)
{
    char text[1024];
    if (!read_all(path, text, sizeof text))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!is_zero(text, &list[i]))
            return false;
    return true;
}

/* Below its head. */
static bool no_local_sockets(void)
{
    char text[256];
    if (!read_all("/proc/self/net/unix", text, sizeof text))
        return false;
    const char *end = strchr(text, '\n');
    return end && !end[1];
}

/* A computer without IPv6 has no second file. */
static bool is_unused(void)
{
    static const char second[] = "/proc/self/net/sockstat6";
    return all_zero("/proc/self/net/sockstat", figures, COUNT(figures))
           && (access(second, F_OK) || all_zero(second, figures6, COUNT(figures6)))
           && no_local_sockets();
}

void spares_give(const struct spares *all, const struct spare *s)
{
    if (!all || all->ends[1] < 0 || !is_unused())
        return;
    const bool is_new = s->net_fd < 0;
    const int fds[FDS] = {
        is_new ? open("/proc/self/ns/user", O_RDONLY | O_CLOEXEC) : s->user_fd,
        is_new ? open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC) : s->net_fd,
        s->base_fd,
    };
    if (fds[0] >= 0 && fds[1] >= 0)
        passing_send(all->ends[1], s, sizeof *s, fds, s->base_fd < 0 ? FDS - 1 : FDS);
    for (size_t i = 0; is_new && i < 2; i++)
        if (fds[i] >= 0)
            close(fds[i]);
}

int spare_enter_user(const struct spare *s)
{
    return s->user_fd < 0 ? -1 : setns(s->user_fd, CLONE_NEWUSER);
}

int spare_enter_network(const struct spare *s)
{
    return s->net_fd < 0 ? -1 : setns(s->net_fd, CLONE_NEWNET);
}
