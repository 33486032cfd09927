/* SPDX-License-Identifier: MIT
 *
 * Any bytes as an archive. What is said of it are lines that end in one of three ways; what is
 * written lies in the folder, is a file, a folder or a link downwards, and is not too much.
 */
#include <assert.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/memfile.h"
#include "batch/extract.h"
#include "run/scratch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct extract_limits limits = {.bytes = 1 << 20, .entries = 50};
static size_t files;

static int look(const char *path, const struct stat *info, int kind, struct FTW *ftw)
{
    char target[4096];
    (void)ftw;
    files += kind == FTW_F;
    assert(kind == FTW_F || kind == FTW_D || kind == FTW_SL || kind == FTW_SLN);
    assert((info->st_mode & 07077) == 0 || S_ISLNK(info->st_mode));
    if (!S_ISLNK(info->st_mode))
        return 0;
    ssize_t n = readlink(path, target, sizeof target - 1);
    assert(n > 0);
    target[n] = '\0';
    assert(target[0] != '/' && strncmp(target, "../", 3) != 0 && !strstr(target, "/../"));
    return 0;
}

static void check_answer(const struct buf *answer)
{
    const char *at = buf_text(answer), *end;
    char last = 'n';
    for (; (end = strchr(at, '\n')); at = end + 1) {
        assert(last == 'n');
        last = *at;
    }
    assert(!*at && strchr("kr", last));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char folder[4096];
    struct buf answer = {0};
    struct extract_order order = {.limits = &limits};
    if (scratch_make(folder, sizeof folder, NULL) < 0)
        return 0;
    order.archive_fd = memfile_make("archive", NULL);
    order.folder_fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert(order.archive_fd >= 0 && order.folder_fd >= 0);
    assert(pwrite(order.archive_fd, data, size, 0) == (ssize_t)size);
    extract_all(&order, &answer);
    check_answer(&answer);
    files = 0;
    assert(nftw(folder, look, 8, FTW_PHYS) == 0);
    assert(files <= 50);
    buf_close(&answer);
    close(order.archive_fd);
    close(order.folder_fd);
    scratch_remove(folder);
    return 0;
}
