/* SPDX-License-Identifier: MIT
 *
 * An echo server for any number of clients in one epoll loop, on port 9000.
 */
#include <arpa/inet.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(9000)};
    struct epoll_event e = {.events = EPOLLIN}, ready[256];
    int on = 1, listener = socket(AF_INET, SOCK_STREAM, 0), loop = epoll_create1(0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&address, sizeof address)
        || listen(listener, SOMAXCONN))
        return 1;
    e.data.fd = listener;
    epoll_ctl(loop, EPOLL_CTL_ADD, listener, &e);
    for (;;) {
        int n = epoll_wait(loop, ready, 256, -1);
        for (int i = 0; i < n; i++) {
            char block[4096];
            int fd = ready[i].data.fd;
            if (fd == listener) {
                e.data.fd = accept(listener, NULL, NULL);
                epoll_ctl(loop, EPOLL_CTL_ADD, e.data.fd, &e);
                continue;
            }
            ssize_t len = recv(fd, block, sizeof block, 0);
            if (len <= 0 || send(fd, block, (size_t)len, MSG_NOSIGNAL) != len)
                close(fd);
        }
    }
}
