# Whatever a program prints, sends, is called, or has for a source: on a terminal there are
# only printable characters, ends of lines, and sockgrade's own colours.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

said=""
status=0
"$SOCKGRADE_PYTHON" "$lib/control_bytes.py" || fail "control characters came through"
finish
