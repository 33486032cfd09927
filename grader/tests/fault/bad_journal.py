"""The journal is spoiled in every way: a batch says so and leaves it as it is; moved away, the
same command grades anew. What only looks spoiled, it goes on with.
"""

import contextlib
import os
import pathlib
import random
import shutil
import sqlite3

import fault

OUT = pathlib.Path("out")
JOURNAL = OUT / "grades.db"
WAL = OUT / "grades.db-wal"
draw = random.Random(4711)  # the same rubbish each time


def rubbish(data):
    return draw.randbytes(len(data))


def in_the_middle(data):
    at = len(data) // 2
    return data[:at] + draw.randbytes(8192) + data[at + 8192:]


def of_another_program():
    with contextlib.closing(sqlite3.connect(JOURNAL)) as db:
        db.execute("CREATE TABLE mine (x)")
        db.commit()


# What is done to its bytes, and what has to be said of it.
SPOILED = {
    "random bytes": (rubbish, "is not a journal"),
    "truncated in the middle": (lambda data: data[:len(data) // 2], "is damaged"),
    "truncated in a page": (lambda data: data[:len(data) - 1000], "is damaged"),
    "its first bytes alone": (lambda data: data[:50], "is damaged"),
    "overwritten in the middle": (in_the_middle, "is damaged"),
    "text": (lambda data: b"alice 10\nbob 9\n" * 1000, "is not a journal"),
}


def whole_again(what):
    fault.runs(OUT, what)
    fault.same(OUT, expected, what)
    fault.journal_is_whole(OUT, what)


def spoil(what, change, words):
    whole = JOURNAL.read_bytes()
    JOURNAL.write_bytes(change(whole))
    before = JOURNAL.read_bytes()
    names = fault.names(OUT)
    fault.complains(fault.run(OUT), what, words, str(JOURNAL), "move it away|another folder")
    if JOURNAL.read_bytes() != before or fault.names(OUT) != names:
        fault.fail(f"{what}: it was changed, or something is beside it: {fault.names(OUT)}")
    fault.same(OUT, expected, what)
    JOURNAL.write_bytes(whole)


fault.make_course(3)
fault.runs(OUT, "a batch")
expected = fault.outputs(OUT)
for what, (change, words) in SPOILED.items():
    spoil(what, change, words)

# Moved away, as it is told.
JOURNAL.rename("away.db")
whole_again("moved away")

JOURNAL.unlink()
of_another_program()
spoil("a database of another program", lambda data: data, "of another program")
JOURNAL.unlink()

JOURNAL.mkdir()
fault.complains(fault.run(OUT), "a folder in its place", "is a folder", "move it away")
JOURNAL.rmdir()

JOURNAL.write_bytes(b"")
whole_again("an empty file")

# A log that nothing belongs to must not be cleared away: it may be all there is.
JOURNAL.write_bytes(b"")
WAL.write_bytes(b"something")
fault.complains(fault.run(OUT), "a log without a journal", "is damaged", str(WAL))
if WAL.read_bytes() != b"something":
    fault.fail("the log was changed")
WAL.unlink()
whole_again("an empty file again")

# Killed, and the log taken away: what was in it alone is graded again.
shutil.rmtree(OUT)
grader = fault.start(OUT)
fault.until(lambda: OUT.exists() and fault.graded(OUT) >= 2)
grader.kill()
fault.Ended(grader)
for beside in OUT.glob("grades.db-*"):
    beside.unlink()
whole_again("its log is gone")

# Nobody may read it, or write it.
if os.getuid() != 0:
    JOURNAL.chmod(0)
    fault.complains(fault.run(OUT), "nobody may read it", "Permission denied", str(JOURNAL))
    JOURNAL.chmod(0o444)
    fault.complains(fault.run(OUT), "nobody may write it", "Permission denied", str(JOURNAL))
    JOURNAL.chmod(0o644)
    OUT.chmod(0o555)
    fault.complains(fault.run(OUT), "nobody may write beside it", "Permission denied", str(OUT))
    OUT.chmod(0o755)
    whole_again("everybody may")

# Another one is at it.
grader = fault.start(OUT, "--regrade")
fault.until(lambda: pathlib.Path(OUT, "grades.db-lock").exists())
second = fault.run(OUT)
fault.complains(second, "another one is at it", f"process {grader.pid},", "wait for it to end")
if fault.Ended(grader).status:
    fault.fail("the first one of two did not end in good order")
whole_again("alone again")
fault.finish()
