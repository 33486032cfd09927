# What a course leaves: gradebooks for people, Canvas and Moodle, and feedback without hidden
# cases.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

keeps_apart || skip "there is nothing here that keeps programs apart"

hands_in() { # STUDENT NAME FIXTURE
    mkdir -p "course/$1"
    cp "$fixtures/$3" "course/$1/$2"
    touch -d '2026-11-21T10:00:00Z' "course/$1/$2"
}
has_line() { # FILE LINE
    tr -d '\r' <"$1" | grep -Fxq -e "$2" || {
        fail "$1 has no line: $2"
        cat -v "$1"
    }
}
mentions() { # FILE TEXT
    grep -Fq -e "$2" "$1" || fail "$1 does not say: $2"
}
mentions_not() { # FILE TEXT
    ! grep -Fq -e "$2" "$1" || fail "$1 says: $2"
}

# --- an assignment to begin with is one that can be read
run batch --new-assignment connect-1,connect-2
has_status 0
is_silent
cp .out starter.json
says '"exercise": "connect-2", "points": 4'

cat >week.json <<'END'
{
  "sockgrade_assignment": 1,
  "id": "week-3",
  "title": "Week 3 (1234)",
  "exercises": [
    {"exercise": "connect-1", "points": 10},
    {"exercise": "connect-2", "files": ["second*.py"], "hidden": true}
  ],
  "deadline": "2026-11-20T23:59:00+01:00",
  "late": {"percent_per_day": 10}
}
END
cat >roster.csv <<'END'
Student;ID;SIS User ID;SIS Login ID;Email;Section
"Lovelace, Ada";11;s1;ada;ada@x.example;A
"=HYPERLINK(""http://x"")";12;s2;bob;bob@x.example;A
Eve Away;13;s3;eve;eve@x.example;B
END
cat >worksheet.csv <<'END'
Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Last modified (grade)"
"Participant 1","Ada Lovelace",ada@x.example,"Submitted, ""late""",,14.00,-
"Participant 2",Bob,BOB@x.example,,3.00,14.00,-
"Participant 3","Eve Away",eve@x.example,,-,14.00,-
END
hands_in ada connect-1.py connect-1/pass/plain.py
hands_in ada second.py connect-2/both-waiting/receives-first.py
hands_in bob connect-1.py connect-1/wrong-message/small-letters.py
hands_in zoe connect-1.py connect-1/pass/plain.py

run batch starter.json course -o first
has_status 0

run batch week.json course -o out --roster roster.csv --moodle-worksheet worksheet.csv
has_status 0
grep -Fq 'zoe handed in, and is not on the roster' .err || fail "zoe is not told"
says "handed in nothing: 1 student"

head='week-3,2026-11-20T22:59:00Z,2026-11-21T10:00:00Z'
has_line out/gradebook.csv "$head,ada,Lovelace,Ada,ada@x.example,ada,,A,1,10,0,10,1,9,14,12 hours late: 10% off"
mentions out/gradebook.csv "'=HYPERLINK("
mentions out/gradebook.csv ",1,0,0,0,0,0,14,12 hours late: 10% off; connect-2 missing"
has_line out/gradebook.csv "week-3,2026-11-20T22:59:00Z,,eve,Away,Eve,eve@x.example,eve,,B,,0,0,0,0,0,14,nothing was handed in"
has_line out/gradebook-canvas.csv 'Student,ID,SIS User ID,SIS Login ID,Section,Week 3 (1234)'
has_line out/gradebook-canvas.csv '    Points Possible,,,,,14'
"$SOCKGRADE_PYTHON" "$lib/canvas.py" out/gradebook-canvas.csv || fail "Canvas would not take it"
has_line out/gradebook-canvas.csv '"Lovelace, Ada",11,s1,ada,A,9'
has_line out/gradebook-canvas.csv '"Away, Eve",13,s3,eve,B,'
cat >.wanted <<'END'
Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Last modified (grade)"
"Participant 1","Ada Lovelace",ada@x.example,"Submitted, ""late""",9,14.00,-
"Participant 2",Bob,BOB@x.example,,0,14.00,-
"Participant 3","Eve Away",eve@x.example,,-,14.00,-
END
cmp -s .wanted out/gradebook-moodle.csv || fail "the worksheet is not filled in as it should"

# --- what a student may see
mentions out/feedback/ada.txt "9 of 10 points for what is shown here"
mentions out/feedback/ada.txt "1 further case counts too; it is not shown."
mentions out/feedback/bob.txt "wrong-message"
mentions out/feedback/eve.txt "Nothing was handed in."
for file in out/feedback/ada.txt out/feedback/ada.html; do
    mentions_not "$file" "sends 1 and 3"
    mentions_not "$file" "$work"
done
mentions out/report.json "sends 1 and 3"
[ -s out/index.html ] || fail "there is no index.html"
mentions out/feedback/eve.html '"missing":["connect-1"'
mentions_not out/feedback/eve.html "sends 1 and 3"

# --- a rerun writes nothing that is the same; who has gone has no feedback
touch -d '2020-01-01' out/gradebook.csv out/feedback/ada.txt out/feedback/zoe.txt
: >out/feedback/mine.txt
rm -r course/zoe
run batch week.json course -o out --roster roster.csv
has_status 0
[ -n "$(find out/feedback/ada.txt ! -newermt 2020-01-02)" ] || fail "the same feedback is written again"
[ -z "$(find out/gradebook.csv ! -newermt 2020-01-02)" ] || fail "the gradebook is as it was"
[ ! -e out/feedback/zoe.txt ] || fail "there is feedback for nobody"
[ ! -e out/feedback/zoe.html ] || fail "there is a page for nobody"
[ -e out/feedback/mine.txt ] || fail "somebody else's file was removed"
[ -z "$(find out -name '*.part')" ] || fail "parts of files are left"

# --- other points need no other grading
sed -i 's/"points": 10/"points": 5/' week.json
run batch week.json course -o out --roster roster.csv
says "graded now: 0"
grep -Fq "out/gradebook-moodle.csv is of an earlier run" .err || fail "old grades are not told"
mentions out/gradebook-canvas.csv '"Lovelace, Ada",11,s1,ada,A,4.5'

# --- mistakes are told where they are, and nothing is written
sed 's/"points"/"point"/' week.json >wrong.json
refuses 2 'wrong.json:6:31: exercises[0].point: an exercise of an assignment has no such key (did you mean "points"?)' \
    batch wrong.json course -o none
[ ! -e none ] || fail "a wrong assignment leaves a folder"
printf 'color\nred\n' >other.csv
run batch week.json course -o out --roster other.csv
has_status 2
grep -Fq "none of its columns is known (color)" .err || fail "a wrong roster is not told"
run batch week.json course -o none --moodle-worksheet other.csv
[ ! -e none ] || fail "a wrong worksheet is read after grading"
has_status 2
grep -Fq 'is not a grading worksheet of Moodle: it has no column "Grade"' .err ||
    fail "a wrong worksheet is not told"
finish
