# Installed among the system's files, the exercises are found, and no program sees them: in
# the folder that the command was built for, and in any other.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

has_namespaces || skip "there are no user namespaces here"
unset SOCKGRADE_EXERCISES

cat >look.py <<'END'
import os, socket
for prefix in "/usr/local", "/usr/local/lib/moved":
    for folder, _, files in os.walk(prefix + "/share/sockgrade"):
        if files:
            print("sees", folder, *files)
print("looked")
s = socket.create_connection(("127.0.0.1", 5555))
s.sendall(b"How do you do?")
print(s.recv(100).decode())
END

# In a mount namespace of the test's own /usr/local is empty, and takes what is installed.
cat >installed.sh <<'END'
mount -t tmpfs none /usr/local || exit 77
mkdir -p "$1/bin" "$1/share/sockgrade/exercises"
cp "$SOCKGRADE" "$1/bin/sockgrade"
cp "$SOCKGRADE_SOURCE"/exercises/*.json "$1/share/sockgrade/exercises"
prefix=$1
shift
exec timeout 60 "$prefix/bin/sockgrade" "$@"
END
installed() { # PREFIX ARGUMENT...
    said="$* (installed)"
    status=0
    unshare --user --map-root-user --mount sh installed.sh "$@" >.out 2>.err </dev/null ||
        status=$?
    [ "$status" != 77 ] || skip "nothing can be mounted on /usr/local"
}

for prefix in /usr/local /usr/local/lib/moved; do
    installed "$prefix" list
    has_status 0
    says "connect-1"
    installed "$prefix" check connect-1 look.py --isolation full --case greeting -v
    has_status 0
    is_silent
    says "looked"
    says_not "sees"
done
finish
