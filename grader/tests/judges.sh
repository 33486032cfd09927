#!/bin/sh
# reports/samples and the golden reports before judges that others have made: JSON Schema, a TAP
# parser, CTRF's schema, xmllint; and the rules that platforms document (judges.js).
#   sh grader/tests/judges.sh [--if-heavy]
# --if-heavy: as ctest calls it: skipped (status 77) unless SOCKGRADE_HEAVY is set.
# SOCKGRADE_NPM: the folder with node_modules.
: "${SOCKGRADE_SOURCE:=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)}"
: "${SOCKGRADE_NPM:=$SOCKGRADE_SOURCE/build/npm}"
skip() {
    echo "skipped: $1"
    exit 77
}
[ "${1-}" != --if-heavy ] || [ -n "${SOCKGRADE_HEAVY-}" ] ||
    skip "needs packages of npm; sh grader/test.sh --all gets them"
command -v node >/dev/null || skip "there is no node"
for package in ajv ajv-formats ctrf tap-parser; do
    [ -d "$SOCKGRADE_NPM/node_modules/$package" ] ||
        skip "there is no $package in $SOCKGRADE_NPM; sh grader/setup.sh --all gets it"
done

samples=$SOCKGRADE_SOURCE/reports/samples
golden=$SOCKGRADE_SOURCE/grader/tests/unit/report/golden/writer
status=0
node "$SOCKGRADE_SOURCE/grader/tests/judges.js" "$SOCKGRADE_NPM" "$samples" "$golden" || status=1
if command -v xmllint >/dev/null; then
    for file in "$samples"/*.xml "$golden"/*.xml; do
        xmllint --nonet --noout --schema "$SOCKGRADE_SOURCE/grader/tests/junit.xsd" "$file" ||
            status=1
    done
else
    echo "note: there is no xmllint; XML was not judged"
fi
exit "$status"
