# grader/ci: what GitLab, PrairieLearn and Autolab are given, run as they run it.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

ci=$SOCKGRADE_SOURCE/grader/ci
right=$fixtures/connect-1/pass/plain.py
wrong=$fixtures/connect-2/both-waiting/receives-first.py

# GitLab: the script of the template, with the command on PATH.
mkdir gitlab bin
ln -s "$SOCKGRADE" bin/sockgrade
cp "$wrong" gitlab/client.py
if "$SOCKGRADE_PYTHON" -c 'import yaml' 2>/dev/null; then
    "$SOCKGRADE_PYTHON" - "$ci/gitlab.yml" >gitlab/script.sh <<'END'
import sys, yaml
job = yaml.safe_load(open(sys.argv[1]))["sockgrade"]
assert job["artifacts"]["when"] == "always"
assert job["artifacts"]["reports"]["junit"] == "sockgrade.xml"
print("\n".join(job["script"]))
END
    (cd gitlab && PATH="$work/bin:$PATH" SOCKGRADE_CHECK="connect-2 client.py" sh -e script.sh) \
        >.out 2>.err
    status=$? said="gitlab.yml"
    has_status 1
    says "[both-waiting]"
    grep -Fq '<failure message="Your program and the grader are both waiting' \
        gitlab/sockgrade.xml || fail "the failure is not in JUnit's XML"
    grep -Fqi '<!doctype html>' gitlab/sockgrade.html || fail "there is no page"
fi

# Autolab: make, as it does; what is read is the last line.
mkdir autolab tarred
cp "$ci/autolab/driver.sh" tarred/
ln -s "$SOCKGRADE" tarred/sockgrade
cp -R "$SOCKGRADE_EXERCISES" tarred/exercises
tar cf autolab/autograde.tar -C tarred .
cp "$ci/autolab/autograde-Makefile" autolab/Makefile
autolab() { # EXERCISES
    (cd autolab && make -s EXERCISES="$1") >.out 2>.err
    status=$? said="autolab: $1"
    tail -n 1 .out >last
}
mkdir handed
cp "$right" handed/connect-1.py
cp "$wrong" handed/connect-2.py
tar cf autolab/handin.tar -C handed .
autolab "connect-1 connect-2"
has_status 0
[ "$(cat last)" = '{"scores":{"connect-1":4,"connect-2":0}}' ] || fail "not the scores"
[ "$(wc -l <.out)" = 2 ] || fail "there are not two lines"
says '{"_presentation":"semantic","stages":["Build","Test"],'
rm -r autolab/handin.tar autolab/handin
cp "$right" autolab/handin.py
autolab connect-1
[ "$(cat last)" = '{"scores":{"connect-1":4}}' ] || fail "not the score of one file"
autolab connect-99
has_status 0
! grep -q '^{' last || fail "a mistake of ours has scores"
grep -q connect-99 last || fail "nobody is told what is wrong"

# PrairieLearn: /grade, where /grade/results is not there.
here=grade/serverFilesCourse/sockgrade
mkdir -p "$here" grade/tests grade/student
cp "$ci/prairielearn/run.sh" "$here/"
ln -s "$SOCKGRADE" "$here/sockgrade"
cp -R "$SOCKGRADE_EXERCISES" "$here/exercises"
prairielearn() { # WHAT EXERCISE...: the results say that
    wanted=$1
    shift
    printf '%s\n' "$@" >grade/tests/exercise
    rm -rf grade/results
    status=0 said="prairielearn: $*"
    sh "$lib/own_root.sh" grade grade sh "/$here/run.sh" >.out 2>.err || status=$?
    [ "$status" != 77 ] || skip "no mounts or networks can be made here: $(head -n 1 .err)"
    has_status 0
    "$SOCKGRADE_PYTHON" - "$wanted" <<'END' || fail "the results are not $wanted"
import json, sys
text = open("grade/results/results.json").read()
d = json.loads(text)
assert len(text) <= 1_000_000 and isinstance(d["gradable"], bool)
points = [("points" in t, "max_points" in t) for t in d.get("tests", [])]
assert all(p == (True, True) for p in points), points
got = f'{d["score"]:g}' if d["gradable"] else "not gradable"
assert not d["gradable"] or 0 <= d["score"] <= 1
assert d["gradable"] or d["format_errors"]
print(got, file=sys.stderr)
sys.exit(got != sys.argv[1])
END
}
cp "$right" grade/student/client.py
prairielearn 1 connect-1
prairielearn 0 connect-2
echo 'def (' >grade/student/client.py
prairielearn "not gradable" connect-1
cp "$right" grade/student/connect-1.py
cp "$wrong" grade/student/connect-2.py
rm grade/student/client.py
prairielearn 0.5 connect-1 connect-2
prairielearn "not gradable" connect-99
"$SOCKGRADE_PYTHON" - "$ci/prairielearn/info.json" <<'END' || fail "info.json is not as it should be"
import json, sys
options = json.load(open(sys.argv[1]))["externalGradingOptions"]
assert options["enabled"] and options["timeout"] <= 600
assert options["entrypoint"] == "/grade/serverFilesCourse/sockgrade/run.sh"
END

finish
