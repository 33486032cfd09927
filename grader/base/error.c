/* SPDX-License-Identifier: MIT */
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int error_set(struct error *err, const char *format, ...)
{
    if (!err)
        return -1;
    va_list args;
    va_start(args, format);
    vsnprintf(err->text, sizeof err->text, format, args);
    va_end(args);
    err->kind = ERROR_MACHINE;
    return -1;
}

int error_kind(struct error *err, enum error_kind kind, const char *format, ...)
{
    if (!err)
        return -1;
    va_list args;
    va_start(args, format);
    vsnprintf(err->text, sizeof err->text, format, args);
    va_end(args);
    err->kind = kind;
    return -1;
}

int error_errno(struct error *err, const char *format, ...)
{
    int saved = errno;
    if (!err)
        return -1;
    va_list args;
    va_start(args, format);
    vsnprintf(err->text, sizeof err->text, format, args);
    va_end(args);
    size_t used = strlen(err->text);
    snprintf(err->text + used, sizeof err->text - used, ": %s", strerror(saved));
    err->kind = ERROR_MACHINE;
    errno = saved;
    return -1;
}

int error_prefix(struct error *err, const char *format, ...)
{
    if (!err)
        return -1;
    char context[sizeof err->text];
    va_list args;
    va_start(args, format);
    vsnprintf(context, sizeof context, format, args);
    va_end(args);
    size_t room = sizeof err->text - 1;
    size_t front = strlen(context);
    if (front > room - 2)
        front = room - 2;
    size_t keep = strlen(err->text);
    if (keep > room - front - 2)
        keep = room - front - 2;
    memmove(err->text + front + 2, err->text, keep);
    memcpy(err->text, context, front);
    memcpy(err->text + front, ": ", 2);
    err->text[front + 2 + keep] = '\0';
    return -1;
}
