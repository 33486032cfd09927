/* SPDX-License-Identifier: MIT
 *
 * Told by the first bytes alone; whether a program runs here is left to execve(2).
 */
#include "run/elf.h"

#include <string.h>

bool elf_begins(const char *head, size_t len)
{
    static const char *const marks[] = {
        "\177ELF",          /* elf(5) */
        "\317\372\355\376", /* Mach-O, as macOS has them; 64 bits */
        "\312\376\272\276", /* several of them in one file */
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (len >= 4 && memcmp(head, marks[i], 4) == 0)
            return true;
    return false;
}

const char *elf_problem(int fd)
{
    (void)fd;
    return NULL;
}
