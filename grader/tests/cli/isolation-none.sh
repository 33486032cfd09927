# --isolation none: on the machine's own network a port is one for all.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

alone() { # EXERCISE PROGRAM OPTION...
    run check "$@" --isolation none
}

passes() { # EXERCISE FIXTURE
    alone "$1" "$fixtures/$1/pass/$2"
    has_status 0
    is_silent
    says ", not isolated"
    says "passed, "
}

# --- what it can and what it can't ---------------------------------------------------------

for exercise in connect-1 connect-2 connect-3 connect-4; do
    passes "$exercise" plain.py
done
for exercise in listen-2 listen-3 listen-4; do
    passes "$exercise" plain.py
done
alone connect-1 "$fixtures/connect-1/wrong-message/small-letters.py"
has_status 1
says "[wrong-message]"
alone listen-3 "$fixtures/listen-3/wrong-message/joins-strings.py"
has_status 1
says "[wrong-message]"

alone connect-5 "$fixtures/connect-5/pass/plain.py"
has_status 3
says "ERROR"
says "a network of its own"
says "could not be judged"
alone listen-1 "$fixtures/listen-1/pass/plain.py"
has_status 3
says "pass  address"
says "ERROR  other-address"
says "host names of its own"
alone listen-1 "$fixtures/listen-1/pass/plain.py" --case address
has_status 0

# --- one port, several who want it ---------------------------------------------------------

# A port that nobody else uses, and an exercise on it.
port=$("$SOCKGRADE_PYTHON" -c '
import socket
s = socket.socket()
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])')
sed "s/\"port\": 3456/\"port\": $port/" "$SOCKGRADE_EXERCISES/listen-3.json" >server.json
sed "s/\"port\": 5678/\"port\": $port/" "$SOCKGRADE_EXERCISES/connect-2.json" >client.json
sed "s/3456/$port/" "$fixtures/listen-3/pass/plain.py" >server.py
sed "s/5678/$port/" "$fixtures/connect-2/pass/plain.py" >client.py
grep -q "$port" server.py && grep -q "$port" client.py || fail "no port in a fixture"

# A server's and a client's run take turns.
"$SOCKGRADE" check ./server.json server.py --isolation none >.first 2>&1 </dev/null &
first=$!
alone ./client.json client.py
has_status 0
status=0
wait "$first" || status=$?
mv .first .out
said="check ./server.json server.py --isolation none, beside another run"
has_status 0

# Another program that listens there is told, and nobody is judged for it.
cat >holder.py <<'END'
import socket, sys
s = socket.socket(socket.AF_INET6 if ":" in sys.argv[1] else socket.AF_INET)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind((sys.argv[1], int(sys.argv[2])))
s.listen()
print("listening", flush=True)
sys.stdin.read()
END
mkfifo hold told
for address in 127.0.0.1 0.0.0.0; do
    "$SOCKGRADE_PYTHON" holder.py "$address" "$port" <hold >told &
    exec 3>hold
    read -r _ <told
    for which in server client; do
        alone "./$which.json" "$which.py"
        has_status 3
        says "port $port of this computer is in use"
        says "$address"
        says "could not be judged"
    done
    exec 3>&-
    wait
done

[ -z "$(ls -A .tmp)" ] || fail "something was left in the temporary folder"
finish
