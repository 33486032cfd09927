/* SPDX-License-Identifier: MIT */
#include "run/unwind.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "run/child.h"
#include "run/confine.h"

/* Lines of one's own that are looked at when the stack is full: a circle of functions that
 * call each other is shorter. */
#define LINES_MOST 64

#define FRAMES_MOST 1000

struct walk {
    const struct snapshot *snapshot;
    const char *file;
    Dwfl *dwfl;
    size_t frames;
    bool broken; /* a check of the stack on the way out of a function has failed */
    struct place lines[LINES_MOST];
    size_t line_count;
};

/* --- what libdwfl asks for ----------------------------------------------------------------- */

static const struct walk *walk_now; /* its callbacks for files get nothing of ours */

static int find_elf(Dwfl_Module *module, void **userdata, const char *name,
                    Dwarf_Addr base, char **file_name, Elf **elf)
{
    (void)module, (void)userdata, (void)base, (void)elf;
    const struct snapshot *s = walk_now->snapshot;
    for (size_t i = 0; i < s->module_count; i++)
        if (!strcmp(s->modules[i].path, name)) {
            *file_name = strdup(name);
            return dup(s->modules[i].fd);
        }
    return -1;
}

/* Only what is in the file itself: a file that it names elsewhere is not looked for. */
static int find_debuginfo(Dwfl_Module *module, void **userdata, const char *name,
                          Dwarf_Addr base, const char *file, const char *link,
                          GElf_Word crc, char **out)
{
    (void)module, (void)userdata, (void)name, (void)base;
    (void)file, (void)link, (void)crc, (void)out;
    return -1;
}

static pid_t next_thread(Dwfl *dwfl, void *arg, void **thread)
{
    (void)dwfl;
    const struct walk *w = arg;
    if (*thread)
        return 0;
    *thread = arg;
    return w->snapshot->tid;
}

static bool read_memory(Dwfl *dwfl, Dwarf_Addr address, Dwarf_Word *out, void *arg)
{
    (void)dwfl;
    const struct snapshot *s = ((const struct walk *)arg)->snapshot;
    if (address < s->stack_start || s->stack_size < sizeof *out
        || address - s->stack_start > s->stack_size - sizeof *out)
        return false;
    memcpy(out, s->stack + (address - s->stack_start), sizeof *out);
    return true;
}

static bool set_registers(Dwfl_Thread *thread, void *arg)
{
    const struct registers *r = &((const struct walk *)arg)->snapshot->registers;
    for (int i = 0; i < REGISTERS; i++)
        if (r->known[i] && !dwfl_thread_state_registers(thread, i, 1, &r->value[i]))
            return false;
    dwfl_thread_state_register_pc(thread, r->pc);
    return true;
}

static const Dwfl_Callbacks file_callbacks = {.find_elf = find_elf,
                                              .find_debuginfo = find_debuginfo};
static const Dwfl_Thread_Callbacks thread_callbacks = {
    .next_thread = next_thread,
    .memory_read = read_memory,
    .set_initial_registers = set_registers,
};

/* --- what is sought -------------------------------------------------------------------------- */

static int line_of(Dwfl_Module *module, Dwarf_Addr pc, const char *file)
{
    int line = 0;
    Dwfl_Line *found = dwfl_module_getsrc(module, pc);
    const char *path = found ? dwfl_lineinfo(found, NULL, &line, NULL, NULL, NULL) : NULL;
    const char *base = path ? strrchr(path, '/') : NULL;
    if (!path || strcmp(base ? base + 1 : path, file) != 0)
        return 0;
    return line;
}

static void name_function(Dwfl_Module *module, Dwarf_Addr pc, struct place *out)
{
    Dwarf_Addr bias;
    Dwarf_Die *scopes = NULL, *unit = dwfl_module_addrdie(module, pc, &bias);
    int count = unit ? dwarf_getscopes(unit, pc - bias, &scopes) : 0;
    for (int i = 0; i < count; i++) {
        const char *name =
            dwarf_tag(&scopes[i]) == DW_TAG_subprogram ? dwarf_diename(&scopes[i]) : NULL;
        if (!name)
            continue;
        snprintf(out->function, sizeof out->function, "%s", name);
        break;
    }
    free(scopes);
}

static bool is_stack_check(const char *name)
{
    return name && !strcmp(name, "__stack_chk_fail");
}

/* Frames come from the innermost outwards. The place of all but the first is that of a call,
 * which the address that it returns to may be a line behind. */
static int look_at_frame(Dwfl_Frame *frame, void *arg)
{
    struct walk *w = arg;
    Dwarf_Addr pc;
    bool exact;
    if (!dwfl_frame_pc(frame, &pc, &exact) || ++w->frames > FRAMES_MOST)
        return DWARF_CB_ABORT;
    pc -= !exact;
    Dwfl_Module *module = dwfl_addrmodule(w->dwfl, pc);
    if (!module)
        return DWARF_CB_OK;
    w->broken |= is_stack_check(dwfl_module_addrname(module, pc));
    struct place place = {.line = line_of(module, pc, w->file)};
    if (!place.line)
        return DWARF_CB_OK;
    name_function(module, pc, &place);
    place.leaving = w->broken || (w->frames == 1 && w->snapshot->at_return);
    w->lines[w->line_count++] = place;
    bool enough = !w->snapshot->below_stack || w->line_count == LINES_MOST;
    return enough ? DWARF_CB_ABORT : DWARF_CB_OK;
}

/* What filled the stack is what stands on it more than once; the rest only came last. */
static bool choose_repeated(const struct walk *w, struct place *out)
{
    for (size_t i = 0; i < w->line_count; i++)
        for (size_t k = i + 1; k < w->line_count; k++)
            if (w->lines[i].line == w->lines[k].line) {
                *out = w->lines[i];
                out->endless = true;
                return true;
            }
    return false;
}

static void choose(const struct walk *w, struct place *out)
{
    *out = (struct place){0};
    if (!w->line_count || (w->snapshot->below_stack && choose_repeated(w, out)))
        return;
    *out = w->lines[0];
    /* A broken stack was broken before, somewhere in this function. */
    if (out->leaving || w->snapshot->below_stack)
        out->line = 0;
}

static void walk_all(struct walk *w)
{
    const struct snapshot *s = w->snapshot;
    FILE *maps = fmemopen(s->maps, s->maps_len, "r");
    walk_now = w;
    w->dwfl = dwfl_begin(&file_callbacks);
    if (!maps || !w->dwfl)
        return;
    dwfl_report_begin(w->dwfl);
    if (dwfl_linux_proc_maps_report(w->dwfl, maps) == 0
        && dwfl_report_end(w->dwfl, NULL, NULL) == 0
        && dwfl_attach_state(w->dwfl, NULL, s->tid, &thread_callbacks, w))
        dwfl_getthread_frames(w->dwfl, s->tid, look_at_frame, w);
}

/* --- the process of its own ------------------------------------------------------------------ */

/* It ends without giving anything back. */
static void body(void *ctx, int out_fd, pid_t grader)
{
    (void)grader;
    struct walk *w = ctx;
    struct place place;
    if (confine_reader(out_fd))
        return;
    walk_all(w);
    choose(w, &place);
    child_answer(out_fd, &place, sizeof place);
}

int unwind_place(const struct snapshot *s, const char *file, struct place *out)
{
    struct walk w = {.snapshot = s, .file = file};
    struct buf answer = {0};
    int fd;
    *out = (struct place){0};
    pid_t pid = child_start(body, &w, &fd, NULL);
    int status = pid < 0 ? -1 : child_finish(pid, fd, &answer, NULL);
    status = status == 0 && answer.len == sizeof *out ? 0 : -1;
    if (status == 0) {
        memcpy(out, answer.data, sizeof *out);
        out->function[sizeof out->function - 1] = '\0';
    }
    buf_close(&answer);
    return status == 0 && (out->line > 0 || out->function[0]) ? 0 : -1;
}
