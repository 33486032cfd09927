# The portable build from the command line: what it refuses, how it says what it can't see,
# and that it leaves nothing behind. Runs on a network of its own where one can be made.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

# --- what it can and what it can't ---------------------------------------------------------

run check connect-1 "$fixtures/connect-1/pass/plain.py" --verbose
has_status 0
is_silent
says ", not isolated"
says "told by silence"
run check connect-1 "$fixtures/connect-1/pass/plain.py" --format json
has_status 0
says '"isolation": "none"'

run check connect-1 "$fixtures/connect-1/pass/plain.py" --isolation full
has_status 3
says "this build of sockgrade is the portable one"
says "could not be judged"

run doctor
has_status 1
says "none: not isolated, one run at a time"
says "the portable one"
says "Python: "

run check connect-5 "$fixtures/connect-5/pass/plain.py"
has_status 3
says "ERROR"
says "a network of its own"
run check listen-1 "$fixtures/listen-1/pass/plain.py" --case address
has_status 0

# --- one port, several who want it ---------------------------------------------------------

"$SOCKGRADE" check listen-2 "$fixtures/listen-2/pass/plain.py" >.first 2>&1 </dev/null &
first=$!
run check connect-2 "$fixtures/connect-2/pass/plain.py"
has_status 0
run check listen-2 "$fixtures/listen-2/pass/plain.py"
has_status 0
status=0
wait "$first" || status=$?
mv .first .out
said="check listen-2 plain.py, beside another run"
has_status 0

cat >holder.py <<'END'
import socket, sys
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind((sys.argv[1], 3456))
s.listen()
print("listening", flush=True)
sys.stdin.read()
END
mkfifo hold told
for address in 127.0.0.1 0.0.0.0; do
    "$SOCKGRADE_PYTHON" holder.py "$address" <hold >told &
    exec 3>hold
    read -r _ <told
    run check listen-3 "$fixtures/listen-3/pass/plain.py"
    has_status 3
    says "port 3456 of this computer is in use"
    says "could not be judged"
    exec 3>&-
    wait
done

# --- a program that computes, on a crowded computer ------------------------------------------

# Sixteen others share a processor with it, so that it has 6% of one: it computes all the same.
# Each is a session of its own, since processors are shared between sessions first; none goes
# on without us.
others=""
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
    setsid taskset -c 0 sh -c 'while kill -0 "$0" 2>/dev/null; do :; done' $$ &
    others="$others $!"
done
set -- "$fixtures/last-word/last-word.json" "$fixtures/last-word/spinning/waits-for-a-newline.py"
status=0
taskset -c 0 "$SOCKGRADE" check "$@" >.out 2>.err </dev/null || status=$?
# shellcheck disable=SC2086 # a list
kill $others
wait
said="check waits-for-a-newline.py, on a crowded processor"
has_status 1
says "[spinning]"

# --- nothing stays behind, however a run ends ----------------------------------------------

said=""
status=0
SOCKGRADE_PORTABLE=1 "$SOCKGRADE_PYTHON" "$lib/nothing_left.py" || fail "something was left"
finish
