/* SPDX-License-Identifier: MIT */
#include "run/rustup.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The value in `default_toolchain = "NAME"` of rustup's settings. */
static bool read_default(const char *folder, char *out, size_t size)
{
    static const char key[] = "default_toolchain = \"";
    char path[PATH_MAX], line[512];
    snprintf(path, sizeof path, "%s/settings.toml", folder);
    FILE *f = fopen(path, "re");
    out[0] = '\0';
    while (f && !out[0] && fgets(line, sizeof line, f))
        if (strncmp(line, key, sizeof key - 1) == 0)
            snprintf(out, size, "%.*s", (int)strcspn(line + sizeof key - 1, "\"\n"),
                     line + sizeof key - 1);
    if (f)
        fclose(f);
    return out[0] != '\0';
}

static bool find_folder(char *out, size_t size)
{
    const char *own = getenv("RUSTUP_HOME"), *home = getenv("HOME");
    if (own && own[0] == '/')
        snprintf(out, size, "%s", own);
    else
        snprintf(out, size, "%s/.rustup", home ? home : "");
    return (own && own[0] == '/') || (home && home[0] == '/');
}

bool rustup_resolve(char *path, size_t size)
{
    char real[PATH_MAX], folder[PATH_MAX / 2], toolchain[256];
    const char *wanted = getenv("RUSTUP_TOOLCHAIN");
    const char *slash = realpath(path, real) ? strrchr(real, '/') : NULL;
    if (!slash || strcmp(slash + 1, "rustup") != 0)
        return true;
    if (!find_folder(folder, sizeof folder))
        return false;
    if (wanted && *wanted)
        snprintf(toolchain, sizeof toolchain, "%s", wanted);
    else if (!read_default(folder, toolchain, sizeof toolchain))
        return false;
    snprintf(path, size, "%s/toolchains/%s/bin/rustc", folder, toolchain);
    return access(path, X_OK) == 0;
}
