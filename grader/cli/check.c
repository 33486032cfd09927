/* SPDX-License-Identifier: MIT
 *
 * sockgrade check: one program against one exercise, or all that is in a notebook or folder.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/entropy.h"
#include "base/suggest.h"
#include "batch/check.h"
#include "batch/handin.h"
#include "batch/programs.h"
#include "cli/catalogue.h"
#include "cli/choice.h"
#include "cli/command.h"
#include "cli/limitoption.h"
#include "cli/options.h"
#include "cli/say.h"
#include "report/json.h"
#include "report/text.h"
#include "run/notebook.h"

#define SEED_MOST ((UINT64_C(1) << 53) - 1) /* what every JSON reader keeps exactly */

enum format { FORMAT_TEXT, FORMAT_JSON, FORMATS };
static const char *const format_names[FORMATS] = {"text", "json"};

#define ISOLATIONS 4
static const char *const isolation_names[ISOLATIONS] = {"auto", "full", "privileged",
                                                        "none"};

#define OPERANDS 128

struct arguments {
    const char *operands[OPERANDS + 1]; /* NULL behind the last */
    const char *server, *client;
    const char *only_case, *seed_text, *format_text, *isolation_text;
    bool no_color, verbose;
    enum format format;
    uint64_t seed;
    struct check_order order;
};

/* One to be checked. */
struct program {
    const struct exercise *exercise;
    struct submission *submission; /* of two: the client */
    struct submission *server;     /* of two; NULL: there is one */
    const char *unclear; /* why it is not known which program it is; NULL: it is */
};

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

static int find_word(const char *word, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], word) == 0)
            return (int)i;
    return -1;
}

static bool read_seed(struct arguments *a)
{
    if (!a->seed_text) {
        uint32_t drawn = 1; /* short enough to be typed again */
        if (entropy_fill(&drawn, sizeof drawn) < 0)
            return true;
        a->seed = drawn % 1000000;
        return true;
    }
    errno = 0;
    size_t digits = strspn(a->seed_text, "0123456789");
    unsigned long long n = strtoull(a->seed_text, NULL, 10);
    if (errno || !digits || a->seed_text[digits] || n > SEED_MOST) {
        say_usage("--seed takes a whole number from 0 to 2^53-1, not \"%s\"",
                  a->seed_text);
        return false;
    }
    a->seed = n;
    return true;
}

static bool read_words(struct arguments *a)
{
    int format = find_word(a->format_text, format_names, FORMATS);
    int isolation = find_word(a->isolation_text, isolation_names, ISOLATIONS);
    if (format < 0) {
        say_unknown("format", a->format_text, format_names, FORMATS);
        return false;
    }
    if (isolation < 0) {
        say_unknown("isolation", a->isolation_text, isolation_names, ISOLATIONS);
        return false;
    }
    a->format = (enum format)format;
    a->order.stage_fixed = isolation != 0;
    a->order.stage =
        isolation ? (enum stage_kind)stage_find(a->isolation_text) : STAGE_FULL;
    return read_seed(a);
}

static int write_report(const struct arguments *a, const struct report *r)
{
    struct buf out = {0};
    const struct text_style style = {.colour = say_in_colour() && !a->no_color,
                                     .verbose = a->verbose};
    if (a->format == FORMAT_JSON)
        report_json_write(r, &out);
    else
        text_write_report(r, &style, &out);
    int status = say_result(&out);
    buf_close(&out);
    return status;
}

static int status_of(enum result result)
{
    static const int statuses[] = {
        [RESULT_PASS] = EXIT_PASSED,
        [RESULT_FAIL] = EXIT_FAILED,
        [RESULT_SKIPPED] = EXIT_UNJUDGED,
        [RESULT_ERROR] = EXIT_UNJUDGED,
    };
    return statuses[result];
}

/* On the heap; NULL: the runs are isolated. */
static char *why_not_isolated(const struct arguments *a, enum stage_kind stage,
                              const struct error *refused)
{
    if (stage_isolates(stage))
        return NULL;
    if (a->order.stage_fixed)
        return mem_text("--isolation none asks for it");
    return mem_printf("%s; \"sockgrade doctor\" tells what mends that", refused->text);
}

/* A required case that could not be judged hides what would have come out. */
static int status_of_all(const struct report_submission *s)
{
    enum result worst = RESULT_PASS;
    for (size_t i = 0; i < s->exercise_count; i++)
        if (s->exercises[i].result > worst)
            worst = s->exercises[i].result;
    return status_of(worst);
}

static struct check_order *orders_of(const struct arguments *a,
                                     const struct program *programs, size_t count)
{
    struct check_order *orders = mem_alloc(count * sizeof *orders);
    for (size_t i = 0; i < count; i++) {
        orders[i] = a->order;
        orders[i].exercise = programs[i].exercise;
        orders[i].submission = programs[i].submission;
        orders[i].server = programs[i].server;
        orders[i].unclear = programs[i].unclear;
        orders[i].only_case = a->only_case;
        orders[i].seed = a->seed;
    }
    return orders;
}

/* Checks the programs and reports on them; the submission is taken over. */
static int check(struct arguments *a, const struct program *programs, size_t count,
                 struct report_submission *submission)
{
    struct error err, refused = {0};
    enum stage_kind stage = a->order.stage;
    struct report report = {.seed = a->seed,
                            .limits = a->order.limits,
                            .submissions = submission,
                            .submission_count = 1};
    struct check_order *orders = orders_of(a, programs, count);
    int64_t began_ns = clock_now_ns();
    submission->exercises = mem_alloc(count * sizeof *submission->exercises);
    submission->exercise_count = count;
    int status = check_run(orders, count, submission->exercises, &stage, &refused, &err);
    submission->duration_ms = (double)(clock_now_ns() - began_ns) / (double)NS_PER_MS;
    char *why = why_not_isolated(a, stage, &refused);
    report.isolation = stage_name(stage);
    report.isolation_reason = why;
    status = status < 0 ? say_error(&err) : write_report(a, &report);
    if (!status)
        status = status_of_all(submission);
    report_close(&report);
    free(orders);
    free(why);
    return status;
}

static int no_such_case(const struct arguments *a, const struct exercise *e)
{
    const char *ids[256];
    size_t n = 0;
    for (; n < e->case_count && n < 256; n++)
        ids[n] = e->cases[n].id;
    return say_unknown("case", a->only_case, ids, n);
}

/* --- one program against one exercise ---------------------------------------------------- */

static int check_submission(struct arguments *a, const struct exercise *e,
                            struct submission *s, const char *unclear)
{
    struct report_submission *out = mem_alloc(sizeof *out);
    const struct program program = {.exercise = e, .submission = s, .unclear = unclear};
    *out = (struct report_submission){
        .id = mem_text(base_name(s->path)),
        .path = mem_text(s->path),
        .language = s->language ? mem_text(s->language->name) : NULL,
    };
    return check(a, &program, 1, out);
}

static int check_cell(struct arguments *a, const struct exercise *e)
{
    struct handin h = {0};
    struct error err;
    int status = handin_open(&h, a->operands[1], &e, 1, true, &err) < 0
                     ? say_error(&err)
                     : check_submission(a, e, &h.items[0].program, h.items[0].unclear);
    handin_close(&h);
    return status;
}

static int check_alone(struct arguments *a, const struct exercise *e)
{
    struct submission s = SUBMISSION_EMPTY;
    struct error err;
    int status;
    if (!a->operands[1])
        status = options_too_few(&command_check, 2);
    else if (a->operands[2])
        status = options_too_many(&command_check, a->operands[2]);
    else if (a->server || a->client)
        status =
            say_usage("in this exercise there is one program, the %s, which needs no "
                      "--%s",
                      student_name(e->student), a->server ? "server" : "client");
    else if (notebook_is(a->operands[1]))
        status = check_cell(a, e);
    else
        status = submission_open(&s, a->operands[1], &err) < 0
                     ? say_error(&err)
                     : check_submission(a, e, &s, NULL);
    submission_close(&s);
    return status;
}

/* --- two programs against one exercise --------------------------------------------------- */

static int check_both(struct arguments *a, const struct exercise *e,
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
        status = check(a, &program, 1, out);
    }
    submission_close(&server);
    submission_close(&client);
    return status;
}

static int check_pair(struct arguments *a, const struct exercise *e)
{
    const struct programs_named named = {
        {a->operands[1], a->operands[1] ? a->operands[2] : NULL}, a->server, a->client};
    struct programs paths;
    struct error err;
    if (a->operands[1] && a->operands[2] && a->operands[3])
        return options_too_many(&command_check, a->operands[3]);
    int status = programs_find(&paths, &named, &err) < 0 ? say_error(&err)
                                                         : check_both(a, e, &paths);
    programs_close(&paths);
    return status;
}

static int check_program(struct arguments *a)
{
    struct exercise e = {0};
    struct error err;
    int status;
    if (catalogue_load(a->operands[0], &e, &err) < 0)
        return say_error(&err);
    if (a->only_case && !exercise_find_case(&e, a->only_case))
        status = no_such_case(a, &e);
    else
        status = e.student == STUDENT_BOTH ? check_pair(a, &e) : check_alone(a, &e);
    exercise_close(&e);
    return status;
}

/* --- a notebook or a folder ---------------------------------------------------------------- */

static int check_items(struct arguments *a, struct handin *h)
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
    status = check(a, programs, h->count, out);
    free(programs);
    return status;
}

static int check_handin(struct arguments *a)
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
    else if (a->only_case && h.count != 1)
        status = say_usage("--case needs one exercise; %zu are here", h.count);
    else if (a->only_case && !exercise_find_case(h.items[0].exercise, a->only_case))
        status = no_such_case(a, h.items[0].exercise);
    else
        status = check_items(a, &h);
    handin_close(&h);
    choice_close(&c);
    return status;
}

/* A folder may have an exercise's name; with a slash it is the folder. */
static bool is_exercise(const char *word)
{
    size_t len = strlen(word);
    return (len > 5 && strcmp(word + len - 5, ".json") == 0)
           || (!strchr(word, '/') && catalogue_has(word));
}

static int run(int argc, char **argv)
{
    struct arguments a = {.format_text = "text", .isolation_text = "auto"};
    const struct option_row rows[] = {
        {.name = "--server", .value = &a.server},
        {.name = "--client", .value = &a.client},
        {.name = "--case", .value = &a.only_case},
        {.name = "--seed", .value = &a.seed_text},
        {.name = "--format", .value = &a.format_text},
        {.name = "--isolation", .value = &a.isolation_text},
        {.name = "--limit", .take = limitoption_take, .into = &a.order.limits},
        {.name = "--no-color", .also = "--no-colour", .flag = &a.no_color},
        {.name = "-v", .also = "--verbose", .flag = &a.verbose},
    };
    int status;
    if (!options_read(&command_check, argc, argv, rows, sizeof rows / sizeof *rows,
                      a.operands, 0, OPERANDS, &status)
        || !read_words(&a))
        return status;
    if (a.operands[0] && handin_is(a.operands[0]) && !is_exercise(a.operands[0]))
        return check_handin(&a);
    if (!a.operands[0])
        return options_too_few(&command_check, 2);
    return check_program(&a);
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
        "Options:\n"
        "  --server FILE      of two programs, the server and the client, where their\n"
        "  --client FILE      names and sources don't tell them apart\n"
        "  --case ID          only this case of the exercise\n"
        "  --seed N           the random values of an earlier run again\n"
        "  --format FORMAT    text (default) or json\n"
        "  --isolation WHAT   auto (default): a network of its own for every run where\n"
        "                     this computer allows it; full, privileged (root without\n"
        "                     user namespaces) or none: only so;\n"
        "                     \"sockgrade doctor\" tells what this computer can do\n"
        "  --limit NAME=VALUE what the program may use at most, such as memory=256MiB;\n"
        "                     may be given several times\n"
        "  --no-color         no colours; so too when NO_COLOR is set, or the output is\n"
        "                     no terminal\n"
        "  -v, --verbose      all that is known of every case: the values, the whole\n"
        "                     conversation, what the program printed, what it took\n"
        "  --help             this text\n"
        "\n"
        "Exit status: 0 all required cases passed, 1 some failed, 2 usage or exercise\n"
        "error, 3 the grader or this computer could not judge.\n",
    .more_help = limitoption_help,
    .run = run,
};
