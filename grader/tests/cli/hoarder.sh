# A program that takes all there is of something does not lead to others being run with less
# around them, while it runs beside them.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

right="$fixtures/connect-2/pass/plain.py"
run check connect-2 "$right" --format json
grep -q '"isolation": *"full"' .out || skip "programs can't be isolated in full here"

cat >hoarder.py <<'PROGRAM'
# As many descriptors on their way through sockets as one user may have, and then some.
import array
import os
import socket
import time

end, _ = os.pipe()
kept = []
try:
    while True:
        pair = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        kept.append(pair)
        many = array.array("i", [end] * 250)
        for _ in range(3):
            pair[0].sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, many)],
                            socket.MSG_DONTWAIT)
except OSError:
    pass
time.sleep(4)
PROGRAM

"$SOCKGRADE" check connect-2 hoarder.py >hoarder.out 2>&1 &
hoarder=$!
beside=0
while kill -0 "$hoarder" 2>/dev/null; do
    run check connect-2 "$right" --format json
    has_status 0
    grep -q '"isolation": *"full"' .out || fail "a program was run with less around it"
    beside=$((beside + 1))
    [ "$failures" = 0 ] || break
done
wait "$hoarder"
[ "$beside" -gt 1 ] || fail "nothing was run beside the hoarder"
grep -q never-connected hoarder.out || fail "the hoarder was not judged: $(cat hoarder.out)"

finish
