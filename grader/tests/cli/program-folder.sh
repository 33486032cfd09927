# A folder as one program: what starts it is told by its files, or is an error with the choices.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

right=$SOCKGRADE_SOURCE/fixtures/connect-2/pass/plain
said_is() { # TEXT FOLDER: refused in one line that says it
    refuses 2 "$1" check connect-2 "$2"
}
describe() { # FOLDER TEXT
    mkdir -p "$1"
    cp "$right.py" "$1/count.py"
    printf '%s\n' "$2" >"$1/sockgrade.json"
}
passes() { # PATH
    run check connect-2 "$1"
    has_status 0
    is_silent
}

# --- which file is the program ------------------------------------------------------------

mkdir two two/client
cp "$right.py" two/one.py
cp "$right.py" two/other.py
said_is "can't be told which of one.py and other.py is the program" two
mv two/one.py two/Connect_2.py
passes two
mkdir languages
cp "$right.py" languages/client.py
cp "$right.c" languages/client.c
said_is "can't be told which of client.c and client.py" languages
mkdir roles
cp "$right.py" roles/client.py
echo 'print()' >roles/server.py
echo 'print()' >roles/notes.py
passes roles
passes roles/
mkdir makers
: >makers/Makefile
: >makers/CMakeLists.txt
said_is 'there is Makefile and CMakeLists.txt' makers

mkdir nothing
echo text >nothing/notes.txt
run check connect-2 nothing
has_status 1
says '[no-program]'
says 'There is no program in this folder'

# A script may name any interpreter, which has to be there.
printf '#!/usr/bin/env nowhere-to-be-found\n' >script
run check connect-2 script
has_status 3
says 'nowhere-to-be-found is not installed here'

# --- what is no program of a student's ------------------------------------------------------

mkdir out inside deep many fifo
ln -s /etc/passwd out/client.py
said_is 'out/client.py: this is a symbolic link that leads out of the folder' out
cp "$right.py" inside/count.py
ln -s count.py inside/client.py
passes inside
mkfifo fifo/client.py
said_is 'fifo/client.py: this is neither a file nor a folder' fifo
(cd deep && mkdir -p 1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18)
said_is 'nested too deep' deep
(cd many && seq 1100 | xargs touch)
said_is 'more than 1000 files' many
mkdir huge
cp "$right.py" huge/client.py
truncate -s 65M huge/data
said_is 'larger than 64 MiB together' huge
mkdir .hidden-only
: >.hidden-only/.gitignore
mkdir noise
cp "$right.py" noise/client.py
mkdir noise/.git noise/__pycache__
mkfifo noise/.git/pipe noise/__pycache__/pipe
passes noise

# --- sockgrade.json -------------------------------------------------------------------------

describe described '{"sockgrade": 1, "run": ["python3", "count.py"]}'
passes described
says "described, python"
describe described '{"sockgrade": 1, "source": "count.py", "run": ["./count.py"]}'
passes described
passes described/count.py
describe described '{"sockgrade": 1, "rum": ["python3", "count.py"]}'
said_is 'described/sockgrade.json:1:18: ' described
said_is 'did you mean "run"' described
describe described '{"sockgrade": 1, "run": "python3 count.py"}'
said_is 'described/sockgrade.json:1:25: run: expected a list of words' described
describe described '{"sockgrade": 1,'
said_is 'described/sockgrade.json:' described
describe described '{"sockgrade": 2, "run": ["count.py"]}'
said_is 'described/sockgrade.json:1:15: ' described
describe described '{"sockgrade": 1}'
said_is 'needs "run"' described
describe described '{"sockgrade": 1, "run": ["nowhere", "count.py"]}'
said_is 'neither a file of this folder nor installed here: "nowhere"' described
describe described '{"sockgrade": 1, "run": ["../count.py"]}'
said_is '"run" has to begin with a file of this folder' described
describe described '{"sockgrade": 1, "run": ["python3", "count.py"], "source": "cuont.py"}'
said_is '"source" names a file that is not here: "cuont.py"' described
describe described '{"sockgrade": 1, "run": []}'
said_is 'described/sockgrade.json:1:25: ' described

rm described/sockgrade.json
mkfifo described/sockgrade.json
passes described/count.py # which has nothing to do with it
said_is 'described/sockgrade.json: this is neither a file nor a folder' described

# A build that makes several programs, or none.
if command -v make >/dev/null 2>&1; then
    mkdir several
    cp "$right.c" several/one.c
    cp "$right.c" several/two.c
    printf 'all: one two\n' >several/Makefile
    run check connect-2 several
    has_status 3
    says "can't be told which of one and two that were built"
    printf 'all:\n' >several/Makefile
    run check connect-2 several
    has_status 3
    says 'the build has made no program'
    printf 'all:\n\tcurl -s http://example.com || exit 3\n' >several/Makefile
    run check connect-2 several
    has_status 1
    says '[build-failed]'
    # What the build leaves: links are not followed, and keep nothing else from being taken.
    printf 'client: client.c\n\tcc -o $@ $<\n\tln -s /etc/passwd a\n\tln -s client b\n' >several/Makefile
    rm several/one.c
    mv several/two.c several/client.c
    passes several
    printf 'client: client.c\n\tcc -o $@ $<\n\tmkfifo pipe\n' >several/Makefile
    run check connect-2 several
    has_status 1
    says 'neither a file nor a folder'
    mkdir old
    cp "$right.c" old/client.c
    printf '#include <stdio.h>\nint main(void) { return puts("old"); }\n' >old/old.c
    cc -o old/client old/old.c
    rm old/old.c
    printf 'client: client.c\n' >old/Makefile
    passes old # made anew, although it was there and newer
fi
finish
