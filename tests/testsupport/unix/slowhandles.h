// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// A foreign process that passes descriptors whose close() blocks: TCP sockets with SO_LINGER and
// unread data.

#pragma once

#include "testsupport/unix/rawunix.h"

#include <atomic>
#include <memory>
#include <new>

#include <grp.h>
#include <netinet/in.h>
#include <sys/mman.h>

namespace SlowHandles {

constexpr uid_t OtherUser = 65534;
constexpr int Seconds = 3; // how long close() blocks

// Makes such a descriptor. Closing it here would block as well: close this copy last, or kill the
// process.
inline int make()
{
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    const int small = 4096;
    ::setsockopt(listener, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto *const raw = reinterpret_cast<sockaddr *>(&address);
    if (::bind(listener, raw, size) != 0 || ::listen(listener, 5) != 0 || ::getsockname(listener, raw, &size) != 0)
        return -1;
    const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    const linger value = { 1, Seconds };
    ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &value, sizeof value);
    if (::connect(fd, raw, size) != 0 || ::accept(listener, nullptr, nullptr) == -1)
        return -1;
    static const char bytes[65536] = {};
    while (::send(fd, bytes, sizeof bytes, MSG_DONTWAIT | MSG_NOSIGNAL) > 0) {
    }
    return fd;
}

// Passes fd with that number of bytes. Returns 0 or errno.
inline int pass(int socket, int fd, size_t bytes = 5, int flags = 0)
{
    char data[16] = {};
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof fd)] = {};
    iovec vector = { data, bytes };
    msghdr message = {};
    message.msg_iov = &vector;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    cmsghdr *const entry = CMSG_FIRSTHDR(&message);
    entry->cmsg_level = SOL_SOCKET;
    entry->cmsg_type = SCM_RIGHTS;
    entry->cmsg_len = CMSG_LEN(sizeof fd);
    std::memcpy(CMSG_DATA(entry), &fd, sizeof fd);
    return ::sendmsg(socket, &message, flags | MSG_NOSIGNAL) == -1 ? errno : 0;
}

inline void passAndForget(int socket, size_t bytes = 5, int flags = 0)
{
    const int fd = make();
    if (pass(socket, fd, bytes, flags) != 0) {
        const linger none = {};
        ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &none, sizeof none);
    }
    ::close(fd);
}

inline int connectTo(const QByteArray &name, int type)
{
    const int fd = int(Raw::socketOf(type).release());
    const Raw::Address address(name);
    return ::connect(fd, address.data(), address.size) == 0 ? fd : -1;
}

// A process of another user that runs attack and lives until this object is destroyed. If this
// process cannot change its user, the user is the same. attack makes only system calls.
class Attacker
{
public:
    using Attack = std::function<void(Raw::Child &self)>;

    explicit Attacker(const Attack &attack)
        : m_done(new (::mmap(nullptr, sizeof *m_done, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0))
                     std::atomic<bool>(false)),
          m_child([this, attack](Raw::Child &self) {
              if (::geteuid() == 0
                  && (::setgroups(0, nullptr) != 0 || ::setgid(OtherUser) != 0 || ::setuid(OtherUser) != 0))
                  return 1;
              self.receiveByte();
              attack(self);
              *m_done = true;
              return int(self.receiveByte());
          })
    { }
    ~Attacker() { ::munmap(m_done, sizeof *m_done); }

    void begin() const { m_child.sendByte('b'); }
    bool isDone() const { return *m_done; }
    Raw::Child &child() { return m_child; }

private:
    Q_DISABLE_COPY(Attacker)

    std::atomic<bool> *const m_done; // shared with the other process
    Raw::Child m_child;
};

} // namespace SlowHandles
