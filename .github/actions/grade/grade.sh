#!/bin/sh
# Runs "sockgrade check" as the action's inputs say, and leaves its report in SOCKGRADE_REPORT.
# Annotations, the summary and the outputs of the score are the command's own.
set -eu
mkdir -p "$SOCKGRADE_REPORT"
rm -f "$SOCKGRADE_REPORT"/report.json "$SOCKGRADE_REPORT"/index.html
echo "report=$SOCKGRADE_REPORT" >>"$GITHUB_OUTPUT"

# The command may lie elsewhere: the exercises are those of the action's own checkout.
exercises=$(CDPATH='' cd -- "$(dirname -- "$0")/../../.." && pwd -P)/exercises
export SOCKGRADE_EXERCISES="${SOCKGRADE_EXERCISES:-$exercises}"

lines() { # TEXT: without blank ones and the spaces around them
    printf '%s\n' "$1" | tr -d '\r' | sed 's/^[[:space:]]*//; s/[[:space:]]*$//; /^$/d'
}
# The words of a list that has one a line become the arguments.
exercises=$(lines "$(printf '%s' "$INPUT_EXERCISE" | tr ',' '\n')")
paths=$(lines "$INPUT_PATH")
options=$(lines "$INPUT_OPTIONS")
newline='
'
case "$exercises" in
"" | *"$newline"* | *" "*) operands=$paths$newline$exercises ;;
*) operands=$exercises$newline$paths ;;
esac
IFS=$newline
set -f
# shellcheck disable=SC2086 # one word a line
set -- check $operands ${INPUT_ASSIGNMENT:+"--assignment=$INPUT_ASSIGNMENT"} \
    --format text --format "json=$SOCKGRADE_REPORT/report.json" \
    --format "html=$SOCKGRADE_REPORT/index.html" $options
exec "$SOCKGRADE" "$@"
