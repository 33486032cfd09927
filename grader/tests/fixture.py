#!/usr/bin/env python3
"""Checks one known program: its folder's name says which verdict it must get.

    fixture.py [--hostile] SOCKGRADE EXERCISE CODE FILE

CODE is "pass", or the verdict of the first case, in the exercise's order, that counts and
fails. The exit status must agree with the report, which is left for schema.py. The line that it names must be one that marks.py knows as the mistake's.
Status 0: as it should be; 1: not so; 77: this computer can't judge it.
SOCKGRADE_SEED repeats a run; the seed that was taken is always printed.

--hostile: the program attacks. It runs only where it is isolated, with baits laid out that a
hole in the stage would lead it to; afterwards its file is what it was, nothing is left in the
temporary folder, and a right program passes as it did before.
"""

import contextlib
import functools
import json
import os
import pathlib
import re
import subprocess
import sys

import marks

# What only some programs need is imported where it is: thousands of these are started, and
# half the time of most is their imports.

SOURCE = pathlib.Path(__file__).resolve().parents[2]
RIGHT = ("connect-2", str(SOURCE / "fixtures" / "connect-2" / "pass" / "plain.py"))
SKIPPED = 77
PATIENCE_S = 100
UNJUDGED = "unjudged"   # in place of a code: this exercise can't be judged here
RESULTS = {"pass": "pass", UNJUDGED: "error"}
STATUSES = {"pass": 0, "fail": 1, "error": 3}


def fail(text):
    print(text)
    sys.exit(1)


@functools.cache
def has_namespaces():
    try:
        tried = subprocess.run(["unshare", "--user", "--net", "true"], capture_output=True)
    except FileNotFoundError:
        return False
    return tried.returncode == 0


def script_of(path):
    """The exercise of a known program, as the command takes it. What no exercise of the
    catalogue asks for has one beside its programs: fixtures/ID/ID.json."""
    folder = pathlib.Path(path).parents[1]
    own = folder / f"{folder.name}.json"
    return str(own) if own.exists() else folder.name


def hold_ports():
    """Without network namespaces, two runs would take each other's ports."""
    import fcntl
    import tempfile
    lock = open(os.path.join(tempfile.gettempdir(), f"sockgrade-fixtures-{os.getuid()}.lock"), "w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


def run_json(command, **how):
    done = subprocess.run(command + ["--format", "json"], stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=PATIENCE_S, **how)
    errors = done.stderr.decode(errors="backslashreplace").strip()
    try:
        return done.returncode, json.loads(done.stdout), errors
    except ValueError as error:
        out = done.stdout.decode(errors="backslashreplace")
        fail(f"exit status {done.returncode}, and no JSON document came ({error}):\n{out}\n{errors}")


def skip_if_not_installed(report):
    for case in report["submissions"][0]["exercises"][0]["cases"]:
        if case["result"] == "error" and " is not installed here (" in case["message"]:
            print(f"skipped: {case['message']}")
            sys.exit(SKIPPED)


def skip_without_tools(path):
    """A shell script says "# needs: TOOL" of what a student has and a test may lack."""
    path = pathlib.Path(path)
    if path.suffix != ".sh":
        return
    import shutil
    text = path.read_text(errors="replace")
    for tool in re.findall(r"^# needs: (\S+)$", text, re.MULTILINE):
        if not shutil.which(tool):
            print(f"skipped: {tool} is not installed here")
            sys.exit(SKIPPED)


# getpid() as a 32-bit program calls it. Not every kernel or virtual machine has that entry.
CALLS_32_BIT = """
import ctypes, mmap, os, sys
code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
code.write(bytes.fromhex("b814000000" "cd80" "c3"))
at = ctypes.addressof(ctypes.c_char.from_buffer(code))
sys.exit(ctypes.CFUNCTYPE(ctypes.c_int)(at)() != os.getpid())
"""


def skip_without_32_bit_calls(path):
    import platform
    if (b"needs: 32-bit calls" in pathlib.Path(path).read_bytes()
            and platform.machine() == "x86_64"
            and subprocess.run([sys.executable, "-c", CALLS_32_BIT], check=False).returncode):
        print("skipped: this computer has no system calls of 32-bit programs")
        sys.exit(SKIPPED)


def skip_if_impossible(report):
    """Where namespaces work there is no excuse: an error is then one of ours."""
    if has_namespaces():
        return
    for case in report["submissions"][0]["exercises"][0]["cases"]:
        if case["result"] == "error" and not case["advice"]:
            print(f"skipped: this computer can't judge {case['id']}: {case['message']}")
            sys.exit(SKIPPED)


def verdict(exercise):
    """The code that the exercise gets as a whole."""
    case = marks.failed_case(exercise)
    return case["code"] if case else exercise["result"]


def problems_of(report, status, wanted):
    (submission,) = report["submissions"]
    (exercise,) = submission["exercises"]
    came = verdict(exercise)
    result = RESULTS.get(wanted, "fail")
    if came != wanted and wanted != UNJUDGED:
        yield f"expected the verdict {wanted}, got {came}"
    if exercise["result"] != result:
        yield f"expected the result {result}, got {exercise['result']}"
    if status != STATUSES[result]:
        yield f"exit status {status} does not fit the result {result}"
    points = sum(c["points"] for c in exercise["cases"] if c["result"] == "pass")
    if exercise["points"] != points:
        yield f"{exercise['points']} points given, but the passed cases have {points}"


def line_problems(report, path):
    (exercise,) = report["submissions"][0]["exercises"]
    case = marks.failed_case(exercise)
    return marks.problems(path, case) if case else ()


def look_file(path, hostile=False):
    """Where lines.py and schema.py find what was seen of a program; None: nobody asks for it."""
    folder = os.environ.get("SOCKGRADE_LOOKS")
    name = "+".join(pathlib.Path(path).parts[-4 if hostile else -3:])
    return pathlib.Path(folder, f"{name}.json") if folder else None


def leave_look(report, path, hostile):
    kept = look_file(path, hostile)
    if kept:
        part = kept.with_suffix(f".{os.getpid()}")
        part.write_text(json.dumps(report))
        part.replace(kept)


def check_right_program(sockgrade, when):
    """Returns how it was isolated."""
    status, report, errors = run_json([sockgrade, "check", *RIGHT])
    if status:
        fail(f"a right program does not pass {when} the attack:\n{errors}\n"
             + json.dumps(report, indent=1))
    return report["isolation"]


@contextlib.contextmanager
def baits(folder):
    """A secret file, Unix sockets by path and by abstract name, a descriptor that is
    inherited: what programs of fixtures/hostile look for. Yields the descriptor."""
    import socket
    (folder / "secret.txt").write_text("a secret\n")
    with socket.socket(socket.AF_UNIX) as by_path, socket.socket(socket.AF_UNIX) as abstract:
        by_path.bind(str(folder / "socket"))
        by_path.listen()
        try:
            abstract.bind("\0sockgrade-bait")
            abstract.listen()
        except OSError:
            pass  # another test's is as good
        with open(folder / "secret.txt", "rb") as secret:
            yield secret.fileno()


def run_hostile(command, path):
    import tempfile
    before = pathlib.Path(path).read_bytes()
    if check_right_program(command[0], "before") == "none":
        print("skipped: programs can't be isolated on this computer")
        sys.exit(SKIPPED)
    with tempfile.TemporaryDirectory(prefix="sockgrade-test-") as name:
        folder = pathlib.Path(name)
        (folder / "tmp").mkdir()
        (folder / "baits").mkdir()
        with baits(folder / "baits") as fd:
            result = run_json(command, pass_fds=[fd],
                              env={**os.environ, "TMPDIR": str(folder / "tmp")})
        left = [str(entry) for entry in (folder / "tmp").iterdir()]
    if left:
        fail(f"something was left: {left}")
    if pathlib.Path(path).read_bytes() != before:
        fail(f"{path} has been changed")
    check_right_program(command[0], "after")
    return result


def check(sockgrade, wanted, path, hostile=False):
    """Prints what is wrong; returns the exit status."""
    seed = os.environ.get("SOCKGRADE_SEED") or str(int.from_bytes(os.urandom(4), "little"))
    command = [sockgrade, "check", script_of(path), path, "--seed", seed]
    print(f"seed {seed}", flush=True)
    skip_without_tools(path)
    if hostile:
        skip_without_32_bit_calls(path)
    status, report, errors = run_hostile(command, path) if hostile else run_json(command)
    leave_look(report, path, hostile)
    skip_if_not_installed(report)
    if not hostile and wanted != UNJUDGED:
        skip_if_impossible(report)
    problems = list(problems_of(report, status, wanted))
    if not hostile and wanted == pathlib.Path(path).parts[-2]:  # another has other lines
        problems += line_problems(report, path)
    if not problems:
        return 0
    print("\n".join(problems))
    if errors:
        print("standard error:\n" + errors)
    print("the cases:")
    for case in report["submissions"][0]["exercises"][0]["cases"]:
        kind = " (advice)" if case["advice"] else ""
        print(f"  {case['id']}{kind}: {case['result']}, {case['code']}: {case['message']}")
    print("once more, as text:", flush=True)
    again = subprocess.run(command + ["--no-color", "-v"], stdin=subprocess.DEVNULL,
                           capture_output=True, timeout=PATIENCE_S)
    print((again.stdout + again.stderr).decode(errors="backslashreplace"))
    return 1


def main():
    hostile = sys.argv[1] == "--hostile"
    sockgrade, _exercise, wanted, path = sys.argv[1 + hostile:]
    lock = None if has_namespaces() else hold_ports()
    status = check(sockgrade, wanted, path, hostile)
    del lock
    sys.exit(status)


if __name__ == "__main__":
    main()
