#!/usr/bin/env python3
"""Holds the reports that the tests of known programs have left to reports/report.schema.json.

    schema.py SOCKGRADE LOOKS

Only those are looked at that are not older than SOCKGRADE. Status 0: all fit; 1: some do not;
77: there are none, or Python's jsonschema is not here.
"""

import json
import os
import pathlib
import sys

import fixture

SCHEMA = fixture.SOURCE / "reports" / "report.schema.json"


def reports(sockgrade, looks):
    since = os.stat(sockgrade).st_mtime
    return [path for path in sorted(pathlib.Path(looks).glob("*.json"))
            if path.stat().st_mtime >= since]


def main():
    try:
        from jsonschema import Draft202012Validator
    except ImportError:
        print("skipped: Python's jsonschema is not here, or is too old")
        sys.exit(fixture.SKIPPED)
    validator = Draft202012Validator(json.loads(SCHEMA.read_text()))
    paths, bad = reports(*sys.argv[1:]), 0
    for path in paths:
        for problem in validator.iter_errors(json.loads(path.read_text())):
            bad += 1
            print(f"{path.stem}: {'/'.join(map(str, problem.absolute_path))}: {problem.message}")
    print(f"{len(paths)} reports, {bad} problems")
    if not paths:
        print("skipped: no test of a known program has left a report")
    sys.exit(1 if bad else 0 if paths else fixture.SKIPPED)


if __name__ == "__main__":
    main()
