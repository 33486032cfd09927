#!/bin/sh
# Autolab: grades what was handed in against the exercises that are its arguments; the problems
# of the assessment are named as they are. The scores are the last line of the output; where
# there are none, earlier ones stay.
mkdir -p handin
if tar tf handin.tar >/dev/null 2>&1; then
    tar xf handin.tar -C handin --no-same-owner
elif [ -f handin.py ]; then
    cp handin.py "handin/$1.py"
fi
export SOCKGRADE_EXERCISES="$PWD/exercises"
./sockgrade check handin "$@" --format autolab --format text=report.txt 2>problem.txt
status=$?
[ "$status" -le 1 ] || cat report.txt problem.txt 2>/dev/null
exit 0
