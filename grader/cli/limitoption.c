/* SPDX-License-Identifier: MIT */
#include "cli/limitoption.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "cli/say.h"
#include "script/limit.h"

static void unknown(const char *name)
{
    const char *names[LIMITS];
    for (int i = 0; i < LIMITS; i++)
        names[i] = limit_row((enum limit_kind)i)->name;
    say_unknown("limit", name, names, LIMITS);
}

static bool take(const char *name, const char *value, struct limits *limits)
{
    struct error err;
    int kind = limit_find(name);
    if (kind < 0) {
        unknown(name);
        return false;
    }
    if (limit_parse((enum limit_kind)kind, value, &limits->value[kind], &err) == 0)
        return true;
    say_error(&err);
    return false;
}

bool limitoption_take(const char *text, void *into)
{
    const char *sign = strchr(text, '=');
    if (!sign) {
        say_usage("--limit takes NAME=VALUE, such as memory=256MiB, not \"%s\"", text);
        return false;
    }
    char *name = mem_copy(text, (size_t)(sign - text));
    bool taken = take(name, sign + 1, into);
    free(name);
    return taken;
}

void limitoption_help(struct buf *out)
{
    struct buf usual = {0};
    buf_puts(out, "\nLimits, and their values where the language, the exercise and "
                  "--limit say\nnothing else:\n");
    for (int i = 0; i < LIMITS; i++) {
        const struct limit_row *row = limit_row((enum limit_kind)i);
        buf_clear(&usual);
        limit_show((enum limit_kind)i, row->usual, &usual);
        buf_printf(out, "  %-16s %-9s %s\n", row->name, buf_text(&usual), row->meaning);
    }
    buf_close(&usual);
}
