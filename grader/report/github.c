/* SPDX-License-Identifier: MIT
 *
 * GitHub's workflow commands: an annotation a failed case, on the line of the student's file.
 * A step shows ten of a kind and drops the rest without a word; so there are nine, the first by
 * place, and one that tells how many more there are.
 */
#include <stdlib.h>
#include <string.h>

#include "base/quote.h"
#include "report/plain.h"
#include "report/tally.h"
#include "report/writer.h"

#define KEPT 9
#define MESSAGE_MOST                                                                     \
    4000 /* characters are counted by GitHub, bytes by us: 4096 are shown */

struct annotation {
    char *file; /* "": none */
    int line;
    char *title, *message;
};

enum level { LEVEL_ERROR, LEVEL_NOTICE, LEVELS };

static const struct {
    const char *command, *more;
} level_rows[LEVELS] = {
    [LEVEL_ERROR] = {"error", "more problems"},
    [LEVEL_NOTICE] = {"notice", "more pieces of advice"},
};

struct kept {
    struct annotation list[KEPT]; /* in order */
    size_t count, total;
};

static void annotation_close(struct annotation *a)
{
    free(a->file);
    free(a->title);
    free(a->message);
    *a = (struct annotation){0};
}

/* --- in order of their places ------------------------------------------------------------ */

static int compare(const struct annotation *a, const struct annotation *b)
{
    int order = strcmp(a->file, b->file);
    return order ? order : (a->line > b->line) - (a->line < b->line);
}

/* Takes it over. Equals stay in the order they came. */
static void keep(struct kept *k, struct annotation *a)
{
    size_t at = k->count;
    k->total++;
    while (at && compare(a, &k->list[at - 1]) < 0)
        at--;
    if (at == KEPT) {
        annotation_close(a);
        return;
    }
    if (k->count == KEPT)
        annotation_close(&k->list[--k->count]);
    memmove(&k->list[at + 1], &k->list[at], (k->count - at) * sizeof *k->list);
    k->list[at] = *a;
    k->count++;
}

/* --- of a case --------------------------------------------------------------------------- */

/* Its path within the workspace, which is how GitHub knows a file. */
static char *file_of(const struct writing *w, const char *path)
{
    char *real = realpath(path, NULL), *root = w->root ? realpath(w->root, NULL) : NULL;
    size_t len = root ? strlen(root) : 0;
    const char *shown = path;
    if (real && len > 1 && strncmp(real, root, len) == 0 && real[len] == '/')
        shown = real + len + 1;
    struct buf printable = {0};
    quote_line(&printable, shown, strlen(shown));
    free(real);
    free(root);
    return buf_take(&printable, NULL);
}

static char *title_of(const struct writing *w, const struct report_submission *s,
                      const struct report_exercise *e, const struct report_case *c)
{
    struct buf title = {0};
    if (c->result == RESULT_ERROR)
        buf_puts(&title, "grader problem: ");
    if (w->totals && w->totals->submissions > 1)
        buf_printf(&title, "%s: ", s->name ? s->name : s->id);
    buf_printf(&title, "%s %s", e->id, tally_is_shown(c) ? c->id : "(a case not shown)");
    if (c->result == RESULT_FAIL && tally_is_shown(c))
        buf_printf(&title, " [%s]", c->code);
    return buf_take(&title, NULL);
}

static char *message_of(const struct report_case *c)
{
    struct buf text = {0};
    if (!tally_is_shown(c))
        return mem_text(c->result == RESULT_ERROR ? "It could not be judged."
                                                  : "It did not pass.");
    plain_brief(&text, c, "\n");
    if (text.len > MESSAGE_MOST) {
        text.len = MESSAGE_MOST;
        while (text.len && (text.data[text.len] & 0xC0) == 0x80)
            text.len--; /* not inside a character */
        buf_puts(&text, "...");
    }
    return buf_take(&text, NULL);
}

static void annotate(struct writing *w, const struct report_submission *s,
                     const struct report_exercise *e, const struct report_case *c)
{
    enum level level = c->advice ? LEVEL_NOTICE : LEVEL_ERROR;
    bool placed = c->result == RESULT_FAIL && tally_is_shown(c);
    struct annotation a = {
        .file = placed ? file_of(w, c->path ? c->path : e->path) : mem_text(""),
        .line = placed && !e->cell ? c->line : 0, /* a cell's lines are not the file's */
        .title = title_of(w, s, e, c),
        .message = message_of(c),
    };
    keep((struct kept *)w->own + level, &a);
}

/* --- written ------------------------------------------------------------------------------ */

static void escape(struct buf *out, const char *text, const char *also)
{
    for (; *text; text++)
        if (strchr("%\r\n", *text) || strchr(also, *text))
            buf_printf(out, "%%%02X", (unsigned char)*text);
        else
            buf_putc(out, *text);
}

static void put(struct buf *out, enum level level, const struct annotation *a)
{
    buf_printf(out, "::%s ", level_rows[level].command);
    if (*a->file) {
        buf_puts(out, "file=");
        escape(out, a->file, ":,");
        if (a->line)
            buf_printf(out, ",line=%d", a->line);
        buf_putc(out, ',');
    }
    buf_puts(out, "title=");
    escape(out, a->title, ":,");
    buf_puts(out, "::");
    escape(out, a->message, "");
    buf_putc(out, '\n');
}

static int begin(struct writing *w, struct error *err)
{
    (void)err;
    w->own = mem_alloc(LEVELS * sizeof(struct kept));
    return 0;
}

static int submission(struct writing *w, const struct report_submission *s,
                      struct error *err)
{
    (void)err;
    for (size_t i = 0; i < s->exercise_count; i++)
        for (size_t k = 0; k < s->exercises[i].case_count; k++) {
            const struct report_case *c = &s->exercises[i].cases[k];
            if (c->result == RESULT_FAIL || c->result == RESULT_ERROR)
                annotate(w, s, &s->exercises[i], c);
        }
    return 0;
}

static int end(struct writing *w, struct error *err)
{
    struct kept *levels = w->own;
    (void)err;
    for (int l = 0; levels && l < LEVELS; l++) {
        for (size_t i = 0; i < levels[l].count; i++) {
            put(w->out, (enum level)l, &levels[l].list[i]);
            annotation_close(&levels[l].list[i]);
        }
        if (levels[l].total > levels[l].count)
            buf_printf(w->out, "::%s title=sockgrade::%zu %s: see the summary\n",
                       level_rows[l].command, levels[l].total - levels[l].count,
                       level_rows[l].more);
    }
    free(levels);
    w->own = NULL;
    return 0;
}

const struct writer writer_github = {
    .name = "github",
    .whole = true,
    .suffix = "txt",
    .summary = "annotations of a GitHub workflow",
    .hides = true,
    .begin = begin,
    .submission = submission,
    .end = end,
};
