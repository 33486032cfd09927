"""The lines of a known wrong program in which its mistake is. Its comments tell them:

    <-- mistake      a teacher would point here; where several lines have it, any will do
    <-- shows here   true, but no answer: the mistake that is made elsewhere shows here

A report may name no other line of that program, neither beside its source nor in words. Of
a folder, its files are looked through: the one that the report names, if it names one.
"""

import pathlib
import re

MISTAKE, SHOWS = "<-- mistake", "<-- shows here"
IN_WORDS = re.compile(r"\bline (\d+)\b")


def files_of(path, case=None):
    """The source files of a known program: itself, or those of its folder."""
    folder = pathlib.Path(path)
    if not folder.is_dir():
        return [folder]
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    source = case and case["source"] and pathlib.Path(case["source"]["file"])
    return [file for file in files if file.name == source.name] if source else files


def lines_with(path, mark, case=None):
    found = set()
    for name in files_of(path, case):
        with open(name, encoding="utf-8", errors="replace") as file:
            found |= {number for number, line in enumerate(file, 1) if mark in line}
    return found


def failed_case(exercise):
    """The case that decides: the first one that counts and did not pass."""
    for case in exercise["cases"]:
        if not case["advice"] and case["result"] in ("fail", "error"):
            return case
    return None


def named_line(case):
    return case["source"]["line"] if case["source"] else None


def problems(path, case):
    """Sentences about lines of the program that the report should not have named."""
    mistakes, shows = (lines_with(path, mark, case) for mark in (MISTAKE, SHOWS))
    known = ", ".join(map(str, sorted(mistakes))) or "in no line of its own"
    named = named_line(case)
    words = f"{case['message']} {case['hint'] or ''}"
    spoken = {int(number) for number in IN_WORDS.findall(words)}
    for line in sorted(spoken | ({named} if named else set())):
        if line not in mistakes | shows:
            yield f"line {line} is named, but the mistake is {known}"
