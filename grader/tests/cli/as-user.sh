# Started by root, everything works; so it does for an ordinary user with the same binary.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

said=""
status=0
[ "$(id -u)" = 0 ] || skip "this is an ordinary user already: all other tests are this one"
command -v setpriv >/dev/null || skip "there is no setpriv"
as_nobody() {
    setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all "$@"
}
as_nobody "$SOCKGRADE" --version >/dev/null 2>&1 || skip "nobody may not run $SOCKGRADE"
as_nobody test -r "$SOCKGRADE_SOURCE/exercises/connect-1.json" ||
    skip "nobody may not read $SOCKGRADE_SOURCE"

user_run() { # ARGUMENT...
    said="$* (as nobody)"
    status=0
    as_nobody timeout 60 "$SOCKGRADE" "$@" >.out 2>.err </dev/null || status=$?
}

for exercise in connect-1 listen-3; do
    for file in plain.py plain.c atoi.c; do
        [ -e "$fixtures/$exercise/pass/$file" ] || continue
        cp "$fixtures/$exercise/pass/$file" .
        for isolation in auto none; do
            user_run check "$exercise" "$file" --isolation "$isolation"
            has_status 0
            is_silent
        done
    done
done
cp "$fixtures/connect-1/pass/plain.py" .
if as_nobody unshare --user --net true 2>/dev/null; then
    user_run check connect-1 plain.py --isolation full
    has_status 0
fi
cp "$fixtures/connect-1/wrong-message/small-letters.py" .
user_run check connect-1 small-letters.py
has_status 1
says "[wrong-message]"

# What only root may read is not opened for a program that root has checked.
echo secret >.secret
chmod 600 .secret
{ cat "$fixtures/connect-1/pass/plain.py" && echo "print(open('$work/.secret').read())"; } >spy.py
run check connect-1 spy.py --isolation none -v
says "Permission denied"
says_not "secret\\n"

[ -z "$(ls -A .tmp)" ] || fail "something was left in the temporary folder"
finish
