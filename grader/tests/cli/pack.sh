# sockgrade pack gradescope: the zip file, unpacked where Gradescope has it, grades what is
# handed in there; and leaves a results.json whatever becomes of the grader.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

# A program as pack wants it, whatever this sockgrade is linked with: a file of ELF without
# segments, of the other order of bytes.
printf '\177ELF\002\002\001%057dsockgrade_assignment\0' 0 | tr 0 '\0' >sockgrade
alone=$work/sockgrade

refuses 2 'unknown platform "gradescop" (did you mean "gradescope"?)' pack gradescop connect-1
refuses 2 'there is no exercise "connect-99"' pack gradescope connect-99 --command "$alone"
refuses 3 "can't write no/such/folder.zip" pack gradescope connect-1 \
    -o no/such/folder.zip --command "$alone"
refuses 2 "can't read no-such-command" pack gradescope connect-1 --command no-such-command
refuses 2 "/bin/sh is no sockgrade for Linux" pack gradescope connect-1 --command /bin/sh
echo sockgrade_assignment >text
refuses 2 "text is no sockgrade for Linux" pack gradescope connect-1 --command text
rm text
# One that names the loader of libraries: its only segment, behind the header.
{
    printf '\177ELF\001\001\001%021d\064%013d\040\0\001%07d\003%031d' 0 0 0 0 | tr 0 '\0'
    printf 'sockgrade_assignment\0'
} >linked
refuses 2 "linked is linked with libraries of this computer" \
    pack gradescope connect-1 --command linked
rm linked
[ "$(ls)" = sockgrade ] || fail "what could not be made left something"

mkdir course
cp "$SOCKGRADE_EXERCISES/connect-1.json" course/own.json
cat >course/week.json <<'END'
{"sockgrade_assignment": 1, "id": "week-1", "title": "Week 1", "exercises": [
  {"exercise": "./own.json", "points": 10, "files": ["hello.*"]},
  {"exercise": "connect-2", "points": 6, "hidden": true}]}
END
cat >unpack.py <<'END'
import os, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    for info in z.infolist():
        os.chmod(z.extract(info, sys.argv[2]), info.external_attr >> 16 & 0o777)
END
run pack gradescope course/week.json --command "$alone" -o week.zip
has_status 0
says "week.zip: an autograder of 2 exercises for gradescope"
run pack gradescope course/week.json --command sockgrade
cp gradescope.zip first.zip
touch -d yesterday sockgrade
run pack gradescope course/week.json --command sockgrade
has_status 0
cmp -s first.zip gradescope.zip || fail "the same content is not the same file"

# As Gradescope has it: unpacked to /autograder/source, run as root, the network as it is.
mkdir -p gs/source gs/submission gs/results
"$SOCKGRADE_PYTHON" unpack.py week.zip gs/source
cmp -s "$alone" gs/source/sockgrade || fail "another command is packed than was named"
cat "$SOCKGRADE" >gs/source/sockgrade
mv gs/source/run_autograder gs/
for name in gs/run_autograder gs/source/setup.sh gs/source/sockgrade; do
    [ -x "$name" ] || fail "$name can't be run"
done
cp "$fixtures/connect-1/pass/plain.py" gs/submission/hello.py
cp "$fixtures/connect-2/both-waiting/receives-first.py" gs/submission/connect-2.py
echo '{"id": 1, "users": [{"name": "A", "email": "a@example.com", "id": 2}]}' \
    >gs/submission_metadata.json

gradescope() { # COMMAND...: in /autograder
    status=0 said="pack: $*"
    sh "$lib/own_root.sh" gs autograder "$@" >.out 2>.err || status=$?
}
gradescope true
[ "$status" != 77 ] || skip "no mounts or networks can be made here: $(head -n 1 .err)"

# What installs and prepares; nothing is installed here.
mkdir stub
printf '#!/bin/sh\necho "apt-get $*"\n' >stub/apt-get
chmod 755 stub/apt-get
gradescope env PATH="$work/stub:$PATH" sh source/setup.sh
has_status 0
says "apt-get install -y --no-install-recommends python3"
[ "$(stat -c %a gs/source)" = 700 ] || fail "students' programs can read what is checked"

points() { # TEXT: what the results come to
    "$SOCKGRADE_PYTHON" "$lib/gradescope.py" gs/results/results.json >points 2>judged ||
        { cat judged; fail "this breaks a rule of Gradescope's"; }
    [ "$(cat points)" = "$1" ] || { cat points; fail "the results are not $1"; }
}
gradescope ./run_autograder
has_status 0
says "10 of 10 points"
says "1 further case counts too; it is not shown."
says_not "both-waiting" # the case is hidden
points "10 of 16"
"$SOCKGRADE_PYTHON" - gs/results/results.json <<'END' || fail "the results tell something else"
import json, sys
d = json.load(open(sys.argv[1]))
tests = {t["number"]: t for t in d["tests"]}
assert tests["1.1"]["status"] == "passed" and tests["1.1"]["visibility"] == "visible"
assert tests["2.1"]["status"] == "failed" and tests["2.1"]["visibility"] == "hidden"
assert "both-waiting" in tests["2.1"]["tags"] and "recv()" in tests["2.1"]["output"]
assert d["stdout_visibility"] == "hidden"
END
seed_of() {
    sed -n 's/.*"seed":\([0-9]*\).*/\1/p' gs/results/results.json
}
first=$(seed_of)
gradescope ./run_autograder
[ -n "$first" ] && [ "$(seed_of)" = "$first" ] || fail "graded again, the values differ"
sed -i 's/a@example/b@example/' gs/submission_metadata.json
gradescope ./run_autograder
[ "$(seed_of)" != "$first" ] || fail "another student has the same values"

# As in most containers there may be no namespaces: the same points, and it says so.
gradescope "$SOCKGRADE_PYTHON" "$lib/no_namespaces.py" --every true
if [ "$status" = 0 ]; then
    gradescope "$SOCKGRADE_PYTHON" "$lib/no_namespaces.py" --every ./run_autograder
    has_status 0
    points "10 of 16"
    says ", not isolated"
    grep -Fq '"isolation":"none"' gs/results/results.json || fail "the results hide it"
    grep -Fq "The runs were not isolated: " gs/results/results.json || fail "nobody is told"
fi

# Nothing that fits is a result, too: no points, and the reason.
mv gs/submission/hello.py gs/submission/something.py
rm gs/submission/connect-2.py
gradescope ./run_autograder
points "0 of 16"
grep -Fq no-program gs/results/results.json || fail "nobody is told that it was not found"

# A grader that dies, or is not there, is no zero.
printf '#!/bin/sh\nkill -9 $$\n' >gs/source/sockgrade
gradescope ./run_autograder
has_status 0
points "no score"
grep -Fq "no fault of yours" gs/results/results.json || fail "nobody is told why"
rm gs/source/sockgrade gs/submission_metadata.json
gradescope ./run_autograder
has_status 0
points "no score"

finish
