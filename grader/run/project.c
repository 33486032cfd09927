/* SPDX-License-Identifier: MIT */
#include "run/project.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memfile.h"
#include "run/builder.h"
#include "run/elf.h"
#include "run/entry.h"
#include "run/recipe.h"

bool project_is(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* Copies it for those who look at the source alone. */
static int set_source(struct submission *s, const struct folder_file *file,
                      struct error *err)
{
    size_t len;
    char *text = entry_text(&s->folder, file, &len);
    s->source_fd = memfile_make("source", err);
    bool written =
        s->source_fd >= 0 && pwrite(s->source_fd, text, len, 0) == (ssize_t)len;
    free(text);
    free(s->file);
    s->file = mem_text(entry_base(file->name));
    size_t end = strlen(s->path);
    s->source = mem_printf("%s%s%s", s->path, end && s->path[end - 1] == '/' ? "" : "/",
                           file->name);
    return written            ? 0
           : s->source_fd < 0 ? -1
                              : error_errno(err, "can't copy %s", s->file);
}

/* Those that are compiled with it: not other programs. */
static void set_sources(struct submission *s, const struct folder_file *lead)
{
    const struct folder *f = &s->folder;
    for (size_t i = 0; i < f->count; i++) {
        const struct folder_file *file = &f->files[i];
        if (file != lead
            && (!s->language->together || entry_language(f, file) != s->language
                || entry_has_main(f, file)))
            continue;
        s->sources = mem_grow(s->sources, (s->source_count + 1) * sizeof *s->sources);
        s->sources[s->source_count++] = mem_text(file->name);
    }
}

/* "client" of "client.c". */
static char *stem_of(const char *file)
{
    const char *dot = strrchr(file, '.');
    return dot && dot > file ? mem_printf("%.*s", (int)(dot - file), file)
                             : mem_text(file);
}

static int start_source(struct submission *s, const struct folder_file *file,
                        struct error *err)
{
    s->language = entry_language(&s->folder, file);
    if (set_source(s, file, err) < 0)
        return -1;
    if (s->language->tools)
        submission_find_tool(s);
    if (s->language->build) {
        set_sources(s, file);
        s->start = stem_of(s->file);
    } else {
        s->start = mem_text(file->name);
        s->program_fd = dup(s->folder.fd);
    }
    return 0;
}

static int open_sources(struct submission *s, struct error *err)
{
    struct entries c = {0};
    entry_find(&c, &s->folder);
    const struct folder_file *file = entry_choose(&c, s);
    if (!c.count) {
        snprintf(
            s->problem, sizeof s->problem,
            "There is no program in this folder: no source file of a known language, "
            "no Makefile, CMakeLists.txt, run script or sockgrade.json.");
        return 0;
    }
    return file ? start_source(s, file, err)
                : entry_unclear(s, &c, "is the program", err);
}

/* Lines are told of the source that a program begins in, when there is one such. */
static int guess_source(struct submission *s, struct error *err)
{
    struct entries c = {0};
    s->language = language_executable();
    entry_find_nested(&c, &s->folder);
    const struct folder_file *file = entry_choose(&c, s);
    const struct language *l = file ? entry_language(&s->folder, file) : NULL;
    if (!l || !l->build || l->pack)
        return 0;
    s->language = l;
    return set_source(s, file, err);
}

/* --- builders ---------------------------------------------------------------------------- */

/* What a build has made before is not handed in: it is made anew. */
static void leave_out_objects(struct folder *f)
{
    size_t kept = 0;
    for (size_t i = 0; i < f->count; i++) {
        char head[8] = "";
        size_t len = folder_head(f, &f->files[i], head, sizeof head);
        if (elf_begins(head, len) || (len == 8 && !memcmp(head, "!<arch>\n", 8)))
            free(f->files[i].name);
        else
            f->files[kept++] = f->files[i];
    }
    f->count = kept;
}

static int open_builder(struct submission *s, const struct builder *b, const char *file,
                        struct error *err)
{
    if (!b->command)
        return start_source(s, folder_find(&s->folder, file), err);
    leave_out_objects(&s->folder);
    s->commands = mem_text(b->command);
    if (!language_find_program(b->tool, s->tool, sizeof s->tool))
        s->lacks = b;
    return guess_source(s, err);
}

/* How many there are; the last one, and what they are called. */
static size_t find_builders(const struct submission *s, const struct builder **out,
                            const char **file, struct buf *list)
{
    size_t count = 0;
    bool end = false;
    for (size_t i = 0; !end; i++) {
        const char *name;
        const struct builder *b = builder_at(i, &s->folder, &name, &end);
        if (!b)
            continue;
        buf_printf(list, "%s%s", count ? " and " : "", name);
        *out = b;
        *file = name;
        count++;
    }
    return count;
}

/* --- sockgrade.json ----------------------------------------------------------------------- */

static int recipe_error(const struct submission *s, struct error *err, const char *text,
                        const char *word)
{
    return error_kind(err, ERROR_USAGE, "%s/" RECIPE_NAME ": %s \"%s\"", s->path, text,
                      word);
}

static void take_arguments(struct submission *s, const struct recipe *r)
{
    s->arguments = mem_alloc(r->run_count * sizeof *s->arguments);
    for (size_t i = 1; i < r->run_count; i++)
        s->arguments[s->argument_count++] = mem_text(r->run[i]);
}

/* The first word: a file of the folder, what the build makes, or what is installed. */
static int take_program(struct submission *s, const struct recipe *r, struct error *err)
{
    const char *word = r->run[0];
    bool here = strchr(word, '/') != NULL;
    word += strncmp(word, "./", 2) == 0 ? 2 : 0;
    const struct folder_file *file = folder_find(&s->folder, word);
    if (word[0] == '/' || strstr(word, ".."))
        return recipe_error(
            s, err,
            "\"run\" has to begin with a file of this folder, or the name "
            "of a program that is installed; not",
            word);
    if (file || r->build_count) {
        const struct language *l = file ? entry_language(&s->folder, file) : NULL;
        free(s->start);
        s->start = mem_text(word);
        if (l && l->interpreted
            && !(language_find_tool(l, s->tool, sizeof s->tool)
                 && language_find_runner(l, s->tool, s->runner, sizeof s->runner)))
            return recipe_error(s, err, "what runs this program is not installed:", word);
    }
    if ((!file && !here && language_find_program(word, s->runner, sizeof s->runner))) {
        free(s->start);
        s->start = NULL;
        s->by_words = true;
        return 0;
    }
    return s->start ? 0
                    : recipe_error(s, err,
                                   "\"run\" names what is neither a file of this folder "
                                   "nor installed here:",
                                   word);
}

/* The first of the words that is a source of the folder, as in "python3 client.py". */
static const struct folder_file *named_source(const struct submission *s,
                                              const struct recipe *r)
{
    for (size_t i = 0; i < r->run_count; i++) {
        const char *word = r->run[i] + (strncmp(r->run[i], "./", 2) == 0 ? 2 : 0);
        const struct folder_file *file = folder_find(&s->folder, word);
        const struct language *l = file ? entry_language(&s->folder, file) : NULL;
        if (l && l->tools)
            return file;
    }
    return NULL;
}

/* The language is that of the file whose lines are told. */
static int take_source(struct submission *s, const struct recipe *r, struct error *err)
{
    const struct folder_file *file =
        r->source ? folder_find(&s->folder, r->source) : named_source(s, r);
    if (r->source && !file)
        return recipe_error(s, err,
                            "\"source\" names a file that is not here:", r->source);
    if (!file)
        return guess_source(s, err);
    s->language = entry_language(&s->folder, file);
    if (!s->language)
        return recipe_error(s, err, "the language can't be told of the \"source\"",
                            file->name);
    return set_source(s, file, err);
}

static int follow(struct submission *s, const struct recipe *r, struct error *err)
{
    struct buf commands = {0};
    if (r->build_count)
        leave_out_objects(&s->folder);
    for (size_t i = 0; i < r->build_count; i++)
        buf_printf(&commands, "%s%s", i ? "\n" : "", r->build[i]);
    take_arguments(s, r);
    if (take_source(s, r, err) < 0 || take_program(s, r, err) < 0) {
        buf_close(&commands);
        return -1;
    }
    if (commands.len)
        s->commands = buf_take(&commands, NULL);
    else
        s->program_fd = s->program_fd < 0 ? dup(s->folder.fd) : s->program_fd;
    buf_close(&commands);
    return 0;
}

static int open_recipe(struct submission *s, const struct folder_file *file,
                       struct error *err)
{
    struct recipe r;
    size_t len;
    char *text = entry_text(&s->folder, file, &len);
    char *path = mem_printf("%s/" RECIPE_NAME, s->path);
    int status = recipe_load(&r, path, text, len, err);
    if (status == 0) {
        status = follow(s, &r, err);
        recipe_close(&r);
    }
    free(path);
    free(text);
    return status;
}

/* --- opening --------------------------------------------------------------------------------- */

static int open_contents(struct submission *s, struct error *err)
{
    struct buf list = {0};
    const struct builder *builder = NULL;
    const char *name = NULL;
    const struct folder_file *recipe = folder_find(&s->folder, RECIPE_NAME);
    if (recipe)
        return open_recipe(s, recipe, err);
    size_t count = find_builders(s, &builder, &name, &list);
    int status = count > 1    ? error_kind(err, ERROR_USAGE,
                                           "%s: there is %s, each of which tells how to run "
                                              "the program; hand in one of them, or a file "
                                              "sockgrade.json that says what is run",
                                           s->path, buf_text(&list))
                 : count == 1 ? open_builder(s, builder, name, err)
                              : open_sources(s, err);
    buf_close(&list);
    return status;
}

int project_open(struct submission *s, const char *path, const struct exercise *exercise,
                 struct error *err)
{
    char real[PATH_MAX];
    *s = SUBMISSION_EMPTY;
    s->path = mem_text(path);
    s->name = mem_text(realpath(path, real) ? entry_base(real) : entry_base(path));
    s->file = mem_text(s->name);
    s->exercise = exercise ? mem_text(exercise->id) : NULL;
    s->role = exercise && exercise->student != STUDENT_BOTH
                  ? student_name(exercise->student)
                  : NULL;
    if (folder_read(&s->folder, path, -1, err) < 0 || open_contents(s, err) < 0) {
        submission_close(s);
        return -1;
    }
    return 0;
}

/* Whatever lies there under the recipe's name, a pipe too; 0: nothing to be read. */
static size_t read_recipe(const char *path, char *text, size_t size)
{
    struct stat info;
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    ssize_t n = fd >= 0 && fstat(fd, &info) == 0 && S_ISREG(info.st_mode)
                    ? read(fd, text, size)
                    : 0;
    if (fd >= 0)
        close(fd);
    return n > 0 ? (size_t)n : 0;
}

bool project_owns(const char *path)
{
    struct recipe r = {0};
    char text[8192];
    char *name = mem_printf("%.*s" RECIPE_NAME, (int)(entry_base(path) - path), path);
    size_t len = read_recipe(name, text, sizeof text);
    bool owns = len && recipe_load(&r, name, text, len, NULL) == 0 && r.source
                && strcmp(r.source, entry_base(path)) == 0;
    recipe_close(&r);
    free(name);
    return owns;
}

/* --- after the build -------------------------------------------------------------------------- */

static bool is_new_program(const struct submission *s, const struct folder *made,
                           const struct folder_file *file)
{
    char head[4];
    size_t len = folder_head(made, file, head, sizeof head);
    const char *dot = strrchr(entry_base(file->name), '.');
    bool library = dot && (!strncmp(dot, ".so", 3) || !strcmp(dot, ".o"));
    return (file->mode & 0111) && !library && !folder_find(&s->folder, file->name)
           && (elf_begins(head, len) || (len > 2 && !memcmp(head, "#!", 2)));
}

/* What the recipe names has to be there; else what is new and can be run. */
int project_choose(struct submission *s, const struct folder *made, struct error *err)
{
    struct entries c = {0};
    if (s->by_words)
        return 0;
    if (s->start)
        return folder_find(made, s->start)
                   ? 0
                   : error_set(err, "the build has not made \"%s\"", s->start);
    for (size_t i = 0; i < made->count && c.count < ENTRIES; i++)
        if (is_new_program(s, made, &made->files[i]))
            c.files[c.count++] = &made->files[i];
    const struct folder_file *file = entry_choose(&c, s);
    if (!c.count)
        return error_set(err, "the build has made no program: no new file can be run");
    if (!file)
        return entry_unclear(s, &c, "that were built is the program", err);
    s->start = mem_text(file->name);
    return 0;
}
