/* SPDX-License-Identifier: MIT
 *
 * sockgrade pack: the file that a platform takes for an autograder.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/quote.h"
#include "batch/bundle.h"
#include "cli/assigned.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/say.h"
#include "cli/standalone.h"

#define LONGEST_FILE ((size_t)1 << 20)

/* What stands beside the command, the assignment and its exercises. */
static const struct pack_file {
    const char *format, *name;
    enum bundle_mode mode;
    const char *text;
} files[] = {
#include "cli/pack_files.h"
};

struct packing {
    const char *format, *out, *command;
    struct assigned_work what;
    struct bundle *bundle;
};

/* --- the assignment ---------------------------------------------------------------------- */

/* Exercises lie beside it, whatever folders they came from. */
static void name_exercises(json_t *document, const struct assignment *a)
{
    json_t *list = json_object_get(document, "exercises");
    for (size_t i = 0; i < a->count; i++) {
        json_t *item = json_array_get(list, i),
               *id = json_string(a->list[i].exercise->id);
        if (json_is_object(item))
            json_object_set_new(item, "exercise", id);
        else
            json_array_set_new(list, i, id);
    }
}

static json_t *default_document(const struct assignment *a)
{
    json_t *list = json_array();
    for (size_t i = 0; i < a->count; i++)
        json_array_append_new(list, json_string(a->list[i].exercise->id));
    return json_pack("{s:i, s:s, s:s, s:o}", "sockgrade_assignment", 1, "id", a->id,
                     "title", a->title, "exercises", list);
}

/* It was read, so it is JSON. */
static json_t *document_of(const struct assigned_work *what, struct error *err)
{
    struct buf text = {0};
    json_error_t problem;
    json_t *document = NULL;
    if (!what->file)
        return default_document(&what->assignment);
    if (file_read(&text, "the assignment ", what->file, LONGEST_FILE, err) == 0) {
        document = json_loadb(text.data, text.len, 0, &problem);
        if (!document)
            error_set(err, "%s changed while it was read: %s", what->file, problem.text);
        name_exercises(document, &what->assignment);
    }
    buf_close(&text);
    return document;
}

static int add_assignment(struct packing *p, struct error *err)
{
    json_t *document = document_of(&p->what, err);
    if (!document)
        return -1;
    char *text = json_dumps(document, JSON_INDENT(2));
    int status =
        bundle_add(p->bundle, "assignment.json", BUNDLE_DATA, text, strlen(text), err);
    free(text);
    json_decref(document);
    return status;
}

/* --- all of it --------------------------------------------------------------------------- */

static int add_exercises(struct packing *p, struct error *err)
{
    int status = 0;
    for (size_t i = 0; i < p->what.assignment.count && status == 0; i++) {
        const struct exercise *e = p->what.assignment.list[i].exercise;
        char *name = mem_printf("exercises/%s.json", e->id);
        status = bundle_add_file(p->bundle, name, BUNDLE_DATA, e->path, err);
        free(name);
    }
    return status;
}

static int add_files(struct packing *p, struct error *err)
{
    int status = 0;
    for (size_t i = 0; i < sizeof files / sizeof *files && status == 0; i++)
        if (strcmp(files[i].format, p->format) == 0)
            status = bundle_add(p->bundle, files[i].name, files[i].mode, files[i].text,
                                strlen(files[i].text), err);
    return status;
}

static int add_all(struct packing *p, struct error *err)
{
    if (add_files(p, err) < 0 || add_assignment(p, err) < 0 || add_exercises(p, err) < 0)
        return -1;
    return bundle_add_file(p->bundle, "sockgrade", BUNDLE_PROGRAM, p->command, err);
}

static int pack(struct packing *p, struct error *err)
{
    if (bundle_open(&p->bundle, p->out, err) < 0)
        return -1;
    if (add_all(p, err) == 0)
        return bundle_finish(p->bundle, err);
    bundle_drop(p->bundle);
    return -1;
}

/* --- the command ------------------------------------------------------------------------- */

static bool is_format(const char *word)
{
    const char *names[sizeof files / sizeof *files];
    size_t count = 0;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        if (strcmp(files[i].format, word) == 0)
            return true;
        if (!count || strcmp(names[count - 1], files[i].format) != 0)
            names[count++] = files[i].format;
    }
    say_unknown("platform", word, names, count);
    return false;
}

/* Only what needs nothing of this computer runs on the platform's. */
static bool has_command(struct packing *p)
{
    static const char own[] = "/proc/self/exe";
    struct error err;
    if (p->command && standalone_check(p->command, &err) < 0)
        return say_error(&err) == EXIT_PASSED;
    if (!p->command && SOCKGRADE_IS_STATIC && access(own, R_OK) == 0)
        p->command = own;
    if (!p->command)
        say_usage("this sockgrade is linked with libraries of this computer, which the "
                  "platform's may lack; name one that is not by --command FILE");
    return p->command;
}

static int told(const struct packing *p)
{
    struct buf text = {0};
    quote_line(&text, p->out, strlen(p->out));
    buf_printf(&text, ": an autograder of %zu exercise%s for %s\n",
               p->what.assignment.count, p->what.assignment.count == 1 ? "" : "s",
               p->format);
    int status = say_result(&text);
    buf_close(&text);
    return status;
}

static int run(int argc, char **argv)
{
    char out[64];
    const char *operands[2];
    struct packing p = {0};
    struct error err;
    const struct option_row rows[] = {
        {.name = "-o", .also = "--output", .value = &p.out},
        {.name = "--command", .value = &p.command},
    };
    int status;
    if (!options_read(&command_pack, argc, argv, rows, sizeof rows / sizeof *rows,
                      operands, 2, 2, &status))
        return status;
    p.format = operands[0];
    if (!is_format(p.format) || !has_command(&p))
        return EXIT_USAGE;
    snprintf(out, sizeof out, "%s.zip", p.format);
    p.out = p.out ? p.out : out;
    if (assigned_open(&p.what, operands[1], &err) < 0)
        return say_error(&err);
    status = pack(&p, &err) < 0 ? say_error(&err) : told(&p);
    assigned_close(&p.what);
    return status;
}

const struct command command_pack = {
    .name = "pack",
    .arguments = "gradescope ASSIGNMENT [OPTION ...]",
    .summary = "makes an autograder for a platform",
    .help = "ASSIGNMENT is the path of an assignment file, or exercises and sets with "
            "commas\n"
            "between them. The zip file has all that is needed: the exercises, this "
            "command,\n"
            "and the scripts that Gradescope runs. It is uploaded there as the "
            "assignment's\n"
            "autograder.\n"
            "\n"
            "Options:\n"
            "  -o, --output FILE  instead of gradescope.zip\n"
            "  --command FILE     a statically linked sockgrade for the platform's "
            "machine,\n"
            "                     instead of this one\n"
            "  --help             this text\n",
    .run = run,
};
