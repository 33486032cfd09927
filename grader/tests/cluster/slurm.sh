#!/bin/sh
# A course on a Slurm cluster: a real controller, with a node of four processors, in a network
# and processes of their own, so that any number of these tests can run and nothing is left.
# The gradebook has to be that of one machine, though a task is killed and started again.
#   SOCKGRADE=build/sockgrade SOCKGRADE_SOURCE=. sh grader/tests/cluster/slurm.sh [--if-heavy]
# --if-heavy: as ctest calls it: skipped (status 77) unless SOCKGRADE_HEAVY is set.
# shellcheck disable=SC2154,SC1091
. "${SOCKGRADE_SOURCE:?is the source tree}/grader/tests/cluster/lib.sh"
export PATH="$PATH:/usr/sbin:/sbin"

# --- outside ---------------------------------------------------------------------------------

for tool in slurmctld slurmd sbatch munged unshare setpriv ip; do
    command -v "$tool" >/dev/null || skip "there is no $tool"
done
if [ "${1-}" != --inside ]; then
    # In a user namespace they fail: they want to drop groups.
    [ "$(id -u)" = 0 ] || skip "Slurm's daemons need root"
    set -- --net --uts --ipc --mount --pid --fork --kill-child --mount-proc
    unshare "$@" true 2>/dev/null || skip "no namespaces can be made here"
    # Whatever ends us ends unshare, and that all that is in there.
    trap 'kill -KILL "$inside" 2>/dev/null; wait; exit 1' HUP INT TERM
    setpriv --pdeathsig KILL unshare "$@" sh "$script" --inside &
    inside=$!
    status=0
    wait "$inside" || status=$?
    exit "$status"
fi

# --- inside ----------------------------------------------------------------------------------

fails() {
    fail "$1"
    for log in munge.log slurmctld.log slurmd.log batch.log out/merge.log out/shares/*.log; do
        [ ! -s "$log" ] || { echo "  $log:" && tail -n 12 "$log" | cut -c 1-200; }
    done
    finish
}

# With nothing but 127.0.0.1, Slurm's look-ups find no address to listen on.
a_network() {
    ip link set lo up && ip address add 10.0.0.1/32 dev lo && hostname node1 &&
        echo "10.0.0.1 node1" >hosts && mount --bind hosts /etc/hosts &&
        echo "hosts: files" >names && mount --bind names /etc/nsswitch.conf
}

a_cluster() { # its own key, sockets, state
    mkdir -m 700 munge && mkdir state spool || return 1
    head -c 64 /dev/urandom >munge/key && chmod 400 munge/key
    cat >slurm.conf <<EOC
ClusterName=test
SlurmctldHost=node1(10.0.0.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge/socket,cred_expire=5
CredType=cred/munge
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
SchedulerParameters=batch_sched_delay=0,sched_interval=1
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
KillWait=2
ReturnToService=2
NodeName=node1 NodeAddr=10.0.0.1 CPUs=4 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=10 State=UP
EOC
    export SLURM_CONF="$work/slurm.conf"
    munged --foreground --force --origin=10.0.0.1 --key-file=munge/key \
        --socket="$work/munge/socket" --pid-file="$work/munge/pid" \
        --log-file="$work/munge/log" --seed-file="$work/munge/seed" >munge.log 2>&1 &
    slurmctld -D -c >slurmctld.err 2>&1 &
    slurmd -D >slurmd.err 2>&1 &
    patiently 30 is_idle
}
is_idle() {
    [ "$(sinfo --noheader --format=%T 2>/dev/null)" = idle ]
}

is_done() {
    queue=$(squeue --noheader 2>/dev/null) && [ -z "$queue" ]
}

# Every task is taken off its node once, as soon as it has graded something.
an_interrupted_command() {
    cat >./command <<EOC
#!/bin/sh
share=\${SLURM_ARRAY_TASK_ID-}
graded() { "$SOCKGRADE_PYTHON" "$cluster_tests/journal_count.py" "out/shares/\$share/grades.db"; }
[ -n "\$share" ] && [ -z "\${SLURM_RESTART_COUNT-}" ] || exec "$SOCKGRADE" "\$@"
"$SOCKGRADE" "\$@" &
while kill -0 \$! 2>/dev/null; do
    if [ "\$(graded)" != 0 ]; then
        kill -STOP \$!
        graded >"killed-\$share"
        scontrol requeue "\$SLURM_JOB_ID"
        break
    fi
done
wait \$!
EOC
    chmod 755 command
}

# A task that was killed when it was done proves nothing.
one_was_killed_midway() {
    for share in 1 2 3 4; do
        [ ! -s "killed-$share" ] || [ "$(cat "killed-$share")" -ge \
            "$("$SOCKGRADE_PYTHON" "$cluster_tests/journal_count.py" out/shares/$share/grades.db)" ] ||
            return 0
    done
    return 1
}

a_network || skip "no network can be made here"
a_course
an_assignment >week-3.json
"$SOCKGRADE" batch week-3.json handed-in -o alone -j 4 >batch.log 2>&1 ||
    fails "one machine can't grade it"
a_cluster || fails "the cluster did not start"
an_interrupted_command
CPUS=2 SOCKGRADE=$work/command sh "$cluster/slurm/submit.sh" week-3.json handed-in out 4 \
    >submit.log 2>&1 || fails "nothing was submitted: $(cat submit.log)"
patiently 60 is_done || fails "the jobs are not done: $(squeue)"
[ -s out/gradebook.csv ] || fails "nothing was merged"
one_was_killed_midway || fails "no task was killed while it was at it"
same_grades alone out
finish
