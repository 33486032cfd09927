# Nothing stays behind, however a run ends: no process, no temporary folder, no port.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

said=""
status=0
"$SOCKGRADE_PYTHON" "$lib/nothing_left.py" || fail "something was left"
finish
