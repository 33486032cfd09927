"""Checks one document of `sockgrade doctor --format json` that comes in at standard input:
it fits reports/doctor.schema.json, and says one thing only.

    doctor_report.py EXIT-STATUS
"""

import json
import os
import pathlib
import subprocess
import sys
import textwrap

SCHEMA = pathlib.Path(os.environ["SOCKGRADE_SOURCE"]) / "reports" / "doctor.schema.json"
STATUSES = {"ready": 0, "mendable": 1, "unable": 3}
failures = 0


def check(condition, what, told=""):
    global failures
    if not condition:
        failures += 1
        print(f"FAILED: {what}\n{str(told)[:2000]}")


def validate(document):
    try:
        import jsonschema
        validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    except (ImportError, AttributeError):
        print("note: no jsonschema that knows 2020-12 is here; documents were not validated")
        return
    for problem in validator.iter_errors(document):
        check(False, "it does not fit the schema",
              f"{list(problem.absolute_path)}: {problem.message}")


document = json.loads(sys.stdin.buffer.read().decode("utf-8"))  # strictly
validate(document)
check(STATUSES[document["result"]] == int(sys.argv[1]), "the status is another",
      (document["result"], sys.argv[1]))
working = [stage["name"] for stage in document["stages"] if stage["works"]]
check(document["isolation"] == (working[0] if working else None),
      "the stage is not the first that works", document["stages"])
for stage in document["stages"]:
    check(stage["works"] == (stage["reason"] is None), "a stage has the wrong reason", stage)
ids = [finding["id"] for finding in document["findings"]]
check(len(ids) == len(set(ids)), "a finding stands twice", ids)
missing = [finding for finding in document["findings"] if finding["state"] == "missing"]
if document["result"] == "ready":
    check(not missing and document["isolation"] != "none", "ready, and yet", missing)
for finding in document["findings"]:
    check(finding["state"] != "ok" or not finding["mend"], "what is well is mended", finding)
    check("@" not in (finding["mend"] or ""), "a command is not complete", finding)
    if finding["mend"] and document["system"]["container"] != "kubernetes":
        shell = subprocess.run(["sh", "-n"], capture_output=True, text=True,
                               input=textwrap.indent(finding["mend"], " " * 13))
        check(shell.returncode == 0 and not shell.stderr, "no shell reads the command",
              (finding["mend"], shell.stderr))
sys.exit(failures > 0)
