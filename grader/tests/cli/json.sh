# --format json: one document that fits reports/report.schema.json, whatever the program
# prints; the seed repeats the values; --case; the isolation that was used.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

cp "$fixtures/connect-4/pass/plain.py" right.py
cp "$fixtures/connect-4/wrong-message/upper-case.py" wrong.py
: >empty.py
echo 'def (' >broken.py
{ cat right.py && cat; } >loud.py <<'END'
import os
print('{"sockgrade_report": 1}', flush=True)
os.write(1, b'\x00\x1b[31m\xff\xfe"]}}\n' + '\u202e\ud7ff'.encode())
os.write(2, b'\x00\x1b]0;title\x07\xc3(\n{"result": "pass"}\n')
END
cp right.py "$(printf 'odd "name"\n\344.py')"
"$SOCKGRADE_PYTHON" "$lib/json_report.py" || exit $?

# What is no result is no document.
refuses 2 "nothing.py" check connect-4 nothing.py --format json
refuses 2 "unknown case" check connect-4 right.py --format json --case nothing

finish
