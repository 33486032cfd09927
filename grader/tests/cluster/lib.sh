# What the tests of grader/cluster share; they source it with their own arguments.
# shellcheck shell=sh disable=SC2034,SC2154
# shellcheck source=grader/tests/cli/lib/cli.sh
script=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)/$(basename -- "$0")
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"
cluster_tests=$SOCKGRADE_SOURCE/grader/tests/cluster
cluster=$SOCKGRADE_SOURCE/grader/cluster

if [ "${1-}" = --if-heavy ]; then
    shift
    [ -n "${SOCKGRADE_HEAVY-}" ] || skip "it takes long; sh grader/test.sh --all runs it"
fi

# Ten students, two exercises: each program is a fixture, so that some are the same.
a_course() {
    for student in ada bob cyd dan eve fay gus hal ivy joe; do
        mkdir -p "handed-in/$student"
    done
    for exercise in connect-1 connect-2; do
        set -- "$fixtures/$exercise"/*/*.py
        for folder in handed-in/*; do
            [ "$folder/$exercise" = handed-in/joe/connect-2 ] && continue
            cp "$1" "$folder/$exercise.py"
            [ $# -lt 5 ] || shift
        done
    done
}

an_assignment() {
    echo '{"sockgrade_assignment": 1, "id": "week-3", "title": "Week 3",'
    echo ' "exercises": [{"exercise": "connect-1", "points": 3}, "connect-2"]}'
}

same_grades() { # ONE OTHER: folders that a batch or a merge wrote
    for name in gradebook.csv gradebook-canvas.csv; do
        [ -s "$1/$name" ] || fail "there is no $1/$name"
        cmp "$1/$name" "$2/$name" || fail "$name is another one: $(diff "$1/$name" "$2/$name")"
    done
}

patiently() { # SECONDS COMMAND...: until it succeeds
    deadline=$(($(date +%s) + $1))
    shift
    until "$@"; do
        [ "$(date +%s)" -lt "$deadline" ] || return 1
        sleep 0.05
    done
}
