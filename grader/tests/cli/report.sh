# sockgrade report: every format again from the JSON, the same as check writes; what is no report
# is told by line and column; files are complete or as they were.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

cp "$fixtures/connect-4/wrong-message/upper-case.py" wrong.py

# What check writes and what is made of its JSON are the same: times of writing aside.
plain() { sed -E 's/"(start|stop)":[0-9]+/"\1":0/g' "$1"; }
formats=$("$SOCKGRADE" report --help | sed -n '/^Formats:/,$s/^  \([a-z]*\) .*/\1/p')
[ "$(echo "$formats" | wc -l)" -ge 10 ] || fail "there are few formats: $formats"
set --
for format in $formats; do
    set -- "$@" --format "$format=check.$format"
done
run check connect-4 wrong.py --seed 7 "$@"
has_status 1
set --
for format in $formats; do
    set -- "$@" --format "$format=report.$format"
done
run report check.json "$@"
has_status 0
is_silent
[ ! -s .out ] || fail "there is something on standard output beside the files"
for format in $formats; do
    plain "check.$format" >one
    plain "report.$format" >two
    cmp -s one two || fail "$format is not what check writes: $(diff one two | head -5)"
done

# The source is in the report: the file need not be there.
rm wrong.py
run report check.json
has_status 0
says "[wrong-message]"
says "source"
run report check.json --format=tap
says "not ok 1 - connect-4/"

# One of them, by its id; and formats of one submission only.
run report check.json --student wrong.py --format gradescope
has_status 0
says '"tests"'
refuses 2 'no submission "nobody"' report check.json --student nobody
# Of several attempts, a format of one submission takes the last that counts.
"$SOCKGRADE_PYTHON" - <<'END'
import copy, json
report = json.load(open("check.json"))
one = report["submissions"][0]
report["submissions"] = []
for attempt, counts in (1, True), (2, True), (3, False):
    each = copy.deepcopy(one)
    each.update(id="hal", attempt=attempt, counts=counts, score=attempt, max_score=9)
    report["submissions"].append(each)
json.dump(report, open("attempts.json", "w"))
END
refuses 2 "choose one with --student KEY" report attempts.json --format gradescope
run report attempts.json --student hal --format prairielearn
has_status 0
says "2 of 9 points"
run report attempts.json --student hal --attempt 3 --format prairielearn
has_status 0
says "3 of 9 points"
run report attempts.json --student hal
has_status 0
says "hal, attempt 3"
refuses 2 'no attempt 4 of a submission "hal"' report attempts.json --student hal --attempt 4
refuses 2 "--attempt takes a number" report attempts.json --attempt last
refuses 2 "did you mean" report check.json --format junti

# What is no report, and where.
refuses 2 "No such file" report nothing.json
mkdir empty
refuses 2 "there is no report.json in empty" report empty
printf '{"sockgrade_report": 1,\n "submissions": [\n  {"id": 7}]}' >bad.json
refuses 2 "bad.json:3:10: " report bad.json
printf '{"sockgrade_report": 1,\n "submissions": [{"id": ' >bad.json
refuses 2 "bad.json:2:" report bad.json
printf '{"a": 1}' >bad.json
refuses 2 "no report of sockgrade" report bad.json
printf 'old' >kept.xml
refuses 2 "bad.json" report bad.json --format junit=kept.xml
[ "$(cat kept.xml)" = old ] || fail "a file is changed by what failed"

finish
