# Runs a command where FOLDER is /NAME, as platforms have folders in their containers; with a
# network of its own. Nothing of it is seen outside. Status 77: that can't be made here.
#   sh own_root.sh FOLDER NAME COMMAND...
set -e
if [ "$1" != --inside ]; then
    map=--map-root-user
    [ "$(id -u)" != 0 ] || map=
    # shellcheck disable=SC2086 # it may be none
    unshare $map --mount --net --propagation private true || exit 77
    # shellcheck disable=SC2086
    exec unshare $map --mount --net --propagation private sh "$0" --inside "$@"
fi
folder=$2 name=$3
shift 3
"${SOCKGRADE_PYTHON:-python3}" -c 'import fcntl, socket, struct
up = struct.pack("16sh", b"lo", 1) # IFF_UP
fcntl.ioctl(socket.socket(), 0x8914, up) # SIOCSIFFLAGS'
root=$(mktemp -d)
mount -t tmpfs -o mode=755 tmpfs "$root" || exit 77
for entry in /*; do
    if [ -L "$entry" ]; then
        cp -P "$entry" "$root$entry"
    elif [ -d "$entry" ]; then
        mkdir "$root$entry"
        mount --rbind "$entry" "$root$entry" || exit 77
    fi
done
mkdir "$root/$name" "$root/.old"
mount --bind "$folder" "$root/$name"
cd "$root"
pivot_root . .old
cd "/$name"
umount -l /.old
rmdir /.old
rmdir "$root" 2>/dev/null || true # what was mounted upon
exec "$@"
