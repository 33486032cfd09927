# check FOLDER: which file, sub-folder or cell is an exercise's program; what is missing, left
# out, and what can't be told.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

right() { # EXERCISE FILE
    cp "$fixtures/$1/pass/plain.${2##*.}" "work/$2"
}
table() { # the table and what is behind it are standard input, but for times
    cat >.wanted
    sed -n '/^exercise/,$p' .out | sed '/^not found/,/^left out/{/^left out/!d}' | sed 's/[0-9]* ms, .*/T ms/; /^  not isolated/d' >.came
    diff .wanted .came >.different || { cat .different; fail "another table"; }
}

mkdir work work/.hidden work/__pycache__ work/data
right connect-1 connect-1.py
right connect-2 Connect_2.c
cp /bin/true work/connect-2 # a compiled program counts for nothing beside its source
sed 's/9876/9867/' "$fixtures/connect-3/pass/plain.py" >work/connect-3.py
cp "$fixtures/notebooks/tasks-in-one-text.ipynb" .
"$SOCKGRADE_PYTHON" - <<'END'
import json
book = json.load(open("tasks-in-one-text.ipynb"))
book["cells"] = [cell for cell in book["cells"] if cell["cell_type"] == "code"]
book["cells"][0]["source"] = "import socket\ndef on(port):\n    return socket.create_connection(('localhost', port))"
book["cells"][4]["source"] = "# connect-4\n" + book["cells"][4]["source"]
json.dump(book, open("work/Week 3.ipynb", "w"))
END
: >work/notes.txt
: >work/connect-1.txt
: >work/.connect-5.py
: >work/connect-1.pyc
: >work/Connect2.class
printf '{\n' >work/broken.ipynb

run check work --seed 4
has_status 1
is_silent
says '(work/connect-3.py, python)'
says_not '(work/connect-1.py'
says 'not found: connect-5' # and what else there may be of this set
table <<'END'
exercise   result  points
connect-1  pass    4 of 4    connect-1.py  advice: pieces
connect-2  pass    4 of 4    Connect_2.c
connect-3  FAIL    0 of 4    connect-3.py  [wrong-port]
connect-4  pass    4 of 4    Week 3.ipynb cell 5  advice: pieces

3 of 4 exercises passed, 12 of 16 points, T ms
"sockgrade check connect-1 work/connect-1.py" tells its advice.
left out: work/broken.ipynb:2:1: this is not JSON: the file ends before the
notebook does, connect-1.txt, data, notes.txt
END
(cd work && "$SOCKGRADE" check . connect-2 connect-1) >.out || fail "connect-2 and connect-1"
says "2 of 2 exercises passed, 8 of 8 points"
says_not notes.txt
run check work/ connect-2 connect-5
has_status 1
says "Nothing in the folder is for connect-5: name the program after it, such as"
says "1 of 2 exercises passed, 4 of 8 points"

# Two that may be it: an error for that exercise alone.
right connect-2 connect-2.py
run check work connect-1 connect-2
has_status 3
is_silent
says "ERROR  count: Connect_2.c and connect-2.py could both be the program for"
says "connect-1  pass    4 of 4"
says "connect-2  ERROR   -"
cp work/connect-2.py work/connect2.py
run check work connect-2
has_status 3
says "Connect_2.c, connect-2.py and connect2.py could all be the"

# An empty program is the student's; a sub-folder is a submission too.
: >work/connect-5.py
run check work connect-5
has_status 1
says "The file is empty."

mkdir -p parts/connect-2 parts/Listen_2
cp "$fixtures/connect-2/pass/plain.py" parts/connect-2/talk.py
echo 'import talk' >parts/connect-2/main.py
sed 's/8675/8576/' "$fixtures/listen-2/pass/plain.py" >parts/Listen_2/server.py
run check parts
has_status 1
says "connect-2  pass    4 of 4    connect-2"
says "listen-2   FAIL    0 of 10   Listen_2  [wrong-port]"
says "> 4 | PORT = 8576"

# --- where the words are something else ----------------------------------------------------

mkdir connect-1 nothing
cp work/connect-1.py connect-1/
refuses 2 'check needs an EXERCISE and a PROGRAM' check connect-1
run check ./connect-1
has_status 0
says "1 of 1 exercises passed"
run check connect-1 work/connect-1.py
has_status 0
says "passed, 4 of 4 points"
says_not "exercises"
refuses 2 'nothing: nothing in this folder is for an exercise; name each' check nothing
run check nothing connect-3
has_status 1
says "Nothing in the folder is for connect-3"
cp work/broken.ipynb nothing/
refuses 2 'is for an exercise: nothing/broken.ipynb:2:1: this is not JSON' check nothing
refuses 2 'there is no exercise "xyzzy"' check work xyzzy

finish
