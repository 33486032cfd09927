/* SPDX-License-Identifier: MIT
 *
 * The process that takes an archive apart (batch/extract.h), and what it may take.
 */
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "base/process.h"
#include "batch/extract.h"
#include "run/child.h"

#define CPU_S 120
#define MEMORY ((int64_t)512 * 1024 * 1024)

/* The sanitizer's shadow takes more than any limit of ours. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SHADOWED
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define SHADOWED
#endif

static void limit(int what, int64_t most)
{
    const struct rlimit both = {(rlim_t)most, (rlim_t)most};
    setrlimit(what, &both);
}

/* Names that are marked as UTF-8 stay as they are only where that is the locale's encoding. */
static void speak_utf8(void)
{
    static const char *const locales[] = {"C.UTF-8", "en_US.UTF-8", "UTF-8", ""};
    for (size_t i = 0; i < sizeof locales / sizeof *locales; i++)
        if (setlocale(LC_CTYPE, locales[i]) && !strcmp(nl_langinfo(CODESET), "UTF-8"))
            return;
}

static void restrain(const struct extract_limits *limits, pid_t grader)
{
    process_die_with(grader);
    signal(SIGINT, SIG_IGN); /* who interrupts the grader means not the archive */
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, limits->course ? 60 * CPU_S : CPU_S);
#if !defined(SHADOWED) && defined(RLIMIT_DATA)
    limit(RLIMIT_DATA, MEMORY);
#endif
    speak_utf8();
}

void extract_body(void *ctx, int out_fd, pid_t grader)
{
    const struct extract_order *order = ctx;
    struct buf answer = {0};
    restrain(order->limits, grader);
    extract_all(order, &answer);
    child_answer(out_fd, answer.data, answer.len);
    buf_close(&answer);
}
