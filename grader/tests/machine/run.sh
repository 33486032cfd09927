#!/bin/sh
# Boots a virtual machine with a kernel of its own, whose control groups are version 2 and
# ours to hand out, and runs the rows of `commands` in it, as root and as an ordinary user.
#   SOCKGRADE=build/sockgrade sh grader/tests/machine/run.sh [--if-heavy] [UNIT-TEST...]
# What the machine has: busybox, unshare, sockgrade, the exercises, the unit tests that are
# given, and the programs of `programs` below, compiled. grader/setup.sh --all brings the
# kernel and the emulator.
# --if-heavy: as ctest calls it: skipped (status 77) unless SOCKGRADE_HEAVY is set.
set -u
limit_s=${SOCKGRADE_MACHINE_SECONDS:-900}
hostile=fixtures/hostile/connect-2/too-much
programs="connect-1:fixtures/connect-1/pass/plain.c
    memory:$hostile/memory-page-by-page.c bomb:$hostile/fork-bomb.c"
modules="inet_diag tcp_diag udp_diag" # in the order in which they need each other

skip() {
    echo "skipped: $1"
    exit 77
}
die() {
    echo "machine: $1" >&2
    exit 1
}

if [ "${1-}" = --if-heavy ]; then
    shift
    [ -n "${SOCKGRADE_HEAVY-}" ] ||
        skip "this boots a virtual machine; sh grader/test.sh --all runs it"
fi
root=${SOCKGRADE_SOURCE:-$(CDPATH='' cd -- "$(dirname -- "$0")/../../.." && pwd -P)}
sockgrade=${SOCKGRADE:-$root/build/sockgrade}
kernel=${SOCKGRADE_MACHINE:-$root/build/machine}/kernel
here=$root/grader/tests/machine
[ "$(uname -sm)" = "Linux x86_64" ] || skip "the virtual machine is one for Linux on x86_64"
for tool in qemu-system-x86_64 busybox cpio cc unshare; do
    command -v "$tool" >/dev/null 2>&1 || skip "there is no $tool (grader/setup.sh --all)"
done
image=$(find "$kernel/boot" -name 'vmlinuz-*' 2>/dev/null | head -n 1)
[ -n "$image" ] || skip "there is no kernel in $kernel (grader/setup.sh --all)"
[ -x "$sockgrade" ] || die "$sockgrade is not built"

scratch=$(mktemp -d) || exit 1
emulator=
finish() {
    [ -z "$emulator" ] || { kill "$emulator"; wait "$emulator"; } 2>/dev/null
    rm -rf "$scratch"
}
trap finish EXIT
trap 'exit 1' HUP INT TERM

# ---- what it boots with ----
tree=$scratch/tree
put() { # FILE: with the libraries that it is linked with
    cp "$1" "$tree/bin/" || exit 1
    for library in $(ldd "$1" 2>/dev/null | grep -o '/[^ ]*'); do
        mkdir -p "$tree$(dirname "$library")"
        cp -L "$library" "$tree$library" || exit 1
    done
}
mkdir -p "$tree/bin" "$tree/sbin" "$tree/usr/bin" "$tree/lib" "$tree/etc" "$tree/modules"
for file in "$(command -v busybox)" "$(command -v unshare)" "$sockgrade" "$@"; do
    put "$file"
done
for program in $programs; do
    cc -static -w -o "$tree/${program%%:*}" "$root/${program#*:}" ||
        skip "cc can't link statically here"
done
number=0
for module in $modules; do
    file=$(find "$kernel/lib/modules" "$kernel/usr/lib/modules" -name "$module.ko" 2>/dev/null)
    number=$((number + 1))
    [ -z "$file" ] || cp "$file" "$tree/modules/$number-$module.ko"
done
cp -rL "$root/exercises" "$here/commands" "$tree/"
cp "$here/init.sh" "$tree/init"
chmod 755 "$tree/init"
printf 'root:x:0:0::/root:/bin/sh\nuser:x:1000:1000::/tmp:/bin/sh\n' >"$tree/etc/passwd"
printf 'root:x:0:\nuser:x:1000:\n' >"$tree/etc/group"
printf '127.0.0.1 localhost\n::1 localhost\n' >"$tree/etc/hosts"
: >"$tree/etc/resolv.conf"
ln -s /bin/busybox "$tree/bin/sh"
(cd "$tree" && find . | cpio -o -H newc --owner=0:0 2>/dev/null) >"$scratch/initrd" ||
    die "can't pack the machine's files"

# ---- its run ----
# Emulated, not virtualized: that works everywhere, inside other virtual machines too.
: >"$scratch/result"
timeout -k 5 "$limit_s" qemu-system-x86_64 -accel tcg,thread=multi -smp 2 -m 768 \
    -nodefaults -display none -no-reboot -kernel "$image" -initrd "$scratch/initrd" \
    -append "console=ttyS0 quiet panic=-1" \
    -serial "file:$scratch/console" -serial "file:$scratch/result" \
    </dev/null >"$scratch/emulator" 2>&1 &
emulator=$!
wait "$emulator"
status=$?
emulator=
tr -d '\r' <"$scratch/result" | cat -v
if grep -q '^done: [1-9][0-9]* rows, 0 failed' "$scratch/result" &&
    ! grep -q '^FAILED' "$scratch/result"; then
    exit 0
fi
[ "$status" != 124 ] || echo "machine: it was not done after $limit_s s"
echo "---- what the emulator and the kernel said last ----"
cat "$scratch/emulator"
tr -d '\r' <"$scratch/console" | tail -n 40 | cat -v
exit 1
