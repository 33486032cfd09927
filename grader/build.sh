#!/bin/sh
# Builds into build/ (or the folder that SOCKGRADE_BUILD names); configures only once.
#   sh grader/build.sh [TARGET...]
set -u
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P) || exit 1
build=${SOCKGRADE_BUILD:-$root/build}
jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)

# A build folder that was copied along from elsewhere still points there.
cache=$build/CMakeCache.txt
if [ -f "$cache" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$cache"; then
    rm -rf "$cache" "$build/CMakeFiles"
fi
if ! mkdir -p "$build" 2>/dev/null || [ ! -w "$build" ]; then
    echo "build: no permission to write to $build; name another folder by SOCKGRADE_BUILD." >&2
    exit 1
fi
if [ ! -f "$cache" ] || [ ! -f "$build/Makefile" ]; then
    cmake -S "$root" -B "$build" -G "Unix Makefiles" || exit 1
fi
if [ $# -gt 0 ]; then
    set -- --target "$@"
fi
exec cmake --build "$build" --parallel "$jobs" "$@"
