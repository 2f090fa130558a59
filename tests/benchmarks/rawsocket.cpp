// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "rawsocket.h"

#include "control.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
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

int listenOn(const std::string &path, Mode mode)
{
    const sockaddr_un address = addressOf(path);
    const int flags = SOCK_CLOEXEC | (mode == Mode::NonBlocking ? SOCK_NONBLOCK : 0);
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | flags, 0);
    if (fd == -1 || ::bind(fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) == -1
        || ::listen(fd, 128) == -1)
        control::fail("listen");
    return fd;
}

int connectTo(const std::string &path, Mode mode)
{
    const sockaddr_un address = addressOf(path);
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    // Blocking: a full backlog is waited for.
    if (fd == -1 || ::connect(fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) == -1)
        control::fail("connect");
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

void writeAll(int fd, const char *data, qint64 size)
{
    while (size > 0) {
        const ssize_t count = ::send(fd, data, size_t(size), MSG_NOSIGNAL);
        if (count == -1)
            control::fail("write");
        data += count;
        size -= count;
    }
}

void readAll(int fd, char *data, qint64 size)
{
    while (size > 0) {
        const ssize_t count = ::read(fd, data, size_t(size));
        if (count <= 0)
            control::fail("read");
        data += count;
        size -= count;
    }
}

} // namespace raw
