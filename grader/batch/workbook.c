/* SPDX-License-Identifier: MIT */
#include "batch/workbook.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "run/cellcode.h"

#define BLANKS " \t"
#define MARKS " \t*_#:\\" /* of Markdown, around a number or a title */

static const char *const task_words[] = {"exercises", "exercise", "task",
                                         "question",  "problem",  "part"};

/* Behind one of the words, if the text begins with one. */
static const char *behind_task_word(const char *text, bool *there)
{
    *there = false;
    for (size_t i = 0; i < sizeof task_words / sizeof *task_words; i++) {
        size_t len = strlen(task_words[i]);
        if (strncasecmp(text, task_words[i], len) == 0
            && !isalnum((unsigned char)text[len])) {
            *there = true;
            text += len;
            return text + strspn(text, MARKS);
        }
    }
    return text;
}

bool workbook_names(const char *words, const char *id, const char **rest)
{
    bool there;
    words = behind_task_word(words + strspn(words, MARKS), &there);
    for (; *id; id++) {
        if (*id == '-')
            words += *words && strchr("-_ ", *words);
        else if (tolower((unsigned char)*words) != tolower((unsigned char)*id))
            return false;
        else
            words++;
    }
    *rest = words;
    return !isalnum((unsigned char)*words) && *words != '_' && *words != '-';
}

/* The id alone, or with something to be said about it: "# connect-2: my second try". */
static bool is_marker(const char *words, const char *id)
{
    const char *rest;
    if (!workbook_names(words, id, &rest))
        return false;
    rest += strspn(rest, BLANKS);
    return !*rest || *rest == '\n' || strchr(":.,;(-", *rest);
}

/* "2.", "2)", "Exercise 2", "**2.**"; 0: none of these. Alone, a number needs no mark. */
static long task_number(const char *text)
{
    bool said, alone;
    char *end;
    text = behind_task_word(text + strspn(text, MARKS), &said);
    if (!isdigit((unsigned char)*text))
        return 0;
    long number = strtol(text, &end, 10);
    const char *rest = end + strspn(end, MARKS);
    alone = !*rest || *rest == '\n';
    bool marked = *end == '.' || *end == ')' || *end == ':' || *end == '\\';
    if (*end == '.' && isdigit((unsigned char)end[1])) /* 127.0.0.1 */
        return 0;
    return said || marked || alone ? number : 0;
}

/* The number at the end of its id; 0: none. */
static long number_of(const struct exercise *e)
{
    const char *dash = strrchr(e->id, '-');
    return dash && isdigit((unsigned char)dash[1]) ? strtol(dash + 1, NULL, 10) : 0;
}

/* Whether they have the same letters and digits, up to the end of the line. */
static bool same_words(const char *a, const char *b)
{
    for (;;) {
        while (*a && *a != '\n' && !isalnum((unsigned char)*a))
            a++;
        while (*b && !isalnum((unsigned char)*b))
            b++;
        bool ended = !*a || *a == '\n';
        if (ended || !*b)
            return ended && !*b;
        if (tolower((unsigned char)*a++) != tolower((unsigned char)*b++))
            return false;
    }
}

/* --- what a cell says itself ------------------------------------------------------------- */

/* What stands in the comment that a cell begins with; "": it begins with none. */
static const char *first_comment(const char *text)
{
    text += strspn(text, " \t\n");
    if (strncmp(text, "%%", 2) == 0) {
        text += strcspn(text, "\n");
        text += strspn(text, " \t\n");
    }
    if (*text != '#')
        return "";
    text += 1 + strspn(text + 1, BLANKS);
    return strncmp(text, "@title", 6) == 0 ? text + 6 : text; /* Colab's form */
}

static bool is_tagged(const struct cell *c, const char *id)
{
    for (size_t i = 0; i < c->tag_count; i++)
        if (is_marker(c->tags[i], id))
            return true;
    return false;
}

static bool is_marked(const struct cell *c, const struct exercise *e)
{
    return c->kind == CELL_CODE
           && (is_tagged(c, e->id) || is_marker(first_comment(c->text), e->id));
}

bool workbook_marks(const struct notebook *n, const struct exercise *e)
{
    for (size_t i = 0; i < n->count; i++)
        if (is_marked(&n->cells[i], e))
            return true;
    return false;
}

static bool find_marked(const struct notebook *n, const struct exercise *e, size_t *index,
                        struct buf *why)
{
    bool found = false;
    for (size_t i = 0; i < n->count; i++) {
        const struct cell *c = &n->cells[i];
        if (!is_marked(c, e))
            continue;
        if (cellcode_is_code(c->text)) {
            found = true;
            *index = i;
        } else if (!found) {
            buf_clear(why);
            buf_printf(why, "cell %zu is meant for it, and has no code", i + 1);
        }
    }
    return found;
}

/* --- what stands above it ---------------------------------------------------------------- */

struct walk {
    const struct exercise *e;
    long wanted;  /* its number; 0: it has none */
    size_t named; /* level of the heading that is its id or title; 0: not under one */
    size_t set;   /* of the one that is its set */
    long number;  /* of the task that the last text is about; 0: of several, or none */
    long listed;  /* tasks in a text that has several */
    long passed;  /* code cells since that text */
    bool found, in_order;
    size_t index;
    size_t ordered; /* the cell whose place among the others is the task's */
};

static void meet_heading(struct walk *w, const char *text, size_t level)
{
    bool said;
    const char *rest;
    const char *words = behind_task_word(text + strspn(text, MARKS), &said);
    if (w->named && level <= w->named)
        w->named = 0;
    if (same_words(words, w->e->title)
        || (workbook_names(text, w->e->id, &rest) && same_words(rest, "")))
        w->named = level;
    if (same_words(words, w->e->set)) {
        w->set = level;
        w->number = w->listed = w->passed = 0;
    } else if (w->set && level <= w->set) {
        w->set = 0;
    }
}

/* Tasks of one text: their numbers, in order. */
static void meet_task(struct walk *w, long number, long *tasks)
{
    if (!w->set || !number)
        return;
    ++*tasks;
    w->number = *tasks == 1 ? number : 0;
    w->listed = *tasks > 1 ? *tasks : 0;
    w->passed = 0;
}

static void meet_text(struct walk *w, const char *text)
{
    bool fenced = false;
    long tasks = 0;
    for (const char *line = text; *line; line += *line == '\n') {
        const char *at = line + strspn(line, " ");
        size_t level = strspn(at, "#");
        if (strncmp(at, "```", 3) == 0)
            fenced = !fenced;
        else if (!fenced && level && (at[level] == ' ' || at[level] == '\t'))
            meet_heading(w, at + level, level);
        if (!fenced && at - line < 2)
            meet_task(w, task_number(at), &tasks);
        line += strcspn(line, "\n");
    }
}

static void meet_code(struct walk *w, const struct cell *c, size_t i)
{
    if (!cellcode_is_code(c->text))
        return;
    long said = w->set ? task_number(first_comment(c->text)) : 0;
    w->passed += w->set && !said;
    bool its = w->set && w->wanted && (said ? said : w->number) == w->wanted;
    if (w->named || its) {
        w->found = true;
        w->index = i;
    }
    if (w->set && w->listed && !said && w->passed == w->wanted)
        w->ordered = i;
    w->in_order =
        w->listed && w->wanted && w->wanted <= w->listed && w->passed == w->listed;
}

static bool find_below(const struct notebook *n, const struct exercise *e, size_t *index,
                       struct buf *why)
{
    struct walk w = {.e = e, .wanted = number_of(e)};
    bool in_order = false;
    long listed = 0, passed = 0;
    for (size_t i = 0; i < n->count; i++) {
        const struct cell *c = &n->cells[i];
        if (c->kind == CELL_MARKDOWN)
            meet_text(&w, c->text);
        else if (c->kind == CELL_CODE)
            meet_code(&w, c, i);
        if (w.set && w.listed) {
            in_order = w.in_order;
            listed = w.listed;
            passed = w.passed;
        }
    }
    *index = w.found ? w.index : w.ordered;
    if (!w.found && !in_order && passed && listed >= w.wanted && w.wanted)
        buf_printf(why,
                   "%ld tasks stand above %ld code cell%s under \"%s\", so that which is "
                   "which can't be told: begin its cell with the line \"# %s\"",
                   listed, passed, passed == 1 ? "" : "s", e->set, e->id);
    return w.found || in_order;
}

bool workbook_find(const struct notebook *n, const struct exercise *e, size_t *index,
                   struct buf *why)
{
    if (find_marked(n, e, index, why))
        return true;
    return !why->len && find_below(n, e, index, why);
}
