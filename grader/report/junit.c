/* SPDX-License-Identifier: MIT
 *
 * JUnit's XML, the part of it that GitLab and Jenkins read: a suite an exercise of a
 * submission, a test a case. A student's program fails; what does not compile, and what we
 * could not judge, is an error; advice that was not taken counts as skipped.
 */
#include <libxml/xmlwriter.h>
#include <stdlib.h>
#include <string.h>

#include "base/quote.h"
#include "report/plain.h"
#include "report/record.h"
#include "report/tally.h"
#include "report/writer.h"

struct state {
    xmlBufferPtr buffer;
    xmlTextWriterPtr xml;
};

/* --- text ---------------------------------------------------------------------------------- */

/* XML 1.0 has no place for most control characters and two others, and GitLab takes
 * [[ATTACHMENT|FILE]] in an output for the name of a file to be shown. */
static char *fit(const char *text)
{
    static const struct {
        const char *bytes, *shown;
    } rows[] = {{"\xEF\xBF\xBE", "\\u{fffe}"},
                {"\xEF\xBF\xBF", "\\u{ffff}"},
                {"[[ATTACHMENT|", "[[ATTACHMENT\\x7c"}};
    struct buf safe = {0}, out = {0};
    quote_safe_text(&safe, text, strlen(text));
    for (const char *at = buf_text(&safe); *at;) {
        size_t i = 0;
        while (i < sizeof rows / sizeof *rows
               && strncmp(at, rows[i].bytes, strlen(rows[i].bytes)) != 0)
            i++;
        if (i < sizeof rows / sizeof *rows) {
            buf_puts(&out, rows[i].shown);
            at += strlen(rows[i].bytes);
        } else {
            buf_putc(&out, *at++);
        }
    }
    buf_close(&safe);
    return buf_take(&out, NULL);
}

static void put_attribute(xmlTextWriterPtr xml, const char *name, const char *value)
{
    char *text = fit(value);
    xmlTextWriterWriteAttribute(xml, BAD_CAST name, BAD_CAST(text ? text : ""));
    free(text);
}

static void put_number(xmlTextWriterPtr xml, const char *name, double value,
                       const char *format)
{
    char *text = mem_printf(strcmp(format, "s") == 0 ? "%.3f" : "%.0f", value);
    xmlTextWriterWriteAttribute(xml, BAD_CAST name, BAD_CAST text);
    free(text);
}

static void put_text(xmlTextWriterPtr xml, const char *value)
{
    char *text = fit(value);
    xmlTextWriterWriteString(xml, BAD_CAST(text ? text : ""));
    free(text);
}

/* --- one case ------------------------------------------------------------------------------ */

enum child { CHILD_NONE, CHILD_FAILURE, CHILD_ERROR, CHILD_SKIPPED, CHILDREN };

static const char *const child_names[CHILDREN] = {
    [CHILD_FAILURE] = "failure",
    [CHILD_ERROR] = "error",
    [CHILD_SKIPPED] = "skipped",
};

static enum child child_of(const struct report_case *c)
{
    if (c->result == RESULT_PASS)
        return CHILD_NONE;
    if (c->advice || c->result == RESULT_SKIPPED)
        return CHILD_SKIPPED;
    return c->result == RESULT_ERROR || tally_is_unbuilt(c) ? CHILD_ERROR : CHILD_FAILURE;
}

static void put_child(xmlTextWriterPtr xml, const struct report_exercise *e,
                      const struct report_case *c)
{
    struct buf text = {0};
    enum child child = child_of(c);
    if (child == CHILD_NONE)
        return;
    xmlTextWriterStartElement(xml, BAD_CAST child_names[child]);
    put_attribute(xml, "message", c->message);
    if (child != CHILD_SKIPPED) {
        put_attribute(xml, "type", recorded_type(c));
        plain_case(&text, e, c);
        put_text(xml, buf_text(&text));
    }
    xmlTextWriterEndElement(xml);
    buf_close(&text);
}

static void put_output(xmlTextWriterPtr xml, const char *name, const char *text)
{
    if (!text)
        return;
    xmlTextWriterStartElement(xml, BAD_CAST name);
    put_text(xml, text);
    xmlTextWriterEndElement(xml);
}

/* Whose it is and which case: what the history of a test is known by. */
static void put_case(xmlTextWriterPtr xml, const struct report_submission *s,
                     const struct report_exercise *e, const struct report_case *c)
{
    struct buf class = {0};
    const char *file = record_file(e, c);
    char *name = mem_printf("%s: %s", c->id, c->title);
    record_who(&class, s);
    buf_printf(&class, ".%s", e->id);
    xmlTextWriterStartElement(xml, BAD_CAST "testcase");
    put_attribute(xml, "classname", class.data);
    put_attribute(xml, "name", name);
    put_number(xml, "time", c->duration_ms / 1000, "s");
    if (file)
        put_attribute(xml, "file", file);
    if (file && c->line && !e->cell)
        put_number(xml, "line", c->line, "");
    put_child(xml, e, c);
    put_output(xml, "system-out", c->out);
    put_output(xml, "system-err", c->err);
    xmlTextWriterEndElement(xml);
    buf_close(&class);
    free(name);
}

/* --- suites -------------------------------------------------------------------------------- */

static void put_counts(xmlTextWriterPtr xml, const struct report_exercise *e)
{
    size_t counts[CHILDREN] = {0};
    for (size_t i = 0; i < e->case_count; i++)
        counts[child_of(&e->cases[i])]++;
    put_number(xml, "tests", (double)e->case_count, "");
    put_number(xml, "failures", (double)counts[CHILD_FAILURE], "");
    put_number(xml, "errors", (double)counts[CHILD_ERROR], "");
    put_number(xml, "skipped", (double)counts[CHILD_SKIPPED], "");
    put_number(xml, "time", e->duration_ms / 1000, "s");
}

static void put_properties(xmlTextWriterPtr xml, const struct report *head,
                           const struct report_exercise *e)
{
    char *seed =
        mem_printf("%llu", (unsigned long long)(e->seeded ? e->seed : head->seed));
    const struct {
        const char *name, *value;
    } rows[] = {{"seed", seed}, {"isolation", head->isolation}};
    xmlTextWriterStartElement(xml, BAD_CAST "properties");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        xmlTextWriterStartElement(xml, BAD_CAST "property");
        put_attribute(xml, "name", rows[i].name);
        put_attribute(xml, "value", rows[i].value);
        xmlTextWriterEndElement(xml);
    }
    xmlTextWriterEndElement(xml);
    free(seed);
}

static void put_suite(struct writing *w, const struct report_submission *s,
                      const struct report_exercise *e)
{
    xmlTextWriterPtr xml = ((struct state *)w->own)->xml;
    struct buf name = {0};
    record_who(&name, s);
    buf_printf(&name, "/%s", e->id);
    xmlTextWriterStartElement(xml, BAD_CAST "testsuite");
    put_attribute(xml, "name", name.data);
    put_counts(xml, e);
    put_properties(xml, w->head, e);
    for (size_t i = 0; i < e->case_count; i++)
        put_case(xml, s, e, &e->cases[i]);
    xmlTextWriterEndElement(xml);
    buf_close(&name);
}

/* --- the stream ---------------------------------------------------------------------------- */

static void drain(struct writing *w)
{
    struct state *state = w->own;
    xmlTextWriterFlush(state->xml);
    buf_append(w->out, xmlBufferContent(state->buffer),
               (size_t)xmlBufferLength(state->buffer));
    xmlBufferEmpty(state->buffer);
}

static int begin(struct writing *w, struct error *err)
{
    struct state *state = mem_alloc(sizeof *state);
    w->own = state;
    state->buffer = xmlBufferCreate();
    state->xml = state->buffer ? xmlNewTextWriterMemory(state->buffer, 0) : NULL;
    if (!state->xml)
        return error_set(err, "can't write XML: there is no memory for it");
    xmlTextWriterSetIndent(state->xml, 1);
    xmlTextWriterStartDocument(state->xml, "1.0", "UTF-8", NULL);
    xmlTextWriterStartElement(state->xml, BAD_CAST "testsuites");
    put_attribute(state->xml, "name", "sockgrade");
    return 0;
}

static int submission(struct writing *w, const struct report_submission *s,
                      struct error *err)
{
    (void)err;
    for (size_t i = 0; i < s->exercise_count; i++)
        put_suite(w, s, &s->exercises[i]);
    drain(w);
    return 0;
}

static int end(struct writing *w, struct error *err)
{
    struct state *state = w->own;
    (void)err;
    if (state->xml) {
        xmlTextWriterEndDocument(state->xml);
        drain(w);
        xmlFreeTextWriter(state->xml);
    }
    if (state->buffer)
        xmlBufferFree(state->buffer);
    free(state);
    w->own = NULL;
    return 0;
}

const struct writer writer_junit = {
    .name = "junit",
    .whole = true,
    .suffix = "xml",
    .summary = "JUnit's XML, for Jenkins and others",
    .begin = begin,
    .submission = submission,
    .end = end,
};

const struct writer writer_gitlab = {
    .name = "gitlab",
    .whole = true,
    .suffix = "xml",
    .summary = "the same, for GitLab's merge requests",
    .begin = begin,
    .submission = submission,
    .end = end,
};
