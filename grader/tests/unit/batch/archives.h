/* SPDX-License-Identifier: MIT
 *
 * Archives for tests, as strangers may make them.
 */
#ifndef TESTS_ARCHIVES_H
#define TESTS_ARCHIVES_H

#include <archive.h>
#include <archive_entry.h>

#include "handedin.h"

struct made {
    struct archive *archive;
    char *bytes;
    size_t used, size;
};

enum form { ZIP, TAR, TAR_GZ, ZIP_ENCRYPTED };

static inline void begin(struct made *m, enum form form)
{
    m->archive = archive_write_new();
    m->size = 64 * 1024 * 1024;
    m->bytes = mem_alloc(m->size);
    if (form == TAR || form == TAR_GZ)
        archive_write_set_format_pax_restricted(m->archive);
    else
        archive_write_set_format_zip(m->archive);
    if (form == TAR_GZ)
        archive_write_add_filter_gzip(m->archive);
    if (form == ZIP_ENCRYPTED) {
        archive_write_set_options(m->archive, "zip:encryption=traditional");
        archive_write_set_passphrase(m->archive, "secret");
    }
    archive_write_open_memory(m->archive, m->bytes, m->size, &m->used);
}

static inline void put_entry(struct made *m, const char *name, unsigned type,
                             const char *target, mode_t mode, const char *data,
                             size_t len)
{
    struct archive_entry *e = archive_entry_new();
    archive_entry_set_pathname(e, name);
    archive_entry_set_filetype(e, type);
    archive_entry_set_perm(e, mode);
    archive_entry_set_size(e, (la_int64_t)len);
    archive_entry_set_mtime(e, 1700000000, 0);
    if (type == AE_IFLNK)
        archive_entry_set_symlink(e, target);
    else if (target)
        archive_entry_set_hardlink(e, target);
    assert_true(archive_write_header(m->archive, e) >= ARCHIVE_WARN);
    if (len)
        assert_int_equal(archive_write_data(m->archive, data, len), (la_ssize_t)len);
    archive_entry_free(e);
}

static inline void put(struct made *m, const char *name, const char *text)
{
    put_entry(m, name, AE_IFREG, NULL, 0644, text, strlen(text));
}

static inline void end(struct made *m, const struct handedin *h, const char *name)
{
    archive_write_close(m->archive);
    handedin_put_bytes(h, name, m->bytes, m->used);
    archive_write_free(m->archive);
    free(m->bytes);
}

#endif
