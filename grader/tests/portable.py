#!/usr/bin/env python3
"""Checks one known program with the portable build, which is given a network of its own.

    portable.py SOCKGRADE EXERCISE CODE FILE
    portable.py --alone COMMAND ARGUMENT...     runs something else there
    portable.py --check-list                    looks whether portable-codes makes sense

The portable build sees nothing of a program but what it says, so that some verdicts differ:
grader/tests/portable-codes lists which. Where no network can be made, runs take turns.
"""

import ctypes
import fcntl
import fnmatch
import os
import pathlib
import socket
import struct
import subprocess
import sys
import tempfile

import fixture

CODES = pathlib.Path(__file__).with_name("portable-codes")
NEW_USER, NEW_PROCESSES, NEW_NETWORK = 0x10000000, 0x20000000, 0x40000000
SET_FLAGS, UP = 0x8914, 1


def write(path, text):
    with open(path, "w") as file:
        file.write(text)


def bring_loopback_up():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as anything:
        request = struct.pack("16sH14x", b"lo", UP)
        fcntl.ioctl(anything, SET_FLAGS, request)


def enter_network():
    """Several of these tests run side by side, on the same port: each in a network alone, and
    among processes of its own, which end with it. Goes on in a child, for whose end it waits."""
    if not sys.platform.startswith("linux"):
        return False
    uid, gid = os.getuid(), os.getgid()
    spaces = NEW_NETWORK | NEW_PROCESSES | (NEW_USER if uid else 0)
    if ctypes.CDLL(None).unshare(spaces) != 0:
        return False
    if uid != 0:
        write("/proc/self/setgroups", "deny")
        write("/proc/self/uid_map", f"{uid} {uid} 1")
        write("/proc/self/gid_map", f"{gid} {gid} 1")
    bring_loopback_up()
    child = os.fork()
    if child:
        os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) & 0xFF)
    return True


def listed():
    """Lines of portable-codes: fixture (with wildcards), code; what follows is the reason."""
    for line in CODES.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            pattern, code, _reason = line.split(None, 2)
            yield pattern, code


def wanted_code(exercise, code, path):
    name = f"{exercise}/{code}/{pathlib.Path(path).name}"
    for pattern, other in listed():
        if fnmatch.fnmatchcase(name, pattern):
            return other
    return code


def check_list():
    """Every line is about some fixture, and lets no wrong program pass."""
    root = pathlib.Path(__file__).resolve().parents[2] / "fixtures"
    names = [path.relative_to(root).as_posix() for path in root.glob("*/*/*")]
    for pattern, code in listed():
        about = fnmatch.filter(names, pattern)
        if not about:
            fixture.fail(f"portable-codes: {pattern} is no fixture")
        if code == "pass" or all(name.split("/")[1] == code for name in about):
            fixture.fail(f"portable-codes: {pattern} must not be listed as {code}")


def main():
    if sys.argv[1] == "--check-list":
        check_list()
        return
    fixture.PATIENCE_S = 280   # a turn is silence, and a wait for ever the whole patience
    alone = enter_network()
    if sys.argv[1] == "--alone":
        sys.exit(subprocess.run(sys.argv[2:]).returncode)
    sockgrade, exercise, code, path = sys.argv[1:]
    with tempfile.TemporaryDirectory() as scratch:
        os.chmod(scratch, 0o777)   # programs may run as another user than we
        os.environ["TMPDIR"] = scratch
        lock = None if alone else fixture.hold_ports()
        status = fixture.check(sockgrade, wanted_code(exercise, code, path), path)
        left = [name for name in os.listdir(scratch) if not name.startswith("sockgrade-port-")]
        del lock
    if left:
        fixture.fail(f"left behind: {left}")
    sys.exit(status)


if __name__ == "__main__":
    main()
