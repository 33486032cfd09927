"""The grader is killed again and again, at random moments, until a batch has come through; what
it has written is then the same, byte for byte, as that of a batch which nobody disturbed.

SOCKGRADE_FAULT_SEED repeats the moments that were drawn.
"""

import os
import random
import signal
import time

import fault

KILLS = fault.loops(40, 200)
STUDENTS = max(8, KILLS // 2)  # enough to be killed so often within one batch, or nearly so
seed = int(os.environ.get("SOCKGRADE_FAULT_SEED", random.randrange(1 << 32)))
draw = random.Random(seed)
print(f"SOCKGRADE_FAULT_SEED={seed}", flush=True)


def lasts(out):
    began = time.monotonic()
    fault.runs(out, "a batch that nobody disturbs")
    return time.monotonic() - began


def moment(whole, idle):
    """Most die where something is about to be written; some get a bit further, so that all of
    the kills find place in one batch, or nearly so."""
    if draw.random() < 0.8:
        return draw.uniform(0, idle * 1.3)
    return idle + draw.uniform(0, 3 * whole / KILLS)


def kill(grader):
    """The grader alone, or all of its processes: its workers must not outlive it."""
    if draw.random() < 0.5:
        grader.kill()
    else:
        os.killpg(grader.pid, signal.SIGKILL)


def disturbed(out, delay):
    """Whether it was killed before it had ended."""
    grader = fault.start(out)
    try:
        grader.wait(delay)
    except Exception:  # subprocess.TimeoutExpired: it is still at it
        kill(grader)
    ended = fault.Ended(grader)
    if ended.status not in (0, -signal.SIGKILL):
        fault.fail(f"after {kills} kills: {ended}")
    return ended.status == -signal.SIGKILL


fault.make_course(STUDENTS)
around = fault.Surroundings()
whole = lasts("undisturbed")
idle = lasts("undisturbed")
expected, names = fault.outputs("undisturbed"), fault.names("undisturbed")
kills = rounds = 0
while kills < KILLS and not fault.failures:
    rounds += 1
    out = f"out{rounds}"
    before = -1
    while kills < KILLS and not fault.failures:
        if not disturbed(out, moment(whole, idle)):
            break
        kills += 1
        if fault.graded(out) < before:
            fault.fail(f"after {kills} kills: {before} results became {fault.graded(out)}")
        before = fault.graded(out)
        around.check(f"after {kills} kills")
    fault.runs(out, f"after {kills} kills")
    fault.same(out, expected, f"after {kills} kills")
    if fault.names(out) != names:
        fault.fail(f"after {kills} kills there are {fault.names(out)}, not {names}")
    fault.journal_is_whole(out, f"after {kills} kills")
around.check_all(f"after {kills} kills")
print(f"{kills} kills in {rounds} batches of {STUDENTS * len(fault.PROGRAMS)} programs; "
      f"undisturbed it takes {whole:.2f} s")
fault.finish()
