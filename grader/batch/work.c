/* SPDX-License-Identifier: MIT */
#include "batch/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/digest.h"
#include "batch/candidates.h"
#include "batch/leftover.h"
#include "batch/listing.h"
#include "batch/pick.h"
#include "batch/programs.h"
#include "batch/shelf.h"
#include "batch/workbook.h"
#include "run/cell.h"
#include "run/notebook.h"

struct search {
    const struct assignment *assignment;
    const struct attempt_in *attempt;
    struct pile pile;
    struct work *list;
    size_t count;
};

static const struct exercise *exercise_of(const struct search *s, size_t i)
{
    return s->assignment->list[i].exercise;
}

/* Takes the problem over. */
static bool put(struct search *s, size_t exercise, const char *path, const char *server,
                char *problem)
{
    s->list[s->count++] = (struct work){.exercise = exercise,
                                        .path = mem_text(path),
                                        .server = mem_text(server),
                                        .problem = problem};
    return true;
}

static bool put_problem(struct search *s, size_t exercise, char *problem)
{
    return put(s, exercise, s->attempt->path, NULL, problem);
}

/* Takes the reason over. What can't be read may have it. */
static bool put_absent(struct search *s, size_t exercise, char *why)
{
    if (s->pile.unread) {
        free(why);
        return false;
    }
    s->list[s->count++] =
        (struct work){.exercise = exercise, .absent = true, .problem = why};
    return true;
}

/* --- two programs ------------------------------------------------------------------------ */

static bool put_pair(struct search *s, size_t exercise,
                     const struct programs_named *named)
{
    const char *id = exercise_of(s, exercise)->id;
    struct programs both;
    bool put_it = true;
    if (programs_find(&both, named, NULL) == 0)
        put(s, exercise, both.paths[STUDENT_CLIENT], both.paths[STUDENT_SERVER], NULL);
    else if (both.seen < 2)
        put_it =
            put_absent(s, exercise,
                       mem_printf("it takes two programs, a server and a client, and "
                                  "there is %s; call them %s-server and %s-client",
                                  both.seen ? "only one" : "none", id, id));
    else
        put_problem(s, exercise,
                    mem_printf("It can't be told which is the server and which the "
                               "client, neither by their names nor by what they call: "
                               "call them %s-server and %s-client, or say so by patterns "
                               "in the assignment.",
                               id, id));
    programs_close(&both);
    return put_it;
}

/* What was found for the whole exercise: a folder holds both. Archives often hold a folder that
 * all is in. */
static bool put_found(struct search *s, size_t exercise, const struct pile_item *item)
{
    char *path = item->folder ? listing_descend(item->path) : mem_text(item->path);
    const struct programs_named named = {.words = {path}};
    bool found = exercise_of(s, exercise)->student == STUDENT_BOTH
                     ? put_pair(s, exercise, &named)
                     : put(s, exercise, path, NULL, NULL);
    free(path);
    return found;
}

static bool is_exercise(void *ctx, const char *name)
{
    const struct search *s = ctx;
    for (size_t i = 0; i < s->assignment->count; i++) {
        unsigned number;
        if (candidates_named(name, exercise_of(s, i)->id, &number) && !number)
            return true;
    }
    return false;
}

static void pick_part(struct search *s, size_t exercise, struct patterns patterns,
                      const char *part, struct pick *out)
{
    const char *id = exercise_of(s, exercise)->id;
    char *names[] = {mem_printf("%s-%s", id, part), mem_printf("%s-%s", part, id)};
    pick_begin(out, &s->pile);
    pick_by_patterns(out, patterns);
    for (size_t i = 0; i < 2; i++) {
        if (!out->count)
            pick_by_name(out, names[i], is_exercise, s);
        free(names[i]);
    }
}

/* "chat-server.py" and "chat-client.py", or as the assignment says. */
static bool find_parts(struct search *s, size_t exercise)
{
    const struct assigned *a = &s->assignment->list[exercise];
    struct pick client, server;
    bool found = false;
    if (a->exercise->student != STUDENT_BOTH)
        return false;
    pick_part(s, exercise, (struct patterns){a->client_patterns, a->client_pattern_count},
              "client", &client);
    pick_part(s, exercise, (struct patterns){a->server_patterns, a->server_pattern_count},
              "server", &server);
    if (client.count > 1 || server.count > 1)
        found = put_problem(
            s, exercise, pick_say(client.count > 1 ? &client : &server, a->exercise->id));
    else if (client.count && server.count)
        found =
            put(s, exercise, pick_only(&client)->path, pick_only(&server)->path, NULL);
    else if (client.count || server.count)
        found = put_absent(
            s, exercise,
            mem_printf("it takes two programs, a server and a client, and the %s was not "
                       "handed in",
                       client.count ? "server" : "client"));
    pick_end(&client);
    pick_end(&server);
    return found;
}

/* --- one program ------------------------------------------------------------------------- */

static bool take_pick(struct search *s, size_t exercise, struct pick *p)
{
    bool found = p->count > 0;
    if (p->count == 1)
        found = put_found(s, exercise, pick_only(p));
    else if (found)
        put_problem(s, exercise, pick_say(p, exercise_of(s, exercise)->id));
    pick_end(p);
    return found;
}

static bool find_by_patterns(struct search *s, size_t exercise)
{
    const struct assigned *a = &s->assignment->list[exercise];
    struct pick p;
    pick_begin(&p, &s->pile);
    pick_by_patterns(&p, (struct patterns){a->patterns, a->pattern_count});
    return take_pick(s, exercise, &p);
}

static bool find_by_name(struct search *s, size_t exercise)
{
    struct pick p;
    pick_begin(&p, &s->pile);
    pick_by_name(&p, exercise_of(s, exercise)->id, is_exercise, s);
    return take_pick(s, exercise, &p);
}

/* Whether what is there is all that may be the program. */
static bool is_known(const struct search *s, size_t programs)
{
    for (size_t i = 0; i < s->pile.count && !programs; i++)
        if (leftover_is_packed(s->pile.items[i].base))
            return false;
    return programs == 1 || !s->pile.unread;
}

/* The only program of all, where nothing else is asked for: a file, or the whole folder. */
static bool find_only(struct search *s, size_t exercise)
{
    struct pick p;
    if (s->assignment->count != 1 || !s->pile.count)
        return false;
    pick_begin(&p, &s->pile);
    pick_programs(&p);
    if (!is_known(s, p.count)) {
        pick_end(&p);
        return false;
    }
    bool found = true, both = exercise_of(s, exercise)->student == STUDENT_BOTH;
    const char *folder = s->pile.folder;
    if (both) {
        struct programs_named named = {.words = {folder}};
        for (size_t i = 0; !folder && i < 2 && i < p.count; i++)
            named.words[i] = s->pile.items[p.items[i]].path;
        found = put_pair(s, exercise, &named);
    } else if (folder && s->pile.count > 1)
        put(s, exercise, p.count == 1 ? pick_only(&p)->path : folder, NULL, NULL);
    else if (p.count > 1)
        put_problem(s, exercise, pick_say(&p, exercise_of(s, exercise)->id));
    else
        put(s, exercise, p.count ? pick_only(&p)->path : s->pile.items[0].path, NULL,
            NULL);
    pick_end(&p);
    return found;
}

/* --- notebooks --------------------------------------------------------------------------- */

/* In the notebook that has a cell for it; one that can't be read may have had it. */
static bool find_in_notebooks(struct search *s, const struct shelf *shelf,
                              size_t exercise)
{
    const struct exercise *e = exercise_of(s, exercise);
    const struct pile_item *found = NULL, *other = NULL;
    char *problem = NULL;
    if (e->student == STUDENT_BOTH) /* one cell is no two */
        return false;
    for (size_t i = 0; i < shelf->count; i++) {
        if (!shelf_search(shelf, i, e, &problem))
            continue;
        if (found && found->depth == shelf->items[i]->depth)
            other = shelf->items[i];
        found = found ? found : shelf->items[i];
    }
    if (!found && !problem)
        problem = mem_text(shelf->broken);
    if (!found)
        return problem && put_problem(s, exercise, problem);
    free(problem);
    return other
               ? put_problem(s, exercise,
                             mem_printf("%s and %s both have a cell for %s: keep one of "
                                        "them.",
                                        found->name, other->name, e->id))
               : put(s, exercise, found->path, NULL, NULL);
}

/* --- what is not known ------------------------------------------------------------------- */

/* It may be in what can't be read. */
static bool put_unread(struct search *s, size_t exercise)
{
    return s->pile.unread
           && put_problem(s, exercise,
                          mem_printf("Not all that was handed in could be read, so that "
                                     "whether %s is in it is not known: %s.",
                                     exercise_of(s, exercise)->id, s->pile.unread));
}

/* --- all of it --------------------------------------------------------------------------- */

void work_find(const struct assignment *a, const struct attempt_in *attempt,
               struct work **out, size_t *count, struct leftover *rest)
{
    struct leftover unheard = {0};
    struct search s = {.assignment = a, .attempt = attempt};
    struct shelf shelf = {0};
    s.list = mem_alloc((a->count + 1) * sizeof *s.list);
    pile_make(&s.pile, attempt);
    shelf_fill(&shelf, &s.pile);
    for (size_t i = 0; i < a->count; i++)
        if (!find_parts(&s, i) && !find_by_patterns(&s, i) && !find_by_name(&s, i)
            && !find_in_notebooks(&s, &shelf, i) && !find_only(&s, i))
            put_unread(&s, i);
    shelf_close(&shelf);
    leftover_find(rest ? rest : &unheard, a, &s.pile, s.list, &s.count);
    leftover_close(&unheard);
    pile_close(&s.pile);
    *out = s.list;
    *count = s.count;
}

/* It has a name, for the report. */
static void be_absent(const struct work *w, struct submission *program)
{
    const char *slash = strrchr(w->path, '/');
    submission_close(program);
    program->path = mem_text(w->path);
    program->file = mem_text(slash && slash[1] ? slash + 1 : w->path);
}

static int open_cell(const struct work *w, const struct exercise *e,
                     struct submission *program, struct error *err)
{
    struct notebook n;
    struct buf why = {0};
    size_t cell;
    if (notebook_open(&n, w->path, err) < 0)
        return -1;
    int status =
        workbook_find(&n, e, &cell, &why)
            ? cell_open(program, &n, cell, err)
            : error_kind(err, ERROR_USAGE,
                         "%s: no code cell is for %s%s%s: begin one with the line "
                         "\"# %s\"",
                         w->path, e->id, why.len ? ", since " : "", buf_text(&why),
                         e->id);
    buf_close(&why);
    notebook_close(&n);
    return status;
}

static int open_programs(const struct work *w, const struct exercise *e,
                         struct submission *program, struct submission *server,
                         struct error *err)
{
    if (w->server && submission_open(server, w->server, err) < 0)
        return -1;
    if (w->server)
        return submission_open(program, w->path, err);
    return notebook_is(w->path) && !listing_is_folder(w->path)
               ? open_cell(w, e, program, err)
               : submission_open_for(program, w->path, e, err);
}

int work_open(const struct work *w, const struct exercise *e, struct submission *program,
              struct submission *server, char **unclear, struct error *err)
{
    struct error own;
    *program = *server = SUBMISSION_EMPTY;
    *unclear = mem_text(w->problem);
    if (!w->problem && open_programs(w, e, program, server, &own) == 0)
        return 0;
    submission_close(server);
    be_absent(w, program);
    if (!w->problem && own.kind != ERROR_USAGE) {
        submission_close(program);
        if (err)
            *err = own;
        return -1;
    }
    if (!w->problem)
        *unclear = mem_text(own.text);
    return 0;
}

void work_close(struct work *w)
{
    free(w->path);
    free(w->server);
    free(w->problem);
    *w = (struct work){0};
}
