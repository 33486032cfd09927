# A small course from end to end: what is graded, what is not graded again, and what stays when
# it is stopped.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

exercises=connect-1,connect-2
keeps_apart || skip "there is nothing here that keeps programs apart"

hands_in() { # STUDENT EXERCISE FIXTURE
    mkdir -p "course/$1"
    cp "$fixtures/$2/$3" "course/$1/$2.py"
}
grades() { # OUT: who got what
    "$SOCKGRADE_PYTHON" "$lib/gradebook.py" "$1/grades.db"
}
same_gradebook() { # OUT: as that of "out"
    cmp -s out/gradebook.csv "$1/gradebook.csv" || {
        diff out/gradebook.csv "$1/gradebook.csv" | head -n 5
        fail "the gradebook of $1 is not that of the first run"
    }
}
same_grades() { # OUT WHY
    grades "$1" >.grades || fail "the journal of $1 can't be read"
    cmp -s .expected .grades || {
        diff .expected .grades | head
        fail "$2"
    }
}

hands_in ann connect-1 pass/plain.py
hands_in ann connect-2 pass/plain.py
hands_in bob connect-1 pass/plain.py # as ann's
hands_in bob connect-2 both-waiting/receives-first.py
hands_in cid connect-1 wrong-message/small-letters.py
hands_in dan connect-2 build-failed/wrong-indentation.py

run batch "$exercises" course -o out -j 2
has_status 0
says "4 students, 6 programs"
says "graded now: 5, the same as another: 1"
says "both-waiting         connect-2                     1 student"
grades out >.expected || fail "the journal can't be read"
grep -q "^ann.*connect-1.*pass" .expected || fail "ann's program did not pass"
grep -q "^bob.*connect-1.*pass" .expected || fail "the equal program has no grade"
grep -q "^cid.*connect-2.*missing" .expected || fail "what is missing is not told"
grep -q "^dan.*connect-2.*fail.*build-failed" .expected || fail "dan's mistake is not told"
grep -q "5 of 5 graded" .err || fail "the progress is not told"

# Nothing is graded twice, but what has changed is.
run batch "$exercises" course -o out
says "graded now: 0, known from before: 5"
is_silent
same_grades out "a rerun changes grades"
echo "# more" >>course/cid/connect-1.py
run batch "$exercises" course -o out
says "graded now: 1, known from before: 4"
same_grades out "a comment changes grades"
run batch "$exercises" course -o out --regrade
says "graded now: 5, the same"
same_grades out "grading anew changes grades"

# However many work side by side, and in however many places.
for jobs in 1 8; do
    run batch "$exercises" course -o "jobs$jobs" "-j$jobs"
    has_status 0
    same_grades "jobs$jobs" "-j $jobs changes grades"
    same_gradebook "jobs$jobs"
done
graded=0
for share in 1 2; do
    run batch "$exercises" course -o "share$share" --shard "$share/2"
    has_status 0
    says "in other shares"
    says "sockgrade merge"
    graded=$((graded + $(sed -n 's/.*graded now: \([0-9]*\).*/\1/p' .out)))
done
said=""
[ "$graded" = 5 ] || fail "the shares are $graded programs together, not 5"
run merge share1 share2 -o joined
has_status 0
same_grades joined "the shares together are not the whole"
same_gradebook joined

# A fixed seed is everybody's.
run batch "$exercises" course -o seeded --seed 7
has_status 0
grades seeded | awk -F '\t' '$6 != "None" && $6 != 7 { exit 1 }' || fail "--seed is not the seed"

# What can't be judged is told, is never a fail, and is tried again.
mkdir course/eve
for name in connect-1 Connect_1; do cp "$fixtures/connect-1/pass/plain.py" "course/eve/$name.py"; done
run batch "$exercises" course -o out
has_status 3
says "could not be judged: 1 program"
says "eve, connect-1:"
rm course/eve/Connect_1.py
run batch "$exercises" course -o out
has_status 0
grades out >.grades
grep -q "^eve.*connect-1.*pass" .grades || fail "eve's program is not graded"
rm -r course/eve

# Stopped, it goes on.
for i in 1 2 3 4 5 6; do
    mkdir -p "slow/s$i"
    { cat "$fixtures/connect-1/pass/plain.py"; echo "import time; time.sleep(0.4)  # $i"; } \
        >"slow/s$i/connect-1.py"
done
stop_by() { # SIGNAL STATUS: once the first result is there
    said="batch connect-1 slow -o stopped -j 1, stopped by $1"
    rm -f .err # the new one is made some time after "&"
    "$SOCKGRADE" batch connect-1 slow -o stopped -j 1 --regrade >.out 2>.err </dev/null &
    pid=$!
    timeout 30 sh -c 'until grep -q "1 of [56] graded" .err; do sleep 0.05; done' || fail "no progress"
    kill -s "$1" "$pid"
    status=0
    wait "$pid" || status=$?
    has_status "$2"
    grep -q "stopped; .* of [56] are graded" .err || fail "it does not say that it was stopped"
}
stop_by INT 130
stop_by TERM 143 # goes on with grading anew, and does not begin from the start
run batch connect-1 slow -o stopped --regrade
has_status 0
says "known from before:"
grades stopped >.grades
[ "$(grep -c pass .grades)" = 6 ] || fail "not all six are graded"
run batch connect-1 slow -o stopped --regrade
says "graded now: 6"

# Mistakes of the command line.
refuses 2 "needs a folder to write to" batch "$exercises" course
refuses 2 "needs an ASSIGNMENT and a FOLDER" batch "$exercises" -o out
refuses 2 "did you mean \"connect-1\"" batch connect1 course -o out
refuses 2 "--shard takes K/N" batch "$exercises" course -o out --shard 3/2
refuses 2 "-j takes" batch "$exercises" course -o out -j 0
refuses 2 "lies in course" batch "$exercises" course -o course/out
[ ! -e course/out ] || fail "the folder that was refused is there"
ln -s course by-link
refuses 2 "lies in course" batch "$exercises" course -o by-link/deep/out
[ ! -e course/deep ] || fail "the folders that were refused are there"
refuses 2 "nowhere" batch "$exercises" nowhere -o out
refuses 3 "allow-unsandboxed" batch connect-1 slow -o none --isolation none
run batch connect-1 course -o none/of/them --isolation none --allow-unsandboxed
has_status 0
says "4 students, 4 programs"

finish
