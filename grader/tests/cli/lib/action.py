"""The composite action as GitHub's runner runs it: its inputs, the expressions in it, each run
step's shell with the files that GitHub names, in order; and what came of it.

    action.py ACTION.YML SOCKGRADE FIXTURES      in an empty folder
"""
import json
import os
import pathlib
import re
import subprocess
import sys

import yaml

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import github  # noqa: E402

SHELLS = {"bash": ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail"]}


class Expression:
    """What the action uses of GitHub's expressions: contexts, texts, == != && || and always()."""
    WORD = re.compile(r"\s*(==|!=|&&|\|\||\(|\)|'(?:[^']|'')*'|[A-Za-z_][\w.-]*)")

    def __init__(self, text, contexts):
        self.words, at = [], 0
        while text[at:].strip():
            found = self.WORD.match(text, at)
            assert found, f"can't be read: {text!r}"
            self.words.append(found[1])
            at = found.end()
        self.contexts = contexts
        self.always = "always" in self.words

    def value(self):
        result = self.any_of()
        assert not self.words, f"too much: {self.words}"
        return result

    def any_of(self):
        left = self.all_of()
        while self.words and self.words[0] == "||":
            self.words.pop(0)
            left = self.all_of() if not left else (self.all_of(), left)[1]
        return left

    def all_of(self):
        left = self.comparison()
        while self.words and self.words[0] == "&&":
            self.words.pop(0)
            left = self.comparison() if left else (self.comparison(), left)[1]
        return left

    def comparison(self):
        left = self.term()
        if self.words and self.words[0] in ("==", "!="):
            equal = self.words.pop(0) == "=="
            return (left == self.term()) == equal
        return left

    def term(self):
        word = self.words.pop(0)
        if word.startswith("'"):
            return word[1:-1].replace("''", "'")
        if word == "always":
            assert [self.words.pop(0), self.words.pop(0)] == ["(", ")"]
            return True
        value = self.contexts
        for part in word.split("."):
            assert isinstance(value, dict), f"no context: {word}"
            known = part in value or word.startswith("steps.")
            assert known, f"nobody gives {word}"
            value = value.get(part, {} if word.startswith("steps.") else "")
        return "" if value == {} else value


def expand(text, contexts):
    return re.sub(r"\$\{\{(.*?)\}\}",
                  lambda m: str(Expression(m[1], contexts).value()), str(text))


def outputs_of(path):
    """NAME=VALUE a line; the longer form is not used here."""
    pairs = [line.split("=", 1) for line in path.read_text().splitlines()]
    assert all(len(p) == 2 and re.fullmatch(r"[a-z-]+", p[0]) for p in pairs), pairs
    return dict(pairs)


class Run:
    """One use of the action in a job. `failed`: the name of the step that failed, or None."""

    def __init__(self, action, workspace, temp, **given):
        declared = action["inputs"]
        assert set(given) <= set(declared), "no such input"
        inputs = {name: str(given.get(name, row["default"])) for name, row in declared.items()}
        self.workspace, self.temp = workspace, temp
        self.contexts = {"inputs": inputs, "steps": {},
                         "github": {"action_path": action["path"]},
                         "runner": {"temp": str(temp)}}
        self.failed, self.text, self.used, self.ran = None, "", [], []
        self.summary = temp / "summary"
        self.summary.write_text("")
        for step in action["runs"]["steps"]:
            self.step(step)
        self.outputs = {name: expand(row["value"], self.contexts)
                        for name, row in action["outputs"].items()}

    def step(self, step):
        condition = Expression(step.get("if", "'yes'"), self.contexts)
        if self.failed and not condition.always or not condition.value():
            return
        self.ran.append(step["name"])
        if "uses" in step:
            self.used.append({k: expand(v, self.contexts) for k, v in step["with"].items()})
            return
        output, script = self.temp / "output", self.temp / "script.sh"
        output.write_text("")
        script.write_text(expand(step["run"], self.contexts))
        assert "${{" not in step["run"], "an input in a script is a program of its own"
        env = {k: v for k, v in os.environ.items() if not k.startswith(("GITHUB_", "SOCKGRADE"))}
        env.update({k: expand(v, self.contexts) for k, v in step.get("env", {}).items()},
                   GITHUB_ACTIONS="true", CI="true", GITHUB_OUTPUT=str(output),
                   GITHUB_STEP_SUMMARY=str(self.summary), RUNNER_TEMP=str(self.temp),
                   GITHUB_WORKSPACE=str(self.workspace))
        done = subprocess.run([*SHELLS[step["shell"]], str(script)], cwd=self.workspace, env=env,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=60, check=False)
        self.text += done.stdout.decode()
        if step.get("id"):
            self.contexts["steps"][step["id"]] = {"outputs": outputs_of(output)}
        if done.returncode:
            self.failed = step["name"]

    def annotations(self):
        log = self.temp / "log"
        log.write_text(self.text)
        return [a for a in github.annotations(log) if a[0] in github.ANNOTATIONS]


def load(path):
    action = yaml.safe_load(path.read_text())
    action["path"] = str(path.parent)
    assert action["runs"]["using"] == "composite" and action["name"] and action["description"]
    for row in [*action["inputs"].values(), *action["outputs"].values()]:
        assert row["description"]
    for step in action["runs"]["steps"]:
        assert ("run" in step) == ("shell" in step), "a run step of an action names its shell"
        assert "run" in step or re.fullmatch(r"actions/[a-z-]+@v\d+", step["uses"])
    return action


def check(action, sockgrade, fixtures, workspace, temp):
    def run(**given):
        return Run(action, workspace, temp, **{"binary": sockgrade, **given})

    (workspace / "week").mkdir()
    wrong = (fixtures / "connect-2/both-waiting/receives-first.py").read_text()
    right = (fixtures / "connect-2/pass/plain.py").read_text()
    (workspace / "week/connect-2.py").write_text(wrong)
    (workspace / "right.py").write_text(right)

    passed = run(exercise="connect-2", path="right.py")
    assert passed.failed is None, passed.text
    assert passed.annotations() == [], passed.text
    assert passed.ran == ["Grade", "Upload the report"], passed.ran
    assert passed.outputs["passed"] == "true"
    assert passed.outputs["score"] == passed.outputs["max-score"] == "4", passed.outputs

    failed = run(path="week", options="--seed=7\n  --limit=memory=64MiB\n")
    assert failed.failed == "Grade", failed.text
    assert failed.ran[-1] == "Upload the report", "no report of what failed"
    level, properties, message = failed.annotations()[0]
    assert (level, properties["file"]) == ("error", "week/connect-2.py"), properties
    assert wrong.split("\n")[int(properties["line"]) - 1].strip(), "an empty line"
    assert "[both-waiting]" in properties["title"] and "waiting" in message
    assert "`both-waiting`" in failed.summary.read_text()
    assert failed.outputs["passed"] == "false" and failed.outputs["score"] == "0"
    report = pathlib.Path(failed.outputs["report"])
    document = json.loads((report / "report.json").read_text())
    assert document["seed"] == 7
    page = (report / "index.html").read_text()
    assert page.lower().startswith("<!doctype html>") and "both-waiting" in page
    assert failed.used == [{"name": "sockgrade-report", "path": str(report),
                            "if-no-files-found": "ignore", "overwrite": "True"}], failed.used
    assert run(exercise="connect-2", path="right.py", artifact="").used == []

    several = run(exercise="connect-1, connect-2", path="week")
    assert several.failed == "Grade"
    assert {a[1]["title"].split()[0] for a in several.annotations()} == {"connect-1", "connect-2"}

    (workspace / "set").mkdir()
    (workspace / "set/connect-2.py").write_text(right)
    of_set = run(exercise="Connecting to your computer", path="set")
    assert of_set.failed == "Grade", of_set.text
    titles = {a[1]["title"].split()[0] for a in of_set.annotations()}
    assert "connect-1" in titles and "connect-2" not in titles, titles

    (workspace / "week.json").write_text(json.dumps({
        "sockgrade_assignment": 1, "id": "week", "title": "Week",
        "exercises": [{"exercise": "connect-2", "points": 10, "files": ["right.*"]}]}))
    assigned = run(assignment="week.json", path=".")
    assert assigned.failed is None, assigned.text
    assert assigned.outputs["score"] == assigned.outputs["max-score"] == "10", assigned.outputs

    usage = run(exercise="connect-2", path="$(touch forged); no such.py")
    assert usage.failed == "Grade" and "no such.py" in usage.text
    assert usage.outputs["score"] == "" and not (workspace / "forged").exists()


def builds(action, sockgrade, fixtures, repository):
    """Without a binary it is built from the checkout that the action is in, whose exercises they are."""
    tree = repository / ".github/actions/grade"
    tree.mkdir(parents=True)
    for file in pathlib.Path(action["path"]).iterdir():
        (tree / file.name).write_bytes(file.read_bytes())
    (repository / "grader").mkdir()
    (repository / "grader/setup.sh").write_text("echo set up\n")
    (repository / "grader/build.sh").write_text(
        f'[ "$1" = sockgrade ] && mkdir -p "$SOCKGRADE_BUILD" &&\n'
        f'    ln -sf "{sockgrade}" "$SOCKGRADE_BUILD/sockgrade"\n')
    workspace, temp = repository / "work", repository / "temp"
    workspace.mkdir()
    temp.mkdir()
    own = json.loads((fixtures.parent / "exercises/connect-2.json").read_text())
    own.update(id="only-there")
    (repository / "exercises").mkdir()
    (repository / "exercises/only-there.json").write_text(json.dumps(own))
    (workspace / "client.py").write_bytes((fixtures / "connect-2/pass/plain.py").read_bytes())
    done = Run(load(tree / "action.yml"), workspace, temp, exercise="only-there",
               path="client.py")
    assert done.ran[0] == "Build sockgrade" and "set up" in done.text
    assert done.failed is None and done.outputs["passed"] == "true", done.text


def main():
    here = pathlib.Path.cwd()
    action = load(pathlib.Path(sys.argv[1]))
    workspace, temp = here / "workspace", here / "temp"
    workspace.mkdir()
    temp.mkdir()
    check(action, sys.argv[2], pathlib.Path(sys.argv[3]), workspace, temp)
    (here / "repository").mkdir()
    builds(action, sys.argv[2], pathlib.Path(sys.argv[3]), here / "repository")


if __name__ == "__main__":
    main()
