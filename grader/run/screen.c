/* SPDX-License-Identifier: MIT */
#include "run/screen.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

/* TIOCGPTPEER works also where /dev/pts is another's (ioctl_tty(2)). */
int screen_open(int *ours, int *theirs)
{
    struct termios raw;
    int on = 0, peer = -1;
    int fd = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (fd >= 0 && ioctl(fd, TIOCSPTLCK, &on) == 0)
        peer = ioctl(fd, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (peer >= 0 && tcgetattr(peer, &raw) == 0) {
        cfmakeraw(&raw);
        tcsetattr(peer, TCSANOW, &raw);
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
