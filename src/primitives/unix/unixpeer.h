// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "device/device_p.h"
#include "engine/connector.h"
#include "os/unix/socket.h"

#include <QtInterprocess/credentials.h>
#include <QtInterprocess/unixaddress.h>

#include <QtCore/qlist.h>

#include <memory>
#include <optional>
#include <utility>

namespace QtInterprocess {

/*
    The common part of stream, packet and datagram sockets besides their data.

    It holds the peer, as far as it is known, and the options of the own socket. It works on a
    descriptor, or NoSocket, and does not depend on an engine.
*/
class UnixPeer
{
public:
    static constexpr int NoSocket = -1;

    explicit UnixPeer(os::SocketType type) noexcept : m_type(type) { }

    // Sets another peer, of which only the address is known.
    void reset(const UnixAddress &to = UnixAddress());

    // Prepares a foreign socket for use, and reads the address of its peer. Returns whether it has
    // a peer; a datagram socket need not have one.
    Result<bool> adopt(int fd);

    // Identifies the peer of a new connection unless it is known, and applies the options. Fails if
    // credentials cannot be requested.
    Error opened(int fd, const PeerCredentials *known);
    void identify(int fd);
    void applyBufferSizes(int fd) const;

    int bufferSize(os::Buffer which, int fd) const;
    void setBufferSize(os::Buffer which, int bytes, int fd);
    Error setReceivesCredentials(bool on, int fd);

    std::optional<QList<quint32>> groups(int fd) const;
    OwnedHandle process(int fd, Error *error) const;

    UnixAddress address;
    PeerCredentials credentials;
    ConnectOptions options;
    bool receivesCredentials = false;

private:
    const os::SocketType m_type;
    int m_bufferSizes[2] = { 0, 0 }; // by os::Buffer; 0 is the system's default
};

inline int descriptorOf(const DevicePrivate &device)
{
    return device.engine ? int(device.engine->handle()) : UnixPeer::NoSocket;
}

// Returns the descriptor for changes. A forked child must not change its parent's socket.
inline int ownDescriptorOf(const DevicePrivate &device)
{
    return device.isInherited() ? UnixPeer::NoSocket : descriptorOf(device);
}

// Implements adopt() of a connected socket.
bool adoptConnection(DevicePrivate &device, UnixPeer &peer, OwnedHandle handle, QIODevice::OpenMode mode);

// Implements createPeer() of a socket class. open gives the socket its end.
template <typename Open>
OwnedHandle createPeerOf(DevicePrivate &device, os::SocketType type, const Open &open)
{
    if (!device.canBegin("create a peer for"))
        return {};
    auto handles = os::createPairForPeer(type);
    if (!handles) {
        device.refuse(handles.error());
        return {};
    }
    return open(std::move(handles->first)) ? std::move(handles->second) : OwnedHandle();
}

// Implements createPair() of a socket class. open gives a socket its handle.
template <typename Socket, typename Open>
std::pair<std::unique_ptr<Socket>, std::unique_ptr<Socket>> createSocketPair(os::SocketType type, Error *error,
                                                                             const Open &open)
{
    auto handles = os::createPair(type);
    if (error)
        *error = handles ? Error() : handles.error();
    if (!handles)
        return {};
    std::pair pair { std::make_unique<Socket>(), std::make_unique<Socket>() };
    open(*pair.first, std::move(handles->first));
    open(*pair.second, std::move(handles->second));
    return pair;
}

} // namespace QtInterprocess
