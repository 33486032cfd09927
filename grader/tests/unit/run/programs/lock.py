# Two threads that each hold what the other wants.
import threading

first, second = threading.Lock(), threading.Lock()
meeting = threading.Barrier(2)


def take(one, other):
    with one:
        meeting.wait()
        other.acquire()


thread = threading.Thread(target=take, args=(second, first))
thread.start()
take(first, second)
