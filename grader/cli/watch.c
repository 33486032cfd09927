/* SPDX-License-Identifier: MIT
 *
 * sockgrade watch: checks again whenever other bytes are saved. The loop waits for keys, for
 * what is saved and for the check that is on, which a save in the meantime ends.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/quote.h"
#include "base/width.h"
#include "cli/catalogue.h"
#include "cli/check.h"
#include "cli/keys.h"
#include "cli/options.h"
#include "cli/round.h"
#include "cli/saved.h"
#include "cli/say.h"

struct watcher {
    struct check_arguments arguments;
    struct round round;
    struct saved saved;
    const char *paths[CHECK_OPERANDS + 3];
    size_t path_count;
    char *next;     /* the exercise behind this one in its set; NULL: none */
    char *taken[2]; /* exercise and program that were gone on to */
    bool keys, hinted, shown;
    time_t known; /* when the verdict came */
    int status;
};

/* --- what is shown ------------------------------------------------------------------------- */

static size_t columns(void)
{
    struct winsize size;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : 80;
}

/* As much of the line as fits, without touching the last column. */
static void put_cut(struct buf *out, const struct buf *line)
{
    size_t room = columns() - 1, at = 0, wide = 0;
    while (at < line->len) {
        size_t one, bytes = width_next(line->data + at, line->len - at, &one);
        if (wide + one > room)
            break;
        wide += one;
        at += bytes;
    }
    buf_append(out, buf_text(line), at);
}

static void put_name(struct buf *out, const struct watcher *w)
{
    for (size_t i = 0; i < w->path_count; i++) {
        const char *slash = strrchr(w->paths[i], '/');
        const char *name = slash && slash[1] ? slash + 1 : w->paths[i];
        buf_puts(out, i ? ", " : "");
        quote_escape(out, name, strlen(name));
    }
}

static void put_time(struct buf *out, time_t when)
{
    char text[16];
    struct tm local;
    strftime(text, sizeof text, "%H:%M:%S", localtime_r(&when, &local));
    buf_puts(out, text);
}

static void put_keys(struct buf *out, const struct watcher *w)
{
    if (w->next)
        buf_printf(out, "n %s  ", w->next);
    if (w->round.code.len > 1)
        buf_puts(out, w->hinted ? "h verdict  " : "h hint  ");
    buf_puts(out, "r again  q quit  ");
}

/* The last line, which is written over. */
static void show_state(const struct watcher *w)
{
    struct buf line = {0}, out = {0};
    if (w->saved.gone)
        buf_puts(&line, "Waiting for what is gone to come back: ");
    else if (w->round.told_fd >= 0)
        buf_puts(&line, "Checking ");
    put_name(&line, w);
    buf_puts(&line, "  ");
    if (!w->saved.gone && w->round.told_fd < 0)
        put_time(&line, w->known);
    buf_puts(&line, "  ");
    put_keys(&line, w);
    buf_puts(&out, "\r\033[K");
    put_cut(&out, &line);
    say_result(&out);
    buf_close(&line);
    buf_close(&out);
}

/* Without a terminal, verdicts stand one below the other. */
static int show_text(struct watcher *w, const struct buf *text)
{
    struct buf out = {0};
    if (w->keys)
        buf_puts(&out, "\033[H\033[2J\033[3J");
    else if (w->shown)
        buf_puts(&out, "\n--- again ---\n\n");
    buf_append(&out, buf_text(text), text->len);
    if (w->keys)
        buf_putc(&out, '\n');
    w->shown = true;
    int status = say_result(&out);
    buf_close(&out);
    if (w->keys)
        show_state(w);
    return status;
}

static void show_hint(struct watcher *w)
{
    const struct buf nothing = {0};
    char name[] = "explain";
    char *argv[] = {name, w->round.code.data, NULL};
    show_text(w, &nothing);
    printf("\r\033[K");
    command_explain.run(2, argv);
    putchar('\n');
    show_state(w);
}

static void show(struct watcher *w)
{
    if (w->hinted && w->round.code.len > 1)
        show_hint(w);
    else if (show_text(w, &w->round.text))
        w->status = EXIT_UNJUDGED;
}

/* --- what is watched ----------------------------------------------------------------------- */

static void add_path(struct watcher *w, const char *path)
{
    if (path)
        w->paths[w->path_count++] = path;
}

/* Programs; and the exercise where it is a file, since whoever writes one saves that. */
static void find_paths(struct watcher *w)
{
    const struct check_arguments *a = &w->arguments;
    const char *exercise = a->operands[0];
    w->path_count = 0;
    if (check_is_whole(a)) {
        add_path(w, exercise);
        return;
    }
    for (size_t i = 1; a->operands[i]; i++)
        add_path(w, a->operands[i]);
    add_path(w, a->server);
    add_path(w, a->client);
    if (strchr(exercise, '/') || access(exercise, F_OK) == 0)
        add_path(w, exercise);
}

static void find_next(struct watcher *w)
{
    struct exercise *all = NULL;
    const struct exercise *now = NULL, *next = NULL;
    size_t count = 0;
    struct error err;
    free(w->next);
    w->next = NULL;
    if (check_is_whole(&w->arguments) || catalogue_load_all(&all, &count, &err) < 0)
        return;
    for (size_t i = 0; i < count && !now; i++)
        if (strcmp(all[i].id, w->arguments.operands[0]) == 0)
            now = &all[i];
    for (size_t i = 0; now && now->set && i < count; i++)
        if (all[i].set && strcmp(all[i].set, now->set) == 0
            && strcmp(all[i].id, now->id) > 0
            && (!next || strcmp(all[i].id, next->id) < 0))
            next = &all[i];
    w->next = next ? mem_text(next->id) : NULL;
    for (size_t i = 0; i < count; i++)
        exercise_close(&all[i]);
    free(all);
}

/* connect-2.py for connect-1.py, where that is there; else the same. On the heap. */
static char *next_program(const struct watcher *w)
{
    const char *old = w->arguments.operands[1], *id = w->arguments.operands[0];
    const char *slash = strrchr(old, '/'), *name = slash ? slash + 1 : old;
    size_t len = strlen(id);
    if (strncmp(name, id, len) != 0)
        return mem_text(old);
    char *other = mem_printf("%.*s%s%s", (int)(name - old), old, w->next, name + len);
    if (access(other, F_OK) == 0)
        return other;
    free(other);
    return mem_text(old);
}

static void start(struct watcher *w)
{
    struct error err;
    w->hinted = false;
    if (round_start(&w->round, &w->arguments, &err) < 0)
        w->status = say_error(&err);
    else if (w->keys)
        show_state(w);
}

static void watch_paths(struct watcher *w)
{
    saved_close(&w->saved);
    find_paths(w);
    saved_open(&w->saved, w->paths, w->path_count);
    start(w);
}

static void go_on(struct watcher *w)
{
    struct check_arguments *a = &w->arguments;
    char *program = a->operands[2] ? NULL : next_program(w);
    char *exercise = w->next;
    w->next = NULL;
    a->operands[0] = exercise;
    if (program)
        a->operands[1] = program;
    a->grade.only_case = NULL; /* the other exercise has others */
    free(w->taken[0]);
    w->taken[0] = exercise;
    if (program) {
        free(w->taken[1]);
        w->taken[1] = program;
    }
    watch_paths(w);
    find_next(w);
}

/* --- keys ---------------------------------------------------------------------------------- */

static bool take_again(struct watcher *w)
{
    start(w);
    return true;
}

static bool take_next(struct watcher *w)
{
    if (w->next)
        go_on(w);
    return true;
}

static bool take_hint(struct watcher *w)
{
    w->hinted = !w->hinted && w->round.code.len > 1;
    if (w->round.told_fd < 0)
        show(w);
    return true;
}

static bool take_quit(struct watcher *w)
{
    (void)w;
    return false;
}

static const struct key {
    char key;
    bool (*take)(struct watcher *w); /* false: it ends */
} keys[] = {
    {'r', take_again}, {'n', take_next}, {'h', take_hint},
    {'q', take_quit},  {4, take_quit}, /* end of file */
};
#define KEYS (sizeof keys / sizeof *keys)

static bool take_keys(struct watcher *w)
{
    int key;
    while ((key = keys_next()) > 0)
        for (size_t i = 0; i < KEYS; i++)
            if (keys[i].key == key && !keys[i].take(w))
                return false;
    return key == 0;
}

/* --- the loop ------------------------------------------------------------------------------ */

/* Waits for something to happen; false when nobody sees the verdicts any more. */
static bool wait_for_more(struct watcher *w)
{
    struct pollfd fds[] = {
        {.fd = w->round.told_fd, .events = POLLIN},
        {.fd = w->round.text_fd, .events = POLLIN},
        {.fd = w->saved.fd, .events = POLLIN},
        {.fd = w->keys ? STDIN_FILENO : -1, .events = POLLIN},
        {.fd = STDOUT_FILENO},
    };
    poll(fds, sizeof fds / sizeof *fds, w->saved.look_again_ms);
    return !(fds[4].revents & (POLLERR | POLLHUP | POLLNVAL));
}

/* The first check tells what is wrong with the command line: then there is nothing to watch. */
static bool take_result(struct watcher *w)
{
    bool first = !w->shown;
    if (!round_hear(&w->round))
        return true;
    if (first && !w->round.pid && w->round.status == EXIT_USAGE) {
        fwrite(buf_text(&w->round.text), 1, w->round.text.len, stderr);
        w->status = EXIT_USAGE;
        return false;
    }
    if (!w->round.text.len)
        buf_puts(&w->round.text, "sockgrade: the check was ended from outside\n");
    w->known = time(NULL);
    show(w);
    return true;
}

static void look(struct watcher *w)
{
    bool was_gone = w->saved.gone;
    if (saved_look(&w->saved))
        start(w);
    else if (w->keys && w->saved.gone != was_gone)
        show_state(w);
}

static void loop(struct watcher *w)
{
    for (bool on = true; on && !w->status;) {
        on = wait_for_more(w) && (!w->keys || take_keys(w)) && take_result(w);
        if (on)
            look(w);
        if (on && w->keys && keys_redraw() && w->round.told_fd < 0)
            show(w);
    }
}

static int run(int argc, char **argv)
{
    struct watcher w = {.round = ROUND_NONE, .saved = {.fd = -1}};
    struct grade *g = &w.arguments.grade;
    int status;
    if (!check_read(&w.arguments, &command_watch, argc, argv, &status))
        return status;
    if (!w.arguments.operands[0])
        return options_too_few(&command_watch, 2);
    g->in_color = say_in_colour();
    g->no_ci = true;
    w.keys = keys_open();
    watch_paths(&w);
    find_next(&w);
    loop(&w);
    round_close(&w.round);
    saved_close(&w.saved);
    keys_close();
    if (w.keys && w.shown)
        putchar('\n');
    free(w.next);
    free(w.taken[0]);
    free(w.taken[1]);
    return w.status;
}

const struct command command_watch = {
    .name = "watch",
    .arguments = "EXERCISE PROGRAM [OPTION ...]",
    .summary = "checks again whenever you save",
    .help = "What is checked is said as to \"sockgrade check\", also a notebook or a "
            "folder,\n"
            "with the same options. A save during a check ends it, and a new one begins; "
            "the\n"
            "same bytes saved again begin none.\n"
            "\n"
            "Keys, in a terminal:\n"
            "  r    checks again, with other random values\n"
            "  n    goes on to the next exercise of the set: to connect-2.py, if that is "
            "there\n"
            "       and it was connect-1.py, else with the same program\n"
            "  h    tells what the first verdict means, and what mends it; h again: the "
            "verdict\n"
            "  q    ends it\n"
            "\n"
            "Exit status: 0 ended by q, 2 usage or exercise error at the start, 3 the "
            "verdict\n"
            "can't be shown any more.\n",
    .run = run,
};
