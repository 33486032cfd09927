/* SPDX-License-Identifier: MIT
 *
 * The turn is a lock on a file in the temporary folder, which the system lets go with its
 * holder; the file stays, empty, for the next.
 */
#include "run/port.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fd.h"

#define TURN_PATIENCE_NS (600 * NS_PER_S)
#define LINGER_PATIENCE_NS (90 * NS_PER_S)
#define ENDING_PATIENCE_NS                                                               \
    (2 * NS_PER_S) /* for an earlier run's program that was killed */
#define LOOK_MS 50

/* Everybody may take turns: the file is writable for all, whatever the umask. One that is
 * there already is not created again, which some systems forbid in /tmp. */
static int open_lock(int port, struct error *err)
{
    char path[256];
    const char *folder = getenv("TMPDIR");
    snprintf(path, sizeof path, "%.200s/sockgrade-port-%d",
             folder && folder[0] == '/' ? folder : "/tmp", port);
    for (int tries = 0; tries < 2; tries++) {
        int fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
        if (fd < 0 && errno == ENOENT) {
            fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
            if (fd >= 0)
                fchmod(fd, 0666);
        }
        if (fd >= 0)
            return fd;
        if (errno != EEXIST)
            break;
    }
    return error_errno(err, "can't lock %s", path);
}

static int take_turn(int port, struct error *err)
{
    struct flock turn = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    int64_t deadline = clock_now_ns() + TURN_PATIENCE_NS;
    int fd = open_lock(port, err);
    while (fd >= 0 && fcntl(fd, F_SETLK, &turn) < 0) {
        struct flock held = turn;
        if (clock_now_ns() < deadline) {
            poll(NULL, 0, LOOK_MS);
            continue;
        }
        fcntl(fd, F_GETLK, &held);
        close(fd);
        return error_set(err,
                         "port %d is in use by another run of sockgrade (process %ld)",
                         port, (long)held.l_pid);
    }
    return fd;
}

/* Whether the port can be bound: with `reuse`, whatever is left of earlier conversations. */
static bool is_free(int port, uint32_t address, bool reuse)
{
    struct sockaddr_in a = {.sin_family = AF_INET,
                            .sin_port = htons((uint16_t)port),
                            .sin_addr.s_addr = htonl(address)};
    int fd = fd_socket(AF_INET, SOCK_STREAM), on = reuse;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    bool free = bind(fd, (struct sockaddr *)&a, sizeof a) == 0 || errno != EADDRINUSE;
    close(fd);
    return free;
}

static bool is_held(int port)
{
    return !is_free(port, INADDR_LOOPBACK, true) || !is_free(port, INADDR_ANY, true);
}

static int await_free(int port, bool student_listens, struct error *err)
{
    int64_t now = clock_now_ns(), deadline = now + LINGER_PATIENCE_NS;
    while (is_held(port)) {
        if (clock_now_ns() >= now + ENDING_PATIENCE_NS)
            return error_set(err,
                             "port %d of this computer is in use by some other program; "
                             "end it and try again",
                             port);
        poll(NULL, 0, LOOK_MS);
    }
    while (student_listens && !is_free(port, INADDR_ANY, false)) {
        if (clock_now_ns() >= deadline)
            return error_set(err,
                             "port %d of this computer is still held by an earlier "
                             "conversation",
                             port);
        poll(NULL, 0, LOOK_MS);
    }
    return 0;
}

bool port_free(int port)
{
    return !is_held(port);
}

int port_hold(int port, bool student_listens, struct error *err)
{
    int fd = take_turn(port, err);
    if (fd >= 0 && await_free(port, student_listens, err) < 0) {
        close(fd);
        return -1;
    }
    return fd;
}
