// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "rawsocket.h"

#include "control.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace raw {

static sockaddr_un addressOf(const std::string &path)
{
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path)
        control::fail("the directory for temporary files has too long a name");
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    return address;
}

Message::Message(void *data, size_t size) : vector { data, size }
{
    header.msg_iov = &vector;
    header.msg_iovlen = 1;
}

void Message::attach(int fd)
{
    header.msg_control = control;
    header.msg_controllen = sizeof control;
    cmsghdr *const beside = CMSG_FIRSTHDR(&header);
    beside->cmsg_level = SOL_SOCKET;
    beside->cmsg_type = SCM_RIGHTS;
    beside->cmsg_len = CMSG_LEN(sizeof fd);
    std::memcpy(CMSG_DATA(beside), &fd, sizeof fd);
}

int Message::descriptor() const
{
    int fd = -1;
    if (const cmsghdr *const beside = CMSG_FIRSTHDR(&header))
        std::memcpy(&fd, CMSG_DATA(beside), sizeof fd);
    return fd;
}

int createSocket(Type type)
{
    constexpr int Types[] = { SOCK_STREAM, SOCK_SEQPACKET, SOCK_DGRAM };
    const int fd = ::socket(AF_UNIX, Types[int(type)] | SOCK_CLOEXEC, 0);
    if (fd == -1)
        control::fail("socket");
    return fd;
}

int bindTo(const std::string &path, Type type)
{
    const sockaddr_un address = addressOf(path);
    const int fd = createSocket(type);
    if (::bind(fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) == -1)
        control::fail("bind");
    return fd;
}

int listenOn(const std::string &path, Mode mode, Type type)
{
    const int fd = bindTo(path, type);
    if (::listen(fd, 128) == -1)
        control::fail("listen");
    if (mode == Mode::NonBlocking)
        setNonBlocking(fd);
    return fd;
}

void connectTo(int fd, const std::string &path)
{
    const sockaddr_un address = addressOf(path);
    // The call blocks while the backlog is full.
    if (::connect(fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) == -1)
        control::fail("connect");
}

int connectTo(const std::string &path, Mode mode)
{
    const int fd = createSocket(Type::Stream);
    connectTo(fd, path);
    if (mode == Mode::NonBlocking)
        setNonBlocking(fd);
    return fd;
}

int acceptFrom(int listener, Mode mode)
{
    const int fd = ::accept4(listener, nullptr, nullptr,
                             SOCK_CLOEXEC | (mode == Mode::NonBlocking ? SOCK_NONBLOCK : 0));
    if (fd == -1 && errno != EAGAIN)
        control::fail("accept");
    return fd;
}

void setNonBlocking(int fd)
{
    if (::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK) == -1)
        control::fail("fcntl");
}

// Waits for a non-blocking descriptor after EAGAIN. Any other error ends the process.
static void waitOrFail(const char *what, int fd, short events)
{
    pollfd entry { fd, events, 0 };
    if (errno != EAGAIN || ::poll(&entry, 1, -1) == -1)
        control::fail(what);
}

void writeAll(int fd, const char *data, qint64 size)
{
    while (size > 0) {
        const ssize_t count = ::send(fd, data, size_t(size), MSG_NOSIGNAL);
        if (count == -1) {
            waitOrFail("write", fd, POLLOUT);
            continue;
        }
        data += count;
        size -= count;
    }
}

void readAll(int fd, char *data, qint64 size)
{
    while (size > 0) {
        const ssize_t count = ::read(fd, data, size_t(size));
        if (count == -1) {
            waitOrFail("read", fd, POLLIN);
            continue;
        }
        if (count == 0)
            control::fail("the end, and not all has been read");
        data += count;
        size -= count;
    }
}

} // namespace raw
