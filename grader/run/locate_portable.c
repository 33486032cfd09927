/* SPDX-License-Identifier: MIT */
#include "run/locate.h"

void locate_wait(struct look *look, const char *file, struct trace *out)
{
    (void)look;
    (void)file;
    *out = (struct trace){0};
}

void locate_fault(const struct fatals *f, pid_t program, int signal, const char *file,
                  struct fault *out)
{
    (void)f;
    (void)program;
    (void)signal;
    (void)file;
    *out = (struct fault){0};
}
