/* SPDX-License-Identifier: MIT */
#include "batch/roster_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/quote.h"
#include "batch/fold.h"

#define LONGEST_FILE ((size_t)64 << 20)
#define LONGEST_LIST 300

/* As platforms and people spell them in English, German, French and Spanish; folded. */
static const struct {
    const char *name;
    enum roster_column column;
} names[] = {
    {"name", ROSTER_NAME},
    {"student", ROSTER_NAME},
    {"studentname", ROSTER_NAME},
    {"fullname", ROSTER_NAME},
    {"displayname", ROSTER_NAME},
    {"vollstandigername", ROSTER_NAME},
    {"nomcomplet", ROSTER_NAME},
    {"nombrecompleto", ROSTER_NAME},
    {"first", ROSTER_FIRST},
    {"firstname", ROSTER_FIRST},
    {"givenname", ROSTER_FIRST},
    {"forename", ROSTER_FIRST},
    {"vorname", ROSTER_FIRST},
    {"prenom", ROSTER_FIRST},
    {"nombre", ROSTER_FIRST},
    {"nombres", ROSTER_FIRST},
    {"last", ROSTER_LAST},
    {"lastname", ROSTER_LAST},
    {"surname", ROSTER_LAST},
    {"familyname", ROSTER_LAST},
    {"nachname", ROSTER_LAST},
    {"familienname", ROSTER_LAST},
    {"nom", ROSTER_LAST},
    {"nomdefamille", ROSTER_LAST},
    {"apellido", ROSTER_LAST},
    {"apellidos", ROSTER_LAST},
    {"canvasid", ROSTER_CANVAS_ID},
    {"canvasuserid", ROSTER_CANVAS_ID},
    {"id", ROSTER_NUMBER}, /* of Canvas where there are SIS columns: see find_columns() */
    {"sisid", ROSTER_SIS_ID},
    {"sisuserid", ROSTER_SIS_ID},
    {"idnumber", ROSTER_NUMBER},
    {"studentid", ROSTER_NUMBER},
    {"studentnumber", ROSTER_NUMBER},
    {"studentno", ROSTER_NUMBER},
    {"number", ROSTER_NUMBER},
    {"sid", ROSTER_NUMBER},
    {"identifier", ROSTER_NUMBER},
    {"matriculationnumber", ROSTER_NUMBER},
    {"userid", ROSTER_NUMBER},
    {"idnummer", ROSTER_NUMBER},
    {"matrikelnummer", ROSTER_NUMBER},
    {"matrikelnr", ROSTER_NUMBER},
    {"matrnr", ROSTER_NUMBER},
    {"numeroetudiant", ROSTER_NUMBER},
    {"numerodetudiant", ROSTER_NUMBER},
    {"numerodeid", ROSTER_NUMBER},
    {"matricula", ROSTER_NUMBER},
    {"login", ROSTER_LOGIN},
    {"loginid", ROSTER_LOGIN},
    {"sislogin", ROSTER_LOGIN},
    {"sisloginid", ROSTER_LOGIN},
    {"username", ROSTER_LOGIN},
    {"user", ROSTER_LOGIN},
    {"netid", ROSTER_LOGIN},
    {"uid", ROSTER_LOGIN},
    {"benutzername", ROSTER_LOGIN},
    {"anmeldename", ROSTER_LOGIN},
    {"nutzername", ROSTER_LOGIN},
    {"nomdutilisateur", ROSTER_LOGIN},
    {"nombredeusuario", ROSTER_LOGIN},
    {"usuario", ROSTER_LOGIN},
    {"github", ROSTER_ACCOUNT},
    {"githublogin", ROSTER_ACCOUNT},
    {"githubusername", ROSTER_ACCOUNT},
    {"email", ROSTER_EMAIL},
    {"emailaddress", ROSTER_EMAIL},
    {"mail", ROSTER_EMAIL},
    {"emailadresse", ROSTER_EMAIL},
    {"mailadresse", ROSTER_EMAIL},
    {"adresseemail", ROSTER_EMAIL},
    {"adressemail", ROSTER_EMAIL},
    {"adressedecourriel", ROSTER_EMAIL},
    {"courriel", ROSTER_EMAIL},
    {"correo", ROSTER_EMAIL},
    {"correoelectronico", ROSTER_EMAIL},
    {"direcciondecorreo", ROSTER_EMAIL},
    {"direcciondecorreoelectronico", ROSTER_EMAIL},
    {"section", ROSTER_SECTION},
    {"sections", ROSTER_SECTION},
    {"group", ROSTER_SECTION},
    {"groups", ROSTER_SECTION},
    {"class", ROSTER_SECTION},
    {"gruppe", ROSTER_SECTION},
    {"gruppen", ROSTER_SECTION},
    {"groupe", ROSTER_SECTION},
    {"groupes", ROSTER_SECTION},
    {"grupo", ROSTER_SECTION},
    {"grupos", ROSTER_SECTION},
};

static int column_of(const char *heading)
{
    char *name = fold(heading);
    int found = -1;
    for (size_t i = 0; found < 0 && i < sizeof names / sizeof *names; i++)
        if (strcmp(name ? name : "", names[i].name) == 0)
            found = (int)names[i].column;
    free(name);
    return found;
}

static bool is_id(const char *heading)
{
    char *name = fold(heading);
    bool is = name && strcmp(name, "id") == 0;
    free(name);
    return is;
}

static int none_known(const struct roster_table *t, struct error *err)
{
    struct buf found = {0}, line = {0};
    const struct csv_row *head = &t->csv.rows[0];
    for (size_t i = 0; i < head->count; i++)
        buf_printf(&found, "%s%s", i ? ", " : "", head->cells[i].text);
    quote_line(&line, buf_text(&found), found.len);
    error_kind(err, ERROR_USAGE,
               "%s: none of its columns is known (%.500s); a roster has some of: name, "
               "first name, last name, id, login, email, SIS user id, GitHub username, "
               "section",
               t->path, buf_text(&line));
    buf_close(&found);
    buf_close(&line);
    return -1;
}

static void put_unknown(struct buf *out, const char *heading)
{
    if (!*heading || out->len > LONGEST_LIST)
        return;
    buf_puts(out, out->len ? ", " : "");
    quote_line(out, heading, strlen(heading));
}

static int find_columns(struct roster_table *t, struct error *err)
{
    const struct csv_row *head = &t->csv.rows[0];
    size_t known = 0;
    int id = -1;
    for (int i = 0; i < ROSTER_COLUMNS; i++)
        t->columns[i] = -1;
    for (size_t i = 0; i < head->count; i++) {
        int column = column_of(head->cells[i].text);
        known += column >= 0;
        if (column < 0)
            put_unknown(&t->unknown, head->cells[i].text);
        if (is_id(head->cells[i].text) && id < 0)
            id = (int)i;
        else if (column >= 0 && t->columns[column] < 0)
            t->columns[column] = (int)i;
    }
    bool canvas = t->columns[ROSTER_SIS_ID] >= 0 || strstr(csv_text(head, 0), "Student");
    enum roster_column of_id = canvas ? ROSTER_CANVAS_ID : ROSTER_NUMBER;
    if (t->columns[of_id] < 0)
        t->columns[of_id] = id;
    if (canvas)
        buf_clear(&t->unknown);
    return known ? 0 : none_known(t, err);
}

const char *roster_text(const struct roster_table *t, size_t row,
                        enum roster_column column)
{
    return t->columns[column] < 0
               ? ""
               : csv_text(&t->csv.rows[row], (size_t)t->columns[column]);
}

/* On the heap, or NULL where there is none. */
char *roster_name(const struct roster_table *t, size_t row)
{
    const char *name = roster_text(t, row, ROSTER_NAME),
               *first = roster_text(t, row, ROSTER_FIRST);
    const char *last = roster_text(t, row, ROSTER_LAST);
    if (*first || *last)
        return mem_printf("%s%s%s", first, *first && *last ? " " : "", last);
    return *name ? mem_text(name) : NULL;
}

/* Canvas's second line, and its student who is none. */
bool roster_is_nobody(const struct roster_table *t, size_t row)
{
    char *name = roster_name(t, row);
    bool nobody = true;
    for (int i = ROSTER_NAME; i < ROSTER_SECTION && nobody; i++)
        nobody = !*roster_text(t, row, (enum roster_column)i);
    nobody =
        nobody
        || (name
            && (strstr(name, "Points Possible") || strcmp(name, "Student, Test") == 0));
    free(name);
    return nobody;
}

int roster_table_read(struct roster_table *t, const char *path, struct error *err)
{
    struct buf text = {0};
    *t = (struct roster_table){.path = path};
    int result = file_read(&text, "the roster ", path, LONGEST_FILE, err);
    if (result < 0 && err)
        err->kind = ERROR_USAGE;
    if (result == 0)
        result = csv_read(&t->csv, path, buf_text(&text), text.len, err);
    buf_close(&text);
    return result < 0 ? result : find_columns(t, err);
}

void roster_table_close(struct roster_table *t)
{
    csv_close(&t->csv);
    buf_close(&t->unknown);
}
