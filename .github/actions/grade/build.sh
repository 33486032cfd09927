#!/bin/sh
# Builds sockgrade from the source that this action came with, and tells later steps where it
# is. SOCKGRADE_BUILD names the folder.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../../.." && pwd -P)
echo "::group::Build sockgrade"
sh "$root/grader/setup.sh"
sh "$root/grader/build.sh" sockgrade
echo "::endgroup::"
echo "binary=$SOCKGRADE_BUILD/sockgrade" >>"$GITHUB_OUTPUT"
