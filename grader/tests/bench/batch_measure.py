"""What batches of one machine cost, measured in one run: batch.sh tells what the rows mean.

    batch_measure.py SOCKGRADE SUBMISSIONS TIMES EXERCISE...

Nothing here fails on a time: the ratios are for people to read.
"""
import contextlib
import hashlib
import os
import pathlib
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
SOCKGRADE = sys.argv[1]
SUBMISSIONS, TIMES = int(sys.argv[2]), int(sys.argv[3])
EXERCISES = sys.argv[4:]
CORES = len(os.sched_getaffinity(0))
LOOK_S = 0.25  # the peaks are the kernel's own; looks take time of what is measured
JOBS_SUBMISSIONS = 40


def peak_of(pid):
    """The most memory that the process ever had, in MiB; 0 when it has gone."""
    with contextlib.suppress(OSError, StopIteration):
        lines = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
        return int(next(x for x in lines if x.startswith("VmHWM")).split()[1]) / 1024
    return 0


def children_of(pid):
    with contextlib.suppress(OSError):
        return pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return []


class Memory(threading.Thread):
    """Looks at the grader and its workers while they run."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.grader, self.worker = pid, 0, 0
        self.over = threading.Event()

    def run(self):
        while not self.over.wait(LOOK_S):
            self.grader = max(self.grader, peak_of(self.pid))
            for child in children_of(self.pid):
                self.worker = max(self.worker, peak_of(child))


class Batch:
    """One batch, from the start of the command to its end; again: an equal one before it."""

    def __init__(self, work, course, *options, exercises=None):
        self.out = work / "out"
        shutil.rmtree(self.out, ignore_errors=True)
        command = [SOCKGRADE, "batch", ",".join(exercises or EXERCISES), str(course),
                   "-o", str(self.out), *options]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        began = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.PIPE, text=True)
        memory = Memory(process.pid)
        memory.start()
        complaints = process.communicate()[1]
        memory.over.set()
        if process.returncode:
            sys.exit(f"batch: status {process.returncode}: {complaints[-500:]}")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.wall = time.monotonic() - began
        self.cpu = (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)
        self.grader, self.worker = memory.grader, memory.worker
        with contextlib.closing(sqlite3.connect(self.out / "grades.db")) as db:
            self.programs, self.cpu_programs, self.first, self.last = db.execute(
                "SELECT count(*), sum(cpu_ms) / 1000, min(graded_ms) / 1000.0,"
                " max(graded_ms) / 1000.0 FROM result").fetchone()
            self.cases = db.execute(
                "SELECT count(*) FROM case_result WHERE outcome != 'skipped'").fetchone()[0]

    def own(self):
        """Processor time of one program."""
        return self.cpu_programs / self.programs

    def of_limit(self):
        """Of the rate at which nothing but the programs would take the processors."""
        return self.cpu_programs / CORES / self.wall

    def rate(self):
        return self.programs / self.wall

    def gradebook(self):
        return hashlib.sha256((self.out / "gradebook.csv").read_bytes()).hexdigest()


def course(folder, submissions, *options, exercises=None):
    subprocess.run([sys.executable, HERE / "batch_course.py", folder, str(submissions),
                    *(exercises or EXERCISES), *options], check=True)
    return folder


def tell(what, value):
    print(f"{what:<58} {value}", flush=True)


def measure_rate(work):
    small = Batch(work, course(work / "small", SUBMISSIONS))
    tell(f"{SUBMISSIONS} submissions x {len(EXERCISES)} exercises: programs a second",
         f"{small.rate():.1f}")
    tell("  of what the processors could do (the programs' own time)",
         f"{100 * small.of_limit():.0f} %")
    tell("  of all processor time, the programs' own",
         f"{100 * small.cpu_programs / small.cpu:.0f} %")
    tell("  peak memory of the grader, of a worker",
         f"{small.grader:.1f} MiB, {small.worker:.1f} MiB")
    if TIMES > 1:
        large = Batch(work, course(work / "large", SUBMISSIONS * TIMES))
        tell(f"{TIMES} times as many: the rate against that", f"{large.rate() / small.rate():.2f}")
        # A virtual machine's processors are not as fast in one quarter of an hour as in the next.
        tell("  the programs' own time of each against that", f"{large.own() / small.own():.2f}")
        tell("  so, had the computer stayed as fast, the rate against that",
             f"{large.of_limit() / small.of_limit():.2f}")
        tell("  peak memory of the grader", f"{large.grader:.1f} MiB")


def measure_jobs(work):
    books = {}
    folder = course(work / "jobs", min(SUBMISSIONS, JOBS_SUBMISSIONS))
    for jobs in range(1, 4 * CORES + 1, CORES):
        books[jobs] = Batch(work, folder, "-j", str(jobs), "--seed", "1").gradebook()
    same = len(set(books.values())) == 1
    tell(f"gradebooks with -j {', '.join(map(str, books))}",
         "the same, byte for byte" if same else "DIFFERENT")
    return same


def measure_waiting(work):
    """One exercise, one required case: a right program, and one that waits for ever."""
    each = {}
    for name, only in (("right", "pass"), ("waiting", "both-waiting")):
        folder = course(work / name, max(SUBMISSIONS, 4 * CORES), "--only", only,
                        exercises=["connect-2"])
        batch = Batch(work, folder, exercises=["connect-2"])
        each[name] = (batch.last - batch.first) / batch.programs
    tell("a program that waits for ever, against a right one",
         f"{each['waiting'] / each['right']:.2f}")


with tempfile.TemporaryDirectory() as name:
    measure_rate(pathlib.Path(name))
    equal = measure_jobs(pathlib.Path(name))
    measure_waiting(pathlib.Path(name))
sys.exit(0 if equal else 1)
