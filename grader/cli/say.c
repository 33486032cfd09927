/* SPDX-License-Identifier: MIT */
#include "cli/say.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/quote.h"
#include "base/suggest.h"
#include "cli/command.h"

#define FEW 20 /* names that one reads through */

/* One line, whatever bytes the names in it have. */
static void complain(const char *text)
{
    struct buf line = {0};
    buf_puts(&line, "sockgrade: ");
    quote_line(&line, text, strlen(text));
    buf_putc(&line, '\n');
    fwrite(line.data, 1, line.len, stderr);
    buf_close(&line);
}

int say_usage(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = mem_vprintf(format, args);
    va_end(args);
    complain(text);
    free(text);
    return EXIT_USAGE;
}

void say_note(const char *text)
{
    complain(text);
}

int say_error(const struct error *err)
{
    complain(err->text);
    return err->kind == ERROR_EXERCISE || err->kind == ERROR_USAGE ? EXIT_USAGE
                                                                   : EXIT_UNJUDGED;
}

int say_unknown(const char *what, const char *word, const char *const *names,
                size_t count)
{
    const char *near = suggest_nearest(word, names, count);
    if (near)
        return say_usage("unknown %s \"%s\" (did you mean \"%s\"?)", what, word, near);
    if (count > FEW)
        return say_usage("unknown %s \"%s\"", what, word);
    struct buf all = {0};
    for (size_t i = 0; i < count; i++)
        buf_printf(&all, "%s%s", i ? ", " : "", names[i]);
    say_usage("unknown %s \"%s\"; there %s %s", what, word, count == 1 ? "is" : "are",
              buf_text(&all));
    buf_close(&all);
    return EXIT_USAGE;
}

int say_result(const struct buf *text)
{
    if (text->len)
        fwrite(text->data, 1, text->len, stdout);
    if (fflush(stdout) == 0)
        return 0;
    fprintf(stderr, "sockgrade: can't write the result: %s\n", strerror(errno));
    return EXIT_UNJUDGED;
}

void say_aside(const struct buf *text, bool behind)
{
    FILE *stream = behind ? stdout : stderr;
    fwrite(buf_text(text), 1, text->len, stream);
    fflush(stream);
}

bool say_in_colour(void)
{
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    return isatty(STDOUT_FILENO) && !(no && *no) && !(term && strcmp(term, "dumb") == 0);
}
