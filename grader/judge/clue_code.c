/* SPDX-License-Identifier: MIT
 *
 * The questions of clue.h about the source: what stands around a line, what is never called.
 */
#include "judge/clue.h"

#include <string.h>

#include "base/bytes.h"

static size_t indent_of(const char *line)
{
    return strspn(line, " \t");
}

/* The line before this one that is not empty; false: none. */
static bool line_above(const struct source *s, int *line, struct buf *out)
{
    do {
        buf_clear(out);
        if (!source_line(s, --*line, out))
            return false;
    } while (!buf_text(out)[indent_of(buf_text(out))]);
    return true;
}

static bool is_loop(const char *line)
{
    line += indent_of(line);
    return strncmp(line, "while ", 6) == 0 || strncmp(line, "for ", 4) == 0;
}

/* The line of the innermost loop around a line of Python; 0: none, or the line itself is one. */
static int loop_around(const struct source *s, int line)
{
    struct buf text = {0};
    source_line(s, line, &text);
    size_t indent = indent_of(buf_text(&text));
    bool found = is_loop(buf_text(&text));
    while (!found && indent && line_above(s, &line, &text))
        if (indent_of(buf_text(&text)) < indent) {
            indent = indent_of(buf_text(&text));
            found = is_loop(text.data);
        }
    buf_close(&text);
    return found ? line : 0;
}

/* Whether a call of these follows in the body of a loop, and whether one follows behind it. */
static void calls_after(const struct source *s, int loop, const char *const *calls,
                        bool *in_body, bool *behind)
{
    struct buf text = {0};
    bool *where = in_body;
    *in_body = *behind = false;
    source_line(s, loop, &text);
    size_t indent = indent_of(buf_text(&text));
    for (int line = loop + 1;; line++) {
        buf_clear(&text);
        if (!source_line(s, line, &text))
            break;
        const char *code = buf_text(&text);
        if (code[indent_of(code)] && indent_of(code) <= indent)
            where = behind;
        for (const char *const *call = calls; *call; call++)
            *where |= strstr(code, *call) != NULL;
    }
    buf_close(&text);
}

bool clue_in_reading_loop(const struct clue *c)
{
    static const char *const sends[] = {".send", ".write", NULL};
    bool in_body, behind;
    int loop = c->line.len ? loop_around(&c->source, c->v->line) : 0;
    if (!loop || !strstr(c->line.data, "recv"))
        return false;
    calls_after(&c->source, loop, sends, &in_body, &behind);
    return behind && !in_body;
}

static const char *const socket_calls[] = {
    "connect(",       "create_connection(", "bind(",
    "create_server(", "open_connection(",   NULL};

/* Whether the function whose definition begins at `def` has a socket's calls in it: Python,
 * at the left edge. */
static bool function_connects(const char *def)
{
    const char *end = strchr(def, '\n');
    while (end && (end[1] == ' ' || end[1] == '\t' || end[1] == '\n'))
        end = strchr(end + 1, '\n');
    size_t len = end ? (size_t)(end - def) : strlen(def);
    for (const char *const *call = socket_calls; *call; call++)
        if (bytes_find(def, len, *call, strlen(*call)))
            return true;
    return false;
}

/* Of a notebook, earlier cells may define what this one has no use for. */
bool clue_never_called(const struct clue *c)
{
    static const char *const openings[] = {"def ", "async def "};
    int line = 0;
    for (const char *at = buf_text(&c->source.code); at; at = strchr(at, '\n')) {
        at += *at == '\n';
        if (c->s->own_lines && ++line > c->s->own_lines)
            return false;
        for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
            size_t lead = strlen(openings[i]);
            size_t len =
                strncmp(at, openings[i], lead) == 0 ? strcspn(at + lead, "( ") : 0;
            if (len && source_count(&c->source, at + lead, len) == 1
                && function_connects(at))
                return true;
        }
    }
    return false;
}

bool clue_commented_out(const struct clue *c)
{
    static const char *const calls[] = {"connect(", "listen(", NULL};
    for (const char *at = buf_text(&c->source.text); at; at = strchr(at, '\n')) {
        at += strspn(at, "\n \t");
        bool comment = *at == '#' || strncmp(at, "//", 2) == 0;
        for (const char *const *call = calls; comment && *call; call++)
            if (bytes_find(at, strcspn(at, "\n"), *call, strlen(*call)))
                return true;
    }
    return false;
}

bool clue_wanted_in_source(const struct clue *c)
{
    const struct outcome *o = &c->a->play.outcome;
    const struct buf *wanted = &o->wanted_bytes;
    return o->exact && wanted->len > 3 && c->source.code.len
           && bytes_find(c->source.code.data, c->source.code.len, wanted->data,
                         wanted->len);
}

bool clue_left_in_earlier_cell(const struct clue *c)
{
    const char *name = strstr(buf_text(&c->error), "name '");
    if (!name || !c->s->earlier)
        return false;
    name += strlen("name '");
    const char *earlier = c->s->earlier;
    return source_words(earlier, strlen(earlier), name, strcspn(name, "'")) > 0;
}

bool clue_shadows_module(const struct clue *c)
{
    static const char *const names[] = {"socket.py",       "select.py",    "selectors.py",
                                        "socketserver.py", "threading.py", "asyncio.py",
                                        "struct.py"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t len = strlen(names[i]) - strlen(".py");
        if (strcmp(c->s->file, names[i]) == 0
            && source_count(&c->source, names[i], len) > 0)
            return true;
    }
    return false;
}
