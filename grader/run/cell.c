/* SPDX-License-Identifier: MIT */
#include "run/cell.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/memfile.h"
#include "run/cellcode.h"
#include "run/needed.h"

/* Starts the cell as a notebook would: in the names that earlier cells define, what went wrong
 * with those being no matter of this cell; `await` may stand outside of functions, the value
 * of the last line is shown, and threads go on when the cell has ended, daemons too. What Python says of a cell that does not compile is said
 * as of any program. */
static const char begin_text[] =
    "def say(kind, error, trace):\n"
    "    import sys\n"
    "    while trace and trace.tb_frame.f_code.co_filename.endswith('/" CELL_STARTER
    "'):\n"
    "        trace = trace.tb_next\n"
    "    error.__traceback__ = trace\n"
    "    sys.__excepthook__(kind, error, trace)\n"
    "\n"
    "def start(name, earlier, say):\n"
    "    import sys\n"
    "    import _ast\n"
    "    world = sys.modules['__main__'].__dict__\n"
    "    del world['start'], world['say']\n"
    "    path = world['__file__'].rpartition('/')[0] + '/' + name\n"
    "    world['__file__'] = sys.argv[0] = path\n"
    "    world['display'] = print\n"
    "    for where, line, text in earlier:\n"
    "        try:\n"
    "            exec(compile('\\n' * (line - 1) + text, where, 'exec'), world)\n"
    "        except (Exception, SystemExit):\n"
    "            pass\n"
    "    with open(path, encoding='utf-8') as file:\n"
    "        text = file.read()\n"
    "    awaits = getattr(_ast, 'PyCF_ALLOW_TOP_LEVEL_AWAIT', 0)\n"
    "    try:\n"
    "        tree = compile(text, path, 'exec', _ast.PyCF_ONLY_AST | awaits)\n"
    "        last = [line for line in tree.body[-1:] if isinstance(line, _ast.Expr)]\n"
    "        tree.body[len(tree.body) - len(last):] = []\n"
    "        parts = [compile(tree, path, 'exec', awaits),\n"
    "                 compile(_ast.Interactive(last), path, 'single', awaits)]\n"
    "    except (SyntaxError, ValueError) as error:\n"
    "        error.__traceback__ = None\n"
    "        sys.excepthook(type(error), error, None)\n"
    "        sys.exit(1)\n"
    "    sys.excepthook = say\n"
    "    if any(part.co_flags & 128 for part in parts):\n"
    "        import asyncio\n"
    "        async def run():\n"
    "            for part in parts:\n"
    "                value = eval(part, world)\n"
    "                if value is not None:\n"
    "                    await value\n"
    "            others = asyncio.all_tasks() - {asyncio.current_task()}\n"
    "            await asyncio.gather(*others)\n"
    "        asyncio.run(run())\n"
    "    else:\n"
    "        for part in parts:\n"
    "            exec(part, world)\n"
    "    threading = sys.modules.get('threading')\n"
    "    for thread in threading.enumerate() if threading else []:\n"
    "        if thread is not threading.current_thread():\n"
    "            thread.join()\n"
    "\n";

/* A text of Python in quotation marks; all that could end it is escaped. */
static void put_text(struct buf *out, const char *text)
{
    buf_putc(out, '\'');
    for (; *text; text++) {
        if (*text == '\\' || *text == '\'')
            buf_printf(out, "\\%c", *text);
        else if ((unsigned char)*text < ' ')
            buf_printf(out, "\\x%02x", (unsigned char)*text);
        else
            buf_putc(out, *text);
    }
    buf_putc(out, '\'');
}

static void collect(const struct notebook *n, size_t index, struct definitions *d,
                    struct buf *earlier)
{
    for (size_t i = 0; i < index; i++) {
        size_t before = d->count;
        if (n->cells[i].kind != CELL_CODE)
            continue;
        buf_printf(earlier, "%s\n", n->cells[i].text);
        cellcode_definitions(n->cells[i].text, d);
        for (size_t k = before; k < d->count; k++)
            d->list[k].cell = i + 1;
    }
}

/* In the source the definitions come behind the cell; the starter has them before it. */
static void bring_in(const struct notebook *n, size_t index, struct buf *starter,
                     struct buf *source, struct buf *earlier)
{
    struct definitions d = {0};
    collect(n, index, &d, earlier);
    needed_mark(&d, n->cells[index].text);
    for (size_t i = 0; i < d.count; i++) {
        if (!d.list[i].needed)
            continue;
        buf_printf(starter, "    ('cell %zu', %d, ", d.list[i].cell, d.list[i].line);
        put_text(starter, d.list[i].text);
        buf_puts(starter, "),\n");
        buf_printf(source, "%s\n", d.list[i].text);
    }
    definitions_close(&d);
}

static int keep(const struct buf *text, struct error *err)
{
    int fd = memfile_make("program", err);
    if (fd < 0 || pwrite(fd, buf_text(text), text->len, 0) == (ssize_t)text->len)
        return fd;
    error_errno(err, "can't write a file in memory");
    close(fd);
    return -1;
}

static int count_lines(const char *text)
{
    int n = 1;
    for (; *text; text++)
        n += *text == '\n' && text[1];
    return n;
}

int cell_open(struct submission *s, const struct notebook *n, size_t index,
              struct error *err)
{
    const char *text = n->cells[index].text;
    struct buf source = {0}, program = {0}, starter = {0}, earlier = {0};
    *s = SUBMISSION_EMPTY;
    s->path = mem_text(n->path);
    s->file = mem_printf("cell %zu", index + 1);
    s->cell = (int)index + 1;
    s->own_lines = count_lines(text);
    s->language = language_of("cell.py", "", 0);
    if (!cellcode_is_code(text))
        snprintf(s->problem, sizeof s->problem, "Cell %d has no code in Python.",
                 s->cell);
    submission_find_tool(s);
    cellcode_program(text, &program);
    buf_printf(&source, "%s\n\n", text);
    buf_puts(&starter, begin_text);
    buf_printf(&starter, "start('%s', [\n", s->file);
    bring_in(n, index, &starter, &source, &earlier);
    s->earlier = buf_take(&earlier, NULL);
    buf_puts(&starter, "], say)\n");
    s->source_fd = keep(&source, err);
    s->program_fd = s->source_fd < 0 ? -1 : keep(&program, err);
    s->starter_fd = s->program_fd < 0 ? -1 : keep(&starter, err);
    buf_close(&source);
    buf_close(&program);
    buf_close(&starter);
    return s->starter_fd < 0 ? -1 : 0;
}
