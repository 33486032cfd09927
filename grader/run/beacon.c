/* SPDX-License-Identifier: MIT */
#include "run/beacon.h"

#define TEXT_OF(value) #value
#define TEXT(value) TEXT_OF(value)

/* The stack may be what is used up: so the handler has one of its own. It uses system calls
 * where a program is likely to have functions of the same name as the C library's. */
const char beacon_source[] =
    "#ifdef __linux__\n"
    "#include <signal.h>\n"
    "#include <sys/syscall.h>\n"
    "#include <unistd.h>\n"
    "static void tell(int number, siginfo_t *info, void *context)\n"
    "{\n"
    "    struct sigaction usual;\n"
    "    usual.sa_handler = SIG_DFL;\n"
    "    usual.sa_flags = 0;\n"
    "    sigemptyset(&usual.sa_mask);\n"
    "    syscall(SYS_prctl, " TEXT(
        BEACON_CALL) ", (long)number, info, context, 0L);\n"
                     "    sigaction(number, &usual, (struct sigaction *)0);\n"
                     "    syscall(SYS_tgkill, syscall(SYS_getpid), syscall(SYS_gettid), "
                     "number);\n"
                     "}\n"
                     "static void begin(void) __attribute__((constructor(101)));\n"
                     "static void begin(void)\n"
                     "{\n"
                     "    static char room[65536];\n"
                     "    static const int numbers[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, "
                     "SIGTRAP,\n"
                     "                                  SIGABRT, SIGPIPE, SIGXFSZ};\n"
                     "    struct sigaction now, ours;\n"
                     "    stack_t stack;\n"
                     "    unsigned i;\n"
                     "    stack.ss_sp = room;\n"
                     "    stack.ss_size = sizeof room;\n"
                     "    stack.ss_flags = 0;\n"
                     "    sigaltstack(&stack, (stack_t *)0);\n"
                     "    ours.sa_sigaction = tell;\n"
                     "    ours.sa_flags = SA_SIGINFO | SA_ONSTACK;\n"
                     "    sigemptyset(&ours.sa_mask);\n"
                     "    for (i = 0; i < sizeof numbers / sizeof *numbers; i++)\n"
                     "        if (!sigaction(numbers[i], (struct sigaction *)0, &now)\n"
                     "            && now.sa_handler == SIG_DFL)\n"
                     "            sigaction(numbers[i], &ours, (struct sigaction *)0);\n"
                     "}\n"
                     "#endif\n";
