/* SPDX-License-Identifier: MIT
 *
 * Reads "cases", and the settings that a case inherits from its exercise.
 */
#ifndef SCRIPT_TESTCASE_H
#define SCRIPT_TESTCASE_H

#include "script/exercise.h"
#include "script/field.h"

/* An exercise on its way. In inherited only args, env, stdin, newline and patience count. */
struct draft {
    struct exercise exercise;
    struct test_case inherited;
};

extern const struct field_table case_keys;

/* out is a struct draft; everything else in it must be read before. */
int cases_read(struct reader *r, const struct place *at, const json_t *list, void *out);

/* out is a struct test_case. */
int case_read_newline(struct reader *r, const struct place *at, const json_t *value,
                      void *out);
int case_read_patience(struct reader *r, const struct place *at, const json_t *value,
                       void *out);
int case_read_args(struct reader *r, const struct place *at, const json_t *value,
                   void *out);
int case_read_env(struct reader *r, const struct place *at, const json_t *value,
                  void *out);
int case_read_stdin(struct reader *r, const struct place *at, const json_t *value,
                    void *out);

/* A text of a-z, 0-9 and - into a char **. */
int read_id(struct reader *r, const struct place *at, const json_t *value, void *out);

#endif
