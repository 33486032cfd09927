/* SPDX-License-Identifier: MIT */
#include "batch/worksheet.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"

#define LONGEST_FILE ((size_t)64 << 20)

#define SHOWN 5 /* of those who have no row */

enum column { IDENTIFIER, NAME, EMAIL, NUMBER, GRADE, MAXIMUM, COLUMNS };

struct worksheet_cell {
    double score;
    int students; /* that have this row: 0 or 1, or more than belong there */
};

/* Moodle names columns in the language of the site; the first is the identifier in all. */
static const struct {
    const char *name;
    enum column column;
} names[] = {
    {"Identifier", IDENTIFIER},
    {"Full name", NAME},
    {"Email address", EMAIL},
    {"E-mail address", EMAIL},
    {"ID number", NUMBER},
    {"Grade", GRADE},
    {"Maximum Grade", MAXIMUM},
    {"Maximum grade", MAXIMUM},
    {"Bewertung", GRADE},
    {"Bestwertung", MAXIMUM},
    {"E-Mail-Adresse", EMAIL},
    {"Vollständiger Name", NAME},
    {"Note", GRADE},
    {"Note maximale", MAXIMUM},
    {"Adresse de courriel", EMAIL},
    {"Nom complet", NAME},
    {"Calificación", GRADE},
    {"Calificación máxima", MAXIMUM},
    {"Nombre completo", NAME},
    {"Dirección de correo", EMAIL},
    {"Valutazione", GRADE},
    {"Valutazione massima", MAXIMUM},
};

/* --- reading -------------------------------------------------------------------------- */

static void find_columns(struct worksheet *w)
{
    const struct csv_row *head = &w->table.rows[0];
    for (int i = 0; i < COLUMNS; i++)
        w->columns[i] = -1;
    for (size_t i = 0; i < head->count; i++)
        for (size_t k = 0; k < sizeof names / sizeof *names; k++)
            if (strcasecmp(head->cells[i].text, names[k].name) == 0
                && w->columns[names[k].column] < 0)
                w->columns[names[k].column] = (int)i;
    if (w->columns[IDENTIFIER] < 0)
        w->columns[IDENTIFIER] = 0;
}

static int no_grades(const struct worksheet *w, struct error *err)
{
    struct buf found = {0};
    for (size_t i = 0; i < w->table.rows[0].count; i++)
        buf_printf(&found, "%s%s", i ? ", " : "", w->table.rows[0].cells[i].text);
    error_kind(err, ERROR_USAGE,
               "%s is not a grading worksheet of Moodle: it has no column \"Grade\", but "
               "these: %.600s; switch Moodle to English, and download it again",
               w->path, buf_text(&found));
    buf_close(&found);
    return -1;
}

int worksheet_open(struct worksheet *w, const char *path, struct error *err)
{
    *w = (struct worksheet){.path = mem_text(path)};
    if (file_read(&w->text, "the worksheet ", path, LONGEST_FILE, err) < 0) {
        if (err)
            err->kind = ERROR_USAGE;
        return -1;
    }
    if (csv_read(&w->table, path, buf_text(&w->text), w->text.len, err) < 0)
        return -1;
    find_columns(w);
    w->cells = mem_alloc(w->table.count * sizeof *w->cells);
    return w->columns[GRADE] < 0 ? no_grades(w, err) : 0;
}

int worksheet_check(const char *path, struct error *err)
{
    struct worksheet w;
    int status = worksheet_open(&w, path, err);
    worksheet_close(&w);
    return status;
}

/* --- who is in which row -------------------------------------------------------------- */

static const char *text_of(const struct worksheet *w, size_t row, enum column column)
{
    return w->columns[column] < 0
               ? ""
               : csv_text(&w->table.rows[row], (size_t)w->columns[column]);
}

/* "Participant 123", whatever the word before is. */
static const char *number_of(const char *identifier)
{
    const char *end = identifier + strlen(identifier), *at = end;
    while (at > identifier && isdigit((unsigned char)at[-1]))
        at--;
    return at;
}

static bool same(const char *known, const char *cell)
{
    return known && *known && strcasecmp(known, cell) == 0;
}

static bool by_participant(const struct worksheet *w, const struct student *who,
                           size_t row)
{
    return same(who->identity.moodle_id, number_of(text_of(w, row, IDENTIFIER)));
}

static bool by_email(const struct worksheet *w, const struct student *who, size_t row)
{
    return same(who->identity.email, text_of(w, row, EMAIL));
}

static bool by_number(const struct worksheet *w, const struct student *who, size_t row)
{
    return same(who->identity.number, text_of(w, row, NUMBER));
}

static bool by_name(const struct worksheet *w, const struct student *who, size_t row)
{
    return same(who->identity.name, text_of(w, row, NAME));
}

/* The row, by the surest way that finds just one; 0, the header: none does. */
static size_t row_of(const struct worksheet *w, const struct student *who)
{
    static bool (*const ways[])(const struct worksheet *, const struct student *,
                                size_t) = {by_participant, by_email, by_number, by_name};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        size_t found = 0, count = 0;
        for (size_t row = 1; row < w->table.count; row++)
            if (ways[i](w, who, row)) {
                found = row;
                count++;
            }
        if (count)
            return count == 1 ? found : 0;
    }
    return 0;
}

void worksheet_grade(struct worksheet *w, const struct student *who, double score,
                     double max_score)
{
    size_t row = row_of(w, who);
    w->graded++;
    if (!row) {
        if (w->homeless++ < SHOWN)
            buf_printf(&w->names, "%s%s", w->names.len ? ", " : "", who->key);
        return;
    }
    double most = strtod(text_of(w, row, MAXIMUM), NULL);
    w->cells[row].students++;
    w->cells[row].score = most > 0 && max_score > 0 ? score / max_score * most : score;
}

/* --- writing -------------------------------------------------------------------------- */

static void put_score(struct buf *out, double score)
{
    struct buf cell = {0};
    csv_put_number(&cell, score);
    buf_append(out, buf_text(&cell), cell.len - 1); /* without its comma */
    buf_close(&cell);
}

/* Who is not in it at all, or has a row that fits others, too. */
static void tell_homeless(const struct worksheet *w, struct buf *notes)
{
    if (!w->homeless)
        return;
    if (w->homeless == w->graded) {
        buf_printf(notes,
                   "%s: none of its rows fits anybody who is graded, and it stays as it "
                   "is; it may be of another course\n",
                   w->path);
        return;
    }
    buf_printf(notes, "%s: no row of it is surely of %s", w->path, buf_text(&w->names));
    if (w->homeless > SHOWN)
        buf_printf(notes, " and %zu more", w->homeless - SHOWN);
    buf_puts(notes, "; what they are graded is not in it\n");
}

void worksheet_write(const struct worksheet *w, struct buf *out, struct buf *notes)
{
    size_t done = 0, column = (size_t)w->columns[GRADE];
    for (size_t i = 1; i < w->table.count; i++) {
        const struct csv_row *row = &w->table.rows[i];
        if (w->cells[i].students > 1)
            buf_printf(notes,
                       "%s:%zu: %d students would have this row; it stays as it is.\n",
                       w->path, row->line, w->cells[i].students);
        if (w->cells[i].students != 1 || column >= row->count)
            continue;
        const struct csv_cell *cell = &row->cells[column];
        buf_append(out, buf_text(&w->text) + done, cell->at - done);
        put_score(out, w->cells[i].score);
        done = cell->at + cell->length;
    }
    buf_append(out, buf_text(&w->text) + done, w->text.len - done);
    tell_homeless(w, notes);
}

void worksheet_close(struct worksheet *w)
{
    csv_close(&w->table);
    buf_close(&w->text);
    buf_close(&w->names);
    free(w->cells);
    free(w->path);
    *w = (struct worksheet){0};
}
