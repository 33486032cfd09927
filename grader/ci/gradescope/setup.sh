#!/bin/sh
# Gradescope runs this once, as it builds the autograder: it installs what programs may be
# written in. Add what your course uses: nodejs ruby perl default-jdk-headless golang-go rustc
set -e
languages="python3 gcc g++ libc6-dev make"

export DEBIAN_FRONTEND=noninteractive
apt-get update
# shellcheck disable=SC2086 # one word a package
apt-get install -y --no-install-recommends $languages

cd /autograder/source
chmod 755 sockgrade
chmod go= . # students' programs don't run as root, and must not read what is checked
./sockgrade doctor || true # for the build's log: what isolates programs here
