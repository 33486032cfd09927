#!/bin/sh
# What a crowd costs: 10,000 clients, each with two exchanges, against an echo server in one
# epoll loop; by a hard-coded client (the floor) and by sockgrade, side by side in one run.
#   sh grader/tests/bench/crowd.sh [CLIENTS [ROUNDS]]     (build first: sh grader/build.sh)
# SOCKGRADE names another binary. Port 9000 of the loopback must be free.
set -u
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P) || exit 1
root=$(CDPATH='' cd -- "$here/../../.." && pwd -P) || exit 1
sockgrade=${SOCKGRADE:-$root/build/sockgrade}
clients=${1:-10000} rounds=${2:-5}
[ -x "$sockgrade" ] || { echo "bench: $sockgrade is not built" >&2; exit 1; }
if [ "$(ulimit -Hn)" != unlimited ] && [ "$(ulimit -Hn)" -lt $((clients + 500)) ]; then
    echo "bench: $clients clients need $((clients + 500)) open files (ulimit -Hn)" >&2
    exit 77
fi

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP
for name in timeit crowd_server crowd_floor; do
    cc -std=c17 -D_GNU_SOURCE -O2 -o "$work/$name" "$here/$name.c" || exit 1
done
cat >"$work/crowd-bench.json" <<END
{
  "sockgrade": 1,
  "id": "crowd-bench",
  "title": "A crowd",
  "student": "server",
  "port": 9000,
  "limits": { "open_files": $((clients + 100)), "memory": "8GiB" },
  "cases": [
    { "id": "crowd", "newline": "never",
      "steps": [
        { "crowd": { "clients": $clients, "steps": [
          { "connect": "client" },
          { "send": "client {{client.number}}" },
          { "expect": "client {{client.number}}" },
          { "send": "client {{client.number}}" },
          { "expect": "client {{client.number}}" }
        ] } }
      ] }
  ]
}
END
chmod -R a+rX "$work"
echo "$clients clients, $rounds rounds, each row once per round:"
"$work/timeit" "$rounds" \
    --base 0 "hard-coded epoll client" "$work/crowd_floor" "$clients" "$work/crowd_server" \
    --row 0 "sockgrade, isolated" "$sockgrade" check "$work/crowd-bench.json" "$work/crowd_server"
status=$?
echo "RSS is that of the largest process of the row: in that of sockgrade, its worker's."
exit "$status"
