/* SPDX-License-Identifier: MIT
 *
 * A program ends with the beacon as it does without: each deed is tried both ways.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "folder.h"
#include "run/beacon.h"

static const char program[] =
    "#define _GNU_SOURCE\n"
    "#include <pthread.h>\n"
    "#include <signal.h>\n"
    "#include <stdlib.h>\n"
    "#include <string.h>\n"
    "#include <unistd.h>\n"
    "int tell, begin, room, numbers;\n" /* the beacon's own names stay its own */
    "volatile int zero; int *volatile null; char *args[] = {\"sh\", \"-c\", 0, 0};\n"
    "static int deep(int n) { volatile char room[1000]; room[n % 1000] = 1;\n"
    "                         return deep(n + 1) + room[0]; }\n"
    "static void *dive(void *arg) { deep(0); return arg; }\n"
    "static void *fall(void *arg) { *null = 1; return arg; }\n"
    "static void in_thread(void *(*run)(void *)) { pthread_t t;\n"
    "    pthread_create(&t, 0, run, 0); pthread_join(t, 0); }\n"
    "static void leave(int number) { _exit(40 + number); }\n"
    "static void go_on(int number) { (void)number; signal(SIGFPE, SIG_DFL); }\n"
    "static void pipe_up(void) { int p[2]; pipe(p); close(p[0]);\n"
    "    _exit(write(p[1], \"\", 1) < 0 ? 3 : 4); }\n"
    "static void shell(char *command) { args[2] = command; execv(\"/bin/sh\", args); }\n"
    "int main(int argc, char **argv)\n"
    "{\n"
    "    sigset_t all;\n"
    "    struct sigaction now;\n"
    "    switch (argc > 1 ? atoi(argv[1]) : -1) {\n"
    "    case 0: *null = 1; break;\n"
    "    case 1: deep(0); break;\n"
    "    case 2: abort(); break;\n"
    "    case 3: zero = 7 / zero; break;\n"
    "    case 4: pipe_up(); break;\n"
    "    case 5: kill(getpid(), SIGSEGV); break;\n"
    "    case 6: raise(SIGBUS); break;\n"
    "    case 7: in_thread(fall); break;\n"
    "    case 8: in_thread(dive); break;\n"
    "    case 9: signal(SIGSEGV, leave); *null = 1; break;\n"
    "    case 10: signal(SIGABRT, leave); abort(); break;\n"
    "    case 11: signal(SIGPIPE, SIG_IGN); pipe_up(); break;\n"
    "    case 12: signal(SIGFPE, go_on); raise(SIGFPE); raise(SIGFPE); break;\n"
    "    case 13: sigfillset(&all); sigprocmask(SIG_BLOCK, &all, 0); *null = 1; break;\n"
    "    case 14: sigfillset(&all); sigprocmask(SIG_BLOCK, &all, 0); abort(); break;\n"
    "    case 15: shell(\"kill -s SEGV $$\"); break;\n"
    "    case 16: shell(\"kill -s PIPE $$; exit 5\"); break;\n"
    "    case 17: if (!fork()) *null = 1; return 6;\n"
    "    case 18: memset(&now, 0, sizeof now); now.sa_handler = leave;\n"
    "             sigaction(SIGILL, &now, 0); raise(SIGILL); break;\n"
    "    case 19: return 7;\n"
    "    }\n"
    "    return 0;\n"
    "}\n";

#define DEEDS 20

static int run_shell(const char *command)
{
    int status = system(command);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void compiles(void **state)
{
    (void)state;
    put("program.c", program, sizeof program - 1, 0644);
    put("beacon.s", beacon_source, strlen(beacon_source), 0644);
    assert_int_equal(run_shell("cc -w -g -O0 -pthread -o without program.c"), 0);
    assert_int_equal(run_shell("cc -w -g -O0 -pthread -o with program.c"
                               " -x assembler - <beacon.s"),
                     0);
    /* No word of it, and no executable stack. */
    assert_int_equal(run_shell("./with >out 2>&1 && test ! -s out"), 0);
    assert_int_not_equal(run_shell("readelf -lW with | grep -q 'GNU_STACK.*RWE'"), 0);
}

static int end_of(const char *path, int deed, void (*pipes)(int))
{
    int status = 0;
    char number[16];
    snprintf(number, sizeof number, "%d", deed);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        signal(SIGPIPE, pipes);
        execl(path, path, number, (char *)NULL);
        _exit(99);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return status & ~0x80; /* whether there was a core file is the machine's */
}

static void ends_as_without(void **state)
{
    (void)state;
    for (int i = 0; i < DEEDS; i++) {
        int without = end_of("./without", i, SIG_DFL),
            with = end_of("./with", i, SIG_DFL);
        if (with != without || !with || with == 99 << 8)
            fail_msg("deed %d: status %#x, and %#x without", i, with, without);
    }
}

/* What was ignored before the program began stays so. */
static void leaves_ignored_signals(void **state)
{
    (void)state;
    assert_int_equal(end_of("./without", 4, SIG_IGN), 3 << 8);
    assert_int_equal(end_of("./with", 4, SIG_IGN), 3 << 8);
    assert_int_equal(end_of("./with", 4, SIG_DFL), SIGPIPE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compiles),
        cmocka_unit_test(ends_as_without),
        cmocka_unit_test(leaves_ignored_signals),
    };
    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
