"""Submissions vanish or change while they are graded, and so does the folder of the outputs.
Nothing that was there for a moment becomes somebody's grade; put back, the same command ends as
if nothing had been.
"""

import os
import pathlib
import shutil

import fault

STUDENTS = 6
OUT = pathlib.Path("out")
KEPT = pathlib.Path("kept")


def under_way(out="out"):
    """A batch, one program at a time, which has graded something and has not come to the end."""
    grader = fault.start(out, "-j", "1")
    if not fault.until(lambda: pathlib.Path(out, "grades.db").exists()
                       and fault.graded(out) > 0 or grader.poll() is not None):
        fault.fail("nothing is ever graded")
    return grader


def fresh():
    shutil.rmtree(OUT, ignore_errors=True)
    shutil.rmtree(fault.COURSE)
    shutil.copytree(KEPT, fault.COURSE)


def put_back(what):
    shutil.rmtree(fault.COURSE, ignore_errors=True)
    shutil.copytree(KEPT, fault.COURSE)
    fault.runs(OUT, what + ", put back")
    fault.same(OUT, expected, what)
    if fault.names(OUT) != names:
        fault.fail(f"{what}: there are {fault.names(OUT)}, not {names}")


def is_unjudged(ended, what, words):
    if ended.status != 3 or "could not be judged" not in ended.out or words not in ended.out:
        fault.fail(f"{what}: {ended}")


fault.make_course(STUDENTS)
shutil.copytree(fault.COURSE, KEPT)
fault.runs(OUT, "a batch")
expected, names = fault.outputs(OUT), fault.names(OUT)
last = f"s{STUDENTS - 1:03}"

fresh()
grader = under_way()
shutil.rmtree(fault.COURSE / last)
is_unjudged(fault.Ended(grader), "a student's folder is gone", "there when the batch began")
put_back("a student's folder is gone")

fresh()
grader = under_way()
path = fault.program(last, "connect-2")
path.write_text((fault.FIXTURES / "connect-2/pass/plain.py").read_text() + "# another\n")
is_unjudged(fault.Ended(grader), "a program was replaced", "changed while")
put_back("a program was replaced")

fresh()
grader = under_way()
path = fault.program(last, "connect-2")
path.unlink()
path.mkdir()
is_unjudged(fault.Ended(grader), "a folder in a program's place", "connect-2")
put_back("a folder in a program's place")

fresh()
grader = under_way()
shutil.rmtree(fault.COURSE)
ended = fault.Ended(grader)
is_unjudged(ended, "everything is gone", "there when the batch began")
fault.complains(fault.run(OUT), "it is still gone", str(fault.COURSE), status=2)
put_back("everything is gone")

# The same by the time that a run begins: what is gone is nobody's any more.
shutil.rmtree(fault.COURSE / last)
fault.runs(OUT, "a student is gone")
if any(last in name for name in fault.outputs(OUT)):
    fault.fail(f"the feedback of who is gone stays: {sorted(fault.outputs(OUT))}")
put_back("a student is gone")

# The outputs' folder: moved, it is no longer where they belong.
fresh()
grader = under_way()
OUT.rename("moved")
ended = fault.Ended(grader)
fault.complains(ended, "the outputs' folder is gone", "out/")
if OUT.exists():
    fault.fail(f"something was written to where nothing was: {fault.names(OUT)}")
pathlib.Path("moved").rename(OUT)
fault.journal_is_whole(OUT, "the outputs' folder is back")
put_back("the outputs' folder is gone")
fault.finish()
