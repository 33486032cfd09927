/* SPDX-License-Identifier: MIT */
#include "play/pump.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fd.h"
#include "play/datagrams.h"
#include "play/meet.h"
#include "play/partner.h"
#include "play/play.h"
#include "play/prints.h"

static void read_connection(struct play *p, struct connection *c)
{
    size_t before = c->pending.len;
    enum connection_state state = c->state;
    size_t got = connection_read(c);
    if (got)
        play_heard(p, c, c->pending.data + before, got);
    if (c->state != state) {
        play_note_event(p, c->state == CONNECTION_RESET ? EVENT_RESET : EVENT_CLOSED,
                        c->name, NULL, 0);
        play_had_word(p);
    }
}

/* Reads what the program wrote; returns true when there was something. */
static bool read_output(struct play *p, int fd, struct capture *into,
                        enum event_kind kind, bool *open)
{
    char block[65536];
    ssize_t n = read(fd, block, sizeof block);
    if (n > 0) {
        capture_append(into, block, (size_t)n);
        play_note_event(p, kind, NULL, block, (size_t)n);
        prints_watch(p);
        return true;
    }
    if (n == 0 || (errno != EAGAIN && errno != EINTR)) /* EIO: no terminal end is open */
        *open = false;
    return false;
}

static void accept_one(struct play *p, int listener)
{
    int fd = fd_accept(listener);
    if (fd < 0) {
        if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
            p->unheard = errno;
        return;
    }
    p->unheard = 0;
    play_add_connection(p, p->accepting, fd);
    p->accepting = NULL;
    meet_client(p);
}

/* The descriptors of one poll besides the connections, in the order in which they are
 * served: both outputs, the keyboard, names, listeners, the program's end, its calls; and room for one. */
struct poll_set {
    struct pollfd fds[12];
    size_t count;
};

static void add_fd(struct poll_set *set, int fd, short events)
{
    set->fds[set->count++] = (struct pollfd){.fd = fd, .events = events};
}

static void gather(struct play *p, struct poll_set *set)
{
    set->count = 0;
    if (p->out_open)
        add_fd(set, p->program.stdout_fd, POLLIN);
    if (p->err_open)
        add_fd(set, p->program.stderr_fd, POLLIN);
    if (p->typing.unsent.len)
        add_fd(set, *p->typing.fd, POLLOUT);
    if (p->names.fd >= 0)
        add_fd(set, p->names.fd, POLLIN);
    bool hears = p->accepting || datagrams_used(p);
    for (size_t i = 0; hears && i < p->listener_count; i++)
        add_fd(set, p->listeners[i], POLLIN);
    if (!p->outcome.ended)
        add_fd(set, p->program.pidfd, POLLIN);
    if (p->following)
        add_fd(set, p->setup.partner->fd, POLLIN);
    if (p->program.observer.calls_fd >= 0)
        add_fd(set, p->program.observer.calls_fd, POLLIN);
}

/* Nobody is left who could call: nothing is to be heard there any more. */
static bool serve_calls(struct play *p)
{
    bool any = p->program.observer.serve(p->program.observer.ctx);
    if (!any)
        p->program.observer.calls_fd = -1;
    return any;
}

static void serve_connection(struct play *p, struct connection *c)
{
    if (c->datagrams) {
        datagrams_read(p, c->fd, c);
        return;
    }
    if (connection_flush(c))
        play_had_word(p);
    read_connection(p, c);
}

static bool serve(struct play *p, int fd)
{
    if (fd == p->program.stdout_fd)
        return read_output(p, fd, &p->out, EVENT_PRINTED, &p->out_open);
    if (fd == p->program.stderr_fd)
        return read_output(p, fd, &p->err, EVENT_STDERR, &p->err_open);
    if (p->typing.fd && fd == *p->typing.fd)
        return typing_flush(&p->typing);
    if (fd == p->names.fd)
        return names_answer(&p->names) > 0;
    if (fd == p->program.pidfd)
        return play_program_ended(p);
    if (fd == p->program.observer.calls_fd)
        return serve_calls(p);
    if (p->following && fd == p->setup.partner->fd)
        return true; /* who follows hears it */
    if (datagrams_used(p))
        return datagrams_read(p, fd, NULL);
    if (p->accepting)
        accept_one(p, fd);
    return true;
}

/* Who has filled a terminal or a pipe waits for us to read it: how long we took to come,
 * beyond what we meant to wait, was our own time. */
static void account(struct play *p, bool taken, int64_t wait_ns)
{
    int64_t now_ns = clock_now_ns(), own_ns = now_ns - p->pumped_ns - wait_ns;
    if (taken && own_ns > 0)
        p->own_ns += own_ns;
    p->pumped_ns = now_ns;
}

bool pump_take(struct play *p, int64_t wait_ns)
{
    struct poll_set set;
    uint64_t before = play_printed(p);
    gather(p, &set);
    bool moved = false;
    bool any = watch_wait(&p->watch, set.fds, set.count, wait_ns);
    for (size_t i = 0; i < p->watch.ready_count; i++, moved = true)
        serve_connection(p, p->watch.ready[i]);
    for (size_t i = 0; any && i < set.count; i++)
        if (set.fds[i].revents)
            moved |= serve(p, set.fds[i].fd);
    moved |= openports_answer(&p->open);
    account(p, play_printed(p) != before, wait_ns);
    return moved;
}

bool pump_nap(struct play *p, int64_t wait_ns)
{
    int64_t since_ns = clock_now_ns();
    bool moved = pump_take(p, wait_ns);
    int64_t passed = clock_now_ns() - since_ns;
    if (p->look.activity == ACTIVITY_LISTENING)
        p->listened_ns += passed;
    else if (p->look.activity == ACTIVITY_RUNNING)
        p->running_ns += passed;
    return moved;
}
