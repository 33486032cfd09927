/* SPDX-License-Identifier: MIT
 *
 * The parts of the table of known mistakes, in the order in which they are asked.
 */
#ifndef JUDGE_REMEDY_LIST_H
#define JUDGE_REMEDY_LIST_H

#include "judge/remedy.h"

struct remedy_list {
    const struct remedy *rows;
    size_t count;
};

extern const struct remedy_list remedy_words, remedy_deeds;

#endif
