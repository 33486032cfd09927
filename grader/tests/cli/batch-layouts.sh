# Submissions as they come: each layout is recognised, and its students get what their programs
# are worth.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

keeps_apart || skip "there is nothing here that keeps programs apart"

right() { # FILE: a program that passes connect-1
    mkdir -p "$(dirname "$1")"
    cp "$fixtures/connect-1/pass/plain.py" "$1"
}
wrong() { # FILE
    mkdir -p "$(dirname "$1")"
    cp "$fixtures/connect-1/wrong-port/typing-mistake.py" "$1"
}
archive() { # FILE.zip|FILE.tar.gz FOLDER: of what is in the folder
    "$SOCKGRADE_PYTHON" - "$1" "$2" <<'END'
import os, shutil, sys
name, folder = sys.argv[1:]
form = "zip" if name.endswith(".zip") else "gztar"
made = shutil.make_archive(os.path.abspath("made"), form, folder)
os.replace(made, name)
END
}
grades() { # LAYOUT FOLDER [STATUS]: what comes out is standard input: "STUDENT RESULT"
    cat >.wanted
    run batch connect-1 "$2" -o "out-$1"
    has_status "${3:-0}"
    "$SOCKGRADE_PYTHON" - "out-$1/grades.db" >.came <<'END'
import sqlite3, sys
for row in sqlite3.connect(sys.argv[1]).execute("SELECT student, result FROM gradebook"):
    print(*row)
END
    diff .wanted .came >.different || { cat .different; fail "$1: other grades"; }
}

right folders/ada/connect-1.py
wrong folders/Zoë/attempt-1/connect-1.py
right folders/Zoë/attempt-2/main.py
wrong hw/src/client.py
archive folders/bob.zip hw
mkdir folders/eve # has handed in an empty folder
grades folders folders <<'END'
ada pass
bob fail
eve missing
zoe pass
END

right canvas/doejane_1_11_client.py
wrong canvas/leeann_LATE_2_12_connect-1-1.py
archive canvas/roebob_3_13_hw.zip hw
archive canvas.zip canvas
grades canvas canvas.zip <<'END'
doejane-1 pass
leeann-2 fail
roebob-3 fail
END

right "moodle/Jane Doe_7_assignsubmission_file_/my client.py"
mkdir -p "moodle/Jane Doe_7_assignsubmission_onlinetext_" moodle/Tim_8_assignsubmission_file_
archive moodle/Tim_8_assignsubmission_file_/hw.tar.gz hw
grades moodle moodle <<'END'
Tim-8 fail
jane-doe-7 pass
END

right export/submission_1/client.py
cat >export/submission_metadata.yml <<'END'
---
submission_1:
  :submitters:
  - :name: Ada
    :email: ada@example.org
    :sid: '17'
  - :name: Bob
    :email: bob@example.org
  :created_at: 2026-11-20 22:59:01.000000000 Z
END
grades gradescope export <<'END'
ada pass
bob pass
END

right files/ada-connect-1.py
wrong files/bob.py
grades files files <<'END'
ada pass
bob fail
END

# Where two fit, or nothing does, the command says what to do.
right both/ada/connect-1.py
right both/bob.py
refuses 2 'say which it is' batch connect-1 both -o out-both
run batch connect-1 both -o out-both --layout folders
has_status 0
grep -q 'bob.py was left out' .err || fail "nobody says that bob.py was left out"
refuses 2 'did you mean moodle?' batch connect-1 moodle -o out-x --layout modle
mkdir empty
refuses 2 'nothing in this folder looks like' batch connect-1 empty -o out-x

# What is unsafe in an archive costs only that entry, and nothing is written elsewhere.
right unsafe/ada/connect-1.py
"$SOCKGRADE_PYTHON" - <<'END'
import zipfile
with zipfile.ZipFile("unsafe/bob.zip", "w") as z:
    z.writestr("../../../../evil.py", "x")
    z.write("unsafe/ada/connect-1.py", "connect-1.py")
open("unsafe/cut.zip", "wb").write(open("unsafe/bob.zip", "rb").read()[:20])
END
mkdir unsafe/dan
echo 'Rar!' >unsafe/dan/hw.rar
grades unsafe unsafe 3 <<'END'
ada pass
bob pass
cut error
dan missing
END
grep -q 'bob.zip: "../../../../evil.py" was left out: its path leads out' .err ||
    fail "nobody says what was left out"
for file in gradebook.csv feedback/dan.txt; do
    grep -q 'hw.rar is not unpacked' out-unsafe/$file || fail "$file does not tell of hw.rar"
done
says "dan: hw.rar"
grep -q 'cut,.*,1,,,,,4,"connect-1 not judged: Not all .* cut.zip: it is no zip' out-unsafe/gradebook.csv ||
    fail "the gradebook has points for a damaged archive"
[ -z "$(find . -name evil.py)" ] || fail "something was written elsewhere"

# Who is in the rest of a course that ends too early would have no grade at all.
head -c 700 canvas.zip >cut.zip
refuses 2 'nothing was graded: download it again' batch connect-1 cut.zip -o out-cut

# What the grader may not read is not worth nothing.
if [ "$(id -u)" != 0 ]; then
    right sealed/ada/week-1/connect-1.py
    right sealed/bob/connect-1.py
    chmod 000 sealed/ada/week-1 sealed/bob
    run batch connect-1 sealed -o out-sealed
    chmod 700 sealed/ada/week-1 sealed/bob
    has_status 3
    says "ada, connect-1: Not all that was handed in could be read"
    says "bob, connect-1: Not all that was handed in could be read"
    run batch connect-1 sealed -o out-sealed
    has_status 0
fi

# A slip in a name is told to everybody whom it costs something.
right slips/ada/conect-1.py
right slips/bob/connect-2.py
run batch connect-1,gotit slips -o out-slips
has_status 0
says "ada: conect-1.py (did you mean connect-1?)"
grep -q 'conect-1.py is for no exercise (did you mean connect-1?)' out-slips/gradebook.csv ||
    fail "the gradebook does not tell of the slip"
grep -q 'left out: conect-1.py' out-slips/feedback/ada.txt || fail "ada is not told of the slip"
grep -q 'connect-2.py is for no exercise;' out-slips/gradebook.csv ||
    fail "the gradebook does not tell of another exercise's program"
run check --assignment connect-1,gotit slips/ada
says "did you mean connect-1"

# Half of two programs is a mistake of the student's.
mkdir -p halves/ada
cp "$fixtures/gotit/pass/as-in-the-text/server.py" halves/ada/
run batch gotit halves -o out-halves
has_status 0
grep -q 'gotit missing: it takes two programs, .* call them gotit-server' out-halves/gradebook.csv ||
    fail "the gradebook does not tell of the missing half"

# Canvas numbers what is handed in again.
wrong again/doejane_1_11_connect-1.py
right again/doejane_1_12_connect-1-1.py
right again/leeann_2_13_client-2.py
wrong again/leeann_2_14_client-10.py
run batch connect-1 again -o out-again
has_status 0
grep -q 'doejane-1: connect-1.py was left out: connect-1-1.py was handed in after it' .err ||
    fail "nobody says what was handed in again"
grep -q '^[^,]*,,,doejane-1,.*,4,4,0,4,4' out-again/gradebook.csv || fail "the older one counts"
grep -q '^[^,]*,,,leeann-2,.*,0,0,0,0,4' out-again/gradebook.csv || fail "the second one counts"

finish
