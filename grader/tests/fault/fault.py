"""What the tests of broken things share: a small course, a batch of it, its outputs, and what
a batch leaves behind.

Every program's name has the name of our folder in it: so all processes of a batch are found in
/proc, the grader's as well as the students'. Nothing here waits for a time to pass, only for
something to be seen.
"""

import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

PATIENCE_S = 60
SOCKGRADE = os.environ["SOCKGRADE"]
FIXTURES = pathlib.Path(os.environ["SOCKGRADE_SOURCE"], "fixtures")
TEMPORARY = pathlib.Path(os.environ["TMPDIR"])
MARK = "fault-" + os.path.basename(os.getcwd()).replace(".", "-")
ASSIGNMENT = "assignment.json"
COURSE = pathlib.Path("course")

# Right and wrong ones, none of which takes long.
PROGRAMS = {
    "connect-1": ["pass/plain.py", "both-waiting/receives-first.py",
                  "wrong-message/small-letters.py"],
    "connect-2": ["pass/plain.py", "both-waiting/receives-first.py",
                  "build-failed/wrong-indentation.py"],
}

failures = 0


def fail(what):
    global failures
    failures += 1
    print(f"FAILED: {what}", flush=True)


def skip(why):
    print(f"skipped: {why}")
    sys.exit(1 if failures else 77)


def finish():
    sys.exit(failures > 0)


def loops(usual, heavy):
    """How often: heavy, where sh grader/test.sh --all asks for what takes long."""
    often = heavy if os.environ.get("SOCKGRADE_HEAVY") else usual
    return int(os.environ.get("SOCKGRADE_FAULT_LOOPS", often))


# --- the course ---------------------------------------------------------------------------------


def program(student, exercise):
    return COURSE / student / f"{exercise}-{MARK}.py"


def hand_in(student, exercise, fixture, more=""):
    """Each program is one of its own: equal ones would be graded once."""
    path = program(student, exercise)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = (FIXTURES / exercise / fixture).read_text()
    path.write_text(f"{text}\n# {student}\n{more}")


def make_course(students, exercises=tuple(PROGRAMS)):
    assignment = {"sockgrade_assignment": 1, "id": "fault", "title": "Fault",
                  "exercises": [{"exercise": e, "files": [f"{e}-*.py"]} for e in exercises]}
    pathlib.Path(ASSIGNMENT).write_text(json.dumps(assignment))
    shutil.rmtree(COURSE, ignore_errors=True)
    for i in range(students):
        for k, exercise in enumerate(exercises):
            fixtures = PROGRAMS[exercise]
            hand_in(f"s{i:03}", exercise, fixtures[(i + k) % len(fixtures)])


# --- a batch ------------------------------------------------------------------------------------


def command(out, *options):
    return [SOCKGRADE, "batch", ASSIGNMENT, str(COURSE), "-o", str(out), "-j", "2", *options]


def start(out, *options, before=(), **how):
    """In a session of its own, as a terminal would."""
    return subprocess.Popen([*before, *command(out, *options)], stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                            start_new_session=True, **how)


class Ended:
    def __init__(self, grader):
        try:
            self.out, self.err = grader.communicate(timeout=PATIENCE_S)
        except subprocess.TimeoutExpired:
            os.killpg(grader.pid, signal.SIGKILL)
            self.out, self.err = grader.communicate()
            fail("the batch goes on and on")
        self.status = grader.returncode

    def complaint(self):
        """What it says at the end, without the progress before."""
        lines = [line for line in self.err.splitlines() if line.startswith("sockgrade: ")]
        return lines[-1] if lines else ""

    def __str__(self):
        return f"status {self.status}\n{self.out}\n{self.err}"


def run(out, *options, **how):
    return Ended(start(out, *options, **how))


def runs(out, what, status=0):
    """It must come to an end in good order."""
    ended = run(out)
    if ended.status != status:
        fail(f"{what}: {ended}")
    return ended


def complains(ended, what, *words, status=3):
    """One clear sentence, in which all of these are found."""
    said = ended.complaint()
    if ended.status != status:
        fail(f"{what}: status {status} was expected: {ended}")
    for word in words:
        if not re.search(word, said):
            fail(f"{what}: \"{word}\" is not said: {ended}")


TIMES = re.compile(rb"^ +\d+\.\d(?=  )|, [\d.]+ m?s(?=,)|\d[\d.]* ?(ms|s|MiB)\\b", re.MULTILINE)


def outputs(out):
    """What must be the same after every detour, byte for byte: {name: content}. Only how long a
    program took is its own each time."""
    out = pathlib.Path(out)
    books = {p.name: p.read_bytes() for p in out.glob("gradebook*.csv")}
    texts = {p.name: TIMES.sub(b"?", p.read_bytes()) for p in out.glob("feedback/*.txt")}
    return books | texts


def names(out):
    """Every file that is there, temporary ones too."""
    out = pathlib.Path(out)
    return sorted(str(p.relative_to(out)) for p in out.rglob("*"))


def same(out, expected, what):
    compare(outputs(out), expected, what)


def same_grades(out, expected, what):
    """The gradebooks alone."""
    compare(*({name: text for name, text in files.items() if name.endswith(".csv")}
              for files in (outputs(out), expected)), what)


def compare(got, expected, what):
    for name in sorted(expected.keys() | got.keys()):
        new, old = got.get(name), expected.get(name)
        if new is None or old is None:
            fail(f"{what}: there is {'no' if new is None else 'a'} {name}")
        elif new != old:
            at = max(len(os.path.commonprefix([new, old])) - 40, 0)
            fail(f"{what}: {name} has {new[at:at + 160]}, not {old[at:at + 160]}")


@contextlib.contextmanager
def journal(out):
    """A copy of it, with its log: reading one where it is needs room beside it."""
    copy = pathlib.Path("copy-of-journal")
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    for path in pathlib.Path(out).glob("grades.db*"):
        with contextlib.suppress(FileNotFoundError):
            shutil.copy(path, copy)
    with contextlib.closing(sqlite3.connect(copy / "grades.db")) as db:
        yield db


def journal_is_whole(out, what):
    with journal(out) as db:
        said = db.execute("PRAGMA integrity_check").fetchone()[0]
    if said != "ok":
        fail(f"{what}: the journal is damaged: {said}")


def graded(out):
    """How many results the journal has; 0 where there is none yet."""
    with journal(out) as db:
        tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        return db.execute("SELECT count(*) FROM result").fetchone()[0] if tables else 0


# --- what is left -------------------------------------------------------------------------------


def until(seen):
    """Whether it came to be seen within our patience."""
    deadline = time.monotonic() + PATIENCE_S
    while not seen():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.002)
    return True


def ours():
    """Processes that have the mark, or our folder, on their command line: {pid: words}."""
    found = {}
    here = os.getcwd().encode()
    for entry in os.scandir("/proc"):
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            words = pathlib.Path(entry.path, "cmdline").read_bytes()
            folder = os.readlink(entry.path + "/cwd").encode()
        except OSError:
            continue
        if MARK.encode() in words or (SOCKGRADE.encode() in words and folder == here):
            found[int(entry.name)] = words.replace(b"\0", b" ").decode(errors="replace")
    return found


def control_groups():
    root = pathlib.Path("/sys/fs/cgroup")
    return {p for p, _, _ in os.walk(root) if "sockgrade" in os.path.basename(p)}


def mounts():
    return pathlib.Path("/proc/self/mountinfo").read_text().count("\n")


class Surroundings:
    """What this computer had before; other tests may run beside us, so only what stays counts."""

    def __init__(self):
        self.mounts = mounts()
        self.groups = control_groups()

    def check(self, what):
        if not until(lambda: not ours()):
            fail(f"{what}: processes are left: {ours()}")
            for pid in ours():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        if not until(lambda: not any(TEMPORARY.iterdir())):
            fail(f"{what}: files are left: {list(TEMPORARY.iterdir())}")

    def check_all(self, what):
        self.check(what)
        if mounts() > self.mounts:
            fail(f"{what}: mounts are left")
        if not until(lambda: not control_groups() - self.groups):
            fail(f"{what}: control groups are left: {control_groups() - self.groups}")
