/* SPDX-License-Identifier: MIT
 *
 * sockgrade doctor: what this computer can do for the grader, and what mends the rest.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "cli/catalogue.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/say.h"
#include "report/diagnosis.h"

static const char *const formats[] = {"text", "json"};

static int status_of(enum diagnosis_result result)
{
    static const int statuses[] = {
        [DIAGNOSIS_READY] = EXIT_PASSED,
        [DIAGNOSIS_MENDABLE] = EXIT_FAILED,
        [DIAGNOSIS_UNABLE] = EXIT_UNJUDGED,
    };
    return statuses[result];
}

/* The folder of a path, on the heap. */
static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? mem_copy(path, (size_t)(slash - path)) : mem_text(".");
}

static int diagnose(bool json, const struct text_style *style)
{
    struct machine *machine = mem_alloc(sizeof *machine);
    struct diagnosis d = {.machine = machine};
    struct catalogue exercises = {0};
    struct error err;
    struct buf out = {0};
    char *folder = NULL;
    if (catalogue_open(&exercises, &err) < 0) {
        d.exercise_reason = err.text;
    } else {
        d.exercise_count = exercises.count;
        d.exercise_folder = folder = folder_of(exercises.paths[0]);
    }
    machine_look(machine);
    if (json)
        diagnosis_write_json(&d, &out);
    else
        diagnosis_write_text(&d, style, &out);
    int written = say_result(&out), status = status_of(diagnosis_result(&d));
    buf_close(&out);
    catalogue_close(&exercises);
    free(folder);
    free(machine);
    return written ? written : status;
}

static int run(int argc, char **argv)
{
    const char *format = "text";
    bool no_color = false, verbose = false;
    const struct option_row rows[] = {
        {"--format", .value = &format},
        {"--no-color", "--no-colour", .flag = &no_color},
        {"-v", "--verbose", .flag = &verbose},
    };
    int status;
    if (!options_read(&command_doctor, argc, argv, rows, sizeof rows / sizeof *rows, NULL,
                      0, 0, &status))
        return status;
    bool json = strcmp(format, "json") == 0;
    if (!json && strcmp(format, "text") != 0)
        return say_unknown("format", format, formats, 2);
    const struct text_style style = {.colour = say_in_colour() && !no_color,
                                     .verbose = verbose};
    return diagnose(json, &style);
}

const struct command command_doctor = {
    .name = "doctor",
    .arguments = "[OPTION ...]",
    .summary = "tells what this computer can do, and what mends the rest",
    .help =
        "Tries each way to run programs, best first, and all that judging them takes;\n"
        "tells which way \"sockgrade check\" uses, why no better one, which languages "
        "are\n"
        "there, and the command that mends what is missing. Changes nothing.\n"
        "\n"
        "Options:\n"
        "  --format FORMAT    text (default) or json\n"
        "  --no-color         no colours; so too when NO_COLOR is set, or the output is\n"
        "                     no terminal\n"
        "  -v, --verbose      everything that was tried\n"
        "  --help             this text\n"
        "\n"
        "Exit status: 0 runs are isolated and a language is there, 1 something is\n"
        "missing, 2 usage error, 3 nothing can be judged on this computer.\n",
    .run = run,
};
