/* SPDX-License-Identifier: MIT
 *
 * sockgrade batch: grades a course. The order matters: the journal is held before the folder
 * beside it is touched, and the crew is made before anything else is forked.
 */
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "batch/course.h"
#include "batch/roster.h"
#include "batch/summary.h"
#include "batch/worksheet.h"
#include "cli/assigned.h"
#include "cli/command.h"
#include "cli/coursefiles.h"
#include "cli/limitoption.h"
#include "cli/options.h"
#include "cli/outfolder.h"
#include "cli/progress.h"
#include "cli/runoption.h"
#include "cli/say.h"
#include "cli/starter.h"
#include "run/trial.h"

enum { ASSIGNMENT, FOLDER, OPERANDS };

struct batch {
    const char *operands[OPERANDS];
    const char *out, *workers, *shard_text, *seed, *layout, *roster, *worksheet;
    const char *isolation;
    bool regrade, unsandboxed;
    struct limits limits;
    size_t most, shard, shards;
    enum stage_kind stage;
    bool stage_fixed;
    struct error refused; /* why the stage before does not work */
    char *unpacked;
    struct assigned_work assigned;
    struct intake intake;
    struct journal *journal;
    struct crew *crew;
    struct plan plan;
    struct progress progress;
    bool graded; /* all of it; what is left is to write the reports */
};

static volatile sig_atomic_t stopped;

static void stop(int signal)
{
    stopped = signal;
}

/* The second one ends us as ever; nothing that is in the journal is lost by it. */
static void hear_signals(void)
{
    struct sigaction action = {.sa_handler = stop, .sa_flags = (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
}

/* --- what it is given --------------------------------------------------------------------------- */

/* What is written would be taken for handed in. */
static int keep_apart(const struct batch *b, struct error *err)
{
    char folder[PATH_MAX], out[PATH_MAX];
    if (!realpath(b->operands[FOLDER], folder) || !realpath(b->out, out))
        return 0; /* whoever reads it says what is wrong */
    size_t len = strlen(folder);
    if (strncmp(folder, out, len) != 0 || (out[len] != '/' && out[len]))
        return 0;
    return error_kind(err, ERROR_USAGE,
                      "%s lies in %s, and would be taken for handed in; name a folder "
                      "outside of it with -o",
                      b->out, b->operands[FOLDER]);
}

/* What was made for nothing would be taken for a student's. */
static int make_out(const struct batch *b, struct error *err)
{
    size_t made;
    int status = outfolder_make(b->out, &made, err);
    if (status == 0 && (status = keep_apart(b, err)) < 0)
        outfolder_unmake(b->out, made);
    return status;
}

static int open_journal(struct batch *b, struct error *err)
{
    char *path = mem_printf("%s/grades.db", b->out);
    int status = journal_open(&b->journal, path, JOURNAL_WRITE, err);
    free(path);
    return status;
}

static int open_intake(struct batch *b, struct error *err)
{
    b->unpacked = mem_printf("%s/unpacked", b->out);
    const struct intake_order order = {.folder = b->operands[FOLDER],
                                       .layout = b->layout,
                                       .unpacked = b->unpacked,
                                       .assignment = &b->assigned.assignment};
    if (intake_open(&b->intake, &order, err) < 0)
        return -1;
    return b->roster ? roster_apply(&b->intake, b->roster, err) : 0;
}

static int open_all(struct batch *b, struct error *err)
{
    if (assigned_open(&b->assigned, b->operands[ASSIGNMENT], err) < 0)
        return -1;
    struct assignment *a = &b->assigned.assignment;
    limits_overlay(&a->limits, &b->limits);
    if (b->seed) {
        a->seed_fixed = true;
        runoption_seed(b->seed, &a->seed);
    }
    if (b->worksheet && worksheet_check(b->worksheet, err) < 0)
        return -1;
    if (make_out(b, err) < 0 || open_journal(b, err) < 0)
        return -1;
    return open_intake(b, err);
}

/* --- how it is run ------------------------------------------------------------------------------ */

static int choose_stage(struct batch *b, struct error *err)
{
    if (trial_choose(&b->stage, b->stage_fixed, &b->refused, err) < 0)
        return -1;
    if (stage_isolates(b->stage) || b->unsandboxed)
        return 0;
    return error_set(err,
                     "strangers' programs would run as you, with your files%s%s; "
                     "\"sockgrade doctor\" tells what mends that, "
                     "--allow-unsandboxed grades all the same",
                     b->refused.text[0] ? ": " : "", b->refused.text);
}

static int make_crew(struct batch *b, struct error *err)
{
    if (choose_stage(b, err) < 0)
        return -1;
    const struct crew_settings settings = {.assignment = &b->assigned.assignment,
                                           .most = b->most,
                                           .limits = b->assigned.assignment.limits,
                                           .stage = b->stage};
    b->crew = crew_new(&settings);
    return 0;
}

static int read_student(void *ctx, size_t student)
{
    struct batch *b = ctx;
    progress_reading(&b->progress, student + 1, b->intake.count);
    return stopped;
}

/* NULL: they are. */
static const char *why_not_isolated(const struct batch *b)
{
    if (stage_isolates(b->stage))
        return NULL;
    return b->refused.text[0] ? b->refused.text : "--isolation none asks for it";
}

static int make_plan(struct batch *b, struct error *err)
{
    const struct plan_order order = {.assignment = &b->assigned.assignment,
                                     .intake = &b->intake,
                                     .journal = b->journal,
                                     .shard = b->shard,
                                     .shards = b->shards,
                                     .regrade = b->regrade,
                                     .each = read_student,
                                     .ctx = b};
    if (plan_make(&b->plan, &order, err) < 0)
        return -1;
    return journal_set_isolation(b->journal, stage_name(b->stage), why_not_isolated(b),
                                 err);
}

/* --- what is said ------------------------------------------------------------------------------- */

static const char *plural(size_t n)
{
    return n == 1 ? "" : "s";
}

static void put_counts(const struct batch *b, const struct course_progress *p,
                       struct buf *out)
{
    size_t students = 0, same = b->plan.programs - b->plan.distinct;
    for (size_t i = 0; i < b->intake.count; i++)
        students += b->intake.students[i].attempt_count > 0;
    buf_printf(out, "%s: %zu student%s, %zu program%s\n", b->assigned.assignment.title,
               students, plural(students), b->plan.programs, plural(b->plan.programs));
    buf_printf(out, "  graded now: %zu", p->done);
    if (b->plan.known)
        buf_printf(out, ", known from before: %zu", b->plan.known);
    if (same)
        buf_printf(out, ", the same as another: %zu", same);
    if (b->plan.elsewhere)
        buf_printf(out, ", in other shares: %zu", b->plan.elsewhere);
    buf_putc(out, '\n');
}

static void say_notes(const struct batch *b)
{
    for (size_t i = 0; i < b->intake.note_count; i++)
        say_note(b->intake.notes[i]);
}

static int sum_up(struct batch *b, const struct course_progress *p, struct error *err)
{
    struct buf out = {0};
    size_t unjudged = 0;
    put_counts(b, p, &out);
    if (summary_write(b->journal, &unjudged, &out, err) < 0) {
        buf_close(&out);
        return -1;
    }
    buf_printf(&out, "gradebook: %s/gradebook.csv, and for a browser %s/index.html\n",
               b->out, b->out);
    if (b->plan.elsewhere)
        buf_printf(&out, "when all shares are graded: sockgrade merge %s ... -o ALL\n",
                   b->out);
    int status = say_result(&out);
    buf_close(&out);
    return status ? status : unjudged ? EXIT_UNJUDGED : EXIT_PASSED;
}

/* 128 and the signal, as a shell tells it. */
static int say_stopped(const struct batch *b, const struct course_progress *p)
{
    char *text =
        b->graded
            ? mem_printf(
                "stopped while the reports were written; every result is kept in "
                "%s/grades.db: the same command writes them",
                b->out)
            : mem_printf("stopped; %zu of %zu are graded and kept in %s/grades.db: the "
                         "same command goes on",
                         p->done, p->total, b->out);
    say_note(text);
    free(text);
    return 128 + stopped;
}

/* --- all of it ---------------------------------------------------------------------------------- */

static int grade(struct batch *b, struct course_progress *p, struct error *err)
{
    const struct course_order order = {.plan = &b->plan,
                                       .journal = b->journal,
                                       .crew = b->crew,
                                       .stop = &stopped,
                                       .tell = progress_tell,
                                       .ctx = &b->progress};
    int status = course_grade(&order, p, err);
    progress_end(&b->progress);
    crew_free(b->crew);
    b->crew = NULL;
    return status == 0 && !stopped ? journal_complete(b->journal, err) : status;
}

static int write_outputs(struct batch *b, struct error *err)
{
    return coursefiles_write(b->journal, b->out, b->worksheet, &stopped, err);
}

static int batch_run(struct batch *b)
{
    struct course_progress p = {0};
    struct error err;
    int status;
    hear_signals();
    progress_begin(&b->progress);
    bool made = open_all(b, &err) == 0 && make_crew(b, &err) == 0
                && make_plan(b, &err) == 0 && grade(b, &p, &err) == 0;
    progress_end(&b->progress);
    say_notes(b);
    if (stopped)
        return say_stopped(b, &p);
    if (!made)
        return say_error(&err);
    b->graded = true;
    if (write_outputs(b, &err) < 0)
        return stopped ? say_stopped(b, &p) : say_error(&err);
    status = sum_up(b, &p, &err);
    return status < 0 ? say_error(&err) : status;
}

static void batch_close(struct batch *b)
{
    crew_free(b->crew);
    plan_close(&b->plan);
    intake_close(&b->intake);
    journal_close(b->journal);
    assigned_close(&b->assigned);
    free(b->unpacked);
}

static int run(int argc, char **argv)
{
    const char *starter = NULL;
    struct batch b = {.isolation = "auto"};
    uint64_t seed;
    const struct option_row rows[] = {
        {.name = "-o", .also = "--output", .value = &b.out},
        {.name = "-j", .also = "--jobs", .value = &b.workers},
        {.name = "--shard", .value = &b.shard_text},
        {.name = "--regrade", .flag = &b.regrade},
        {.name = "--roster", .value = &b.roster},
        {.name = "--moodle-worksheet", .value = &b.worksheet},
        {.name = "--new-assignment", .value = &starter},
        {.name = "--layout", .value = &b.layout},
        {.name = "--seed", .value = &b.seed},
        {.name = "--isolation", .value = &b.isolation},
        {.name = "--allow-unsandboxed", .flag = &b.unsandboxed},
        {.name = "--limit", .take = limitoption_take, .into = &b.limits},
    };
    int status = EXIT_USAGE;
    if (!options_read(&command_batch, argc, argv, rows, sizeof rows / sizeof *rows,
                      b.operands, 0, OPERANDS, &status))
        return status;
    if (starter)
        return starter_print(starter);
    if (!b.operands[FOLDER])
        return options_too_few(&command_batch, OPERANDS);
    if (!b.out)
        return say_usage("batch needs a folder to write to: -o OUT");
    if (!runoption_workers(b.workers, &b.most)
        || !runoption_shard(b.shard_text, &b.shard, &b.shards)
        || !runoption_seed(b.seed, &seed)
        || !runoption_isolation(b.isolation, &b.stage, &b.stage_fixed))
        return EXIT_USAGE;
    status = batch_run(&b);
    batch_close(&b);
    return status;
}

const struct command command_batch = {
    .name = "batch",
    .arguments = "ASSIGNMENT FOLDER -o OUT [OPTION ...]",
    .summary = "grades all that a course has handed in",
    .help =
        "ASSIGNMENT is the path of an assignment file, sockgrade-assignment(5), or\n"
        "exercises and sets, separated by commas: connect-1,connect-2\n"
        "FOLDER is what was handed in, as it came: a folder a student, a download of\n"
        "Canvas or Moodle, an export of Gradescope, clones of GitHub Classroom, or a "
        "zip\n"
        "file of it.\n"
        "\n"
        "OUT gets gradebook.csv and one for Canvas, index.html for a browser,\n"
        "report.json, a file in feedback/ for each student, and the journal grades.db,\n"
        "sockgrade-grades(5), in which every result is kept the moment it is known.\n"
        "Stopped in any way, the same command goes on; a rerun grades only what has\n"
        "changed.\n"
        "\n"
        "Options:\n"
        "  -o, --output OUT   the folder to write to; it is made, those above\n"
        "                     it too\n"
        "  -j, --jobs N       programs side by side; as many as keep the processors\n"
        "                     busy, if not given\n"
        "  --shard K/N        only the share K of N, to be put together by\n"
        "                     \"sockgrade merge\"\n"
        "  --regrade          grades anew what is known, too\n"
        "  --new-assignment EXERCISES\n"
        "                     prints an assignment file of them, to be edited\n"
        "  --roster FILE      CSV with names, ids, logins or addresses of all students\n"
        "  --moodle-worksheet FILE\n"
        "                     a downloaded grading worksheet, which is filled in:\n"
        "                     gradebook-moodle.csv\n"
        "  --layout NAME      how FOLDER is arranged: folders, canvas, moodle,\n"
        "                     gradescope, classroom or files; seen, if not given\n"
        "  --seed N           everybody gets the random values of this seed; else each\n"
        "                     student has own ones, always the same\n"
        "  --isolation WHAT   auto (default), full, privileged or none, as in check\n"
        "  --allow-unsandboxed\n"
        "                     grades also where nothing keeps programs from this\n"
        "                     computer, one at a time\n"
        "  --limit NAME=VALUE what each program may use at most, such as memory=256MiB\n"
        "  --help             this text\n"
        "\n"
        "Exit status: 0 everything was graded, however students fared; 2 usage,\n"
        "assignment or exercise error; 3 something could not be judged or written, and\n"
        "the same command tries that again; 130 or 143 stopped by a signal.\n",
    .more_help = limitoption_help,
    .run = run,
};
