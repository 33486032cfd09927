#!/bin/sh
# Sets up, builds and runs the tests.
#   sh grader/test.sh [--all] [CTEST OPTION...]     e.g.  sh grader/test.sh -R connect-2
# --all: also the heavy ones (soak), which are reported as skipped without it.
set -u
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P) || exit 1
build=${SOCKGRADE_BUILD:-$here/../build}

unset GITHUB_ACTIONS # what the tests check is told to them, not to a workflow
SOCKGRADE_HEAVY=${SOCKGRADE_HEAVY-}
case "${1-}" in
--all) SOCKGRADE_HEAVY=1; shift ;;
-h | --help) sed -n '2,4s/^# \{0,1\}//p' "$0"; exit 0 ;;
esac

sh "$here/setup.sh" ${SOCKGRADE_HEAVY:+--all} || exit 1
sh "$here/build.sh" || exit 1

# Four at a time unless told otherwise (by -j or CTEST_PARALLEL_LEVEL): many programs mostly
# wait.
export SOCKGRADE_HEAVY CTEST_PARALLEL_LEVEL="${CTEST_PARALLEL_LEVEL:-4}"
exec ctest --test-dir "$build" --output-on-failure --no-tests=error "$@"
