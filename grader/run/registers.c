/* SPDX-License-Identifier: MIT */
#include "run/registers.h"

#include <stdio.h>
#include <string.h>
#include <ucontext.h>

/* Where registers stand in the context, and DWARF's number for the first of them. The numbers are of each
 * architecture's psABI document. */
struct slot {
    size_t offset;
    int number, count;
};

#define PC (-1)

#if defined(__x86_64__)
#define SP 7
#define SLOT(reg, number)                                                                \
    {                                                                                    \
        offsetof(ucontext_t, uc_mcontext.gregs) + (reg) * sizeof(greg_t), number, 1      \
    }
static const struct slot slots[] = {
    SLOT(REG_RAX, 0),  SLOT(REG_RDX, 1),  SLOT(REG_RCX, 2),  SLOT(REG_RBX, 3),
    SLOT(REG_RSI, 4),  SLOT(REG_RDI, 5),  SLOT(REG_RBP, 6),  SLOT(REG_RSP, SP),
    SLOT(REG_R8, 8),   SLOT(REG_R9, 9),   SLOT(REG_R10, 10), SLOT(REG_R11, 11),
    SLOT(REG_R12, 12), SLOT(REG_R13, 13), SLOT(REG_R14, 14), SLOT(REG_R15, 15),
    SLOT(REG_RIP, PC),
};
#elif defined(__aarch64__)
#define SP 31
static const struct slot slots[] = {
    {offsetof(ucontext_t, uc_mcontext.regs), 0, 31},
    {offsetof(ucontext_t, uc_mcontext.sp), SP, 1},
    {offsetof(ucontext_t, uc_mcontext.pc), PC, 1},
};
#else
#define SP PC
static const struct slot slots[] = {{0, PC, 0}};
#endif

static void keep(struct registers *r, int number, uint64_t value)
{
    if (number == PC) {
        r->pc = value;
        return;
    }
    r->value[number] = value;
    r->known[number] = true;
}

void registers_set_sp(struct registers *r, uint64_t sp)
{
    r->sp = sp;
    keep(r, SP, sp);
}

/* "NR A0 ... A5 SP PC" */
int registers_of_call(const char *text, struct registers *out)
{
    unsigned long long sp, pc;
    *out = (struct registers){0};
    if (SP == PC
        || sscanf(text, "%*d %*x %*x %*x %*x %*x %*x 0x%llx 0x%llx", &sp, &pc) != 2)
        return -1;
    registers_set_sp(out, sp);
    out->pc = pc;
    return 0;
}

int registers_of_context(const void *context, struct registers *out)
{
    const char *bytes = context;
    *out = (struct registers){0};
    if (SP == PC)
        return -1;
    for (const struct slot *s = slots; s < slots + sizeof slots / sizeof *slots; s++)
        for (int i = 0; i < s->count; i++) {
            uint64_t value;
            memcpy(&value, bytes + s->offset + (size_t)i * sizeof value, sizeof value);
            keep(out, s->number == PC ? PC : s->number + i, value);
        }
    out->sp = SP == PC ? 0 : out->value[SP & (REGISTERS - 1)];
    return 0;
}
