# A program that waits for the grader to read what it prints has not been slow: the grader
# is stopped for longer than the patience while a right program prints more than a terminal
# holds, as on a computer where it gets no processor.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

sed '0,/"student"/s//"patience": "500ms", "student"/' \
    "$SOCKGRADE_EXERCISES/connect-2.json" >exercise.json
{
    echo 'for i in range(150_000): print("debug line", i, "starting up and being chatty")'
    cat "$fixtures/connect-2/pass/plain.py"
} >chatty.py

has_read() { # PID BYTES
    awk -v least="$2" '/^rchar:/ { enough = $2 >= least } END { exit !enough }' \
        "/proc/$1/io" 2>/dev/null
}
worker_of() { # PID: the child that reads
    for child in $(cat "/proc/$1/task/$1/children" 2>/dev/null); do
        ! has_read "$child" 100000 || { echo "$child"; return 0; }
    done
    return 1
}

[ -r "/proc/$$/io" ] || skip "/proc tells nothing of what a process reads"
case=$("$SOCKGRADE_PYTHON" -c '
import json
print(next(c["id"] for c in json.load(open("exercise.json"))["cases"] if not c.get("advice")))')
said="check exercise.json chatty.py --case $case"
"$SOCKGRADE" check exercise.json chatty.py --case "$case" >.out 2>.err </dev/null &
grader=$!
while ! worker=$(worker_of "$grader"); do
    kill -0 "$grader" 2>/dev/null || break
done
if [ -n "$worker" ]; then
    kill -STOP "$worker"
    sleep 1 # this is what the patience must not count
    kill -CONT "$worker"
else
    fail "the grader ended before it could be stopped"
fi
status=0
wait "$grader" || status=$?
has_status 0
finish
