// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Makes the kernel refuse a system call in this process, as sandboxes of containers and browsers
// do.

#pragma once

#include <QtCore/qbytearray.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <vector>

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

namespace Sandbox {

struct Rule
{
    const char *name;
    quint32 call;
    int argument; // -1: any arguments
    quint32 mask;
    quint32 value;
};

constexpr quint32 Whole = 0xffffffff;

inline const Rule Rules[] = {
    { "accept4", SYS_accept4, -1, 0, 0 },
    { "epoll_ctl", SYS_epoll_ctl, -1, 0, 0 },
    { "epoll_create1", SYS_epoll_create1, -1, 0, 0 },
#ifdef SYS_epoll_wait
    { "epoll_wait", SYS_epoll_wait, -1, 0, 0 },
#endif
    { "epoll_wait", SYS_epoll_pwait, -1, 0, 0 },
    { "fallocate", SYS_fallocate, -1, 0, 0 },
    { "F_SEAL_FUTURE_WRITE", SYS_fcntl, 2, Whole, 16 },
    { "F_SEAL_WRITE", SYS_fcntl, 2, Whole, 8 },
    { "inotify_init1", SYS_inotify_init1, -1, 0, 0 },
    { "memfd_create", SYS_memfd_create, -1, 0, 0 },
    { "MFD_NOEXEC_SEAL", SYS_memfd_create, 1, 8, 8 },
    { "PIDFD_GET_INFO", SYS_ioctl, 1, 0xffff, 0xff0b },
    { "pidfd_open", 434, -1, 0, 0 },
    { "pidfd_send_signal", 424, -1, 0, 0 },
    { "pipe2", SYS_pipe2, -1, 0, 0 },
    { "pwritev2", SYS_pwritev2, -1, 0, 0 },
    { "renameat2", SYS_renameat2, -1, 0, 0 },
    { "SIOCINQ", SYS_ioctl, 1, Whole, SIOCINQ },
    { "SOCK_SEQPACKET", SYS_socket, 1, 0xf, SOCK_SEQPACKET },
    { "SOCK_SEQPACKET", SYS_socketpair, 1, 0xf, SOCK_SEQPACKET },
    { "socket with flags", SYS_socket, 1, SOCK_CLOEXEC, SOCK_CLOEXEC },
    { "socketpair with flags", SYS_socketpair, 1, SOCK_CLOEXEC, SOCK_CLOEXEC },
    { "SO_PASSRIGHTS", SYS_setsockopt, 2, Whole, 83 },
    { "SO_PEERGROUPS", SYS_getsockopt, 2, Whole, 59 },
    { "SO_PEERPIDFD", SYS_getsockopt, 2, Whole, 77 },
    { "SO_TIMESTAMP", SYS_setsockopt, 2, Whole, SO_TIMESTAMP },
    { "tee", SYS_tee, -1, 0, 0 },
    { "timerfd_create", SYS_timerfd_create, -1, 0, 0 },
    { "timerfd_settime", SYS_timerfd_settime, -1, 0, 0 },
    { "waitid by pidfd", SYS_waitid, 0, Whole, 3 },
};

inline void append(std::vector<sock_filter> &program, const Rule &rule, int error)
{
    constexpr quint32 Number = offsetof(seccomp_data, nr);
    const quint32 lowHalf = Q_BYTE_ORDER == Q_BIG_ENDIAN ? 4 : 0;
    const quint32 argument = quint32(offsetof(seccomp_data, args)) + quint32(qMax(rule.argument, 0)) * 8 + lowHalf;
    const auto skip = quint8(rule.argument < 0 ? 1 : 4);
    program.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, Number));
    program.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, rule.call, 0, skip));
    if (rule.argument >= 0) {
        program.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, argument));
        program.push_back(BPF_STMT(BPF_ALU | BPF_AND | BPF_K, rule.mask));
        program.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, rule.value, 0, 1));
    }
    program.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | quint32(error)));
}

// Refuses the call from now on, also in children. Returns false if there is no such rule, or if
// no filter can be set.
inline bool refuse(const QByteArray &name, int error)
{
    std::vector<sock_filter> program;
    for (const Rule &rule : Rules) {
        if (name == rule.name)
            append(program, rule, error);
    }
    if (program.empty())
        return false;
    program.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    const sock_fprog filter { static_cast<unsigned short>(program.size()), program.data() };
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

inline bool isPossible()
{
    return ::prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0;
}

} // namespace Sandbox
