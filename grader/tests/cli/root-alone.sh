# Root of a user namespace that maps nobody else (unshare -Ur, rootless containers): it is
# nobody special, can't become anybody else, and programs are checked all the same.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

unshare --user --map-root-user --net true 2>/dev/null ||
    skip "there are no user namespaces here"

alone() { # ARGUMENT...
    said="$* (as root alone)"
    status=0
    timeout 60 unshare --user --map-root-user "$SOCKGRADE" "$@" >.out 2>.err </dev/null ||
        status=$?
}

for file in plain.py plain.c; do
    for isolation in auto full; do
        alone check connect-1 "$fixtures/connect-1/pass/$file" --isolation "$isolation"
        has_status 0
        is_silent
        says_not "not isolated"
    done
done

# The program is not root inside, and has no capability.
{ cat "$fixtures/connect-1/pass/plain.py" && cat; } >who.py <<'END'
import os
print("uid", os.getuid(), "gid", os.getgid())
print(*[line for line in open("/proc/self/status") if line.startswith("Cap")])
END
alone check connect-1 who.py -v --case greeting
has_status 0
says "uid 65534 gid 65534"
says 'CapEff:\t0000000000000000'
finish
