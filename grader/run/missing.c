/* SPDX-License-Identifier: MIT */
#include "run/missing.h"

#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "run/builder.h"

/* Whether programs find it, which have this PATH. */
static bool is_command(const char *name)
{
    static const char *const folders[] = {"/usr/local/bin/", "/usr/bin/", "/bin/"};
    bool found = false;
    for (size_t i = 0; !found && i < sizeof folders / sizeof *folders; i++) {
        char *path = mem_printf("%s%s", name[0] == '/' ? "" : folders[i], name);
        found = access(path, X_OK) == 0;
        free(path);
    }
    return found;
}

/* What the first line of a script names, when that is not to be had here. */
static bool lacks_interpreter(const struct submission *s, char *name, size_t size)
{
    char head[512];
    ssize_t n =
        s->language == language_script() ? pread(s->source_fd, head, sizeof head, 0) : 0;
    if (n <= 0 || !language_interpreter(head, (size_t)n, name, size))
        return false;
    return !is_command(name);
}

bool missing_tell(const struct submission *s, struct error *err)
{
    char interpreter[PATH_MAX];
    if (lacks_interpreter(s, interpreter, sizeof interpreter))
        return error_set(err, "%s is not installed here (the first line of %s names it)",
                         interpreter, s->file)
               < 0;
    if (s->lacks)
        return error_set(err, "%s is not installed here (the package is called %s)",
                         s->lacks->tool, s->lacks->package)
               < 0;
    if (s->language && s->language->tools && !s->tool[0] && !s->problem[0] && !s->commands
        && !s->by_words)
        return error_set(err, "%s is not installed here (the package is called %s)",
                         s->language->title, s->language->package)
               < 0;
    return false;
}
