/* SPDX-License-Identifier: MIT */
#include "run/hidden.h"

#include "base/installed.h"

void hidden_fill(struct hidden *h, const char *exercise_path)
{
    installed_data(h->installed, sizeof h->installed);
    h->paths[0] = SOCKGRADE_SOURCE_DIR;
    h->paths[1] = SOCKGRADE_DATA_DIR;
    h->paths[2] = h->installed;
    h->paths[3] = exercise_path;
    h->paths[4] = NULL;
}
