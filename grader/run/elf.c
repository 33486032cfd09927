/* SPDX-License-Identifier: MIT */
#include "run/elf.h"

#include <elf.h>
#include <link.h>
#include <string.h>
#include <sys/stat.h>
#include <fcntl.h>
#include <unistd.h>

static const char not_whole[] = "a damaged or unfinished compiled program";
static const char foreign[] = "a compiled program for another kind of computer";

bool elf_begins(const char *head, size_t len)
{
    return len >= SELFMAG && memcmp(head, ELFMAG, SELFMAG) == 0;
}

/* What we are ourselves runs here. */
static bool read_own(ElfW(Ehdr) * out)
{
    int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    bool got = fd >= 0 && pread(fd, out, sizeof *out, 0) == sizeof *out;
    if (fd >= 0)
        close(fd);
    return got;
}

static bool is_inside(uint64_t offset, uint64_t len, uint64_t size)
{
    return offset <= size && len <= size - offset;
}

/* Whether all that would be loaded is there, and anything at all. */
static bool is_loadable(int fd, const ElfW(Ehdr) * head, uint64_t size)
{
    bool loads = false;
    if (head->e_phentsize != sizeof(ElfW(Phdr)))
        return false;
    for (size_t i = 0; i < head->e_phnum; i++) {
        ElfW(Phdr) part;
        off_t at = (off_t)(head->e_phoff + i * sizeof part);
        if (pread(fd, &part, sizeof part, at) != sizeof part)
            return false;
        if (part.p_type == PT_LOAD && !is_inside(part.p_offset, part.p_filesz, size))
            return false;
        loads |= part.p_type == PT_LOAD;
    }
    return loads;
}

const char *elf_problem(int fd)
{
    struct stat info;
    ElfW(Ehdr) head, own;
    if (!read_own(&own))
        return NULL;
    if (fstat(fd, &info) || pread(fd, &head, sizeof head, 0) != sizeof head)
        return not_whole;
    unsigned char bits = head.e_ident[EI_CLASS];
    if (bits != own.e_ident[EI_CLASS])
        return bits == ELFCLASS32 || bits == ELFCLASS64 ? NULL : not_whole;
    if (head.e_ident[EI_DATA] != own.e_ident[EI_DATA] || head.e_machine != own.e_machine)
        return foreign;
    if (head.e_type == ET_REL)
        return "an object file; link it to a program";
    bool whole = (head.e_type == ET_EXEC || head.e_type == ET_DYN)
                 && is_loadable(fd, &head, (uint64_t)info.st_size);
    return whole ? NULL : not_whole;
}
