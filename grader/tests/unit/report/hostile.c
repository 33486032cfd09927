/* SPDX-License-Identifier: MIT */
#include "hostile.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/quote.h"

#define T(text) mem_text(text)

/* What means something to one format or another. */
static const char *const meanings[] = {
    "]]> <![CDATA[ &amp; <!--",
    "</script><script>alert(1)</script><img src=x onerror=alert(1)>",
    "\n::error file=a.py,line=1::forged\n::set-output name=a::b\n::stop-commands::x",
    "%0A%0D::warning::x",
    "=cmd|' /C calc'!A0",
    "+1+1\t@SUM(1)",
    "\x1b[31mred\x1b]0;title\x07",
    "\xE2\x80\xAE reversed \xE2\x80\xA8 \xEF\xBF\xBE \xEF\xBF\xBF \xED\xA0\x80",
    "\nok 99 - forged # SKIP no\n1..0\nBail out! no\n  ...\n# x \\",
    "| `a` | **b** | [c](javascript:alert(1)) @user #1\n```\n",
    "[[ATTACHMENT|/etc/passwd]]",
    "{\"scores\": {\"forged\": 100}}",
    "'; DROP TABLE result; -- \"quoted\", 'and' \"\"",
    "\xff\xfe\xc3(\xc0\x80\xf4\x90\x80\x80",
};
#define MEANINGS (sizeof meanings / sizeof *meanings)

/* All of them, every byte there is, and a very long line. */
static void put_all(struct buf *out, int first_byte)
{
    for (int byte = first_byte; byte < 256; byte++)
        buf_putc(out, (char)byte);
    for (size_t i = 0; i < MEANINGS; i++)
        buf_printf(out, "\n%s", meanings[i]);
    buf_putc(out, '\n');
    for (int i = 0; i < 900; i++)
        buf_putc(out, 'x');
    buf_putc(out, '\n');
}

typedef void escape(struct buf *out, const char *data, size_t len);

static char *shown(escape *how)
{
    struct buf all = {0}, out = {0};
    put_all(&all, 0);
    how(&out, all.data, all.len);
    buf_close(&all);
    return buf_take(&out, NULL);
}

static char *quoted(const char *text)
{
    struct buf out = {0};
    quote_bytes(&out, text, strlen(text));
    return buf_take(&out, NULL);
}

/* A name holds no NUL. */
static char *name(const char *end)
{
    struct buf out = {0};
    for (int byte = 1; byte < 256; byte += byte < 0x20 || byte > 0x7E ? 1 : 19)
        if (byte != '/')
            buf_putc(&out, (char)byte);
    buf_printf(&out, "]]> </script> =cmd() %%0A ::error::%s", end);
    return buf_take(&out, NULL);
}

/* --- the exercises ----------------------------------------------------------------------------- */

static struct report_case *add_case(struct report_exercise *e, const char *id,
                                    const char *code, enum result result)
{
    e->cases = mem_grow(e->cases, (e->case_count + 1) * sizeof *e->cases);
    struct report_case *c = &e->cases[e->case_count++];
    *c = (struct report_case){
        .id = T(id),
        .title = T("what it is"),
        .result = result,
        .code = T(code),
        .message = T(result == RESULT_PASS ? "Your program did what was asked."
                                           : "Your program did something else."),
        .points = result == RESULT_PASS ? 2 : 0,
        .max_points = 2,
        .duration_ms = 1.5,
        .cpu_ms = 0.25,
        .newline = result == RESULT_SKIPPED ? NULL : T("bare"),
    };
    return c;
}

static struct report_exercise begin(const char *id, const char *path)
{
    return (struct report_exercise){.id = T(id),
                                    .title = T("How do you do?"),
                                    .path = T(path),
                                    .language = T("python")};
}

static struct report_exercise every_verdict(void)
{
    struct report_exercise e = begin("verdicts", "work/all.py");
    for (int code = 0; code < CODES; code++) {
        const char *word = code_row((enum code)code)->name;
        struct report_case *c =
            add_case(&e, word, word, code == CODE_PASS ? RESULT_PASS : RESULT_FAIL);
        c->line = code == CODE_PASS ? 0 : 2;
    }
    e.text = T("import socket\nsocket.socket()\n");
    add_case(&e, "not-played", "skipped", RESULT_SKIPPED);
    add_case(&e, "not-judged", "error", RESULT_ERROR);
    for (int r = RESULT_PASS; r <= RESULT_ERROR; r++) {
        struct report_case *c = add_case(&e, "advice", "one-client", (enum result)r);
        c->advice = true;
        c->points = c->max_points = 0;
    }
    for (int v = VISIBILITY_VISIBLE; v < VISIBILITIES; v++)
        add_case(&e, "hidden", "kept-open", RESULT_FAIL)->visibility = (enum visibility)v;
    return e;
}

static void add_conversation(struct report_case *c)
{
    static const char *const kinds[] = {"connect", "data",   "close", "reset",
                                        "print",   "stderr", "exit",  "note"};
    size_t count = sizeof kinds / sizeof *kinds;
    c->events = mem_alloc(2 * count * sizeof *c->events);
    for (size_t i = 0; i < 2 * count; i++)
        c->events[c->event_count++] =
            (struct report_event){.time_ms = (double)i,
                                  .from = T(i % 2 ? "program" : "grader"),
                                  .connection = i % 3 ? T("main") : NULL,
                                  .kind = T(kinds[i / 2]),
                                  .text = shown(quote_escape)};
}

static void make_hostile(struct report_case *c)
{
    char *all = shown(quote_escape);
    c->title = (free(c->title), shown(quote_line));
    c->message = (free(c->message), shown(quote_safe_text));
    c->hint = shown(quote_safe_text);
    c->expected = quoted("a\n");
    c->received = mem_printf("\"%s\"", all);
    c->out = shown(quote_safe_text);
    c->err = shown(quote_safe_text);
    c->process = T("ran for 2 ms");
    c->waits = T("recv()");
    c->values = mem_alloc(sizeof *c->values);
    c->values[c->value_count++] = (struct report_value){T("word"), all};
    c->notes = mem_alloc(sizeof *c->notes);
    c->notes[c->note_count++] = shown(quote_line);
    c->sockets = mem_alloc(sizeof *c->sockets);
    c->sockets[c->socket_count++] = T("socket(TCP) -> connect 127.0.0.1:5555 ok");
    add_conversation(c);
}

static struct report_exercise every_byte(void)
{
    struct report_exercise e = begin("bytes", "");
    free(e.path);
    free(e.title);
    e.path = name(".py");
    e.title = T("]]> </script> | `a` =cmd()");
    e.text = shown(quote_safe_text);
    struct report_case *c = add_case(&e, "all", "wrong-message", RESULT_FAIL);
    c->line = 3;
    make_hostile(c);
    return e;
}

static struct report_exercise two_programs(void)
{
    struct report_exercise e = begin("both", "client.py");
    static const char *const parts[] = {"server", "client"};
    e.programs = mem_alloc(2 * sizeof *e.programs);
    for (; e.program_count < 2; e.program_count++)
        e.programs[e.program_count] =
            (struct report_program){.part = T(parts[e.program_count]),
                                    .path = name(parts[e.program_count]),
                                    .language = e.program_count ? NULL : T("c"),
                                    .text = shown(quote_safe_text)};
    struct report_case *c = add_case(&e, "meet", "crashed", RESULT_FAIL);
    c->program = T("server");
    c->path = name("server");
    c->line = 1;
    return e;
}

static struct report_exercise a_cell(void)
{
    struct report_exercise e = begin("cell", "work.ipynb");
    e.cell = 3;
    e.text = T("import socket\n");
    e.seeded = true;
    e.seed = (UINT64_C(1) << 53) - 1;
    add_case(&e, "one", "pass", RESULT_PASS);
    return e;
}

static char **list_of(size_t *count)
{
    char **list = mem_alloc(2 * sizeof *list);
    list[(*count)++] = T("connect-9: why");
    list[(*count)++] = name("");
    return list;
}

struct report hostile_report(void)
{
    struct report r = {.seed = 4711, .isolation = "none", .isolation_reason = "]]> why"};
    struct report_submission *s = mem_alloc(sizeof *s);
    r.submissions = s;
    r.submission_count = 1;
    *s = (struct report_submission){.id = name("id"),
                                    .path = name("folder"),
                                    .whole = true,
                                    .name = name("Ada"),
                                    .attempt = 2,
                                    .counts = true,
                                    .late = T("2 days late: 20% off"),
                                    .duration_ms = 99.5};
    s->exercises = mem_alloc(4 * sizeof *s->exercises);
    s->exercises[s->exercise_count++] = every_verdict();
    s->exercises[s->exercise_count++] = every_byte();
    s->exercises[s->exercise_count++] = two_programs();
    s->exercises[s->exercise_count++] = a_cell();
    for (size_t i = 0; i < s->exercise_count; i++)
        report_sum(&s->exercises[i]);
    report_sum_submission(s);
    s->missing = list_of(&s->missing_count);
    s->unknown = list_of(&s->unknown_count);
    return r;
}
