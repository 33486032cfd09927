#!/usr/bin/env python3
"""lessons.py SOCKGRADE SOURCE: reads what "sockgrade explain --format json" prints, writes
each of its programs to a file, and checks that. Prints the codes that came out otherwise;
the status is 1 then."""

import json
import pathlib
import subprocess
import sys
import tempfile

sockgrade, source = sys.argv[1], pathlib.Path(sys.argv[2])
sys.path.insert(0, str(source / "grader" / "tests"))
import fixture  # noqa: E402


def script_of(exercise):
    own = source / "fixtures" / exercise / f"{exercise}.json"
    return str(own if own.exists() else source / "exercises" / f"{exercise}.json")


def hostile(example, code):
    return (source / "fixtures" / "hostile" / example["exercise"] / code
            / example["file"]).exists()


def verdict_of(example, folder):
    path = folder / example["file"]
    path.write_text(example["program"], encoding="utf-8")
    done = subprocess.run(
        [sockgrade, "check", script_of(example["exercise"]), str(path), "--format", "json"],
        stdin=subprocess.DEVNULL, capture_output=True, timeout=100)
    report = json.loads(done.stdout)
    return fixture.verdict(report["submissions"][0]["exercises"][0])


def main():
    wrong = 0
    isolated = fixture.has_namespaces()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        for lesson in json.load(sys.stdin):
            code, example = lesson["code"], lesson["example"]
            if hostile(example, code) and not isolated:
                continue
            came = verdict_of(example, folder)
            if came != code:
                print(f"{code}: {example['file']} gets {came}")
                wrong += 1
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
