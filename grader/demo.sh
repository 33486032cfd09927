#!/bin/sh
# Sets up, builds, and checks a right and a wrong program for one exercise.
set -u
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P) || exit 1
root=$(dirname -- "$here")
exercise=connect-2
right=fixtures/$exercise/pass/plain.py
wrong=fixtures/$exercise/both-waiting/receives-first.py

case "${SOCKGRADE_BUILD:-/}" in /*) ;; *) SOCKGRADE_BUILD=$PWD/$SOCKGRADE_BUILD ;; esac
sh "$here/setup.sh" || exit 1
sh "$here/build.sh" sockgrade || exit 1

cd "$root" || exit 1
sockgrade=${SOCKGRADE_BUILD:-build}/sockgrade

check() { # PROGRAM
    printf '\n$ %s check %s %s\n' "$sockgrade" "$exercise" "$1"
    "$sockgrade" check "$exercise" "$1"
    status=$?
    echo "(exit status $status)"
}

printf '\n== A right program for exercise %s\n' "$exercise"
check "$right"
right_status=$status
printf '\n== A wrong one\n'
check "$wrong"
wrong_status=$status

if [ "$right_status" != 0 ] || [ "$wrong_status" != 1 ]; then
    printf '\ndemo: expected the exit statuses 0 and 1, got %s and %s.\n' \
        "$right_status" "$wrong_status" >&2
    exit 1
fi
case "$sockgrade" in /*) ;; *) sockgrade=$root/$sockgrade ;; esac
case "$sockgrade" in *[!A-Za-z0-9_./+-]*) sockgrade="'$sockgrade'" ;; esac
cat <<TEXT

== Yours next
The program is $sockgrade

  $sockgrade list                        the exercises
  $sockgrade show $exercise              what one of them asks for
  $sockgrade check $exercise PROGRAM     your own program
  sh grader/test.sh                      all tests

To install it for everybody, as root: cmake --install "${SOCKGRADE_BUILD:-$root/build}"
TEXT
