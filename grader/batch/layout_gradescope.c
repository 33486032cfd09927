/* SPDX-License-Identifier: MIT
 *
 * An export of Gradescope: a folder for each hand-in, and submission_metadata.yml, which says
 * whose they are and when they came. A group's counts for each of its members.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "batch/gradescope.h"
#include "batch/layout.h"
#include "batch/studentkey.h"

#define METADATA "submission_metadata.yml"

static bool fits(const struct listing *top)
{
    return listing_find(top, METADATA);
}

/* "ada" of "ada@example.org"; else the number, else the name. */
static char *key_of(const struct gradescope_person *p, const char *folder)
{
    const char *at = p->email ? strchr(p->email, '@') : NULL;
    char *word = at && at > p->email ? mem_copy(p->email, (size_t)(at - p->email))
                 : p->number         ? mem_text(p->number)
                                     : mem_text(p->name ? p->name : folder);
    char *key = studentkey_of(word);
    free(word);
    return key;
}

static void take(struct intake *in, const struct gradescope_person *p,
                 const struct gradescope_entry *e, const char *path)
{
    char *key = key_of(p, e->folder);
    struct student *s = intake_student(in, key);
    s->identity.name = mem_text(p->name);
    s->identity.email = mem_text(p->email);
    s->identity.number = mem_text(p->number);
    student_attempt(s, path)->at_ms = e->at_ms ? e->at_ms : listing_newest_ms(path);
    free(key);
}

static void take_entry(struct intake *in, const struct listing *top,
                       const struct gradescope_entry *e)
{
    const struct listing_entry *there = listing_find(top, e->folder);
    if (!there || !there->folder || !e->count) {
        intake_note(in, "%s was left out: %s.", e->folder,
                    e->count ? "its folder is not there"
                             : METADATA " names nobody for it");
        return;
    }
    char *path = listing_path(top, there);
    for (size_t i = 0; i < e->count; i++)
        take(in, &e->people[i], e, path);
    free(path);
}

static bool is_known(const struct gradescope *g, const char *folder)
{
    for (size_t i = 0; i < g->count; i++)
        if (strcmp(g->entries[i].folder, folder) == 0)
            return true;
    return false;
}

static int read_gradescope(struct intake *in, const struct listing *top,
                           const struct intake_order *order, struct error *err)
{
    struct gradescope g;
    (void)order;
    char *path = mem_printf("%s/" METADATA, top->path);
    int status = gradescope_read(&g, path, err);
    free(path);
    if (status < 0)
        return -1;
    for (size_t i = 0; i < g.count; i++)
        take_entry(in, top, &g.entries[i]);
    for (size_t i = 0; i < top->count; i++)
        if (top->entries[i].folder && !is_known(&g, top->entries[i].name))
            intake_note(in, "%s was left out: " METADATA " does not name it.",
                        top->entries[i].name);
    gradescope_close(&g);
    return 0;
}

const struct layout layout_gradescope = {
    .name = "gradescope",
    .title = "an export of Gradescope",
    .fits = fits,
    .read = read_gradescope,
};
