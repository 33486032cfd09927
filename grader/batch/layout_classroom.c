/* SPDX-License-Identifier: MIT
 *
 * Clones of GitHub Classroom: folders called ASSIGNMENT-LOGIN, each with its .git. The time is
 * that of the last commit.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "batch/clone.h"
#include "batch/layout.h"
#include "batch/studentkey.h"

static bool is_clone(const struct listing *top, const struct listing_entry *e)
{
    char *path = listing_path(top, e), *git = mem_printf("%s/.git", path);
    bool is = e->folder && listing_is_folder(git);
    free(git);
    free(path);
    return is;
}

static bool fits(const struct listing *top)
{
    size_t clones = 0;
    for (size_t i = 0; i < top->count; i++)
        clones += is_clone(top, &top->entries[i]);
    return 2 * clones > top->count;
}

/* --- what of their names is the assignment ----------------------------------------------- */

static bool all_begin(const struct listing *top, const char *prefix, size_t len)
{
    for (size_t i = 0; i < top->count; i++) {
        const char *name = top->entries[i].name;
        if (is_clone(top, &top->entries[i])
            && (strncmp(name, prefix, len) != 0 || !name[len]))
            return false;
    }
    return true;
}

/* `gh classroom clone` puts them into ASSIGNMENT-submissions. */
static char *prefix_of_folder(const struct listing *top)
{
    char *real = realpath(top->path, NULL);
    const char *slash = real ? strrchr(real, '/') : NULL;
    char *end = slash ? strstr(slash, "-submissions") : NULL;
    char *prefix = end ? mem_printf("%.*s-", (int)(end - slash - 1), slash + 1) : NULL;
    free(real);
    return prefix;
}

/* The longest that all have, to its last hyphen: logins may have some, but begin alike only
 * by chance. */
static size_t common_length(const struct listing *top)
{
    const char *first = NULL;
    for (size_t i = 0; i < top->count && !first; i++)
        first = is_clone(top, &top->entries[i]) ? top->entries[i].name : NULL;
    for (size_t len = first ? strlen(first) : 0; len > 0; len--)
        if (first[len - 1] == '-' && all_begin(top, first, len))
            return len;
    return 0;
}

static size_t prefix_length(const struct listing *top)
{
    size_t clones = 0;
    char *prefix = prefix_of_folder(top);
    size_t len = prefix && all_begin(top, prefix, strlen(prefix)) ? strlen(prefix) : 0;
    free(prefix);
    for (size_t i = 0; i < top->count; i++)
        clones += is_clone(top, &top->entries[i]);
    return len || clones < 2 ? len : common_length(top);
}

/* --- students ---------------------------------------------------------------------------- */

static void take(struct intake *in, const struct listing *top,
                 const struct listing_entry *e, size_t prefix,
                 const struct clone_reader *reader)
{
    char *path = listing_path(top, e);
    char *key = studentkey_of(e->name + prefix);
    struct student *s = intake_student(in, key);
    struct attempt_in *a = student_attempt(s, path);
    s->identity.login = mem_text(e->name + prefix);
    a->at_ms = clone_time_ms(reader, path);
    if (!a->at_ms)
        a->at_ms = listing_newest_ms(path);
    free(key);
    free(path);
}

static int read_classroom(struct intake *in, const struct listing *top,
                          const struct intake_order *order, struct error *err)
{
    struct clone_reader reader;
    size_t prefix = prefix_length(top);
    (void)order;
    if (clone_reader_open(&reader, err) < 0)
        return -1;
    for (size_t i = 0; i < top->count; i++) {
        const struct listing_entry *e = &top->entries[i];
        if (is_clone(top, e))
            take(in, top, e, prefix, &reader);
        else
            intake_note(in, "%s was left out: it is no clone of a repository.", e->name);
    }
    clone_reader_close(&reader);
    return 0;
}

const struct layout layout_classroom = {
    .name = "classroom",
    .title = "clones of GitHub Classroom",
    .fits = fits,
    .read = read_classroom,
};
