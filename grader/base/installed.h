/* SPDX-License-Identifier: MIT
 *
 * Where the running command lies, and what was installed with it: a package may have been
 * built for another folder than the one that it was put into.
 */
#ifndef BASE_INSTALLED_H
#define BASE_INSTALLED_H

#include <stddef.h>

/* Writes the folder of the running command's file; "" where the system does not tell. */
void installed_command(char *out, size_t size);

/* Writes PREFIX/share/sockgrade for a command at PREFIX/bin, whether it is there or not;
 * "" where the system does not tell. */
void installed_data(char *out, size_t size);

#endif
