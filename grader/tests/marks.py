"""The lines of a known wrong program in which its mistake is. Its comments tell them:

    <-- mistake      a teacher would point here; where several lines have it, any will do
    <-- shows here   true, but no answer: the mistake that is made elsewhere shows here

A report may name no other line of that program, neither beside its source nor in words.
"""

import re

MISTAKE, SHOWS = "<-- mistake", "<-- shows here"
IN_WORDS = re.compile(r"\bline (\d+)\b")


def lines_with(path, mark):
    with open(path, encoding="utf-8", errors="replace") as file:
        return {number for number, line in enumerate(file, 1) if mark in line}


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
    mistakes, shows = lines_with(path, MISTAKE), lines_with(path, SHOWS)
    known = ", ".join(map(str, sorted(mistakes))) or "in no line of its own"
    named = named_line(case)
    words = f"{case['message']} {case['hint'] or ''}"
    spoken = {int(number) for number in IN_WORDS.findall(words)}
    for line in sorted(spoken | ({named} if named else set())):
        if line not in mistakes | shows:
            yield f"line {line} is named, but the mistake is {known}"
