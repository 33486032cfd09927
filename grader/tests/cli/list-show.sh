# sockgrade list and sockgrade show, and where exercises are found.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

run list
has_status 0
is_silent
[ "$(awk 'length > 80' .out)" = "" ] || fail "a line is longer than 80 columns"
ids=$(sed -n 's/^  \([a-z]*-[0-9]\) .*/\1/p' .out)
[ "$(echo "$ids" | wc -l)" = 9 ] || fail "not nine exercises"
[ "$(echo "$ids" | sort)" = "$ids" ] || fail "not in order"

for id in $ids; do
    run show "$id"
    has_status 0
    is_silent
    says "$id: "
    says "What is checked:"
    says "point"
    port=$(sed -n 's/.*"port": \([0-9]*\).*/\1/p' "$SOCKGRADE_EXERCISES/$id.json")
    says "port $port."
    cp .out .by-id
    run show "$SOCKGRADE_EXERCISES/$id.json"
    cmp -s .out .by-id || fail "by its path it shows something else"
done

# A folder of one's own comes first; what is wrong in it is told, and the rest is listed.
mkdir own
sed 's/"id": "connect-1"/"id": "connect-0"/; s/How do you do?",$/Our own",/' \
    "$SOCKGRADE_EXERCISES/connect-1.json" >own/connect-0.json
echo '{' >own/broken.json
SOCKGRADE_EXERCISES=$work/own
run list
has_status 2
says "connect-0"
says "Our own"
grep -q 'own/broken.json:[0-9]*:[0-9]*:' .err || fail "the broken one is not told"
run show connect-0
has_status 0
refuses 2 "broken.json" show broken

finish
