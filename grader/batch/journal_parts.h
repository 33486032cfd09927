/* SPDX-License-Identifier: MIT
 *
 * What the journal's own sources share: the open database, and what it is made of.
 */
#ifndef BATCH_JOURNAL_PARTS_H
#define BATCH_JOURNAL_PARTS_H

#include "batch/db.h"
#include "batch/hold.h"
#include "batch/journal.h"

struct journal {
    struct db db;
    struct hold hold; /* empty in JOURNAL_READ */
};

#define JOURNAL_APPLICATION 0x736f636b /* "sock": PRAGMA application_id */
#define JOURNAL_VERSION 1              /* PRAGMA user_version */

extern const char journal_schema[];

#endif
