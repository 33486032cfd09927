/* SPDX-License-Identifier: MIT
 *
 * The clients of the benchmark, chosen by -DSAYS=... and -DHEARS_FIRST: the right one says 1,
 * hears 2, says 3, hears 4; the others say something else, or hear first and wait for ever.
 */
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef SAYS
#define SAYS "1"
#endif

int main(void)
{
    char buffer[64];
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons(5678),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0)
        return 1;
#ifdef HEARS_FIRST
    if (recv(fd, buffer, sizeof buffer, 0) <= 0)
        return 1;
#endif
    if (send(fd, SAYS, sizeof SAYS - 1, 0) < 0 || recv(fd, buffer, sizeof buffer, 0) <= 0
        || send(fd, "3", 1, 0) < 0 || recv(fd, buffer, sizeof buffer, 0) <= 0)
        return 1;
    close(fd);
    return 0;
}
