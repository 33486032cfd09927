#!/usr/bin/env python3
"""Right programs with real partners:   realclients.py

Known right servers are talked to with netcat, ncat, socat and curl, and known right clients
with what these listen with, as their readers would do it by hand: what is typed at the one
comes out of the other. So the exercises ask for what works outside of the grader, too. One
program for each exercise and language: the real ones take them in turn. Each conversation
has a network of its own.
Status 0: all went well; 1: not so; 77: this computer can't.
"""

import concurrent.futures
import contextlib
import fcntl
import os
import pathlib
import pty
import selectors
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time

SOURCE = pathlib.Path(__file__).resolve().parents[2]
FIXTURES = SOURCE / "fixtures"
PATIENCE_S = 20
ANYTHING = ""

# What a program is started with; {} is the program, compiled where a compiler is named.
LANGUAGES = {
    ".py": (None, ["/usr/bin/python3" if os.path.exists("/usr/bin/python3") else sys.executable, "{}"]),
    ".c": (["cc", "-w", "-pthread", "-o"], ["{}"]),
    ".pl": (None, ["perl", "{}"]),
    ".rb": (None, ["ruby", "{}"]),
}
# Taken first where a language has several.
FIRST_CHOICES = ("plain", "as-in-the-text", "turns", "threads")

CLIENTS = {
    "nc": ["nc", "127.0.0.1", "{port}"],
    "ncat": ["ncat", "127.0.0.1", "{port}"],
    "socat": ["socat", "-", "TCP4:127.0.0.1:{port}"],
    "curl": ["curl", "-sN", "telnet://127.0.0.1:{port}"],
}
DATAGRAM_CLIENTS = {
    "nc": ["nc", "-u", "127.0.0.1", "{port}"],
    "ncat": ["ncat", "-u", "127.0.0.1", "{port}"],
    "socat": ["socat", "-", "UDP4:127.0.0.1:{port}"],
}
LISTENERS = {
    "nc": ["nc", "-l", "{port}"],
    "ncat": ["ncat", "-l", "{port}"],
    "socat": ["socat", "-", "TCP4-LISTEN:{port},reuseaddr"],
}
ECHOES = {
    "ncat": ["ncat", "-l", "{port}", "--exec", "/bin/cat"],
    "socat": ["socat", "TCP4-LISTEN:{port},reuseaddr", "EXEC:cat"],
}

# Who writes what ("peer": the real one, "program": the student's), and who then shows what:
# one of several, where a newline may count.
ECHO = [("peer", "hello", "peer", "hello"), ("peer", "and once more", "peer", "and once more")]
CHAT = [("peer", "hello", "program", "hello"), ("program", "how are you", "peer", "how are you"),
        ("peer", "fine", "program", "fine"), ("program", "bye then", "peer", "bye then")]
TYPED = [("program", "hello", "peer", "hello"), ("peer", "Got it!", "program", "Got it!"),
         ("program", "two words", "peer", "two words"), ("peer", "So did I", "program", "So did I")]
SERVERS = {
    "listen-1": (7890, [(None, None, "peer", "127.0.0.1")]),
    "listen-2": (8675, [(None, None, "peer", ANYTHING), ("peer", "tree", "peer", ("4", "5"))]),
    "listen-3": (3456, [(None, None, "peer", ANYTHING), ("peer", "20", "peer", ANYTHING),
                        ("peer", "22", "peer", "42")]),
    "listen-4": (1248, ECHO + [("peer", "exit", "peer", ANYTHING), ("peer", "exit", None, None)]),
    "echo-34567": (34567, ECHO),
    "echo-server": (65432, ECHO),
    "echo-single": (5000, ECHO),
    "echo-multi": (5000, ECHO),
    "echo-threaded": (5000, ECHO),
    "crowd": (9000, ECHO),
    "many-clients": (8000, [("peer", "anna", "peer", "hello anna")]),
    "backlog": (5000, [(None, None, "peer", "1"), ("peer", "anna", "peer", "anna")]),
    "end-of-stream": (65432, ECHO),
    "nonblocking-server": (5000, ECHO),
    "several-at-once": (9090, ECHO),
    "keep-accepting": (9090, [("peer", "hello", "peer", ANYTHING)]),
    "skeleton-server": (9090, [("peer", "hello", "peer", ANYTHING)]),
    "hello-server": (7070, [("peer", "Hello! Is this the server?", "peer", "Yep! This is the server.")]),
    "gotit-server": (1337, [("peer", "hello", "peer", "Got it!"), ("peer", "again", "program", "again")]),
    "chat-server": (7070, CHAT),
}
DATAGRAM_SERVERS = {"udp-echo-server": (5000, ECHO)}
CLIENT_PROGRAMS = {
    "right-back-client": (65432, [(None, None, "peer", "Hello, world"),
                                  ("peer", "Hello right back", "program", "Hello right back")]),
    "connect-1": (5555, [(None, None, "peer", "How do you do?"),
                         ("peer", "I'm good, what about you?", "program", "I'm good, what about you?")]),
    "connect-2": (5678, [(None, None, "peer", "1"), ("peer", "2", "peer", "3"), ("peer", "4", None, None)]),
    "connect-3": (9876, [("peer", "1", "peer", "2"), ("peer", "3", "peer", "4")]),
    "connect-4": (8765, [("peer", "tree", "peer", "doubled:tree")]),
    "hello-client": (7070, [(None, None, "peer", "Hello! Is this the server?"),
                            ("peer", "Yep! This is the server.", "program", "Yep! This is the server.")]),
    "ephemeral-port": (5000, [(None, None, "peer", ":"), ("peer", "tree", "program", "tree")]),
    "gotit-client": (1337, TYPED),
    "chat-client": (7070, TYPED),
}
ECHO_CLIENT_PROGRAMS = {"echo-client": (65432, [(None, None, "program", "Hello, world")])}

# Programs, whether they are the servers, and the real ones they meet.
TABLE = (
    (SERVERS, True, CLIENTS),
    (DATAGRAM_SERVERS, True, DATAGRAM_CLIENTS),
    (CLIENT_PROGRAMS, False, LISTENERS),
    (ECHO_CLIENT_PROGRAMS, False, ECHOES),
)


class Screen:
    """A running command: what is typed into it, and what it shows, on a terminal of its own
    so that nothing waits in a buffer.

    curl looks at its keyboard whenever nothing has come for 100 ms, and while it waits there for
    a line it shows nothing: its keyboard must not let it wait."""

    def __init__(self, command):
        self.own, theirs = pty.openpty()
        typed, self.keyboard = os.pipe()
        os.set_blocking(typed, command[0] != "curl")
        self.process = subprocess.Popen(command, stdin=typed, stdout=theirs, stderr=theirs)
        os.close(theirs)
        os.close(typed)
        self.shown = b""

    def type(self, text):
        os.write(self.keyboard, text.encode() + b"\n")

    def read(self):
        try:
            data = os.read(self.own, 65536)
        except OSError:
            data = b""  # nobody has the terminal any more
        self.shown += data
        return bool(data)

    def take(self, text):
        """Whether it has shown this; then that is over. Any visible text is as good as ANYTHING."""
        at = self.shown.find(text.encode())
        if at < 0 or not self.shown[at:].strip():
            return False
        self.shown = self.shown[at + len(text):] if text else b""
        return True

    def see(self, texts, deadline):
        with selectors.DefaultSelector() as selector:
            selector.register(self.own, selectors.EVENT_READ)
            while not any(self.take(text) for text in texts):
                ready = selector.select(max(0, deadline - time.monotonic()))
                if not ready or not self.read():
                    return any(self.take(text) for text in texts)
        return True

    def end(self):
        self.process.kill()
        self.process.wait()
        os.close(self.keyboard)
        os.close(self.own)


def raise_loopback():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        request = struct.pack("16sh14x", b"lo", 0x1 | 0x40)  # IFF_UP | IFF_RUNNING
        fcntl.ioctl(s, 0x8914, request)                      # SIOCSIFFLAGS


def is_bound(port):
    """Whether somebody listens on the port, or waits for datagrams there."""
    for table, state in (("tcp", "0A"), ("tcp6", "0A"), ("udp", "07"), ("udp6", "07")):
        with contextlib.suppress(FileNotFoundError), open(f"/proc/net/{table}") as file:
            for line in file:
                words = line.split()
                if words[1].endswith(f":{port:04X}") and words[3] == state:
                    return True
    return False


def converse(steps, screens):
    """Returns what went wrong, or None."""
    for writer, text, reader, wanted in steps:
        if writer:
            screens[writer].type(text)
        deadline = time.monotonic() + PATIENCE_S
        texts = wanted if isinstance(wanted, tuple) else (wanted,)
        if reader and not screens[reader].see(texts, deadline):
            return f"{wanted or 'a word'!r} was not shown by the {reader} after {text!r} of the {writer}"
    return None


def play_inside(port, steps, serves, program, peer):
    """In a network of its own: the server first, and the other one when it listens."""
    raise_loopback()
    order = [("program", program), ("peer", peer)]
    screens = {}
    deadline = time.monotonic() + PATIENCE_S
    try:
        for number, (who, command) in enumerate(order if serves else order[::-1]):
            screens[who] = Screen(command)
            while number == 0 and not is_bound(port):
                if time.monotonic() > deadline:
                    return f"nobody listened on port {port}"
                time.sleep(0.005)
        wrong = converse(steps, screens)
        if wrong:
            wrong += "".join(f"\n  {who} shows {s.shown!r}" for who, s in screens.items())
        return wrong
    finally:
        for screen in screens.values():
            screen.end()


def representatives(exercise):
    """One right program for each language."""
    found = {}
    for path in sorted((FIXTURES / exercise / "pass").glob("*"),
                       key=lambda p: (p.stem not in FIRST_CHOICES, p.name)):
        if path.suffix in LANGUAGES:
            found.setdefault(path.suffix, path)
    return list(found.values())


def command_for(path, folder):
    """None when its language is not here."""
    compiler, words = LANGUAGES[path.suffix]
    file = str(path)
    if compiler:
        file = f"{folder}/{path.parts[-3]}-{path.stem}"
        if not shutil.which(compiler[0]):
            return None
        subprocess.run(compiler + [file, str(path)], check=True)
    words = [word.format(file) for word in words]
    return words if shutil.which(words[0]) else None


def conversations():
    """exercise, steps' place in TABLE, real partner's name, program."""
    for row, (exercises, _serves, peers) in enumerate(TABLE):
        for exercise in exercises:
            programs = representatives(exercise)
            for number, (name, peer) in enumerate(peers.items()):
                if programs and shutil.which(peer[0]):
                    yield row, exercise, name, programs[number % len(programs)]


def main_inside(row, exercise, name, *program):
    exercises, serves, peers = TABLE[int(row)]
    port, steps = exercises[exercise]
    peer = [word.format(port=port) for word in peers[name]]
    wrong = play_inside(port, steps, serves, list(program), peer)
    print(wrong or "", end="")
    sys.exit(1 if wrong else 0)


def main():
    # Servers that make themselves daemons end with the processes that they are among.
    own_network = ["unshare", "--user", "--map-root-user", "--net", "--pid", "--fork", "--kill-child"]
    if not shutil.which("unshare") or subprocess.run(own_network + ["true"], capture_output=True).returncode:
        print("skipped: networks of their own can't be had here")
        sys.exit(77)
    missing = [name for name in CLIENTS if not shutil.which(name)]
    with tempfile.TemporaryDirectory(prefix="sockgrade-test-") as folder:
        jobs = list(conversations())
        commands = {path: command_for(path, folder) for path in dict.fromkeys(job[-1] for job in jobs)}
        jobs = [job for job in jobs if commands[job[-1]]]

        def play(job):
            row, exercise, name, path = job
            inside = [sys.executable, __file__, "--inside", str(row), exercise, name] + commands[path]
            return subprocess.run(own_network + inside, capture_output=True, text=True, cwd=folder)

        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            results = list(pool.map(play, jobs))
    failed = 0
    for (_row, exercise, name, path), done in zip(jobs, results):
        if done.returncode:
            failed += 1
            print(f"{exercise}, {path.name} and {name}: {done.stdout}{done.stderr}")
    played = len(jobs)
    print(f"{played} conversations, {failed} went wrong"
          + (f"; not here: {', '.join(missing)}" if missing else ""))
    if not played:
        print("skipped: none of nc, ncat, socat and curl is here")
        sys.exit(77)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        main_inside(*sys.argv[2:])
    main()
