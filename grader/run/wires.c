/* SPDX-License-Identifier: MIT */
#include "run/wires.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/fd.h"
#include "run/child.h"
#include "run/screen.h"

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

void wires_given(struct wires *w)
{
    close_fd(&w->in);
    close_fd(&w->out);
    close_fd(&w->err);
}

void wires_close(struct wires *w)
{
    wires_given(w);
    close_fd(&w->keyboard);
    close_fd(&w->screen);
    close_fd(&w->errors);
}

/* A terminal where there is one to be had, else a pipe. */
static int open_screen(struct wires *w, struct error *err)
{
    int fds[2];
    if (screen_open(&w->screen, &w->out) == 0)
        return 0;
    if (child_pipe(fds, err) < 0)
        return -1;
    w->screen = fds[0];
    w->out = fds[1];
    return 0;
}

int wires_open(struct wires *w, struct error *err)
{
    int fds[2];
    *w = (struct wires){-1, -1, -1, -1, -1, -1};
    if (open_screen(w, err) < 0 || child_pipe(fds, err) < 0)
        return -1;
    w->errors = fds[0];
    w->err = fds[1];
    if (fd_pipe(fds) < 0)
        return error_errno(err, "can't make a pipe");
    w->in = fds[0];
    w->keyboard = fds[1];
    fcntl(w->keyboard, F_SETFL, O_NONBLOCK); /* of our end only (pipe(7)) */
    return 0;
}
