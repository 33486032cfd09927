/* SPDX-License-Identifier: MIT */
#include "batch/entryname.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "batch/listing.h"

#define LONGEST 1000
#define DEEPEST 30

char *entryname_plain(const char *name)
{
    struct buf out = {0};
    if (name && name[0] == '/')
        buf_putc(&out, '/');
    for (const char *at = name ? name : ""; *at;) {
        size_t len = strcspn(at, "/");
        bool here = len == 1 && *at == '.';
        if (len && !here) {
            if (out.len && out.data[out.len - 1] != '/')
                buf_putc(&out, '/');
            buf_append(&out, at, len);
        }
        at += len + (at[len] == '/');
    }
    return out.len ? buf_take(&out, NULL) : mem_text("");
}

static bool has_control(const char *name)
{
    for (; *name; name++)
        if ((unsigned char)*name < ' ' || *name == 0x7F)
            return true;
    return false;
}

static bool goes_up(const char *name)
{
    for (const char *at = name; at; at = strchr(at, '/')) {
        at += *at == '/';
        if (strncmp(at, "..", 2) == 0 && (!at[2] || at[2] == '/'))
            return true;
    }
    return false;
}

static int depth_of(const char *name)
{
    int depth = 0;
    while ((name = strchr(name, '/'))) {
        name++;
        depth++;
    }
    return depth;
}

const char *entryname_problem(const char *name)
{
    if (!*name)
        return "it has no name";
    if (name[0] == '/')
        return "its path is absolute";
    if (goes_up(name))
        return "its path leads out of the archive";
    if (isalpha((unsigned char)name[0]) && name[1] == ':')
        return "its path begins with a drive";
    if (strchr(name, '\\'))
        return "there is a backslash in its path";
    if (has_control(name))
        return "there are control characters in its name";
    if (strlen(name) > LONGEST || depth_of(name) > DEEPEST)
        return "its path is too long";
    return NULL;
}

bool entryname_is_junk(const char *name, bool but_git)
{
    bool junk = false;
    if (strchr(name, '\\'))
        return false; /* not a name, but a path of Windows */
    for (const char *at = name; at && !junk; at = strchr(at, '/')) {
        at += *at == '/';
        char *part = mem_copy(at, strcspn(at, "/"));
        if (but_git && strcmp(part, ".git") == 0)
            at = name + strlen(name); /* all of it is wanted */
        else
            junk = strcmp(part, "..") != 0 && listing_is_junk(part);
        free(part);
    }
    return junk;
}
