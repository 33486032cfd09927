/* SPDX-License-Identifier: MIT */
#include "run/snapshot.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/buf.h"

/* The innermost lines of one's own are near. */
#define STACK_MOST (256 * 1024)

/* So far past its end a frame may be that no longer fits on the stack. */
#define BELOW_MOST (UINT64_C(16) << 20)

/* A program may map as much as it likes. */
#define MAPS_MOST (64 * 1024)

static ssize_t memory_of(pid_t tid, uint64_t address, void *out, size_t size)
{
    struct iovec here = {out, size};
    struct iovec there = {(void *)(uintptr_t)address, size};
    return process_vm_readv(tid, &here, 1, &there, 1, 0);
}

static int read_file(const char *path, size_t most, struct buf *out)
{
    char block[4096];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : 1;
    while (n > 0 && out->len < most) {
        n = read(fd, block, sizeof block);
        if (n > 0)
            buf_append(out, block, (size_t)n);
    }
    if (fd >= 0)
        close(fd);
    return n == 0 ? 0 : -1;
}

/* --- the map of its memory ----------------------------------------------------------------- */

struct mapping {
    uint64_t start, end;
    bool readable, executable;
    const char *path; /* in the text, to the end of the line; "": none */
    size_t path_len;
};

/* START-END rwxp OFFSET DEVICE INODE   PATH; returns the next line or NULL. */
static const char *next_mapping(const char *line, struct mapping *out)
{
    unsigned long long start, end;
    char rights[5];
    int path = 0;
    if (!line || !*line
        || sscanf(line, "%llx-%llx %4s %*x %*x:%*x %*u%n", &start, &end, rights, &path)
               != 3)
        return NULL;
    size_t len = strcspn(line, "\n");
    const char *from = line + path + strspn(line + path, " ");
    *out = (struct mapping){start,
                            end,
                            rights[0] == 'r',
                            rights[2] == 'x',
                            from,
                            (size_t)(line + len - from)};
    return line + len + (line[len] == '\n');
}

/* The first one with such a right that ends behind the address. */
static bool find_mapping(const struct snapshot *s, uint64_t address, bool executable,
                         struct mapping *out)
{
    for (const char *at = s->maps; (at = next_mapping(at, out));)
        if (out->end > address && (executable ? out->executable : out->readable))
            return true;
    return false;
}

static bool is_code(const struct snapshot *s, uint64_t address)
{
    struct mapping m;
    return find_mapping(s, address, true, &m) && m.start <= address;
}

/* The program's own view of its files; whatever is there, only a regular file is taken. */
static void add_module(struct snapshot *s, pid_t pid, const struct mapping *m)
{
    char path[PATH_MAX];
    struct stat info;
    if (!m->executable || !m->path_len || *m->path != '/'
        || s->module_count == SNAPSHOT_MODULES)
        return;
    for (size_t i = 0; i < s->module_count; i++)
        if (strlen(s->modules[i].path) == m->path_len
            && !memcmp(s->modules[i].path, m->path, m->path_len))
            return;
    snprintf(path, sizeof path, "/proc/%d/root%.*s", (int)pid, (int)m->path_len, m->path);
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC);
    if (fd < 0)
        return;
    if (fstat(fd, &info) || !S_ISREG(info.st_mode)) {
        close(fd);
        return;
    }
    s->modules[s->module_count].path = mem_printf("%.*s", (int)m->path_len, m->path);
    s->modules[s->module_count++].fd = fd;
}

static int take_maps(struct snapshot *s, pid_t pid)
{
    char path[64];
    struct buf text = {0};
    struct mapping m;
    snprintf(path, sizeof path, "/proc/%d/maps", (int)pid);
    int status = read_file(path, MAPS_MOST, &text);
    s->maps = buf_take(&text, &s->maps_len);
    for (const char *at = s->maps; status == 0 && (at = next_mapping(at, &m));)
        add_module(s, pid, &m);
    return status;
}

/* --- its stack and its code ------------------------------------------------------------------ */

static int take_stack(struct snapshot *s)
{
    struct mapping m;
    uint64_t sp = s->registers.sp;
    if (!find_mapping(s, sp, false, &m))
        return -1;
    s->below_stack = sp < m.start + sizeof sp && m.start - sp < BELOW_MOST;
    s->stack_start = sp > m.start ? sp : m.start;
    size_t size = m.end - s->stack_start;
    size = size < STACK_MOST ? size : STACK_MOST;
    s->stack = mem_alloc(size);
    ssize_t n = memory_of(s->tid, s->stack_start, s->stack, size);
    s->stack_size = n > 0 ? (size_t)n : 0;
    return n > 0 ? 0 : -1;
}

#if defined(__x86_64__)
/* ret, with or without a prefix or an operand. */
static bool is_return(const unsigned char *code)
{
    return code[0] == 0xC3 || code[0] == 0xC2 || (code[0] == 0xF3 && code[1] == 0xC3);
}

/* Whether the bytes end with a call through a register or memory (FF /2): the one way for a
 * call to lead just anywhere. */
static bool is_call(const unsigned char *end)
{
    for (int len = 2; len <= 7; len++)
        if (end[-len] == 0xFF && (end[-len + 1] & 0x38) == 0x10)
            return true;
    return false;
}

/* A call of what is no function has left its return address on the stack: it says who. */
static void step_back(struct snapshot *s)
{
    unsigned char code[8];
    uint64_t caller;
    if (s->stack_size < sizeof caller || s->stack_start != s->registers.sp)
        return;
    memcpy(&caller, s->stack, sizeof caller);
    if (!is_code(s, caller)
        || memory_of(s->tid, caller - sizeof code, code, sizeof code) != sizeof code
        || !is_call(code + sizeof code))
        return;
    registers_set_sp(&s->registers, s->registers.sp + sizeof caller);
    s->registers.pc = caller - 1;
}
#else
static bool is_return(const unsigned char *code)
{
    (void)code;
    return false;
}

static void step_back(struct snapshot *s)
{
    (void)s;
}
#endif

static void look_at_code(struct snapshot *s)
{
    unsigned char code[2];
    s->astray = !is_code(s, s->registers.pc);
    if (s->astray)
        step_back(s);
    else if (memory_of(s->tid, s->registers.pc, code, sizeof code) == sizeof code)
        s->at_return = is_return(code);
}

/* --- the two kinds --------------------------------------------------------------------------- */

struct snapshot *snapshot_of_call(pid_t pid, pid_t tid)
{
    char path[64];
    struct buf before = {0}, after = {0};
    struct snapshot *s = mem_alloc(sizeof *s);
    *s = (struct snapshot){.tid = tid};
    snprintf(path, sizeof path, "/proc/%d/task/%d/syscall", (int)pid, (int)tid);
    bool whole = read_file(path, PATH_MAX, &before) == 0
                 && registers_of_call(buf_text(&before), &s->registers) == 0
                 && take_maps(s, pid) == 0 && take_stack(s) == 0
                 && read_file(path, PATH_MAX, &after) == 0
                 && strcmp(buf_text(&before), buf_text(&after)) == 0;
    buf_close(&before);
    buf_close(&after);
    if (whole)
        return s;
    snapshot_free(s);
    return NULL;
}

struct snapshot *snapshot_of_context(pid_t pid, pid_t tid, uint64_t context)
{
    unsigned char bytes[REGISTERS_CONTEXT];
    struct snapshot *s = mem_alloc(sizeof *s);
    *s = (struct snapshot){.tid = tid};
    if (memory_of(tid, context, bytes, sizeof bytes) == sizeof bytes
        && registers_of_context(bytes, &s->registers) == 0 && take_maps(s, pid) == 0
        && take_stack(s) == 0) {
        look_at_code(s);
        return s;
    }
    snapshot_free(s);
    return NULL;
}

void snapshot_free(struct snapshot *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->module_count; i++) {
        free(s->modules[i].path);
        close(s->modules[i].fd);
    }
    free(s->maps);
    free(s->stack);
    free(s);
}
