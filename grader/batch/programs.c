/* SPDX-License-Identifier: MIT */
#include "batch/programs.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "batch/listing.h"
#include "judge/source.h"
#include "run/submission.h"

#define CANDIDATES 64 /* of a folder that are looked at */

struct candidates {
    char *paths[CANDIDATES];
    size_t count;
};

/* --- telling them apart -------------------------------------------------------------------- */

/* Whether it is a role's program: yes, no, or nothing is known. */
enum sign { SIGN_NONE, SIGN_SERVER, SIGN_CLIENT, SIGN_BOTH };

static bool has_text(const char *text, const char *word)
{
    size_t len = strlen(word);
    while (*text && strncasecmp(text, word, len) != 0)
        text++;
    return *text;
}

static bool has_word(const char *text, const char *const *words)
{
    for (; *words; words++)
        if (has_text(text, *words))
            return true;
    return false;
}

static enum sign sign_of(bool server, bool client)
{
    return (enum sign)((server ? SIGN_SERVER : 0) | (client ? SIGN_CLIENT : 0));
}

/* Of a file in a folder "server", the folder says nothing: both may be in there. */
static enum sign sign_of_name(const char *path)
{
    static const char *const server[] = {"server", "srv", "serv", "host", NULL};
    static const char *const client[] = {"client", "cli", NULL};
    const char *base = strrchr(path, '/');
    base = base ? base + 1 : path;
    return sign_of(has_word(base, server), has_word(base, client));
}

/* A server may connect somewhere too: who accepts connections is one. */
static enum sign sign_of_source(const char *path)
{
    static const char *const server[] = {
        "accept(",    "listen",        "ServerSocket", "createServer", "TCPServer",
        "net.Listen", "create_server", "start_server", "socketserver", "Listen",
        NULL};
    static const char *const client[] = {"connect",     "net.Dial", "TCPSocket",
                                         "new Socket(", "PeerAddr", "PeerHost",
                                         "nc ",         NULL};
    struct submission s = SUBMISSION_EMPTY;
    struct source source = {0};
    enum sign sign = SIGN_NONE;
    if (!listing_is_folder(path) && submission_open(&s, path, NULL) == 0) {
        source_read(&source, &s);
        const char *code = buf_text(&source.code);
        bool serves = source.known && has_word(code, server);
        sign = sign_of(serves, source.known && !serves && has_word(code, client));
        source_close(&source);
    }
    submission_close(&s);
    return sign;
}

/* The only one with the sign, or -1. */
static int only_one(enum sign sign, const enum sign *signs, size_t count)
{
    int found = -1;
    for (size_t i = 0; i < count; i++) {
        if (signs[i] == sign && found >= 0)
            return -1;
        if (signs[i] == sign)
            found = (int)i;
    }
    return found;
}

/* Of two, the one that is known tells the other too. */
static bool tell_apart(struct programs *p, const struct candidates *c,
                       enum sign (*sign_of_path)(const char *path))
{
    enum sign signs[CANDIDATES];
    for (size_t i = 0; i < c->count; i++)
        signs[i] = sign_of_path(c->paths[i]);
    int server = only_one(SIGN_SERVER, signs, c->count);
    int client = only_one(SIGN_CLIENT, signs, c->count);
    if (c->count == 2 && server >= 0 && signs[1 - server] == SIGN_NONE)
        client = 1 - server;
    if (c->count == 2 && client >= 0 && signs[1 - client] == SIGN_NONE)
        server = 1 - client;
    if (server < 0 || client < 0)
        return false;
    p->paths[STUDENT_SERVER] = mem_text(c->paths[server]);
    p->paths[STUDENT_CLIENT] = mem_text(c->paths[client]);
    return true;
}

/* --- what there is to choose from ---------------------------------------------------------- */

static bool is_program(const char *path)
{
    struct submission s = SUBMISSION_EMPTY;
    bool is = listing_is_folder(path) ? sign_of_name(path) != SIGN_NONE
                                      : submission_open(&s, path, NULL) == 0
                                            && (s.language || language_of(path, "", 0));
    submission_close(&s);
    return is;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void look_into(struct candidates *c, const char *folder)
{
    DIR *d = opendir(folder);
    size_t len = strlen(folder);
    const char *slash = len && folder[len - 1] == '/' ? "" : "/";
    for (struct dirent *e; d && c->count < CANDIDATES && (e = readdir(d));) {
        if (e->d_name[0] == '.')
            continue;
        char *path = mem_printf("%s%s%s", folder, slash, e->d_name);
        if (is_program(path))
            c->paths[c->count++] = path;
        else
            free(path);
    }
    if (d)
        closedir(d);
    qsort(c->paths, c->count, sizeof *c->paths, by_name);
}

static void candidates_close(struct candidates *c)
{
    for (size_t i = 0; i < c->count; i++)
        free(c->paths[i]);
}

static void put_list(struct buf *out, const struct candidates *c)
{
    for (size_t i = 0; i < c->count; i++)
        buf_printf(out, "%s%s", i ? i + 1 < c->count ? ", " : " and " : "", c->paths[i]);
}

static int cant_tell(const struct candidates *c, struct error *err)
{
    struct buf list = {0};
    put_list(&list, c);
    int status =
        c->count < 2
            ? error_kind(err, ERROR_USAGE,
                         "this exercise takes two programs, a server and a client, and "
                         "there is %s%s; name both: --server FILE --client FILE",
                         c->count ? "only " : "none", buf_text(&list))
            : error_kind(err, ERROR_USAGE,
                         "of %s it can't be told which is the server and which the "
                         "client, neither by their names nor by what they call; say so: "
                         "--server FILE --client FILE",
                         buf_text(&list));
    buf_close(&list);
    return status;
}

/* --- what the command line says ------------------------------------------------------------ */

static int choose(struct programs *p, const struct programs_named *named,
                  struct error *err)
{
    struct candidates c = {0};
    if (named->words[0] && !named->words[1] && listing_is_folder(named->words[0])) {
        p->folder = mem_text(named->words[0]);
        look_into(&c, p->folder);
    } else
        for (size_t i = 0; i < 2 && named->words[i]; i++)
            c.paths[c.count++] = mem_text(named->words[i]);
    p->seen = c.count;
    bool found =
        c.count >= 2
        && (tell_apart(p, &c, sign_of_name) || tell_apart(p, &c, sign_of_source));
    int status = found ? 0 : cant_tell(&c, err);
    candidates_close(&c);
    return status;
}

int programs_find(struct programs *p, const struct programs_named *named,
                  struct error *err)
{
    const char *server = named->server, *client = named->client;
    *p = (struct programs){0};
    if (!server && !client)
        return choose(p, named, err);
    const char *rest = named->words[0];
    if (named->words[1] || (server && client && rest))
        return error_kind(err, ERROR_USAGE, "\"%s\" is one program too many",
                          named->words[1] ? named->words[1] : rest);
    if ((!server || !client) && !rest)
        return error_kind(err, ERROR_USAGE,
                          "this exercise takes two programs: --%s FILE is missing",
                          server ? "client" : "server");
    p->paths[STUDENT_SERVER] = mem_text(server ? server : rest);
    p->paths[STUDENT_CLIENT] = mem_text(client ? client : rest);
    return 0;
}

void programs_close(struct programs *p)
{
    free(p->paths[0]);
    free(p->paths[1]);
    free(p->folder);
}
