"""The Jobs of grader/cluster/kubernetes: every field is one that Kubernetes has there, with a
value of its kind, and what they say about sockgrade is so: what their pods run is run here.

The fields are those of the API reference for batch/v1 Job and core/v1 PodSpec, version 1.33.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

try:
    import yaml
except ImportError:
    print("skipped: Python has no yaml")
    sys.exit(77)

SOCKGRADE, SOURCE = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])
FOLDER = SOURCE / "grader/cluster/kubernetes"
NAME = re.compile(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")
QUANTITY = re.compile(r"[0-9]+(m|Ki|Mi|Gi)?")


def one_of(*values):
    return lambda value: value in values


def matches(pattern):
    return lambda value: isinstance(value, str) and pattern.fullmatch(value)


RESOURCES = {"cpu": matches(QUANTITY), "memory": matches(QUANTITY)}
PROFILE = {"type": one_of("Unconfined", "RuntimeDefault")}
CONTAINER = {
    "name": matches(NAME), "image": str, "command": [str], "args": [str],
    "securityContext": {"procMount": one_of("Default", "Unmasked")},
    "resources": {"requests": RESOURCES, "limits": RESOURCES},
    "volumeMounts": [{"name": matches(NAME), "mountPath": str}],
}
POD = {
    "restartPolicy": one_of("Never", "OnFailure"),  # of a Job
    "automountServiceAccountToken": bool, "hostUsers": bool,
    "securityContext": {"seccompProfile": PROFILE, "appArmorProfile": PROFILE},
    "containers": [CONTAINER],
    "volumes": [{"name": matches(NAME), "persistentVolumeClaim": {"claimName": matches(NAME)}}],
}
JOB = {
    "apiVersion": one_of("batch/v1"), "kind": one_of("Job"), "metadata": {"name": matches(NAME)},
    "spec": {
        "completionMode": one_of("Indexed", "NonIndexed"), "completions": int,
        "parallelism": int, "backoffLimit": int, "backoffLimitPerIndex": int,
        "podFailurePolicy": {"rules": [{
            "action": one_of("Ignore", "FailIndex", "FailJob", "Count"),
            "onPodConditions": [{"type": str, "status": one_of("True", "False", "Unknown")}],
        }]},
        "template": {"spec": POD},
    },
}
failures = 0


def check(right, what):
    global failures
    if not right:
        failures += 1
        print(f"FAILED: {what}")


def validate(value, kind, path):
    if isinstance(kind, dict):
        check(isinstance(value, dict), f"{path} is no object")
        for key, inner in (value if isinstance(value, dict) else {}).items():
            check(key in kind, f"{path}.{key}: there is no such field")
            validate(inner, kind.get(key, lambda _: True), f"{path}.{key}")
    elif isinstance(kind, list):
        check(isinstance(value, list), f"{path} is no array")
        for index, inner in enumerate(value if isinstance(value, list) else []):
            validate(inner, kind[0], f"{path}[{index}]")
    elif isinstance(kind, type):
        check(type(value) is kind, f"{path} is no {kind.__name__}: {value!r}")
    else:
        check(kind(value), f"{path} can't be {value!r}")


def job_of(name):
    documents = list(yaml.safe_load_all((FOLDER / name).read_text()))
    check(len(documents) == 1, f"{name} has {len(documents)} documents")
    validate(documents[0], JOB, name)
    pod = documents[0]["spec"]["template"]["spec"]
    volumes = {volume["name"] for volume in pod["volumes"]}
    for container in pod["containers"]:
        mounts = {mount["name"] for mount in container["volumeMounts"]}
        check(mounts <= volumes, f"{name} mounts what is no volume: {mounts - volumes}")
    return documents[0]["spec"], pod


def command_of(pod, name):
    """What a pod runs is what the command takes."""
    words = pod["containers"][0]["command"]
    check(words[:2] == ["sh", "-c"] and len(words) == 3, f"not one line of a shell: {words}")
    check(f"exec sockgrade {name} " in words[2], f"it does not run sockgrade {name}: {words[2]}")
    return words[2]


def run(line, course, index):
    """As in a pod that has the course as its volume."""
    shell = subprocess.run(
        ["sh", "-c", line.replace("/course", str(course))], capture_output=True, text=True,
        env={**os.environ, "JOB_COMPLETION_INDEX": str(index),
             "PATH": f"{course}/bin:{os.environ['PATH']}"})
    check(shell.returncode == 0, f"pod {index}: status {shell.returncode}: {shell.stderr}")


def grade(line, count, merge, course):
    programs = sorted((SOURCE / "fixtures/connect-1").glob("*/*.py"))[:5]
    (course / "bin").mkdir()
    (course / "bin/sockgrade").symlink_to(SOCKGRADE)
    (course / "assignment.json").write_text(
        '{"sockgrade_assignment": 1, "id": "a", "title": "A", "exercises": ["connect-1"]}')
    for number, program in enumerate(programs):
        (course / f"handed-in/s{number}").mkdir(parents=True)
        shutil.copy(program, course / f"handed-in/s{number}/connect-1.py")
    for index in range(count):
        run(line, course, index)
    run(merge, course, "")
    book = (course / "out/gradebook.csv").read_text()
    check(all(f"s{number}," in book for number in range(len(programs))), f"not all: {book}")


def main():
    spec, pod = job_of("grade.yaml")
    line = command_of(pod, "batch")
    check(spec["completionMode"] == "Indexed", "the pods have no index")
    check(spec["completions"] == spec["parallelism"], "not all shares are graded side by side")
    check(f"/{spec['completions']}\"" in line, f"the number of shares is another one: {line}")
    # backoffLimitPerIndex and podFailurePolicy are for these only.
    check(pod["restartPolicy"] == "Never", "Kubernetes refuses another restartPolicy here")
    check(pod["hostUsers"] is False, "procMount: Unmasked needs hostUsers: false")
    _, pod = job_of("merge.yaml")
    merge = command_of(pod, "merge")
    if subprocess.run(["unshare", "--user", "--net", "true"], capture_output=True).returncode == 0:
        with tempfile.TemporaryDirectory() as folder:
            grade(line, spec["completions"], merge, pathlib.Path(folder))
    sys.exit(failures > 0)


main()
