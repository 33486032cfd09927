/* SPDX-License-Identifier: MIT */
#include "play/growth.h"

#include <string.h>

static bool nears(const struct growth *g, const int64_t taken[GROWINGS],
                  const int64_t most[GROWINGS], int64_t now_ns, int64_t until_ns)
{
    const double spans = (double)(until_ns - now_ns) / (double)(now_ns - g->at_ns);
    bool any = false;
    for (size_t i = 0; i < GROWINGS && spans >= 0; i++) {
        const int64_t grown = taken[i] - g->taken[i];
        any |= grown > 0 && (double)taken[i] + (double)grown * spans > (double)most[i];
    }
    return any;
}

bool growth_nears(struct growth *g, const int64_t taken[GROWINGS],
                  const int64_t most[GROWINGS], int64_t now_ns, int64_t until_ns)
{
    if (g->at_ns && now_ns - g->at_ns < GROWTH_SPAN_NS)
        return g->nears;
    g->nears = g->at_ns && nears(g, taken, most, now_ns, until_ns);
    g->at_ns = now_ns;
    memcpy(g->taken, taken, sizeof g->taken);
    return g->nears;
}
