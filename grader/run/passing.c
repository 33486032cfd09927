/* SPDX-License-Identifier: MIT */
#include "run/passing.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

union control {
    struct cmsghdr header;
    char bytes[CMSG_SPACE(PASSING_MOST * sizeof(int))];
};

int passing_pair(int ends[2], struct error *err)
{
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends))
        return error_errno(err, "can't make a pair of sockets");
    return 0;
}

int passing_send(int socket, const void *data, size_t len, const int *fds, size_t count)
{
    union control control = {0};
    struct iovec body = {.iov_base = (void *)data, .iov_len = len};
    struct msghdr message = {.msg_iov = &body, .msg_iovlen = 1};
    assert(count <= PASSING_MOST);
    if (count) {
        message.msg_control = &control;
        message.msg_controllen = CMSG_SPACE(count * sizeof(int));
        struct cmsghdr *c = CMSG_FIRSTHDR(&message);
        c->cmsg_len = CMSG_LEN(count * sizeof(int));
        c->cmsg_level = SOL_SOCKET;
        c->cmsg_type = SCM_RIGHTS;
        memcpy(CMSG_DATA(c), fds, count * sizeof(int));
    }
    return sendmsg(socket, &message, MSG_NOSIGNAL) < 0 ? -1 : 0;
}

int passing_receive(int socket, void *data, size_t len, int *fds, size_t count)
{
    union control control = {0};
    struct iovec body = {.iov_base = data, .iov_len = len};
    struct msghdr message = {.msg_iov = &body,
                             .msg_iovlen = 1,
                             .msg_control = &control,
                             .msg_controllen = sizeof control};
    ssize_t got;
    for (size_t i = 0; i < count; i++)
        fds[i] = -1;
    do
        got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    while (got < 0 && errno == EINTR);
    if (got >= 0)
        errno = 0;
    if (got != (ssize_t)len)
        return -1;
    const struct cmsghdr *c = CMSG_FIRSTHDR(&message);
    if (c && c->cmsg_type == SCM_RIGHTS && c->cmsg_len <= CMSG_LEN(count * sizeof(int)))
        memcpy(fds, CMSG_DATA(c), c->cmsg_len - CMSG_LEN(0));
    return 0;
}
