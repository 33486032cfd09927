"""The part of control-bytes.sh that makes the programs, and reads the terminal."""

import os
import pathlib
import pty
import re
import subprocess
import sys
import unicodedata

SOCKGRADE = os.environ["SOCKGRADE"]
FIXTURES = pathlib.Path(os.environ["SOCKGRADE_SOURCE"]) / "fixtures"
COLOUR = re.compile(rb"\033\[(?:0|1|2|31;1|32;1|3[1-6]|9[0-7]|[1-4])m")
BYTES = bytes(range(256))
# C1 controls (U+0080 to U+009F), what turns text around or hides it, ends of lines that are
# none, characters that are no characters; and bytes that only look like UTF-8.
ODD = ("".join(map(chr, range(0x80, 0xA0)))
       + "\u061c\u180e\u200b\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069\ufeff\ufff9"
       + "\U000e0001\U000e0041\ufffe\U0010ffff\u00ad").encode() \
    + b"\xed\xa0\x80\xf4\x90\x80\x80\xc0\x9b\xe0\x80\x9b\xc2\xff\xf8\x88"
SEQUENCES = b"\033[2J\033[H\033]0;title\007\033[31m\033P1;1|17/ab\033\\\x9b31m\033c\b\b\x7f\t\v\f\r\0"
ALL = BYTES + ODD + SEQUENCES

CONNECT = "import socket, sys, os\nALL = %r\n" \
    "peer = socket.create_connection(('127.0.0.1', 5678))\n" % ALL
PLAY = "peer.sendall(b'1'); peer.recv(9); peer.sendall(b'3'); peer.recv(9)\n"
LISTEN = "import socket\nALL = %r\ns = socket.create_server(('127.0.0.1', 8675))\n" \
    "peer, _ = s.accept()\n" % ALL

# {name: (exercise, exit status, text of the program)}
PROGRAMS = {
    "prints.py": ("connect-2", 0, CONNECT + PLAY + "os.write(1, ALL); os.write(2, ALL)"),
    "prints-first.py": ("connect-2", 1, CONNECT + "os.write(1, ALL); os.write(2, ALL)"),
    "prints-and-waits.py": ("connect-2", 1, CONNECT + "os.write(1, ALL); os.write(2, ALL)\n"
                            "peer.recv(9)"),
    "sends.py": ("connect-2", 1, CONNECT + "peer.sendall(ALL); peer.recv(9)"),
    "sends-odd.py": ("connect-2", 1, CONNECT + "peer.sendall(ALL[256:]); peer.recv(9)"),
    "sends-after.py": ("connect-2", 1, CONNECT + "peer.sendall(b'1' + ALL); peer.recv(9)"),
    "crashes.py": ("connect-2", 1, CONNECT + "raise ValueError(ALL.decode('latin-1'))"),
    "crashes-odd.py": ("connect-2", 1, CONNECT + "sys.stderr.reconfigure(errors='ignore')\n"
                       "raise ValueError(ALL[256:].decode('utf-8', 'ignore'))"),
    "forges-a-trace.py": (
        "connect-2", 1, CONNECT + "os.write(2, b'Traceback (most recent call last):\\n"
        "  File \"/tmp/' + ALL + b'.py\", line 3, in ' + ALL + b'\\n    ' + ALL + b'\\n'"
        " + ALL + b': ' + ALL + b'\\n'); os._exit(1)"),
    "exits.py": ("connect-2", 1, CONNECT + "sys.exit(ALL.decode('latin-1'))"),
    "asks.py": ("listen-2", 1, LISTEN + "peer.sendall(ALL); peer.recv(99); peer.sendall(ALL)"),
    "listens-elsewhere.py": ("listen-2", 1, "import os, socket\ns = socket.socket()\n"
                             "os.write(1, %r)\ns.bind(('127.0.0.1', 5)); s.listen()" % ALL),
    "broken.py": ("connect-2", 1, "x = '\033[31m\u009b31m\u202e' (\n"),
    "broken.c": ("connect-2", 1, "int main(void) { return \033[31m\u009b31m\u202e\t\001; }\n"
                 "#error \033[31m\u202e\n"),
}
# In a name everything but "/" and NUL may be; what comes is put before and after.
NAMES = [b"\033[31m", b"\033]0;title\007", b"\n", b"\r", b"\t", b"\b\b", b"\x7f", b"\x9b31m",
         "\u009b31m".encode(), "\u0085".encode(), "\u202e".encode(), "\u2028".encode(),
         "\u061c\U000e0041".encode(), b"\xff\xfe", b"-rf ", b"'\";$(id) ", bytes(range(1, 32))]
failures = 0


def fail(what, shown):
    global failures
    failures += 1
    print(f"FAILED: {what}\n  {shown!r}")


def on_terminal(command, environment):
    """What a terminal gets of it, and the exit status."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(command[0], command, environment)
    shown = b""
    try:
        while piece := os.read(terminal, 65536):
            shown += piece
    except OSError:
        pass  # how a terminal's end looks
    os.close(terminal)
    return shown, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def bad_parts(shown):
    """What should not be on a terminal, with what stands around it."""
    rest = COLOUR.sub(b"", shown.replace(b"\r\n", b"\n"))
    try:
        text = rest.decode()
    except UnicodeDecodeError as error:
        return [rest[max(0, error.start - 40):error.end + 10]]
    return [text[max(0, i - 40):i + 10] for i, letter in enumerate(text)
            if letter != "\n" and unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Cn", "Zl", "Zp")]


def check(words, status, seen=b"", coloured=True):
    """In colour and without, short and long, and into a file; `seen` is to be there."""
    plain = {**os.environ, "TERM": "xterm", "NO_COLOR": "1"}
    colour = {name: value for name, value in plain.items() if name != "NO_COLOR"}
    for environment, options in ((colour, []), (colour, ["-v"]), (plain, []), (plain, ["-v"])):
        command = [SOCKGRADE, "check", *options, *words]
        shown, came = on_terminal(command, environment)
        what = f"{words} {options} {'' if environment is plain else 'in colour'}"
        if came != status:
            fail(f"{what}: status {came}, not {status}", shown[:2000])
        for part in bad_parts(shown)[:3]:
            fail(f"{what}: this came through", part)
        if coloured and (environment is colour) != (b"\033[" in shown):
            fail(f"{what}: colours are wrong", shown[:300])
        if seen and seen not in shown and "-v" in options:
            fail(f"{what}: does not show {seen!r}", shown[-3000:])
    done = subprocess.run([SOCKGRADE, "check", "-v", *words], stdin=subprocess.DEVNULL,
                          capture_output=True, check=False)
    for part in bad_parts(done.stdout + done.stderr)[:3]:
        fail(f"{words} into a file: this came through", part)


def check_programs():
    for name, (exercise, status, text) in PROGRAMS.items():
        pathlib.Path(name).write_text(text, encoding="utf-8")
        loud = ("prints", "sends", "crashes", "exits", "asks")
        check([exercise, name], status, seen=b"\\x" if name.startswith(loud) else b"")


def check_names():
    right = (FIXTURES / "connect-2/pass/plain.py").read_bytes()
    wrong = (FIXTURES / "connect-2/wrong-message/echoes-the-two.py").read_bytes()
    for part in NAMES:
        for text, status in ((right, 0), (wrong, 1), (b"(", 1)):
            name = b"./x" + part + b"y.py"
            pathlib.Path(os.fsdecode(name)).write_bytes(text)
            check(["connect-2", os.fsdecode(name)], status)
        os.unlink(name)
        check(["connect-2", os.fsdecode(name)], 2, coloured=False)
        check([os.fsdecode(part), "prints.py"], 2, coloured=False)
        check(["connect-2", "prints.py", "--case", os.fsdecode(part)], 2, coloured=False)
        check(["connect-2", "prints.py", os.fsdecode(b"--" + part)], 2, coloured=False)


check_programs()
check_names()
sys.exit(failures > 0)
