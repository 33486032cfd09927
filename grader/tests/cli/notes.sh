# Remarks on what costs no points: each appears with the programs that give cause for it, and
# with no plain right program.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"
has_namespaces || skip "fixed ports are not ours alone without namespaces"

check() { # EXERCISE/FILE: the first case, of a program that passes
    exercise=${1%%/*}
    first=$("$SOCKGRADE_PYTHON" -c 'import json, sys
print(json.load(open(sys.argv[1]))["cases"][0]["id"])' "$SOCKGRADE_EXERCISES/$exercise.json")
    run check "$exercise" "$fixtures/$exercise/pass/${1##*/}" --case "$first" -v
    has_status 0
    is_silent
    tr -s ' \n' ' ' <.out >.line # as one line
}

noted() { # EXERCISE/FILE TEXT
    check "$1"
    grep -Fq "note $2" .line || fail "there is no such note: $2"
}

noted connect-1/waits-for-enter-at-the-end.py "After everything was done, the program did not end"
noted connect-1/never-closes.py "After everything was done, the program did not end"
noted connect-2/leaves-closing-to-the-end.py "Nothing in your program closes the connection"
noted connect-2/readline.py "It worked only with a newline behind each message"
noted connect-2/spins-afterwards.py "The program was still busy"
noted listen-1/leaves-connections-open.py "The client has gone, and its connection is still open"
noted listen-1/crashes-at-the-end.py "After everything was done, the program ended with an error"
noted listen-1/daemonise.c "The program left a child process behind"

run check connect-1 "$fixtures/connect-1/pass/plain.py" --case pieces
has_status 0
tr -s ' \n' ' ' <.out >.line
grep -Fq "note The program takes what one recv() brings" .line || fail "there is no such note"

for program in "$fixtures"/*/pass/plain.*; do
    exercise=$(basename "${program%/pass/*}")
    [ -f "$SOCKGRADE_EXERCISES/$exercise.json" ] || continue
    check "$exercise/$(basename "$program")"
    ! grep -Fq " note " .line || fail "a plain right program gets a note"
done

finish
