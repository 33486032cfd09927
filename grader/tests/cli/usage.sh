# What is mistyped on the command line: status 2, one line on standard error with the
# nearest name, and no result.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

cp "$fixtures/connect-1/pass/plain.py" client.py

refuses 2 'unknown command "chekc" (did you mean "check"?)' chekc connect-1 client.py
refuses 2 'unknown command "xyzzy"; there are --help, --version, batch, check,' xyzzy
refuses 2 'unknown option "--versoin" (did you mean "--version"?)' --versoin
refuses 2 'unknown option "--fromat" (did you mean "--format"?)' \
    check connect-1 client.py --fromat json
refuses 2 'unknown option "--fromat" (did you mean "--format"?)' \
    check connect-1 client.py --fromat=json
refuses 2 'unknown option "--xyzzy"' check connect-1 client.py --xyzzy
refuses 2 'unknown option "-x"' check connect-1 client.py -x
refuses 2 'unknown option "--format"; there is --help' list --format=json
refuses 2 'option --no-color takes no value' check connect-1 client.py --no-color=yes
for option in --case --seed --format --isolation --limit; do
    refuses 2 "option $option needs a value" check connect-1 client.py "$option"
done

refuses 2 'unknown case "greting" (did you mean "greeting"?)' \
    check connect-1 client.py --case greting
refuses 2 'unknown case "xyzzy"; there are greeting, pieces' \
    check connect-1 client.py --case xyzzy
refuses 2 'unknown case ""' check connect-1 client.py --case=
refuses 2 'unknown format "jsn" (did you mean "json"?)' \
    check connect-1 client.py --format jsn
refuses 2 'unknown format "xml"; there are text, json, ' \
    check connect-1 client.py --format=xml
refuses 2 'standard output takes one format: give the other a file, such as --format json=' \
    check connect-1 client.py --format text --format json
refuses 2 '--format json= needs the name of a file behind it' \
    check connect-1 client.py --format json=
refuses 2 'option --assignment needs a value' check client.py --assignment
refuses 2 '--student needs --assignment' check connect-1 client.py --student x
refuses 2 '--assignment needs what was handed in' check --assignment connect-1
refuses 2 '--assignment checks all that was handed in, without --case' \
    check client.py --assignment connect-1 --case greeting
refuses 2 'there is no exercise in ","' check client.py --assignment ,
refuses 2 'there is no file week.jsn; an assignment is a file, or exercises such as' \
    check client.py --assignment week.jsn
mkdir folder
refuses 2 'folder is a folder; an assignment is a file' batch folder week.json -o out
rmdir folder
refuses 2 'client.py is no assignment; the name of' batch client.py . -o out
refuses 2 'pack needs "gradescope" and an ASSIGNMENT' pack gradescope
refuses 2 "can't read nothing.py" check nothing.py --assignment connect-1
refuses 2 'unknown isolation "non" (did you mean "none"?)' \
    check connect-1 client.py --isolation non
refuses 2 'unknown isolation "docker"; there are auto, full, privileged, none' \
    check connect-1 client.py --isolation docker
for seed in "" x -1 +1 1.5 12x 0x10 9007199254740992 99999999999999999999999 " 7"; do
    refuses 2 '--seed takes a whole number from 0 to 2^53-1' \
        check connect-1 client.py --seed "$seed"
done

# What is wrong with a limit: its name, its value, or both.
limit() { # TEXT VALUE
    refuses 2 "$1" check connect-1 client.py --limit memory=64MiB --limit "$2"
}
limit 'unknown limit "memroy" (did you mean "memory"?)' memroy=64MiB
limit 'unknown limit "cpu"; there are processor_time, wall_time, memory, ' cpu=1s
limit ', output, open_files' cpu=1s
limit 'unknown limit ""' =64MiB
limit '--limit takes NAME=VALUE, such as memory=256MiB, not "memory"' memory
limit '--limit takes NAME=VALUE' ""
limit 'takes a size such as "512MiB", from 4 MiB to 64 GiB, not "lots"' memory=lots
limit 'not ""' memory=
limit 'not "512M"' memory=512M
limit 'not "1KiB"' memory=1KiB
limit 'not "=64MiB"' memory==64MiB
limit 'takes a time such as "2min", from 100 ms to 2 h, not "30"' wall-time=30
limit 'takes a number such as 64, from 1 to 4096, not "0"' processes=0
refuses 2 'the limit memory takes' check --limit memory=x
run check connect-1 client.py --limit memory=256MiB --limit=wall-time=1min \
    --limit open_files=64 --limit memory=128MiB
has_status 0
is_silent

refuses 2 'there is no exercise "conect-1" (did you mean "connect-1"?)' \
    check conect-1 client.py
refuses 2 'there is no exercise "xyzzy"' check xyzzy client.py
refuses 2 'there is no exercise ""' check "" client.py
refuses 2 'there is no exercise "listn-2" (did you mean "listen-2"?)' show listn-2
refuses 2 './none.json' check ./none.json client.py

needs='check needs an EXERCISE and a PROGRAM; usage: sockgrade check EXERCISE PROGRAM'
refuses 2 "$needs" check
refuses 2 "$needs" check connect-1
refuses 2 '"b.py" is one too many; usage: sockgrade check EXERCISE PROGRAM' \
    check connect-1 client.py b.py c.py
refuses 2 'there is one program, the client, which needs no --server' \
    check connect-1 client.py --server b.py
refuses 2 '"connect-1" is one too many; usage: sockgrade list' list connect-1
refuses 2 'show needs an EXERCISE; usage: sockgrade show EXERCISE' show
refuses 2 '"connect-2" is one too many; usage: sockgrade show EXERCISE' \
    show connect-1 connect-2

# An option may stand anywhere, with its value behind a space or an equals sign.
for seed in 0 7 9007199254740991; do
    run check --seed=$seed connect-1 --case greeting client.py -v --no-colour
    has_status 0
    is_silent
done

# A result that can't be written is no success.
if [ -w /dev/full ]; then
    said="--version, list and check into a full device"
    for words in --version --help list "show connect-1" "check connect-1 client.py"; do
        status=0
        # shellcheck disable=SC2086 # words are words
        timeout 60 "$SOCKGRADE" $words >/dev/full 2>.err </dev/null || status=$?
        : >.out
        has_status 3
        complains "can't write the result"
    done
fi

finish
