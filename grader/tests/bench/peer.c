/* SPDX-License-Identifier: MIT
 *
 * The floor that sockgrade is measured against: one hard-coded conversation, on the shared
 * loopback, without isolation, judgement or report. Listens on port 5678, starts the client
 * that is named, hears 1, says 2, hears 3, says 4, and waits for the client's end.
 */
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static int listen_on(unsigned short port)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons(port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int));
    if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0 || listen(fd, 1) < 0) {
        perror("peer: port 5678");
        return -1;
    }
    return fd;
}

static int hear(int fd, char wanted)
{
    char c;
    return recv(fd, &c, 1, 0) == 1 && c == wanted;
}

int main(int argc, char **argv)
{
    int listener = argc > 1 ? listen_on(5678) : -1;
    if (listener < 0)
        return 2;
    pid_t pid = fork();
    if (pid == 0) {
        execvp(argv[1], argv + 1);
        _exit(127);
    }
    int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    int good = hear(fd, '1') && send(fd, "2", 1, MSG_NOSIGNAL) == 1 && hear(fd, '3')
               && send(fd, "4", 1, MSG_NOSIGNAL) == 1;
    int status = -1;
    waitpid(pid, &status, 0);
    return !(good && status == 0);
}
