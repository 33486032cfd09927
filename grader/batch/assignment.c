/* SPDX-License-Identifier: MIT */
#include "batch/assignment.h"

#include <sha2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#include "base/buf.h"

#define SEED_BITS 53 /* what JSON's readers keep whole, and JavaScript's */

double assignment_case_points(const struct exercise *e)
{
    int64_t points = 0;
    for (size_t i = 0; i < e->case_count; i++)
        points += e->cases[i].points;
    return (double)points;
}

/* "connect-1+connect-2"; titled by the set where it is one. */
static void name_default(struct assignment *a)
{
    struct buf id = {0}, title = {0};
    const char *set = a->count > 1 ? a->list[0].exercise->set : "";
    for (size_t i = 0; i < a->count; i++) {
        const struct exercise *e = a->list[i].exercise;
        buf_printf(&id, "%s%s", i ? "+" : "", e->id);
        buf_printf(&title, "%s%s", i ? ", " : "", e->id);
        if (strcmp(set, e->set) != 0)
            set = "";
    }
    a->id = buf_take(&id, NULL);
    a->title = *set ? mem_text(set) : mem_text(buf_text(&title));
    buf_close(&title);
}

void assignment_default(struct assignment *a, const struct exercise *const *exercises,
                        size_t count)
{
    *a = (struct assignment){.list = mem_alloc(count * sizeof *a->list), .count = count};
    for (size_t i = 0; i < count; i++)
        a->list[i] = (struct assigned){.exercise = exercises[i],
                                       .points = assignment_case_points(exercises[i])};
    name_default(a);
}

uint64_t assignment_seed(const struct assignment *a, const char *student)
{
    unsigned char digest[SHA256_DIGEST_LENGTH];
    uint64_t seed = 0;
    SHA2_CTX sha;
    if (a->seed_fixed)
        return a->seed;
    SHA256Init(&sha);
    SHA256Update(&sha, (const uint8_t *)a->id, strlen(a->id) + 1);
    SHA256Update(&sha, (const uint8_t *)student, strlen(student));
    SHA256Final(digest, &sha);
    for (size_t i = 0; i < sizeof seed; i++)
        seed = seed << 8 | digest[i];
    return seed >> (64 - SEED_BITS);
}

bool assigned_hides(const struct assigned *a, const struct test_case *test)
{
    for (size_t i = 0; i < a->hidden_count; i++)
        if (strcmp(a->hidden[i], test->id) == 0)
            return true;
    return test->visibility != VISIBILITY_VISIBLE;
}

static void free_texts(char **texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(texts[i]);
    free(texts);
}

static void assigned_close(struct assigned *a)
{
    free_texts(a->patterns, a->pattern_count);
    free_texts(a->server_patterns, a->server_pattern_count);
    free_texts(a->client_patterns, a->client_pattern_count);
    free_texts(a->hidden, a->hidden_count);
}

void assignment_close(struct assignment *a)
{
    for (size_t i = 0; i < a->count; i++) {
        assigned_close(&a->list[i]);
        if (a->own)
            exercise_close(&a->own[i]);
    }
    free(a->list);
    free(a->own);
    free(a->id);
    free(a->title);
    *a = (struct assignment){0};
}
