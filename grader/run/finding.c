/* SPDX-License-Identifier: MIT */
#include "run/finding.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *finding_word(enum finding_state state)
{
    static const char *const words[] = {
        [FINDING_OK] = "ok",
        [FINDING_MISSING] = "missing",
        [FINDING_UNNEEDED] = "not-needed",
        [FINDING_UNTRIED] = "not-tried",
    };
    return words[state];
}

#define FINDING_SETTER(name, value)                                                      \
    void finding_##name(struct finding *f, const char *format, ...)                      \
    {                                                                                    \
        va_list args;                                                                    \
        va_start(args, format);                                                          \
        vsnprintf(f->reason, sizeof f->reason, format, args);                            \
        va_end(args);                                                                    \
        f->state = value;                                                                \
    }

FINDING_SETTER(ok, FINDING_OK)
FINDING_SETTER(missing, FINDING_MISSING)
FINDING_SETTER(unneeded, FINDING_UNNEEDED)
FINDING_SETTER(untried, FINDING_UNTRIED)

void finding_mend(struct finding *f, const char *format, ...)
{
    size_t used = strlen(f->mend);
    if (used && used + 1 < sizeof f->mend)
        f->mend[used++] = '\n';
    va_list args;
    va_start(args, format);
    vsnprintf(f->mend + used, sizeof f->mend - used, format, args);
    va_end(args);
}
