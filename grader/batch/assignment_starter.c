/* SPDX-License-Identifier: MIT
 *
 * The text of a new assignment, to be edited: every line of it is one that people change.
 */
#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "base/timestamp.h"
#include "batch/assignment.h"

#define LONGEST_ID 40

/* Of a default, whose id has "+" between those of its exercises. */
static void put_id(const char *id, struct buf *out)
{
    if (strlen(id) > LONGEST_ID)
        id = "week-1";
    for (; *id; id++)
        buf_putc(out, *id == '+' ? '-' : *id);
}

static void put_title(const char *title, struct buf *out)
{
    for (; *title; title++) {
        if (*title == '"' || *title == '\\')
            buf_putc(out, '\\');
        buf_putc(out, *title);
    }
}

void assignment_starter(const struct assignment *a, int64_t deadline_ms, struct buf *out)
{
    buf_puts(out, "{\n  \"sockgrade_assignment\": 1,\n  \"id\": \"");
    put_id(a->id, out);
    buf_puts(out, "\",\n  \"title\": \"");
    put_title(a->title, out);
    buf_puts(out, "\",\n  \"exercises\": [\n");
    for (size_t i = 0; i < a->count; i++) {
        const struct exercise *e = a->list[i].exercise;
        buf_printf(out,
                   "    {\"exercise\": \"%s\", \"points\": %.0f, \"hidden\": []}%s\n",
                   e->id, a->list[i].points, i + 1 < a->count ? "," : "");
    }
    buf_puts(out, "  ],\n  \"deadline\": \"");
    timestamp_write(deadline_ms, out);
    buf_puts(out, "\",\n  \"late\": {\"grace\": \"10m\", \"percent_per_day\": 10, "
                  "\"most_percent\": 50},\n  \"attempts\": \"last\",\n"
                  "  \"seed\": \"student\"\n}\n");
}
