"""Runs a command for which the kernel refuses system calls (EPERM), as containers do.

    refused_calls.py CALL[,CALL...] COMMAND...     status 77: that can't be arranged here

The filter is made by hand, of the instructions of seccomp(2).
"""

import ctypes
import os
import platform
import struct
import sys

CANT = 77
NUMBERS = {
    "x86_64": {"unshare": 272, "process_vm_readv": 310, "pidfd_getfd": 438, "mount": 165},
    "aarch64": {"unshare": 97, "process_vm_readv": 270, "pidfd_getfd": 438, "mount": 40},
}
PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, MODE_FILTER = 22, 38, 2
LOAD_NUMBER = struct.pack("HBBI", 0x20, 0, 0, 0)
REFUSE = struct.pack("HBBI", 0x06, 0, 0, 0x00050000 | 1)  # errno EPERM
ALLOW = struct.pack("HBBI", 0x06, 0, 0, 0x7FFF0000)


def main():
    numbers = NUMBERS.get(platform.machine())
    if not numbers:
        return CANT
    rules = [LOAD_NUMBER]
    for name in sys.argv[1].split(","):
        rules += [struct.pack("HBBI", 0x15, 0, 1, numbers[name]), REFUSE]
    rules.append(ALLOW)
    code = ctypes.create_string_buffer(b"".join(rules))
    program = struct.pack("HxxxxxxP", len(rules), ctypes.addressof(code))
    libc = ctypes.CDLL(None, use_errno=True)
    if (libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
            or libc.prctl(PR_SET_SECCOMP, MODE_FILTER, program, 0, 0)):
        return CANT
    os.execvp(sys.argv[2], sys.argv[2:])


sys.exit(main())
