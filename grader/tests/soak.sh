#!/bin/sh
# A right program never fails, however loaded the computer is: runs every right fixture many
# times while busy loops take the processors, and fails on any other verdict than pass.
#   SOCKGRADE=build/sockgrade sh grader/tests/soak.sh [--if-heavy] [TIMES] [EXERCISE...]
# TIMES: 200, or what SOCKGRADE_SOAK_TIMES says. SOCKGRADE_SEED repeats the values of a run.
# SOCKGRADE_SOAK_LOOPS=0: no busy loops and one program at a time, because some races show
# only on idle processors. SOCKGRADE_SOAK_ISOLATION: full, privileged or none.
# --if-heavy: as ctest calls it: skipped (status 77) unless SOCKGRADE_HEAVY is set, and 20
# times then, which takes minutes and not hours.
set -u
loops=${SOCKGRADE_SOAK_LOOPS:-8} cores=0,1 at_once=10 often=200
isolation=${SOCKGRADE_SOAK_ISOLATION:-auto}
[ "$loops" -gt 0 ] || at_once=1

if [ "${1-}" = --if-heavy ]; then
    shift
    often=20
    [ -n "${SOCKGRADE_HEAVY-}" ] || {
        echo "skipped: this takes minutes; sh grader/test.sh --all runs it"
        exit 77
    }
fi
root=${SOCKGRADE_SOURCE:-$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)}
sockgrade=${SOCKGRADE:-$root/build/sockgrade}
case "$sockgrade" in /*) ;; *) sockgrade=$PWD/$sockgrade ;; esac
times=${1:-${SOCKGRADE_SOAK_TIMES:-$often}}
[ $# -gt 0 ] && shift
cd "$root" || exit 1
[ -x "$sockgrade" ] || { echo "soak: $sockgrade is not built" >&2; exit 1; }
unshare --user --net true 2>/dev/null || [ "$isolation" = none ] || {
    echo "skipped: no network namespaces here, so that runs side by side would share ports"
    exit 77
}

scratch=$(mktemp -d) || exit 1
busy=
: >"$scratch/done"
: >"$scratch/skipped"
finish() { # the runs that go on are waited for
    : >"$scratch/stop"
    # shellcheck disable=SC2086 # one word per pid
    [ -z "$busy" ] || kill $busy 2>/dev/null
    wait
    rm -rf "$scratch"
}
trap finish EXIT
stopped() {
    echo "soak: stopped after $(wc -l <"$scratch/done") runs" >&2
    exit "$1"
}
trap 'stopped 130' INT
trap 'stopped 143' TERM HUP

for file in fixtures/*/pass/*; do
    exercise=${file#fixtures/}
    case " $* " in "  " | *" ${exercise%%/*} "*) [ -f "$file" ] && printf '%s\n' "$file" ;; esac
done >"$scratch/programs"
programs=$(wc -l <"$scratch/programs")
[ "$programs" -gt 0 ] || { echo "soak: no right programs under fixtures/" >&2; exit 1; }

# Everything on two processors, the loops too; each loop ends with this script, however.
command -v taskset >/dev/null 2>&1 && taskset -cp "$cores" $$ >/dev/null 2>&1
left=$loops
while [ "$left" -gt 0 ]; do
    (while kill -0 $$ 2>/dev/null; do
        spin=0
        while [ "$spin" -lt 100000 ]; do spin=$((spin + 1)); done
    done) &
    busy="$busy $!"
    left=$((left - 1))
done

cat >"$scratch/one" <<'ONE'
# SCRATCH SOCKGRADE ISOLATION SEED FILE
[ ! -e "$1/stop" ] || exit 255
exercise=${5#fixtures/}
exercise=${exercise%%/*}
own=fixtures/$exercise/$exercise.json
[ ! -f "$own" ] || exercise=$own
out=$1/run.$4
"$2" check "$exercise" "$5" --isolation "$3" --seed "$4" --no-color -v >"$out" 2>&1 </dev/null
status=$?
if [ "$status" = 0 ]; then
    rm -f "$out"
elif [ "$status" = 3 ] && tr -s ' \n' '  ' <"$out" | grep -q ' is not installed here ('; then
    rm -f "$out" # as its own test says, which is skipped
    echo "$5" >>"$1/skipped"
else
    { printf '\n== %s, seed %s: exit status %s\n' "$5" "$4" "$status"; cat "$out"; } >"$out.bad"
fi
echo "$5" >>"$1/done"
ONE

seed=${SOCKGRADE_SEED:-$(date +%s)}
start=$(date +%s)
awk -v times="$times" -v seed="$seed" '
    { program[NR] = $0 }
    END { for (i = 0; i < times; i++) for (p = 1; p <= NR; p++)
              printf "%d\n%s\n", seed + i * NR + p, program[p] }' "$scratch/programs" |
    tr '\n' '\0' |
    xargs -0 -n 2 -P "$at_once" sh "$scratch/one" "$scratch" "$sockgrade" "$isolation" \
        2>/dev/null &
wait $!

failed=0
for report in "$scratch"/run.*.bad; do
    [ -f "$report" ] || continue
    failed=$((failed + 1))
    [ "$failed" -gt 20 ] || cat "$report"
done
runs=$(wc -l <"$scratch/done")
[ ! -s "$scratch/skipped" ] ||
    echo "soak: skipped, their languages are not installed here: $(sort -u "$scratch/skipped" | tr '\n' ' ')"
printf 'soak: %d of %d runs of %d right programs (first seed %s), %d busy loops, isolation %s, %d s: %d failed\n' \
    "$runs" "$((times * programs))" "$programs" "$((seed + 1))" "$loops" "$isolation" \
    "$(($(date +%s) - start))" "$failed"
[ "$failed" = 0 ] && [ "$runs" = "$((times * programs))" ]
