/* SPDX-License-Identifier: MIT */
#include "cli/choice.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "cli/catalogue.h"

static void choose(struct choice *c, const struct exercise *e)
{
    for (size_t i = 0; i < c->count; i++)
        if (c->chosen[i] == e)
            return;
    c->chosen[c->count++] = e;
}

/* Whether an exercise or a set is called so. */
static bool choose_named(struct choice *c, const char *word)
{
    bool known = false;
    for (size_t i = 0; *word && i < c->all_count; i++)
        if (strcmp(c->all[i].id, word) == 0 || strcasecmp(c->all[i].set, word) == 0) {
            choose(c, &c->all[i]);
            known = true;
        }
    return known;
}

/* What the catalogue does not know is a path, or a mistake that it tells. */
int choice_open(struct choice *c, const char *const *words, struct error *err)
{
    size_t given = 0;
    *c = (struct choice){0};
    int status = catalogue_load_all(&c->all, &c->all_count, err);
    while (words[given])
        given++;
    c->all = mem_grow(c->all, (c->all_count + given + 1) * sizeof *c->all);
    c->chosen = mem_alloc((c->all_count + given + 1) * sizeof *c->chosen);
    for (size_t i = 0; status == 0 && i < given; i++)
        if (!choose_named(c, words[i])) {
            status = catalogue_load(words[i], &c->all[c->all_count], err);
            if (status == 0)
                choose(c, &c->all[c->all_count++]);
        }
    for (size_t i = 0; status == 0 && !given && i < c->all_count; i++)
        choose(c, &c->all[i]);
    if (status < 0)
        choice_close(c);
    return status;
}

void choice_close(struct choice *c)
{
    for (size_t i = 0; i < c->all_count; i++)
        exercise_close(&c->all[i]);
    free(c->all);
    free(c->chosen);
    *c = (struct choice){0};
}
