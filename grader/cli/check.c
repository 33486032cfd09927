/* SPDX-License-Identifier: MIT
 *
 * sockgrade check: one program against one exercise, or all that is in a notebook or folder.
 */
#include "cli/check.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "batch/handin.h"
#include "batch/programs.h"
#include "cli/catalogue.h"
#include "cli/choice.h"
#include "cli/handedin.h"
#include "cli/limitoption.h"
#include "cli/options.h"
#include "cli/say.h"
#include "run/notebook.h"

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

static int no_such_case(const struct check_arguments *a, const struct exercise *e)
{
    const char *ids[256];
    size_t n = 0;
    for (; n < e->case_count && n < 256; n++)
        ids[n] = e->cases[n].id;
    return say_unknown("case", a->grade.only_case, ids, n);
}

/* --- one program against one exercise ---------------------------------------------------- */

static int check_submission(struct check_arguments *a, const struct exercise *e,
                            struct submission *s, const char *unclear)
{
    struct report_submission *out = mem_alloc(sizeof *out);
    const struct program program = {.exercise = e, .submission = s, .unclear = unclear};
    *out = (struct report_submission){
        .id = mem_text(base_name(s->path)),
        .path = mem_text(s->path),
        .language = s->language ? mem_text(s->language->name) : NULL,
    };
    return grade_run(&a->grade, &program, 1, out);
}

static int check_cell(struct check_arguments *a, const struct exercise *e)
{
    struct handin h = {0};
    struct error err;
    int status = handin_open(&h, a->operands[1], &e, 1, true, &err) < 0
                     ? say_error(&err)
                     : check_submission(a, e, &h.items[0].program, h.items[0].unclear);
    handin_close(&h);
    return status;
}

static int check_alone(struct check_arguments *a, const struct exercise *e)
{
    struct submission s = SUBMISSION_EMPTY;
    struct error err;
    int status;
    if (!a->operands[1])
        status = options_too_few(a->command, 2);
    else if (a->operands[2])
        status = options_too_many(a->command, a->operands[2]);
    else if (a->server || a->client)
        status =
            say_usage("in this exercise there is one program, the %s, which needs no "
                      "--%s",
                      student_name(e->student), a->server ? "server" : "client");
    else if (notebook_is(a->operands[1]))
        status = check_cell(a, e);
    else
        status = submission_open_for(&s, a->operands[1], e, &err) < 0
                     ? say_error(&err)
                     : check_submission(a, e, &s, NULL);
    submission_close(&s);
    return status;
}

/* --- two programs against one exercise --------------------------------------------------- */

static int check_both(struct check_arguments *a, const struct exercise *e,
                      const struct programs *paths)
{
    struct submission server = SUBMISSION_EMPTY, client = SUBMISSION_EMPTY;
    struct report_submission *out = mem_alloc(sizeof *out);
    struct error err;
    int status;
    if (submission_open(&server, paths->paths[STUDENT_SERVER], &err) < 0
        || submission_open(&client, paths->paths[STUDENT_CLIENT], &err) < 0) {
        free(out);
        status = say_error(&err);
    } else {
        const struct program program = {
            .exercise = e, .submission = &client, .server = &server};
        *out = (struct report_submission){
            .id = mem_printf("%s, %s", base_name(server.path), base_name(client.path)),
            .path = mem_text(paths->folder ? paths->folder : client.path)};
        status = grade_run(&a->grade, &program, 1, out);
    }
    submission_close(&server);
    submission_close(&client);
    return status;
}

static int check_pair(struct check_arguments *a, const struct exercise *e)
{
    const struct programs_named named = {
        {a->operands[1], a->operands[1] ? a->operands[2] : NULL}, a->server, a->client};
    struct programs paths;
    struct error err;
    if (a->operands[1] && a->operands[2] && a->operands[3])
        return options_too_many(a->command, a->operands[3]);
    int status = programs_find(&paths, &named, &err) < 0 ? say_error(&err)
                                                         : check_both(a, e, &paths);
    programs_close(&paths);
    return status;
}

static int check_program(struct check_arguments *a)
{
    struct exercise e = {0};
    struct error err;
    int status;
    if (catalogue_load(a->operands[0], &e, &err) < 0)
        return say_error(&err);
    if (a->grade.only_case && !exercise_find_case(&e, a->grade.only_case))
        status = no_such_case(a, &e);
    else
        status = e.student == STUDENT_BOTH ? check_pair(a, &e) : check_alone(a, &e);
    exercise_close(&e);
    return status;
}

/* --- a notebook or a folder ---------------------------------------------------------------- */

static int check_items(struct check_arguments *a, struct handin *h)
{
    struct program *programs = mem_alloc(h->count * sizeof *programs);
    struct report_submission *out = mem_alloc(sizeof *out);
    int status;
    for (size_t i = 0; i < h->count; i++)
        programs[i] = (struct program){
            .exercise = h->items[i].exercise,
            .submission = &h->items[i].program,
            .server = h->items[i].server.path ? &h->items[i].server : NULL,
            .unclear = h->items[i].unclear};
    *out = (struct report_submission){
        .id = mem_text(base_name(h->path)),
        .path = mem_text(h->path),
        .whole = true,
        .missing = h->missing,
        .missing_count = h->missing_count,
        .unknown = h->unknown,
        .unknown_count = h->unknown_count,
    };
    h->missing = h->unknown = NULL;
    h->missing_count = h->unknown_count = 0;
    status = grade_run(&a->grade, programs, h->count, out);
    free(programs);
    return status;
}

static int check_handin(struct check_arguments *a)
{
    struct choice c = {0};
    struct handin h = {0};
    struct error err;
    int status;
    if (choice_open(&c, a->operands + 1, &err) < 0
        || handin_open(&h, a->operands[0], c.chosen, c.count, a->operands[1] != NULL,
                       &err)
               < 0)
        status = say_error(&err);
    else if (a->grade.only_case && h.count != 1)
        status = say_usage("--case needs one exercise; %zu are here", h.count);
    else if (a->grade.only_case
             && !exercise_find_case(h.items[0].exercise, a->grade.only_case))
        status = no_such_case(a, h.items[0].exercise);
    else
        status = check_items(a, &h);
    handin_close(&h);
    choice_close(&c);
    return status;
}

/* --- what was handed in for an assignment ------------------------------------------------ */

static int check_assigned(struct check_arguments *a)
{
    const struct handedin_order order = {.assignment = a->assignment,
                                         .student = a->student ? a->student : "student",
                                         .path = a->operands[0]};
    if (!a->assignment)
        return say_usage("--student needs --assignment");
    if (!a->operands[0])
        return say_usage("--assignment needs what was handed in: a file or folder");
    if (a->operands[1])
        return options_too_many(a->command, a->operands[1]);
    if (a->server || a->client || a->grade.only_case)
        return say_usage("--assignment checks all that was handed in, without --%s",
                         a->server   ? "server"
                         : a->client ? "client"
                                     : "case");
    return handedin_check(&a->grade, &order);
}

/* A folder may have an exercise's name; with a slash it is the folder. */
static bool is_exercise(const char *word)
{
    size_t len = strlen(word);
    return (len > 5 && strcmp(word + len - 5, ".json") == 0)
           || (!strchr(word, '/') && catalogue_has(word));
}

bool check_read(struct check_arguments *a, const struct command *c, int argc, char **argv,
                int *status)
{
    struct grade *g = &a->grade;
    const struct option_row rows[] = {
        {.name = "--server", .value = &a->server},
        {.name = "--client", .value = &a->client},
        {.name = "--assignment", .value = &a->assignment},
        {.name = "--student", .value = &a->student},
        {.name = "--case", .value = &g->only_case},
        {.name = "--seed", .value = &g->seed_text},
        {.name = "--format", .take = formats_take, .into = &g->formats},
        {.name = "--isolation", .value = &g->isolation_text},
        {.name = "--limit", .take = limitoption_take, .into = &g->order.limits},
        {.name = "--no-color", .also = "--no-colour", .flag = &g->no_color},
        {.name = "--no-ci", .flag = &g->no_ci},
        {.name = "-v", .also = "--verbose", .flag = &g->verbose},
    };
    a->command = c;
    g->isolation_text = "auto";
    *status = EXIT_USAGE;
    return options_read(c, argc, argv, rows, sizeof rows / sizeof *rows, a->operands, 0,
                        CHECK_OPERANDS, status)
           && grade_read(g);
}

bool check_is_whole(const struct check_arguments *a)
{
    return a->operands[0] && handin_is(a->operands[0]) && !is_exercise(a->operands[0]);
}

int check_do(struct check_arguments *a)
{
    if (a->assignment || a->student)
        return check_assigned(a);
    if (check_is_whole(a))
        return check_handin(a);
    if (!a->operands[0])
        return options_too_few(a->command, 2);
    return check_program(a);
}

static int run(int argc, char **argv)
{
    struct check_arguments a = {0};
    int status;
    return check_read(&a, &command_check, argc, argv, &status) ? check_do(&a) : status;
}

static void more_help(struct buf *out)
{
    formats_help(out);
    limitoption_help(out);
}

const struct command command_check = {
    .name = "check",
    .arguments = "EXERCISE PROGRAM [OPTION ...]",
    .summary = "checks a program against an exercise",
    .help =
        "EXERCISE is an id that \"sockgrade list\" shows, or the path of an exercise "
        "file.\n"
        "PROGRAM is the file of the program; of a Jupyter notebook, the cell for the\n"
        "exercise. Some exercises take two, the server and the client: both files, in "
        "any\n"
        "order, or the folder that they are in.\n"
        "\n"
        "Or: sockgrade check NOTEBOOK|FOLDER [EXERCISE ...] [OPTION ...]\n"
        "checks every exercise that the notebook has a cell for, or the folder a "
        "program;\n"
        "with exercises or the name of a set, those, and what is not there counts as\n"
        "failed. A cell begins with the line \"# connect-2\", has that as a tag, or is "
        "the\n"
        "last one below the exercise's heading and number; a program is named after its\n"
        "exercise: connect-2.py.\n"
        "\n"
        "Or: sockgrade check FILE|FOLDER --assignment ASSIGNMENT [OPTION ...]\n"
        "checks what one student handed in, as \"sockgrade batch\" does: ASSIGNMENT is "
        "an\n"
        "assignment file, or exercises with commas between them.\n"
        "\n"
        "Options:\n"
        "  --student KEY      with --assignment, whose values are drawn\n"
        "  --server FILE      of two programs, the server and the client, where their\n"
        "  --client FILE      names and sources don't tell them apart\n"
        "  --case ID          only this case of the exercise\n"
        "  --seed N           the random values of an earlier run again\n"
        "  --format NAME[=FILE]\n"
        "                     how the result is written, text unless told otherwise;\n"
        "                     may be given several times, with a FILE but once\n"
        "  --isolation WHAT   auto (default): a network of its own for every run where\n"
        "                     this computer allows it; full, privileged (root without\n"
        "                     user namespaces) or none: only so;\n"
        "                     \"sockgrade doctor\" tells what this computer can do\n"
        "  --limit NAME=VALUE what the program may use at most, such as memory=256MiB;\n"
        "                     may be given several times\n"
        "  --no-color         no colours; so too when NO_COLOR is set, or the output is\n"
        "                     no terminal\n"
        "  --no-ci            no annotations and no summary for GitHub, which are "
        "written\n"
        "                     beside the report where GITHUB_ACTIONS is \"true\"\n"
        "  -v, --verbose      all that is known of every case: the values, the whole\n"
        "                     conversation, what the program printed, what it took\n"
        "  --help             this text\n"
        "\n"
        "Exit status: 0 all required cases passed, 1 some failed, 2 usage or exercise\n"
        "error, 3 the grader or this computer could not judge.\n",
    .more_help = more_help,
    .run = run,
};
