# What the tests of the command line share; they source it. A test runs in a folder of its
# own, which goes with it, and so does what the grader puts into $TMPDIR.
# shellcheck shell=sh
set -u
: "${SOCKGRADE:?is the binary to be tested}" "${SOCKGRADE_SOURCE:?is the source tree}"
: "${SOCKGRADE_PYTHON:=/usr/bin/python3}"
[ -x "$SOCKGRADE" ] || { echo "there is no $SOCKGRADE"; exit 1; }
export SOCKGRADE SOCKGRADE_SOURCE SOCKGRADE_PYTHON PYTHONDONTWRITEBYTECODE=1
export SOCKGRADE_EXERCISES="$SOCKGRADE_SOURCE/exercises"
unset NO_COLOR GITHUB_ACTIONS
lib=$SOCKGRADE_SOURCE/grader/tests/cli/lib
fixtures=$SOCKGRADE_SOURCE/fixtures
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
chmod 755 "$work" # programs may run as another user than we
mkdir -m 1777 "$work/.tmp"
export TMPDIR="$work/.tmp"
cd "$work" || exit 1
failures=0
said="" # the command that was run last

skip() { # REASON: only while nothing has failed
    echo "skipped: $1"
    [ "$failures" = 0 ] || exit 1
    exit 77
}

fail() { # WHAT: with what came out, once for each run
    failures=$((failures + 1))
    printf 'FAILED: %s\n' "$1"
    [ -z "$said" ] && return
    printf '  command: sockgrade %.500s\n  status: %s\n' "$said" "$status"
    sed 's/^/  out: /' .out | head -n 30 | cut -c 1-200 | cat -v
    sed 's/^/  err: /' .err | head -n 10 | cut -c 1-200 | cat -v
    said=""
}

run() { # ARGUMENT...: $status, .out and .err tell how it went
    said=$*
    status=0
    timeout 60 "$SOCKGRADE" "$@" >.out 2>.err </dev/null || status=$?
}

has_status() { # NUMBER
    [ "$status" = "$1" ] || fail "the status is not $1"
}

says() { # TEXT: in the result
    grep -Fq -e "$1" .out || fail "the result does not say: $1"
}

says_not() { # TEXT
    ! grep -Fq -e "$1" .out || fail "the result says: $1"
}

complains() { # TEXT: on standard error, in one line, and there is no result
    grep -Fq -e "$1" .err || fail "the complaint does not say: $1"
    [ ! -s .out ] || fail "there is a result beside the complaint"
    [ "$(wc -l <.err)" = 1 ] || fail "the complaint is not one line"
    grep -q '^sockgrade: ' .err || fail "the complaint does not begin with whose it is"
}

is_silent() { # nothing on standard error
    [ ! -s .err ] || fail "there is a complaint"
}

refuses() { # STATUS TEXT ARGUMENT...: runs it, which must be refused so
    refused_with=$1 refused_for=$2
    shift 2
    run "$@"
    has_status "$refused_with"
    complains "$refused_for"
}

has_namespaces() {
    unshare --user --net true 2>/dev/null
}

keeps_apart() { # what is run, as a batch asks for: not where namespaces are forbidden, or
    # this is the portable build
    "$SOCKGRADE" check connect-1 "$fixtures/connect-1/pass/plain.py" --format json 2>/dev/null |
        grep -q '"isolation": "\(full\|privileged\)"'
}

finish() {
    [ "$failures" = 0 ] && exit 0
    echo "$failures failed"
    exit 1
}
