"""Holds gradebooks to the rules by which Canvas takes them (gradebook_importer.rb): its header,
the row of possible points, the students' rows. Tells each offence; status 1 when there is one.

    canvas.py GRADEBOOK.csv...
"""
import csv
import re
import sys

IDENTITIES = ("SIS User ID", "SIS Login ID", "Integration ID", "Root Account")
offences = 0


def offend(what):
    global offences
    offences += 1
    print(f"FAILED: {what}")


def judge_header(header):
    """Student, ID, some identities in their order, Section, then assignments."""
    if len(header) <= 3 or "Student" not in header[0] or "ID" not in header[1]:
        return offend(f"Invalid header row: {header}")
    known = [IDENTITIES.index(name) for name in header[2:header.index("Section")]
             if name in IDENTITIES] if "Section" in header else None
    if known is None or header.index("Section") != 2 + len(known):
        return offend(f"the last column of a student is not Section: {header}")
    if known != sorted(known) or not {0, 1} & set(known) or (0 in known and 1 not in known):
        offend(f"no SIS Login ID, or in another order: {header}")
    titles = header[3 + len(known):]
    if not titles or len(set(titles)) != len(titles) or not all(t.strip() for t in titles):
        offend(f"no assignment, or one twice: {header}")
    return 3 + len(known)


def judge(path):
    with open(path, encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    first = judge_header(header)
    if not first:
        return
    if not rows or "Points Possible" not in rows[0][0] or any(rows[0][1:first]):
        return offend(f"{path}: the second row is not that of possible points: {rows[:1]}")
    for row in rows:
        if len(row) != len(header):
            offend(f"{path}: {len(row)} cells under {len(header)} columns: {row}")
        for grade in row[first:]:
            if grade and not re.fullmatch(r"\d+(\.\d{1,2})?|EX", grade):
                offend(f"{path}: {grade!r} is no grade: {row}")
        if any(cell[:1] in "=+-@\t\r" for cell in row if cell):
            offend(f"{path}: a cell is a formula: {row}")
    for row in rows[1:]:
        if not any(row[:first - 1]):
            offend(f"{path}: nobody's row: {row}")


for name in sys.argv[1:]:
    judge(name)
sys.exit(offences > 0)
