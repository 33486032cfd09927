/* SPDX-License-Identifier: MIT */
#include "cli/catalogue.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/installed.h"
#include "base/suggest.h"
#include "script/loader.h"

static void add(struct catalogue *c, const char *folder, const char *file, size_t id_len)
{
    char *id = mem_copy(file, id_len);
    for (size_t i = 0; i < c->count; i++)
        if (strcmp(c->ids[i], id) == 0) { /* an earlier folder has it */
            free(id);
            return;
        }
    c->ids = mem_grow(c->ids, (c->count + 1) * sizeof *c->ids);
    c->paths = mem_grow(c->paths, (c->count + 1) * sizeof *c->paths);
    size_t at = c->count++;
    for (; at > 0 && strcmp(c->ids[at - 1], id) > 0; at--) {
        c->ids[at] = c->ids[at - 1];
        c->paths[at] = c->paths[at - 1];
    }
    c->ids[at] = id;
    c->paths[at] = mem_printf("%s/%s", folder, file);
}

static void scan(struct catalogue *c, const char *folder)
{
    DIR *d = folder && *folder ? opendir(folder) : NULL;
    for (struct dirent *e; d && (e = readdir(d));) {
        size_t len = strlen(e->d_name);
        const char *end = ".json";
        if (len > 5 && strcmp(e->d_name + len - 5, end) == 0
            && !strstr(e->d_name, ".schema.json") && e->d_name[0] != '.')
            add(c, folder, e->d_name, len - 5);
    }
    if (d)
        closedir(d);
}

int catalogue_open(struct catalogue *c, struct error *err)
{
    char own[PATH_MAX], data[PATH_MAX], beside[PATH_MAX + 64];
    *c = (struct catalogue){0};
    installed_command(own, sizeof own);
    installed_data(data, sizeof data);
    size_t source_len = strlen(SOCKGRADE_SOURCE_DIR);
    scan(c, getenv("SOCKGRADE_EXERCISES"));
    if (strncmp(own, SOCKGRADE_SOURCE_DIR, source_len) == 0)
        scan(c, SOCKGRADE_SOURCE_DIR "/exercises");
    snprintf(beside, sizeof beside, "%s/exercises", data);
    scan(c, *data ? beside : NULL);
    scan(c, SOCKGRADE_DATA_DIR "/exercises");
    if (!c->count)
        scan(c, SOCKGRADE_SOURCE_DIR "/exercises");
    if (c->count)
        return 0;
    return error_set(err,
                     "no exercises are installed (looked in %s/exercises; set "
                     "SOCKGRADE_EXERCISES to the folder that has them)",
                     SOCKGRADE_DATA_DIR);
}

void catalogue_close(struct catalogue *c)
{
    for (size_t i = 0; i < c->count; i++) {
        free(c->ids[i]);
        free(c->paths[i]);
    }
    free(c->ids);
    free(c->paths);
    *c = (struct catalogue){0};
}

static bool is_path(const char *name)
{
    size_t len = strlen(name);
    return strchr(name, '/') || (len > 5 && strcmp(name + len - 5, ".json") == 0);
}

static int not_found(const struct catalogue *c, const char *name, struct error *err)
{
    const char *near = suggest_nearest(name, (const char *const *)c->ids, c->count);
    if (near)
        return error_kind(err, ERROR_USAGE,
                          "there is no exercise \"%s\" (did you mean \"%s\"?)", name,
                          near);
    return error_kind(err, ERROR_USAGE,
                      "there is no exercise \"%s\"; \"sockgrade list\" shows them", name);
}

bool catalogue_has(const char *id)
{
    struct catalogue c;
    bool has = false;
    if (catalogue_open(&c, NULL) < 0)
        return false;
    for (size_t i = 0; i < c.count; i++)
        has |= strcmp(c.ids[i], id) == 0;
    catalogue_close(&c);
    return has;
}

int catalogue_load_all(struct exercise **out, size_t *count, struct error *err)
{
    struct catalogue c;
    int status = 0;
    if (catalogue_open(&c, err) < 0)
        return -1;
    *out = mem_alloc(c.count * sizeof **out);
    for (*count = 0; status == 0 && *count < c.count; *count += status == 0)
        status = loader_read_file(&(*out)[*count], c.paths[*count], err);
    catalogue_close(&c);
    return status;
}

int catalogue_load(const char *name, struct exercise *out, struct error *err)
{
    struct catalogue c;
    int status = -1;
    if (is_path(name))
        return loader_read_file(out, name, err);
    if (catalogue_open(&c, err) < 0)
        return -1;
    const char *path = NULL;
    for (size_t i = 0; i < c.count && !path; i++)
        if (strcmp(c.ids[i], name) == 0)
            path = c.paths[i];
    status = path ? loader_read_file(out, path, err) : not_found(&c, name, err);
    catalogue_close(&c);
    return status;
}
