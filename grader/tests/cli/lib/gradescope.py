"""Holds a results.json to what Gradescope documents; prints "SCORE of MAX", or "no score".

    gradescope.py RESULTS.JSON
"""
import json
import sys

FORMATS = {"text", "html", "simple_format", "md", "ansi"}
VISIBILITIES = {"hidden", "after_due_date", "after_published", "visible"}
NUMBER, TEXT = (int, float), str
TOP = {"score": NUMBER, "execution_time": NUMBER, "output": TEXT, "output_format": FORMATS,
       "test_output_format": FORMATS, "test_name_format": FORMATS, "visibility": VISIBILITIES,
       "stdout_visibility": VISIBILITIES, "extra_data": dict, "tests": list, "leaderboard": list}
TEST = {"score": NUMBER, "max_score": NUMBER, "status": {"passed", "failed"}, "name": TEXT,
        "name_format": FORMATS, "number": TEXT, "output": TEXT, "output_format": FORMATS,
        "tags": list, "visibility": VISIBILITIES, "extra_data": dict}


def fits(document, rules):
    for key, value in document.items():
        assert key in rules, f"an unknown key: {key}"
        rule = rules[key]
        if isinstance(rule, set):
            assert value in rule, f"{key}: {value!r}"
        else:
            assert isinstance(value, rule) and not isinstance(value, bool), f"{key}: {value!r}"


def judge(path):
    """The document, and (score, max_score) or None where there is none."""
    with open(path, encoding="utf-8", newline="") as file:
        text = file.read()
    assert "\r" not in text, "line ends are not Unix's"
    document = json.loads(text, parse_constant=lambda word: sys.exit(f"{word} is no JSON"))
    fits(document, TOP)
    for test in document.get("tests", []):
        fits(test, TEST)
        assert ("score" in test) == ("max_score" in test), "half of the points"
        if "score" in test:
            assert test["score"] <= test["max_score"]
            assert (test["status"] == "passed") == (test["score"] == test["max_score"])
    scored = [t for t in document.get("tests", []) if "score" in t]
    if "score" not in document and not scored:
        return document, None
    total = sum(t["score"] for t in scored)
    return document, (document.get("score", total), sum(t["max_score"] for t in scored))


if __name__ == "__main__":
    points = judge(sys.argv[1])[1]
    print(f"{points[0]:g} of {points[1]:g}" if points else "no score")
