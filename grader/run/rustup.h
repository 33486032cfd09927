/* SPDX-License-Identifier: MIT
 *
 * The compiler behind the name `rustc` where rustup manages it: that name leads to rustup
 * itself, which needs its settings and a home to find the real one.
 */
#ifndef RUN_RUSTUP_H
#define RUN_RUSTUP_H

#include <stdbool.h>
#include <stddef.h>

/* Puts the real compiler in the path's place where it is rustup's; false when that is not to
 * be found. Any other path stays as it is. */
bool rustup_resolve(char *path, size_t size);

#endif
