/* SPDX-License-Identifier: MIT */
#include "batch/feedback.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/outfile.h"
#include "base/quote.h"
#include "batch/gradebook.h"
#include "batch/hiding.h"
#include "batch/marks.h"
#include "report/plain.h"
#include "report/text.h"
#include "report/writer.h"

#define LIST ".files"
#define LONGEST_LIST ((size_t)64 << 20)

static char *path_in(const struct feedback *f, const char *name)
{
    return mem_printf("%s/%s", f->folder, name);
}

int feedback_open(struct feedback *f, const char *folder, const struct assignment *a,
                  const struct report *head, bool over, struct error *err)
{
    *f = (struct feedback){
        .folder = mem_text(folder), .assignment = a, .head = head, .over = over};
    if (mkdir(folder, 0777) < 0 && errno != EEXIST)
        return error_errno(err, "can't make the folder %s", folder);
    char *list = path_in(f, LIST);
    int result =
        access(list, F_OK) < 0 ? 0 : file_read(&f->before, "", list, LONGEST_LIST, err);
    free(list);
    return result;
}

/* --- to read -------------------------------------------------------------------------- */

static void put_name(const struct student *who, struct buf *out)
{
    const char *name = who->identity.name;
    if (name && strcmp(name, who->key) != 0) {
        quote_line(out, name, strlen(name));
        buf_printf(out, " (%s)", who->key);
    } else {
        buf_puts(out, who->key);
    }
}

/* The sum is told, but not where it would tell of hidden cases or of what is not known. */
static void put_score(const struct report_submission *s, size_t hidden, bool unjudged,
                      struct buf *out)
{
    if (unjudged) {
        buf_puts(out, "Not all of it could be judged yet, so there are no points yet.\n");
        return;
    }
    plain_points(out, s->score, s->max_score);
    buf_puts(out, " points");
    buf_puts(out, hidden ? " for what is shown here\n" : "\n");
}

static void put_hidden(size_t hidden, struct buf *out)
{
    if (!hidden)
        return;
    buf_putc(out, '\n');
    hiding_words(hidden, out);
    buf_putc(out, '\n');
}

static void put_attempt(const struct feedback *f, struct report_submission *s,
                        struct buf *out)
{
    const struct text_style style = {0};
    struct report report = *f->head;
    bool unjudged = marks_unjudged(s);
    hiding_of_problems(s);
    size_t hidden = hiding_apply(f->assignment, s, f->over);
    if (f->assignment->attempts != ATTEMPTS_LAST || s->attempt > 1)
        buf_printf(out, "\nAttempt %d\n", s->attempt);
    if (s->late)
        buf_printf(out, "%s\n", s->late);
    put_score(s, hidden, unjudged, out);
    buf_putc(out, '\n');
    report.submissions = s;
    report.submission_count = 1;
    text_write_report(&report, &style, out);
    put_hidden(hidden, out);
}

static int write_text(const struct feedback *f, const struct student *who,
                      struct report_submission *attempts, const char *path,
                      struct error *err)
{
    struct buf out = {0};
    buf_printf(&out, "%s\n", f->assignment->title);
    put_name(who, &out);
    buf_putc(&out, '\n');
    for (size_t i = 0; i < who->attempt_count; i++)
        if (attempts[i].counts)
            put_attempt(f, &attempts[i], &out);
    if (!who->attempt_count)
        buf_puts(&out, "\nNothing was handed in.\n");
    int result = outfile_write(path, &out, OUTFILE_REMADE, err);
    buf_close(&out);
    return result;
}

/* --- for a browser -------------------------------------------------------------------- */

static int write_page(const struct feedback *f, const struct report_submission *s,
                      const char *path, struct error *err)
{
    struct buf out = {0};
    struct report report = *f->head;
    struct report_submission one = *s;
    report.submissions = &one;
    report.submission_count = 1;
    const struct writing settings = {
        .head = &report, .title = f->assignment->title, .out = &out};
    int result = writer_write(&writer_html, &settings, err);
    if (result == 0)
        result = outfile_write(path, &out, OUTFILE_REMADE, err);
    buf_close(&out);
    return result;
}

/* --- all of a student's ----------------------------------------------------------------- */

static char *add_file(struct feedback *f, const char *key, const char *suffix)
{
    char *name = mem_printf("%s.%s", key, suffix);
    char *path = path_in(f, name);
    buf_printf(&f->names, "%s\n", name);
    free(name);
    return path;
}

int feedback_student(struct feedback *f, const struct student *who,
                     struct report_submission *attempts, struct error *err)
{
    const struct report_submission *shown = gradebook_counting(who, attempts);
    struct report_submission none = {0};
    char *text = add_file(f, who->key, "txt");
    int result = write_text(f, who, attempts, text, err);
    if (!who->attempt_count) {
        marks_nothing(f->assignment, who, &none);
        hiding_apply(f->assignment, &none, f->over);
        shown = &none;
    }
    if (result == 0 && shown) {
        char *page = add_file(f, who->key, "html");
        result = write_page(f, shown, page, err);
        free(page);
    }
    report_submission_close(&none);
    free(text);
    return result;
}

/* --- what is left of others -------------------------------------------------------------- */

static bool has_line(const struct buf *lines, const char *line, size_t len)
{
    for (const char *at = buf_text(lines); *at; at += strcspn(at, "\n") + 1)
        if (strncmp(at, line, len + 1) == 0)
            return true;
    return false;
}

/* Both lists are in the order of the keys, so each search goes on where the last one ended,
 * unless a name has come or gone. */
static void remove_vanished(const struct feedback *f)
{
    struct buf rest = f->names;
    for (const char *at = buf_text(&f->before); *at;) {
        size_t len = strcspn(at, "\n");
        const char *next = rest.len ? rest.data : "";
        if (strncmp(next, at, len) == 0 && next[len] == '\n' && at[len] == '\n') {
            rest.data += len + 1;
            rest.len -= len + 1;
        } else if (len && !memchr(at, '/', len) && at[len] == '\n'
                   && !has_line(&f->names, at, len)) {
            char *name = mem_copy(at, len), *path = path_in(f, name);
            unlink(path);
            free(path);
            free(name);
        }
        at += len + (at[len] == '\n');
    }
}

int feedback_finish(struct feedback *f, struct error *err)
{
    char *list = path_in(f, LIST);
    remove_vanished(f);
    int result = outfile_write(list, &f->names, OUTFILE_REMADE, err);
    free(list);
    return result;
}

void feedback_close(struct feedback *f)
{
    buf_close(&f->before);
    buf_close(&f->names);
    free(f->folder);
    *f = (struct feedback){0};
}
