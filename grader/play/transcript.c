/* SPDX-License-Identifier: MIT */
#include "play/transcript.h"

#include <stdio.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

#define KEEP_BYTES (256 * 1024)
#define KEEP_OF_EVENT (16 * 1024)
#define LONG_EVENT                                                                       \
    4096 /* so long a message is one event, in however many parts it comes */
/* Of more, the first ones and the last ones are kept. */
#define KEEP_EVENTS 2048
#define KEEP_FIRST 256
#define LEAVE_OUT 1024 /* at a time */

static const struct {
    const char *word, *actor;
} kinds[EVENT_KINDS] = {
    [EVENT_CONNECTED] = {"connect", "program"},
    [EVENT_WE_CONNECTED] = {"connect", "grader"},
    [EVENT_RECEIVED] = {"data", "program"},
    [EVENT_SENT] = {"data", "grader"},
    [EVENT_CLOSED] = {"close", "program"},
    [EVENT_RESET] = {"reset", "program"},
    [EVENT_HALF_CLOSED] = {"close", "grader"},
    [EVENT_WE_CLOSED] = {"close", "grader"},
    [EVENT_WE_RESET] = {"reset", "grader"},
    [EVENT_PRINTED] = {"print", "program"},
    [EVENT_STDERR] = {"stderr", "program"},
    [EVENT_ENDED] = {"exit", "program"},
    [EVENT_NOTE] = {"note", "grader"},
    [EVENT_TYPED] = {"type", "grader"},
    [EVENT_TYPED_END] = {"type-end", "grader"},
    [EVENT_SIGNAL] = {"signal", "grader"},
};

const char *event_word(enum event_kind kind)
{
    return kinds[kind].word;
}

const char *event_actor(enum event_kind kind)
{
    return kinds[kind].actor;
}

static int same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static int continues(const struct event *last, enum event_kind kind,
                     const char *connection)
{
    bool flows =
        kind == EVENT_PRINTED || kind == EVENT_STDERR
        || ((kind == EVENT_RECEIVED || kind == EVENT_SENT) && last->total >= LONG_EVENT);
    return last->kind == kind && flows && same_text(last->connection, connection);
}

static void extend(struct transcript *t, struct event *e, const void *data, size_t len)
{
    size_t keep = len;
    if (e->len + keep > KEEP_OF_EVENT)
        keep = KEEP_OF_EVENT - e->len;
    if (t->bytes + keep > KEEP_BYTES)
        keep = KEEP_BYTES - t->bytes;
    e->data = mem_grow(e->data, e->len + keep + 1);
    if (keep)
        memcpy(e->data + e->len, data, keep);
    e->len += keep;
    e->data[e->len] = '\0';
    e->total += len;
    t->bytes += keep;
}

static void event_close(struct transcript *t, struct event *e)
{
    t->bytes -= e->len;
    free(e->connection);
    free(e->data);
}

/* The middle goes; a note in its place says how much that was so far. */
static void leave_out(struct transcript *t)
{
    struct event *gap = &t->events[KEEP_FIRST];
    struct event note = {.time_ns = gap->time_ns, .kind = EVENT_NOTE};
    char text[64];
    t->left_out += LEAVE_OUT - (t->left_out > 0);
    for (size_t i = 0; i < LEAVE_OUT; i++)
        event_close(t, &gap[i]);
    t->count -= LEAVE_OUT - 1;
    memmove(gap + 1, gap + LEAVE_OUT, (t->count - KEEP_FIRST - 1) * sizeof *gap);
    int len = snprintf(text, sizeof text, "%zu more are left out here", t->left_out);
    extend(t, &note, text, (size_t)len);
    *gap = note;
}

void transcript_append(struct transcript *t, int64_t time_ns, enum event_kind kind,
                       const char *connection, const void *data, size_t len)
{
    if (t->count && continues(&t->events[t->count - 1], kind, connection)) {
        extend(t, &t->events[t->count - 1], data, len);
        return;
    }
    if (t->count == KEEP_EVENTS)
        leave_out(t);
    if (t->count == t->size) {
        t->size = t->size ? t->size * 2 : 32;
        t->events = mem_grow(t->events, t->size * sizeof *t->events);
    }
    struct event *e = &t->events[t->count++];
    *e = (struct event){
        .time_ns = time_ns, .kind = kind, .connection = mem_text(connection)};
    extend(t, e, data, len);
}

void transcript_close(struct transcript *t)
{
    for (size_t i = 0; i < t->count; i++)
        event_close(t, &t->events[i]);
    free(t->events);
    *t = (struct transcript){0};
}
