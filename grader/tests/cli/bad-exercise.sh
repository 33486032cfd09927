# Exercises that are wrong: the place in the file and what was expected there, status 2,
# soon; also what shows only while it is played.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

# A client that connects, says forty letters and waits.
cat >client.py <<'END'
import socket
s = socket.create_connection(("127.0.0.1", 34567))
s.sendall(b"a" * 40 + b"!")
print(s.recv(1000))
END

exercise() { # NAME KEYS STEPS
    cat >"$1.json" <<END
{ "sockgrade": 1, "id": "$1", "title": "T", "student": "client", "port": 34567,
  $2
  "cases": [{"id": "one", "title": "O", "steps":
    [{"accept": "main"}$3]}] }
END
}

wrong() { # NAME TEXT
    refuses 2 "$2" check "./$1.json" client.py
    grep -Fq "./$1.json" .err || fail "the complaint does not name the file"
}

# --- what the loader finds --------------------------------------------------------------

printf '{ "sockgrade": 1,\n  "id": "x",,\n}' >comma.json
wrong comma "comma.json:2:13:"
: >empty.json
wrong empty "empty.json:1:1:"
printf '\000\377rubbish' >rubbish.json
wrong rubbish "rubbish.json:1:"
echo '[]' >list.json
wrong list "list.json:1:1:"
exercise type '"patience": 5,' ''
wrong type 'type.json:2:15: patience: expected a time such as'
exercise unknown '"hintz": {},' ''
wrong unknown 'unknown.json:2:3: hintz: an exercise has no such key (did you mean "hints"?)'
exercise step '' ', {"expct": "x"}'
wrong step 'step.json:4:27: cases[0].steps[1].expct: a step has no such key (did you mean "expect"?)'
exercise syntax '"functions": "function f(",' ''
wrong syntax 'syntax.json:2:16: functions: this is not a Lua text'
exercise open '' ', {"send": "{{ 1 +"}'
wrong open 'open.json:4:'
exercise pattern '' ', {"expect": {"regex": "a("}}'
wrong pattern 'pattern.json:4:'
exercise ever '"patience": "1000000s",' ''
wrong ever 'at most "10m"'
exercise large '' ', {"send": {"repeat": ["x", 1000000000]}}'
wrong large 'large.json:4:'
refuses 2 'comma.json:2:13:' show ./comma.json

# --- what can't be read -----------------------------------------------------------------

mkdir folder.json
mkfifo fifo.json
refuses 2 "folder.json" check ./folder.json client.py
refuses 2 "fifo.json" check ./fifo.json client.py
refuses 2 "none.json" check none.json client.py
refuses 2 "/dev/zero" check /dev/zero client.py
truncate -s 5M long.json
refuses 2 "longer than 4 MiB" check ./long.json client.py

# --- what shows only when it is played: bounded, whatever it does -------------------------

endless='(function() while true do end end)()'
exercise loop-text '' ', {"send": "{{ '"$endless"' }}"}'
exercise loop-match '' ', {"expect": {"lua": "'"$endless"'"}}'
exercise loop-value '"values": {"v": {"lua": "'"$endless"'"}},' ', {"send": "{{v}}"}'
exercise loop-functions '"functions": "while true do end",' ''
exercise eater '' ', {"send": "{{ (function() local t = {} for i = 1, 1e9 do t[i] = (\"x\"):rep(1e6) .. i end end)() }}"}'
exercise repeats '' ', {"send": "{{ (\"x\"):rep(1e9) }}"}'
exercise regex '' ', {"expect": {"regex": "^(a+)+$"}}'
exercise find '' ', {"expect": {"lua": "message:find((\"a?\"):rep(30) .. (\"a\"):rep(30) .. \"b\")"}}'
exercise missing '' ', {"send": "{{ nothing.here }}"}'
began=$(date +%s)
wrong loop-text "steps[1]"
wrong loop-text "ran for too long"
wrong loop-match "ran for too long"
wrong loop-value "values.v"
wrong loop-value "ran for too long"
wrong loop-functions "functions"
wrong loop-functions "ran for too long"
wrong eater "used too much memory"
wrong repeats "used too much memory"
wrong regex "match limit"
wrong find "ran for too long"
wrong missing "steps[1]"
took=$(($(date +%s) - began))
[ "$took" -lt 60 ] || fail "these eleven took $took s"

finish
