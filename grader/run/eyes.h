/* SPDX-License-Identifier: MIT
 *
 * What the conversation's observer looks through.
 */
#ifndef RUN_EYES_H
#define RUN_EYES_H

#include "play/look.h"

struct cgroup;
struct notice;
struct probe;

/* All borrowed. */
struct eyes {
    struct probe *probe;
    struct notice *notice;
    const struct cgroup *cgroup; /* NULL: none */
};

/* Looks through e, which must stay where it is meanwhile. */
struct observer eyes_observer(struct eyes *e);

#endif
