/* SPDX-License-Identifier: MIT
 *
 * The programs in C that the probe is tried on; those in Python are in programs/. Each runs
 * in a process of its own and is ended from outside.
 */
#ifndef TESTS_PROGRAMS_H
#define TESTS_PROGRAMS_H

#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int a_socket(int *other)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends))
        _exit(1);
    if (other)
        *other = ends[1];
    return ends[0];
}

static void wait_on_socket(void)
{
    char byte;
    recv(a_socket(NULL), &byte, 1, 0);
}

static void *wait_on_socket_thread(void *arg)
{
    wait_on_socket();
    return arg;
}

static void poll_forever(void)
{
    int ends[2];
    if (pipe(ends))
        _exit(1);
    struct pollfd one = {.fd = ends[0], .events = POLLIN};
    poll(&one, 1, -1);
}

static void poll_two_forever(void)
{
    struct pollfd two[] = {{.fd = a_socket(NULL), .events = POLLIN},
                           {.fd = a_socket(NULL), .events = POLLIN}};
    poll(two, 2, -1);
}

static void poll_three_seconds(void)
{
    struct pollfd one = {.fd = a_socket(NULL), .events = POLLIN};
    poll(&one, 1, 3000);
}

static void poll_nothing(void)
{
    poll(NULL, 0, 3000);
}

static void select_forever(void)
{
    fd_set set;
    int fd = a_socket(NULL);
    FD_ZERO(&set);
    FD_SET(fd, &set);
    select(fd + 1, &set, NULL, NULL, NULL);
}

static void select_three_seconds(void)
{
    fd_set set;
    struct timeval length = {.tv_sec = 3};
    int fd = a_socket(NULL);
    FD_ZERO(&set);
    FD_SET(fd, &set);
    select(fd + 1, &set, NULL, NULL, &length);
}

static void write_to_full_pipe(void)
{
    static char much[1 << 20];
    int ends[2];
    if (!pipe(ends) && write(ends[1], much, sizeof much) < 0)
        _exit(1);
}

static void receive_with_time_out(void)
{
    struct timeval length = {.tv_sec = 3};
    char byte;
    int fd = a_socket(NULL);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &length, sizeof length);
    recv(fd, &byte, 1, 0);
}

static void epoll_on(int fd, int timeout_ms)
{
    int epoll = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN};
    epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
    epoll_wait(epoll, &event, 1, timeout_ms);
}

static void epoll_server(void)
{
    epoll_on(a_socket(NULL), 3000);
}

static void epoll_without_socket(void)
{
    epoll_on(eventfd(0, 0), 3000);
}

static void epoll_timer(long seconds)
{
    struct itimerspec in = {.it_value.tv_sec = seconds};
    int timer = timerfd_create(CLOCK_MONOTONIC, 0);
    timerfd_settime(timer, 0, &in, NULL);
    epoll_on(timer, -1);
}

static void armed_timerfd(void)
{
    epoll_timer(3);
}

static void idle_timerfd(void)
{
    epoll_timer(0);
}

static void posix_timer(void)
{
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1};
    struct itimerspec in = {.it_value.tv_sec = 3};
    timer_t timer;
    timer_create(CLOCK_MONOTONIC, &event, &timer);
    timer_settime(timer, 0, &in, NULL);
    wait_on_socket();
}

static void on_alarm(int signal)
{
    (void)signal;
}

static void alarm_clock(void)
{
    struct sigaction action = {.sa_handler = on_alarm};
    sigaction(SIGALRM, &action, NULL);
    alarm(3);
    wait_on_socket();
}

static void wait_for_signal(void)
{
    pause();
}

static void sleep_for(long seconds)
{
    struct timespec length = {.tv_sec = seconds};
    nanosleep(&length, NULL);
}

static void sleep_shortly(void)
{
    sleep_for(3);
}

static void sleep_beyond_deadline(void)
{
    sleep_for(100000);
}

static void timed_lock(void)
{
    sem_t never;
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 3;
    sem_init(&never, 0, 0);
    sem_timedwait(&never, &until);
}

static void spin(void)
{
    for (volatile unsigned long i = 0;; i++)
        ;
}

static void stop(void)
{
    raise(SIGSTOP);
}

/* A child that ends with its parent, as all programs here must end with the test. */
static pid_t fork_child(void)
{
    pid_t parent = getpid(), child = fork();
    if (child == 0 && (prctl(PR_SET_PDEATHSIG, SIGKILL) || getppid() != parent))
        _exit(1);
    return child;
}

static void parent_of_busy_child(void)
{
    if (fork_child() == 0)
        spin();
    wait(NULL);
}

static void parent_of_orphan(void)
{
    if (fork() == 0) {
        pid_t parent = getpid();
        if (fork() == 0) {
            while (getppid() == parent)
                ;
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            spin();
        }
        _exit(0);
    }
    wait_on_socket();
}

static void main_thread_gone(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, wait_on_socket_thread, NULL);
    pthread_exit(NULL);
}

/* More than the probe keeps files open for. */
static void hundred_threads(void)
{
    pthread_attr_t small;
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, 1 << 16);
    for (int i = 0; i < 100; i++) {
        pthread_t thread;
        pthread_create(&thread, &small, wait_on_socket_thread, NULL);
    }
    wait_on_socket();
}

static void hidden(void)
{
    prctl(PR_SET_DUMPABLE, 0);
    wait_on_socket();
}

static void leave_at_once(void)
{
}

/* ---- the rest does progress all the time, though each thread is mostly blocked ---- */

struct table {
    int left[2], right[2];
};

static void play_pong(int from, int to)
{
    char ball;
    while (read(from, &ball, 1) == 1 && write(to, &ball, 1) == 1)
        ;
}

static void *pong_thread(void *arg)
{
    struct table *t = arg;
    play_pong(t->left[0], t->right[1]);
    return NULL;
}

static void serve(struct table *t)
{
    if (pipe(t->left) || pipe(t->right) || write(t->left[1], "o", 1) != 1)
        _exit(1);
}

static void thread_ping_pong(void)
{
    struct table t;
    pthread_t thread;
    serve(&t);
    pthread_create(&thread, NULL, pong_thread, &t);
    play_pong(t.right[0], t.left[1]);
}

static void process_ping_pong(void)
{
    struct table t;
    serve(&t);
    if (fork_child() == 0)
        play_pong(t.left[0], t.right[1]);
    play_pong(t.right[0], t.left[1]);
}

static void socket_ping_pong(void)
{
    int other, fd = a_socket(&other);
    if (write(fd, "o", 1) == 1 && fork_child() == 0)
        play_pong(other, other);
    play_pong(fd, fd);
}

static void forking_forever(void)
{
    for (;;) {
        pid_t child = fork();
        if (child == 0)
            _exit(0);
        if (child > 0)
            waitpid(child, NULL, 0);
    }
}

static void polling_forever(void)
{
    struct pollfd one = {.fd = a_socket(NULL), .events = POLLIN};
    for (;;)
        poll(&one, 1, 1);
}

#endif
