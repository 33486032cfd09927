/* SPDX-License-Identifier: MIT */
#include "batch/layout.h"

#include <string.h>

#include "base/buf.h"
#include "base/suggest.h"

static const struct layout *const layouts[] = {
    &layout_canvas,    &layout_moodle,  &layout_gradescope,
    &layout_classroom, &layout_folders, &layout_files,
};
#define LAYOUTS (sizeof layouts / sizeof *layouts)

static const struct layout *by_name(const char *name, struct error *err)
{
    const char *names[LAYOUTS];
    struct buf list = {0};
    for (size_t i = 0; i < LAYOUTS; i++) {
        names[i] = layouts[i]->name;
        if (strcmp(names[i], name) == 0)
            return layouts[i];
    }
    const char *near = suggest_nearest(name, names, LAYOUTS);
    for (size_t i = 0; i < LAYOUTS; i++)
        buf_printf(&list, "%s%s", i ? i + 1 < LAYOUTS ? ", " : " and " : "", names[i]);
    if (near)
        error_kind(err, ERROR_USAGE, "there is no layout \"%s\" (did you mean %s?)", name,
                   near);
    else
        error_kind(err, ERROR_USAGE, "there is no layout \"%s\"; there are %s", name,
                   list.data);
    buf_close(&list);
    return NULL;
}

/* How many of them fit; the first one; and all in words. */
static size_t find_fitting(const struct listing *top, bool plain,
                           const struct layout **first, struct buf *list)
{
    size_t count = 0;
    for (size_t i = 0; i < LAYOUTS; i++) {
        if (layouts[i]->plain != plain || !layouts[i]->fits(top))
            continue;
        *first = count ? *first : layouts[i];
        buf_printf(list, "%s%s (--layout %s)", count++ ? " or " : "", layouts[i]->title,
                   layouts[i]->name);
    }
    return count;
}

const struct layout *layout_find(const struct listing *top, const char *name,
                                 struct error *err)
{
    const struct layout *found = NULL;
    struct buf list = {0};
    if (name)
        return by_name(name, err);
    size_t count = find_fitting(top, false, &found, &list);
    if (!count)
        count = find_fitting(top, true, &found, &list);
    if (!count)
        error_kind(
            err, ERROR_USAGE,
            "%s: nothing in this folder looks like a hand-in; give the folder that "
            "has one folder, or file, for each student",
            top->path);
    else if (count > 1)
        error_kind(err, ERROR_USAGE, "%s: this may be %s; say which it is", top->path,
                   list.data);
    buf_close(&list);
    return count == 1 ? found : NULL;
}

bool layout_is_certain(const struct listing *top)
{
    const struct layout *found = NULL;
    struct buf list = {0};
    size_t count = find_fitting(top, false, &found, &list);
    buf_close(&list);
    return count == 1;
}
