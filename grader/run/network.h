/* SPDX-License-Identifier: MIT
 *
 * Furnishes a network namespace that is empty when made: loopback, ports, addresses.
 */
#ifndef RUN_NETWORK_H
#define RUN_NETWORK_H

#include <stdbool.h>

#include "base/error.h"

/* Brings loopback up and lets programs bind every port. With any_host, every address of
 * IPv4 and IPv6 is one of this machine's own. Called with the capabilities of the network
 * namespace's owner. */
int network_furnish(bool any_host, struct error *err);

/* How fast the connections of one run were is no start for those of the next one in it. */
void network_remember_nothing(void);

#endif
