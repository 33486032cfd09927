/* SPDX-License-Identifier: MIT
 *
 * What is under way can't be seen here: silence alone decides (play/quiet.h), which is long
 * against the moment that loopback takes.
 */
#include "play/flight.h"

#include <poll.h>

bool flight_on(struct sockdiag *diag, struct connection *c, int *known)
{
    (void)diag, (void)c, (void)known;
    return false;
}

bool flight_elsewhere(struct sockdiag *diag, int known, int port)
{
    (void)diag, (void)known, (void)port;
    return false;
}

bool flight_taken(struct sockdiag *diag, const struct connection *c)
{
    (void)diag;
    return c->unsent.len == 0;
}

/* Whoever only ended its sending answers nothing to what we send; whoever is gone lets its
 * system answer with RST, and that hangs our end up. Until we send, nobody can tell. */
bool flight_still_held(struct sockdiag *diag, const struct connection *c)
{
    struct pollfd look = {.fd = c->fd};
    (void)diag;
    return c->fd >= 0 && !(poll(&look, 1, 0) > 0 && look.revents & (POLLHUP | POLLERR));
}
