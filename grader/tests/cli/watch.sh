# sockgrade watch, at a terminal and in a pipe, with the ways in which editors save.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

refuses 2 "EXERCISE PROGRAM" watch
run watch connect-99 client.py
has_status 2
says_not "Checking"
run watch connect-1 no-such.py
has_status 2
grep -q "no-such.py" .err || fail "the complaint does not name the file"

said=""
"$SOCKGRADE_PYTHON" "$lib/watch.py" || fail "watching failed"
finish
