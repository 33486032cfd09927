"""Makes a course of known programs: FOLDER STUDENTS EXERCISE... [--only CODE]

Each student hands in one program an exercise, taken from the fixtures in turn, right and wrong
ones mixed as courses are: two of three are right. A comment makes each file unlike all others.
"""
import argparse
import itertools
import pathlib

FIXTURES = pathlib.Path(__file__).resolve().parents[3] / "fixtures"


# What takes its time on purpose, or asks again and again, would be measured and not the grader.
SLOW = (b"sleep", b"timeout", b"while True:\n    pass", b"range(10000", b"range(20000",
        b"socketserver", b"never looks")
# Those that spin: one of them has more processor time of its own than a hundred others, which
# would flatter the grader's part.
BUSY = ("prints-for-ever", "spins-afterwards", "spins-after-the-end")


def is_quick(path):
    text = path.read_bytes()
    return (path.parent.name != "spinning" and path.stem not in BUSY
            and not any(word in text for word in SLOW))


def programs(exercise, codes):
    found = sorted(p for p in (FIXTURES / exercise).glob("*/*.py")
                   if codes(p.parent.name) and is_quick(p))
    if not found:
        raise SystemExit(f"batch_course: no such program for {exercise}")
    return itertools.cycle(found)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("students", type=int)
    parser.add_argument("exercises", nargs="+")
    parser.add_argument("--only", help="programs that get this verdict")
    words = parser.parse_args()
    right, wrong = {}, {}
    for exercise in words.exercises:
        if words.only:
            right[exercise] = programs(exercise, lambda code: code == words.only)
            wrong[exercise] = right[exercise]
        else:
            right[exercise] = programs(exercise, lambda code: code == "pass")
            wrong[exercise] = programs(exercise, lambda code: code != "pass")
    for number in range(words.students):
        folder = words.folder / f"student-{number:05}"
        folder.mkdir(parents=True)
        for place, exercise in enumerate(words.exercises):
            source = next((wrong if (number + place) % 3 == 2 else right)[exercise])
            text = source.read_bytes().rstrip(b"\n") + b"\n# %d\n" % number
            (folder / f"{exercise}.py").write_bytes(text)


main()
