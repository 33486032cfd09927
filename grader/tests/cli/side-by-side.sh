# Eight checks of one exercise with a fixed port at once: none is in another's way.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

together() { # ISOLATION EXERCISE PROGRAM
    cp "$fixtures/$2/pass/$3" .
    pids=""
    for i in 1 2 3 4 5 6 7 8; do
        "$SOCKGRADE" check "$2" "$3" --isolation "$1" >".out$i" 2>".err$i" </dev/null &
        pids="$pids $!"
    done
    i=0
    for pid in $pids; do
        i=$((i + 1))
        status=0
        wait "$pid" || status=$?
        said="check $2 $3 --isolation $1 (number $i of 8 at once)"
        mv ".out$i" .out
        mv ".err$i" .err
        has_status 0
        is_silent
    done
}

together auto connect-2 plain.py
together auto listen-3 plain.py
together none connect-2 plain.py
together none listen-3 plain.py

finish
