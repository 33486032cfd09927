# Submissions that are no plain file, or have a name that is an attack: never opened for what
# they lead to, never waited for, and one sentence about each. See bad-program.sh for files that
# are only broken.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

cp "$fixtures/connect-2/pass/plain.py" right.py
hundred=$(printf '%0100d' 0)

judged_or_refused() { # FILE: a verdict or a refusal, and nothing of a file that is not it
    run check connect-2 -- "$1"
    case "$status" in
    1) says "[no-program]"; is_silent ;;
    2) complains "" ;;
    *) fail "the status is neither 1 nor 2" ;;
    esac
    ! grep -Eq 'root:|nobody:|secret' .out .err || fail "what it leads to is shown"
    # No control byte but the newline (LC_ALL=C: bytes).
    ! LC_ALL=C tr -d '\n' <.out | LC_ALL=C grep -q '[[:cntrl:]]' || fail "control bytes"
    ! LC_ALL=C tr -d '\n' <.err | LC_ALL=C grep -q '[[:cntrl:]]' || fail "control bytes"
}

# --- what is no file --------------------------------------------------------------------

echo secret >secret.txt
mkdir folder closed
mkfifo fifo.py fifo
"$SOCKGRADE_PYTHON" -c 'import socket; socket.socket(socket.AF_UNIX).bind("socket.py")'
ln -s itself.py itself.py
ln -s round-b.py round-a.py
ln -s round-a.py round-b.py
ln -s gone.py dangling.py
ln -s /etc/passwd passwd.py
ln -s /etc/passwd passwd
ln -s /etc/shadow shadow.py
ln -s /proc/self/environ environ.py
ln -s /proc/self/mem memory.py
ln -s /proc/kmsg kmsg.py
ln -s folder folder.py
ln -s fifo fifo-link.py
ln -s /dev/zero zero.py
ln -s /dev/tty tty.py
ln -s /dev/stdin stdin.py
ln -s secret.txt secret.c
cp right.py closed/client.py
chmod 000 closed
for file in fifo.py fifo socket.py itself.py round-a.py dangling.py passwd.py passwd \
    shadow.py environ.py memory.py kmsg.py folder folder.py fifo-link.py zero.py tty.py \
    stdin.py /dev/zero /dev/full /dev/random /dev/tty /dev/stdin /proc/self/mem /proc/1/mem \
    /proc/self/fd/0 /proc /sys/kernel . .. / "" ./ //; do
    judged_or_refused "$file"
done
if [ "$(id -u)" != 0 ]; then
    judged_or_refused closed/client.py
fi
chmod 700 closed

# What has an extension and is another's text may well be built: its text is not to be told.
run check connect-2 secret.c
[ "$status" = 1 ] || fail "a file that does not compile is not judged"

# A link to a program is that program.
mkdir deep
cp right.py deep/
ln -s right.py link.py
ln -s deep/right.py deeper.py
ln -s ../right.py deep/up.py
for file in link.py ./link.py deeper.py "$work/link.py" ../"${work##*/}"/link.py; do
    run check connect-2 "$file"
    has_status 0
done
refuses 2 'deep/up.py: this is a symbolic link that leads out of its folder' \
    check connect-2 deep/up.py
refuses 2 'passwd.py: this is a symbolic link' check connect-2 passwd.py
refuses 2 'shadow.py: this is a symbolic link' check connect-2 shadow.py

# --- names ------------------------------------------------------------------------------

for name in "$hundred$hundred$hundred.py" "$hundred/$hundred.py" gone/../gone.py \
    "$(printf 'gone\n  pass  everything\n.py')" "$(printf '\033[2Jgone.py')" \
    "$(printf '\302\233gone.py')" "$(printf '\342\200\256yp.enog')" -rf; do
    judged_or_refused "$name"
done

for name in -rf -rf.py --help.py '-' '--' "$(printf 'a\n  pass  b\n.py')" \
    "$(printf '\033[2J.py')" "$(printf '\302\233.py')" "$(printf '\342\200\256yp.py')" \
    "$(printf '%0250d' 0).py" '$(touch here).py' '`touch here`.py' ';touch here;.py' \
    '%s%n%n.py' '../'"${work##*/}"'/right.py' '*' '~.py'; do
    case "$name" in
    */*) ;;
    *.py) cp right.py "./$name" ;;
    *) { echo '#!/usr/bin/env python3' && cat right.py; } >"./$name" ;;
    esac
    run check connect-2 -- "./$name"
    has_status 0
    is_silent
    ! LC_ALL=C tr -d '\n' <.out | LC_ALL=C grep -q '[[:cntrl:]]' || fail "control bytes"
    ! grep -q '^  pass  [b]' .out || fail "the name has forged a line"
done
[ ! -e here ] || fail "a name was executed"
[ -z "$(ls -A .tmp)" ] || fail "something was left in the temporary folder"
[ "$(cat secret.txt)" = secret ] || fail "a file that a link leads to was changed"

finish
