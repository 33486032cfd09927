/* SPDX-License-Identifier: MIT */
#include "batch/roster.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "base/buf.h"
#include "base/csv.h"
#include "base/file.h"
#include "base/quote.h"
#include "batch/studentkey.h"

#define LONGEST_FILE ((size_t)64 << 20)

/* --- columns -------------------------------------------------------------------------- */

enum column {
    NAME,
    FIRST,
    LAST,
    CANVAS_ID,
    SIS_ID,
    NUMBER,
    LOGIN,
    ACCOUNT, /* of another platform than the school's: GitHub */
    EMAIL,
    SECTION,
    COLUMNS
};

/* As platforms and people spell them, without what is no letter or digit. */
static const struct {
    const char *name;
    enum column column;
} names[] = {
    {"name", NAME},
    {"student", NAME},
    {"studentname", NAME},
    {"fullname", NAME},
    {"displayname", NAME},
    {"first", FIRST},
    {"firstname", FIRST},
    {"givenname", FIRST},
    {"forename", FIRST},
    {"last", LAST},
    {"lastname", LAST},
    {"surname", LAST},
    {"familyname", LAST},
    {"canvasid", CANVAS_ID},
    {"canvasuserid", CANVAS_ID},
    {"id", NUMBER}, /* of Canvas where there are SIS columns: see find_columns() */
    {"sisid", SIS_ID},
    {"sisuserid", SIS_ID},
    {"idnumber", NUMBER},
    {"studentid", NUMBER},
    {"studentnumber", NUMBER},
    {"studentno", NUMBER},
    {"number", NUMBER},
    {"sid", NUMBER},
    {"identifier", NUMBER},
    {"matriculationnumber", NUMBER},
    {"login", LOGIN},
    {"loginid", LOGIN},
    {"sislogin", LOGIN},
    {"sisloginid", LOGIN},
    {"username", LOGIN},
    {"user", LOGIN},
    {"netid", LOGIN},
    {"uid", LOGIN},
    {"github", ACCOUNT},
    {"githublogin", ACCOUNT},
    {"githubusername", ACCOUNT},
    {"email", EMAIL},
    {"emailaddress", EMAIL},
    {"mail", EMAIL},
    {"section", SECTION},
    {"sections", SECTION},
    {"group", SECTION},
    {"groups", SECTION},
    {"class", SECTION},
};

struct roster {
    const char *path;
    struct csv table;
    int columns[COLUMNS];  /* -1: there is none */
    size_t *student;       /* of each row: index + 1; 0: none */
    bool *unclear;         /* of each row */
    bool *found, *doubted; /* of each student that has handed in */
    size_t students;
};

static char *plain(const char *heading)
{
    struct buf out = {0};
    for (; *heading; heading++)
        if (isalnum((unsigned char)*heading))
            buf_putc(&out, (char)tolower((unsigned char)*heading));
    return buf_take(&out, NULL);
}

static int column_of(const char *heading)
{
    char *name = plain(heading);
    int found = -1;
    for (size_t i = 0; found < 0 && i < sizeof names / sizeof *names; i++)
        if (strcmp(name ? name : "", names[i].name) == 0)
            found = (int)names[i].column;
    free(name);
    return found;
}

static bool is_id(const char *heading)
{
    char *name = plain(heading);
    bool is = name && strcmp(name, "id") == 0;
    free(name);
    return is;
}

static int none_known(const struct roster *r, struct error *err)
{
    struct buf found = {0}, line = {0};
    const struct csv_row *head = &r->table.rows[0];
    for (size_t i = 0; i < head->count; i++)
        buf_printf(&found, "%s%s", i ? ", " : "", head->cells[i].text);
    quote_line(&line, buf_text(&found), found.len);
    error_kind(err, ERROR_USAGE,
               "%s: none of its columns is known (%.500s); a roster has some of: name, "
               "first name, last name, id, login, email, SIS user id, GitHub username, "
               "section",
               r->path, buf_text(&line));
    buf_close(&found);
    buf_close(&line);
    return -1;
}

static int find_columns(struct roster *r, struct error *err)
{
    const struct csv_row *head = &r->table.rows[0];
    size_t known = 0;
    int id = -1;
    for (int i = 0; i < COLUMNS; i++)
        r->columns[i] = -1;
    for (size_t i = 0; i < head->count; i++) {
        int column = column_of(head->cells[i].text);
        known += column >= 0;
        if (is_id(head->cells[i].text) && id < 0)
            id = (int)i;
        else if (column >= 0 && r->columns[column] < 0)
            r->columns[column] = (int)i;
    }
    bool canvas = r->columns[SIS_ID] >= 0 || strstr(csv_text(head, 0), "Student");
    enum column of_id = canvas ? CANVAS_ID : NUMBER;
    if (r->columns[of_id] < 0)
        r->columns[of_id] = id;
    return known ? 0 : none_known(r, err);
}

static const char *text_of(const struct roster *r, size_t row, enum column column)
{
    return r->columns[column] < 0
               ? ""
               : csv_text(&r->table.rows[row], (size_t)r->columns[column]);
}

/* On the heap, or NULL where there is none. */
static char *name_of(const struct roster *r, size_t row)
{
    const char *name = text_of(r, row, NAME), *first = text_of(r, row, FIRST);
    const char *last = text_of(r, row, LAST);
    if (*first || *last)
        return mem_printf("%s%s%s", first, *first && *last ? " " : "", last);
    return *name ? mem_text(name) : NULL;
}

/* --- what both sides are compared by ----------------------------------------------------- */

/* Letters and digits, whatever case and accents they have; NULL where nothing is left. */
static char *fold(const char *text)
{
    utf8proc_uint8_t *mapped = NULL;
    struct buf out = {0};
    utf8proc_map((const utf8proc_uint8_t *)text, 0, &mapped,
                 UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_DECOMPOSE
                     | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK);
    for (const char *at = mapped ? (const char *)mapped : text; *at; at++)
        if ((unsigned char)*at >= 0x80 || isalnum((unsigned char)*at))
            buf_putc(&out, (char)tolower((unsigned char)*at));
    free(mapped);
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
    enum column column;
    bool before_at; /* of an address: what stands before the @ */
    size_t member;  /* of struct identity; KEY: the student's key */
};

#define KEY ((size_t)-1)
#define MEMBER(name) offsetof(struct identity, name)

/* The surest first. */
static const struct way ways[] = {
    {"Canvas id", CANVAS_ID, false, MEMBER(canvas_id)},
    {"SIS user id", SIS_ID, false, MEMBER(sis_id)},
    {"id number", NUMBER, false, MEMBER(number)},
    {"login", LOGIN, false, MEMBER(login)},
    {"account", ACCOUNT, false, MEMBER(login)},
    {"email address", EMAIL, false, MEMBER(email)},
    {"login", LOGIN, false, KEY},
    {"account", ACCOUNT, false, KEY},
    {"id number", NUMBER, false, KEY},
    {"email address", EMAIL, true, MEMBER(login)},
    {"email address", EMAIL, true, KEY},
    {"name", NAME, false, MEMBER(name)},
};

static char *fold_address(const char *text)
{
    char *local = mem_copy(text, strcspn(text, "@"));
    char *folded = fold(local);
    free(local);
    return folded;
}

static char *token_of_row(const struct roster *r, const struct way *w, size_t row)
{
    if (w->column == NAME) {
        char *name = name_of(r, row), *folded = name ? fold_name(name) : NULL;
        free(name);
        return folded;
    }
    const char *text = text_of(r, row, w->column);
    return w->before_at ? fold_address(text) : fold(text);
}

static char *token_of_student(const struct way *w, const struct student *s)
{
    const char *text = w->member == KEY
                           ? s->key
                           : *(char *const *)((const char *)&s->identity + w->member);
    if (!text)
        return NULL;
    return w->column == NAME ? fold_name(text) : fold(text);
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

static void say_unclear(struct intake *in, const struct roster *r, const struct way *w,
                        const struct token *group, size_t students, size_t rows)
{
    struct buf who = {0}, where = {0};
    for (size_t i = 0; i < students; i++)
        buf_printf(&who, "%s%s", i ? ", " : "", in->students[group[i].student].key);
    for (size_t i = students; i < students + rows; i++)
        buf_printf(&where, "%s%zu", i > students ? ", " : "",
                   r->table.rows[group[i].row].line);
    intake_note(in, "%s: the %s of line %s fits %s; which of them it is was not guessed.",
                r->path, w->what, buf_text(&where), buf_text(&who));
    buf_close(&who);
    buf_close(&where);
}

/* Those with the same text: students first, since their row is 0. */
static void settle(struct intake *in, struct roster *r, const struct way *w,
                   const struct token *group, size_t count)
{
    size_t students = 0;
    while (students < count && !group[students].row)
        students++;
    size_t rows = count - students;
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
    struct token *tokens = mem_alloc((r->students + r->table.count) * sizeof *tokens);
    for (size_t i = 0; i < r->students; i++)
        if (!is_done(r, i)
            && (tokens[count].text = token_of_student(w, &in->students[i])))
            tokens[count++].student = i;
    for (size_t i = 1; i < r->table.count; i++)
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
    char *name = name_of(r, row);
    replace(&i->name, name ? name : "");
    replace(&i->canvas_id, text_of(r, row, CANVAS_ID));
    replace(&i->sis_id, text_of(r, row, SIS_ID));
    replace(&i->number, text_of(r, row, NUMBER));
    if (!i->login)
        replace(&i->login, text_of(r, row, ACCOUNT));
    replace(&i->login, text_of(r, row, LOGIN));
    replace(&i->email, text_of(r, row, EMAIL));
    replace(&i->section, text_of(r, row, SECTION));
    free(name);
}

/* Canvas's second line, and its student who is none. */
static bool is_nobody(const struct roster *r, size_t row)
{
    char *name = name_of(r, row);
    bool nobody = true;
    for (int i = NAME; i < SECTION && nobody; i++)
        nobody = !*text_of(r, row, (enum column)i);
    nobody =
        nobody
        || (name
            && (strstr(name, "Points Possible") || strcmp(name, "Student, Test") == 0));
    free(name);
    return nobody;
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
    static const enum column from[] = {LOGIN, ACCOUNT, EMAIL, NUMBER, SIS_ID, CANVAS_ID};
    char *word = NULL;
    for (size_t i = 0; !word && i < sizeof from / sizeof *from; i++) {
        const char *text = text_of(r, row, from[i]);
        if (*text)
            word = from[i] == EMAIL ? mem_copy(text, strcspn(text, "@")) : mem_text(text);
    }
    if (!word)
        word = name_of(r, row);
    char *key = studentkey_of(word ? word : "");
    if (has_key(in, key)) {
        char *whole = mem_printf("%s:%zu", word ? word : "", r->table.rows[row].line);
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
    for (size_t i = 0; i < r->students; i++)
        if (!is_done(r, i))
            intake_note(in, "%s handed in, and is not on the roster %s.",
                        in->students[i].key, r->path);
    for (size_t i = 1; i < r->table.count; i++)
        if (r->student[i])
            introduce(r, i, &in->students[r->student[i] - 1].identity);
        else if (!r->unclear[i] && !is_nobody(r, i))
            add_missing(in, r, i);
    if (in->count)
        qsort(in->students, in->count, sizeof *in->students, by_key);
}

static void apply(struct intake *in, struct roster *r)
{
    r->students = in->count;
    r->student = mem_alloc(r->table.count * sizeof *r->student);
    r->unclear = mem_alloc(r->table.count * sizeof *r->unclear);
    r->found = mem_alloc((in->count + 1) * sizeof *r->found);
    r->doubted = mem_alloc((in->count + 1) * sizeof *r->doubted);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        go(in, r, &ways[i]);
    use(in, r);
    free(r->student);
    free(r->unclear);
    free(r->found);
    free(r->doubted);
}

int roster_apply(struct intake *in, const char *path, struct error *err)
{
    struct roster r = {.path = path};
    struct buf text = {0};
    int result = file_read(&text, "the roster ", path, LONGEST_FILE, err);
    if (result < 0 && err)
        err->kind = ERROR_USAGE;
    if (result == 0)
        result = csv_read(&r.table, path, buf_text(&text), text.len, err);
    buf_close(&text);
    if (result == 0)
        result = find_columns(&r, err);
    if (result == 0)
        apply(in, &r);
    csv_close(&r.table);
    return result;
}
