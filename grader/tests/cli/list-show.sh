# sockgrade list and sockgrade show, and where exercises are found.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

run list
has_status 0
is_silent
[ "$(awk 'length > 80' .out)" = "" ] || fail "a line is longer than 80 columns"
ids=$(sed -n 's/^  \([a-z0-9-]*\) .*/\1/p' .out)
[ "$(echo "$ids" | sort)" = "$(cd "$SOCKGRADE_EXERCISES" && ls ./*.json |
    sed 's/^..//; s/[.]json$//; /[.]schema$/d' | sort)" ] || fail "not every exercise, once"
[ "$(grep '^[^ ]' .out | sort -u)" = "$(grep '^[^ ]' .out)" ] || fail "a set stands twice"

for id in $ids; do
    run show "$id"
    has_status 0
    is_silent
    says "$id: "
    says "What is checked:"
    says "point"
    port=$(sed -n 's/.*"port": \([0-9]*\).*/\1/p' "$SOCKGRADE_EXERCISES/$id.json")
    kind=port
    grep -q '"protocol": "udp"' "$SOCKGRADE_EXERCISES/$id.json" && kind="UDP port"
    if [ "$port" ]; then says "; $kind $port."; else says_not "; port"; fi
    grep -q "\"limits\"" "$SOCKGRADE_EXERCISES/$id.json" || says_not "limits"
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

# Limits that an exercise sets, and those of a case where they are others.
cat >own/limits.json <<'END'
{ "sockgrade": 1, "id": "limits", "title": "T", "student": "client", "port": 34567,
  "limits": {"memory": "256MiB", "processes": 8, "processor_time": "1500ms",
             "file_size": 5000, "output": "1MB"},
  "cases": [{"id": "heir", "limits": {"processes": 8}, "steps": [{"expect": "x"}]},
            {"id": "own", "limits": {"memory": "1GiB", "wall_time": "90s"},
             "steps": [{"expect": "x"}]}] }
END
run show limits
has_status 0
is_silent
diff - .out <<'END' || fail "the limits are shown otherwise"
limits: T

Your program is the client; port 34567.
Its limits: processor time 1500 ms, memory 256 MiB, processes 8, file size 5 kB,
output 1 MB.

What is checked:
  heir             heir (1 point)
  own              own (1 point)
                   limits: wall time 90 s, memory 1 GiB

Check with: sockgrade check limits PROGRAM
END

finish
