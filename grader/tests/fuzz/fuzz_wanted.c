/* SPDX-License-Identifier: MIT
 *
 * Any match against any message. The input is: one byte for the kind, the text of the
 * match up to a NUL, then the message. A match that says YES took no more than there is; only
 * an exact one or a pattern says MORE, and says no NO of a beginning of the message then.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "script/scope.h"
#include "script/wanted.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct test_case one_case = {.id = (char[]){"one"}};
static const struct exercise exercise = {
    .id = (char[]){"x"}, .port = 3456, .cases = &one_case, .case_count = 1};

/* Those that a text makes; the corpus goes by their order. */
static const enum match_kind kinds[] = {
    MATCH_EXACT,  MATCH_CONTAINS, MATCH_ANY_OF, MATCH_REGEX, MATCH_NUMBER,
    MATCH_PROMPT, MATCH_LENGTH,   MATCH_HEX,    MATCH_LUA,   MATCH_NOT,
};
#define KINDS (sizeof kinds / sizeof *kinds)

/* What is right so far was right so far, or right, at each of its beginnings. Of a pattern
 * nothing is said before the first byte, and a limit may end the search for one of them. */
static void test_beginnings(const struct wanted *w, enum wanted_mode mode,
                            const char *message, size_t len)
{
    bool exact = wanted_is_exact(w);
    for (size_t n = exact ? 0 : 1; n < len && n < 64; n++) {
        struct error err;
        enum wanted_result result = WANTED_NO;
        size_t used = 0;
        if (wanted_test(w, mode, message, n, &used, &result, &err) < 0)
            assert(!exact);
        else
            assert(result == WANTED_MORE || (!exact && result == WANTED_YES));
    }
}

static void test_message(const struct wanted *w, bool regex, struct scope *s,
                         const char *message, size_t len)
{
    struct error err;
    bool inside = false;
    for (enum wanted_mode mode = WANTED_BARE; mode <= WANTED_LINES; mode++) {
        enum wanted_result result = WANTED_NO;
        size_t used = 0;
        if (wanted_test(w, mode, message, len, &used, &result, &err) < 0)
            continue;
        assert(result != WANTED_YES || used <= len);
        assert(result != WANTED_MORE || regex || wanted_is_exact(w));
        if (result == WANTED_MORE)
            test_beginnings(w, mode, message, len);
    }
    wanted_inside(w, message, len, &inside, &err);
    wanted_capture(w, s);
}

static void test_match(struct scope *s, const struct match *m, const char *message,
                       size_t len)
{
    struct error err;
    struct buf out = {0};
    struct wanted *w = wanted_new(s, m, &err);
    if (w) {
        test_message(w, m->kind == MATCH_REGEX, s, message, len);
        wanted_describe(w, &out);
    }
    wanted_free(w);
    buf_close(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *end = size ? memchr(data, 0, size) : NULL;
    if (!end || end == data)
        return 0;
    size_t len = (size_t)(end - data) - 1, rest = size - len - 2;
    struct match item = {.kind = MATCH_EXACT, .len = len};
    item.text = calloc(1, len + 1);
    memcpy(item.text, data + 1, len);
    struct match m = {.kind = kinds[data[0] % KINDS],
                      .ignore_case = data[0] & 0x80,
                      .text = item.text,
                      .len = len};
    if (m.kind == MATCH_CONTAINS || m.kind == MATCH_ANY_OF || m.kind == MATCH_NOT) {
        m.items = &item;
        m.item_count = 1;
        m.text = NULL;
    }
    /* Exact, so that a sanitizer sees one byte too far. */
    char *message = malloc(rest ? rest : 1);
    memcpy(message, end + 1, rest);
    struct scope *s = scope_new(&exercise, &one_case, 42, NULL);
    test_match(s, &m, message, rest);
    scope_free(s);
    free(message);
    free(item.text);
    return 0;
}
