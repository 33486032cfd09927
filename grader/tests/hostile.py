"""The part of hostile.sh that runs the programs and looks for what is left.

    hostile.py SOCKGRADE SOURCE WORLD RUNS [NAME...]

It is started as almost the only process of its world: all others that are to be seen in /proc
were started by it, and no process can get out of sight. What the programs and the grader
need is copied to /mnt, and the temporary folders are covered by empty ones, so that these too
hold nothing but what was left. Descriptor 3 gets a line for each run that is done.
"""

import os
import pathlib
import queue
import random
import shutil
import signal
import subprocess
import sys
import threading
import time

BETWEEN_CHECKS = 48  # runs
PATIENCE_S = 20
KILL_AFTER_S = 360
HERE = pathlib.Path("/mnt")
COVERED = ("/tmp", "/var/tmp", "/dev/shm")
AS_NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all"]
AS_MYSELF = ["setpriv", "--ambient-caps=-all", "--inh-caps=-all"]


def mount(*words):
    subprocess.run(["mount", *words], check=True)


def furnish(sockgrade, source, world):
    mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", str(world))
    shutil.copy(sockgrade, world / "sockgrade")
    for name in ("exercises", "reports", "fixtures/hostile", "fixtures/connect-2"):
        shutil.copytree(source / name, world / name)
    (world / "grader" / "tests").mkdir(parents=True)
    for name in ("fixture.py", "marks.py"):
        shutil.copy(source / "grader/tests" / name, world / "grader/tests" / name)
    subprocess.run(["chmod", "-R", "a+rX", str(world)], check=True)
    mount("--bind", str(world), str(HERE))
    for folder in COVERED:
        mount("-t", "tmpfs", "-o", "mode=1777", "tmpfs", folder)
    os.chdir(HERE)


def processes():
    """Processes that should not be there: {pid: what is known of them}."""
    found = {}
    for entry in os.scandir("/proc"):
        if not entry.name.isdigit() or int(entry.name) in (1, os.getpid()):
            continue
        try:
            words = pathlib.Path(entry.path, "cmdline").read_bytes().replace(b"\0", b" ")
            status = pathlib.Path(entry.path, "stat").read_text(errors="replace")
        except OSError:
            continue
        found[int(entry.name)] = f"{status[:60]} {words.decode(errors='replace')[:100]}"
    return found


def namespaces():
    found = set()
    for entry in os.scandir("/proc"):
        for name in ("cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts"):
            try:
                found.add(os.readlink(f"{entry.path}/ns/{name}"))
            except OSError:
                pass
    return found


def ipc():
    return {f"{kind}: {line}" for kind in ("shm", "sem", "msg")
            for line in pathlib.Path("/proc/sysvipc", kind).read_text().splitlines()[1:]}


def files():
    return {os.path.join(place, name) for folder in COVERED
            for place, folders, names in os.walk(folder) for name in folders + names}


def mounts():
    return set(pathlib.Path("/proc/self/mountinfo").read_text().splitlines())


KINDS = {"process": lambda: {f"{p}: {t}" for p, t in processes().items()},
         "namespace": namespaces, "mount": mounts, "file": files, "ipc": ipc}


def left_over(before):
    """What is left once everything has had time to go: {kind: set}."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        left = {kind: look() - before[kind] for kind, look in KINDS.items()}
        if not any(left.values()) or time.monotonic() > deadline:
            return {kind: things for kind, things in left.items() if things}
        time.sleep(0.01)


def run(number, path, seed):
    """Returns the exit status of fixture.py, and what it said."""
    exercise, code = path.parts[-3:-1]
    prefix = AS_MYSELF if os.getuid() else AS_NOBODY if number % 2 else []
    command = [*prefix, sys.executable, "-B", "grader/tests/fixture.py", "--hostile",
               str(HERE / "sockgrade"), exercise, code, str(path)]
    environment = {**os.environ, "SOCKGRADE_EXERCISES": str(HERE / "exercises"),
                   "SOCKGRADE_SEED": str(seed + number), "HOME": "/nonexistent"}
    environment.pop("TMPDIR", None)
    try:
        done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              timeout=KILL_AFTER_S, check=False)
    except subprocess.TimeoutExpired:
        return -1, f"was not done after {KILL_AFTER_S} seconds"
    return done.returncode, done.stdout.decode(errors="backslashreplace")


def run_all(jobs, seed, at_once):
    """Runs them side by side; returns [(path, status, what was said)]."""
    waiting, results = queue.SimpleQueue(), []
    for job in jobs:
        waiting.put(job)

    def work():
        while True:
            try:
                number, path = waiting.get_nowait()
            except queue.Empty:
                return
            results.append((path, *run(number, path, seed)))
            if results[-1][1] in (0, 1):
                os.write(3, f"{path}\n".encode())

    threads = [threading.Thread(target=work) for _ in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def programs(names):
    found = sorted(path for path in (HERE / "fixtures/hostile").glob("*/*/*") if path.is_file())
    return [path for path in found if not names or any(name in str(path) for name in names)]


def order(paths, runs, shuffle):
    """Every program as often as any other, give or take one, in random order."""
    chosen = []
    while len(chosen) < runs:
        chosen += shuffle.sample(paths, len(paths))
    return list(enumerate(chosen[:runs]))


def main():
    sockgrade, source, world, runs, *names = sys.argv[1:]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the shell that waits for us speaks
    seed = int(os.environ.get("SOCKGRADE_SEED") or random.randrange(2**31))
    at_once = int(os.environ.get("SOCKGRADE_AT_ONCE") or 8)
    print(f"seed {seed}", flush=True)
    furnish(sockgrade, pathlib.Path(source), pathlib.Path(world))
    paths = programs(names)
    if not paths:
        sys.exit("there are no programs of these names")
    jobs = order(paths, int(runs) or len(paths), random.Random(seed))
    before = {kind: look() for kind, look in KINDS.items()}
    begin = time.monotonic()
    done = skipped = failed = left = 0
    for first in range(0, len(jobs), BETWEEN_CHECKS):
        batch = jobs[first:first + BETWEEN_CHECKS]
        for path, status, said in run_all(batch, seed, at_once):
            skipped += status == 77
            done += status in (0, 1)
            failed += status not in (0, 77)
            if status not in (0, 77):
                print(f"\n== {path.relative_to(HERE)}\n{said.strip()}", flush=True)
        for kind, things in left_over(before).items():
            left += len(things)
            print(f"\n== left after {first + len(batch)} runs: {kind}\n  "
                  + "\n  ".join(sorted(things)), flush=True)
            before[kind] |= things  # told once
    who = "an ordinary user" if os.getuid() else "root and an ordinary user"
    print(f"hostile: {done} of {len(jobs)} runs of {len(paths)} programs (seed {seed}), {at_once} at "
          f"a time, as {who}, {time.monotonic() - begin:.0f} s: {failed} failed, {left} things left"
          + f", {skipped} of what this computer has not" * (skipped > 0))
    if skipped == len(jobs):
        print("skipped: programs can't be isolated on this computer")
        sys.exit(77)
    sys.exit(failed > 0 or left > 0 or done + skipped < len(jobs))


if __name__ == "__main__":
    main()
