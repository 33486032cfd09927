/* SPDX-License-Identifier: MIT */
#include "script/regex.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/buf.h"
#include "base/bytes.h"

#define MATCH_STEPS 1000000
#define MATCH_DEPTH 100000
#define HEAP_KIB 32768
#define LONGEST_PATTERN 65536

/* A named group and what it last caught; text is NULL when it caught nothing. */
struct group {
    const char *name; /* borrowed from the compiled pattern */
    uint32_t number;
    char *text;
    size_t len;
};

struct regex {
    bool anchored; /* and without looking around: a partial match means a beginning */
    pcre2_code *code;
    pcre2_match_data *match;
    pcre2_match_context *limits;
    struct group *groups;
    uint32_t group_count;
};

static void *need(void *memory)
{
    assert(memory); /* these calls fail for want of memory only */
    return memory;
}

static pcre2_code *compile(const char *pattern, size_t len, struct error *err)
{
    int code;
    PCRE2_SIZE at = 0;
    pcre2_compile_context *context = need(pcre2_compile_context_create(NULL));
    pcre2_set_max_pattern_length(context, LONGEST_PATTERN);
    pcre2_code *compiled = pcre2_compile((PCRE2_SPTR)pattern, len,
                                         PCRE2_NEVER_BACKSLASH_C, &code, &at, context);
    pcre2_compile_context_free(context);
    if (!compiled) {
        PCRE2_UCHAR text[256];
        pcre2_get_error_message(code, text, sizeof text);
        error_kind(err, ERROR_EXERCISE, "this pattern is wrong at its character %zu: %s",
                   (size_t)at + 1, (char *)text);
    }
    return compiled;
}

/* PCRE2 keeps a table of entries: the group's number, high byte first, then its name. */
static void read_groups(struct regex *r)
{
    uint32_t size = 0;
    PCRE2_SPTR table = NULL;
    pcre2_pattern_info(r->code, PCRE2_INFO_NAMECOUNT, &r->group_count);
    pcre2_pattern_info(r->code, PCRE2_INFO_NAMEENTRYSIZE, &size);
    pcre2_pattern_info(r->code, PCRE2_INFO_NAMETABLE, &table);
    r->groups = mem_alloc(r->group_count * sizeof *r->groups);
    for (uint32_t i = 0; i < r->group_count; i++, table += size) {
        r->groups[i].number = (uint32_t)table[0] << 8 | table[1];
        r->groups[i].name = (const char *)table + 2;
    }
}

static bool is_anchored(const pcre2_code *code)
{
    uint32_t options = 0;
    pcre2_pattern_info(code, PCRE2_INFO_ALLOPTIONS, &options);
    return options & PCRE2_ANCHORED;
}

static bool looks_around(const char *pattern, size_t len)
{
    static const char *const signs[] = {"(?=", "(?!", "(?<=", "(?<!", "(*"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (bytes_find(pattern, len, signs[i], strlen(signs[i])))
            return true;
    return false;
}

struct regex *regex_new(const char *pattern, size_t len, struct error *err)
{
    pcre2_code *code = compile(pattern, len, err);
    if (!code)
        return NULL;
    struct regex *r = mem_alloc(sizeof *r);
    r->anchored = is_anchored(code) && !looks_around(pattern, len);
    r->code = code;
    r->match = need(pcre2_match_data_create_from_pattern(code, NULL));
    r->limits = need(pcre2_match_context_create(NULL));
    pcre2_set_match_limit(r->limits, MATCH_STEPS);
    pcre2_set_depth_limit(r->limits, MATCH_DEPTH);
    pcre2_set_heap_limit(r->limits, HEAP_KIB);
    read_groups(r);
    return r;
}

static void forget_groups(struct regex *r)
{
    for (uint32_t i = 0; i < r->group_count; i++) {
        free(r->groups[i].text);
        r->groups[i].text = NULL;
    }
}

void regex_free(struct regex *r)
{
    if (!r)
        return;
    forget_groups(r);
    free(r->groups);
    pcre2_match_context_free(r->limits);
    pcre2_match_data_free(r->match);
    pcre2_code_free(r->code);
    free(r);
}

/* Copied, because the message may be gone when somebody asks. */
static void keep_groups(struct regex *r, const char *data)
{
    const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(r->match);
    uint32_t count = pcre2_get_ovector_count(r->match);
    for (uint32_t i = 0; i < r->group_count; i++) {
        struct group *g = &r->groups[i];
        size_t from = g->number < count ? ends[2 * g->number] : PCRE2_UNSET;
        size_t to = g->number < count ? ends[2 * g->number + 1] : PCRE2_UNSET;
        if (from == PCRE2_UNSET || to < from) /* \K can turn the ends around */
            continue;
        g->text = mem_copy(data + from, to - from);
        g->len = to - from;
    }
}

int regex_search(struct regex *r, const char *data, size_t len, bool *out,
                 struct error *err)
{
    if (!data)
        data = "";
    int found = pcre2_match(r->code, (PCRE2_SPTR)data, len, 0, 0, r->match, r->limits);
    if (found < 0 && found != PCRE2_ERROR_NOMATCH) {
        PCRE2_UCHAR text[256];
        pcre2_get_error_message(found, text, sizeof text);
        return error_kind(err, ERROR_EXERCISE,
                          "the pattern gave up on a message of %zu bytes: %s", len,
                          (char *)text);
    }
    *out = found >= 0;
    if (*out) {
        forget_groups(r);
        keep_groups(r, data);
    }
    return 0;
}

bool regex_begins(struct regex *r, const char *data, size_t len)
{
    return r->anchored && len
           && pcre2_match(r->code, (PCRE2_SPTR)data, len, 0, PCRE2_PARTIAL_SOFT, r->match,
                          r->limits)
                  == PCRE2_ERROR_PARTIAL;
}

void regex_each_group(const struct regex *r,
                      void (*each)(void *ctx, const char *name, const char *text,
                                   size_t len),
                      void *ctx)
{
    for (uint32_t i = 0; i < r->group_count; i++) {
        if (r->groups[i].text)
            each(ctx, r->groups[i].name, r->groups[i].text, r->groups[i].len);
    }
}

const char *regex_bad_name(const struct regex *r, const char *(*fault)(const char *name),
                           const char **why)
{
    for (uint32_t i = 0; i < r->group_count; i++) {
        *why = fault(r->groups[i].name);
        if (*why)
            return r->groups[i].name;
    }
    return NULL;
}
