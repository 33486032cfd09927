/* SPDX-License-Identifier: MIT
 *
 * Runs while sockgrade is built: writes the filter (run/filter.h) as a table in C, with a
 * mark in place of the limit of memory.
 */
#include <inttypes.h>
#include <linux/filter.h>
#include <stdio.h>

#include "run/filter.h"

int main(void)
{
    struct filter f;
    struct error err;
    if (filter_generate(&f, true, FILTER_MARK, &err)) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    const struct sock_filter *code = f.code;
    puts("static const struct sock_filter table[] = {");
    for (size_t i = 0; i < f.count; i++)
        printf("    {0x%02x, %u, %u, 0x%08" PRIx32 "},\n", (unsigned)code[i].code,
               code[i].jt, code[i].jf, (uint32_t)code[i].k);
    puts("};");
    filter_close(&f);
    return 0;
}
