#!/bin/sh
# The first process of the virtual machine: goes through the table of commands and tells on
# the second serial line what came out. See run.sh.
export PATH=/bin:/usr/bin:/sbin TMPDIR=/tmp HOME=/ SOCKGRADE_EXERCISES=/exercises
result=/dev/ttyS1

# The root that the kernel has unpacked is none that may be left for another one, as
# pivot_root(2) wants; so everything moves to a file system of its own.
if [ "${1-}" != moved ]; then
    /bin/busybox mkdir -p /new
    /bin/busybox mount -t tmpfs -o mode=755 tmpfs /new
    for entry in /*; do
        [ "$entry" = /new ] || /bin/busybox cp -a "$entry" /new/
    done
    exec /bin/busybox switch_root /new /init moved
fi
/bin/busybox --install -s /bin
# Orphans become the first process's children, and their ends would interrupt our waiting.
if [ "${2-}" != work ]; then
    sh /init moved work
    sync
    poweroff -f
fi

mkdir -p /proc /sys /dev /tmp /run /root
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mkdir -p /dev/pts /dev/shm
mount -t devpts -o ptmxmode=666 devpts /dev/pts
mount -t tmpfs -o mode=1777 tmpfs /dev/shm
chmod 1777 /tmp
cgroups=/sys/fs/cgroup
mount -t cgroup2 cgroup2 "$cgroups" || echo "FAILED: no cgroup version 2" >"$result"
echo "+memory +pids" >"$cgroups/cgroup.subtree_control"
ip link set lo up
hostname machine
for module in /modules/*.ko; do # named in the order in which they need each other
    insmod "$module" || echo "FAILED: insmod $module" >"$result"
done

own_by() { # WHO FOLDER: delegates it, as systemd does
    chown "$1" "$2" "$2/cgroup.procs" "$2/cgroup.subtree_control" "$2/cgroup.threads"
}

# Started in the cgroup by exec, so that nobody else is in it; `timeout` stays outside.
# $1: the cgroup, $2: WHO, $3: WHERE, $4: COMMAND
cat >/enter <<'ENTER'
echo $$ >"$1/cgroup.procs" || exit 98
case "$3" in # by its path: busybox, too, has an unshare, which knows less
container) exec /bin/unshare --cgroup --mount sh /contain "$@" ;;
read-only) exec /bin/unshare --mount sh /contain "$@" ;;
*) exec sh /become "$@" ;;
esac
ENTER
cat >/contain <<'CONTAIN'
case "$3" in
container) umount /sys/fs/cgroup && mount -t cgroup2 cgroup2 /sys/fs/cgroup ;;
read-only) mount -o remount,bind,ro /sys/fs/cgroup ;;
esac || exit 97
exec sh /become "$@"
CONTAIN
cat >/become <<'BECOME'
case "$2" in
root) exec sh -c "exec $4" ;;
*) exec su -s /bin/sh "$2" -c "exec $4" ;;
esac
BECOME

failed=0 rows=0
complain() { # WHAT
    [ -n "$bad" ] || echo "FAILED: $row" >"$result"
    bad=1
    echo "  $1" >"$result"
}

trim() {
    echo "$1" | sed 's/^ *//; s/ *$//'
}

company_comes() { # a shell that lives in the cgroup until it is told to go
    mkfifo /tmp/.here /tmp/.go
    sh -c 'echo $$ >"$1/cgroup.procs"; echo >/tmp/.here; read -r _ </tmp/.go' \
        sh "$place" &
    company=$!
    read -r _ </tmp/.here
}
company_goes() {
    echo >/tmp/.go
    wait "$company"
    rm /tmp/.here /tmp/.go
}

nothing_is_left() {
    for left in "$place"/*/; do
        [ ! -d "$left" ] || complain "the cgroup $left is left"
    done
    while read -r pid; do
        complain "process $pid ($(cat "/proc/$pid/comm")) is left"
        kill -9 "$pid"
    done <"$place/cgroup.procs"
    [ -n "$bad" ] || rmdir "$place" || complain "its cgroup can't be removed"
    mounts=$(wc -l </proc/mounts)
    [ "$mounts" = "$mounts_before" ] ||
        complain "there were $mounts_before mounts, now there are $mounts"
}

perform() { # WHO WHERE NAMESPACES STATUS SAYS COMMAND
    place=$cgroups/place$rows bad=''
    row="$1, $2, namespaces: $3: $6"
    mkdir "$place"
    [ "$2" = foreign ] || own_by "$1" "$place"
    case "$3" in
    yes) echo 1000 ;;
    no) echo 0 ;;
    esac >/proc/sys/user/max_user_namespaces
    [ "$2" != company ] || company_comes
    read -r began _ </proc/uptime
    timeout -s KILL 300 sh /enter "$place" "$1" "$2" "$6" </dev/null >/tmp/.out 2>&1
    status=$?
    read -r ended _ </proc/uptime
    [ "$2" != company ] || company_goes
    [ "$status" = "$4" ] || complain "the status is $status, not $4"
    grep -q -e "$5" /tmp/.out || complain "the output does not say: $5"
    nothing_is_left
    if [ -z "$bad" ]; then
        echo "ok $(echo "$ended $began" | awk '{ print $1 - $2 }') s: $row" >"$result"
    else
        failed=$((failed + 1))
        sed 's/^/  | /' /tmp/.out >"$result"
    fi
}

mounts_before=$(wc -l </proc/mounts)
echo "kernel $(uname -r), $(nproc) processors" >"$result"
while IFS='|' read -r who where namespaces status says command; do
    case "$who" in "#"* | "") continue ;; esac
    rows=$((rows + 1))
    perform "$(trim "$who")" "$(trim "$where")" "$(trim "$namespaces")" "$(trim "$status")" \
        "$(trim "$says")" "$(trim "$command")"
done </commands
echo "done: $rows rows, $failed failed" >"$result"
