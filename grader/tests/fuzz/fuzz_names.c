/* SPDX-License-Identifier: MIT
 *
 * Any bytes as a question to the name server. The first byte says how much room the reply
 * has and whether every name leads somewhere; the rest is the message. A reply fits its
 * room, answers that question, and is what a resolver can take apart.
 */
#include <arpa/nameser.h>
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "play/names.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_reply(const struct names *n, const uint8_t *question,
                        const uint8_t *reply, size_t len)
{
    ns_msg message;
    ns_rr record;
    assert(len >= NS_HFIXEDSZ && memcmp(reply, question, 2) == 0);
    assert(ns_initparse(reply, (int)len, &message) == 0);
    assert(ns_msg_getflag(message, ns_f_qr) == 1);
    assert(ns_parserr(&message, ns_s_qd, 0, &record) == 0);
    assert(strcmp(ns_rr_name(record), n->last_name) == 0);
    for (int i = 0; i < ns_msg_count(message, ns_s_an); i++)
        assert(n->every && ns_parserr(&message, ns_s_an, i, &record) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct names n = {.fd = -1};
    if (!size || size > 65536)
        return 0;
    size_t len = size - 1, room = data[0] & 1 ? 1280 : (size_t)(data[0] >> 2) * 4;
    n.every = !(data[0] & 2);
    /* Exact ones, so that a sanitizer sees one byte too far. */
    uint8_t *question = malloc(len ? len : 1), *reply = malloc(room ? room : 1);
    memcpy(question, data + 1, len);
    size_t got = names_reply(&n, question, len, reply, room);
    assert(got <= room);
    if (got)
        check_reply(&n, question, reply, got);
    free(question);
    free(reply);
    return 0;
}
