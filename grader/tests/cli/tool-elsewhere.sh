# A tool that is installed outside of the system's folders is found, with what belongs to it;
# what else lies beside it, a home or the exercise, is not shown to programs or to compilers.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

run check connect-2 "$fixtures/connect-2/pass/plain.py" --format json
grep -q '"isolation": *"none"' .out && skip "programs can't be isolated here"

# Programs have a /tmp and a home of their own above ours.
for parent in /opt "$HOME"; do
    place=$(mktemp -d "$parent/sockgrade-test-XXXXXX" 2>/dev/null) && break
done
[ -d "${place:-}" ] || skip "there is no place for a tool outside of /tmp"
trap 'rm -rf "$work" "$place"' EXIT
chmod 755 "$place"
cd "$place" || exit 1
real=$(readlink -f "$(command -v "$SOCKGRADE_PYTHON")")
mkdir -p links/bin home/bin same/bin venv/bin venv/lib
ln -s "$real" links/bin/python3
ln -s "$real" home/bin/python3
cp "$real" same/bin/python3.0
ln -s python3.0 same/bin/python3
ln -s "$real" venv/bin/python3
printf 'home = %s\n' "$(dirname "$real")" >venv/pyvenv.cfg
for prefix in links home same venv; do
    echo secret >$prefix/secret.txt
    cp "$SOCKGRADE_EXERCISES/connect-2.json" $prefix/exercise.json
done
chmod -R a+rX .

plays() { # the rest of a program that has looked where it should not get
    sed -n '/^with/,$p' "$fixtures/connect-2/pass/plain.py"
}

{
    echo 'import os, socket, sys'
    echo 'HOST, PORT = "127.0.0.1", 5678'
    echo "place = '$place/' + open(__file__).readline()[2:].strip()"
    echo 'for name in ("secret.txt", "exercise.json"):'
    echo '    try:'
    echo '        text = open(os.path.join(place, name)).read()'
    echo '    except OSError:'
    echo '        text = ""'
    echo '    print("SEEN" if text else "unseen", name)'
    plays
} >look.py

check_with() { # PREFIX EXERCISE
    { echo "# $1"; cat look.py; } >client.py
    PATH="$place/$1/bin:/usr/bin:/bin" HOME="$place/home" run check "$2" client.py -v
    has_status 0
    says "isolated"
    says_not "isolated (privileged)"
}

for prefix in links home same venv; do
    check_with $prefix "$place/$prefix/exercise.json"
    says_not "SEEN exercise.json"
    says "unseen exercise.json"
done
for prefix in links home; do
    check_with $prefix connect-2
    says "unseen secret.txt"
done

# --- compilers ------------------------------------------------------------------------------

command -v gcc >/dev/null || finish
mkdir -p compiler/bin
cp "$SOCKGRADE_EXERCISES/connect-2.json" compiler/exercise.json
ln -s "$(readlink -f "$(command -v gcc)")" compiler/bin/gcc
: >compiler/pyvenv.cfg # so that what is beside the link is shown
cat >carries.c <<PROGRAM
#include <stdio.h>
__asm__(".section .rodata\nfirst: .incbin \"$place/compiler/exercise.json\"\nlast: .byte 0\n"
        ".text\n");
extern const char first[], last[];
int main(void)
{
    puts(last == first ? "unseen" : "SEEN");
    return 0;
}
PROGRAM
PATH="$place/compiler/bin:/usr/bin:/bin" run check "$place/compiler/exercise.json" carries.c
has_status 1
says "[build-failed]" # an assembler takes nothing from what is there instead
says_not SEEN

finish
