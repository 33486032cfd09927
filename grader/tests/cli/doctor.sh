# sockgrade doctor: what it says of this computer, and of one from which something was taken:
# namespaces, system calls, tools, files, processes, /proc. Each time its text has to fit into
# a terminal, its document into the schema, and its exit status to both.
. "$SOCKGRADE_SOURCE/grader/tests/cli/lib/cli.sh"

doctor() { # OPTION... -- COMMAND...: runs it by that command; both formats must agree
    options=""
    while [ "$1" != -- ]; do
        options="$options $1"
        shift
    done
    shift
    said="doctor$options, by $*"
    status=0
    # shellcheck disable=SC2086 # options are words
    timeout 60 "$@" "$SOCKGRADE" doctor --format json >.json 2>.err </dev/null || status=$?
    [ "$status" = 77 ] && return 1
    in_json=$status
    is_silent
    status=0
    # shellcheck disable=SC2086
    timeout 60 "$@" "$SOCKGRADE" doctor $options >.out 2>.err </dev/null || status=$?
    is_silent
    has_status "$in_json"
    "$SOCKGRADE_PYTHON" "$lib/doctor_report.py" "$status" <.json ||
        fail "the document is not as it should be"
    # Long names of folders and files may stand out.
    awk 'length > 80 && !/\//' .out | grep -q . && fail "a line is longer than 80 columns"
    [ -z "$(ls -A .tmp)" ] || fail "something was left in the temporary folder"
    return 0
}

json_says() { # EXPRESSION: of Python, over `d` (the document) and `f` (its findings by id)
    "$SOCKGRADE_PYTHON" -c '
import json, sys
d = json.load(sys.stdin)
f = {finding["id"]: finding for finding in d["findings"]}
sys.exit(not eval(sys.argv[1]))' "$1" <.json || fail "the document does not say: $1"
}

# --- this computer ---------------------------------------------------------------------------

doctor -- env
case $status in 0 | 1) ;; *) fail "programs can't be judged here" ;; esac
says "Where programs run"
says "Languages"
says "exercises"
if has_namespaces; then
    says "every run is isolated"
    json_says 'd["isolation"] != "none"'
fi
ok=$status
doctor -v -- env
[ "$status" = "$ok" ] || fail "-v changes the status"
for id in user-namespaces network waits sockets terminal processors; do
    says "  $id ("
done
json_says 'len(f) > 15'

escape=$(printf '\033')
for option in "" --no-color; do
    # shellcheck disable=SC2086 # none is no word
    TERM=xterm timeout 60 "$SOCKGRADE_PYTHON" -c '
import os, pty, sys
os.dup2(os.open(".err", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
pty.spawn(sys.argv[1:])' "$SOCKGRADE" doctor $option </dev/null >/dev/null
    said="doctor $option (on a terminal)"
    cp .err .out
    says "Where programs run"
    if [ -z "$option" ]; then says "${escape}[32mok"; else says_not "$escape"; fi
done
run doctor
says_not "$escape"
refuses 2 'unknown option "--fromat" (did you mean "--format"?)' doctor --fromat json
refuses 2 'unknown format "jsno" (did you mean "json"?)' doctor --format jsno
refuses 2 "is one too many" doctor connect-1

# What doctor says that check uses is what check uses.
run check connect-1 "$fixtures/connect-1/pass/plain.py" --format json
stage=$("$SOCKGRADE_PYTHON" -c 'import json; print(json.load(open(".json"))["isolation"])')
says "\"isolation\": \"$stage\""

# --- without namespaces ----------------------------------------------------------------------

not_isolated() {
    has_status 1
    says "not isolated"
    says "missing  user-namespaces"
    json_says 'd["isolation"] == "none" and d["result"] == "mendable"'
    json_says 'f["user-namespaces"]["state"] == "missing" and f["waits"]["state"] == "ok"'
}

none_allowed() { # an own user namespace that allows no more of them
    # shellcheck disable=SC2016 # is for the inner shell
    unshare --user --map-root-user sh -c \
        'echo 0 >/proc/sys/user/max_user_namespaces || exit 77; exec "$@"' sh "$@"
}
if none_allowed true 2>/dev/null; then
    cat >none-allowed.sh <<'END'
exec unshare --user --map-root-user sh -c \
    'echo 0 >/proc/sys/user/max_user_namespaces || exit 77; exec "$@"' sh "$@"
END
    doctor -- sh none-allowed.sh
    not_isolated
    says "the setting user.max_user_namespaces"
    says "sysctl -w user.max_user_namespaces="
    json_says 'f["network"]["state"] == "not-tried"'
    doctor -- unshare --user --map-root-user
    json_says 'd["system"]["root"] is False'
else
    echo "note: no user namespace can be made here"
fi

# By root, for the whole system that it sees; a stage of root's own may still be there.
if "$SOCKGRADE_PYTHON" "$lib/no_namespaces.py" true; then
    doctor -- "$SOCKGRADE_PYTHON" "$lib/no_namespaces.py"
    json_says 'f["user-namespaces"]["state"] != "ok"'
    json_says 'not d["stages"][0]["works"] and d["isolation"] != d["stages"][0]["name"]'
fi

# As a container's filter does.
refused() { # CALLS OPTION...
    calls=$1
    shift
    doctor "$@" -- "$SOCKGRADE_PYTHON" "$lib/refused_calls.py" "$calls"
}
if refused unshare; then
    not_isolated
    json_says 'f["user-namespaces"]["mend"] or "filter" in f["user-namespaces"]["reason"]'
    json_says '"Operation not permitted" in f["user-namespaces"]["reason"]'
    json_says 'f["mounts"]["state"] in ("missing", "not-tried")'
    refused unshare -v
    says "mounts (files of its own)"
fi
if refused process_vm_readv,pidfd_getfd; then
    has_status 1
    says "missing  memory"
    json_says 'f["memory"]["state"] == f["descriptors"]["state"] == "missing"'
fi

# Settings of kernels that this one may not be, shown in the place of its own.
if [ "$(id -u)" = 0 ] && unshare --mount mount -t tmpfs none /proc/sys/kernel 2>/dev/null; then
    cat >settings.sh <<'END'
calls=$1 name=$2 value=$3
shift 3
mount -t tmpfs none /proc/sys/kernel && mkdir -p "/proc/sys/kernel/$(dirname "$name")" &&
    echo "$value" >"/proc/sys/kernel/$name" || exit 77
exec "$SOCKGRADE_PYTHON" "$lib/refused_calls.py" "$calls" "$@"
END
    export lib
    with_setting() { # CALLS NAME VALUE: as if for that setting's sake
        doctor -- unshare --mount sh settings.sh "$@"
    }
    # In a container, the container is blamed for namespaces.
    if with_setting unshare apparmor_restrict_unprivileged_userns 1; then
        json_says 'd["system"]["container"] or "userns" in f["user-namespaces"]["mend"]'
    fi
    if with_setting unshare unprivileged_userns_clone 0; then
        says "kernel.unprivileged_userns_clone is 0"
        says "sysctl -w kernel.unprivileged_userns_clone=1"
    fi
    if with_setting process_vm_readv yama/ptrace_scope 2; then
        json_says '"kernel.yama.ptrace_scope is 2" in f["memory"]["reason"]'
        says "sysctl -w kernel.yama.ptrace_scope=1"
    fi
fi

# --- without tools ---------------------------------------------------------------------------

doctor -- env PATH=/nowhere
has_status 1
says "missing  Python: PATH leads to no python3"
says "missing  C: PATH leads to no gcc or"
says "Only compiled programs can be judged"
json_says 'not any(l["path"] for l in d["languages"])'
json_says 'all(l["works"] == (l["name"] in ("script", "executable")) for l in d["languages"])'
mkdir shims broken
chmod 755 shims broken
# shellcheck disable=SC2016
printf '#!/bin/sh\nexec /usr/bin/python3 "$@"\n' >shims/python3
cp -L /bin/false broken/python3
chmod 755 shims/python3 broken/python3
doctor -- env PATH="$work/shims"
says "is a script"
json_says 'd["languages"][0]["passed_over"].endswith("/shims/python3")'
doctor -- env PATH="$work/broken"
json_says 'd["languages"][0]["path"] and not d["languages"][0]["works"]'
says "it does not run"

# --- without room ----------------------------------------------------------------------------

if command -v prlimit >/dev/null; then
    doctor -- prlimit --nofile=100
    has_status 1
    says "missing  open-files"
    says "ulimit -n"
fi

# --- as an ordinary user ---------------------------------------------------------------------

as_nobody="setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all"
# shellcheck disable=SC2086 # are words
if [ "$(id -u)" = 0 ] && $as_nobody "$SOCKGRADE" --version >/dev/null 2>&1 &&
    $as_nobody test -r "$SOCKGRADE_EXERCISES/connect-1.json"; then
    doctor -- $as_nobody
    says "ordinary user"
    [ "$status" = "$ok" ] || fail "root and an ordinary user are told another status"
    json_says 'd["system"]["root"] is False'
    if "$SOCKGRADE_PYTHON" "$lib/no_namespaces.py" true; then
        doctor -- "$SOCKGRADE_PYTHON" "$lib/no_namespaces.py" $as_nobody
        not_isolated
        json_says '"sudo sysctl" in f["user-namespaces"]["mend"]'
    fi
    # The sanitizers themselves need processes and /proc.
    if ! grep -q __asan_init "$SOCKGRADE"; then
        # No process can be started: told once, and nothing can be judged.
        doctor -- $as_nobody prlimit --nproc=1:1
        has_status 3
        says "Nothing can be judged"
        [ "$(grep -c "could not be tried" .out)" = 1 ] || fail "one reason is told many times"
        json_says 'd["isolation"] is None and d["result"] == "unable"'
        # /proc is not there.
        if unshare --mount mount -t tmpfs none /proc 2>/dev/null; then
            # shellcheck disable=SC2016
            echo 'mount -t tmpfs none /proc && exec "$@"' >no-proc.sh
            doctor -- unshare --mount sh no-proc.sh
            has_status 1
            json_says '"/proc is not mounted" in f["waits"]["reason"]'
            says "mount -t proc"
        fi
    fi
fi
finish
