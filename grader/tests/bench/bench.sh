#!/bin/sh
# What one check costs, all in one run: the hard-coded peer (the floor), expect, sockgrade
# with a right program, with one that waits for ever, and with one that says something else.
#   sh grader/tests/bench/bench.sh [ROUNDS]        (build first: sh grader/build.sh)
# SOCKGRADE names another binary. Port 5678 of the loopback must be free.
set -u
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P) || exit 1
root=$(CDPATH='' cd -- "$here/../../.." && pwd -P) || exit 1
sockgrade=${SOCKGRADE:-$root/build/sockgrade}
rounds=${1:-50}
[ -x "$sockgrade" ] || { echo "bench: $sockgrade is not built" >&2; exit 1; }
python=/usr/bin/python3
[ -x "$python" ] || python=$(command -v python3)

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP
build() { # NAME SOURCE OPTION...
    name=$1 source=$2
    shift 2
    cc -std=c17 -D_GNU_SOURCE -O2 "$@" -o "$work/$name" "$here/$source.c" || exit 1
}
build timeit timeit
build peer peer
build client client
build waits client -DHEARS_FIRST
build wrong client '-DSAYS="one"'
cp "$here"/*.py "$work/"
chmod -R a+rX "$work"

case_id=$("$python" -c '
import json, sys
cases = json.load(open(sys.argv[1]))["cases"]
print(next(c["id"] for c in cases if not c.get("advice")))' "$root/exercises/connect-2.json") ||
    exit 1

netcat=$(command -v nc || command -v ncat || command -v netcat)
if ! command -v expect >/dev/null; then
    echo "no rows for expect: it is not installed (sh grader/setup.sh --all)"
    netcat=
elif [ -z "$netcat" ]; then
    echo "no rows for expect: it needs a netcat (sh grader/setup.sh --all)"
fi

set -- --base 0 "hard-coded peer, C client" "$work/peer" "$work/client"
[ -z "$netcat" ] || set -- "$@" \
    --row 0 "expect, C client" expect -f "$here/peer.exp" "$netcat" "$work/client"
set -- "$@" \
    --row 0 "sockgrade, C client" "$sockgrade" check connect-2 "$work/client" --case "$case_id" \
    --row 1 "sockgrade, C client that waits for ever" \
    "$sockgrade" check connect-2 "$work/waits" --case "$case_id" \
    --row 1 "sockgrade, C client with a wrong message" \
    "$sockgrade" check connect-2 "$work/wrong" --case "$case_id" \
    --base 0 "hard-coded peer, Python client" "$work/peer" "$python" "$work/client.py"
[ -z "$netcat" ] || set -- "$@" \
    --row 0 "expect, Python client" \
    expect -f "$here/peer.exp" "$netcat" "$python" "$work/client.py"
set -- "$@" \
    --row 0 "sockgrade, Python client" \
    "$sockgrade" check connect-2 "$work/client.py" --case "$case_id" \
    --row 1 "sockgrade, Python client that waits for ever" \
    "$sockgrade" check connect-2 "$work/waits.py" --case "$case_id" \
    --row 1 "sockgrade, Python client with a wrong message" \
    "$sockgrade" check connect-2 "$work/wrong.py" --case "$case_id"

echo "connect-2, case $case_id, $rounds rounds, each row once per round:"
"$work/timeit" "$rounds" "$@"
status=$?
echo "Ratios are against the hard-coded peer with the same client. RSS is that of the largest"
echo "process of the row, the client included: in the rows of the C client, sockgrade's own."
exit "$status"
