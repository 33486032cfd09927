/* SPDX-License-Identifier: MIT */
#include "batch/intake.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/quote.h"
#include "batch/layout.h"
#include "batch/listing.h"
#include "batch/studentkey.h"
#include "batch/unpack.h"

/* --- filling it -------------------------------------------------------------------------- */

void intake_note(struct intake *in, const char *format, ...)
{
    va_list args;
    struct buf safe = {0};
    va_start(args, format);
    char *text = mem_vprintf(format, args);
    va_end(args);
    quote_line(&safe, text, strlen(text)); /* names are strangers' */
    free(text);
    in->notes = mem_grow(in->notes, (in->note_count + 1) * sizeof *in->notes);
    in->notes[in->note_count++] = buf_take(&safe, NULL);
}

struct student *intake_student(struct intake *in, const char *key)
{
    in->students = mem_grow(in->students, (in->count + 1) * sizeof *in->students);
    struct student *s = &in->students[in->count++];
    *s = (struct student){.key = mem_text(key)};
    return s;
}

/* What is of one student stands together, mostly. */
struct student *intake_find(struct intake *in, const char *key)
{
    for (size_t i = in->count; i-- > 0;)
        if (strcmp(in->students[i].key, key) == 0)
            return &in->students[i];
    return NULL;
}

struct attempt_in *student_attempt(struct student *s, const char *path)
{
    s->attempts = mem_grow(s->attempts, (s->attempt_count + 1) * sizeof *s->attempts);
    struct attempt_in *a = &s->attempts[s->attempt_count++];
    *a = (struct attempt_in){.number = (int)s->attempt_count, .path = mem_text(path)};
    return a;
}

struct intake_piece *attempt_piece(struct attempt_in *a, const char *path, size_t name_at)
{
    a->pieces = mem_grow(a->pieces, (a->piece_count + 1) * sizeof *a->pieces);
    struct intake_piece *p = &a->pieces[a->piece_count++];
    *p = (struct intake_piece){mem_text(path), name_at};
    return p;
}

/* --- keys -------------------------------------------------------------------------------- */

static int by_key(const void *a, const void *b)
{
    const struct student *x = a, *y = b;
    int order = strcasecmp(x->key, y->key);
    return order ? order : strcmp(x->key, y->key);
}

/* Who is written exactly as the key says has the older right to it. */
static bool is_exact(const struct student *s)
{
    const struct identity *i = &s->identity;
    return (i->name && strcmp(i->name, s->key) == 0)
           || (i->login && strcmp(i->login, s->key) == 0);
}

/* All that is known of who it is; of the path only what is the student's. */
static char *who(const struct student *s)
{
    const struct identity *i = &s->identity;
    const char *path = s->attempt_count ? s->attempts[0].path : "";
    const char *slash = strrchr(path, '/');
    const char *const texts[] = {i->name,      i->email,  i->login,
                                 i->canvas_id, i->number, slash ? slash + 1 : path};
    struct buf out = {0};
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
        buf_printf(&out, "%s\n", texts[k] ? texts[k] : "");
    return buf_take(&out, NULL);
}

/* Two who would be called the same, on a system that takes "Ann" and "ann" for one, too. */
static void part_keys(struct student *group, size_t count)
{
    size_t exact = 0;
    for (size_t i = 0; i < count; i++)
        exact += is_exact(&group[i]);
    for (size_t i = 0; i < count && count > 1; i++) {
        if (exact == 1 && is_exact(&group[i]))
            continue;
        char *text = who(&group[i]);
        char *key = studentkey_apart(group[i].key, text);
        free(group[i].key);
        group[i].key = key;
        free(text);
    }
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(((const struct student *)a)->key, ((const struct student *)b)->key);
}

static void set_in_order(struct intake *in)
{
    if (!in->count)
        return;
    qsort(in->students, in->count, sizeof *in->students, by_key);
    for (size_t i = 0, end; i < in->count; i = end) {
        for (end = i + 1; end < in->count; end++)
            if (strcasecmp(in->students[i].key, in->students[end].key) != 0)
                break;
        part_keys(&in->students[i], end - i);
    }
    qsort(in->students, in->count, sizeof *in->students, by_bytes);
}

/* --- all of it --------------------------------------------------------------------------- */

static int scan(struct intake *in, const struct intake_order *order, struct error *err)
{
    struct listing top;
    if (listing_read(&top, in->folder, LISTING_OF_CALLER, err) < 0)
        return -1;
    const struct layout *layout = layout_find(&top, order->layout, err);
    int status = layout ? layout->read(in, &top, order, err) : -1;
    listing_close(&top);
    if (status == 0 && !in->count)
        status =
            error_kind(err, ERROR_USAGE, "%s: nobody has handed in anything there%s%s",
                       order->folder, in->note_count ? ": " : "",
                       in->note_count ? in->notes[0] : "");
    if (status == 0)
        in->layout = layout->name;
    return status;
}

static bool holds_a_course(const char *folder, size_t folders_wanted)
{
    struct listing l;
    size_t folders = 0;
    if (listing_read(&l, folder, LISTING_OF_STUDENT, NULL) < 0)
        return false;
    for (size_t i = 0; i < l.count; i++)
        folders += l.entries[i].folder;
    bool holds = folders >= folders_wanted || layout_is_certain(&l);
    listing_close(&l);
    return holds;
}

/* Archives of a course often hold one folder that all is in. One with a single student in it
 * looks alike: that has no folders in it, or just one. */
static char *inner_folder(const char *folder)
{
    char *inner = listing_descend(folder);
    if (holds_a_course(folder, SIZE_MAX) || !holds_a_course(inner, 2)) {
        free(inner);
        inner = mem_text(folder);
    }
    return inner;
}

/* What is scanned is the folder, or what was in the archive. */
static int open_folder(struct intake *in, const struct intake_order *order,
                       struct error *err)
{
    struct unpacked u;
    unpack_tidy(order->unpacked);
    if (listing_is_folder(order->folder) || !unpack_is(order->folder)) {
        in->folder = mem_text(order->folder);
        return 0;
    }
    if (unpack(&u, order->folder, order->unpacked, &extract_course, err) < 0)
        return -1;
    for (size_t i = 0; i < u.note_count; i++)
        intake_note(in, "%s: %s.", order->folder, u.notes[i]);
    int status = u.unread ? error_kind(err, ERROR_USAGE,
                                       "%s: %s; hand-ins may be missing in it, so that "
                                       "nothing was graded: download it again, or give "
                                       "the folder that it was unpacked into",
                                       order->folder, u.unread)
                          : 0;
    if (status == 0)
        in->folder = inner_folder(u.folder);
    unpacked_close(&u);
    return status;
}

int intake_open(struct intake *in, const struct intake_order *order, struct error *err)
{
    *in = (struct intake){0};
    in->unpacked = mem_text(order->unpacked);
    if (open_folder(in, order, err) < 0 || scan(in, order, err) < 0) {
        intake_close(in);
        return -1;
    }
    set_in_order(in);
    return 0;
}

static void student_close(struct student *s)
{
    struct identity *i = &s->identity;
    char *const texts[] = {s->key,    i->name,      i->email,  i->login,  i->canvas_id,
                           i->sis_id, i->moodle_id, i->number, i->section};
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
        free(texts[k]);
    for (size_t k = 0; k < s->attempt_count; k++) {
        struct attempt_in *a = &s->attempts[k];
        intake_forget(a);
        for (size_t p = 0; p < a->piece_count; p++)
            free(a->pieces[p].path);
        free(a->pieces);
        free(a->path);
    }
    free(s->attempts);
}

void intake_close(struct intake *in)
{
    for (size_t i = 0; i < in->count; i++)
        student_close(&in->students[i]);
    for (size_t i = 0; i < in->note_count; i++)
        free(in->notes[i]);
    free(in->students);
    free(in->notes);
    free(in->folder);
    free(in->unpacked);
    *in = (struct intake){0};
}
