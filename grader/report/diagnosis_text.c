/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/quote.h"
#include "report/diagnosis.h"
#include "report/fill.h"

#define COLUMNS 80
#define MARK 11 /* columns of "  missing  " */

struct page {
    const struct text_style *style;
    struct buf *out;
};

static void ink(const struct page *p, const char *code, const char *text)
{
    if (p->style->colour)
        buf_printf(p->out, "\033[%sm%s\033[0m", code, text);
    else
        buf_puts(p->out, text);
}

static void heading(const struct page *p, const char *text)
{
    buf_putc(p->out, '\n');
    ink(p, "1", text);
    buf_putc(p->out, '\n');
}

/* "  missing  ", and the words behind it. */
static void line(const struct page *p, enum finding_state state, const char *text)
{
    static const struct {
        const char *word, *code;
    } marks[] = {
        [FINDING_OK] = {"ok", "32"},
        [FINDING_MISSING] = {"missing", "31;1"},
        [FINDING_UNNEEDED] = {"no need", "2"},
        [FINDING_UNTRIED] = {"untried", "2"},
    };
    const char *word = marks[state].word;
    struct buf safe = {0};
    buf_puts(p->out, "  ");
    ink(p, marks[state].code, word);
    buf_printf(p->out, "%*s", (int)(MARK - 2 - strlen(word)), "");
    quote_safe_text(&safe, text, strlen(text));
    fill_words(p->out, buf_text(&safe), MARK, COLUMNS);
    buf_close(&safe);
}

/* Commands stay as they are: they are there to be copied. */
static void commands(const struct page *p, const char *text)
{
    while (*text) {
        size_t len = strcspn(text, "\n");
        struct buf safe = {0};
        quote_safe_text(&safe, text, len);
        buf_printf(p->out, "%*s", MARK + 2, "");
        ink(p, "1", buf_text(&safe));
        buf_putc(p->out, '\n');
        buf_close(&safe);
        text += len + (text[len] == '\n');
    }
}

static void system_line(const struct page *p, const struct surroundings *s)
{
    struct buf text = {0};
    buf_printf(&text, "sockgrade %s on %s, %s%s%s, as %s", SOCKGRADE_VERSION, s->system,
               s->kernel, s->container ? ", in a container: " : "",
               s->container ? s->container : "", s->root ? "root" : "an ordinary user");
    fill_words(p->out, buf_text(&text), 0, COLUMNS);
    buf_close(&text);
}

static void stages(const struct page *p, const struct machine *m)
{
    heading(p, "Where programs run (the first that works)");
    for (size_t i = 0; i < MACHINE_STAGES; i++) {
        const struct machine_stage *stage = &m->stages[i];
        struct buf text = {0};
        buf_printf(&text, "%s%s%s", stage_name(stage->kind), stage->works ? "" : ": ",
                   stage->reason);
        if (stage == m->chosen)
            buf_puts(&text, machine_is_isolated(m) ? ": every run is isolated"
                                                   : ": not isolated, one run at a time");
        bool better = m->chosen && stage > m->chosen;
        if (!better || p->style->verbose)
            line(p, stage->works ? FINDING_OK : FINDING_MISSING, buf_text(&text));
        buf_close(&text);
    }
}

static void language(const struct page *p, const struct toolchain *t)
{
    struct buf text = {0};
    const char *const *tools = t->language->tools;
    buf_puts(&text, t->language->title);
    if (t->path[0])
        buf_printf(&text, ": %s%s%s%s", t->path, t->version[0] ? ", " : "", t->version,
                   t->works ? "" : "; it does not run");
    else if (t->passed_over[0])
        buf_printf(&text,
                   ": %s is a script, or out of reach for the user that programs run as; "
                   "there is no other on PATH",
                   t->passed_over);
    else
        for (size_t i = 0; tools && tools[i]; i++)
            buf_printf(&text, "%s%s", i ? " or " : ": PATH leads to no ", tools[i]);
    line(p, t->works ? FINDING_OK : FINDING_MISSING, buf_text(&text));
    buf_close(&text);
}

static void languages(const struct page *p, const struct diagnosis *d)
{
    heading(p, "Languages");
    for (size_t i = 0; i < d->machine->language_count; i++) {
        struct buf install = {0};
        language(p, &d->machine->languages[i]);
        if (diagnosis_install(d, &d->machine->languages[i], &install))
            commands(p, buf_text(&install));
        buf_close(&install);
    }
}

static void exercises(const struct page *p, const struct diagnosis *d)
{
    struct buf text = {0};
    heading(p, "Exercises");
    if (d->exercise_reason)
        buf_puts(&text, d->exercise_reason);
    else
        buf_printf(&text, "%zu in %s", d->exercise_count, d->exercise_folder);
    line(p, d->exercise_reason ? FINDING_MISSING : FINDING_OK, buf_text(&text));
    buf_close(&text);
}

static void finding(const struct page *p, const struct finding *f, const char *others)
{
    struct buf text = {0};
    buf_printf(&text, "%s (%s): %s%s%s", f->id, f->purpose, f->reason,
               *others ? "; so too: " : "", others);
    line(p, f->state, buf_text(&text));
    commands(p, f->mend);
    buf_close(&text);
}

/* The first of what is missing and mended by the same commands; itself, or an earlier. */
static size_t first_alike(const struct machine *m, size_t index)
{
    for (size_t i = 0; m->findings[index].mend[0] && i < index; i++)
        if (m->findings[i].state == FINDING_MISSING
            && strcmp(m->findings[i].mend, m->findings[index].mend) == 0)
            return i;
    return index;
}

/* What is missing for one reason is told once, with all that it is missing for. */
static void missing(const struct page *p, const struct machine *m, size_t index)
{
    struct buf others = {0};
    if (first_alike(m, index) != index)
        return;
    for (size_t i = index + 1; i < m->finding_count; i++)
        if (m->findings[i].state == FINDING_MISSING && first_alike(m, i) == index)
            buf_printf(&others, "%s%s", others.len ? ", " : "", m->findings[i].id);
    finding(p, &m->findings[index], buf_text(&others));
    buf_close(&others);
}

static void findings(const struct page *p, const struct machine *m)
{
    size_t well = 0;
    struct buf text = {0};
    heading(p, "This computer");
    for (size_t i = 0; i < m->finding_count; i++) {
        well += m->findings[i].state == FINDING_OK;
        if (p->style->verbose)
            finding(p, &m->findings[i], "");
        else if (m->findings[i].state == FINDING_MISSING)
            missing(p, m, i);
    }
    buf_printf(&text, "%zu of %zu things tried (-v tells of each)", well,
               m->finding_count);
    if (!p->style->verbose && well)
        line(p, FINDING_OK, buf_text(&text));
    buf_close(&text);
}

static const char *conclusion(const struct diagnosis *d)
{
    const struct machine *m = d->machine;
    if (!m->chosen)
        return "Nothing can be judged here: no stage works.";
    if (!machine_has_language(m))
        return "Only compiled programs can be judged: install a language.";
    if (!machine_is_isolated(m))
        return "Programs can be judged, but not isolated: on this computer's own "
               "network, "
               "one at a time, with its files in sight. What is missing above, and the "
               "commands below it, change that.";
    if (d->exercise_reason || machine_missing(m))
        return "Programs can be judged. What is missing above makes verdicts later or "
               "less exact; the commands below it change that.";
    return "All is well: sockgrade check isolates every run.";
}

void diagnosis_write_text(const struct diagnosis *d, const struct text_style *style,
                          struct buf *out)
{
    const struct page p = {.style = style, .out = out};
    system_line(&p, &d->machine->around);
    stages(&p, d->machine);
    languages(&p, d);
    exercises(&p, d);
    findings(&p, d->machine);
    buf_putc(out, '\n');
    fill_words(out, conclusion(d), 0, COLUMNS);
}
