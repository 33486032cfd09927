/* SPDX-License-Identifier: MIT
 *
 * The floor of a crowd: starts the server, connects so many clients to it, and has two
 * exchanges with each, the one that connected last first, in one epoll loop and no more than
 * that.
 *
 *     crowd_floor CLIENTS SERVER
 */
#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static int loop;

static int join(void)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(9000)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct epoll_event e = {.events = EPOLLIN, .data.fd = fd};
    inet_pton(AF_INET, "127.0.0.1", &to.sin_addr);
    if (connect(fd, (struct sockaddr *)&to, sizeof to)) {
        close(fd);
        return -1;
    }
    struct linger at_once = {.l_onoff = 1}; /* or the port would be kept for a minute */
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    epoll_ctl(loop, EPOLL_CTL_ADD, fd, &e);
    return fd;
}

static int exchange(int fd, int number)
{
    char word[32], back[32];
    struct epoll_event e;
    int len = snprintf(word, sizeof word, "client %d", number);
    if (send(fd, word, (size_t)len, MSG_NOSIGNAL) != len
        || epoll_wait(loop, &e, 1, 10000) != 1 || e.data.fd != fd)
        return -1;
    return recv(fd, back, sizeof back, 0) == len && memcmp(word, back, (size_t)len) == 0
               ? 0
               : -1;
}

static int serve_all(int *fds, int count)
{
    for (int i = 0; i < count; i++) {
        while ((fds[i] = join()) < 0 && i == 0) /* it does not listen yet */
            usleep(100);
        if (fds[i] < 0)
            return -1;
    }
    for (int round = 0; round < 2; round++)
        for (int i = count; i-- > 0;)
            if (exchange(fds[i], i))
                return -1;
    return 0;
}

int main(int argc, char **argv)
{
    int count = argc == 3 ? atoi(argv[1]) : 0;
    int *fds = calloc((size_t)count + 1, sizeof *fds);
    struct rlimit files = {(rlim_t)count + 100, (rlim_t)count + 100};
    if (setrlimit(RLIMIT_NOFILE, &files) || !fds)
        return 2;
    pid_t server = fork();
    if (server == 0) {
        execl(argv[2], argv[2], (char *)NULL);
        _exit(127);
    }
    loop = epoll_create1(EPOLL_CLOEXEC);
    int status = serve_all(fds, count);
    for (int i = 0; i < count && fds[i] > 0; i++)
        close(fds[i]);
    kill(server, SIGKILL);
    waitpid(server, NULL, 0);
    return status ? 1 : 0;
}
