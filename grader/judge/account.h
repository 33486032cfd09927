/* SPDX-License-Identifier: MIT
 *
 * What a program did with sockets, in words: the calls themselves, one line a socket, and
 * the sentences that explain with them why there was no connection. Each sentence is made
 * from calls that were seen; where none explains anything, nothing is said.
 */
#ifndef JUDGE_ACCOUNT_H
#define JUDGE_ACCOUNT_H

#include <stdbool.h>

#include "base/buf.h"
#include "run/attempt.h"

/* "socket(TCP) -> bind 0.0.0.0:5556 ok -> listen(5) ok -> waits in accept()", each with a
 * newline. */
void account_lines(const struct attempt *a, struct buf *out);

/* Why its bind(), connect() or listen() did not work, or that there was none: " bind() to
 * port 5555 failed: ....", to follow a sentence. (An interpreter can refuse a call before
 * the system hears of it, so that "never called" would be too much to say.) Whether there was anything to say. */
bool account_why_unlistened(const struct attempt *a, struct buf *out);
bool account_why_unconnected(const struct attempt *a, struct buf *out);

/* The same for a crash, if the error's own words are those of the call that failed last. */
bool account_why_crashed(const struct attempt *a, struct buf *out);

/* ", which is 127.0.0.1 without htonl()", that inet_addr() makes this of a name, or
 * nothing. */
void account_address_order(const char *address, struct buf *out);

#endif
