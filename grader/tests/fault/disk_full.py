"""The disk fills up, at any point of a batch: it says so, the journal stays whole, and once there
is room the same command ends as if nothing had been.

The disk is a small file system in memory, in a mount namespace of our own.
"""

import os
import pathlib
import shutil
import subprocess
import sys

import fault

STUDENTS = 6
DISK = pathlib.Path("disk")
OUT = DISK / "out"
# Shares of what the outputs need: in the midst of the journal, and of the files made from it.
# With less than the first, not even an empty journal fits.
STEPS = fault.loops(6, 40)
SHARES = [0.02, *(i / STEPS for i in range(1, STEPS)), 0.97]

if "SOCKGRADE_FAULT_MOUNTS" not in os.environ:
    own = ["unshare", "--mount", *([] if os.getuid() == 0 else ["--user", "--map-root-user"])]
    tried = subprocess.run([*own, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True)
    if tried.returncode:
        fault.skip("no file system can be mounted here")
    os.environ["SOCKGRADE_FAULT_MOUNTS"] = "1"
    os.execvp(own[0], [*own, sys.executable, __file__])


def mount(size, *options):
    subprocess.run(["mount", "-t", "tmpfs", "-o", ",".join([f"size={size}", *options]),
                    "none", str(DISK)], check=True)


def used():
    info = os.statvfs(DISK)
    return (info.f_blocks - info.f_bfree) * info.f_frsize


fault.make_course(STUDENTS)
DISK.mkdir()
mount("64m")
fault.runs(OUT, "a batch with room")
expected, names, needs = fault.outputs(OUT), fault.names(OUT), used()
subprocess.run(["umount", str(DISK)], check=True)
results = []
for share in SHARES:
    what = f"{share:.0%} of {needs} bytes"
    mount(int(needs * share))
    ended = fault.run(OUT)
    results.append(fault.graded(OUT))
    fault.complains(ended, what, "same command", "room|No space left on device")
    fault.journal_is_whole(OUT, what)
    ended = fault.run(OUT)  # it is no better yet
    fault.complains(ended, what + ", again", "same command", "room|No space left on device")
    mount("64m", "remount")
    ended = fault.runs(OUT, what + ", with room at last")
    fault.same(OUT, expected, what)
    if fault.names(OUT) != names:
        fault.fail(f"{what}: there are {fault.names(OUT)}, not {names}")
    if results[-1] and "known from before" not in ended.out:
        fault.fail(f"{what}: {results[-1]} results were lost: {ended}")
    subprocess.run(["umount", str(DISK)], check=True)
print(f"results on the full disk: {results}")
fault.finish()
