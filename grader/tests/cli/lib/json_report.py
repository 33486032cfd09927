"""The part of json.sh that reads documents: runs in a folder with its programs."""

import json
import os
import pathlib
import shutil
import subprocess
import sys

SCHEMA = pathlib.Path(os.environ["SOCKGRADE_SOURCE"]) / "reports" / "report.schema.json"
failures = 0


def check(condition, what, told=""):
    global failures
    if not condition:
        failures += 1
        print(f"FAILED: {what}\n{str(told)[:2000]}")


def validator():
    try:
        import jsonschema
        return jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    except (ImportError, AttributeError):
        print("note: no jsonschema that knows 2020-12 is here; documents were not validated")
        return None


VALIDATOR = validator()


def unique(pairs):
    keys = [key for key, _ in pairs]
    check(len(keys) == len(set(keys)), "a key stands twice", keys)
    return dict(pairs)


def run(*words, status, exercise="connect-4"):
    command = [os.environ["SOCKGRADE"], "check", exercise, *words, "--format", "json"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
    check(done.returncode == status, f"{words}: status {done.returncode}, not {status}",
          done.stdout + done.stderr)
    check(done.stderr == b"", f"{words}: something on standard error", done.stderr)
    check(done.stdout.endswith(b"}\n"), f"{words}: no newline ends the document")
    controls = [byte for byte in done.stdout if byte < 32 and byte != 10 or byte == 127]
    check(not controls, f"{words}: control characters in the document", controls)
    text = done.stdout.decode("utf-8")  # strictly
    report = json.loads(text, object_pairs_hook=unique)
    if VALIDATOR:
        for problem in VALIDATOR.iter_errors(report):
            check(False, f"{words}: does not fit the schema",
                  f"{list(problem.absolute_path)}: {problem.message}")
    return report


def only(report):
    (submission,) = report["submissions"]
    (exercise,) = submission["exercises"]
    return submission, exercise


def values(report):
    return {case["id"]: case["values"] for case in only(report)[1]["cases"]}


def repeats_values():
    first = run("right.py", "--seed", "4711", status=0)
    again = run("right.py", "--seed=4711", status=0)
    other = run("right.py", "--seed", "4712", status=0)
    check(first["seed"] == 4711, "the seed is not told", first["seed"])
    check(any(values(first).values()), "there are no values", values(first))
    check(values(first) == values(again), "the seed does not repeat the values",
          (values(first), values(again)))
    check(values(first) != values(other), "another seed draws the same values", values(first))
    drawn = run("right.py", status=0)
    repeated = run("right.py", "--seed", str(drawn["seed"]), status=0)
    check(values(drawn) == values(repeated), "a drawn seed does not repeat its values",
          (values(drawn), values(repeated)))
    largest = run("empty.py", "--seed", str(2**53 - 1), status=1)
    check(largest["seed"] == 2**53 - 1, "the largest seed is not told", largest["seed"])


def picks_one_case():
    ids = [case["id"] for case in only(run("right.py", status=0))[1]["cases"]]
    report = run("right.py", "--case", ids[-1], "--seed", "5", status=0)
    cases = only(report)[1]["cases"]
    check([case["id"] for case in cases] == ids[-1:], "--case plays other cases", cases)
    check(values(report)[ids[-1]] == values(run("right.py", "--seed", "5", status=0))[ids[-1]],
          "alone, a case has other values")


def sums_points():
    for program, status in (("right.py", 0), ("wrong.py", 1)):
        _, exercise = only(run(program, status=status))
        for key in ("points", "max_points"):
            total = sum(case[key] for case in exercise["cases"])
            check(exercise[key] == total, f"{program}: {key} is not the sum", exercise)
        check(exercise["result"] == ("fail" if status else "pass"), f"{program}: result")


def tells_isolation():
    alone = run("right.py", "--isolation", "none", status=0)
    check(alone["isolation"] == "none", "--isolation none is not told")
    check(alone["isolation_reason"] == "--isolation none asks for it",
          "why there is no isolation is not told", alone["isolation_reason"])
    made = subprocess.run(["unshare", "--user", "--net", "true"], capture_output=True)
    if made.returncode == 0:
        for words in ([], ["--isolation", "auto"], ["--isolation=full"]):
            report = run("right.py", *words, status=0)
            check(report["isolation"] == "full", f"{words}: namespaces are not told")
            check(report["isolation_reason"] is None, f"{words}: isolation has an excuse")


def keeps_output_inside():
    report = run("loud.py", status=0)
    said = json.dumps(report, ensure_ascii=True)
    check("\\\\x1b[31m" in said, "what was printed is not in the transcript", said)
    check("\\\\x1b]0;title" in said, "what went to standard error is not there", said)


def tells_what_cannot_run():
    submission, exercise = only(run("empty.py", status=1))
    check(submission["language"] is None, "an empty file has a language", submission)
    for case in exercise["cases"]:
        check(case["code"] == "no-program", "an empty file is a program", case)
    _, exercise = only(run("broken.py", status=1))
    check(exercise["cases"][0]["code"] == "build-failed", "broken", exercise["cases"][0])
    check(exercise["cases"][0]["source"] == {"file": "broken.py", "line": 1},
          "the broken line is not told", exercise["cases"][0])


def survives_odd_names():
    name = os.fsdecode(b'odd "name"\n\xe4.py')
    submission, _ = only(run(name, status=0))
    check(submission["path"].startswith('odd "name"'), "an odd name is not told", submission)
    name = os.fsdecode(b"wrong\xe4.py")
    os.rename("wrong.py", name)
    report = run(name, status=1)
    case = only(report)[1]["cases"][0]
    check(case["code"] == "wrong-message", "its verdict is another", case)
    os.rename(name, "wrong.py")
    name = os.fsdecode(b"broken\xe4.c")
    pathlib.Path(name).write_text("int main(void) { return }\n", encoding="ascii")
    if not any(shutil.which(tool) for tool in ("gcc", "clang", "cc")):
        return
    case = only(run(name, status=1))[1]["cases"][0]
    check(case["code"] == "build-failed", "its verdict is another", case)
    check(case["source"] and case["source"]["line"] == 1, "its line is not told", case)


for part in (repeats_values, picks_one_case, sums_points, tells_isolation,
             keeps_output_inside, tells_what_cannot_run, survives_odd_names):
    part()
sys.exit(failures > 0)
