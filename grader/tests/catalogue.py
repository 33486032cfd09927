#!/usr/bin/env python3
"""Holds the catalogue to what it promises:   catalogue.py

Each exercise is short enough to be read, says where it comes from, and has known programs:
right ones in Python and in other languages, and wrong ones with different mistakes. A file
in two folders would be the same mistake under two verdicts.
"""

import json
import pathlib
import sys

SOURCE = pathlib.Path(__file__).resolve().parents[2]
EXERCISES, FIXTURES = SOURCE / "exercises", SOURCE / "fixtures"
MOST_LINES = 119
LEAST_RIGHT, LEAST_RIGHT_OTHERS, LEAST_WRONG = 3, 2, 6
PYTHON = {".py", ".ipynb"}
NO_PROGRAMS = {".json", ".h"}   # beside a program: how to build and run it, what it includes


def programs(folder):
    """A program is a file, or a folder that holds one."""
    if not folder.is_dir():
        return []
    return [path for path in sorted(folder.iterdir()) if path.suffix not in NO_PROGRAMS]


def is_python(program):
    """Of two programs in a folder, both are."""
    files = programs(program) if program.is_dir() else [program]
    return all(path.suffix in PYTHON for path in files)


def exercise_problems(path):
    text = path.read_text(encoding="utf-8")
    lines = text.count("\n")
    if lines > MOST_LINES:
        yield f"{lines} lines are more than {MOST_LINES}"
    exercise = json.loads(text)
    for key in ("set", "task", "origin"):
        if not exercise.get(key):
            yield f"has no {key}"


def fixture_problems(folder):
    right = programs(folder / "pass")
    others = [program for program in right if not is_python(program)]
    wrong = [program for code in sorted(folder.iterdir())
             if code.is_dir() and code.name != "pass" for program in programs(code)]
    if len(right) < LEAST_RIGHT:
        yield f"{len(right)} right programs are fewer than {LEAST_RIGHT}"
    if len(others) < LEAST_RIGHT_OTHERS:
        yield f"{len(others)} right programs in other languages are fewer than {LEAST_RIGHT_OTHERS}"
    if len(wrong) < LEAST_WRONG:
        yield f"{len(wrong)} wrong programs are fewer than {LEAST_WRONG}"
    texts = {}
    for program in wrong:
        if program.is_file() and (other := texts.setdefault(program.read_bytes(), program)) != program:
            yield f"{program.name} is {other.name} once more"


def problems(path):
    yield from exercise_problems(path)
    folder = FIXTURES / path.stem
    if folder.is_dir():
        yield from fixture_problems(folder)
    else:
        yield "has no known programs"


def main():
    exercises = sorted(p for p in EXERCISES.glob("*.json") if not p.name.endswith(".schema.json"))
    found = [f"{path.stem}: {problem}" for path in exercises for problem in problems(path)]
    print("\n".join(found) or f"{len(exercises)} exercises, each with its known programs")
    sys.exit(1 if found or not exercises else 0)


if __name__ == "__main__":
    main()
