#!/bin/sh
# The pages of reports in a real browser: pages that the command makes are opened, filtered,
# sorted, read and printed.
#   SOCKGRADE=build/sockgrade sh grader/tests/browser/run.sh [--if-heavy]
# --if-heavy: as ctest calls it: skipped (status 77) unless SOCKGRADE_HEAVY is set.
# SOCKGRADE_NPM: the folder with node_modules. SOCKGRADE_SHOTS: a folder for screenshots.
: "${SOCKGRADE_SOURCE:=$(CDPATH='' cd -- "$(dirname -- "$0")/../../.." && pwd -P)}"
: "${SOCKGRADE:=$SOCKGRADE_SOURCE/build/sockgrade}"
case "$SOCKGRADE" in /*) ;; *) SOCKGRADE=$PWD/$SOCKGRADE ;; esac
if [ "${1-}" = --if-heavy ] && [ -z "${SOCKGRADE_HEAVY-}" ]; then
    echo "skipped: needs a browser; sh grader/test.sh --all gets one"
    exit 77
fi
: "${SOCKGRADE_NPM:=$SOCKGRADE_SOURCE/build/npm}"
export SOCKGRADE_NPM
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

for browser in chromium chromium-browser google-chrome; do
    SOCKGRADE_BROWSER=$(command -v "$browser") && break
done
[ -n "$SOCKGRADE_BROWSER" ] || skip "there is no Chromium"
command -v node >/dev/null || skip "there is no node"
[ -d "$SOCKGRADE_NPM/node_modules/playwright-core" ] ||
    skip "there is no playwright-core in $SOCKGRADE_NPM; sh grader/setup.sh --all gets it"
export SOCKGRADE_BROWSER

here=$SOCKGRADE_SOURCE/grader/tests/browser
sockgrade() { # STATUS ARGUMENT...
    wanted=$1
    shift
    "$SOCKGRADE" "$@" >.out 2>.err
    [ $? = "$wanted" ] || {
        echo "FAILED: sockgrade $*"
        cat .out .err
        exit 1
    }
}

node "$here/reports.js" . || exit 1
cp "$fixtures/connect-1/both-waiting/receives-first.py" client.py
sockgrade 1 check connect-1 client.py --format html=client.html
sockgrade 0 report hostile.json --format html=hostile.html
sockgrade 0 report course.json --format html=course.html
sockgrade 0 report large.json --format html=large.html
mkdir -p in/ada in/bob in/cy
cp "$fixtures/connect-1/pass/plain.py" in/ada/connect-1.py
cp "$fixtures/connect-2/pass/plain.py" in/ada/connect-2.py
cp client.py in/bob/connect-1.py
cp "$fixtures/connect-2/wrong-message/word-instead-of-digit.py" in/bob/connect-2.py
sockgrade 0 batch connect-1,connect-2 in -o out
node --test --test-concurrency=1 "$here/student.test.js" "$here/course.test.js"
