/* SPDX-License-Identifier: MIT */
#include "base/suggest.h"

#include <string.h>

#define LONGEST 64
#define SHORTEST 3 /* of a word that may stand for a longer one */

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Optimal string alignment distance: insert, delete, replace, swap neighbours. */
static size_t distance(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b);
    size_t d[LONGEST + 1][LONGEST + 1];
    for (size_t i = 0; i <= n; i++)
        d[i][0] = i;
    for (size_t j = 0; j <= m; j++)
        d[0][j] = j;
    for (size_t i = 1; i <= n; i++)
        for (size_t j = 1; j <= m; j++) {
            size_t cost = a[i - 1] != b[j - 1];
            size_t best = least(d[i - 1][j] + 1, d[i][j - 1] + 1);
            best = least(best, d[i - 1][j - 1] + cost);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                best = least(best, d[i - 2][j - 2] + 1);
            d[i][j] = best;
        }
    return d[n][m];
}

/* The one name that goes on where the word ends; NULL when none or several do. */
static const char *only_longer(const char *word, const char *const *names, size_t count)
{
    const char *found = NULL;
    size_t len = strlen(word);
    for (size_t i = 0; i < count; i++) {
        if (!names[i] || len < SHORTEST || strncmp(word, names[i], len) != 0)
            continue;
        if (found)
            return NULL;
        found = names[i];
    }
    return found;
}

const char *suggest_nearest(const char *word, const char *const *names, size_t count)
{
    size_t len = strlen(word);
    if (!len || len > LONGEST)
        return NULL;
    size_t best = len / 3 ? len / 3 : 1;
    const char *nearest = NULL;
    for (size_t i = 0; i < count; i++) {
        if (!names[i] || strlen(names[i]) > LONGEST)
            continue;
        size_t d = distance(word, names[i]);
        if (d < best || (d == best && !nearest)) {
            best = d;
            nearest = names[i];
        }
    }
    const char *longer = only_longer(word, names, count);
    return longer ? longer : nearest;
}
