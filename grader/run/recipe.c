/* SPDX-License-Identifier: MIT */
#include "run/recipe.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "script/field.h"
#include "script/syntax.h"

#define WORDS_MAX 100

static int read_version(struct reader *r, const struct place *at, const json_t *value,
                        void *out)
{
    int64_t version;
    (void)out;
    return read_integer(r, at, value, 1, 1, "the version of the format, 1", &version);
}

static int read_word(struct reader *r, const struct place *at, const json_t *value,
                     void *out)
{
    if (!json_is_string(value) || !json_string_length(value))
        return field_expected(r, at, "a text that is not empty", value);
    return read_text(r, at, value, out);
}

/* A file of the folder, as the run sees it. */
static int read_name(struct reader *r, const struct place *at, const json_t *value,
                     void *out)
{
    const char *name = json_string_value(value);
    if (name && (name[0] == '/' || strstr(name, "..")))
        return field_fail(r, at, "expected the name of a file in this folder");
    return read_word(r, at, value, out);
}

/* One line, or several. */
static int read_build(struct reader *r, const struct place *at, const json_t *value,
                      void *out)
{
    struct recipe *recipe = out;
    if (json_is_array(value))
        return fields_list(r, at, value, 1, WORDS_MAX, sizeof *recipe->build,
                           &recipe->build, &recipe->build_count, read_word);
    if (!json_is_string(value))
        return field_expected(r, at, "a command, or a list of them", value);
    recipe->build = mem_alloc(sizeof *recipe->build);
    recipe->build_count = 1;
    return read_word(r, at, value, recipe->build);
}

static int read_run(struct reader *r, const struct place *at, const json_t *value,
                    void *out)
{
    struct recipe *recipe = out;
    if (!json_is_array(value))
        return field_expected(
            r, at, "a list of words: the program, and each argument by itself", value);
    return fields_list(r, at, value, 1, WORDS_MAX, sizeof *recipe->run, &recipe->run,
                       &recipe->run_count, read_word);
}

static const struct field rows[] = {
    {"sockgrade", 0, FIELD_MUST, read_version, 0, "the version of the format: 1"},
    {"build", 0, FIELD_MAY, read_build, 0, "a command for the shell, or several"},
    {"run", 0, FIELD_MUST, read_run, 0, "the program and its arguments"},
    {"source", 0, FIELD_MAY, read_name, offsetof(struct recipe, source),
     "the file whose lines are told"},
};
static const struct field_table table = {"sockgrade.json", rows, FIELD_COUNT(rows)};

int recipe_load(struct recipe *r, const char *file, const char *text, size_t len,
                struct error *err)
{
    struct reader reader = {.file = file, .text = text, .len = len, .err = err};
    *r = (struct recipe){0};
    json_t *root = syntax_parse(file, text, len, "program's description", err);
    int status = root ? fields_read(&reader, NULL, root, &table, r) : -1;
    json_decref(root);
    if (status < 0) {
        if (err)
            err->kind = ERROR_USAGE;
        recipe_close(r);
    }
    return status;
}

static void free_words(char **words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(words[i]);
    free(words);
}

void recipe_close(struct recipe *r)
{
    free(r->source);
    free_words(r->build, r->build_count);
    free_words(r->run, r->run_count);
    *r = (struct recipe){0};
}
