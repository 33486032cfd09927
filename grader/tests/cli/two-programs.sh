# An exercise that takes two programs: which is the server and which the client, and what is
# said where that can't be told.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

right=$fixtures/gotit/pass/as-in-the-text
wrong=$fixtures/gotit/wrong-message/server-sends-the-line-back

passes() { # ARGUMENT...
    run check gotit --case one "$@"
    [ "$status" != 3 ] || has_namespaces || skip "two programs take network namespaces"
    has_status 0
    is_silent
    says "server.py, python; "
}

refused() { # TEXT ARGUMENT...
    wanted=$1
    shift
    refuses 2 "$wanted" check gotit "$@"
}

# --- told by their names, by what they call, or said -------------------------------------

passes "$right"
passes "$right/"
passes "$right/server.py" "$right/client.py"
passes "$right/client.py" "$right/server.py"
passes --server "$right/server.py" --client "$right/client.py"
passes --server="$right/server.py" "$right/client.py"

mkdir alike
cp "$right/server.py" alike/one-server.py
cp "$right/client.py" alike/two.py
passes alike/two.py alike/one-server.py
cp "$right/server.py" alike/one.py
rm alike/one-server.py
run check gotit --case one alike
has_status 0
says "alike/one.py, python; alike/two.py, python"

# Comments don't count.
{ echo "# a client: no accept() here, and no listen()"; cat "$right/client.py"; } >alike/two.py
run check gotit --case one alike/two.py alike/one.py
has_status 0

cp alike/two.py alike/three.py
refused 'of alike/one.py, alike/three.py and alike/two.py it can'"'"'t be told' alike
refused '--server FILE --client FILE' alike/two.py alike/three.py
refused 'there is only alike/one.py' alike/one.py
mkdir empty
refused 'there is none' empty
refused 'there is none'
refused '--client FILE is missing' --server alike/one.py
refused '"alike/three.py" is one program too many' --server alike/one.py --client alike/two.py \
    alike/three.py
refused '"alike/three.py" is one too many' alike/one.py alike/two.py alike/three.py
refused 'nowhere.py: there is no such program' --server alike/one.py nowhere.py

# --- who is at fault ---------------------------------------------------------------------

run check gotit "$wrong" --seed 4
has_status 1
says "Your server sent something else"
says "--server $wrong/server.py --client $wrong/client.py --case one --seed 4"
says_not "your program "

run check gotit "$wrong" --format json
has_status 1
says '"program": "server"'
says '"part": "client"'

# --- in a folder with other exercises ----------------------------------------------------

mkdir all
cp -r "$right" all/gotit
cp "$fixtures/connect-1/pass/plain.py" all/connect-1.py
run check all
has_status 0
says "gotit"
cp alike/one.py all/gotit/server2.py
run check all
has_status 3
says "it can't be told which is the server"

run check gotit "$right" --isolation none
has_status 3
says "this exercise runs two programs on one port"

finish
