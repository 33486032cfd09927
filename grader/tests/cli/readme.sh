# The screenful in the README is what comes out: but for times, which it shows as they were.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

has_namespaces || skip "programs can't be isolated here, and the README shows one that is"

readme=$SOCKGRADE_SOURCE/README.md
seed=$(sed -n 's/^ *again .*--seed \([0-9]*\)$/\1/p' "$readme")
sed 's/ *# <-- .*//' "$fixtures/connect-1/both-waiting/receives-first.py" >client.py

without_times() {
    sed 's/[0-9.][0-9.]* ms/T ms/; s/^ *[0-9]*\.[0-9]  /T  /'
}

sed -n '/^\$ sockgrade check connect-1 client.py$/,/^```$/p' "$readme" |
    sed '1d; $d' | without_times >.wanted
run check connect-1 client.py --seed "${seed:-0}"
has_status 1
without_times <.out >.came
if ! diff .wanted .came >.different; then
    cat .different
    fail "the README shows another screenful (< there, > here)"
fi
[ "$(wc -l <.out)" -lt 24 ] || fail "it does not fit on one screen"
says "[both-waiting]"

finish
