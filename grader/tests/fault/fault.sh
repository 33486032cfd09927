# One test of what happens when things break: sh fault.sh NAME runs NAME.py in a folder of its
# own. SOCKGRADE_FAULT_LOOPS: how often the long ones do what they do.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

keeps_apart || skip "there is nothing here that keeps programs apart"
status=0
"$SOCKGRADE_PYTHON" "$SOCKGRADE_SOURCE/grader/tests/fault/$1.py" || status=$?
exit "$status"
