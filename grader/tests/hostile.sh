#!/bin/sh
# Many attacks at once leave nothing behind and harm nobody: runs programs of fixtures/hostile
# in random order, each between two runs of a right program that must pass, in a world of
# process numbers, mounts and temporary folders of the test's own, so that whatever is left
# there was left by the grader. Started by root, every other run is an ordinary user's.
#   SOCKGRADE=build/sockgrade sh grader/tests/hostile.sh [--if-heavy] [RUNS [NAME...]]
# RUNS: 500. NAME: only programs with this in their path. SOCKGRADE_SEED repeats the order.
# SOCKGRADE_AT_ONCE: 8. --if-heavy: as ctest calls it: skipped (status 77) unless
# SOCKGRADE_HEAVY is set, and as many runs then as SOCKGRADE_HOSTILE_RUNS says, or else as
# there are programs.
set -u
runs=500
if [ "${1-}" = --if-heavy ]; then
    shift
    runs=${SOCKGRADE_HOSTILE_RUNS:-0}
    [ -n "${SOCKGRADE_HEAVY-}" ] || {
        echo "skipped: this takes minutes; sh grader/test.sh --all runs it"
        exit 77
    }
fi
root=${SOCKGRADE_SOURCE:-$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)}
sockgrade=${SOCKGRADE:-$root/build/sockgrade}
case "$sockgrade" in /*) ;; *) sockgrade=$PWD/$sockgrade ;; esac
[ -x "$sockgrade" ] || { echo "hostile: $sockgrade is not built" >&2; exit 1; }
if [ $# -gt 0 ]; then runs=$1; shift; fi

world="unshare --pid --fork --kill-child --mount --ipc --mount-proc"
[ "$(id -u)" = 0 ] || world="$world --user --map-current-user --keep-caps"
$world true 2>/dev/null || {
    echo "skipped: no world of its own can be made for the test (unshare)"
    exit 77
}

scratch=$(mktemp -d) || exit 1
: >"$scratch/done"
inside=
finish() {
    [ -z "$inside" ] || kill -KILL "$inside" 2>/dev/null # and with it all that is in there
    wait
    rm -rf "$scratch"
}
trap finish EXIT
stopped() {
    echo "hostile: stopped after $(wc -l <"$scratch/done") runs" >&2
    exit "$1"
}
trap 'stopped 130' INT
trap 'stopped 143' TERM HUP

# The first process of the world takes in orphans, and so has to be one that waits for them.
mkdir "$scratch/world"
# shellcheck disable=SC2016,SC2086 # expanded in there; one word per option
$world sh -c '"$@" & wait $!' sh "${SOCKGRADE_PYTHON:-/usr/bin/python3}" -B \
    "$root/grader/tests/hostile.py" "$sockgrade" "$root" "$scratch/world" "$runs" "$@" \
    3>>"$scratch/done" </dev/null &
inside=$!
wait $inside
status=$?
inside=
exit $status
