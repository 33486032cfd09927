/* SPDX-License-Identifier: MIT
 *
 * The classes that a Java compiler has made, put into one archive that a Java machine starts:
 * stored without compression, with the main class named in its manifest.
 */
#ifndef RUN_JAR_H
#define RUN_JAR_H

#include <stdbool.h>

#include "base/buf.h"

/* Packs every class below the folder. The main class is the one that has
 * main(String[]): the one that is called as the source file, else the first by name.
 * False, with a sentence in problem, when no class has one or it can't be read. */
typedef bool jar_packer(int folder_fd, const char *source, int into_fd,
                        struct buf *problem);
jar_packer jar_pack;

#endif
