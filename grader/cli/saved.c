/* SPDX-License-Identifier: MIT */
#include "cli/saved.h"

#include <dirent.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/notify.h"

#define LOOK_MS 500  /* where saves are not told of */
#define SETTLE_MS 10 /* a file may be empty for a moment before its bytes come */
#define DEPTH_MOST 8
#define FILES_MOST 4096
#define SIZE_MOST (64 << 20) /* what is larger is told by its size and time */

/* What editors and interpreters put beside what is edited. */
static const char *const left_out[] = {".*", "#*#", "*~", "*.sw?", "4913", "__pycache__"};
#define LEFT_OUT (sizeof left_out / sizeof *left_out)

struct walk {
    struct digest digest;
    int notify;
    bool bytes; /* else sizes and times */
    size_t files;
};

static int is_kept(const struct dirent *e)
{
    for (size_t i = 0; i < LEFT_OUT; i++)
        if (fnmatch(left_out[i], e->d_name, 0) == 0)
            return 0;
    return 1;
}

static void add_looks(struct walk *w, const struct stat *st)
{
    const int64_t facts[] = {st->st_size,         st->st_mtim.tv_sec,
                             st->st_mtim.tv_nsec, st->st_ctim.tv_sec,
                             st->st_ctim.tv_nsec, (int64_t)st->st_ino};
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        digest_number(&w->digest, facts[i]);
}

static void add_file(struct walk *w, const char *path, const struct stat *st)
{
    unsigned char content[DIGEST_SIZE];
    struct error err;
    if (!w->bytes || !S_ISREG(st->st_mode) || st->st_size > SIZE_MOST)
        add_looks(w, st);
    else if (digest_file(path, content, &err) == 0)
        digest_field(&w->digest, content, sizeof content);
}

static void add(struct walk *w, const char *path, int depth);

static void add_folder(struct walk *w, const char *path, int depth)
{
    struct dirent **entries;
    notify_of(w->notify, path);
    int count = depth < DEPTH_MOST ? scandir(path, &entries, is_kept, alphasort) : -1;
    for (int i = 0; i < count; i++) {
        char *inside = mem_printf("%s/%s", path, entries[i]->d_name);
        add(w, inside, depth + 1);
        free(inside);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}

static void add(struct walk *w, const char *path, int depth)
{
    struct stat st;
    if (w->files++ >= FILES_MOST || stat(path, &st) < 0)
        return;
    digest_text(&w->digest, path);
    if (S_ISDIR(st.st_mode))
        add_folder(w, path, depth);
    else
        add_file(w, path, &st);
}

/* A file is seen through its folder: another may take its place. */
static void notify_of_parent(int notify, const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash ? mem_copy(path, (size_t)(slash - path) + 1) : mem_text(".");
    notify_of(notify, folder);
    free(folder);
}

static void digest_all(const struct saved *s, bool bytes, unsigned char out[DIGEST_SIZE])
{
    struct walk w = {.notify = s->fd, .bytes = bytes};
    digest_begin(&w.digest);
    for (size_t i = 0; i < s->count; i++)
        add(&w, s->paths[i], 0);
    digest_end(&w.digest, out);
}

static bool one_is_gone(const struct saved *s)
{
    for (size_t i = 0; i < s->count; i++)
        if (access(s->paths[i], F_OK) < 0)
            return true;
    return false;
}

void saved_open(struct saved *s, const char *const *paths, size_t count)
{
    *s = (struct saved){
        .paths = paths, .count = count, .fd = notify_open(), .look_again_ms = LOOK_MS};
    for (size_t i = 0; i < count; i++)
        notify_of_parent(s->fd, paths[i]);
    digest_all(s, false, s->looks);
    digest_all(s, true, s->content);
}

/* Whether it looks as it did SETTLE_MS ago. */
static bool is_settled(struct saved *s, const unsigned char looks[DIGEST_SIZE])
{
    int64_t now_ns = clock_now_ns();
    if (memcmp(looks, s->seen, DIGEST_SIZE) == 0)
        return now_ns - s->seen_ns >= SETTLE_MS * NS_PER_MS;
    memcpy(s->seen, looks, DIGEST_SIZE);
    s->seen_ns = now_ns;
    return false;
}

bool saved_look(struct saved *s)
{
    unsigned char looks[DIGEST_SIZE], content[DIGEST_SIZE];
    notify_clear(s->fd); /* before the look: what comes later is worth another one */
    s->gone = one_is_gone(s);
    digest_all(s, false, looks);
    bool other = !s->gone && memcmp(looks, s->looks, sizeof looks) != 0;
    bool settled = is_settled(s, looks);
    s->look_again_ms = other && !settled ? SETTLE_MS : LOOK_MS;
    if (!other || !settled)
        return false;
    memcpy(s->looks, looks, sizeof looks);
    digest_all(s, true, content);
    other = memcmp(content, s->content, sizeof content) != 0;
    memcpy(s->content, content, sizeof content);
    return other;
}

void saved_close(struct saved *s)
{
    if (s->fd >= 0)
        close(s->fd);
    s->fd = -1;
}
