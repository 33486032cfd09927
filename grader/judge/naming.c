/* SPDX-License-Identifier: MIT */
#include "judge/naming.h"

#include <string.h>

/* The first letter stays as it is, and so does what stands in quotation marks. */
static const char *const names[] = {"our program", "he program"};

/* The length of the name that stands there, behind its first letter; 0: none. */
static size_t name_at(const char *text)
{
    static const char firsts[] = "YyTt";
    for (size_t i = 0; *text && i < sizeof names / sizeof *names; i++) {
        size_t len = strlen(names[i]);
        if (memchr(&firsts[2 * i], *text, 2) && strncmp(text + 1, names[i], len) == 0)
            return len;
    }
    return 0;
}

static void tell(struct buf *text, const char *part)
{
    struct buf told = {0};
    bool quoted = false;
    for (const char *at = buf_text(text); *at; at++) {
        size_t len = quoted ? 0 : name_at(at);
        quoted ^= *at == '"';
        if (len)
            buf_printf(&told, "%cour %s", *at == 'Y' || *at == 'T' ? 'Y' : 'y', part);
        else
            buf_putc(&told, *at);
        at += len;
    }
    buf_clear(text);
    buf_append(text, buf_text(&told), told.len);
    buf_close(&told);
}

void naming_tell(struct verdict *v, enum student_role part)
{
    tell(&v->message, student_name(part));
    tell(&v->hint, student_name(part));
    tell(&v->notes, student_name(part));
}

void naming_tell_file(struct verdict *v, enum student_role part, const char *file)
{
    struct buf told = {0};
    naming_tell(v, part);
    buf_printf(&told, "Your %s, %s, can't be run. %s", student_name(part), file,
               buf_text(&v->message));
    buf_close(&v->message);
    v->message = told;
}
