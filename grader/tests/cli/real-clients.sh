# The known right programs and real netcats, ncats, socats and curls understand each other.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

"$SOCKGRADE_PYTHON" "$SOCKGRADE_SOURCE/grader/tests/realclients.py"
exit
