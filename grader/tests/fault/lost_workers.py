"""Workers are killed while they check. A program that was under way is checked again by another
worker; one that has lost two is told as not judged. No student pays for it.
"""

import contextlib
import os
import pathlib
import random
import signal

import fault

KILLS = fault.loops(12, 100)
OUT = pathlib.Path("out")
seed = int(os.environ.get("SOCKGRADE_FAULT_SEED", random.randrange(1 << 32)))
draw = random.Random(seed)
print(f"SOCKGRADE_FAULT_SEED={seed}", flush=True)


def workers(grader):
    path = f"/proc/{grader.pid}/task/{grader.pid}/children"
    with contextlib.suppress(OSError):
        return [int(word) for word in pathlib.Path(path).read_text().split()]
    return []


def kill_one(grader):
    """Once another program has been graded: whether one was there."""
    before = fault.graded(OUT)
    fault.until(lambda: grader.poll() is not None or fault.graded(OUT) > before)
    found = workers(grader)
    if found:
        with contextlib.suppress(ProcessLookupError):
            os.kill(draw.choice(found), signal.SIGKILL)
    return bool(found)


if not pathlib.Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").exists():
    fault.skip("the kernel does not tell whose children processes are")
fault.make_course(max(8, KILLS))
around = fault.Surroundings()
fault.runs("undisturbed", "a batch")
expected, names = fault.outputs("undisturbed"), fault.names("undisturbed")
grader = fault.start(OUT)
fault.until(lambda: grader.poll() is not None or OUT.joinpath("grades.db").exists())
kills = 0
while kills < KILLS and grader.poll() is None:
    kills += kill_one(grader)
ended = fault.Ended(grader)
around.check("workers were killed")
if kills < KILLS // 2:
    fault.fail(f"only {kills} workers were there to be killed")
if ended.status == 3:
    if "ended by signal 9" not in ended.out:
        fault.fail(f"after {kills} kills: {ended}")
elif ended.status:
    fault.fail(f"after {kills} kills: {ended}")
else:
    fault.same(OUT, expected, f"after {kills} kills")
fault.runs(OUT, "the same command")
fault.same(OUT, expected, f"after {kills} kills, and once more")
if fault.names(OUT) != names:
    fault.fail(f"there are {fault.names(OUT)}, not {names}")
print(f"{kills} workers were killed; the batch ended with status {ended.status}")
fault.finish()
