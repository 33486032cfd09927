#!/usr/bin/env python3
"""Holds what each verdict code says: its sentence, source line, difference and hint, as the
text report shows them.

    golden.py SOCKGRADE CODE             compares with golden/CODE.txt
    golden.py --renew SOCKGRADE [CODE...]   writes golden/CODE.txt anew; without a code, all
    golden.py --check-list               whether every code has its three known programs

A file of golden/ has, for each known program, a line "== PATH" and then what was said. A
program is added by such a line, and --renew. Times are written as "#". Status 0: as it
should be; 1: not so, and the difference is shown; 77: nothing of it can be judged here.
"""

import difflib
import itertools
import pathlib
import re
import subprocess
import sys
import textwrap

import fixture

FOLDER = pathlib.Path(__file__).with_name("golden")
FIXTURES = fixture.SOURCE / "fixtures"
CODES = fixture.SOURCE / "grader" / "judge" / "verdict.c"
SEED = "4"
LEAST = 3   # programs a code, in two languages
HELD = ("source", "expected", "you sent", "printed", "hint")
INDENT = " " * 4
LABEL = re.compile(r" {4}([a-z]+(?: sent)?)(?: {2,}|$)")
TIMELINE = re.compile(r" +ms  ")
HERE = re.compile(r"(?: {4}source)? +> *\d+ \| ")
NUMBERED = re.compile(r"(\d+) \| +(.*)")
MARK = re.compile(r" +(?:/\*|#|//) *(?:<|\.\.\.|$)")
TIMES = re.compile(r"\d+(?:\.\d+)?(?= m?s\b)")
QUOTES = str.maketrans("\u2018\u2019", "''")   # a compiler's, which depend on the locale
UNJUDGED = object()


def path_of(code):
    return FOLDER / f"{code}.txt"


def report_on(sockgrade, name):
    path = FIXTURES / name
    command = [sockgrade, "check", fixture.script_of(path), str(path), "--seed", SEED,
               "--no-color"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=fixture.PATIENCE_S)
    return done.returncode, done.stdout.decode(errors="backslashreplace")


def deciding_lines(text):
    """The lines about the first case that failed; about all cases, where none did."""
    lines = text.splitlines()[2:]
    failed = [i for i, line in enumerate(lines) if line.startswith("  FAIL  ")]
    if failed:
        lines = lines[failed[0]:]
    return list(itertools.takewhile(lambda line: line and not TIMELINE.match(line), lines))


def held(lines):
    """Of these, what is held: all in front of the first label, and what is behind some."""
    first = next((i for i, line in enumerate(lines) if LABEL.match(line)), len(lines))
    yield from filled(lines[:first])
    for line in lines[first:]:
        label = LABEL.match(line)
        if label:
            keep = label[1]
        if keep in HELD and (keep != "source" or is_line_itself(line, lines)):
            yield itself(line) if keep == "source" else line.translate(QUOTES)


def is_line_itself(line, lines):
    """The lines around it are shown as far as the screen has room; then it has a mark."""
    return "> " in line[:18] or not any(HERE.match(other) for other in lines)


def itself(line):
    """It may be cut, and how far depends on the lines around it: its beginning is held."""
    number, text = NUMBERED.search(line).groups()
    return f"{INDENT}source    {number} | {MARK.split(text)[0][:50].rstrip()}"


def filled(lines):
    """A time takes more or less room, so that sentences are filled again without."""
    title, sentences = lines[0], " ".join(line.strip() for line in lines[1:])
    yield title
    if "  FAIL  " not in title:
        yield from lines[1:]
    elif sentences:
        yield textwrap.fill(TIMES.sub("#", sentences).translate(QUOTES), 80,
                            initial_indent=INDENT, subsequent_indent=INDENT,
                            break_long_words=False, break_on_hyphens=False)


def said_of(sockgrade, name):
    """What is held of the report on the program; UNJUDGED where it can't be judged so."""
    status, text = report_on(sockgrade, name)
    isolated = re.search(r", isolated$", text, re.MULTILINE)
    if status == fixture.STATUSES["error"] or not isolated:
        return UNJUDGED
    return "\n".join(held(deciding_lines(text)))


def entries(code):
    """{name of the program: what it was told}"""
    try:
        text = path_of(code).read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    parts = re.split(r"^== (.*)\n", text, flags=re.MULTILINE)[1:]
    return {name: said.rstrip("\n") for name, said in zip(parts[::2], parts[1::2])}


def compare(sockgrade, code):
    judged = different = False
    for name, wanted in entries(code).items():
        said = said_of(sockgrade, name)
        if said is UNJUDGED:
            print(f"skipped: {name} can't be judged here as it is elsewhere")
            continue
        judged = True
        if said != wanted:
            different = True
            print("\n".join(difflib.unified_diff(
                wanted.splitlines(), said.splitlines(), f"golden/{code}.txt: {name}", "now",
                n=99, lineterm="")))
    if different:
        print("\nIf it is better so: golden.py --renew SOCKGRADE", code)
    sys.exit(1 if different else 0 if judged else fixture.SKIPPED)


def renew(sockgrade, codes):
    for code in codes:
        held_now = entries(code)
        for name, before in held_now.items():
            said = said_of(sockgrade, name)
            held_now[name] = before if said is UNJUDGED else said
        path_of(code).write_text(
            "\n".join(f"== {name}\n{said}\n" for name, said in held_now.items()),
            encoding="utf-8")


def all_codes():
    return re.findall(r'^ +\[CODE_\w+\] =\s+{"([a-z-]+)"', CODES.read_text(), re.MULTILINE)


def check_list():
    problems = []
    for code in all_codes():
        names = list(entries(code))
        if len(names) < LEAST or len({pathlib.Path(name).suffix for name in names}) < 2:
            problems.append(f"{code}: fewer than {LEAST} programs, or only in one language")
        problems += [f"{code}: {name} does not belong here" for name in names
                     if pathlib.Path(name).parent.name != code]
        problems += [f"{code}: there is no {name}" for name in names
                     if not (FIXTURES / name).exists()]
    problems += [f"{path.name} is no code" for path in FOLDER.iterdir()
                 if path.stem not in all_codes()]
    if problems:
        fixture.fail("\n".join(problems))


def main():
    if sys.argv[1] == "--check-list":
        check_list()
    elif sys.argv[1] == "--renew":
        renew(sys.argv[2], sys.argv[3:] or all_codes())
    else:
        compare(*sys.argv[1:])


if __name__ == "__main__":
    main()
