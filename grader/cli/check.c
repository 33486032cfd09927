/* SPDX-License-Identifier: MIT
 *
 * sockgrade check: one program against one exercise.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/entropy.h"
#include "base/suggest.h"
#include "batch/check.h"
#include "cli/catalogue.h"
#include "cli/command.h"
#include "cli/limitoption.h"
#include "cli/options.h"
#include "cli/say.h"
#include "report/json.h"
#include "report/text.h"

#define SEED_MOST ((UINT64_C(1) << 53) - 1) /* what every JSON reader keeps exactly */

enum format { FORMAT_TEXT, FORMAT_JSON, FORMATS };
static const char *const format_names[FORMATS] = {"text", "json"};

#define ISOLATIONS 4
static const char *const isolation_names[ISOLATIONS] = {"auto", "full", "privileged",
                                                        "none"};

struct arguments {
    const char *operands[2];
    const char *only_case, *seed_text, *format_text, *isolation_text;
    bool no_color, verbose;
    enum format format;
    uint64_t seed;
    struct check_order order;
};

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

/* A one-submission, one-exercise report around what was checked. */
static int check(struct arguments *a, const struct exercise *e, struct submission *s)
{
    struct error err, refused = {0};
    char *why = NULL;
    enum stage_kind stage = a->order.stage;
    struct report_exercise *exercise = mem_alloc(sizeof *exercise);
    struct report_submission *submission = mem_alloc(sizeof *submission);
    struct report report = {
        .seed = a->seed,
        .limits = a->order.limits,
        .submissions = submission,
        .submission_count = 1,
    };
    *submission = (struct report_submission){
        .id = mem_text(s->file),
        .path = mem_text(s->path),
        .language = s->language ? mem_text(s->language->name) : NULL,
        .exercises = exercise,
        .exercise_count = 1,
    };
    a->order.exercise = e;
    a->order.submission = s;
    a->order.only_case = a->only_case;
    a->order.seed = a->seed;
    int status = check_run(&a->order, exercise, &stage, &refused, &err);
    if (status < 0) {
        status = say_error(&err);
    } else {
        report.isolation = stage_name(stage);
        report.isolation_reason = why = why_not_isolated(a, stage, &refused);
        int written = write_report(a, &report);
        status = written ? written : status_of(exercise->result);
    }
    report_close(&report);
    free(why);
    return status;
}

static int run(int argc, char **argv)
{
    struct arguments a = {.format_text = "text", .isolation_text = "auto"};
    const struct option_row rows[] = {
        {.name = "--case", .value = &a.only_case},
        {.name = "--seed", .value = &a.seed_text},
        {.name = "--format", .value = &a.format_text},
        {.name = "--isolation", .value = &a.isolation_text},
        {.name = "--limit", .take = limitoption_take, .into = &a.order.limits},
        {.name = "--no-color", .also = "--no-colour", .flag = &a.no_color},
        {.name = "-v", .also = "--verbose", .flag = &a.verbose},
    };
    struct exercise e = {0};
    struct submission s = {.source_fd = -1, .program_fd = -1};
    struct error err;
    int status;
    if (!options_read(&command_check, argc, argv, rows, sizeof rows / sizeof *rows,
                      a.operands, 2, 2, &status)
        || !read_words(&a))
        return status;
    if (catalogue_load(a.operands[0], &e, &err) < 0)
        return say_error(&err);
    if (a.only_case && !exercise_find_case(&e, a.only_case)) {
        const char *ids[256];
        size_t n = 0;
        for (; n < e.case_count && n < 256; n++)
            ids[n] = e.cases[n].id;
        status = say_unknown("case", a.only_case, ids, n);
    } else if (submission_open(&s, a.operands[1], &err) < 0) {
        status = say_error(&err);
    } else {
        status = check(&a, &e, &s);
    }
    submission_close(&s);
    exercise_close(&e);
    return status;
}

const struct command command_check = {
    .name = "check",
    .arguments = "EXERCISE PROGRAM [OPTION ...]",
    .summary = "checks a program against an exercise",
    .help =
        "EXERCISE is an id that \"sockgrade list\" shows, or the path of an exercise "
        "file.\n"
        "PROGRAM is the file of the program: Python, C, or a compiled program.\n"
        "\n"
        "Options:\n"
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
