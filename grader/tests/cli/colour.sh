# Colours only where a terminal shows them and nobody minds.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

cp "$fixtures/connect-1/wrong-message/small-letters.py" client.py
escape=$(printf '\033')

on_terminal() { # COMMAND...: its standard output is a terminal; what it shows is in .out
    said="$* (on a terminal)"
    status=0
    timeout 60 "$SOCKGRADE_PYTHON" -c '
import os, pty, sys
os.environ.setdefault("TERM", "xterm")
show = os.open(".out", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
def copy(fd):
    data = os.read(fd, 4096)
    os.write(show, data)
    return data
status = pty.spawn(sys.argv[1:], copy)
sys.exit(os.waitstatus_to_exitcode(status))
' "$@" </dev/null >/dev/null 2>.err || status=$?
    has_status 1
    says "[wrong-message]"
}

plain() {
    says_not "$escape"
}

run check connect-1 client.py
has_status 1
says "[wrong-message]"
plain

export TERM=xterm
on_terminal "$SOCKGRADE" check connect-1 client.py
says "${escape}[31;1mFAIL${escape}[0m"
# Every colour ends before its line does.
[ "$(grep -c "${escape}\[[0-9]" .out)" -gt 2 ] || fail "hardly any colours"
! grep -v "${escape}\[0m" .out | grep -q "$escape" || fail "a colour runs on over its line"

on_terminal "$SOCKGRADE" check connect-1 client.py --no-color
plain
on_terminal "$SOCKGRADE" check connect-1 --no-colour client.py
plain
on_terminal env NO_COLOR=1 "$SOCKGRADE" check connect-1 client.py
plain
on_terminal env TERM=dumb "$SOCKGRADE" check connect-1 client.py
plain
on_terminal env NO_COLOR= "$SOCKGRADE" check connect-1 client.py
says "$escape" # https://no-color.org: empty is as good as absent

# Without colours both say the same, but for times and ports.
run check connect-1 client.py --seed 3
sed 's/[0-9][0-9.]* ms/T ms/; s/^ *[0-9]*\.[0-9]  /T /' .out >.plain
on_terminal "$SOCKGRADE" check connect-1 client.py --seed 3
tr -d '\r' <.out | sed "s/${escape}\[[0-9;]*m//g" |
    sed 's/[0-9][0-9.]* ms/T ms/; s/^ *[0-9]*\.[0-9]  /T /' >.coloured
cmp -s .plain .coloured || fail "with colours it says something else"

finish
