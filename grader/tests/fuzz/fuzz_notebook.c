/* SPDX-License-Identifier: MIT
 *
 * Any bytes as a notebook. What is read can be searched, and each cell taken apart: a cell's
 * program has as many lines as the cell, and its definitions are parts of it.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "batch/workbook.h"
#include "run/cellcode.h"
#include "run/notebook.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int count_lines(const char *text)
{
    int n = 1;
    for (; *text; text++)
        n += *text == '\n';
    return n;
}

static void take_apart(const char *cell)
{
    struct buf program = {0};
    struct definitions d = {0};
    cellcode_program(cell, &program);
    assert(!program.len || count_lines(buf_text(&program)) == count_lines(cell));
    cellcode_definitions(cell, &d);
    for (size_t i = 0; i < d.count; i++) {
        assert(d.list[i].line >= 1 && d.list[i].line <= count_lines(cell));
        assert(i == 0 || d.list[i].line >= d.list[i - 1].line);
        assert(strstr(buf_text(&program), d.list[i].text));
    }
    definitions_close(&d);
    buf_close(&program);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct exercise e = {.id = (char *)"connect-2",
                               .title = (char *)"Count",
                               .set = (char *)"Connecting to your computer"};
    struct notebook n;
    struct error err;
    struct buf why = {0};
    size_t index = 0;
    if (notebook_read(&n, "x.ipynb", (const char *)data, size, &err) < 0) {
        assert(strncmp(err.text, "x.ipynb:", 8) == 0);
        return 0;
    }
    if (workbook_find(&n, &e, &index, &why))
        assert(index < n.count && n.cells[index].kind == CELL_CODE);
    for (size_t i = 0; i < n.count; i++)
        take_apart(n.cells[i].text);
    buf_close(&why);
    notebook_close(&n);
    return 0;
}
