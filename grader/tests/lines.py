#!/usr/bin/env python3
"""How often a report names the line of the mistake: checks every known wrong program whose
line is marked (see marks.py), and lists those whose line is not named.

    lines.py SOCKGRADE [PATTERN...]     such as "connect-1/crashed/*"

"named": the line of the mistake. "shows": the line in which it shows, where the program
waits, sends, prints or ends, while it is made in another one. "none": no line. "wrong": any
other line. Status 0: of each language that is listed in LEAST so many percent are named or
shown, and no other line ever is; 1: not so; 77: nothing could be judged here. A language
that is not installed is left out.
"""

import collections
import concurrent.futures
import fnmatch
import json
import os
import pathlib
import subprocess
import sys

import fixture
import marks

FIXTURES = fixture.SOURCE / "fixtures"
LEAST = {".py": 90, ".c": 90, ".cpp": 90, ".java": 80}   # percent, by the end of the file's name
SEED = "4"


def programs(patterns):
    """Every marked program, hostile ones aside: they make no mistakes."""
    for path in sorted(FIXTURES.glob("*/*/*")):
        name = path.relative_to(FIXTURES).as_posix()
        wanted = not patterns or any(fnmatch.fnmatchcase(name, p) for p in patterns)
        hostile = path.relative_to(FIXTURES).parts[0] == "hostile"
        if not hostile and wanted and marks.lines_with(path, marks.MISTAKE):
            yield path


def look(sockgrade, path):
    """One word about the program, and what there is to say about it."""
    command = [sockgrade, "check", fixture.script_of(path), str(path), "--seed", SEED,
               "--format", "json"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=fixture.PATIENCE_S)
    return word_of(json.loads(done.stdout), path)


def word_of(report, path):
    """The same of a report that is there."""
    case = marks.failed_case(report["submissions"][0]["exercises"][0])
    if case is None or case["result"] == "error":
        return "unjudged", case["message"] if case else "it passes"
    wrong = list(marks.problems(path, case))
    if wrong:
        return "wrong", "; ".join(wrong)
    line = marks.named_line(case)
    if line in marks.lines_with(path, marks.MISTAKE, case):
        return "named", ""
    return ("shows", f"line {line}") if line else ("none", "no line")


def known_look(sockgrade, path):
    """What the program's own test has seen of it, or None."""
    kept = fixture.look_file(path)
    newest = max(os.stat(file).st_mtime for file in (sockgrade, path))
    if not kept or not kept.exists() or kept.stat().st_mtime < newest:
        return None
    return word_of(json.loads(kept.read_text()), path)


def all_looks(sockgrade, paths):
    alone = fixture.has_namespaces()
    lock = None if alone else fixture.hold_ports()
    workers = min(len(os.sched_getaffinity(0)), 4) if alone else 1
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        looks = list(pool.map(
            lambda path: known_look(sockgrade, path) or look(sockgrade, path), paths))
    del lock
    return looks


def main():
    paths = list(programs(sys.argv[2:]))
    counts = collections.defaultdict(collections.Counter)
    for path, (word, text) in zip(paths, all_looks(sys.argv[1], paths)):
        counts[path.suffix][word] += 1
        if word != "named":
            print(f"{word:8}  {path.relative_to(FIXTURES)}: {text}")
    bad = judged_at_all = False
    for suffix, count in sorted(counts.items()):
        judged = sum(count.values()) - count["unjudged"]
        named, true = count["named"], count["named"] + count["shows"]
        share = 100 / judged if judged else 0
        least = 0 if sys.argv[2:] else LEAST.get(suffix, 0)
        judged_at_all |= judged > 0
        bad |= count["wrong"] > 0 or (judged > 0 and true * share < least)
        print(f"{suffix}: of {judged}, {named} named ({named * share:.1f}%), {true} named or "
              f"shown ({true * share:.1f}%, at least {least}%), {count['none']} with no line, "
              f"{count['wrong']} wrong, {count['unjudged']} unjudged")
    sys.exit(1 if bad else 0 if judged_at_all else fixture.SKIPPED)


if __name__ == "__main__":
    main()
