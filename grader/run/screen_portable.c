/* SPDX-License-Identifier: MIT */
#include "run/screen.h"

#include <fcntl.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

/* What cfmakeraw(3) does where there is one. */
static int make_raw(int fd)
{
    struct termios t;
    if (tcgetattr(fd, &t))
        return -1;
    t.c_iflag &=
        (tcflag_t) ~(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
    t.c_oflag &= (tcflag_t)~OPOST;
    t.c_lflag &= (tcflag_t) ~(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
    t.c_cflag &= (tcflag_t) ~(CSIZE | PARENB);
    t.c_cflag |= CS8;
    return tcsetattr(fd, TCSANOW, &t);
}

int screen_open(int *ours, int *theirs)
{
    int fd = posix_openpt(O_RDWR | O_NOCTTY);
    const char *name = fd >= 0 && !grantpt(fd) && !unlockpt(fd) ? ptsname(fd) : NULL;
    int peer = name ? open(name, O_RDWR | O_NOCTTY | O_CLOEXEC) : -1;
    if (peer >= 0 && !make_raw(peer)) {
        fcntl(fd, F_SETFD, FD_CLOEXEC);
        fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
        *ours = fd;
        *theirs = peer;
        return 0;
    }
    if (peer >= 0)
        close(peer);
    if (fd >= 0)
        close(fd);
    return -1;
}
