/* SPDX-License-Identifier: MIT */
#include "run/jar.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bytes.h"

/* A student's program has a few; what has more was made to hurt. */
#define CLASSES_MAX 512
#define BYTES_MAX (32 * 1024 * 1024)
#define DEPTH_MAX 16

struct entry {
    char *name; /* "Client.class", "folder/Client.class" */
    struct buf bytes;
};

struct jar {
    struct entry *entries;
    size_t count, size;
    bool failed;
};

/* --- what the compiler made ------------------------------------------------------------ */

static void add(struct jar *j, char *owned_name, struct buf *taken)
{
    j->entries = mem_grow(j->entries, (j->count + 1) * sizeof *j->entries);
    j->entries[j->count++] = (struct entry){owned_name, *taken};
    j->size += taken->len;
    j->failed |= j->count > CLASSES_MAX || j->size > BYTES_MAX;
}

static void read_class(struct jar *j, int fd, char *owned_name)
{
    struct buf bytes = {0};
    char block[8192];
    ssize_t n;
    while ((n = read(fd, block, sizeof block)) > 0 && bytes.len <= BYTES_MAX)
        buf_append(&bytes, block, (size_t)n);
    j->failed |= n < 0;
    close(fd);
    add(j, owned_name, &bytes);
}

/* Takes the descriptor over. */
static void read_folder(struct jar *j, int fd, const char *prefix, int depth)
{
    DIR *d = fdopendir(fd);
    if (!d) {
        close(fd);
        j->failed = true;
        return;
    }
    for (struct dirent *e; !j->failed && (e = readdir(d));) {
        struct stat info;
        if (e->d_name[0] == '.')
            continue;
        int at = openat(fd, e->d_name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
        if (at < 0 || fstat(at, &info) || depth > DEPTH_MAX) {
            j->failed = true;
            if (at >= 0)
                close(at);
        } else if (S_ISDIR(info.st_mode)) {
            char *inner = mem_printf("%s%s/", prefix, e->d_name);
            read_folder(j, at, inner, depth + 1);
            free(inner);
        } else {
            read_class(j, at, mem_printf("%s%s", prefix, e->d_name));
        }
    }
    closedir(d);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->name, ((const struct entry *)b)->name);
}

/* --- which of them is started ---------------------------------------------------------- */

/* A class that has the method has its name and its type among its constants, with their tag
 * and length in front. */
static bool has_main(const struct entry *e)
{
    static const char name[] = "\1\0\4main", type[] = "\1\0\26([Ljava/lang/String;)V";
    return e->bytes.len && bytes_find(e->bytes.data, e->bytes.len, name, sizeof name - 1)
           && bytes_find(e->bytes.data, e->bytes.len, type, sizeof type - 1);
}

/* "Client" of "folder/Client.class" and of "Client.java". */
static bool same_class(const char *class_file, const char *source)
{
    const char *base = strrchr(class_file, '/');
    base = base ? base + 1 : class_file;
    size_t len = strcspn(base, ".");
    return strcspn(source, ".") == len && memcmp(base, source, len) == 0;
}

static const struct entry *main_class(const struct jar *j, const char *source)
{
    const struct entry *found = NULL;
    for (size_t i = 0; i < j->count; i++) {
        if (!has_main(&j->entries[i]))
            continue;
        if (same_class(j->entries[i].name, source))
            return &j->entries[i];
        found = found ? found : &j->entries[i];
    }
    return found;
}

/* Lines of a manifest end after 72 bytes; one that goes on begins with a space. */
static void write_manifest(const struct entry *main, struct buf *out)
{
    struct buf line = {0};
    size_t len = strlen(main->name) - strlen(".class");
    buf_printf(&line, "Main-Class: %.*s", (int)len, main->name);
    for (char *slash = line.data; (slash = strchr(slash, '/'));)
        *slash = '.';
    buf_puts(out, "Manifest-Version: 1.0\r\n");
    for (size_t at = 0; at < line.len; at += 70) {
        size_t n = line.len - at < 70 ? line.len - at : 70;
        buf_puts(out, at ? " " : "");
        buf_append(out, line.data + at, n);
        buf_puts(out, "\r\n");
    }
    buf_puts(out, "\r\n");
    buf_close(&line);
}

/* --- the archive (APPNOTE.TXT of the ZIP format, 4.3) -------------------------------------- */

static void put(struct buf *out, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        buf_putc(out, (char)(value >> 8 * i & 0xFF));
}

static uint32_t crc32_of(const struct buf *b)
{
    uint32_t crc = UINT32_MAX;
    for (size_t i = 0; i < b->len; i++) {
        crc ^= (unsigned char)b->data[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? UINT32_C(0xEDB88320) : 0);
    }
    return ~crc;
}

/* What both headers of a file say: needs version 1.0, names in UTF-8, stored, 1 January 1980. */
static void put_facts(struct buf *out, const struct entry *e, uint32_t crc)
{
    put(out, 10, 2);
    put(out, 1 << 11, 2);
    put(out, 0, 2);
    put(out, 0, 2);
    put(out, 1 << 5 | 1, 2);
    put(out, crc, 4);
    put(out, (uint32_t)e->bytes.len, 4);
    put(out, (uint32_t)e->bytes.len, 4);
    put(out, (uint32_t)strlen(e->name), 2);
    put(out, 0, 2);
}

static void put_entry(struct buf *out, struct buf *list, const struct entry *e)
{
    uint32_t crc = crc32_of(&e->bytes), at = (uint32_t)out->len;
    buf_append(out, "PK\3\4", 4);
    put_facts(out, e, crc);
    buf_puts(out, e->name);
    buf_append(out, e->bytes.data, e->bytes.len);
    buf_append(list, "PK\1\2", 4);
    put(list, 10, 2);
    put_facts(list, e, crc);
    for (int i = 0; i < 5; i++) /* comment, disk, attributes */
        put(list, 0, 2);
    put(list, at, 4);
    buf_puts(list, e->name);
}

static bool write_archive(const struct jar *j, const struct entry *manifest, int into_fd)
{
    struct buf out = {0}, list = {0};
    put_entry(&out, &list, manifest);
    for (size_t i = 0; i < j->count; i++)
        put_entry(&out, &list, &j->entries[i]);
    uint32_t at = (uint32_t)out.len;
    buf_append(&out, list.data, list.len);
    buf_append(&out, "PK\5\6", 4);
    put(&out, 0, 4);
    put(&out, (uint32_t)j->count + 1, 2);
    put(&out, (uint32_t)j->count + 1, 2);
    put(&out, (uint32_t)list.len, 4);
    put(&out, at, 4);
    put(&out, 0, 2);
    bool whole = pwrite(into_fd, out.data, out.len, 0) == (ssize_t)out.len;
    buf_close(&list);
    buf_close(&out);
    return whole;
}

bool jar_pack(int folder_fd, const char *source, int into_fd, struct buf *problem)
{
    struct jar j = {0};
    struct entry manifest = {.name = (char *)"META-INF/MANIFEST.MF"};
    read_folder(&j, folder_fd, "", 0);
    if (j.count)
        qsort(j.entries, j.count, sizeof *j.entries, by_name);
    const struct entry *main = j.failed ? NULL : main_class(&j, source);
    bool done = false;
    if (j.failed)
        buf_puts(problem, "error: the compiled classes are too many, or can't be read\n");
    else if (!main)
        buf_puts(problem, "error: no class has a method main(String[] args)\n");
    else {
        write_manifest(main, &manifest.bytes);
        done = write_archive(&j, &manifest, into_fd);
    }
    for (size_t i = 0; i < j.count; i++) {
        free(j.entries[i].name);
        buf_close(&j.entries[i].bytes);
    }
    free(j.entries);
    buf_close(&manifest.bytes);
    return done;
}
