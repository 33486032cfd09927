/* SPDX-License-Identifier: MIT
 *
 * sockgrade report: writes a report once more, in other formats, without grading.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/outfile.h"
#include "cli/command.h"
#include "cli/formats.h"
#include "cli/options.h"
#include "cli/say.h"
#include "report/reading.h"

/* One format on its way: to a file, or to standard output. */
struct target {
    const struct writer *writer;
    const char *path; /* NULL: standard output */
    struct writing writing;
    struct outfile file;
    struct buf buf;
    bool begun;
};

struct render {
    const char *operands[2]; /* NULL behind the last */
    const char *student;     /* only this submission; NULL: all */
    const char *attempt_text;
    int attempt; /* only this one of each; 0: all */
    int chosen;  /* the one that was added to the totals last */
    bool alone;  /* of the student's, only the last that counts */
    bool no_color, verbose;
    struct formats formats;
    struct report_totals totals;
    struct target targets[FORMATS_MOST + 1];
    size_t count;
};

/* --- where it goes ------------------------------------------------------------------------------ */

static int drain(struct target *t, struct error *err)
{
    if (t->path)
        return outfile_drain(&t->file, &t->buf, err);
    int status = say_result(&t->buf);
    buf_clear(&t->buf);
    return status ? error_set(err, "not all of the report could be written") : 0;
}

static int begin(struct render *r, struct target *t, const struct report *head,
                 struct error *err)
{
    t->writing = (struct writing){.head = head,
                                  .totals = &r->totals,
                                  .colour = !t->path && say_in_colour() && !r->no_color,
                                  .verbose = r->verbose,
                                  .out = &t->buf};
    if (t->path && outfile_open(&t->file, t->path, err) < 0)
        return -1;
    t->begun = true;
    return writer_begin(t->writer, &t->writing, err) < 0 ? -1 : drain(t, err);
}

static int finish(struct target *t, struct error *err)
{
    t->begun = false;
    if (writer_end(t->writer, &t->writing, err) < 0 || drain(t, err) < 0)
        return -1;
    return t->path ? outfile_commit(&t->file, OUTFILE_LASTING, err) : 0;
}

static void end(struct target *t)
{
    if (t->begun)
        writer_end(t->writer, &t->writing, NULL);
    outfile_close(&t->file);
    buf_close(&t->buf);
}

static void choose_targets(struct render *r)
{
    const struct formats *f = &r->formats;
    for (size_t i = 0; i < f->count; i++)
        r->targets[r->count++] =
            (struct target){.writer = f->files[i].writer, .path = f->files[i].path};
    if (f->output || !f->count)
        r->targets[r->count++] =
            (struct target){.writer = f->output ? f->output : &writer_text};
}

/* --- the two readings ----------------------------------------------------------------------------- */

static bool is_wanted(const struct render *r, const struct report_submission *s)
{
    return (!r->student || strcmp(r->student, s->id) == 0)
           && (!r->attempt || s->attempt == r->attempt);
}

/* A format of one submission takes that whose points are the student's. */
static bool wants_one(const struct render *r)
{
    bool one = false;
    for (size_t i = 0; i < r->count; i++)
        one |= r->targets[i].writer->one;
    return one && r->student && !r->attempt;
}

static int add_total(void *ctx, struct report_submission *s, struct error *err)
{
    struct render *r = ctx;
    (void)err;
    if (!is_wanted(r, s))
        return 0;
    if (r->alone && r->totals.submissions) {
        if (!s->counts)
            return 0;
        r->totals = (struct report_totals){0};
    }
    report_totals_add(&r->totals, s);
    r->chosen = s->attempt;
    return 0;
}

static int write_one(void *ctx, struct report_submission *s, struct error *err)
{
    struct render *r = ctx;
    for (size_t i = 0; i < r->count && is_wanted(r, s); i++)
        if (writer_submission(r->targets[i].writer, &r->targets[i].writing, s, err) < 0
            || drain(&r->targets[i], err) < 0)
            return -1;
    return 0;
}

static int write_all(struct render *r, const char *path, const struct report *head,
                     struct error *err)
{
    struct reading again = {0};
    int result = 0;
    for (size_t i = 0; result == 0 && i < r->count; i++)
        result = begin(r, &r->targets[i], head, err);
    if (result == 0)
        result = reading_read(&again, path, write_one, r, err);
    for (size_t i = 0; result == 0 && i < r->count; i++)
        result = finish(&r->targets[i], err);
    reading_close(&again);
    return result;
}

/* A report of nobody is one; but not where somebody was named. */
static int check_found(const struct render *r, const char *path, struct error *err)
{
    if (r->student && r->attempt)
        return error_kind(err, ERROR_USAGE,
                          "there is no attempt %d of a submission \"%s\" in %s",
                          r->attempt, r->student, path);
    if (r->student)
        return error_kind(err, ERROR_USAGE, "there is no submission \"%s\" in %s",
                          r->student, path);
    return r->attempt ? error_kind(err, ERROR_USAGE, "there is no attempt %d in %s",
                                   r->attempt, path)
                      : 0;
}

static int render(struct render *r, const char *path, struct error *err)
{
    struct reading first = {0};
    r->alone = wants_one(r);
    int result = reading_read(&first, path, add_total, r, err);
    if (result == 0 && !r->totals.submissions)
        result = check_found(r, path, err);
    if (r->alone)
        r->attempt = r->chosen;
    if (result == 0)
        result = write_all(r, path, &first.head, err);
    for (size_t i = 0; i < r->count; i++)
        end(&r->targets[i]);
    reading_close(&first);
    return result;
}

/* --- the command ---------------------------------------------------------------------------------- */

/* The report itself, or the folder that a batch writes into. On the heap; NULL: there is none. */
static char *find_report(const char *operand, struct error *err)
{
    struct stat info;
    if (stat(operand, &info) != 0 || !S_ISDIR(info.st_mode))
        return mem_text(operand);
    char *path = mem_printf("%s/report.json", operand);
    if (access(path, F_OK) == 0)
        return path;
    error_kind(err, ERROR_USAGE,
               "there is no report.json in %s: \"sockgrade batch\" writes it at its end; "
               "give the same command again",
               operand);
    free(path);
    return NULL;
}

static bool read_attempt(struct render *r)
{
    char *end;
    long number = strtol(r->attempt_text, &end, 10);
    if (number >= 1 && number <= INT_MAX && !*end) {
        r->attempt = (int)number;
        return true;
    }
    say_usage("--attempt takes a number from 1 on, not \"%s\"", r->attempt_text);
    return false;
}

static int run(int argc, char **argv)
{
    struct render r = {0};
    const struct option_row rows[] = {
        {.name = "--format", .take = formats_take, .into = &r.formats},
        {.name = "--student", .value = &r.student},
        {.name = "--attempt", .value = &r.attempt_text},
        {.name = "--no-color", .also = "--no-colour", .flag = &r.no_color},
        {.name = "-v", .also = "--verbose", .flag = &r.verbose},
    };
    struct error err = {0};
    int status;
    if (!options_read(&command_report, argc, argv, rows, sizeof rows / sizeof *rows,
                      r.operands, 1, 1, &status))
        return status;
    if (r.attempt_text && !read_attempt(&r))
        return EXIT_USAGE;
    char *path = find_report(r.operands[0], &err);
    choose_targets(&r);
    status = path && render(&r, path, &err) == 0 ? EXIT_PASSED : say_error(&err);
    free(path);
    return status;
}

const struct command command_report = {
    .name = "report",
    .arguments = "OUT|REPORT.json [OPTION ...]",
    .summary = "writes a report in other formats, without grading again",
    .help =
        "OUT is the folder that \"sockgrade batch\" has written; REPORT.json what\n"
        "\"sockgrade check --format json\" has.\n"
        "\n"
        "Options:\n"
        "  --format NAME[=FILE]  text (default), or one of those below; those with a\n"
        "                        file as many as you like\n"
        "  --student KEY         only this submission: its \"id\" in the report\n"
        "  --attempt N           only this attempt; where a format takes one "
        "submission,\n"
        "                        else the last of the student's that counts\n"
        "  --no-color            no colours; so too when NO_COLOR is set, or the output\n"
        "                        is no terminal\n"
        "  -v, --verbose         all that is known of every case\n"
        "  --help                this text\n"
        "\n"
        "Exit status: 0 the report is written, whatever is in it; 2 usage, or this "
        "is no\n"
        "report; 3 it could not be written.\n",
    .more_help = formats_help,
    .run = run,
};
