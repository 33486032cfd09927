"""The part of watch.sh that has a terminal: saves as editors do, presses keys, looks at what
is shown, and ends the command in every way."""

import ctypes
import fcntl
import json
import mmap
import os
import pathlib
import pty
import re
import select
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import termios
import time

SOCKGRADE = os.environ["SOCKGRADE"]
FIXTURES = pathlib.Path(os.environ["SOCKGRADE_SOURCE"]) / "fixtures"
PATIENCE_S = 30
RIGHT = (FIXTURES / "connect-1/pass/plain.py").read_bytes()
WRONG = next((FIXTURES / "connect-1/both-waiting").glob("*.py")).read_bytes()
SLOW = b"import time\ntime.sleep(3600)\n"
PASSED, FAILED = rb"passed\x1b\[0m, .*q quit", rb"failed\x1b\[0m, .*q quit"
failures = 0


def fail(what, seen=b""):
    global failures
    failures += 1
    print(f"FAILED: {what}\n  shown: {seen[-600:]!r}", flush=True)


# A shell's part: the command is a job of its own; stopped, it leaves the terminal to us, and a
# line that is typed then brings it back.
SHELL = """
import os, signal, sys
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
job = os.fork()
if not job:
    os.setpgid(0, 0)
    os.tcsetpgrp(0, os.getpid())
    signal.signal(signal.SIGTTOU, signal.SIG_DFL)
    os.execv(sys.argv[1], sys.argv[1:])
while os.WIFSTOPPED(status := os.waitpid(job, os.WUNTRACED)[1]):
    os.tcsetpgrp(0, os.getpgrp())
    print("it is stopped", flush=True)
    sys.stdin.readline()
    os.tcsetpgrp(0, job)
    os.killpg(job, signal.SIGCONT)
sys.exit(os.waitstatus_to_exitcode(status))
"""


class Terminal:
    """The command at a terminal of its own."""

    def __init__(self, *arguments, shell=()):
        self.ours, theirs = pty.openpty()
        self.tty = os.ttyname(theirs)
        self.kept = theirs  # so that its settings can be looked at once the command has ended
        self.settings = termios.tcgetattr(theirs)
        self.resize(24, 100)
        self.shown = b""
        self.process = subprocess.Popen(
            [*shell, SOCKGRADE, "watch", *arguments], stdin=theirs, stdout=theirs, stderr=theirs,
            start_new_session=True, env={**os.environ, "TERM": "xterm"},
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))

    def resize(self, rows, columns):
        fcntl.ioctl(self.ours, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read(self, wait_s):
        if select.select([self.ours], [], [], wait_s)[0]:
            self.shown += os.read(self.ours, 65536)
            return True
        return False

    def sees(self, pattern, what):
        """Waits for it, and forgets what was shown up to there."""
        deadline = time.monotonic() + PATIENCE_S
        while not (found := re.search(pattern, self.shown, re.DOTALL)):
            if time.monotonic() > deadline or self.process.poll() not in (None,):
                fail(f"{what}: {pattern!r} is not shown", self.shown)
                return False
            self.read(0.1)
        self.shown = self.shown[found.end():]
        return True

    def stays(self, what, for_s=0.8):
        """Nothing may be shown for longer than it takes until the next look."""
        if self.read(for_s):
            fail(f"{what}: something else is shown", self.shown)

    def press(self, key):
        os.write(self.ours, key)

    def ended(self, status, what):
        try:
            got = self.process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            fail(f"{what}: it goes on")
            return
        if got != status:
            fail(f"{what}: the status is {got}, not {status}", self.shown)
        if termios.tcgetattr(self.kept)[:4] != self.settings[:4]:
            fail(f"{what}: the terminal is not as it was")
        os.close(self.ours)
        os.close(self.kept)


def in_place(path, content):
    path.write_bytes(content)


def renamed_over(path, content):
    other = path.with_name(".client.py.new")
    other.write_bytes(content)
    os.replace(other, path)


def backup_first(path, content):
    path.rename(path.with_name(path.name + "~"))
    path.write_bytes(content)


def deleted_first(path, content):
    path.unlink()
    time.sleep(0.05)
    path.write_bytes(content)


def piecewise(path, content):
    with path.open("wb", buffering=0) as file:
        for at in range(0, len(content), 40):
            file.write(content[at:at + 40])
            time.sleep(0.002)


def silently(path, content):
    """Through memory: nobody is told of that before the file is closed."""
    file = path.open("r+b", buffering=0)
    file.truncate(len(content))
    with mmap.mmap(file.fileno(), len(content)) as memory:
        memory[:] = content
        memory.flush()
    kept_open.append(file)


kept_open = []


def saves():
    path = pathlib.Path("client.py").absolute()
    path.write_bytes(RIGHT)
    terminal = Terminal("connect-1", str(path))
    if not terminal.sees(PASSED, "at the start"):
        return
    wanted = [(WRONG, FAILED), (RIGHT, PASSED)]
    for number, save in enumerate((in_place, renamed_over, backup_first, deleted_first, piecewise,
                                   silently)):
        content, pattern = wanted[number % 2]
        save(path, content)
        terminal.sees(pattern, save.__name__)
    for file in kept_open:
        file.close()
    in_place(path, WRONG)
    terminal.sees(FAILED, "before the same bytes")
    for save in (in_place, renamed_over):
        save(path, WRONG)
    path.with_name("another.py").write_bytes(RIGHT)
    terminal.stays("the same bytes again, and another file")
    path.unlink()
    terminal.sees(rb"gone", "a file that is gone")
    in_place(path, WRONG + b"\n")
    terminal.sees(FAILED, "a file that came back")
    in_place(path, SLOW)
    terminal.sees(rb"Checking", "a slow program")
    in_place(path, RIGHT)
    terminal.sees(PASSED, "a save during a check")
    terminal.press(b"q")
    terminal.ended(0, "q")


def keys():
    folder = pathlib.Path("keys")
    folder.mkdir()
    (folder / "connect-1.py").write_bytes(WRONG)
    shutil.copy(FIXTURES / "connect-2/pass/plain.py", folder / "connect-2.py")
    terminal = Terminal("connect-1", "keys/connect-1.py", "--case", "greeting")
    terminal.sees(FAILED, "keys")
    terminal.press(b"h")
    terminal.sees(rb"What mends it.*h verdict", "h")
    terminal.press(b"h")
    terminal.sees(rb"waits in recv.*h hint", "h again")
    terminal.press(b"x\033[A")
    terminal.stays("keys that mean nothing")
    terminal.press(b"r")
    terminal.sees(rb"Checking.*" + FAILED, "r")
    terminal.resize(30, 40)
    terminal.sees(rb"failed\x1b.*ms, isolated\s+\x1b\[K", "another size")
    terminal.read(0.2)
    line = terminal.shown
    if len(line) > 40:
        fail("the last line does not fit", line)
    terminal.press(b"n")
    terminal.resize(30, 100)
    terminal.sees(rb"connect-2: .*passed.*n connect-3", "n")
    (folder / "connect-2.py").write_bytes(SLOW)
    terminal.sees(rb"Checking", "a save behind n")
    terminal.press(b"q")
    terminal.ended(0, "q during a check")


def wholes():
    folder = pathlib.Path("week")
    folder.mkdir()
    shutil.copy(FIXTURES / "connect-2/pass/plain.py", folder / "connect-2.py")
    terminal = Terminal("week")
    terminal.sees(rb"q quit", "a folder")
    (folder / "connect-1.py").write_bytes(WRONG)
    terminal.sees(rb"both-waiting.*q quit", "a new file in a folder")
    (folder / ".connect-1.py.swp").write_bytes(RIGHT)
    (folder / "connect-1.py~").write_bytes(RIGHT)
    terminal.stays("what an editor puts beside a file")
    terminal.press(b"\004")
    terminal.ended(0, "end of file")
    cells = {"cells": [{"cell_type": "code", "metadata": {}, "outputs": [], "source": ""}],
             "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    notebook = pathlib.Path("book.ipynb")
    terminal = None
    for content, pattern in ((RIGHT, rb"passed.*q quit"), (WRONG, rb"both-waiting.*q quit")):
        cells["cells"][0]["source"] = "# connect-1\n" + content.decode()
        notebook.write_text(json.dumps(cells))
        terminal = terminal or Terminal("book.ipynb")
        terminal.sees(pattern, "a notebook")
    terminal.press(b"q")
    terminal.ended(0, "q of a notebook")


def ends():
    pathlib.Path("ends.py").write_bytes(RIGHT)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGSEGV):
        terminal = Terminal("connect-1", "ends.py")
        terminal.sees(PASSED, number.name)
        if number == signal.SIGINT:
            terminal.press(b"\003")
        else:
            terminal.process.send_signal(number)
        terminal.ended(-number, number.name)
    terminal = Terminal("connect-1", "ends.py")
    terminal.sees(PASSED, "before it is stopped")
    os.kill(terminal.process.pid, signal.SIGSTOP)
    terminal.process.send_signal(signal.SIGCONT)
    terminal.sees(PASSED, "stopped and gone on with")
    terminal.press(b"q")
    terminal.ended(0, "q after it was stopped")


def stopped():
    pathlib.Path("stopped.py").write_bytes(RIGHT)
    terminal = Terminal("connect-1", "stopped.py", shell=(sys.executable, "-c", SHELL))
    for _ in range(2):
        terminal.sees(PASSED, "before it is stopped")
        terminal.press(b"\032")
        terminal.sees(rb"it is stopped", "Control-Z")
        if termios.tcgetattr(terminal.kept)[:4] != terminal.settings[:4]:
            fail("a stopped command keeps the terminal")
        terminal.press(b"go on\n")
    terminal.sees(PASSED, "gone on with")
    terminal.press(b"q")
    terminal.ended(0, "q after it was stopped by Control-Z")


def one_port():
    """Without isolation a check that was ended has to give its port back to the next."""
    path = pathlib.Path("port.py")
    path.write_bytes(SLOW)
    terminal = Terminal("connect-1", "port.py", "--isolation", "none")
    terminal.sees(rb"Checking", "a slow program without isolation")
    for _ in range(3):
        path.write_bytes(RIGHT)
        terminal.sees(rb"passed\x1b\[0m, .*q quit", "a save during a check without isolation")
        path.write_bytes(SLOW)
        terminal.sees(rb"Checking", "a slow program without isolation")
    terminal.press(b"q")
    terminal.ended(0, "q without isolation")


def pipe():
    path = pathlib.Path("piped.py")
    path.write_bytes(RIGHT)
    process = subprocess.Popen([SOCKGRADE, "watch", "connect-1", "piped.py"],
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    lines = iter(process.stdout.readline, b"")
    if not any(line.startswith(b"passed") for line in lines):
        fail("nothing comes through a pipe")
    path.write_bytes(WRONG)
    text = b""
    for line in lines:
        text += line
        if line.startswith(b"failed"):
            break
    if b"--- again ---" not in text or b"\033" in text:
        fail("a pipe is taken for a terminal", text)
    process.stdout.close()
    try:
        process.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        fail("it goes on without anybody to read it")


def speed():
    """From the save to the verdict, beyond what the check itself says that it took."""
    path = pathlib.Path("quick.py")
    path.write_bytes(RIGHT)
    terminal = Terminal("connect-1", "quick.py", "--no-color")
    terminal.sees(rb"passed, .*q quit", "speed")
    beyond = []
    for number in range(5):
        terminal.shown = b""
        saved = time.monotonic()
        path.write_bytes(RIGHT + b"#" * (number + 1))
        if not terminal.sees(rb"points, ", "speed"):
            return
        took_ms = (time.monotonic() - saved) * 1000
        while not (own := re.match(rb"(\d+) ms,.*again", terminal.shown, re.DOTALL)):
            terminal.read(1)
        beyond.append(took_ms - int(own[1]))
    print(f"from a save to the verdict, beyond the check: median {statistics.median(beyond):.1f} "
          f"ms, at most {max(beyond):.1f} ms (wanted: 50)")
    terminal.process.kill()
    terminal.process.wait()


def main():
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER: what is left comes to us
    for part in (saves, keys, wholes, ends, stopped, one_port, pipe, speed):
        began = time.monotonic()
        part()
        print(f"{part.__name__}: {time.monotonic() - began:.1f} s", flush=True)
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0 and time.monotonic() > deadline:
                fail("processes are left")
                break
            time.sleep(0.01)
        except ChildProcessError:
            break
    sys.exit(failures > 0)


main()
