# sockgrade explain: each verdict code has a lesson, and the program that it shows gets just
# that verdict.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

run explain
has_status 0
is_silent
[ "$(awk 'length > 80' .out)" = "" ] || fail "a line is longer than 80 columns"
codes=$(sed -n 's/^  \([a-z][a-z-]*\)  .*/\1/p' .out)
[ "$(echo "$codes" | wc -l)" = 28 ] || fail "not 28 codes"

for code in $codes; do
    run explain "$code"
    has_status 0
    is_silent
    says "$code: your program "
    says "It should "
    says "What mends it: "
    [ "$(awk 'length > 80' .out)" = "" ] || fail "a line is longer than 80 columns"
    [ "$(wc -l <.out)" -le 40 ] || fail "it is longer than a screen"
done

refuses 2 'did you mean "both-waiting"?' explain bothwaiting
refuses 2 '"sockgrade explain" lists them' explain xyzzy
refuses 2 'did you mean "json"?' explain reset --format jsno
refuses 2 "sockgrade explain" explain reset crashed

run explain reset --format json
has_status 0
"$SOCKGRADE_PYTHON" -c 'import json, sys
one = json.load(sys.stdin)
assert one["code"] == "reset" and one["mend"] and one["example"]["program"], one' <.out ||
    fail "this is no such object"

# The programs as they are shown. The hostile ones run only where something holds them, and
# those that exceed a limit of a lesser stage get other verdicts.
run explain --format json
has_status 0
"$SOCKGRADE_PYTHON" "$lib/lessons.py" "$SOCKGRADE" "$SOCKGRADE_SOURCE" <.out ||
    fail "a program does not get its verdict"

finish
