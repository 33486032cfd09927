/* SPDX-License-Identifier: MIT
 *
 * A download of Canvas: loose files, each called NAME[_LATE]_USER_FILE_ORIGINAL, or, where
 * hand-ins are anonymous, [LATE_]anon_ID_FILE_ORIGINAL. When they came is not told.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "batch/candidates.h"
#include "batch/layout.h"
#include "batch/studentkey.h"

#define ANONYMOUS "anon_"
#define LATE "_LATE"

struct canvas_name {
    char *who, *id; /* "doejane" and "4711"; "anon" and "aB3x9" */
    bool late, anonymous, typed;
    const char *original; /* in the name */
};

static void canvas_name_close(struct canvas_name *n)
{
    free(n->who);
    free(n->id);
    *n = (struct canvas_name){0};
}

static size_t digits_at(const char *text)
{
    return strspn(text, "0123456789");
}

/* "anon_aB3x9_815_client.py" */
static bool parse_anonymous(struct canvas_name *n, const char *name)
{
    bool late = strncmp(name, "LATE_", 5) == 0;
    const char *id = name + (late ? 5 : 0);
    if (strncmp(id, ANONYMOUS, strlen(ANONYMOUS)) != 0)
        return false;
    id += strlen(ANONYMOUS);
    size_t len = strcspn(id, "_");
    const char *file = id + len + (id[len] == '_');
    size_t digits = digits_at(file);
    if (!len || !digits || file[digits] != '_' || !file[digits + 1])
        return false;
    *n = (struct canvas_name){.who = mem_text("anon"),
                              .id = mem_copy(id, len),
                              .late = late,
                              .anonymous = true,
                              .original = file + digits + 1};
    return true;
}

/* What is behind "_4711_815_", or "_4711_text.html"; NULL: it is neither. */
static const char *behind_ids(const char *at, bool *typed)
{
    size_t user = digits_at(at + 1);
    const char *next = at + 1 + user;
    *typed = strcmp(next, "_text.html") == 0 || strcmp(next, "_link.html") == 0;
    if (!user || *next != '_')
        return NULL;
    if (*typed)
        return next + 1;
    size_t file = digits_at(next + 1);
    next += 1 + file;
    return file && *next == '_' && next[1] ? next + 1 : NULL;
}

/* "doejane_LATE_4711_815_client.py" */
static bool parse(struct canvas_name *n, const char *name)
{
    if (parse_anonymous(n, name))
        return true;
    for (const char *at = name; (at = strchr(at, '_')); at++) {
        bool typed;
        const char *original = at > name ? behind_ids(at, &typed) : NULL;
        if (!original)
            continue;
        size_t len = (size_t)(at - name), late = strlen(LATE);
        bool is_late = len > late && strncmp(at - late, LATE, late) == 0;
        *n = (struct canvas_name){.who = mem_copy(name, is_late ? len - late : len),
                                  .id = mem_copy(at + 1, digits_at(at + 1)),
                                  .late = is_late,
                                  .typed = typed,
                                  .original = original};
        return true;
    }
    return false;
}

static bool fits(const struct listing *top)
{
    size_t known = 0;
    for (size_t i = 0; i < top->count; i++) {
        struct canvas_name n;
        if (!top->entries[i].folder && parse(&n, top->entries[i].name)) {
            canvas_name_close(&n);
            known++;
        }
    }
    return 2 * known > top->count;
}

static struct student *student_of(struct intake *in, const struct canvas_name *n)
{
    char *word = mem_printf("%s-%s", n->who, n->id);
    char *key = studentkey_of(word);
    struct student *s = intake_find(in, key);
    if (!s) {
        s = intake_student(in, key);
        s->identity.name = mem_text(n->anonymous ? word : n->who);
        s->identity.canvas_id = n->anonymous ? NULL : mem_text(n->id);
    }
    free(key);
    free(word);
    return s;
}

static void take(struct intake *in, const struct listing *top,
                 const struct listing_entry *e, const struct canvas_name *n)
{
    char *path = listing_path(top, e);
    struct student *s = student_of(in, n);
    struct attempt_in *a = s->attempts ? s->attempts : student_attempt(s, path);
    attempt_piece(a, path, strlen(path) - strlen(n->original));
    a->late = a->late || n->late;
    free(path);
}

/* --- what was handed in again ------------------------------------------------------------- */

/* Canvas calls what is handed in again "client-1.py", then "client-2.py". 0: it is no such name,
 * or one that is asked for. *len: how much of it is before the number. */
static unsigned long again(const char *name, const struct assignment *a, size_t *len)
{
    unsigned number;
    const char *dot = strrchr(name, '.'), *end = dot ? dot : name + strlen(name);
    const char *at = end;
    while (at > name && isdigit((unsigned char)at[-1]))
        at--;
    *len = (size_t)(end - name);
    if (at == end || *at == '0' || at - name < 2 || at[-1] != '-')
        return 0;
    for (size_t i = 0; a && i < a->count; i++) {
        const struct assigned *one = &a->list[i];
        if (candidates_named(name, one->exercise->id, &number) && !number)
            return 0;
        for (size_t k = 0; k < one->pattern_count; k++)
            if (strncmp(one->patterns[k], name, (size_t)(end - name)) == 0)
                return 0;
    }
    *len = (size_t)(at - 1 - name);
    return strtoul(at, NULL, 10);
}

static bool same_file(const char *x, size_t x_len, const char *y, size_t y_len)
{
    const char *x_dot = strrchr(x, '.'), *y_dot = strrchr(y, '.');
    return x_len == y_len && strncmp(x, y, x_len) == 0
           && strcmp(x_dot ? x_dot : "", y_dot ? y_dot : "") == 0;
}

/* The piece that was handed in after it, under the same name; NULL: none. */
static const struct intake_piece *later(const struct attempt_in *t,
                                        const struct intake_piece *p,
                                        const struct assignment *a)
{
    size_t len, other_len;
    const char *name = p->path + p->name_at;
    unsigned long number = again(name, a, &len);
    for (size_t i = 0; i < t->piece_count; i++) {
        const char *other = t->pieces[i].path + t->pieces[i].name_at;
        unsigned long its = again(other, a, &other_len);
        if (its > number && same_file(name, len, other, other_len))
            return &t->pieces[i];
    }
    return NULL;
}

/* The last one counts. */
static void drop_earlier(struct intake *in, const struct student *s,
                         const struct assignment *a)
{
    struct attempt_in *t = s->attempts;
    for (size_t i = 0; i < t->piece_count;) {
        struct intake_piece *p = &t->pieces[i];
        const struct intake_piece *next = later(t, p, a);
        if (!next) {
            i++;
            continue;
        }
        intake_note(in, "%s: %s was left out: %s was handed in after it.", s->key,
                    p->path + p->name_at, next->path + next->name_at);
        free(p->path);
        memmove(p, p + 1, (--t->piece_count - i) * sizeof *p);
    }
}

static int read_canvas(struct intake *in, const struct listing *top,
                       const struct intake_order *order, struct error *err)
{
    size_t typed = 0;
    (void)err;
    for (size_t i = 0; i < top->count; i++) {
        const struct listing_entry *e = &top->entries[i];
        struct canvas_name n = {0};
        if (e->folder || !parse(&n, e->name))
            intake_note(in, "%s was left out: Canvas gives no file such a name.",
                        e->name);
        else if (n.typed)
            typed++;
        else
            take(in, top, e, &n);
        canvas_name_close(&n);
    }
    for (size_t i = 0; i < in->count; i++)
        drop_earlier(in, &in->students[i], order->assignment);
    if (typed)
        intake_note(in, "%zu %s typed into Canvas, and left out.", typed,
                    typed == 1 ? "text or link was" : "texts or links were");
    return 0;
}

const struct layout layout_canvas = {
    .name = "canvas",
    .title = "a download of Canvas",
    .fits = fits,
    .read = read_canvas,
};
