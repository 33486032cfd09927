# A Java machine that ends: the thread that called for it waits for one that naps.
import ctypes
import sys
import threading

PR_SET_NAME = 15
nap_s = float(sys.argv[1])
never = threading.Lock()
never.acquire()


def vm_thread():
    ctypes.CDLL(None).prctl(PR_SET_NAME, b"VM Thread", 0, 0, 0)
    while True:
        never.acquire(timeout=nap_s)


threading.Thread(target=vm_thread).start()
never.acquire()
