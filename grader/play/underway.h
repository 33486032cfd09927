/* SPDX-License-Identifier: MIT
 *
 * Datagrams that were sent and not yet received, from what the system counts of UDP in this
 * network (udp(7), /proc/net/snmp): sent = received + refused + on their way or unread. Nobody
 * else may use the network; where somebody does, or nothing is counted, they are given time.
 */
#ifndef PLAY_UNDERWAY_H
#define PLAY_UNDERWAY_H

#include <stdbool.h>
#include <stdint.h>

#include "play/sockdiag.h"

struct underway {
    bool opened;
    int counts[2];    /* of IPv4 and IPv6, -1: none */
    int64_t lost;     /* that went with the socket in which they lay unread */
    int64_t count;    /* at the last look */
    int64_t since_ns; /* since when it is that */
};

void underway_open(struct underway *u, bool own_network);
void underway_close(struct underway *u);

/* Whether any may be on its way; word_ns is when the last one was sent or came. What has lain
 * unread for a while is not. */
bool underway_any(struct underway *u, struct sockdiag *diag, int64_t word_ns);

#endif
