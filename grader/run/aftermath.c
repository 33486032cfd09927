/* SPDX-License-Identifier: MIT */
#include "run/aftermath.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "play/datagrams.h"
#include "run/keyboard.h"

/* Of our own sockets those by UDP are not told apart by who holds them. */
static bool is_ours(const struct attempt *a, const struct sockdiag_entry *e)
{
    const struct play *p = &a->play;
    if (e->local_port == 53
        || (datagrams_used(p) && openports_has(&p->open, e->local_port))
        || (datagrams_used(p) && p->setup.exercise->student == STUDENT_CLIENT
            && e->local_port == p->setup.port))
        return true;
    for (size_t i = 0; i < p->connection_count; i++)
        if (p->connections[i]->datagrams && p->connections[i]->own_port == e->local_port)
            return true;
    return false;
}

static void keep_sockets(struct attempt *a, const struct attempt_order *o)
{
    if (!stage_isolates(o->stage))
        return; /* on a shared network they may be anybody's */
    struct sockdiag *d = &a->play.diag;
    int n = !sockdiag_count(d, IPPROTO_TCP)
                ? 0
                : sockdiag_dump(d, IPPROTO_TCP, UINT32_C(1) << SOCKDIAG_LISTEN,
                                a->sockets, ATTEMPT_SOCKETS, NULL);
    for (int i = 0; i < n; i++)
        if (datagrams_used(&a->play)
            || ((o->exercise->student != STUDENT_CLIENT
                 || a->sockets[i].local_port != a->play.setup.port)
                && !openports_has(&a->play.open, a->sockets[i].local_port)))
            a->sockets[a->socket_count++] = a->sockets[i];
    const size_t tcp = a->socket_count;
    n = !sockdiag_count(d, IPPROTO_UDP)
            ? 0
            : sockdiag_dump(d, IPPROTO_UDP, UINT32_MAX, a->sockets + a->socket_count,
                            ATTEMPT_SOCKETS - a->socket_count, NULL);
    for (int i = 0; i < n; i++) {
        const struct sockdiag_entry *e = &a->sockets[tcp + (size_t)i];
        if (is_ours(a, e))
            continue;
        a->sockets[a->socket_count] = *e;
        a->socket_udp[a->socket_count++] = true;
    }
}

static uint64_t socket_behind(int pid, int fd)
{
    char path[64], link[64] = "";
    unsigned long long inode = 0;
    snprintf(path, sizeof path, "/proc/%d/fd/%d", pid, fd);
    if (fd >= 0 && readlink(path, link, sizeof link - 1) > 0)
        sscanf(link, "socket:[%llu]", &inode);
    return inode;
}

static bool is_heard(const struct attempt *a, const struct connection *c)
{
    const struct look *l = &a->play.outcome.look;
    struct sockdiag_entry other;
    if (c->fd < 0 || c->datagrams
        || sockdiag_other_end((struct sockdiag *)&a->play.diag, c->fd, &other, NULL) != 1)
        return false;
    for (size_t i = 0; i < l->wait_count; i++)
        if (other.inode && a->wait_sockets[i] == other.inode)
            return true;
    return false;
}

/* The connection that a thread of the program waits to hear from, though it is another one
 * that was spoken to. */
static const struct connection *heard_instead(const struct attempt *a)
{
    const struct play *p = &a->play;
    if (p->current && is_heard(a, p->current))
        return NULL;
    for (size_t i = 0; i < p->connection_count; i++)
        if (p->connections[i] != p->current && is_heard(a, p->connections[i]))
            return p->connections[i];
    return NULL;
}

/* A socket in nobody's hands is one that waits to be accepted. */
static void keep_waits(struct attempt *a, const struct attempt_order *o)
{
    const struct look *l = &a->play.outcome.look;
    const struct connection *c = a->play.current;
    struct sockdiag_entry other;
    for (size_t i = 0; i < l->wait_count; i++)
        a->wait_sockets[i] = socket_behind(l->waits[i].pid, l->waits[i].fd);
    a->serves = heard_instead(a);
    a->unaccepted = o->exercise->student == STUDENT_SERVER && c && c->fd >= 0
                    && sockdiag_other_end(&a->play.diag, c->fd, &other, NULL) == 1
                    && other.inode == 0 && stage_isolates(o->stage);
}

/* What the kernel itself limits leaves no other trace than what is used up. */
static void keep_scarcity(struct attempt *a, struct probe *probe)
{
    a->disk_used_up = stage_is_full(a->stage);
    a->files_used_up = probe_files_used_up(probe);
}

int aftermath_limit(enum cgroup_excess excess)
{
    return excess == CGROUP_MEMORY      ? (int)LIMIT_MEMORY
           : excess == CGROUP_PROCESSES ? (int)LIMIT_PROCESSES
                                        : -1;
}

/* Between the last look at what it uses and its failure it may have used up all. */
static void look_once_more(struct attempt *a, const struct attempt_order *o,
                           struct probe *probe)
{
    struct outcome *out = &a->play.outcome;
    enum cgroup_excess excess = o->cgroup ? cgroup_exceeded(o->cgroup) : CGROUP_WITHIN;
    int limit = aftermath_limit(excess) >= 0 ? aftermath_limit(excess)
                                             : probe_exceeded_now(probe);
    if (limit >= 0 && !out->over) {
        out->over = true;
        out->over_limit = (enum limit_kind)limit;
    }
    a->starved = excess == CGROUP_STARVED;
    probe_usage(probe, &a->usage);
}

/* A signal that came over our asking it to end says nothing of why it failed. */
static void read_fault(struct attempt *a, const struct attempt_order *o)
{
    const struct outcome *out = &a->play.outcome;
    const struct language *l = o->submission->language;
    pid_t roots[2];
    int counts[2];
    struct buf said = {0};
    struct trace words = {0};
    int signal = out->ended ? out->exit_signal : 0;
    if (!out->failure || out->asked_to_end || !stage_roots(a->stage, roots, counts))
        return;
    locate_fault(&a->notice.fatals, roots[0], signal, o->submission->file, &a->fault);
    capture_range(&a->play.err, 0, UINT64_MAX, &said);
    if (l->aborted && (a->fault.signal == SIGABRT || signal == SIGABRT))
        l->aborted(buf_text(&said), said.len, o->submission->file, &words);
    buf_close(&said);
    if (!a->fault.signal && !words.found)
        return;
    a->crash = words;
    a->crash.found = true;
    a->crash.behind = a->fault.elsewhere;
    if (a->fault.place.line)
        a->crash.line = a->fault.place.line;
}

/* How much it had written when its failure was decided. */
struct written {
    uint64_t out, err;
};

/* What it writes when it is asked where it waits is no output of the program's. */
static void read_waits(struct attempt *a, const struct attempt_order *o,
                       const struct written *before)
{
    const struct language *l = o->submission->language;
    struct buf said = {0};
    capture_range(&a->play.err, before->err, UINT64_MAX, &said);
    if (l->end_signal) {
        capture_range(&a->play.out, before->out, UINT64_MAX, &said);
        capture_cut(&a->play.out, before->out);
    }
    if (l->waits && (!l->alone || a->play.outcome.look.wait_count <= 1))
        l->waits(buf_text(&said), said.len, o->submission->file, &a->waits);
    buf_close(&said);
}

static void read_traces(struct attempt *a, const struct attempt_order *o,
                        const struct written *before)
{
    const struct language *l = o->submission->language;
    struct buf said = {0};
    capture_range(&a->play.err, 0, before->err, &said);
    if (l->crash)
        l->crash(buf_text(&said), said.len, o->submission->file, &a->crash);
    if (l->refusal)
        l->refusal(buf_text(&said), said.len, o->submission->file, &a->refusal);
    buf_close(&said);
    read_waits(a, o, before);
    if (l->traced)
        read_fault(a, o);
}

/* Who goes on after telling where it waits is ended then: it takes its signals in order. Who
 * is told to end before it has begun to tell may end without a word. */
static void ask_where(struct play *p, const struct language *l)
{
    if (l->end_signal)
        play_ask_word(p, l->where_signal);
    play_ask(p, l->end_signal ? l->end_signal : l->where_signal);
}

/* Facts that are gone with the program are taken before it is asked where it waits. */
void aftermath_keep(struct attempt *a, const struct attempt_order *o, struct probe *probe,
                    int *keyboard)
{
    struct play *p = &a->play;
    if (p->outcome.failure) {
        keep_sockets(a, o);
        keep_waits(a, o);
        keep_scarcity(a, probe);
        look_once_more(a, o, probe);
        dialled_read(&p->dialled);
    }
    if (p->outcome.over)
        stage_stop(a->stage);
    const struct written before = {p->out.total, p->err.total};
    const struct outcome known = p->outcome; /* that it ends now is our doing */
    bool typist = known.blind && known.failure && keyboard_awaited(p, keyboard);
    if (known.failure && !known.over && o->submission->language->where_signal
        && !known.asked_to_end)
        ask_where(p, o->submission->language);
    p->outcome = known;
    if (typist)
        keyboard_note(&p->outcome.look);
    read_traces(a, o, &before);
    if (known.failure && !known.over && !known.ended && o->submission->language->traced)
        locate_wait(&p->outcome.look, o->submission->file, &a->waits);
}
