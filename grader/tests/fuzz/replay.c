/* SPDX-License-Identifier: MIT
 *
 * Feeds each file that is named once to a fuzz target's entry point, so that the corpus is
 * an ordinary regression test under any compiler. libFuzzer's own main does the same.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay(const char *path)
{
    static uint8_t data[1 << 20];
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        return -1;
    }
    size_t size = fread(data, 1, sizeof data, file);
    fclose(file);
    /* An exact copy: reading past its end is then seen by AddressSanitizer. */
    uint8_t *copy = malloc(size ? size : 1);
    if (!copy)
        return -1;
    for (size_t i = 0; i < size; i++)
        copy[i] = data[i];
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
    return 0;
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (replay(argv[i]) < 0)
            return 2;
    printf("%d inputs replayed\n", argc - 1);
    return 0;
}
