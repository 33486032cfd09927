"""The part of nothing-left.sh that runs the grader, ends it, and looks for what is left.

The name of the folder that we run in is in the path of every program, and so on the command
line of the grader, of its workers and of the program's processes: these are all found in
/proc. Nothing here waits for a time to pass, only for something to be seen.
"""

import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time

PATIENCE_S = 20
SOCKGRADE = os.environ["SOCKGRADE"]
# Programs run on copies of their files: the file's name is what stays.
MARK = "left-" + os.path.basename(os.getcwd())
TEMPORARY = pathlib.Path(os.environ["TMPDIR"])
PORTABLE = "SOCKGRADE_PORTABLE" in os.environ  # the build that finds no program's orphans
failures = 0

# Every program connects, goes on for a while that is within its patience (a longer one would
# be judged at once), and says that it has come to the middle: by its own name (prctl
# 15, PR_SET_NAME), which /proc shows on both sides of any namespace.
BEGIN = """
import ctypes, os, signal, socket, sys, time
peer = socket.create_connection(("127.0.0.1", PORT))
def middle():
    ctypes.CDLL(None).prctl(15, b"in-the-middle", 0, 0, 0)
"""

PROGRAMS = {
    "sleeps": "middle(); time.sleep(50)",
    "waits": """
import threading
threading.Thread(target=time.sleep, args=(50,)).start()
middle(); peer.recv(100)""",
    "spins": "middle()\nwhile True: pass",
    "ignores": """
for number in set(range(1, signal.NSIG)) - {9, 17, 19, 32, 33}:
    try: signal.signal(number, signal.SIG_IGN)
    except OSError: pass
middle(); time.sleep(50)""",
    "stops": """
if os.fork() == 0: time.sleep(50)                # who might wake it
middle(); os.kill(os.getpid(), signal.SIGSTOP)""",
    "forks": """
if os.fork() == 0: time.sleep(50)                # a child
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0: time.sleep(50)            # a daemon
    os._exit(0)
if os.fork() == 0: os.execv("/bin/sleep", ["MARK", "100"])  # another program
held = socket.socket()
held.bind(("127.0.0.1", 0))
held.listen()
open(os.environ["HOME"] + "/file", "w").write("x")
os.mkdir(os.environ["HOME"] + "/locked")
os.chmod(os.environ["HOME"] + "/locked", 0)
middle(); time.sleep(50)""",
}

# These end by themselves, and in good order.
ENDING = {
    "plain": "peer.sendall(b'hello'); peer.close()",
    "daemon": """
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(100)
    os._exit(0)
peer.sendall(b'hello'); peer.close()""",
    "ignores": """
signal.signal(signal.SIGTERM, signal.SIG_IGN)
signal.signal(signal.SIGINT, signal.SIG_IGN)
peer.sendall(b'hello')
if os.fork() == 0: time.sleep(100)
while True: time.sleep(100)""",
}

EXERCISE = {
    "sockgrade": 1, "id": "left", "title": "T", "student": "client", "patience": "60s",
    "cases": [{"id": "one", "title": "O", "steps": [{"accept": "main"}, {"expect": "hello"}]}],
}


def fail(what):
    global failures
    failures += 1
    print(f"FAILED: {what}")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def ours():
    """Processes that have the mark on their command line: {pid: (name, command line)}."""
    found = {}
    for entry in os.scandir("/proc"):
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            words = pathlib.Path(entry.path, "cmdline").read_bytes()
            name = pathlib.Path(entry.path, "comm").read_text().strip()
        except OSError:
            continue
        if MARK.encode() in words:
            found[int(entry.name)] = (name, words.replace(b"\0", b" ").decode(errors="replace"))
    return found


def port_users(port):
    """Sockets of this network that wait on the port or speak over it."""
    lines = []
    for table in ("tcp", "tcp6"):
        for line in pathlib.Path("/proc/net", table).read_text().splitlines()[1:]:
            words = line.split()
            ports = {int(words[i].rsplit(":", 1)[1], 16) for i in (1, 2)}
            if port in ports and words[3] != "06":  # TIME_WAIT is the kernel's
                lines.append(line)
    turn = f"@sockgrade.port.{port}"
    lines += [line for line in pathlib.Path("/proc/net/unix").read_text().splitlines()
              if line.endswith(turn)]
    return lines


def until(seen):
    """Whether it came to be seen within our patience."""
    deadline = time.monotonic() + PATIENCE_S
    while not seen():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.005)
    return True


def start(text, isolation, port):
    pathlib.Path(MARK + ".py").write_text(
        (BEGIN + text).replace("PORT", str(port)).replace("MARK", MARK))
    pathlib.Path("exercise.json").write_text(json.dumps(EXERCISE | {"port": port}))
    return subprocess.Popen(
        [SOCKGRADE, "check", "./exercise.json", MARK + ".py", "--isolation", isolation],
        stdin=subprocess.DEVNULL, stdout=open("out", "wb"), stderr=subprocess.STDOUT,
        start_new_session=True,
        # A shell's background jobs, which we may be in, ignore it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))


def folders():
    """What is left in the temporary folder: the portable build's locks of ports may stay."""
    return [p for p in TEMPORARY.iterdir()
            if not (PORTABLE and p.name.startswith("sockgrade-port-"))]


def nothing_is_left(what, port):
    if not until(lambda: not ours()):
        fail(f"{what}: processes are left: {ours()}")
        for pid in ours():
            os.kill(pid, signal.SIGKILL)
    if not until(lambda: not folders()):
        fail(f"{what}: folders are left: {folders()}")
    if not until(lambda: not port_users(port)):
        fail(f"{what}: the port is in use: {port_users(port)}")


def ends_by_itself(name, isolation):
    what = f"{name}, {isolation}, by itself"
    port = free_port()
    grader = start(ENDING[name], isolation, port)
    if grader.wait(PATIENCE_S) != 0:
        fail(f"{what}: status {grader.returncode}: {pathlib.Path('out').read_text()}")
    nothing_is_left(what, port)


def ended_by(name, isolation, number):
    what = f"{name}, {isolation}, {signal.Signals(number).name}"
    port = free_port()
    grader = start(PROGRAMS[name], isolation, port)
    if not until(lambda: any(n == "in-the-middle" for n, _ in ours().values())
                 or grader.poll() is not None) or grader.poll() is not None:
        fail(f"{what}: never came to the middle: {pathlib.Path('out').read_text()}")
    elif number == signal.SIGINT:
        os.killpg(grader.pid, number)  # what a terminal does
    else:
        grader.send_signal(number)
    try:
        grader.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:
        fail(f"{what}: the grader goes on")
        grader.kill()
        grader.wait()
    nothing_is_left(what, port)


def isolations():
    if PORTABLE:
        return ["none"]
    tried = subprocess.run(["unshare", "--user", "--net", "true"], capture_output=True)
    if tried.returncode:
        print("note: this computer allows no namespaces; only --isolation none was tested")
        return ["none"]
    return ["full", "none"]


if PORTABLE:
    for programs, leaver in (PROGRAMS, "forks"), (ENDING, "daemon"), (ENDING, "ignores"):
        del programs[leaver]
for isolation in isolations():
    for name in ENDING:
        ends_by_itself(name, isolation)
    for name in PROGRAMS:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
            ended_by(name, isolation, number)
sys.exit(failures > 0)
