/* SPDX-License-Identifier: MIT
 *
 * What a check tells GitHub when it runs in one of its workflows: annotations on the lines of
 * the student's files, and a summary of the step. Standard output is read for commands there,
 * so that what may hold a student's bytes is fenced off from it.
 */
#ifndef CLI_WORKFLOW_H
#define CLI_WORKFLOW_H

#include <stdbool.h>

#include "base/buf.h"
#include "report/report.h"

/* Whether this is a step of a workflow (GITHUB_ACTIONS=true). */
bool workflow_is(void);

/* Fences the text, so that GitHub takes nothing in it for a command. */
void workflow_fence(struct buf *text);

/* Appends the annotations to the buffer, the summary to $GITHUB_STEP_SUMMARY, and the
 * outputs score, max-score, passed and, for GitHub Classroom, result to $GITHUB_OUTPUT. What can't be written is complained
 * of; the check's own result does not depend on it. */
void workflow_tell(const struct report *r, struct buf *annotations);

#endif
