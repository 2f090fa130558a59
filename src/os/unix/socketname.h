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

// The name of a Unix domain socket, as bytes.
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

// Room for an address that the kernel returns: Linux puts a zero byte behind a path that fills all of sun_path, and counts it.
struct ReturnedAddress
{
    sockaddr_un address;
    char end;
};

/*
    A name in the form the kernel takes. A path that does not fit into sockaddr_un is reached through
    /proc/self/fd/N on Linux: to connect, N is the socket file itself, and is kept open here; to bind, N is its folder, which
    the caller keeps open until the address has been used.
*/
class SocketAddress
{
public:
    static Result<SocketAddress> toConnect(const SocketName &name);
    // folder is the open one that a path leads to; -1 for other names.
    static Result<SocketAddress> toBind(const SocketName &name, int folder = -1);
    // An entry of an open folder. Fails where there is no way to say that.
    static Result<SocketAddress> inFolder(int folder, const QByteArray &name);
    // The socket of that name in an open folder; path is the same for systems that connect by path only.
    static Result<SocketAddress> toConnectIn(int folder, const QByteArray &name, const QByteArray &path);
    // Whether a name can be used at all, and if not why: the checks of both.
    static Error check(const SocketName &name);
    // The result shares its bytes with likely, if that is the same.
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
