/* SPDX-License-Identifier: MIT
 *
 * Compiled programs, as far as a file tells whether it can be run at all (elf(5)).
 */
#ifndef RUN_ELF_H
#define RUN_ELF_H

#include <stdbool.h>
#include <stddef.h>

bool elf_begins(const char *head, size_t len);

/* NULL when the file may run here; else why it can't, as the end of "The file is ...". A
 * word size other than our own is the kernel's to judge. */
const char *elf_problem(int fd);

#endif
