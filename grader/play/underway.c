/* SPDX-License-Identifier: MIT */
#include "play/underway.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"

#define WAKING_NS (30 * NS_PER_MS) /* as of a TCP connection: play/flight.c */
#define MISSED_NS (200 * NS_PER_MS)
#define TEXT_MOST 16384
#define SOCKETS_MOST 256

static const char *const files[] = {"/proc/self/net/snmp", "/proc/self/net/snmp6"};

/* How each counter goes into the balance. */
static const struct counter {
    const char *four, *six;
    int sign;
} counters[] = {
    {"OutDatagrams", "Udp6OutDatagrams", 1},
    {"InDatagrams", "Udp6InDatagrams", -1},
    {"NoPorts", "Udp6NoPorts", -1},
    {"InErrors", "Udp6InErrors", -1},
};
#define COUNTERS (sizeof counters / sizeof *counters)

void underway_open(struct underway *u, bool own_network)
{
    *u = (struct underway){.opened = true, .counts = {-1, -1}};
    for (size_t i = 0; own_network && i < 2; i++)
        u->counts[i] = open(files[i], O_RDONLY | O_CLOEXEC);
}

void underway_close(struct underway *u)
{
    for (size_t i = 0; u->opened && i < 2; i++)
        if (u->counts[i] >= 0)
            close(u->counts[i]);
    u->opened = false;
}

static bool read_text(int fd, char *text)
{
    ssize_t len = fd < 0 ? -1 : pread(fd, text, TEXT_MOST - 1, 0);
    text[len < 0 ? 0 : len] = '\0';
    return len > 0;
}

/* "Udp: NAME NAME ...", and the numbers in the same order on the next line. */
static int64_t balance4(const char *text)
{
    const char *names = strstr(text, "\nUdp: "), *numbers;
    int64_t sum = 0;
    if (!names || !(numbers = strstr(names + 1, "\nUdp: ")))
        return 0;
    names += 6;
    numbers += 6;
    while (*names && *names != '\n') {
        size_t len = strcspn(names, " \n");
        for (size_t i = 0; i < COUNTERS; i++)
            if (strlen(counters[i].four) == len && !memcmp(counters[i].four, names, len))
                sum += counters[i].sign * strtoll(numbers, NULL, 10);
        names += len + (names[len] == ' ');
        numbers += strcspn(numbers, " \n");
        numbers += *numbers == ' ';
    }
    return sum;
}

/* A line for each: the name, blanks, the number. */
static int64_t balance6(const char *text)
{
    int64_t sum = 0;
    for (size_t i = 0; i < COUNTERS; i++) {
        const char *at = strstr(text, counters[i].six);
        sum +=
            at ? counters[i].sign * strtoll(at + strlen(counters[i].six), NULL, 10) : 0;
    }
    return sum;
}

/* False where nothing is counted. */
static bool balance(const struct underway *u, int64_t *sum)
{
    char text[TEXT_MOST];
    if (!u->opened || !read_text(u->counts[0], text))
        return false;
    *sum = balance4(text) - u->lost;
    if (read_text(u->counts[1], text))
        *sum += balance6(text);
    return true;
}

static bool any_unread(struct sockdiag *diag)
{
    struct sockdiag_entry list[SOCKETS_MOST];
    int n = sockdiag_dump(diag, IPPROTO_UDP, UINT32_MAX, list, SOCKETS_MOST, NULL);
    for (int i = 0; i < n; i++)
        if (list[i].receive_queue)
            return true;
    return false;
}

bool underway_any(struct underway *u, struct sockdiag *diag, int64_t word_ns)
{
    int64_t now_ns = clock_now_ns(), count;
    if (!balance(u, &count))
        return now_ns - word_ns < WAKING_NS;
    if (!count || count != u->count)
        u->since_ns = now_ns;
    u->count = count;
    if (!count)
        return false;
    if (any_unread(diag))
        return now_ns - u->since_ns < WAKING_NS;
    if (now_ns - u->since_ns < MISSED_NS)
        return true;
    u->lost += count;
    u->count = 0;
    return false;
}
