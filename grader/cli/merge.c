/* SPDX-License-Identifier: MIT
 *
 * sockgrade merge: makes one course of the shares that several machines have graded. Either all
 * of them come in, or nothing is changed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "batch/journal.h"
#include "batch/listing.h"
#include "batch/summary.h"
#include "batch/worksheet.h"
#include "cli/command.h"
#include "cli/coursefiles.h"
#include "cli/options.h"
#include "cli/outfolder.h"
#include "cli/say.h"

#define SHOWN 20 /* conflicts that are told one by one */

struct merge {
    const char **operands; /* in argv */
    char **sources;        /* their journals */
    size_t count;
    const char *out, *worksheet;
    char *path;         /* of the journal in out */
    size_t made_folder; /* of out, by us: gone again when nothing came in */
    bool made_file;     /* the same */
    struct journal *journal;
    struct buf conflicts;
};

/* OUT of a batch, or the journal in it. */
static char *journal_of(const char *operand)
{
    bool itself = access(operand, F_OK) == 0 && !listing_is_folder(operand);
    return itself ? mem_text(operand) : mem_printf("%s/grades.db", operand);
}

static int open_out(struct merge *m, struct error *err)
{
    if (outfolder_make(m->out, &m->made_folder, err) < 0)
        return -1;
    m->path = mem_printf("%s/grades.db", m->out);
    m->made_file = access(m->path, F_OK) != 0;
    return journal_open(&m->journal, m->path, JOURNAL_WRITE, err);
}

static void take_back(struct merge *m)
{
    if (m->made_file)
        journal_discard(m->journal);
    else
        journal_close(m->journal);
    m->journal = NULL;
    outfolder_unmake(m->out, m->made_folder);
}

static int say_conflicts(const struct merge *m)
{
    size_t count = 0;
    for (const char *at = buf_text(&m->conflicts); *at; count++) {
        const char *end = strchr(at, '\n');
        if (count < SHOWN)
            fprintf(stderr, "sockgrade: %.*s\n", (int)(end - at), at);
        at = end + 1;
    }
    fprintf(
        stderr,
        "sockgrade: %zu conflict%s%s: nothing was taken over; find out which is right, "
        "and grade the other with \"sockgrade batch ... --regrade\"\n",
        count, count == 1 ? "" : "s", count > SHOWN ? ", the first are above" : "");
    return EXIT_UNJUDGED;
}

static int sum_up(struct merge *m, struct error *err)
{
    struct buf out = {0};
    size_t unjudged = 0;
    int64_t ungraded = 0;
    buf_printf(&out, "joined: %zu journal%s\n", m->count, m->count == 1 ? "" : "s");
    int status = summary_write(m->journal, &unjudged, &out, err) < 0
                         || journal_ungraded(m->journal, &ungraded, err) < 0
                     ? -1
                     : 0;
    if (ungraded)
        buf_printf(
            &out, "not graded yet: %lld program%s; join the share that has %s, too\n",
            (long long)ungraded, ungraded == 1 ? "" : "s", ungraded == 1 ? "it" : "them");
    buf_printf(&out, "gradebook: %s/gradebook.csv\n", m->out);
    if (status == 0)
        status = say_result(&out);
    buf_close(&out);
    return status ? status : unjudged || ungraded ? EXIT_UNJUDGED : EXIT_PASSED;
}

static int merge_run(struct merge *m)
{
    struct error err;
    if (m->worksheet && worksheet_check(m->worksheet, &err) < 0)
        return say_error(&err);
    int status = open_out(m, &err);
    if (status == 0)
        status = journal_merge(m->journal, (const char *const *)m->sources, m->count,
                               &m->conflicts, &err);
    if (status != 0)
        take_back(m);
    if (status > 0)
        return say_conflicts(m);
    if (status < 0 || coursefiles_write(m->journal, m->out, m->worksheet, NULL, &err) < 0)
        return say_error(&err);
    status = sum_up(m, &err);
    return status < 0 ? say_error(&err) : status;
}

static int run(int argc, char **argv)
{
    struct merge m = {.operands = mem_alloc((size_t)argc * sizeof *m.operands)};
    const struct option_row rows[] = {
        {.name = "-o", .also = "--output", .value = &m.out},
        {.name = "--moodle-worksheet", .value = &m.worksheet},
    };
    int status;
    bool right =
        options_read(&command_merge, argc, argv, rows, sizeof rows / sizeof *rows,
                     m.operands, 1, (size_t)argc - 1, &status);
    if (right && !m.out) {
        status = say_usage("merge needs a folder to write to: -o OUT");
    } else if (right) {
        m.sources = mem_alloc((size_t)argc * sizeof *m.sources);
        for (; m.operands[m.count]; m.count++)
            m.sources[m.count] = journal_of(m.operands[m.count]);
        status = merge_run(&m);
    }
    journal_close(m.journal);
    for (size_t i = 0; i < m.count; i++)
        free(m.sources[i]);
    free(m.sources);
    free(m.operands);
    free(m.path);
    buf_close(&m.conflicts);
    return status;
}

const struct command command_merge = {
    .name = "merge",
    .arguments = "OUT ... -o ALL [OPTION ...]",
    .summary = "makes one course of the shares that batches have graded",
    .help =
        "Each OUT is the folder of a \"sockgrade batch\" of the same assignment, such "
        "as\n"
        "of --shard 1/4 to 4/4. ALL gets all their results and the same files as "
        "theirs.\n"
        "It may be there already, and grows.\n"
        "\n"
        "The order does not matter, and the same result twice is one. Where two results\n"
        "of the same program contradict each other, both are told and nothing is\n"
        "changed.\n"
        "\n"
        "Options:\n"
        "  -o, --output ALL   the folder to write to; it is made, those above\n"
        "                     it too\n"
        "  --moodle-worksheet FILE\n"
        "                     a downloaded grading worksheet, to be filled in\n"
        "  --help             this text\n"
        "\n"
        "Exit status: 0 everything is graded, however students fared; 2 usage, or\n"
        "journals that do not belong together; 3 results contradict each other, or\n"
        "something is not graded yet or could not be judged or written.\n",
    .run = run,
};
