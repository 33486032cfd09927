/* SPDX-License-Identifier: MIT
 *
 * The checks of machine.c's table, by what they look at. Each runs alone in a process of
 * its own (what it changes goes with it), tries the real thing, and writes its finding.
 */
#ifndef RUN_MACHINE_CHECK_H
#define RUN_MACHINE_CHECK_H

#include "run/finding.h"
#include "run/surroundings.h"

struct ground {
    struct surroundings around;
    bool user_namespaces; /* the first check has found that they work */
};

typedef void machine_check(const struct ground *g, struct finding *f);

/* machine_spaces.c: namespaces and what is in them. */
machine_check machine_check_users, machine_check_mounts, machine_check_processes,
    machine_check_proc, machine_check_names, machine_check_network,
    machine_check_low_ports, machine_check_any_address, machine_check_ipv6;

/* machine_watch.c: what is seen and kept of a program. */
machine_check machine_check_waits, machine_check_children, machine_check_schedule,
    machine_check_memory, machine_check_descriptors, machine_check_sockets,
    machine_check_terminal, machine_check_filter, machine_check_notification;

/* machine_room.c: room for programs. */
machine_check machine_check_folder, machine_check_open_files, machine_check_tasks,
    machine_check_ram, machine_check_processors, machine_check_cgroup;

#endif
