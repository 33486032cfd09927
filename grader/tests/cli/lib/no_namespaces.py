"""Runs a command where no user namespaces may be made, as in many containers; needs root.

    no_namespaces.py [--every] COMMAND...     status 77: that can't be arranged here

--every: no network namespaces either, which root could make without a user namespace.
"""

import ctypes
import os
import sys

CLONE_NEWUSER = 0x10000000
CANT = 77

kinds = ["user"]
command = sys.argv[1:]
if command[0] == "--every":
    kinds.append("net")
    command.pop(0)

there, here = os.pipe()
mapped, mapping = os.pipe()
pid = os.fork()
if pid == 0:
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWUSER) != 0:
        os._exit(CANT)
    os.write(here, b"x")
    os.read(mapped, 1)
    try:
        for kind in kinds:
            with open(f"/proc/sys/user/max_{kind}_namespaces", "w") as limit:
                limit.write("0")
    except OSError:
        os._exit(CANT)
    os.execvp(command[0], command)
os.close(here)
if os.read(there, 1):
    try:
        for name in ("uid_map", "gid_map"):
            with open(f"/proc/{pid}/{name}", "w") as table:
                table.write("0 0 65536")
    except OSError:
        os.kill(pid, 9)
        os.waitpid(pid, 0)
        sys.exit(CANT)
    os.write(mapping, b"x")
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
