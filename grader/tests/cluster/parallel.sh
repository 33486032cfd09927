#!/bin/sh
# The recipes of grader/cluster/README.md, as they stand there: with GNU parallel, and with
# xargs and an "ssh" that goes nowhere. The gradebook has to be that of one machine.
#   SOCKGRADE=build/sockgrade SOCKGRADE_SOURCE=. sh grader/tests/cluster/parallel.sh [--if-heavy]
# shellcheck disable=SC2154,SC1091,SC2016,SC2094
. "${SOCKGRADE_SOURCE:?is the source tree}/grader/tests/cluster/lib.sh"

recipe() { # HEADING: the commands below it
    awk -v heading="## $1" '
        /^## / { below = $0 == heading }
        /^```/ { inside = !inside && /sh$/; next }
        below && inside' "$cluster/README.md"
}

try() { # HEADING
    recipe "$1" >recipe
    [ -s recipe ] || fail "the README has no recipe \"$1\""
    rm -rf out
    sh -e recipe >recipe.log 2>&1 </dev/null || fail "$1: $(cat recipe.log)"
    same_grades alone out
}

a_course
an_assignment >week-3.json
mkdir programs
ln -s "$SOCKGRADE" programs/sockgrade
printf '#!/bin/sh\n[ "$1 $2" = "-n lab1" ] || [ "$1 $2" = "-n lab2" ] || exit 255\nshift 2\nexec sh -c "$*"\n' \
    >programs/ssh
chmod 755 programs/ssh
PATH=$work/programs:$PATH
sockgrade batch week-3.json handed-in -o alone >batch.log 2>&1 ||
    fail "one machine can't grade it: $(cat batch.log)"

printf 'lab1\nlab2\n' >hosts
try "xargs and ssh"
if command -v parallel >/dev/null && parallel --version 2>/dev/null | grep -q GNU; then
    mkdir -p .parallel && touch .parallel/will-cite
    PARALLEL_HOME=$work/.parallel
    export PARALLEL_HOME
    echo : >hosts
    try "GNU parallel"
elif [ "$failures" = 0 ]; then
    skip "there is no GNU parallel; the recipe with xargs is right"
fi
finish
