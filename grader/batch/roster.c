/* SPDX-License-Identifier: MIT */
#include "batch/roster.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "batch/fold.h"
#include "batch/roster_table.h"
#include "batch/studentkey.h"

struct roster {
    struct roster_table table;
    size_t *student;       /* of each row: index + 1; 0: none */
    bool *unclear;         /* of each row */
    bool *twice;           /* of each row: it was told that another is like it */
    bool *found, *doubted; /* of each student that has handed in */
    size_t students;
};

/* --- what both sides are compared by ----------------------------------------------------- */

/* Ids, logins and addresses differ in every mark, but not in case. */
static char *exact(const char *text, size_t len)
{
    struct buf out = {0};
    while (len && isspace((unsigned char)*text))
        text++, len--;
    while (len && isspace((unsigned char)text[len - 1]))
        len--;
    for (size_t i = 0; i < len; i++)
        buf_putc(&out, (char)tolower((unsigned char)text[i]));
    return out.len ? buf_take(&out, NULL) : NULL;
}

/* The last word first, as sorted lists have it: "Doe, Jane" and "Jane Doe" are the same. */
static char *fold_name(const char *name)
{
    const char *comma = strchr(name, ','), *space = strrchr(name, ' ');
    if (comma || !space)
        return fold(name);
    char *turned = mem_printf("%s %.*s", space + 1, (int)(space - name), name);
    char *folded = fold(turned);
    free(turned);
    return folded;
}

/* What a row and a student may both be known by. */
struct token {
    char *text;
    size_t row;     /* 0: a student's */
    size_t student; /* index */
};

struct way {
    const char *what;
    enum roster_column column;
    bool before_at; /* of an address: what stands before the @ */
    size_t member;  /* of struct identity; KEY: the student's key */
};

#define KEY ((size_t)-1)
#define MEMBER(name) offsetof(struct identity, name)

/* The surest first. */
static const struct way ways[] = {
    {"Canvas id", ROSTER_CANVAS_ID, false, MEMBER(canvas_id)},
    {"SIS user id", ROSTER_SIS_ID, false, MEMBER(sis_id)},
    {"id number", ROSTER_NUMBER, false, MEMBER(number)},
    {"login", ROSTER_LOGIN, false, MEMBER(login)},
    {"account", ROSTER_ACCOUNT, false, MEMBER(login)},
    {"email address", ROSTER_EMAIL, false, MEMBER(email)},
    {"login", ROSTER_LOGIN, false, KEY},
    {"account", ROSTER_ACCOUNT, false, KEY},
    {"id number", ROSTER_NUMBER, false, KEY},
    {"email address", ROSTER_EMAIL, true, MEMBER(login)},
    {"email address", ROSTER_EMAIL, true, KEY},
    {"name", ROSTER_NAME, false, MEMBER(name)},
};

static char *token_of_row(const struct roster *r, const struct way *w, size_t row)
{
    if (w->column == ROSTER_NAME) {
        char *name = roster_name(&r->table, row), *folded = name ? fold_name(name) : NULL;
        free(name);
        return folded;
    }
    const char *text = roster_text(&r->table, row, w->column);
    char *token = exact(text, w->before_at ? strcspn(text, "@") : strlen(text));
    if (!token || w->member != KEY)
        return token;
    char *key = studentkey_of(token); /* as it would be called */
    free(token);
    token = exact(key, strlen(key));
    free(key);
    return token;
}

static char *token_of_student(const struct way *w, const struct student *s)
{
    const char *text = w->member == KEY
                           ? s->key
                           : *(char *const *)((const char *)&s->identity + w->member);
    if (!text)
        return NULL;
    return w->column == ROSTER_NAME ? fold_name(text) : exact(text, strlen(text));
}

static int by_text(const void *a, const void *b)
{
    const struct token *x = a, *y = b;
    int order = strcmp(x->text, y->text);
    if (order == 0)
        order = (x->row > y->row) - (x->row < y->row);
    return order ? order : (x->student > y->student) - (x->student < y->student);
}

/* --- finding ----------------------------------------------------------------------------- */

static char *lines_of(const struct roster *r, const struct token *rows, size_t count)
{
    struct buf out = {0};
    buf_puts(&out, count > 1 ? "lines " : "line ");
    for (size_t i = 0; i < count; i++)
        buf_printf(&out, "%s%zu",
                   i == 0          ? ""
                   : i + 1 < count ? ", "
                                   : " and ",
                   r->table.csv.rows[rows[i].row].line);
    return buf_take(&out, NULL);
}

static void say_unclear(struct intake *in, const struct roster *r, const struct way *w,
                        const struct token *group, size_t students, size_t rows)
{
    struct buf who = {0};
    char *lines = lines_of(r, group + students, rows);
    for (size_t i = 0; i < students; i++)
        buf_printf(&who, "%s%s", i ? ", " : "", in->students[group[i].student].key);
    intake_note(in,
                "%s: %s ha%s the %s of %s; which of them it is was not guessed: what is "
                "on the roster stands in the gradebook without a grade.",
                r->table.path, lines, rows == 1 ? "s" : "ve", w->what, buf_text(&who));
    buf_close(&who);
    free(lines);
}

/* Rows of nobody who has handed in. */
static void say_twice(struct intake *in, struct roster *r, const struct way *w,
                      const struct token *rows, size_t count)
{
    bool told = false, own = w->member != KEY && !w->before_at;
    for (size_t i = 0; i < count; i++)
        told = told || r->twice[rows[i].row];
    if (!own || w->column == ROSTER_NAME || count < 2 || told)
        return;
    char *lines = lines_of(r, rows, count);
    intake_note(in, "%s: %s have the same %s (%s); each is a student of its own.",
                r->table.path, lines, w->what, rows[0].text);
    for (size_t i = 0; i < count; i++)
        r->twice[rows[i].row] = true;
    free(lines);
}

/* Those with the same text: students first, since their row is 0. */
static void settle(struct intake *in, struct roster *r, const struct way *w,
                   const struct token *group, size_t count)
{
    size_t students = 0;
    while (students < count && !group[students].row)
        students++;
    size_t rows = count - students;
    if (!students)
        say_twice(in, r, w, group, rows);
    if (!students || !rows)
        return;
    bool clear = students == 1 && rows == 1;
    for (size_t i = 0; i < students; i++)
        (clear ? r->found : r->doubted)[group[i].student] = true;
    for (size_t i = students; i < count; i++)
        if (clear)
            r->student[group[i].row] = group[0].student + 1;
        else
            r->unclear[group[i].row] = true;
    if (!clear)
        say_unclear(in, r, w, group, students, rows);
}

static bool is_done(const struct roster *r, size_t student)
{
    return r->found[student] || r->doubted[student];
}

static void go(struct intake *in, struct roster *r, const struct way *w)
{
    size_t count = 0;
    struct token *tokens = mem_alloc((r->students + r->table.csv.count) * sizeof *tokens);
    for (size_t i = 0; i < r->students; i++)
        if (!is_done(r, i)
            && (tokens[count].text = token_of_student(w, &in->students[i])))
            tokens[count++].student = i;
    for (size_t i = 1; i < r->table.csv.count; i++)
        if (!r->student[i] && !r->unclear[i]
            && (tokens[count].text = token_of_row(r, w, i)))
            tokens[count++].row = i;
    qsort(tokens, count, sizeof *tokens, by_text);
    for (size_t i = 0, next; i < count; i = next) {
        for (next = i + 1; next < count && strcmp(tokens[next].text, tokens[i].text) == 0;
             next++)
            ;
        settle(in, r, w, tokens + i, next - i);
    }
    for (size_t i = 0; i < count; i++)
        free(tokens[i].text);
    free(tokens);
}

/* --- what is made of it -------------------------------------------------------------------- */

static void replace(char **known, const char *text)
{
    if (!*text)
        return;
    free(*known);
    *known = mem_text(text);
}

static void introduce(const struct roster *r, size_t row, struct identity *i)
{
    char *name = roster_name(&r->table, row);
    replace(&i->name, name ? name : "");
    replace(&i->canvas_id, roster_text(&r->table, row, ROSTER_CANVAS_ID));
    replace(&i->sis_id, roster_text(&r->table, row, ROSTER_SIS_ID));
    replace(&i->number, roster_text(&r->table, row, ROSTER_NUMBER));
    if (!i->login)
        replace(&i->login, roster_text(&r->table, row, ROSTER_ACCOUNT));
    replace(&i->login, roster_text(&r->table, row, ROSTER_LOGIN));
    replace(&i->email, roster_text(&r->table, row, ROSTER_EMAIL));
    replace(&i->section, roster_text(&r->table, row, ROSTER_SECTION));
    free(name);
}

static bool has_key(const struct intake *in, const char *key)
{
    for (size_t i = 0; i < in->count; i++)
        if (strcmp(in->students[i].key, key) == 0)
            return true;
    return false;
}

static char *new_key(const struct intake *in, const struct roster *r, size_t row)
{
    static const enum roster_column from[] = {ROSTER_LOGIN,  ROSTER_ACCOUNT,
                                              ROSTER_EMAIL,  ROSTER_NUMBER,
                                              ROSTER_SIS_ID, ROSTER_CANVAS_ID};
    char *word = NULL;
    for (size_t i = 0; !word && i < sizeof from / sizeof *from; i++) {
        const char *text = roster_text(&r->table, row, from[i]);
        if (*text)
            word = from[i] == ROSTER_EMAIL ? mem_copy(text, strcspn(text, "@"))
                                           : mem_text(text);
    }
    if (!word)
        word = roster_name(&r->table, row);
    char *key = studentkey_of(word ? word : "");
    if (has_key(in, key)) {
        char *whole = mem_printf("%s:%zu", word ? word : "", r->table.csv.rows[row].line);
        char *apart = studentkey_apart(key, whole);
        free(whole);
        free(key);
        key = apart;
    }
    free(word);
    return key;
}

static void add_missing(struct intake *in, const struct roster *r, size_t row)
{
    char *key = new_key(in, r, row);
    introduce(r, row, &intake_student(in, key)->identity);
    free(key);
}

static int by_key(const void *a, const void *b)
{
    const struct student *x = a, *y = b;
    return strcmp(x->key, y->key);
}

static void use(struct intake *in, const struct roster *r)
{
    if (r->table.unknown.len)
        intake_note(in, "%s: not used, since nobody knows what they are: %s",
                    r->table.path, buf_text(&r->table.unknown));
    for (size_t i = 0; i < r->students; i++)
        if (!is_done(r, i))
            intake_note(in, "%s handed in, and is not on the roster %s.",
                        in->students[i].key, r->table.path);
    for (size_t i = 1; i < r->table.csv.count; i++)
        if (r->student[i])
            introduce(r, i, &in->students[r->student[i] - 1].identity);
        else if (!roster_is_nobody(&r->table, i))
            add_missing(in, r, i);
    if (in->count)
        qsort(in->students, in->count, sizeof *in->students, by_key);
}

static void apply(struct intake *in, struct roster *r)
{
    r->students = in->count;
    r->student = mem_alloc(r->table.csv.count * sizeof *r->student);
    r->unclear = mem_alloc(r->table.csv.count * sizeof *r->unclear);
    r->twice = mem_alloc(r->table.csv.count * sizeof *r->twice);
    r->found = mem_alloc((in->count + 1) * sizeof *r->found);
    r->doubted = mem_alloc((in->count + 1) * sizeof *r->doubted);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        go(in, r, &ways[i]);
    use(in, r);
    free(r->student);
    free(r->unclear);
    free(r->twice);
    free(r->found);
    free(r->doubted);
}

int roster_apply(struct intake *in, const char *path, struct error *err)
{
    struct roster r = {0};
    int result = roster_table_read(&r.table, path, err);
    if (result == 0)
        apply(in, &r);
    roster_table_close(&r.table);
    return result;
}
