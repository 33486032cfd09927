#!/bin/sh
# What a batch costs, in one run: how near its rate comes to what the processors could do if
# grading cost nothing; whether it keeps that rate, and its memory, with more submissions;
# whether the gradebook is the same however many programs are checked side by side; and what a
# program that waits for ever costs against a right one.
#   sh grader/tests/bench/batch.sh [SUBMISSIONS [EXERCISES]]    (build first: sh grader/build.sh)
# EXERCISES: how many of the first nine. SOCKGRADE names another binary, SOCKGRADE_TIMES how
# many times as many submissions the second batch has. What is to hold is measured with
#   SOCKGRADE_TIMES=10 sh grader/tests/bench/batch.sh 1000 9
# Only different gradebooks make it fail.
set -u
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P) || exit 1
root=$(CDPATH='' cd -- "$here/../../.." && pwd -P) || exit 1
sockgrade=${SOCKGRADE:-$root/build/sockgrade}
[ -x "$sockgrade" ] || { echo "batch: $sockgrade is not built" >&2; exit 1; }
export SOCKGRADE_EXERCISES="$root/exercises" PYTHONDONTWRITEBYTECODE=1

# shellcheck disable=SC2046 # a word each
exec python3 "$here/batch_measure.py" "$sockgrade" "${1:-12}" "${SOCKGRADE_TIMES:-3}" \
    $(printf '%s\n' connect-1 connect-2 connect-3 connect-4 connect-5 listen-1 listen-2 \
        listen-3 listen-4 | head -n "${2:-9}")
