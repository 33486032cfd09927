/* SPDX-License-Identifier: MIT */
#include "run/network.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

/* Loopback is the first interface of every network namespace. */
#define LOOPBACK_INDEX 1

static int loopback_up(struct error *err)
{
    struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING};
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return error_errno(err, "can't make a socket in the new network");
    int result = ioctl(fd, SIOCSIFFLAGS, &request);
    if (result)
        error_errno(err, "can't bring the new network's loopback up");
    close(fd);
    return result;
}

/* The local route for the address of length 0 makes the whole address space local. */
static int route_everything(int fd, int family)
{
    struct {
        struct nlmsghdr header;
        struct rtmsg route;
        struct rtattr attribute;
        int interface;
    } q = {
        .header.nlmsg_len = sizeof q,
        .header.nlmsg_type = RTM_NEWROUTE,
        .header.nlmsg_flags = NLM_F_REQUEST | NLM_F_CREATE | NLM_F_ACK,
        .route.rtm_family = (unsigned char)family,
        .route.rtm_table = RT_TABLE_LOCAL,
        .route.rtm_protocol = RTPROT_STATIC,
        .route.rtm_scope = family == AF_INET ? RT_SCOPE_HOST : RT_SCOPE_UNIVERSE,
        .route.rtm_type = RTN_LOCAL,
        .attribute.rta_type = RTA_OIF,
        .attribute.rta_len = RTA_LENGTH(sizeof(int)),
        .interface = LOOPBACK_INDEX,
    };
    struct {
        struct nlmsghdr header;
        struct nlmsgerr body;
        char more[256];
    } answer = {0};
    if (send(fd, &q, sizeof q, 0) < 0 || recv(fd, &answer, sizeof answer, 0) < 0)
        return -1;
    errno = -answer.body.error;
    return answer.body.error ? -1 : 0;
}

static int every_address(struct error *err)
{
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    if (fd < 0)
        return error_errno(err, "can't speak to the new network's routing");
    int result = route_everything(fd, AF_INET);
    if (result)
        error_errno(err, "can't make every address of the new network local");
    else
        route_everything(fd, AF_INET6); /* a machine without IPv6 has nothing to route */
    close(fd);
    return result;
}

static void set(const char *path, const char *value)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    ssize_t written = write(fd, value, strlen(value));
    (void)written;
    close(fd);
}

/* Where /proc/sys may not be written, ports below 1024 stay closed to programs; exercises
 * rarely name one, and bind() tells the student clearly enough. */
static void open_low_ports(void)
{
    set("/proc/sys/net/ipv4/ip_unprivileged_port_start", "0");
}

void network_remember_nothing(void)
{
    set("/proc/sys/net/ipv4/tcp_no_metrics_save", "1");
}

int network_furnish(bool any_host, struct error *err)
{
    if (loopback_up(err) || (any_host && every_address(err)))
        return -1;
    open_low_ports();
    return 0;
}
