# A signal to the grader, at any moment of a check, leaves nothing behind; quick: 40 rounds.
# SOCKGRADE_SEED repeats the rounds, SOCKGRADE_ROUNDS tells another number of them.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

said=""
status=0
"$SOCKGRADE_PYTHON" "$lib/signals.py" || fail "something was left"
finish
