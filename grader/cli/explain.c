/* SPDX-License-Identifier: MIT
 *
 * sockgrade explain: what a verdict code means, a small program that gets it, and what
 * mends that.
 */
#include <string.h>

#include "base/buf.h"
#include "base/suggest.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/say.h"
#include "report/explanation.h"

static const char *const formats[] = {"text", "json"};

static int unknown(const char *word)
{
    const char *names[CODES];
    for (int code = 0; code < CODES; code++)
        names[code] = code_row((enum code)code)->name;
    if (suggest_nearest(word, names, CODES))
        return say_unknown("verdict code", word, names, CODES);
    return say_usage("unknown verdict code \"%s\"; \"sockgrade explain\" lists them",
                     word);
}

static void explain(int code, bool json, struct buf *out)
{
    if (code >= 0 && json)
        explanation_write_json((enum code)code, out);
    else if (code >= 0)
        explanation_write_text((enum code)code, out);
    else if (json)
        explanation_write_all_json(out);
    else
        explanation_write_list(out);
}

static int run(int argc, char **argv)
{
    const char *format = "text", *operands[1] = {NULL};
    const struct option_row rows[] = {{"--format", .value = &format}};
    struct buf out = {0};
    int status;
    if (!options_read(&command_explain, argc, argv, rows, sizeof rows / sizeof *rows,
                      operands, 0, 1, &status))
        return status;
    bool json = strcmp(format, "json") == 0;
    if (!json && strcmp(format, "text") != 0)
        return say_unknown("format", format, formats, 2);
    int code = operands[0] ? code_find(operands[0]) : -1;
    if (operands[0] && code < 0)
        return unknown(operands[0]);
    explain(code, json, &out);
    status = say_result(&out);
    buf_close(&out);
    return status;
}

const struct command command_explain = {
    .name = "explain",
    .arguments = "[CODE] [OPTION ...]",
    .summary = "tells what a verdict means, and what mends it",
    .help = "CODE is what stands in square brackets behind a case that failed, such as\n"
            "both-waiting. Without one, all codes are listed.\n"
            "\n"
            "Options:\n"
            "  --format FORMAT    text (default) or json\n"
            "  --help             this text\n",
    .run = run,
};
