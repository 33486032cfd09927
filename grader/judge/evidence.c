/* SPDX-License-Identifier: MIT */
#include "judge/evidence.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

#include "base/bytes.h"
#include "base/clock.h"

bool evidence_crashed(const struct attempt *a)
{
    const struct outcome *o = &a->play.outcome;
    if (o->input_ended)
        return false; /* that was our doing */
    if (a->crash.found && a->crash.behind && o->failure)
        return true;
    if (a->crash.found && o->ended && o->exit_code != 0)
        return !o->asked_to_end || strncmp(a->crash.text, "KeyboardInterrupt", 17) != 0;
    return o->ended && !o->asked_to_end && o->exit_signal != 0;
}

static int wanted_port(const struct attempt *a)
{
    return a->play.setup.port;
}

bool evidence_by_udp(const struct attempt *a)
{
    return a->play.setup.exercise->protocol == PROTOCOL_UDP;
}

/* A UDP port that the grader has. */
static bool is_our_port(const struct attempt *a, int port)
{
    const struct play *p = &a->play;
    bool ours = p->setup.exercise->student == STUDENT_CLIENT && port == wanted_port(a);
    for (size_t i = 0; i < p->connection_count; i++)
        ours |= p->connections[i]->datagrams && p->connections[i]->own_port == port;
    return ours && evidence_by_udp(a);
}

bool evidence_sent_it(const struct attempt *a, const struct dialled_entry *d)
{
    return !d->udp || !is_our_port(a, d->from_port);
}

static const struct dialled_entry *dialled(const struct attempt *a, bool right_port)
{
    const struct dialled *d = &a->play.dialled;
    for (size_t i = 0; i < d->count; i++)
        if (d->entries[i].udp == evidence_by_udp(a) && evidence_sent_it(a, &d->entries[i])
            && (d->entries[i].port == wanted_port(a)) == right_port)
            return &d->entries[i];
    return NULL;
}

const struct dialled_entry *evidence_strayed(const struct attempt *a)
{
    const struct dialled *d = &a->play.dialled;
    bool server = a->play.setup.exercise->student == STUDENT_SERVER;
    for (size_t i = 0; evidence_by_udp(a) && i < d->count; i++) {
        const struct dialled_entry *e = &d->entries[i];
        bool here = server ? is_our_port(a, e->port) && e->from_port == wanted_port(a)
                           : e->port == wanted_port(a);
        if (e->udp && evidence_sent_it(a, e) && !here)
            return e;
    }
    return NULL;
}

const struct dialled_entry *evidence_dialled_port(const struct attempt *a)
{
    return dialled(a, true);
}

const struct dialled_entry *evidence_dialled_other(const struct attempt *a)
{
    return dialled(a, false);
}

/* The system gave it that port when it sent, or it would not be sending first. */
static bool sends_from(const struct attempt *a, int port)
{
    const struct dialled *d = &a->play.dialled;
    for (size_t i = 0; i < d->count; i++)
        if (d->entries[i].udp && d->entries[i].from_port == port)
            return true;
    return false;
}

const struct sockdiag_entry *evidence_listens(const struct attempt *a)
{
    bool udp = evidence_by_udp(a);
    if (udp && a->play.setup.exercise->student == STUDENT_CLIENT)
        return NULL; /* a client's socket has a port, too */
    for (size_t i = 0; i < a->socket_count; i++)
        if (a->socket_udp[i] == udp && !(udp && sends_from(a, a->sockets[i].local_port)))
            return &a->sockets[i];
    return NULL;
}

const struct deed *evidence_last(const struct attempt *a, enum deed_call call)
{
    const struct deed *last = NULL;
    for (const struct deed *d = NULL; (d = deeds_next(&a->deeds, call, d));)
        if (call != DEED_BIND || d->port)
            last = d;
    return last;
}

const struct deed *evidence_elsewhere(const struct attempt *a, enum deed_call call)
{
    const struct deed *other = NULL;
    for (const struct deed *d = NULL; (d = deeds_next(&a->deeds, call, d));) {
        if (d->port == wanted_port(a))
            return NULL;
        if (!other && d->port && (call != DEED_LISTEN || d->result == DEED_WORKED))
            other = d;
    }
    return other;
}

const struct deed *evidence_connected_far(const struct attempt *a)
{
    for (const struct deed *d = NULL; (d = deeds_next(&a->deeds, DEED_CONNECT, d));)
        if (d->port == wanted_port(a) && !d->no_family && !deeds_is_loopback(d->address))
            return d;
    return NULL;
}

bool evidence_bind_failed(const struct attempt *a, int error)
{
    const struct deed *d = evidence_last(a, DEED_BIND);
    return d && d->result == DEED_FAILED && d->error == error;
}

bool evidence_acted_as_server(const struct attempt *a)
{
    const struct deed *l = deeds_next(&a->deeds, DEED_LISTEN, NULL);
    const struct deed *b = evidence_last(a, DEED_BIND);
    return (l && l->result == DEED_WORKED)
           || (b && b->port == wanted_port(a) && evidence_bind_failed(a, EADDRINUSE));
}

int evidence_tcp_port(const struct attempt *a)
{
    const struct dialled *d = &a->play.dialled;
    for (size_t i = 0; i < d->count; i++)
        if (!d->entries[i].udp)
            return d->entries[i].port;
    for (size_t i = 0; i < a->socket_count; i++)
        if (!a->socket_udp[i])
            return a->sockets[i].local_port;
    for (size_t i = 0; i < a->deeds.count; i++)
        if (!a->deeds.list[i].udp && a->deeds.list[i].port)
            return a->deeds.list[i].port;
    return 0;
}

static int udp_bound(const struct attempt *a)
{
    for (size_t i = 0; i < a->deeds.count; i++)
        if (a->deeds.list[i].udp && a->deeds.list[i].port)
            return a->deeds.list[i].port;
    return 0;
}

int evidence_udp_port(const struct attempt *a)
{
    const struct dialled *d = &a->play.dialled;
    int port = 0;
    for (size_t i = 0; i < d->count; i++)
        if (d->entries[i].udp && d->entries[i].port != 53
            && (!port || d->entries[i].port == wanted_port(a)))
            port = d->entries[i].port;
    for (size_t i = 0; i < a->socket_count && !port; i++)
        if (a->socket_udp[i])
            port = a->sockets[i].peer_port ? a->sockets[i].peer_port
                                           : a->sockets[i].local_port;
    return port ? port : udp_bound(a);
}

/* The texts of errno(3) in the C library's words, as perror and Python print them. */
static const char *const phrases[][4] = {
    [PHRASE_IN_USE] = {"Address already in use", "EADDRINUSE"},
    [PHRASE_REFUSED] = {"Connection refused", "ConnectionRefusedError", "ECONNREFUSED"},
    [PHRASE_NOT_AVAILABLE] = {"Cannot assign requested address",
                              "Can't assign requested address", "EADDRNOTAVAIL"},
    [PHRASE_UNREACHABLE] = {"Network is unreachable", "No route to host", "ENETUNREACH"},
    [PHRASE_NO_NAME] = {"Name or service not known",
                        "Temporary failure in name resolution",
                        "nodename nor servname provided", "socket.gaierror"},
    [PHRASE_INVALID] = {"[Errno 22] Invalid argument", ": Invalid argument", "EINVAL"},
    [PHRASE_DENIED] = {"Permission denied", "PermissionError", "EACCES"},
    [PHRASE_FILE_TOO_LARGE] = {"File too large", "EFBIG"},
    [PHRASE_NO_MEMORY] = {"MemoryError", "Cannot allocate memory", "std::bad_alloc",
                          "OutOfMemoryError"},
    [PHRASE_NO_SPACE] = {"No space left on device", "ENOSPC"},
    [PHRASE_MANY_FILES] = {"Too many open files", "EMFILE"},
    [PHRASE_NO_THREAD] = {"can't start new thread", "unable to create native thread"},
    [PHRASE_TRY_AGAIN] = {"Resource temporarily unavailable", "EAGAIN"},
    [PHRASE_FORK] = {"fork", "pthread_create", "clone"},
    [PHRASE_NOT_PERMITTED] = {"Operation not permitted", "EPERM"},
};

bool evidence_said(const struct attempt *a, enum errno_phrase phrase)
{
    struct buf said = {0};
    bool found = false;
    capture_range(&a->play.err, 0, UINT64_MAX, &said);
    capture_range(&a->play.out, 0, UINT64_MAX, &said);
    for (size_t i = 0; i < 4 && phrases[phrase][i] && !found; i++)
        found = said.len
                && bytes_find(said.data, said.len, phrases[phrase][i],
                              strlen(phrases[phrase][i]));
    buf_close(&said);
    return found;
}

static bool waits_for(const struct look *l, enum wait_kind kind)
{
    for (size_t i = 0; i < l->wait_count; i++)
        if (l->waits[i].kind == kind)
            return true;
    return false;
}

bool evidence_wants_input(const struct attempt *a)
{
    const struct look *l = &a->play.outcome.look;
    return !a->play.outcome.ended && waits_for(l, WAIT_STDIN)
           && !waits_for(l, WAIT_SOCKET_READ) && !waits_for(l, WAIT_ACCEPT);
}

bool evidence_sleeps(const struct attempt *a)
{
    const struct outcome *o = &a->play.outcome;
    return !o->ended && o->until == UNTIL_SETTLED && waits_for(&o->look, WAIT_SLEEP)
           && !waits_for(&o->look, WAIT_SOCKET_READ);
}

bool evidence_listened(const struct attempt *a)
{
    const struct outcome *o = &a->play.outcome;
    return o->waited_ns >= 100 * NS_PER_MS && o->listened_ns > o->waited_ns / 2;
}

bool evidence_spun(const struct attempt *a)
{
    const struct outcome *o = &a->play.outcome;
    return o->until == UNTIL_LATE
           && (o->blind ? o->computes : o->running_ns > o->waited_ns / 2);
}

bool evidence_silent(const struct attempt *a)
{
    const struct outcome *o = &a->play.outcome;
    return o->blind && o->until == UNTIL_LATE && !evidence_spun(a);
}

bool evidence_refused_elsewhere(const struct attempt *a)
{
    return a->play.outcome.blind && a->play.setup.exercise->student == STUDENT_CLIENT
           && evidence_said(a, PHRASE_REFUSED);
}

const char *evidence_waits_in(const struct attempt *a)
{
    const struct look *l = &a->play.outcome.look;
    if (a->play.outcome.ended || l->wait_count == 0
        || (l->activity != ACTIVITY_WAITING && l->activity != ACTIVITY_LISTENING))
        return NULL;
    /* Of a managed runtime's threads most wait for each other. */
    const struct wait_fact *w = l->waits;
    while (a->managed && w->kind == WAIT_LOCK && w < l->waits + l->wait_count - 1)
        w++;
    return w->kind == WAIT_OTHER ? NULL : wait_kind_name(w->kind);
}

bool evidence_side_by_side(const struct attempt *a)
{
    const struct track *t = a->play.track;
    return t && t->serial && a->play.outcome.connections >= 2;
}

const char *evidence_wait_word(const char *waits_in)
{
    return strchr(waits_in, '(') ? "in " : "for ";
}
