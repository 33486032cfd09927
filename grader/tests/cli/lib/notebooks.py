"""The part of notebook.sh that checks known notebooks: what must come out stands in their
cells, {"expect": {"exercise": ID, "code": CODE}} in a cell's metadata, and the line of the
mistake in its code (grader/tests/marks.py).
"""

import json
import os
import pathlib
import subprocess
import sys

SOURCE = pathlib.Path(os.environ["SOCKGRADE_SOURCE"])
sys.path.insert(0, str(SOURCE / "grader" / "tests"))
import marks  # noqa: E402

SCHEMA = SOURCE / "reports" / "report.schema.json"
failures = 0


def check(condition, what, told=""):
    global failures
    if not condition:
        failures += 1
        print(f"FAILED: {what}\n{str(told)[:2000]}")


def validate(report):
    try:
        import jsonschema
        jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(report)
    except (ImportError, AttributeError):
        print("note: no jsonschema that knows 2020-12 is here; documents were not validated")


def expected(notebook):
    """{exercise: (number of its cell, code, its text)}"""
    found = {}
    for number, cell in enumerate(notebook["cells"], 1):
        expect = cell["metadata"].get("expect")
        if expect:
            found[expect["exercise"]] = number, expect["code"], "".join(cell["source"])
    return found


def exercise_is(path, exercise, cell, code, text):
    what = f"{path.name}, {exercise['id']}"
    failed = marks.failed_case(exercise)
    check(exercise["cell"] == cell, f"{what}: cell {exercise['cell']}, not {cell}")
    check(exercise["path"] == str(path) and exercise["language"] == "python", what, exercise)
    check((failed["code"] if failed else "pass") == code, f"{what}: not {code}",
          json.dumps(failed or exercise, indent=1))
    if not failed:
        return
    pathlib.Path("cell.py").write_text(text, "utf-8")
    problems = list(marks.problems("cell.py", failed))
    check(not problems, f"{what}: {problems}", json.dumps(failed, indent=1))
    check(marks.named_line(failed), f"{what}: no line is named", json.dumps(failed, indent=1))


def notebook_is(path):
    wanted = expected(json.loads(path.read_text("utf-8")))
    done = subprocess.run([os.environ["SOCKGRADE"], "check", str(path), "--format", "json"],
                          stdin=subprocess.DEVNULL, capture_output=True, timeout=100)
    report = json.loads(done.stdout)
    validate(report)
    (submission,) = report["submissions"]
    found = {exercise["id"]: exercise for exercise in submission["exercises"]}
    check(found.keys() == wanted.keys(), f"{path.name}: other exercises", found.keys())
    passes = all(code == "pass" for _, code, _ in wanted.values())
    check(done.returncode == (0 if passes else 1), f"{path.name}: status {done.returncode}",
          done.stderr)
    for name in found.keys() & wanted.keys():
        exercise_is(path, found[name], *wanted[name])


for name in sys.argv[1:]:
    notebook_is(pathlib.Path(name))
sys.exit(failures > 0)
