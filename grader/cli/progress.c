/* SPDX-License-Identifier: MIT */
#include "cli/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"

#define REDRAW_NS (100 * NS_PER_MS)
#define LINE_NS (60 * NS_PER_S)
#define TENTHS 10
#define BAR_MOST 30
#define BAR_LEAST 10
#define COLUMNS 80

void progress_begin(struct progress *p)
{
    const char *term = getenv("TERM");
    *p = (struct progress){.terminal = isatty(STDERR_FILENO)
                                       && !(term && strcmp(term, "dumb") == 0)};
}

static size_t columns(void)
{
    struct winsize size = {0};
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) || size.ws_col == 0)
        return COLUMNS;
    return size.ws_col;
}

/* "5 s", "12 min", "3 h 20 min" */
static void put_time(struct buf *out, double seconds)
{
    long long s = (long long)(seconds + 0.999);
    if (s < 100)
        buf_printf(out, "%lld s", s);
    else if (s < 100 * 60)
        buf_printf(out, "%lld min", (s + 59) / 60);
    else
        buf_printf(out, "%lld h %lld min", s / 3600, s % 3600 / 60);
}

/* How quick it is and how long it will take, once that can be told. */
static void put_rate(struct buf *out, const struct course_progress *now)
{
    double seconds = (double)(clock_now_ns() - now->began_ns) / (double)NS_PER_S;
    if (!now->done || seconds < 0.5)
        return;
    double rate = (double)now->done / seconds;
    buf_printf(out, ", %.*f/s", rate < 10 ? 1 : 0, rate);
    if (now->done == now->total)
        return;
    buf_puts(out, ", ");
    put_time(out, (double)(now->total - now->done) / rate);
    buf_puts(out, " left");
}

static void put_state(struct buf *out, const struct course_progress *now)
{
    buf_printf(out, "%zu of %zu graded", now->done, now->total);
    put_rate(out, now);
    if (now->unjudged)
        buf_printf(out, ", %zu not judged", now->unjudged);
}

/* A column is left free: some terminals go to the next line after the last one. */
static void draw(struct progress *p, size_t done, size_t total, const struct buf *state)
{
    struct buf line = {0};
    size_t room = columns() - 1, width = 0;
    if (room >= state->len + 3 + BAR_LEAST)
        width = room - state->len - 3;
    if (width > BAR_MOST)
        width = BAR_MOST;
    size_t full = total ? width * done / total : 0;
    buf_putc(&line, '\r');
    if (width) {
        buf_putc(&line, '[');
        for (size_t i = 0; i < width; i++)
            buf_putc(&line, i < full ? '#' : '.');
        buf_puts(&line, "] ");
    }
    buf_append(&line, state->data, state->len < room ? state->len : room);
    buf_puts(&line, "\033[K");
    fwrite(line.data, 1, line.len, stderr);
    fflush(stderr);
    buf_close(&line);
    p->drawn = true;
}

/* Whether it is time: on a terminal, often; elsewhere at each tenth, or each minute. */
static bool is_due(struct progress *p, const struct course_progress *now)
{
    int64_t at_ns = clock_now_ns();
    size_t tenths = now->total ? now->done * TENTHS / now->total : TENTHS;
    bool last = now->done == now->total;
    if (p->terminal ? at_ns < p->next_ns && !last
                    : at_ns < p->next_ns && tenths == p->tenths)
        return false;
    p->next_ns = at_ns + (p->terminal ? REDRAW_NS : LINE_NS);
    p->tenths = tenths;
    return true;
}

void progress_reading(struct progress *p, size_t done, size_t total)
{
    int64_t at_ns = clock_now_ns();
    struct buf state = {0};
    if (!p->terminal || at_ns < p->next_ns)
        return;
    p->next_ns = at_ns + REDRAW_NS;
    buf_printf(&state, "reading what was handed in: %zu of %zu students", done, total);
    draw(p, done, total, &state);
    buf_close(&state);
}

void progress_tell(void *ctx, const struct course_progress *now)
{
    struct progress *p = ctx;
    struct buf state = {0};
    if (!now->total || !is_due(p, now))
        return;
    put_state(&state, now);
    if (p->terminal)
        draw(p, now->done, now->total, &state);
    else
        fprintf(stderr, "sockgrade: %s\n", buf_text(&state));
    buf_close(&state);
}

void progress_end(struct progress *p)
{
    if (p->drawn)
        fputs("\r\033[K", stderr);
    fflush(stderr);
    *p = (struct progress){0};
}
