#!/bin/sh
# reports/samples/ has one report of each format, of the same folder of programs. They are to be
# what the command makes today, but for times and ports.
#   SOCKGRADE=build/sockgrade sh grader/tests/samples.sh [--renew]
# --renew: writes them anew.
: "${SOCKGRADE_SOURCE:=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)}"
: "${SOCKGRADE:=$SOCKGRADE_SOURCE/build/sockgrade}"
case "$SOCKGRADE" in /*) ;; *) SOCKGRADE=$PWD/$SOCKGRADE ;; esac
renew=${1-}
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

has_namespaces || skip "the samples are of isolated runs, and there are no namespaces here"
samples=$SOCKGRADE_SOURCE/reports/samples
mkdir week-1
cp "$fixtures/connect-1/pass/plain.py" week-1/connect-1.py
cp "$fixtures/connect-2/wrong-message/word-instead-of-digit.py" week-1/connect-2.py
cp "$fixtures/connect-4/wrong-message/upper-case.py" week-1/connect-4.py
printf '  import socket\n' >week-1/listen-1.py

formats=$("$SOCKGRADE" report --help | sed -n '/^Formats:/,$s/^  \([a-z]*\) .*/\1/p')
set --
for format in $formats; do
    case $format in
    json | gradescope | prairielearn | ctrf) suffix=json ;;
    junit | gitlab) suffix=xml ;;
    html) suffix=html ;;
    markdown) suffix=md ;;
    csv) suffix=csv ;;
    tap) suffix=tap ;;
    *) suffix=txt ;;
    esac
    set -- "$@" --format "$format=new/$format.$suffix"
done
mkdir new
run check week-1 --seed 4711 --no-ci --no-color "$@"
has_status 1
if [ "$renew" = --renew ] && [ "$failures" = 0 ]; then
    mkdir -p "$samples"
    rm -f "$samples"/*
    cp new/* "$samples"
fi
"$SOCKGRADE_PYTHON" "$SOCKGRADE_SOURCE/grader/tests/samples.py" "$samples" new ||
    failures=$((failures + 1))

finish
