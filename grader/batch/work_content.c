/* SPDX-License-Identifier: MIT
 *
 * What tells the content of a program from any other's (batch/work.h): all that decides how it
 * is built and started, and its bytes; never where it lies. So the same program, handed in by
 * two, is known for the same.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/digest.h"
#include "batch/work.h"

static void add_words(struct digest *d, char *const *words, size_t count)
{
    digest_number(d, (int64_t)count);
    for (size_t i = 0; i < count; i++)
        digest_text(d, words[i]);
}

/* Of one file's name only what tells the language, but where its class has to have it. */
static void add_name(struct digest *d, const struct submission *s)
{
    const char *dot = strrchr(s->file ? s->file : "", '.');
    bool whole = s->folder.fd >= 0 || (s->language && s->language->pack);
    digest_text(d, whole ? s->file : dot ? dot : "");
}

static int add_source(struct digest *d, const struct submission *s)
{
    struct stat info;
    if (s->source_fd < 0) {
        digest_number(d, -1);
        return 0;
    }
    return fstat(s->source_fd, &info) ? -1
                                      : digest_part(d, s->source_fd, 0, info.st_size);
}

static int add_folder(struct digest *d, const struct folder *f)
{
    digest_number(d, (int64_t)f->count);
    for (size_t i = 0; i < f->count; i++) {
        digest_text(d, f->files[i].name);
        digest_number(d, f->files[i].mode);
        if (digest_part(d, f->fd, f->files[i].at, f->files[i].size) < 0)
            return -1;
    }
    return 0;
}

static int add_program(struct digest *d, const struct submission *s)
{
    digest_text(d, s->language ? s->language->name : NULL);
    add_name(d, s);
    digest_number(d, s->cell);
    digest_number(d, s->own_lines);
    digest_text(d, s->earlier);
    digest_text(d, s->commands);
    digest_text(d, s->start);
    digest_number(d, s->by_words);
    add_words(d, s->arguments, s->argument_count);
    add_words(d, s->sources, s->source_count);
    return add_source(d, s) < 0 || add_folder(d, &s->folder) < 0 ? -1 : 0;
}

int work_content(const struct work *w, const struct exercise *e, unsigned char sha256[32],
                 struct error *err)
{
    struct submission program, server;
    struct digest d;
    char *unclear;
    if (work_open(w, e, &program, &server, &unclear, err) < 0)
        return -1;
    digest_begin(&d);
    digest_text(&d, unclear);
    int status = 0;
    if (!unclear && (add_program(&d, &program) < 0 || add_program(&d, &server) < 0))
        status = error_errno(err, "can't read %s again", w->path);
    digest_end(&d, sha256);
    submission_close(&program);
    submission_close(&server);
    free(unclear);
    return status;
}
