/* SPDX-License-Identifier: MIT */
#include "report/explanation.h"

#include <jansson.h>
#include <string.h>

#include "judge/lesson.h"
#include "report/fill.h"

#define COLUMNS 80

static void paragraph(struct buf *out, const char *text)
{
    fill_words(out, text, 0, COLUMNS);
    buf_putc(out, '\n');
}

static void listing(struct buf *out, const char *text)
{
    for (int line = 1; *text; line++) {
        size_t len = strcspn(text, "\n");
        buf_printf(out, len ? "%4d  %.*s\n" : "%4d\n", line, (int)len, text);
        text += len + (text[len] == '\n');
    }
    buf_putc(out, '\n');
}

static void labelled(struct buf *out, const char *label, const char *text)
{
    struct buf both = {0};
    buf_printf(&both, "%s %s", label, text);
    paragraph(out, both.data);
    buf_close(&both);
}

void explanation_write_text(enum code code, struct buf *out)
{
    const struct lesson *lesson = lesson_of(code);
    const struct lesson_program *program = lesson_program(code);
    struct buf lead = {0};
    buf_printf(&lead, "%s: your program %s.", code_row(code)->name,
               code_row(code)->meaning);
    paragraph(out, lead.data);
    buf_clear(&lead);
    paragraph(out, lesson->story);
    buf_printf(&lead, "For example %s.", program->file);
    labelled(out, lead.data, lesson->asked);
    listing(out, program->text);
    labelled(out, "What mends it:", lesson->mend);
    buf_close(&lead);
    out->data[--out->len] = '\0'; /* the last empty line */
}

void explanation_write_list(struct buf *out)
{
    buf_puts(out, "Your program ...\n");
    for (int code = 0; code < CODES; code++)
        buf_printf(out, "  %-19s %s\n", code_row((enum code)code)->name,
                   code_row((enum code)code)->meaning);
    buf_puts(out, "\n\"sockgrade explain CODE\" tells more about one.\n");
}

static json_t *object(enum code code)
{
    const struct lesson *lesson = lesson_of(code);
    const struct lesson_program *program = lesson_program(code);
    return json_pack("{s:s, s:s, s:s, s:{s:s, s:s, s:s, s:s}, s:s}", "code",
                     code_row(code)->name, "meaning", code_row(code)->meaning, "story",
                     lesson->story, "example", "exercise", program->exercise, "file",
                     program->file, "asked", lesson->asked, "program", program->text,
                     "mend", lesson->mend);
}

static int append(const char *data, size_t len, void *out)
{
    buf_append(out, data, len);
    return 0;
}

/* Takes the document over. */
static void dump(json_t *document, struct buf *out)
{
    json_dump_callback(document, append, out, JSON_INDENT(2));
    buf_putc(out, '\n');
    json_decref(document);
}

void explanation_write_json(enum code code, struct buf *out)
{
    dump(object(code), out);
}

void explanation_write_all_json(struct buf *out)
{
    json_t *all = json_array();
    for (int code = 0; code < CODES; code++)
        json_array_append_new(all, object((enum code)code));
    dump(all, out);
}
