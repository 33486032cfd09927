/* SPDX-License-Identifier: MIT
 *
 * An exercise as its author wrote it: pure data, filled by loader.c and never changed
 * after. Strings that may hold {{ }} are kept unexpanded; scope.c expands them per case.
 * Everything is owned by struct exercise and released by exercise_close().
 */
#ifndef SCRIPT_EXERCISE_H
#define SCRIPT_EXERCISE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "script/limit.h"

/* The program that is judged plays this part. Of BOTH each is judged in its own. */
enum student_role { STUDENT_CLIENT, STUDENT_SERVER, STUDENT_BOTH };

/* What messages go over: a stream of bytes, or datagrams that each are one message. */
enum protocol { PROTOCOL_TCP, PROTOCOL_UDP };

/* Whether text messages of the grader end with a newline; EITHER plays bare first. */
enum newline_mode { NEWLINE_EITHER, NEWLINE_NEVER, NEWLINE_ALWAYS };

enum value_kind {
    VALUE_INT,
    VALUE_WORD,
    VALUE_TEXT,
    VALUE_ONE_OF,
    VALUE_BYTES,
    VALUE_IP,
    VALUE_NAME,
    VALUE_LUA
};

struct value {
    char *name;
    enum value_kind kind;
    int64_t low,
        high;       /* int: the range; word: letters; text: words; bytes: low of them */
    char **choices; /* one_of */
    size_t choice_count;
    char *text; /* ip: "loopback"; name: "host"; lua: the expression */
};

enum pack_kind {
    PACK_U8,
    PACK_U16,
    PACK_U32,
    PACK_U64,
    PACK_I8,
    PACK_I16,
    PACK_I32,
    PACK_I64,
    PACK_TEXT,
    PACK_HEX,
    PACK_BYTES
};

struct pack_field {
    enum pack_kind kind;
    bool open; /* any value will do */
    char *
        text; /* template; HEX: the decoded bytes; BYTES: template of how many; or NULL */
    size_t len; /* bytes in text */
    char *name; /* that captures it, or NULL */
};

/* Binary fields, one behind the other. */
struct pack {
    struct pack_field *fields;
    size_t count;
    bool little; /* the low byte of a number comes first */
};

/* What the grader sends. TEXT messages get the newline of the newline mode. */
enum data_kind { DATA_TEXT, DATA_HEX, DATA_REPEAT, DATA_PACK };

struct data {
    enum data_kind kind;
    char *text;    /* TEXT, REPEAT: template; HEX (base64, files too): the bytes */
    size_t len;    /* bytes in text */
    int64_t times; /* REPEAT */
    struct pack pack;
};

enum match_kind {
    MATCH_EXACT,
    MATCH_CONTAINS,
    MATCH_ANY_OF,
    MATCH_REGEX,
    MATCH_NUMBER,
    MATCH_PROMPT,
    MATCH_LENGTH,
    MATCH_HEX,
    MATCH_PACK,
    MATCH_LUA,
    MATCH_NOT
};

struct match {
    enum match_kind kind;
    bool ignore_case; /* EXACT */
    char *text;    /* EXACT, REGEX, NUMBER, LENGTH, LUA: template; HEX: decoded bytes */
    size_t len;    /* bytes in text */
    int64_t times; /* EXACT: the text so many times; 0: once */
    struct pack pack;
    struct match
        *items; /* ANY_OF, NOT (one), CONTAINS (EXACT items, all must be there) */
    size_t item_count;
};

enum step_kind {
    STEP_ACCEPT,
    STEP_CONNECT,
    STEP_SEND,
    STEP_EXPECT,
    STEP_SILENCE,
    STEP_PRINTS,
    STEP_STDERR,
    STEP_HALF_CLOSE,
    STEP_CLOSE,
    STEP_RESET,
    STEP_EXPECT_CLOSE,
    STEP_EXITS,
    STEP_TYPE,
    STEP_TYPE_EOF,
    STEP_SIGNAL,
    STEP_EXPECT_RESET,
    STEP_CHECK,
    STEP_REPEAT,
    STEP_TOGETHER,
    STEP_CROWD,
    STEP_RUN,
    STEP_RELAY
};

/* How a message is cut up on its way; each piece waits until the one before was taken. */
enum pieces_kind { PIECES_WHOLE, PIECES_BYTES, PIECES_COUNT, PIECES_LENGTHS };

struct pieces {
    enum pieces_kind kind;
    int64_t count;    /* COUNT: into how many equal pieces */
    int64_t *lengths; /* LENGTHS: of the first pieces; the rest follows as one */
    size_t length_count;
};

/* Steps that are played one after the other. */
struct step_list {
    struct step *steps;
    size_t count;
};

struct step {
    enum step_kind kind;
    char *on; /* connection or program; NULL: the last one named */
    char *
        name; /* ACCEPT, CONNECT, HALF_CLOSE, CLOSE, RESET, EXPECT_CLOSE, EXPECT_RESET; RUN; SIGNAL: as "SIGINT" */
    char *explain;          /* template or NULL */
    char *hint;             /* template or NULL */
    char *save;             /* EXPECT: name that keeps the message, or NULL */
    char *from;             /* CONNECT: template of our own address, or NULL; RELAY: who
                            speaks */
    char *to;               /* RELAY: who is to hear it */
    enum student_role part; /* the program that it is about; RELAY: that speaks */
    int64_t patience_ms;    /* 0: the case's */
    struct data data;       /* SEND, TYPE */
    struct pieces pieces;
    bool at_once;             /* what the grader does: does not wait for its turn */
    bool slow;                /* ACCEPT, CONNECT: we read only when the program waits */
    bool optional;            /* EXPECT: nothing at all is right too */
    bool whole;               /* PRINTS, STDERR: all of it until its end, and no more */
    struct match match;       /* EXPECT, PRINTS, STDERR */
    int exit_code;            /* EXITS */
    int signal;               /* SIGNAL: its number */
    char *check;              /* CHECK: a Lua expression */
    int64_t times;            /* REPEAT: at most; CROWD: clients */
    int64_t times_least;      /* REPEAT */
    struct step_list *tracks; /* REPEAT, CROWD: one; TOGETHER: side by side; else none */
    size_t track_count;
    char *path; /* where it stands: "cases[0].steps[3]" */
};

struct host {
    char *name;    /* template */
    char *address; /* template */
};

/* What the program finds around it. */
struct world {
    struct host *hosts; /* name -> address, answered by the name service */
    size_t host_count;
    char *open;    /* template: ports that the grader has open; or NULL */
    bool any_host; /* every name and every address leads to the grader */
    char *machine; /* template: the name of the machine; NULL: its own */
};

/* A verdict code and the sentence to show with it. */
struct code_hint {
    char *code;
    char *text;
};

/* Who may see a case's result in what students are given, and when. */
enum visibility {
    VISIBILITY_VISIBLE,
    VISIBILITY_HIDDEN,
    VISIBILITY_AFTER_DUE_DATE,
    VISIBILITY_AFTER_PUBLISHED,
    VISIBILITIES
};

const char *visibility_name(enum visibility v);

/* One fresh start of the program and one conversation. */
struct test_case {
    char *id, *title;
    int64_t points;
    bool advice; /* never costs points; it teaches */
    enum visibility visibility;
    char *needs; /* id of a case without which this one is skipped, or NULL */
    enum newline_mode newline;
    int64_t patience_ms;
    struct value *values; /* drawn after the exercise's */
    size_t value_count;
    char **args; /* templates, the exercise's unless the case has its own */
    size_t arg_count;
    char **env; /* "NAME=template" */
    size_t env_count;
    char *
        input; /* template: all of its standard input; NULL: open, and silent unless typed */
    size_t input_len;
    struct limits limits; /* the exercise's with the case's own over them */
    struct step *steps;
    size_t step_count;
};

#define PORT_ANY 0

struct exercise {
    char *path; /* file it was loaded from */
    char *id, *title, *set, *task, *origin;
    enum student_role student;
    enum protocol protocol;
    int port; /* 1..65535; PORT_ANY: one is chosen for each run */
    struct world world;
    struct limits limits; /* what it sets; the cases have it too */
    struct value *values;
    size_t value_count;
    char *functions; /* Lua text or NULL */
    struct code_hint *hints;
    size_t hint_count;
    struct test_case *cases;
    size_t case_count;
};

/* "client", "server", "both". */
const char *student_name(enum student_role role);
int student_find(const char *name); /* enum student_role or -1 */

void exercise_close(struct exercise *e);

/* The port of the exercise; where that is PORT_ANY, one that the seed chooses for the case,
 * which no system gives out by itself. */
int exercise_port(const struct exercise *e, const struct test_case *c, uint64_t seed);

/* Calls each() for every step of a case, those inside of others too, in the order of the
 * script, until it returns false; whether it never did. */
bool exercise_each_step(const struct test_case *c,
                        bool (*each)(void *ctx, const struct step *s), void *ctx);

/* The patience of all steps of a case together; a crowd's clients share theirs. */
int64_t exercise_case_patience_ms(const struct test_case *c);

/* How many connections there are at most in the case. */
int64_t exercise_case_connections(const struct test_case *c);

/* Whether anything is ever typed into this program in the case, or given as its standard
 * input. */
bool exercise_case_types(const struct test_case *c, enum student_role part);

/* Borrowed, or NULL. */
const struct test_case *exercise_find_case(const struct exercise *e, const char *id);

#endif
