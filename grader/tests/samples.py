#!/usr/bin/env python3
"""Compares two folders of reports, one file a format, as far as they can be the same.

    samples.py SAMPLES NEW

Times, ports of programs, and what a run took are left out; of a page for browsers all but its
data, and what Classroom gets is decoded. Status 1 and the differences when there are any.
"""

import base64
import difflib
import pathlib
import re
import sys

NUMBER = r"-?[0-9]+(?:\.[0-9]+)?(?:e-?[0-9]+)?"
VARYING = [
    # JSON, also inside of a text
    (rf'(\\?"(?:time_ms|duration_ms|cpu_ms|duration|start|stop|ms|execution_time|total \(ms\))\\?": *){NUMBER}',
     r"\g<1>0"),
    (r'(\\?"execution_time\\?": *\\?")[^"\\]*', r"\g<1>0"),
    (r'(\\?"process\\?": *\\?")[^"\\]*', r"\g<1>"),
    # What an interpreter says at its end is another version's other words.
    (r'(\\?"stderr\\?": *)(?:"(?:[^"\\]|\\.)*"|\[[^\]]*\])', r"\g<1>null"),
    (r"(?s)<system-err>.*?</system-err>", "<system-err/>"),
    (rf'(time=")[0-9.]+"', r'\g<1>0"'),                      # JUnit
    (rf"(duration_ms: ){NUMBER}", r"\g<1>0"),                # TAP
    (r"\b[0-9.]+ (ms|s)\b", r"0 \1"),                        # in sentences
    (r"(^|\\n|\n) {4,}[0-9]+\.[0-9](?=  )", r"\1 TIME"),     # of a conversation
    (r"\bport [0-9]{5}\b", "port PORT"),
]


def data_of_page(text):
    """Rows are arrays, in which times have no name: without any number."""
    blocks = re.findall(r'<script type="application/json".*?</script>', text, re.DOTALL)
    return "\n".join(re.sub(r"[0-9.]+", "0", block) if 'class="rows"' in block else block
                     for block in blocks)


def decoded(text):
    return re.sub(r"(?m)^result=(\S+)$",
                  lambda found: base64.b64decode(found[1]).decode(), text)


def plain(path):
    text = path.read_bytes().decode("utf-8")
    if path.suffix == ".html":
        text = data_of_page(text)
    if path.name.startswith("classroom"):
        text = decoded(text)
    if path.suffix == ".csv":
        text = re.sub(r",[0-9.]*,[0-9.]*\r\n", ",0,0\r\n", text)
    for pattern, shown in VARYING:
        text = re.sub(pattern, shown, text)
    return text


def main():
    samples, new = map(pathlib.Path, sys.argv[1:])
    names = sorted({path.name for folder in (samples, new) for path in folder.glob("*")})
    bad = 0
    for name in names:
        if not (samples / name).exists() or not (new / name).exists():
            bad += 1
            print(f"FAILED: {name} is only in one of {samples} and what is made today")
            continue
        old, now = plain(samples / name), plain(new / name)
        if old != now:
            bad += 1
            print(f"FAILED: {name} is not what is made today; sh grader/tests/samples.sh --renew")
            for line in list(difflib.unified_diff(old.splitlines(), now.splitlines(),
                                                  lineterm="", n=0))[:12]:
                print(f"  {line[:300]}")
    print(f"{len(names)} samples, {bad} differ")
    sys.exit(1 if bad or not names else 0)


if __name__ == "__main__":
    main()
