/* SPDX-License-Identifier: MIT
 *
 * Loose files: "ada.py", "ada.ipynb", "ada.zip", or with the exercise behind the student's
 * name: "ada-connect-1.py", "ada_connect-2.c".
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "batch/candidates.h"
#include "batch/layout.h"
#include "batch/studentkey.h"
#include "batch/unpack.h"
#include "run/language.h"
#include "run/notebook.h"

static bool is_work(const char *name)
{
    return notebook_is(name) || language_of(name, "", 0);
}

/* Archives beside folders are students' folders, too. */
static bool fits(const struct listing *top)
{
    bool folders = false, archives = false;
    for (size_t i = 0; i < top->count; i++) {
        const struct listing_entry *e = &top->entries[i];
        if (!e->folder && is_work(e->name))
            return true;
        folders = folders || e->folder;
        archives = archives || (!e->folder && unpack_is(e->name));
    }
    return archives && !folders;
}

static bool is_exercise(const struct assignment *a, const char *name)
{
    char *stem = unpack_is(name) ? unpack_name(name) : mem_text(name);
    bool is = false;
    for (size_t i = 0; a && i < a->count && !is; i++) {
        unsigned number;
        is = candidates_named(stem, a->list[i].exercise->id, &number);
    }
    free(stem);
    return is;
}

/* Where what the student called it begins: behind the login where an exercise follows; else 0. */
static size_t find_exercise(const struct assignment *a, const char *name)
{
    for (size_t i = 1; name[i] && name[i + 1]; i++)
        if (strchr("-_. ", name[i]) && is_exercise(a, name + i + 1))
            return i + 1;
    return 0;
}

static char *login_of(const char *name, size_t exercise_at)
{
    if (exercise_at)
        return mem_copy(name, exercise_at - 1);
    if (unpack_is(name))
        return unpack_name(name);
    const char *dot = strrchr(name, '.');
    return mem_copy(name, dot > name ? (size_t)(dot - name) : strlen(name));
}

static void take(struct intake *in, const struct listing *top,
                 const struct listing_entry *e, const struct assignment *a)
{
    size_t at = find_exercise(a, e->name);
    char *login = login_of(e->name, at), *key = studentkey_of(login);
    char *path = listing_path(top, e);
    struct student *s = intake_find(in, key);
    if (!s || !s->identity.name || strcmp(s->identity.name, login) != 0) {
        s = intake_student(in, key);
        s->identity.name = mem_text(login);
    }
    struct attempt_in *attempt = s->attempts ? s->attempts : student_attempt(s, path);
    int64_t at_ms = listing_newest_ms(path);
    attempt->at_ms = at_ms > attempt->at_ms ? at_ms : attempt->at_ms;
    attempt_piece(attempt, path, strlen(path) - strlen(e->name) + at);
    free(path);
    free(key);
    free(login);
}

static int read_files(struct intake *in, const struct listing *top,
                      const struct intake_order *order, struct error *err)
{
    (void)err;
    for (size_t i = 0; i < top->count; i++) {
        const struct listing_entry *e = &top->entries[i];
        if (e->folder || (!is_work(e->name) && !unpack_is(e->name)))
            intake_note(in, "%s was left out: it is no program, notebook or archive.",
                        e->name);
        else if (is_exercise(order->assignment, e->name))
            intake_note(in, "%s was left out: its name does not tell whose it is.",
                        e->name);
        else
            take(in, top, e, order->assignment);
    }
    return 0;
}

const struct layout layout_files = {
    .name = "files",
    .title = "loose files named after students",
    .plain = true,
    .fits = fits,
    .read = read_files,
};
