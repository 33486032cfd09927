/* SPDX-License-Identifier: MIT */
#include "script/step.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "script/data.h"
#include "script/match.h"
#include "script/part.h"
#include "script/stepcheck.h"
#include "script/template.h"

#define MOST_STEPS 10000
#define MOST_TIMES 10000
#define MOST_CLIENTS 10000
#define MOST_TRACKS 1000

/* --- verbs ---------------------------------------------------------------------- */

static int read_name(struct reader *r, const struct place *at, const json_t *value,
                     void *out)
{
    struct step *s = out;
    return read_connection(r, at, value, &s->name);
}

static int read_part(struct reader *r, const struct place *at, const json_t *value,
                     void *out)
{
    struct step *s = out;
    return part_read(r, at, value, &s->name);
}

static int read_data(struct reader *r, const struct place *at, const json_t *value,
                     void *out)
{
    struct step *s = out;
    return data_read(r, at, value, &s->data);
}

static int read_match(struct reader *r, const struct place *at, const json_t *value,
                      void *out)
{
    struct step *s = out;
    return match_read(r, at, value, &s->match);
}

static int read_exits(struct reader *r, const struct place *at, const json_t *value,
                      void *out)
{
    struct step *s = out;
    int64_t code = 0;
    if (read_integer(r, at, value, 0, 255, "an exit code from 0 to 255", &code) < 0)
        return -1;
    s->exit_code = (int)code;
    return 0;
}

static const struct {
    const char *name;
    int number;
} signals[] = {{"SIGHUP", SIGHUP},   {"SIGINT", SIGINT},     {"SIGQUIT", SIGQUIT},
               {"SIGTERM", SIGTERM}, {"SIGUSR1", SIGUSR1},   {"SIGUSR2", SIGUSR2},
               {"SIGALRM", SIGALRM}, {"SIGWINCH", SIGWINCH}, {"SIGKILL", SIGKILL}};

static int read_signal(struct reader *r, const struct place *at, const json_t *value,
                       void *out)
{
    struct step *s = out;
    const char *text = json_string_value(value);
    for (size_t i = 0; text && i < FIELD_COUNT(signals); i++)
        if (strcmp(text, signals[i].name) == 0)
            s->signal = signals[i].number;
    return s->signal ? read_text(r, at, value, &s->name)
                     : field_expected(r, at, "a signal such as \"SIGINT\" or \"SIGTERM\"",
                                      value);
}

static int read_check(struct reader *r, const struct place *at, const json_t *value,
                      void *out)
{
    struct step *s = out;
    if (read_text(r, at, value, &s->check) < 0)
        return -1;
    return check_lua(r, at, s->check, strlen(s->check));
}

/* --- verbs that have steps of their own -------------------------------------------- */

static int read_step(struct reader *r, const struct place *at, const json_t *object,
                     void *out);

static int read_track(struct reader *r, const struct place *at, const json_t *list,
                      void *out)
{
    struct step_list *track = out;
    return fields_list(r, at, list, 1, MOST_STEPS, sizeof *track->steps, &track->steps,
                       &track->count, read_step);
}

static int read_only_track(struct reader *r, const struct place *at, const json_t *list,
                           void *out)
{
    struct step *s = out;
    s->tracks = mem_alloc(sizeof *s->tracks);
    s->track_count = 1;
    return read_track(r, at, list, s->tracks);
}

static int read_times(struct reader *r, const struct place *at, const json_t *value,
                      void *out)
{
    struct step *s = out;
    const char *what = "a number of times from 1 to 10000";
    struct place here = {.up = at};
    if (!json_is_array(value)) {
        int status = read_integer(r, at, value, 1, MOST_TIMES, what, &s->times);
        s->times_least = s->times;
        return status;
    }
    if (json_array_size(value) != 2)
        return field_expected(r, at, "a list of two numbers, the least and the most",
                              value);
    if (read_integer(r, &here, json_array_get(value, 0), 1, MOST_TIMES, what,
                     &s->times_least)
        < 0)
        return -1;
    here.index = 1;
    return read_integer(r, &here, json_array_get(value, 1), s->times_least, MOST_TIMES,
                        "a number from the least to 10000", &s->times);
}

static int read_clients(struct reader *r, const struct place *at, const json_t *value,
                        void *out)
{
    struct step *s = out;
    return read_integer(r, at, value, 2, MOST_CLIENTS,
                        "a number of clients from 2 to 10000", &s->times);
}

static const struct field repeat_rows[] = {
    {"times", 0, FIELD_MUST, read_times, 0, "how often"},
    {"steps", 0, FIELD_MUST, read_only_track, 0, "a list of steps"},
};
static const struct field crowd_rows[] = {
    {"clients", 0, FIELD_MUST, read_clients, 0, "how many"},
    {"steps", 0, FIELD_MUST, read_only_track, 0, "what each of them does"},
};
static const struct field_table repeat_keys = {"a repeat", repeat_rows,
                                               FIELD_COUNT(repeat_rows)};
static const struct field_table crowd_keys = {"a crowd", crowd_rows,
                                              FIELD_COUNT(crowd_rows)};

static int read_repeat(struct reader *r, const struct place *at, const json_t *value,
                       void *out)
{
    return fields_read(r, at, value, &repeat_keys, out);
}

static int read_crowd(struct reader *r, const struct place *at, const json_t *value,
                      void *out)
{
    return fields_read(r, at, value, &crowd_keys, out);
}

static int read_together(struct reader *r, const struct place *at, const json_t *list,
                         void *out)
{
    struct step *s = out;
    if (json_array_size(list) < 2)
        return field_expected(r, at, "a list of two tracks or more, each a list of steps",
                              list);
    return fields_list(r, at, list, 2, MOST_TRACKS, sizeof *s->tracks, &s->tracks,
                       &s->track_count, read_track);
}

static const struct field verb_rows[] = {
    {"accept", STEP_ACCEPT, FIELD_MAY, read_name, 0,
     "waits for the student's client to connect"},
    {"connect", STEP_CONNECT, FIELD_MAY, read_name, 0,
     "connects to the student's server"},
    {"send", STEP_SEND, FIELD_MAY, read_data, 0,
     "sends when the student's program is settled"},
    {"expect", STEP_EXPECT, FIELD_MAY, read_match, 0, "waits for the student's message"},
    {"silence", STEP_SILENCE, FIELD_MAY, read_true, 0,
     "the program must say nothing until it waits"},
    {"prints", STEP_PRINTS, FIELD_MAY, read_match, 0,
     "what the program writes to standard output after the last send"},
    {"stderr", STEP_STDERR, FIELD_MAY, read_match, 0,
     "what the program writes to standard error after the last send"},
    {"half_close", STEP_HALF_CLOSE, FIELD_MAY, read_name, 0, "ends the grader's sending"},
    {"close", STEP_CLOSE, FIELD_MAY, read_name, 0, "closes the connection"},
    {"reset", STEP_RESET, FIELD_MAY, read_name, 0, "ends the connection by RST"},
    {"expect_close", STEP_EXPECT_CLOSE, FIELD_MAY, read_name, 0,
     "the student closes the connection in good order"},
    {"exits", STEP_EXITS, FIELD_MAY, read_exits, 0, "the program ends by itself"},
    {"type", STEP_TYPE, FIELD_MAY, read_data, 0, "into the program's standard input"},
    {"type_eof", STEP_TYPE_EOF, FIELD_MAY, read_true, 0,
     "closes the program's standard input"},
    {"expect_reset", STEP_EXPECT_RESET, FIELD_MAY, read_name, 0,
     "the student tears the connection down"},
    {"signal", STEP_SIGNAL, FIELD_MAY, read_signal, 0, "sends the program a signal"},
    {"check", STEP_CHECK, FIELD_MAY, read_check, 0, "any condition over what was saved"},
    {"repeat", STEP_REPEAT, FIELD_MAY, read_repeat, 0,
     "steps several times, with values drawn anew"},
    {"crowd", STEP_CROWD, FIELD_MAY, read_crowd, 0, "many clients side by side"},
    {"together", STEP_TOGETHER, FIELD_MAY, read_together, 0, "tracks side by side"},
    {"run", STEP_RUN, FIELD_MAY, read_part, 0, "starts one of two programs"},
    {"relay", STEP_RELAY, FIELD_MAY, read_match, 0,
     "passes a message from one program to the other"},
};

const struct field_table step_verbs = {"a step", verb_rows, FIELD_COUNT(verb_rows)};

/* --- modifiers ------------------------------------------------------------------ */

static int read_on(struct reader *r, const struct place *at, const json_t *value,
                   void *out)
{
    struct step *s = out;
    return read_connection(r, at, value, &s->on);
}

static int read_explain(struct reader *r, const struct place *at, const json_t *value,
                        void *out)
{
    struct step *s = out;
    return read_template(r, at, value, &s->explain);
}

static int read_hint(struct reader *r, const struct place *at, const json_t *value,
                     void *out)
{
    struct step *s = out;
    return read_template(r, at, value, &s->hint);
}

static int read_step_patience(struct reader *r, const struct place *at,
                              const json_t *value, void *out)
{
    struct step *s = out;
    return read_patience(r, at, value, &s->patience_ms);
}

static int read_save(struct reader *r, const struct place *at, const json_t *value,
                     void *out)
{
    struct step *s = out;
    if (read_text(r, at, value, &s->save) < 0)
        return -1;
    const char *fault = template_name_fault(s->save);
    return fault ? field_fail(r, at, "the name \"%s\" %s", s->save, fault) : 0;
}

static int read_from(struct reader *r, const struct place *at, const json_t *value,
                     void *out)
{
    struct step *s = out;
    if (s->kind == STEP_RELAY)
        return part_read(r, at, value, &s->from);
    return read_template(r, at, value, &s->from);
}

static int read_to(struct reader *r, const struct place *at, const json_t *value,
                   void *out)
{
    struct step *s = out;
    return part_read(r, at, value, &s->to);
}

static int read_pieces(struct reader *r, const struct place *at, const json_t *value,
                       void *out)
{
    struct step *s = out;
    return pieces_read(r, at, value, &s->pieces);
}

static int read_at_once(struct reader *r, const struct place *at, const json_t *value,
                        void *out)
{
    struct step *s = out;
    return read_bool(r, at, value, &s->at_once);
}

static int read_slow(struct reader *r, const struct place *at, const json_t *value,
                     void *out)
{
    struct step *s = out;
    return read_bool(r, at, value, &s->slow);
}

static int read_optional(struct reader *r, const struct place *at, const json_t *value,
                         void *out)
{
    struct step *s = out;
    return read_bool(r, at, value, &s->optional);
}

static int read_whole(struct reader *r, const struct place *at, const json_t *value,
                      void *out)
{
    struct step *s = out;
    return read_bool(r, at, value, &s->whole);
}

#define WITH(kind) (1u << (kind))
#define WITH_ANY (~0u)

/* id: the verbs that a modifier goes with. */
static const struct field modifier_rows[] = {
    {"on",
     WITH(STEP_SEND) | WITH(STEP_EXPECT) | WITH(STEP_SILENCE) | WITH(STEP_PRINTS)
         | WITH(STEP_STDERR) | WITH(STEP_EXITS) | WITH(STEP_TYPE) | WITH(STEP_TYPE_EOF)
         | WITH(STEP_SIGNAL) | WITH(STEP_CHECK),
     FIELD_MAY, read_on, 0,
     "which connection, or which of two programs; the last one named otherwise"},
    {"explain", (int)WITH_ANY, FIELD_MAY, read_explain, 0,
     "what the student should see there"},
    {"hint", (int)WITH_ANY, FIELD_MAY, read_hint, 0, "one sentence of help"},
    {"patience", (int)WITH_ANY, FIELD_MAY, read_step_patience, 0,
     "how long the program may sleep or compute here"},
    {"save", WITH(STEP_EXPECT) | WITH(STEP_RELAY), FIELD_MAY, read_save, 0,
     "keeps the message by this name"},
    {"from", WITH(STEP_CONNECT) | WITH(STEP_RELAY), FIELD_MAY, read_from, 0,
     "the address the grader connects from; the program whose message is relayed"},
    {"pieces", WITH(STEP_SEND), FIELD_MAY, read_pieces, 0,
     "\"bytes\", a number or a list of lengths, each delivered when the last was taken"},
    {"at_once",
     WITH(STEP_SEND) | WITH(STEP_HALF_CLOSE) | WITH(STEP_CLOSE) | WITH(STEP_RESET)
         | WITH(STEP_TYPE) | WITH(STEP_SIGNAL),
     FIELD_MAY, read_at_once, 0, "does not wait for the turn"},
    {"slow", WITH(STEP_ACCEPT) | WITH(STEP_CONNECT), FIELD_MAY, read_slow, 0,
     "the grader reads only when the program waits"},
    {"optional", WITH(STEP_EXPECT), FIELD_MAY, read_optional, 0,
     "nothing at all is right too"},
    {"whole", WITH(STEP_PRINTS) | WITH(STEP_STDERR), FIELD_MAY, read_whole, 0,
     "all that it prints until it ends, and nothing else"},
    {"to", WITH(STEP_RELAY), FIELD_MAY, read_to, 0, "where a relayed message goes"},
};

const struct field_table step_modifiers = {"a step", modifier_rows,
                                           FIELD_COUNT(modifier_rows)};

static int read_modifiers(struct reader *r, const struct place *at, const json_t *object,
                          const struct field *verb, struct step *s)
{
    for (size_t i = 0; i < step_modifiers.count; i++) {
        const struct field *row = &step_modifiers.rows[i];
        const json_t *value = json_object_get(object, row->key);
        struct place here = {.up = at, .key = row->key};
        if (!value)
            continue;
        if (!((unsigned)row->id & WITH(s->kind)))
            return field_fail(r, &here, "\"%s\" does not go with \"%s\"", row->key,
                              verb->key);
        if (row->read(r, &here, value, s) < 0)
            return -1;
    }
    return 0;
}

static int read_step(struct reader *r, const struct place *at, const json_t *object,
                     void *out)
{
    struct step *s = out;
    const struct field *verb;
    s->path = place_path(at);
    if (fields_pick(r, at, object, &step_verbs, &step_modifiers, &verb) < 0)
        return -1;
    struct place here = {.up = at, .key = verb->key};
    s->kind = (enum step_kind)verb->id;
    if (verb->read(r, &here, json_object_get(object, verb->key), s) < 0)
        return -1;
    return read_modifiers(r, at, object, verb, s);
}

/* All of one program. */
static void tell_part(struct step *steps, size_t count, enum student_role part)
{
    for (size_t i = 0; i < count; i++) {
        steps[i].part = part;
        for (size_t t = 0; t < steps[i].track_count; t++)
            tell_part(steps[i].tracks[t].steps, steps[i].tracks[t].count, part);
    }
}

int steps_read(struct reader *r, const struct place *at, const json_t *list,
               enum student_role student, struct test_case *c)
{
    if (fields_list(r, at, list, 1, MOST_STEPS, sizeof *c->steps, &c->steps,
                    &c->step_count, read_step)
        < 0)
        return -1;
    if (student == STUDENT_BOTH)
        return parts_check(r, c) < 0 ? -1 : stepcheck_patience(r, at, c);
    tell_part(c->steps, c->step_count, student);
    stepcheck_imply_connection(c, student);
    return stepcheck_case(r, at, c, student);
}
