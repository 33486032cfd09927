/* SPDX-License-Identifier: MIT
 *
 * A download of Moodle: folders called "First Last_123_assignsubmission_file_", or loose files
 * with that before their names. The time is that of the newest file.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "batch/layout.h"
#include "batch/studentkey.h"

#define MARK "_assignsubmission_"
#define FILES "file"

struct moodle_name {
    char *who, *id;
    bool files;           /* and not what was typed into Moodle */
    const char *original; /* in the name; "" of a folder */
};

static void moodle_name_close(struct moodle_name *n)
{
    free(n->who);
    free(n->id);
    *n = (struct moodle_name){0};
}

static bool parse(struct moodle_name *n, const char *name)
{
    const char *mark = strstr(name, MARK);
    const char *id = mark;
    while (id && id > name && strchr("0123456789", id[-1]))
        id--;
    if (!mark || id == mark || id < name + 2 || id[-1] != '_')
        return false;
    const char *plugin = mark + strlen(MARK);
    size_t len = strcspn(plugin, "_");
    *n = (struct moodle_name){
        .who = mem_copy(name, (size_t)(id - 1 - name)),
        .id = mem_copy(id, (size_t)(mark - id)),
        .files = len == strlen(FILES) && strncmp(plugin, FILES, len) == 0,
        .original = plugin + len + (plugin[len] == '_'),
    };
    for (char *c = n->who; *c; c++) /* older ones have no spaces */
        *c = *c == '_' ? ' ' : *c;
    return true;
}

static bool fits(const struct listing *top)
{
    for (size_t i = 0; i < top->count; i++) {
        struct moodle_name n;
        if (parse(&n, top->entries[i].name)) {
            moodle_name_close(&n);
            return true;
        }
    }
    return false;
}

static struct student *student_of(struct intake *in, const struct moodle_name *n)
{
    char *word = mem_printf("%s-%s", n->who, n->id);
    char *key = studentkey_of(word);
    struct student *s = intake_find(in, key);
    if (!s) {
        s = intake_student(in, key);
        s->identity.name = mem_text(n->who);
        s->identity.moodle_id = mem_text(n->id);
    }
    free(key);
    free(word);
    return s;
}

static void take(struct intake *in, const struct listing *top,
                 const struct listing_entry *e, const struct moodle_name *n)
{
    char *path = listing_path(top, e);
    int64_t at_ms = listing_newest_ms(path);
    struct student *s = student_of(in, n);
    struct attempt_in *a = s->attempts ? s->attempts : student_attempt(s, path);
    attempt_piece(a, path, strlen(path) - (e->folder ? 0 : strlen(n->original)));
    a->at_ms = at_ms > a->at_ms ? at_ms : a->at_ms;
    free(path);
}

static int read_moodle(struct intake *in, const struct listing *top,
                       const struct intake_order *order, struct error *err)
{
    size_t typed = 0;
    (void)order;
    (void)err;
    for (size_t i = 0; i < top->count; i++) {
        const struct listing_entry *e = &top->entries[i];
        struct moodle_name n = {0};
        if (!parse(&n, e->name))
            intake_note(in, "%s was left out: Moodle gives nothing such a name.",
                        e->name);
        else if (!n.files)
            typed++;
        else
            take(in, top, e, &n);
        moodle_name_close(&n);
    }
    if (typed)
        intake_note(in, "%zu %s typed into Moodle, and left out.", typed,
                    typed == 1 ? "text was" : "texts were");
    return 0;
}

const struct layout layout_moodle = {
    .name = "moodle",
    .title = "a download of Moodle",
    .fits = fits,
    .read = read_moodle,
};
