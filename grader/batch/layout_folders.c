/* SPDX-License-Identifier: MIT
 *
 * A folder, or an archive, for each student; in it the files, or a folder for each attempt.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "batch/layout.h"
#include "batch/studentkey.h"
#include "batch/unpack.h"

static bool fits(const struct listing *top)
{
    for (size_t i = 0; i < top->count; i++)
        if (top->entries[i].folder)
            return true;
    return false;
}

/* --- attempts ---------------------------------------------------------------------------- */

/* "attempt-2", "Submission 2", "v2", "2", "2026-11-25", "2026-11-25T10.00.00": digits, with
 * such a word before them and nothing but marks between them. */
static bool is_attempt(const char *name)
{
    static const char *const words[] = {"attempt", "submission", "version", "try", "v"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t len = strlen(words[i]);
        if (strncasecmp(name, words[i], len) == 0) {
            name += len;
            name += strspn(name, "-_ ");
            break;
        }
    }
    return isdigit((unsigned char)*name)
           && strspn(name, "0123456789-_:. TZ") == strlen(name);
}

static bool has_attempts(const struct listing *l)
{
    for (size_t i = 0; i < l->count; i++)
        if (!l->entries[i].folder || !is_attempt(l->entries[i].name))
            return false;
    return l->count;
}

static long number_at(const char **text)
{
    char *end;
    *text += strcspn(*text, "0123456789");
    long number = **text ? strtol(*text, &end, 10) : -1;
    *text = **text ? end : *text;
    return number;
}

/* Number by number: "attempt-10" comes after "attempt-9". */
static int by_numbers(const void *a, const void *b)
{
    const char *x = ((const struct listing_entry *)a)->name;
    const char *y = ((const struct listing_entry *)b)->name;
    const char *p = x, *q = y;
    for (long m = 0, n = 0; m >= 0 || n >= 0;) {
        m = number_at(&p);
        n = number_at(&q);
        if (m != n)
            return m < n ? -1 : 1;
    }
    return strcmp(x, y);
}

/* --- students ---------------------------------------------------------------------------- */

static void add_attempt(struct student *s, const char *path)
{
    student_attempt(s, path)->at_ms = listing_newest_ms(path);
}

static void add_attempts(struct student *s, const char *path)
{
    struct listing l;
    if (listing_read(&l, path, LISTING_OF_STUDENT, NULL) < 0 || !has_attempts(&l)) {
        add_attempt(s, path); /* who reads it tells what is wrong with it */
        listing_close(&l);
        return;
    }
    qsort(l.entries, l.count, sizeof *l.entries, by_numbers);
    for (size_t i = 0; i < l.count; i++) {
        char *inner = listing_path(&l, &l.entries[i]);
        add_attempt(s, inner);
        free(inner);
    }
    listing_close(&l);
}

static void take(struct intake *in, const struct listing *top,
                 const struct listing_entry *e, const char *name)
{
    char *path = listing_path(top, e), *key = studentkey_of(name);
    struct student *s = intake_student(in, key);
    s->identity.name = mem_text(name);
    if (e->folder)
        add_attempts(s, path);
    else
        add_attempt(s, path);
    free(key);
    free(path);
}

/* Archives that somebody has unpacked beside them are not handed in twice. */
static void take_archive(struct intake *in, const struct listing *top,
                         const struct listing_entry *e)
{
    char *name = unpack_name(e->name);
    const struct listing_entry *folder = listing_find(top, name);
    if (folder && folder->folder)
        intake_note(in, "%s was left out: there is a folder %s, too.", e->name, name);
    else
        take(in, top, e, name);
    free(name);
}

static int read_folders(struct intake *in, const struct listing *top,
                        const struct intake_order *order, struct error *err)
{
    (void)order;
    (void)err;
    for (size_t i = 0; i < top->count; i++) {
        const struct listing_entry *e = &top->entries[i];
        if (e->folder)
            take(in, top, e, e->name);
        else if (unpack_is(e->name))
            take_archive(in, top, e);
        else
            intake_note(in, "%s was left out: it is not in a student's folder.", e->name);
    }
    return 0;
}

const struct layout layout_folders = {
    .name = "folders",
    .title = "a folder for each student",
    .plain = true,
    .fits = fits,
    .read = read_folders,
};
