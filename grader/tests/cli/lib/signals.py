"""The part of signals.sh that sends signals to the grader, and looks for what is left.

Orphans of our descendants become our children (PR_SET_CHILD_SUBREAPER), so that whatever the
grader or the program leaves is among them, whatever name, session or namespace it has.
"""

import ctypes
import os
import pathlib
import random
import signal
import subprocess
import sys
import time

PR_SET_CHILD_SUBREAPER = 36
PATIENCE_S = 20
LATEST_S = 1.5  # after the start; slow programs are not waited for
EARLIEST_S = 0.006
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL)
SOURCE = pathlib.Path(os.environ["SOCKGRADE_SOURCE"])
TEMPORARY = pathlib.Path(os.environ["TMPDIR"])

RIGHT = ("connect-2/pass/plain.py", "connect-2/pass/plain.c", "listen-2/pass/plain.py",
         "listen-2/pass/fork-per-client.c", "connect-2/too-slow/sleeps-a-minute.py",
         "connect-2/pass/spins-afterwards.py")
# Nothing here can do harm on a stage that has no limits: the bombs are not among them.
HOSTILE = ("connect-2/pass/kills-everyone.py", "connect-2/pass/leaves-children-behind.py",
           "connect-2/pass/stops-the-first-process.py", "connect-2/pass/leaves-ipc-behind.c",
           "connect-2/both-waiting/stops-itself.py", "connect-2/both-waiting/not-dumpable.c",
           "connect-2/too-much/floods-stdout.py", "connect-2/extra-data/floods-the-grader.py",
           "connect-2/spinning/relay-of-processes.c", "listen-2/never-listened/daemon-sleeps.c",
           "listen-2/pass/daemon-serves.c", "listen-2/pass/child-serves.py")
failures = 0


def fail(what):
    global failures
    failures += 1
    print(f"FAILED: {what}")


def children():
    """{pid: what it is} of our living children, the dead ones having been taken away."""
    found = {}
    for pid in pathlib.Path(f"/proc/self/task/{os.getpid()}/children").read_text().split():
        try:
            if os.waitpid(int(pid), os.WNOHANG)[0]:
                continue
            words = pathlib.Path("/proc", pid, "cmdline").read_bytes().replace(b"\0", b" ")
            found[int(pid)] = words.decode(errors="replace")
        except (ChildProcessError, FileNotFoundError):
            pass
    return found


def until(seen):
    """Whether it came to be seen within our patience."""
    deadline = time.monotonic() + PATIENCE_S
    while not seen():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.002)
    return True


def start(path, isolation):
    exercise = path.parts[-3]
    return subprocess.Popen(
        [os.environ["SOCKGRADE"], "check", exercise, str(path), "--isolation", isolation],
        stdin=subprocess.DEVNULL, stdout=open("out", "wb"), stderr=subprocess.STDOUT,
        start_new_session=True,
        # A shell's background jobs, which we may be in, ignore it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))


def nothing_is_left(what):
    if not until(lambda: not children()):
        fail(f"{what}: processes are left: {children()}")
        for pid in children():
            os.kill(pid, signal.SIGKILL)
        until(lambda: not children())
    if not until(lambda: not list(TEMPORARY.iterdir())):
        fail(f"{what}: files are left: {list(TEMPORARY.iterdir())}")
        subprocess.run(["rm", "-rf", *TEMPORARY.iterdir()], check=False)


def one_round(path, isolation, number, moment_s, whole_group):
    what = (f"{path.relative_to(SOURCE)}, {isolation}, {number.name} after "
            f"{moment_s * 1000:.1f} ms{', whole group' if whole_group else ''}")
    grader = start(path, isolation)
    try:
        grader.wait(moment_s)  # it may be done before
    except subprocess.TimeoutExpired:
        if whole_group:
            os.killpg(grader.pid, number)  # what a terminal does
        else:
            grader.send_signal(number)
    try:
        status = grader.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:
        fail(f"{what}: the grader goes on")
        grader.kill()
        status = grader.wait()
    if status not in (0, 1, -number, 128 + number):
        out = pathlib.Path("out").read_text(errors="backslashreplace")
        fail(f"{what}: the grader ended with status {status}: {out[:500]}")
    nothing_is_left(what)
    return status in (-number, 128 + number)


def isolates():
    tried = subprocess.run(["unshare", "--user", "--net", "true"], capture_output=True, check=False)
    return tried.returncode == 0


def main():
    seed = int(os.environ.get("SOCKGRADE_SEED") or random.randrange(2**31))
    rounds = int(os.environ.get("SOCKGRADE_ROUNDS") or 40)
    print(f"seed {seed}", flush=True)
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    chance = random.Random(seed)
    programs = [(SOURCE / "fixtures" / name, ("auto", "none")) for name in RIGHT]
    if isolates():
        programs += [(SOURCE / "fixtures/hostile" / name, ("auto",)) for name in HOSTILE]
    else:
        print("note: this computer allows no namespaces; hostile programs were not run")
    chosen = []
    while len(chosen) < rounds:
        chosen += chance.sample(programs, len(programs))
    caught = 0
    for path, isolations in chosen[:rounds]:
        # Early moments are the interesting ones: everything is being made then.
        moment_s = LATEST_S * chance.random() ** 3
        caught += one_round(path, chance.choice(isolations), chance.choice(SIGNALS), moment_s,
                            chance.random() < 0.5)
    for _ in range(rounds):  # while the folder is made, and whoever removes it is not yet there
        one_round(SOURCE / "fixtures" / RIGHT[0], "none", signal.SIGKILL,
                  EARLIEST_S * chance.random(), True)
    print(f"{caught} of {rounds} checks were ended by their signal")
    if caught < rounds / 4:
        fail("hardly any signal came in time")
    sys.exit(failures > 0)


main()
