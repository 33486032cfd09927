# The shares of several machines become one course; what contradicts itself does not.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

exercises=connect-1,connect-2
keeps_apart || skip "there is nothing here that keeps programs apart"

hands_in() { # STUDENT EXERCISE FIXTURE
    mkdir -p "course/$1"
    cp "$fixtures/$2/$3" "course/$1/$2.py"
}
same_files() { # FOLDER FOLDER: all but the journals, which hold the same in other places
    diff -r -x 'grades.db*' "$1" "$2" >.diff || {
        said=""
        fail "$1 and $2 differ: $(head -n 3 .diff)"
    }
}

hands_in ann connect-1 pass/plain.py
hands_in ann connect-2 both-waiting/receives-first.py
hands_in bob connect-1 wrong-message/small-letters.py
hands_in cid connect-1 pass/plain.py
hands_in dan connect-2 pass/plain.py

run batch "$exercises" course -o whole
has_status 0
for share in 1 2 3; do
    run batch "$exercises" course -o "share$share" --shard "$share/3"
    has_status 0
done

run merge share1 share2 share3 -o all
has_status 0
says "joined: 3 journals"
says "both-waiting         connect-2                     1 student"
says "gradebook: all/gradebook.csv"
is_silent
said=""
cmp -s whole/gradebook.csv all/gradebook.csv || fail "the gradebook is not that of one batch"
[ ! -e share1/grades.db-wal ] || fail "a log is left beside a share"

# In any order, in parts, and once more: the same, byte for byte.
run merge share3/grades.db share1 share2 share1 -o again
has_status 0
same_files all again
run merge share2 share1 -o grows
[ "$status" = 0 ] || [ "$status" = 3 ] || fail "it does not grow"
run merge grows share3 -o grows
has_status 0
same_files all grows
run merge all -o all
has_status 0
same_files all again

# What is missing is told, and is nobody's zero.
for share in 1 2 3; do
    graded=$("$SOCKGRADE_PYTHON" -c "
import sqlite3
print(sqlite3.connect('share$share/grades.db').execute('SELECT count(*) FROM result').fetchone()[0])")
    [ "$graded" = 4 ] || break # a share that does not have all of it
done
run merge "share$share" -o part
has_status 3
says "not graded yet:"

# A contradiction: both sides, and nothing is changed.
cp -r share1 other
"$SOCKGRADE_PYTHON" - <<'EOF'
import sqlite3
for share in "1", "2", "3":
    db = sqlite3.connect(f"share{share}/grades.db")
    key = db.execute("SELECT key FROM result WHERE exercise = 'connect-1'").fetchone()
    if key:
        break
print(share, file=open(".share", "w"))
source = sqlite3.connect(f"share{share}/grades.db")
target = sqlite3.connect("other/grades.db")
target.execute("PRAGMA foreign_keys = ON")
target.execute("DELETE FROM result")
rows = source.execute("SELECT * FROM result WHERE key = ?", key).fetchall()
target.execute("INSERT INTO result VALUES (?, ?, ?, ?, ?, ?, ?, 77, ?, ?, ?)", rows[0][:7] + rows[0][8:])
target.executemany("INSERT INTO case_result VALUES (?, ?, ?, ?, 'reset', ?, ?, ?, ?, ?, ?, ?)",
                   [r[:4] + r[5:] for r in source.execute(
                       "SELECT * FROM case_result WHERE result = ?", rows[0][:1])])
target.executemany("INSERT INTO report VALUES (?, ?)", source.execute(
    "SELECT * FROM report WHERE result = ?", rows[0][:1]).fetchall())
target.commit()
EOF
share=$(cat .share)
cp -r all before
run merge "share$share" other -o all
has_status 3
grep -q "connect-1 (course/.*): .*grades.db says .* points (.*); other/grades.db says .* 77 of" .err ||
    fail "the contradiction is not told"
grep -q "^sockgrade: 1 conflict: nothing was taken over" .err || fail "the end is not told"
same_files all before
run merge "share$share" other -o none
has_status 3
[ ! -e none ] || fail "a folder is left of what did not come in"

# What does not belong together.
run batch connect-1 course -o single
refuses 2 "is of another assignment" merge share1 single -o all
same_files all before
refuses 2 "there is no journal nowhere/grades.db" merge share1 nowhere -o all
refuses 2 "there is no journal nowhere/grades.db" merge nowhere -o new
[ ! -e new ] || fail "a folder is left of what is not there"
: >empty.db
refuses 2 "is empty" merge empty.db -o new
echo "this is no database, whatever it is called" >text.db
refuses 3 "is not a journal" merge text.db -o new
refuses 2 "needs a folder to write to" merge share1
refuses 2 "is no folder" merge share1 -o text.db
refuses 2 "can't make the folder text.db/all" merge share1 -o text.db/all
# Folders above are made, too, and are gone again when nothing came in.
refuses 2 "there is no journal" merge share1 nowhere -o deep/er/all
[ ! -e deep ] || fail "folders are left of what is not there"
run merge again -o deep/er/all
has_status 0
same_files again deep/er/all
refuses 2 "needs an OUT" merge -o new
same_files all before

finish
