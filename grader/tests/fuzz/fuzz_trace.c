/* SPDX-License-Identifier: MIT
 *
 * Any text as what a program or its compiler wrote. The input is: the file's name up to a
 * newline, then the text. A line is told only when something was found, and is none that a
 * file can't have; the words are one line.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "run/trace.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_trace(trace_reader *read, const char *text, size_t len,
                        const char *file)
{
    struct trace t;
    memset(&t, 0x55, sizeof t);
    read(text, len, file, &t);
    assert(t.line >= 0);
    assert(memchr(t.text, '\0', sizeof t.text) && !strchr(t.text, '\n'));
    assert(t.found || !t.text[0]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static trace_reader *const readers[] = {
        trace_python_crash,     trace_python_waits,
        trace_python_refusal,   trace_c_build,
        trace_c_aborted,        trace_java_crash,
        trace_java_waits,       trace_java_build,
        trace_javascript_crash, trace_javascript_refusal,
        trace_go_crash,         trace_go_waits,
        trace_go_build,         trace_rust_crash,
        trace_rust_build,       trace_ruby_crash,
        trace_ruby_waits,       trace_ruby_refusal,
        trace_perl_crash,       trace_perl_refusal,
        trace_shell_crash,      trace_shell_refusal};
    const uint8_t *end = size ? memchr(data, '\n', size) : NULL;
    if (!end || end == data)
        return 0;
    size_t name_len = (size_t)(end - data), len = size - name_len - 1;
    char *file = calloc(1, name_len + 1), *text = malloc(len ? len : 1);
    memcpy(file, data, name_len);
    memcpy(text, end + 1, len);
    for (size_t i = 0; file[0] && i < sizeof readers / sizeof *readers; i++)
        check_trace(readers[i], text, len, file);
    free(file);
    free(text);
    return 0;
}
