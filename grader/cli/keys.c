/* SPDX-License-Identifier: MIT */
#include "cli/keys.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <termios.h>
#include <unistd.h>

/* All that end a process, but for SIGKILL; and the one that stops it for a while. */
static const int ends[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGSEGV,
                           SIGBUS, SIGFPE,  SIGILL, SIGABRT, SIGTSTP};
#define ENDS (sizeof ends / sizeof *ends)

/* Signal handlers have nothing else to know it from. */
static struct termios before, single;
static volatile sig_atomic_t opened, redraw;

static void handle(int number, void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler};
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, NULL);
}

/* In the background a terminal can't be changed without being stopped for it. */
static bool is_ours(void)
{
    return tcgetpgrp(STDIN_FILENO) == getpgrp();
}

static void restore(void)
{
    if (opened && is_ours())
        tcsetattr(STDIN_FILENO, TCSANOW, &before);
}

/* Restores the terminal; then the signal does what it does without us. */
static void on_end(int number)
{
    int saved = errno;
    restore();
    if (write(STDOUT_FILENO, "\n", 1) < 0)
        errno = 0; /* nobody is there to read it */
    handle(number, SIG_DFL);
    raise(number);
    errno = saved;
}

static void on_back(int number)
{
    (void)number;
    int saved = errno;
    handle(SIGTSTP, on_end);
    if (is_ours())
        tcsetattr(STDIN_FILENO, TCSANOW, &single);
    redraw = 1;
    errno = saved;
}

static void on_resize(int number)
{
    (void)number;
    redraw = 1;
}

bool keys_open(void)
{
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) || !is_ours()
        || tcgetattr(STDIN_FILENO, &before) < 0)
        return false;
    single = before;
    single.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    single.c_cc[VMIN] = 1;
    single.c_cc[VTIME] = 0;
    opened = 1;
    for (size_t i = 0; i < ENDS; i++)
        handle(ends[i], on_end);
    handle(SIGCONT, on_back);
    handle(SIGWINCH, on_resize);
    tcsetattr(STDIN_FILENO, TCSANOW, &single);
    return true;
}

void keys_forget(void)
{
    if (!opened)
        return;
    for (size_t i = 0; i < ENDS; i++)
        handle(ends[i], SIG_DFL);
    handle(SIGCONT, SIG_DFL);
    handle(SIGWINCH, SIG_DFL);
    opened = 0;
}

void keys_close(void)
{
    restore();
    keys_forget();
}

int keys_next(void)
{
    unsigned char key;
    struct pollfd wait = {.fd = STDIN_FILENO, .events = POLLIN};
    if (poll(&wait, 1, 0) <= 0)
        return 0;
    ssize_t n = read(STDIN_FILENO, &key, 1);
    if (n > 0)
        return key;
    return n < 0 && errno == EINTR ? 0 : -1;
}

bool keys_redraw(void)
{
    bool wanted = redraw;
    redraw = 0;
    return wanted;
}
