/* SPDX-License-Identifier: MIT
 *
 * What a case may not ask for where messages are datagrams: UDP has no connections that begin
 * or end, and a datagram comes whole or not at all.
 */
#ifndef SCRIPT_UDPCHECK_H
#define SCRIPT_UDPCHECK_H

#include "script/exercise.h"
#include "script/field.h"

int udpcheck_case(struct reader *r, const struct test_case *c);

#endif
