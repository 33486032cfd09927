/* SPDX-License-Identifier: MIT
 *
 * A system that tells nobody of other processes' sockets.
 */
#include "play/sockdiag.h"

int sockdiag_open(struct sockdiag *d, struct error *err)
{
    (void)err;
    *d = (struct sockdiag){-1, {-1, -1}};
    return 0;
}

void sockdiag_close(struct sockdiag *d)
{
    (void)d;
}

void sockdiag_prepare(struct sockdiag *d)
{
    (void)d;
}

int sockdiag_count(struct sockdiag *d, int protocol)
{
    (void)d, (void)protocol;
    return -1;
}

int sockdiag_dump(struct sockdiag *d, int protocol, uint32_t states,
                  struct sockdiag_entry *out, size_t max, struct error *err)
{
    (void)d, (void)protocol, (void)states, (void)out, (void)max;
    return error_set(err, "the sockets of other programs can't be seen on this system");
}

bool sockdiag_listener(struct sockdiag *d, int port, struct sockdiag_entry *out)
{
    (void)d, (void)port, (void)out;
    return false;
}

int sockdiag_tuple_of(int fd, struct sockdiag_tuple *out)
{
    (void)fd;
    *out = (struct sockdiag_tuple){0};
    return -1;
}

void sockdiag_destroy(struct sockdiag *d, const struct sockdiag_tuple *t)
{
    (void)d, (void)t;
}

int sockdiag_other_end(struct sockdiag *d, int fd, struct sockdiag_entry *out,
                       struct error *err)
{
    (void)d, (void)fd, (void)out;
    return error_set(err, "the other end of a connection can't be seen on this system");
}
