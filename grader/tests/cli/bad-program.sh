# Files that are no program, and programs with odd names: one clear sentence, status 2 for
# what can't be opened, 1 with the verdict no-program for what can be read but not run.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

cp "$fixtures/connect-1/pass/plain.py" client.py
escape=$(printf '\033')

no_program() { # TEXT FILE
    run check connect-1 "$2"
    has_status 1
    is_silent
    says "[no-program]"
    says "$1"
    says_not "$escape"
}

passes() { # FILE
    run check connect-1 --case greeting -- "$1"
    has_status 0
    is_silent
}

# --- what can't be opened ---------------------------------------------------------------

mkfifo fifo.py
refuses 2 'clinet.py: there is no such program (did you mean client.py?)' \
    check connect-1 clinet.py
refuses 2 'did you mean ./client.py?' check connect-1 ./clinet.py
refuses 2 'xyzzy.c: there is no such program' check connect-1 xyzzy.c
refuses 2 'there is no such program' check connect-1 client.py/x.py
refuses 2 'there is no such program' check connect-1 nowhere/client.py
refuses 2 'the name of the program is empty' check connect-1 ""
refuses 2 'fifo.py: this is not a file' check connect-1 fifo.py
refuses 2 '/dev/null: this is not a file' check connect-1 /dev/null
refuses 2 'can'"'"'t read the program' check connect-1 "$(printf '%300s' x | tr ' ' x).py"
refuses 2 'unknown option "-client.py"' check connect-1 -client.py
truncate -s 65M huge.py
refuses 2 'larger than 64 MiB' check connect-1 huge.py

# A complaint stays one line, and no terminal obeys it, whatever the name is.
refuses 2 'there is no such program' check connect-1 "$(printf 'gone\nfile.py')"
refuses 2 'there is no such program' check connect-1 "$(printf 'gone\033[31m.py')"
! grep -Fq "$escape" .err || fail "an escape sequence in the complaint"

cp client.py secret.py
chmod 000 secret.py
if [ "$(id -u)" != 0 ]; then
    refuses 2 "secret.py: can't read the program" check connect-1 secret.py
elif setpriv --reuid=65534 --regid=65534 --clear-groups \
    "$SOCKGRADE" --version >.out 2>.err; then
    said="check connect-1 secret.py, as nobody"
    status=0
    cp -R "$SOCKGRADE_EXERCISES" exercises # nobody may not read root's home
    chmod -R a+rX exercises
    SOCKGRADE_EXERCISES=$work/exercises setpriv --reuid=65534 --regid=65534 --clear-groups \
        "$SOCKGRADE" check connect-1 secret.py >.out 2>.err || status=$?
    has_status 2
    complains "secret.py: can't read the program"
fi

# --- what is no program -----------------------------------------------------------------

: >empty.py
: >empty.c
: >empty
printf '\000\001\002\377\376rubbish\000' >rubbish.py
cp rubbish.py rubbish.c
cp rubbish.py rubbish
printf '\177ELF and nothing else' >broken-elf
{ printf '\177ELF' && head -c 4000 /dev/zero; } >zero-elf
head -c 3000 "$SOCKGRADE" >half-elf
cp client.py client.lua
cp client.py client
no_program "The file is empty." empty.py
no_program "The file is empty." empty.c
no_program "The file is empty." empty
no_program "not Python text" rubbish.py
no_program "not C text" rubbish.c
no_program "can't be told" rubbish
no_program "compiled program" broken-elf
no_program "compiled program" zero-elf
no_program "unfinished compiled program" half-elf
no_program "can't be told" client.lua
no_program ".py (Python)" client
no_program ".c (C)" client

# --- names that are only odd ------------------------------------------------------------

for name in 'with space.py' "quote'.py" 'double".py' '$HOME.py' '*.py' 'back\slash.py' \
    'grüße.py' -dash.py .hidden.py ';.py' "$(printf 'new\nline.py')" \
    "$(printf 'escape\033[31m.py')" "$(printf 'latin\344.py')" \
    "$(printf '%0200d' 0).py"; do
    cp client.py "./$name"
    passes "$name"
    [ "$(grep -c 'connect-1: How' .out)" = 1 ] || fail "no heading in one line"
    says_not "$escape"
done

# What it says to run again can be run again.
cp "$fixtures/connect-1/wrong-message/small-letters.py" .
for name in 'with space.py' "quote'.py" '$HOME.py' -dash.py "quote'\".py"; do
    cp small-letters.py "./$name"
    run check connect-1 --no-color -- "$name"
    has_status 1
    again=$(sed -n 's/^ *again *sockgrade //p' .out | head -n 1)
    said="again: $again"
    status=0
    eval "timeout 60 \"\$SOCKGRADE\" $again" >.out 2>.err </dev/null || status=$?
    has_status 1
    says "[wrong-message]"
done

# That a language is not installed here is no fault of the program's.
for file in client.py client.c; do
    [ -e "$file" ] || cp "$fixtures/connect-1/pass/plain.c" "$file"
    said="check connect-1 $file (no tools on PATH)"
    status=0
    timeout 60 env PATH="$work" "$SOCKGRADE" check connect-1 "$file" >.out 2>.err \
        </dev/null || status=$?
    has_status 3
    is_silent
    says "ERROR"
    says "is not installed here"
    says_not "FAIL"
done

# As a shebang tells what a file without an extension is, so does what a compiler made.
{ echo '#!/usr/bin/env python3' && cat client.py; } >client
passes client
if command -v gcc >/dev/null; then
    gcc -o compiled "$fixtures/connect-1/pass/plain.c" && passes compiled
    cp compiled compiled.py
    passes compiled.py
fi

finish
