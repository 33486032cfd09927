/* SPDX-License-Identifier: MIT */
#include "cli/assigned.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "cli/catalogue.h"

#define HEAD_MOST (64 * 1024)

/* Loads each once, by its id or its file. */
static const struct exercise *find(void *ctx, const char *id, struct error *err)
{
    struct assigned_work *a = ctx;
    struct exercise *e = mem_alloc(sizeof *e);
    for (size_t i = 0; i < a->count; i++)
        if (strcmp(a->exercises[i]->id, id) == 0) {
            free(e);
            return a->exercises[i];
        }
    if (catalogue_load(id, e, err) < 0) {
        free(e);
        return NULL;
    }
    a->exercises = mem_grow(a->exercises, (a->count + 1) * sizeof *a->exercises);
    a->exercises[a->count++] = e;
    return e;
}

static bool ends_in_json(const char *word)
{
    size_t len = strlen(word);
    return len > 5 && strcmp(word + len - 5, ".json") == 0;
}

/* An exercise's file ends in .json, too. */
static bool is_assignment(const char *word)
{
    struct buf text = {0};
    bool is = ends_in_json(word) && !strchr(word, ',');
    if (is && file_read(&text, "", word, HEAD_MOST, NULL) == 0)
        is = strstr(buf_text(&text), "\"sockgrade_assignment\"")
             || !strstr(buf_text(&text), "\"sockgrade\"");
    buf_close(&text);
    return is;
}

/* --- exercises by name -------------------------------------------------------------------------- */

struct names {
    const struct exercise **list;
    size_t count;
};

static void add(struct names *n, const struct exercise *e)
{
    for (size_t i = 0; i < n->count; i++)
        if (n->list[i] == e)
            return;
    n->list = mem_grow(n->list, (n->count + 1) * sizeof *n->list);
    n->list[n->count++] = e;
}

/* Whether there is a set of that name; only its exercises are kept in memory. */
static bool add_set(struct assigned_work *a, struct names *n, const char *set)
{
    struct catalogue c = {0};
    bool known = false;
    if (catalogue_open(&c, NULL) < 0)
        return false;
    for (size_t i = 0; i < c.count; i++) {
        struct exercise e = {0};
        if (catalogue_load(c.ids[i], &e, NULL) < 0)
            continue;
        if (strcasecmp(e.set, set) == 0) {
            add(n, find(a, c.ids[i], NULL));
            known = true;
        }
        exercise_close(&e);
    }
    catalogue_close(&c);
    return known;
}

static int add_word(struct assigned_work *a, struct names *n, const char *word,
                    struct error *err)
{
    if (!strchr(word, '/') && !ends_in_json(word) && !catalogue_has(word)
        && add_set(a, n, word))
        return 0;
    const struct exercise *e = find(a, word, err);
    if (e)
        add(n, e);
    return e ? 0 : -1;
}

static int open_named(struct assigned_work *a, const char *words, struct error *err)
{
    struct names n = {0};
    int status = 0;
    for (const char *at = words; status == 0 && *at;) {
        size_t len = strcspn(at, ",");
        char *word = mem_copy(at, len);
        if (len)
            status = add_word(a, &n, word, err);
        free(word);
        at += len + (at[len] == ',');
    }
    if (status == 0 && !n.count)
        status = error_kind(
            err, ERROR_USAGE,
            "there is no exercise in \"%s\"; \"sockgrade list\" shows them", words);
    if (status == 0)
        assignment_default(&a->assignment, n.list, n.count);
    free(n.list);
    return status;
}

/* What was meant for a file is no exercise that is unknown. */
static int tell_file(const char *word, struct error *err)
{
    static const char wanted[] =
        "an assignment is a file, or exercises such as connect-1,connect-2";
    struct stat info;
    bool there = stat(word, &info) == 0;
    if (there && S_ISDIR(info.st_mode))
        return error_kind(err, ERROR_USAGE,
                          "%s is a folder; %s, and stands before any folder", word,
                          wanted);
    if (there && !strchr(word, '/') && !ends_in_json(word))
        return error_kind(err, ERROR_USAGE,
                          "%s is no assignment; the name of an assignment's file ends in "
                          ".json",
                          word);
    if (!there && strpbrk(word, "./") && !strchr(word, ','))
        return error_kind(err, ERROR_USAGE, "there is no file %s; %s", word, wanted);
    return -1;
}

int assigned_open(struct assigned_work *a, const char *word, struct error *err)
{
    *a = (struct assigned_work){0};
    a->file = is_assignment(word) ? word : NULL;
    int status = a->file ? assignment_read(&a->assignment, word, find, a, err)
                         : open_named(a, word, err);
    if (status < 0 && !a->file)
        tell_file(word, err);
    if (status < 0)
        assigned_close(a);
    return status;
}

void assigned_close(struct assigned_work *a)
{
    assignment_close(&a->assignment);
    for (size_t i = 0; i < a->count; i++) {
        exercise_close(a->exercises[i]);
        free(a->exercises[i]);
    }
    free(a->exercises);
    *a = (struct assigned_work){0};
}
