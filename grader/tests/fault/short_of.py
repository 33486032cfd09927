"""Too few descriptors, too few processes, too small files: a batch comes through with what there
is, or says what is in the way. It never hangs, and no student pays for it: with enough of
everything, the same command ends as if nothing had been.
"""

import os
import pathlib
import shutil
import subprocess

import fault

OUT = pathlib.Path("open/out")
STRANGER = 61000 + os.getpid() % 4000  # nobody else's processes count as this user's


# A sanitizer that looks for leaks at the end needs a process of its own for it.
os.environ["ASAN_OPTIONS"] = os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"


def limited(out, *limits):
    """As somebody whom the limit on processes holds: it does not hold root."""
    who = []
    if os.getuid() == 0:
        who = ["setpriv", "--reuid", str(STRANGER), "--regid", str(STRANGER), "--clear-groups"]
    return fault.run(out, before=[*who, "prlimit", *limits])


def processes():
    """How many we have already."""
    if os.getuid() == 0:
        return 1
    told = subprocess.run(["ps", "-L", "-U", str(os.getuid()), "-o", "lwp="],
                          capture_output=True, text=True)
    return len(told.stdout.split())


def came_through(ended, what):
    """Whether it did; else it has to say why, and to have the right outputs afterwards."""
    if ended.status == 0:
        fault.same_grades(OUT, expected, what)  # an advice may be missing
        return True
    unjudged = "could not be judged" in ended.out
    if ended.status != 3 or not (unjudged or ended.complaint()):
        fault.fail(f"{what}: {ended}")
    if any(word in ended.out + ended.err for word in ("Segmentation", "Assertion", "Aborted")):
        fault.fail(f"{what}: {ended}")
    if OUT.exists() and pathlib.Path(OUT, "grades.db").exists():
        fault.journal_is_whole(OUT, what)
    return False


def short(what, *limits):
    shutil.rmtree(OUT, ignore_errors=True)
    through = came_through(limited(OUT, *limits), what)
    again = limited(OUT)  # all there is, as the same user
    if again.status:
        fault.fail(f"{what}, no longer: {again}")
    fault.same(OUT, expected, what)
    return through


fault.make_course(4)
pathlib.Path("open").mkdir()
pathlib.Path("open").chmod(0o777)
around = fault.Surroundings()
fault.runs("undisturbed", "a batch")
expected = fault.outputs("undisturbed")

through = {n: short(f"{n} descriptors", f"--nofile={n}:{n}") for n in (8, 32, 64, 160)}
print(f"descriptors: {through}")
if through[8] or not through[160]:
    fault.fail("too few descriptors are enough, or enough are too few")

have = processes()
through = {n: short(f"{n} more processes", f"--nproc={have + n}:{have + n}")
           for n in (0, 2, 4, 8, 16)}
print(f"processes more than {have}: {through}")
if through[0]:
    fault.fail("a batch comes through without any process")

through = {n: short(f"files of {n} KiB", f"--fsize={n << 10}:{n << 10}") for n in (4, 100, 300)}
print(f"KiB of a file: {through}")
if through[4]:
    fault.fail("a batch comes through with files of one page")
around.check("short of everything")
fault.finish()
