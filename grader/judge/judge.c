/* SPDX-License-Identifier: MIT */
#include "judge/judge.h"

#include <errno.h>

#include "judge/evidence.h"
#include "judge/excess.h"
#include "judge/hint.h"
#include "judge/mistake.h"
#include "judge/naming.h"
#include "judge/notes.h"
#include "judge/prose.h"
#include "judge/unfinished.h"

/* --- predicates that only the tables below need ------------------------------------------ */

static bool always(const struct attempt *a)
{
    (void)a;
    return true;
}

static bool refused_source(const struct attempt *a)
{
    return a->refusal.found;
}

static bool listens_itself(const struct attempt *a)
{
    return evidence_listens(a) != NULL || evidence_acted_as_server(a)
           || evidence_said(a, PHRASE_IN_USE)
           || (a->play.setup.port < 1024 && evidence_said(a, PHRASE_DENIED));
}

static bool listens_elsewhere(const struct attempt *a)
{
    return evidence_listens(a) != NULL || evidence_elsewhere(a, DEED_LISTEN) != NULL;
}

static bool binds_elsewhere(const struct attempt *a)
{
    return evidence_elsewhere(a, DEED_BIND) != NULL;
}

static bool dialled_elsewhere(const struct attempt *a)
{
    return evidence_dialled_other(a) != NULL
           || evidence_elsewhere(a, DEED_CONNECT) != NULL;
}

static bool used_other_protocol(const struct attempt *a)
{
    return (evidence_by_udp(a) ? evidence_tcp_port(a) : evidence_udp_port(a)) != 0;
}

static bool strayed(const struct attempt *a)
{
    return evidence_strayed(a) != NULL;
}

static bool dialled_nowhere_near(const struct attempt *a)
{
    return evidence_dialled_port(a) != NULL || evidence_connected_far(a) != NULL
           || evidence_said(a, PHRASE_UNREACHABLE) || evidence_said(a, PHRASE_NO_NAME)
           || evidence_said(a, PHRASE_NOT_AVAILABLE);
}

static bool dialled_at_all(const struct attempt *a)
{
    return a->play.dialled.count > 0 || deeds_next(&a->deeds, DEED_CONNECT, NULL) != NULL
           || evidence_said(a, PHRASE_REFUSED);
}

static bool bound_elsewhere(const struct attempt *a)
{
    return evidence_bind_failed(a, EADDRNOTAVAIL)
           || evidence_said(a, PHRASE_NOT_AVAILABLE) || evidence_said(a, PHRASE_NO_NAME);
}

/* accept(2): EINVAL, the socket is not listening for connections. */
static bool accepts_unlistened(const struct attempt *a)
{
    return evidence_said(a, PHRASE_INVALID) && !evidence_bind_failed(a, EINVAL);
}

/* Without the port that it asked for, listen() takes any. */
static const struct deed *unbound(const struct attempt *a)
{
    const struct deed *b = evidence_last(a, DEED_BIND);
    bool asked = b && b->port == a->play.setup.port;
    return asked && b->result == DEED_FAILED && listens_elsewhere(a) ? b : NULL;
}

static bool listens_unbound_here(const struct attempt *a)
{
    return unbound(a) && unbound(a)->error == EADDRNOTAVAIL;
}

static bool listens_unbound(const struct attempt *a)
{
    return unbound(a) != NULL;
}

static bool served_before(const struct attempt *a)
{
    return a->play.outcome.connections >= 1;
}

static bool crashed_after_serving(const struct attempt *a)
{
    return served_before(a) && evidence_crashed(a);
}

/* Who was spoken to before has been served. Side by side with others, one waits for them only
 * if the program does. */
static bool served_another(const struct attempt *a)
{
    const struct outcome *o = &a->play.outcome;
    const struct connection *c = a->play.current;
    if (evidence_side_by_side(a))
        return a->unaccepted || a->serves || (o->blind && c && !c->received);
    return o->connections >= 2 && (!c || !c->received);
}

/* Its listening socket went away with us in the queue: nothing was said either way. */
static bool never_accepted(const struct attempt *a)
{
    const struct outcome *o = &a->play.outcome;
    const struct connection *c = a->play.current;
    return a->play.setup.exercise->student == STUDENT_SERVER && o->ended
           && o->state == CONNECTION_RESET && c && c->sent == 0 && c->received == 0;
}

static bool never_accepted_next(const struct attempt *a)
{
    return a->play.outcome.connections >= 2 && never_accepted(a);
}

static bool was_reset(const struct attempt *a)
{
    return a->play.outcome.state == CONNECTION_RESET;
}

static bool had_closed(const struct attempt *a)
{
    return a->play.outcome.state == CONNECTION_ENDED;
}

/* Where something is typed, waiting for more is how a program stands that forgot the rest. */
static bool wants_untyped(const struct attempt *a)
{
    return evidence_wants_input(a)
           && !exercise_case_types(a->play.setup.test, a->play.setup.exercise->student);
}

/* It failed before it could be met: by what it did until then. */
static bool was_never_met(const struct attempt *a)
{
    return a->play.setup.exercise->student == STUDENT_CLIENT
           && !a->play.outcome.connected;
}

static bool served_instead(const struct attempt *a)
{
    return was_never_met(a) && listens_itself(a);
}

static bool dialled_instead(const struct attempt *a)
{
    return was_never_met(a) && dialled_elsewhere(a);
}

static bool udp_instead(const struct attempt *a)
{
    return was_never_met(a) && used_other_protocol(a);
}

static bool is_over(const struct attempt *a)
{
    return a->play.outcome.ended;
}

static bool ran_late(const struct attempt *a)
{
    return a->play.outcome.until == UNTIL_LATE && !evidence_silent(a);
}

static bool printed_early(const struct attempt *a)
{
    return a->play.outcome.printed_early;
}

static bool printed_other(const struct attempt *a)
{
    return a->play.outcome.printed_other;
}

/* It asks first, and has done nothing else. */
static bool asks_before_all(const struct attempt *a)
{
    return a->play.outcome.stuck == WAIT_STDIN && a->play.dialled.count == 0;
}

/* --- the rules: the first that holds decides ---------------------------------------------- */

struct rule {
    bool (*holds)(const struct attempt *a);
    enum code code;
};

#define LATE                                                                             \
    {evidence_sleeps, CODE_TOO_SLOW}, {evidence_spun, CODE_SPINNING},                    \
    {                                                                                    \
        ran_late, CODE_TOO_SLOW                                                          \
    }

static const struct rule no_connection[] = {
    {refused_source, CODE_BUILD_FAILED},
    {listens_itself, CODE_WRONG_ROLE},
    {dialled_elsewhere, CODE_WRONG_PORT},
    {used_other_protocol, CODE_WRONG_PROTOCOL},
    {evidence_refused_elsewhere, CODE_WRONG_PORT},
    {dialled_nowhere_near, CODE_WRONG_ADDRESS},
    {evidence_crashed, CODE_CRASHED},
    {wants_untyped, CODE_WANTS_INPUT},
    LATE,
    {always, CODE_NEVER_CONNECTED},
};

static const struct rule no_listener[] = {
    {refused_source, CODE_BUILD_FAILED},
    {listens_unbound_here, CODE_WRONG_ADDRESS},
    {listens_unbound, CODE_NEVER_LISTENED},
    {listens_elsewhere, CODE_WRONG_PORT},
    {crashed_after_serving, CODE_CRASHED},
    {served_before, CODE_ONE_CLIENT},
    {used_other_protocol, CODE_WRONG_PROTOCOL},
    {bound_elsewhere, CODE_WRONG_ADDRESS},
    {dialled_at_all, CODE_WRONG_ROLE},
    {accepts_unlistened, CODE_NEVER_LISTENED},
    {evidence_crashed, CODE_CRASHED},
    {binds_elsewhere, CODE_WRONG_PORT},
    {wants_untyped, CODE_WANTS_INPUT},
    LATE,
    {always, CODE_NEVER_LISTENED},
};

static const struct rule refused[] = {
    {evidence_crashed, CODE_CRASHED},
    {served_before, CODE_ONE_CLIENT},
    {is_over, CODE_EXITED_EARLY},
    {always, CODE_WRONG_ADDRESS},
};

static const struct rule missing[] = {
    {strayed, CODE_WRONG_PORT},
    {evidence_listened, CODE_BOTH_WAITING}, /* its time-out ended what nobody could end */
    {evidence_crashed, CODE_CRASHED},
    {never_accepted_next, CODE_ONE_CLIENT},
    {never_accepted, CODE_NEVER_LISTENED},
    {was_reset, CODE_RESET},
    {had_closed, CODE_CLOSED_EARLY},
    {is_over, CODE_EXITED_EARLY},
    {evidence_wants_input, CODE_WANTS_INPUT},
    LATE,
    {served_another, CODE_ONE_CLIENT},
    {always, CODE_BOTH_WAITING},
};

static const struct rule partial[] = {
    {evidence_listened, CODE_INCOMPLETE_MESSAGE}, /* as above */
    {evidence_crashed, CODE_CRASHED},
    {always, CODE_INCOMPLETE_MESSAGE},
};

static const struct rule closed[] = {
    {evidence_crashed, CODE_CRASHED},
    {was_reset, CODE_RESET},
    {always, CODE_CLOSED_EARLY},
};

static const struct rule not_printed[] = {
    {evidence_crashed, CODE_CRASHED},   {asks_before_all, CODE_WANTS_INPUT},
    {evidence_spun, CODE_SPINNING},     {printed_early, CODE_PRINTED_EARLY},
    {printed_other, CODE_WRONG_OUTPUT}, {always, CODE_NOT_PRINTED},
};

static const struct rule unread[] = {
    {evidence_wants_input, CODE_WANTS_INPUT},
    {always, CODE_BOTH_WAITING},
};

static const struct rule not_closed[] = {
    {evidence_crashed, CODE_CRASHED},
    {evidence_spun, CODE_SPINNING},
    {always, CODE_KEPT_OPEN},
};

static const struct rule not_reset[] = {
    {evidence_crashed, CODE_CRASHED},
    {had_closed, CODE_CLOSED_EARLY},
    {always, CODE_KEPT_OPEN},
};

static const struct rule deaf[] = {
    {refused_source, CODE_BUILD_FAILED},
    {served_instead, CODE_WRONG_ROLE},
    {dialled_instead, CODE_WRONG_PORT},
    {udp_instead, CODE_WRONG_PROTOCOL},
    {evidence_crashed, CODE_CRASHED},
    {is_over, CODE_EXITED_EARLY},
    LATE,
    {always, CODE_BOTH_WAITING},
};

static const struct rule wrong_exit[] = {
    {evidence_crashed, CODE_CRASHED},
    {always, CODE_EXITED_EARLY},
};

static const struct rule mismatch[] = {{always, CODE_WRONG_MESSAGE}};
static const struct rule extra[] = {{always, CODE_EXTRA_DATA}};
static const struct rule early[] = {{always, CODE_OUT_OF_TURN}};
static const struct rule over_limit[] = {{always, CODE_TOO_MUCH}};
static const struct rule nothing[] = {{always, CODE_PASS}};

/* Every list ends with a rule that always holds. */
static const struct rule *const rules[] = {
    [FAILURE_NONE] = nothing,
    [FAILURE_NO_CONNECTION] = no_connection,
    [FAILURE_NO_LISTENER] = no_listener,
    [FAILURE_REFUSED] = refused,
    [FAILURE_MISSING] = missing,
    [FAILURE_PARTIAL] = partial,
    [FAILURE_MISMATCH] = mismatch,
    [FAILURE_EXTRA] = extra,
    [FAILURE_OUT_OF_TURN] = early,
    [FAILURE_HASTY] = early,
    [FAILURE_CLOSED] = closed,
    [FAILURE_UNREAD] = unread,
    [FAILURE_NOT_CLOSED] = not_closed,
    [FAILURE_NOT_ENDED] = not_closed,
    [FAILURE_WRONG_EXIT] = wrong_exit,
    [FAILURE_NOT_PRINTED] = not_printed,
    [FAILURE_DEAF] = deaf,
    [FAILURE_NOT_RESET] = not_reset,
    [FAILURE_CHECK] = mismatch,
    [FAILURE_OVER_LIMIT] = over_limit,
};

static bool exceeded(const struct attempt *a)
{
    return excess_of(a) >= 0;
}

/* Whatever it was that failed: these are why. */
static const struct rule before_all[] = {
    {exceeded, CODE_TOO_MUCH},
    {excess_forbidden, CODE_FORBIDDEN},
};

static enum code decide(const struct attempt *a)
{
    const struct rule *rule = rules[a->play.outcome.failure];
    for (size_t i = 0; i < sizeof before_all / sizeof *before_all; i++)
        if (a->play.outcome.failure && before_all[i].holds(a))
            return before_all[i].code;
    while (!rule->holds(a))
        rule++;
    return rule->code;
}

static void source_line(const struct attempt *a, const struct submission *s,
                        struct verdict *v)
{
    /* Where a socket listens from birth, an accept() without listen() is no mistake. */
    bool born = s->language && s->language->managed && v->code == CODE_NEVER_LISTENED;
    v->line = born ? 0 : mistake_line(a, s, v->code);
    if (s->own_lines && v->line > s->own_lines)
        v->line = 0; /* of another cell, which the verdict's place is not in */
    if (v->line)
        return;
    if (v->code == CODE_BUILD_FAILED)
        v->line = a->refusal.line;
    else if (v->code != CODE_PASS && a->crash.found)
        v->line = a->crash.line;
    else if (code_row(v->code)->waits && a->waits.found)
        v->line = a->waits.line;
}

void judge_attempt(const struct attempt *a, const struct submission *s, struct verdict *v)
{
    v->code = decide(a);
    source_line(a, s, v);
    prose_message(a, s, v);
    prose_difference(a, v);
    hint_choose(a, s, a->play.setup.exercise, v);
    notes_add(a, s, v);
    if (a->play.setup.partner)
        naming_tell(v, a->play.setup.exercise->student);
}

bool judge_submission(const struct submission *s, const struct exercise *e,
                      struct verdict *v)
{
    if (s->problem[0]) {
        v->code = CODE_NO_PROGRAM;
        buf_puts(&v->message, s->problem);
    } else if (s->build_failed) {
        v->code = CODE_BUILD_FAILED;
        int before = unfinished_line(s, &s->build_error);
        v->line = before ? before : s->build_error.line;
        prose_build_failed(s->file, &s->build_error, v);
    } else {
        return false;
    }
    hint_choose(NULL, s, e, v);
    return true;
}
