/* SPDX-License-Identifier: MIT */
#include "batch/unpack.h"

#include <string.h>
#include <strings.h>

#include "base/buf.h"

static const char *const extensions[] = {".tar.gz", ".tar.bz2", ".tar.xz",
                                         ".tgz",    ".tar",     ".zip"};

/* How long what is before the extension is; 0: it has none of these. */
static size_t stem_of(const char *name)
{
    size_t len = strlen(name);
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++) {
        size_t end = strlen(extensions[i]);
        if (len > end && strcasecmp(name + len - end, extensions[i]) == 0)
            return len - end;
    }
    return 0;
}

bool unpack_is(const char *name)
{
    return stem_of(name) > 0;
}

char *unpack_name(const char *name)
{
    return mem_copy(name, stem_of(name));
}
