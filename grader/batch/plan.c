/* SPDX-License-Identifier: MIT */
#include "batch/plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

#define FORMAT "sockgrade result 1"

/* --- keys ------------------------------------------------------------------------------------- */

static int condition(const struct assignment *a, const struct exercise *e,
                     unsigned char out[DIGEST_SIZE], struct error *err)
{
    unsigned char file[DIGEST_SIZE];
    struct digest d;
    if (digest_file(e->path, file, err) < 0)
        return -1;
    digest_begin(&d);
    digest_text(&d, FORMAT);
    digest_text(&d, SOCKGRADE_VERSION);
    digest_field(&d, file, sizeof file);
    for (int i = 0; i < LIMITS; i++)
        digest_number(&d, a->limits.value[i]);
    digest_text(&d, a->seed_fixed ? NULL : a->id);
    digest_number(&d, a->seed_fixed ? (int64_t)a->seed : 0);
    digest_end(&d, out);
    return 0;
}

static int find_conditions(struct plan *p, struct error *err)
{
    const struct assignment *a = p->assignment;
    int status = 0;
    p->conditions = mem_alloc((a->count + 1) * sizeof *p->conditions);
    for (size_t i = 0; status == 0 && i < a->count; i++)
        status = condition(a, a->list[i].exercise, p->conditions[i], err);
    return status;
}

static void key_of_problem(const struct student *who, int attempt, const struct work *w,
                           struct digest *d)
{
    digest_text(d, who->key);
    digest_number(d, attempt);
    digest_text(d, w->problem);
}

void plan_key(const struct plan *p, const struct student *who, int attempt,
              struct work *work, unsigned char key[DIGEST_SIZE])
{
    const struct exercise *e = p->assignment->list[work->exercise].exercise;
    unsigned char content[DIGEST_SIZE];
    struct digest d;
    struct error err;
    if (!work->problem && work_content(work, e, content, &err) < 0)
        work->problem = mem_text(err.text);
    digest_begin(&d);
    digest_field(&d, p->conditions[work->exercise], DIGEST_SIZE);
    if (work->problem)
        key_of_problem(who, attempt, work, &d);
    else
        digest_field(&d, content, sizeof content);
    digest_end(&d, key);
}

/* --- enrolling -------------------------------------------------------------------------------- */

struct enrolment {
    struct plan *plan;
    const struct plan_order *order;
    size_t size; /* entries there is room for */
};

static void add(struct enrolment *e, const struct plan_entry *entry)
{
    struct plan *p = e->plan;
    if (p->count == e->size) {
        e->size = e->size ? e->size * 2 : 256;
        p->entries = mem_grow(p->entries, e->size * sizeof *p->entries);
    }
    p->entries[p->count++] = *entry;
}

static int enter(struct enrolment *e, struct journal *j, struct plan_entry *entry,
                 struct work *w, struct error *err)
{
    const struct plan *p = e->plan;
    const struct student *who = &p->intake->students[entry->student];
    int attempt = who->attempts[entry->attempt].number;
    char key[DIGEST_HEX];
    if (!w->absent) {
        plan_key(p, who, attempt, w, entry->key);
        digest_hex(entry->key, key);
        add(e, entry);
    }
    const struct journal_entry row = {.student = who->key,
                                      .attempt = attempt,
                                      .exercise =
                                          p->assignment->list[w->exercise].exercise->id,
                                      .key = w->absent ? NULL : key,
                                      .path = w->path,
                                      .server_path = w->server,
                                      .problem = w->problem};
    return journal_enter(j, &row, err);
}

static int enter_attempt(struct enrolment *e, struct journal *j, size_t student,
                         size_t number, struct error *err)
{
    struct plan *p = e->plan;
    struct attempt_in *attempt = &p->intake->students[student].attempts[number];
    struct work *works = NULL;
    struct leftover rest = {0};
    size_t count = 0;
    int status = intake_list(p->intake, attempt, err);
    if (status == 0)
        work_find(p->assignment, attempt, &works, &count, &rest);
    for (size_t i = 0; i < count; i++) {
        struct plan_entry entry = {.student = (uint32_t)student,
                                   .attempt = (uint16_t)number,
                                   .exercise = (uint16_t)works[i].exercise};
        if (status == 0)
            status = enter(e, j, &entry, &works[i], err);
        work_close(&works[i]);
    }
    for (size_t i = 0; status == 0 && i < rest.count; i++)
        status = journal_leave(j, p->intake->students[student].key, attempt->number,
                               rest.lines[i], err);
    leftover_close(&rest);
    free(works);
    intake_forget(attempt);
    return status;
}

static int enter_all(void *ctx, struct journal *j, struct error *err)
{
    struct enrolment *e = ctx;
    const struct plan_order *o = e->order;
    const struct intake *in = o->intake;
    for (size_t i = 0; i < in->count; i++) {
        for (size_t k = 0; k < in->students[i].attempt_count; k++)
            if (enter_attempt(e, j, i, k, err) < 0)
                return -1;
        if (o->each && o->each(o->ctx, i))
            return error_set(err, "stopped while the programs were read");
    }
    return 0;
}

/* --- what is left ------------------------------------------------------------------------------ */

static int by_place(const void *one, const void *other)
{
    const struct plan_entry *a = one, *b = other;
    if (a->student != b->student)
        return a->student < b->student ? -1 : 1;
    if (a->attempt != b->attempt)
        return a->attempt < b->attempt ? -1 : 1;
    return a->exercise < b->exercise ? -1 : a->exercise > b->exercise;
}

static int by_key(const void *one, const void *other)
{
    const struct plan_entry *a = one, *b = other;
    int order = memcmp(a->key, b->key, DIGEST_SIZE);
    return order ? order : by_place(one, other);
}

/* Students are by key, so the first of equals is the first student's. */
static void drop_equals(struct plan *p)
{
    size_t kept = 0;
    if (p->count)
        qsort(p->entries, p->count, sizeof *p->entries, by_key);
    for (size_t i = 0; i < p->count; i++)
        if (!kept
            || memcmp(p->entries[kept - 1].key, p->entries[i].key, DIGEST_SIZE) != 0)
            p->entries[kept++] = p->entries[i];
    p->count = p->distinct = kept;
}

/* By its first 8 hexadecimal digits: equal programs are all in one share. */
static bool is_ours(const struct plan_entry *e, const struct plan_order *o)
{
    uint32_t number = (uint32_t)e->key[0] << 24 | (uint32_t)e->key[1] << 16
                      | (uint32_t)e->key[2] << 8 | e->key[3];
    return o->shards < 2 || number % o->shards == o->shard;
}

static int drop_done(struct plan *p, const struct plan_order *o, struct error *err)
{
    size_t kept = 0;
    char key[DIGEST_HEX];
    for (size_t i = 0; i < p->count; i++) {
        if (!is_ours(&p->entries[i], o)) {
            p->elsewhere++;
            continue;
        }
        digest_hex(p->entries[i].key, key);
        int has = journal_has(o->journal, key, err);
        if (has < 0)
            return -1;
        p->known += has > 0;
        if (!has)
            p->entries[kept++] = p->entries[i];
    }
    p->count = kept;
    p->entries = mem_grow(p->entries, (kept + 1) * sizeof *p->entries);
    qsort(p->entries, kept, sizeof *p->entries, by_place);
    return 0;
}

int plan_make(struct plan *p, const struct plan_order *order, struct error *err)
{
    *p = (struct plan){.assignment = order->assignment, .intake = order->intake};
    struct enrolment e = {.plan = p, .order = order};
    if (find_conditions(p, err) < 0
        || journal_enrol(order->journal, order->assignment, order->intake, enter_all, &e,
                         err)
               < 0
        || journal_forget(order->journal, order->regrade, err) < 0)
        return -1;
    p->programs = p->count;
    drop_equals(p);
    return drop_done(p, order, err);
}

void plan_close(struct plan *p)
{
    free(p->conditions);
    free(p->entries);
    *p = (struct plan){0};
}
