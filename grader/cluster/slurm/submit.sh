#!/bin/sh
# Grades a course on a Slurm cluster: an array job with a task for each share of it, and a job
# behind that, which merges what the tasks found out.
#   sh submit.sh ASSIGNMENT FOLDER OUT SHARES [OPTION...]
# OPTION...: of "sockgrade batch". The folders have to be on a file system that all nodes share.
# The same command goes on where an earlier one was stopped.
# sbatch's variables say where it runs and for how long, such as SBATCH_PARTITION,
# SBATCH_ACCOUNT, SBATCH_TIMELIMIT; CPUS is how many processors a task has, 4; SOCKGRADE is the
# command, "sockgrade".
set -u

die() {
    printf 'submit: %s\n' "$*" >&2
    exit 2
}
usage() {
    sed -n '2,9s/^# \{0,1\}//p' "$0"
    exit "$1"
}

case "${1-}" in
-h | --help) usage 0 ;;
esac
[ $# -ge 4 ] || usage 2 >&2
assignment=$1 folder=$2 out=$3 shares=$4
shift 4
case "$shares" in
*[!0-9]* | '' | 0*) die "SHARES is how many tasks there are, such as 8, not \"$shares\"." ;;
esac
[ -e "$folder" ] || die "there is no $folder."
command -v sbatch >/dev/null || die "there is no sbatch here: run this where Slurm is."
command -v "${SOCKGRADE:=sockgrade}" >/dev/null ||
    die "there is no command \"$SOCKGRADE\": install it, or name it by SOCKGRADE."
SOCKGRADE=$(command -v "$SOCKGRADE")
export SOCKGRADE

# Tasks start in the folder that this is run in, so that names mean the same there.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P) || exit 3
mkdir -p -- "$out/shares" || die "$out can't be made."
grade=$(sbatch --parsable --array="1-$shares" --cpus-per-task="${CPUS:-4}" \
    --output="$out/shares/%a.log" \
    "$here/sockgrade.sbatch" "$assignment" "$folder" "$out" "$shares" "$@") || exit 3
grade=${grade%%;*} # the cluster's name may stand behind
echo "submit: job $grade grades in $shares tasks; their logs: $out/shares/"

merge=$(sbatch --parsable --dependency="afterok:$grade" --kill-on-invalid-dep=yes \
    --output="$out/merge.log" "$here/merge.sbatch" "$out" "$shares") || {
    echo "submit: the job that merges was refused; once job $grade is done, run" \
        "sockgrade merge $out/shares/* -o $out" >&2
    exit 3
}
echo "submit: job ${merge%%;*} merges it then; its log: $out/merge.log"
echo "submit: if a task fails, its log says why, nothing is merged, and the same command goes on"
