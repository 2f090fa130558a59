// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/linux.h"
#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qbytearray.h>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>

namespace QtInterprocess::os {

// The name of a Unix domain socket, in bytes.
struct SocketName
{
    enum class Kind { Unnamed, Path, Abstract };

    Kind kind = Kind::Unnamed;
    QByteArray bytes;

    QString toString() const;

    friend bool operator==(const SocketName &a, const SocketName &b) noexcept
    {
        return a.kind == b.kind && a.bytes == b.bytes;
    }
};

constexpr int MaximumPathLength = int(sizeof(sockaddr_un::sun_path)) - 1;
#if QTINTERPROCESS_LINUX
constexpr int MaximumAbstractLength = MaximumPathLength;
#else
constexpr int MaximumAbstractLength = 0; // abstract names exist on Linux only
#endif

// Has room for an address that the kernel returns. If a path fills all of sun_path, Linux appends
// a zero byte and counts it.
struct ReturnedAddress
{
    sockaddr_un address;
    char end;
};

/*
    Holds the address of a name for the kernel.

    Linux reaches a path that does not fit in sockaddr_un through /proc/self/fd/N. To connect, N
    is the socket file, which this object keeps open. To bind, N is the folder, which the caller
    keeps open until the address was used.
*/
class SocketAddress
{
public:
    static Result<SocketAddress> toConnect(const SocketName &name);
    // Makes an address to bind. folder is the open folder of a path, or -1 for other names.
    static Result<SocketAddress> toBind(const SocketName &name, int folder = -1);
    // Makes the address of an entry of an open folder. Fails on systems that cannot express it.
    static Result<SocketAddress> inFolder(int folder, const QByteArray &name);
    // Makes an address to connect to a socket in an open folder. The path names the same socket,
    // for systems that connect only by path.
    static Result<SocketAddress> toConnectIn(int folder, const QByteArray &name, const QByteArray &path);
    // Returns why a name cannot be used, or no error. toConnect() and toBind() check the same.
    static Error check(const SocketName &name);
    // Returns the name of an address. If it equals likely, both share their bytes.
    static SocketName nameOf(const sockaddr_un &address, socklen_t length, const SocketName *likely = nullptr);

    const sockaddr *data() const noexcept { return reinterpret_cast<const sockaddr *>(&m_address); }
    socklen_t size() const noexcept { return m_size; }

private:
    static Result<SocketAddress> fromShortName(const SocketName &name);
    static Result<SocketAddress> throughItself(const QByteArray &path, int folder = AT_FDCWD);
    void setPath(const QByteArray &path);

    sockaddr_un m_address = {};
    socklen_t m_size = 0;
    OwnedHandle m_kept;
};

} // namespace QtInterprocess::os
