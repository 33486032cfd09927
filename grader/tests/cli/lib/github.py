"""Reads a step's output as GitHub's runner does, and holds it to its rules.

    github.py OUTPUT [SUMMARY]      prints "LEVEL FILE:LINE TITLE | MESSAGE" for each annotation

The rules, from the runner and its documentation: a line that begins with ::NAME is a command
unless commands are stopped; of annotations ten of a kind are shown and 4096 characters of each;
a value is escaped (% CR LF, in properties : and , too); the summary may have 1 MiB.
"""
import re
import sys

COMMAND = re.compile(r"^\s*::([A-Za-z-]+)(?: ([^:]*(?:%3A[^:]*)*))?::(.*)$")
KNOWN = {"error", "warning", "notice", "debug", "group", "endgroup", "add-mask", "echo",
         "stop-commands", "set-output", "save-state", "set-env", "add-path", "add-matcher"}
ANNOTATIONS = {"error", "warning", "notice"}
PROPERTIES = {"file", "line", "endLine", "col", "endColumn", "title"}


def unescape(text, also=""):
    for char in also + "\r\n%":
        text = text.replace("%%%02X" % ord(char), char)
    return text


def commands(lines):
    """(name, properties, message) of what the runner would act on."""
    token = None
    for line in lines:
        if token is not None:
            if line.strip() == f"::{token}::":
                token = None
            continue
        found = COMMAND.match(line)
        if not found or found[1] not in KNOWN:
            assert "##[" not in line, f"an old command in the open: {line!r}"
            continue
        if found[1] == "stop-commands":
            token = found[3]
            assert re.fullmatch(r"[0-9a-f]{32}", token), f"a token that may be foretold: {token!r}"
            continue
        yield found[1], found[2] or "", found[3]
    assert token is None, "commands stay stopped"


def annotation(name, words, message):
    properties = {}
    for word in words.split(","):
        key, equals, value = word.partition("=")
        assert equals and key in PROPERTIES, f"no property: {word!r}"
        assert ":" not in value, f"not escaped: {value!r}"
        properties[key] = unescape(value, ":,")
    assert re.search(r"%(?!25|0A|0D)", message) is None, f"not escaped: {message!r}"
    message = unescape(message)
    assert len(message) <= 4096, "longer than what is shown"
    assert int(properties.get("line", 1)) > 0
    assert not properties.get("file", "x").startswith("/"), "not a path of the repository"
    return name, properties, message


def annotations(path):
    with open(path, encoding="utf-8", newline="\n") as file:
        lines = file.read().split("\n")
    found = [annotation(*c) for c in commands(lines)]
    for level in ANNOTATIONS:
        assert sum(name == level for name, _, _ in found) <= 10, f"more than ten: {level}"
    return found


def main():
    for name, properties, message in annotations(sys.argv[1]):
        assert name in ANNOTATIONS, f"a command that nobody meant: {name}"
        place = properties.get("file", "") + ":" + properties.get("line", "")
        print(name, place, properties.get("title", ""), "|", message.replace("\n", " / "))
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8") as file:
            text = file.read()
        assert len(text.encode()) <= 1 << 20, "more than GitHub takes"
        assert text.count("<details") == text.count("</details>")
        assert text.count("<pre>") == text.count("</pre>")
        assert not re.search(r"<(?!/?(details|summary|pre|code)\b)", text), "markup of a student"


if __name__ == "__main__":
    main()
