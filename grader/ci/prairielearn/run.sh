#!/bin/sh
# PrairieLearn: serverFilesCourse/sockgrade/run.sh of the course, beside the static command
# "sockgrade" and its folder "exercises". The question's tests/exercise has the exercises' ids,
# one a line; its info.json is as the one beside this file.
#
# The network may stay off: a program talks to the grader on this computer alone.
here=/grade/serverFilesCourse/sockgrade results=/grade/results/results.json

mkdir -p /grade/results
# Whatever becomes of the grader, it takes no attempt from the student.
cat >"$results" <<'END'
{"gradable": false, "format_errors": ["This could not be graded, through no fault of yours. It takes no attempt: please try again, and tell the course's staff if it happens again."]}
END

chmod go= "$here" /grade/tests # students' programs don't run as root
export SOCKGRADE_EXERCISES="$here/exercises"
# One exercise: the folder is its program. Several: a program each.
if [ "$(grep -c . /grade/tests/exercise)" = 1 ]; then
    set -- "$(cat /grade/tests/exercise)" /grade/student
else
    # shellcheck disable=SC2046 # one word an exercise
    set -- /grade/student $(cat /grade/tests/exercise)
fi
"$here/sockgrade" check "$@" --format text --format "prairielearn=$results"
[ $? -le 1 ] || echo "sockgrade could not judge it"
exit 0
