# In a workflow of GitHub: annotations on the student's lines, a summary of the step, and no
# byte of a student's that GitHub could take for a command.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

export GITHUB_ACTIONS=true GITHUB_WORKSPACE="$work" GITHUB_STEP_SUMMARY="$work/summary"
judge() { # FILE: what the runner would show
    "$SOCKGRADE_PYTHON" "$lib/github.py" "$1" summary >shown 2>judged ||
        { cat judged; fail "this breaks a rule of GitHub's"; }
}
shows() { # TEXT
    grep -Fq -e "$1" shown || { cat shown; fail "GitHub does not show: $1"; }
}

mkdir -p week
cp "$fixtures/connect-2/both-waiting/receives-first.py" "week/a, b: 100%.py"
cp "$fixtures/connect-2/pass/plain.py" week/right.py

echo "before" >summary
run check connect-2 "$work/week/a, b: 100%.py"
has_status 1
says "::stop-commands::"
judge .out
shows "error week/a, b: 100%.py:"
shows " connect-2 count [both-waiting] | "
[ "$(wc -l <shown)" = 1 ] || fail "there is not one annotation"
[ "$(head -n 1 summary)" = "before" ] || fail "what the summary had is gone"
grep -Fq '| connect-2 ' summary || fail "the summary has no row of the exercise"

run check connect-2 week/right.py
has_status 0
judge .out
[ ! -s shown ] || fail "there is an annotation of a right program"

# What a program prints is shown by -v: the runner must not act on it.
cat - "$fixtures/connect-2/wrong-message/word-instead-of-digit.py" >forged.py <<'END'
print("::error::forged\n::set-output name=score::10\n##[error]forged", flush=True)
print("::stop-commands::x", flush=True)
END
run check connect-2 forged.py -v
has_status 1
says "| ::error::forged"
judge .out
[ "$(wc -l <shown)" = 1 ] || fail "there is not one annotation"

# A document stays one: annotations go to standard error.
run check connect-2 forged.py --format json
has_status 1
"$SOCKGRADE_PYTHON" -c 'import json, sys; json.load(open(".out"))' || fail "no document"
judge .err
shows "error forged.py:"

# The room of the summary is limited; the summary that can't be written costs nothing.
head -c 921500 /dev/zero | tr '\0' x >summary
run check connect-2 week/right.py
[ "$(wc -c <summary)" -lt 922100 ] || fail "the summary has more than its room"
grep -Fq "no room here" summary || fail "the summary does not say that it was cut"
: >summary
GITHUB_STEP_SUMMARY=$work/no/such/folder
run check connect-2 week/right.py
has_status 0
grep -Fq "sockgrade: can't open $work/no/such/folder, which GITHUB_STEP_SUMMARY names" .err ||
    fail "nobody is told that there is no summary"
GITHUB_STEP_SUMMARY="$work/summary"

# Later steps are told.
export GITHUB_OUTPUT="$work/output"
echo "earlier=1" >output
run check connect-2 week/right.py
printf '%s\n' earlier=1 score=4 max-score=4 passed=true >wanted
grep -v '^result=' output | cmp -s - wanted || { cat output; fail "these are not the outputs"; }
sed -n 's/^result=//p' output | base64 -d | grep -Fq '"max_score":4' ||
    fail "there is no result for GitHub Classroom"
: >output
: >summary

run check connect-2 forged.py --no-ci
has_status 1
says_not "::stop-commands::"
[ ! -s summary ] && [ ! -s output ] || fail "there is a summary in spite of --no-ci"
unset GITHUB_ACTIONS
run check connect-2 forged.py
says_not "::stop-commands::"
[ ! -s summary ] || fail "there is a summary outside of a workflow"

finish
