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
    What stream, packet and datagram sockets have in common beside their data: the other end, as far as it is known, and the
    options of the own socket. Works on a descriptor, NoSocket while there is none, and knows of no engine.
*/
class UnixPeer
{
public:
    static constexpr int NoSocket = -1;

    explicit UnixPeer(os::SocketType type) noexcept : m_type(type) { }

    // From here on it is another peer, of which only the address is known.
    void reset(const UnixAddress &to = UnixAddress());

    // Makes a socket that somebody else has opened fit to be used, and looks whose address it is connected to. Returns whether
    // it has a peer: one for datagrams need not have any.
    Result<bool> adopt(int fd);

    // For a new connection: asks who is there, and applies the options. An error is one of asking for credentials.
    Error opened(int fd);
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
    int m_bufferSizes[2] = { 0, 0 }; // by os::Buffer; 0: as the system likes
};

inline int descriptorOf(const DevicePrivate &device)
{
    return device.engine ? int(device.engine->handle()) : UnixPeer::NoSocket;
}

// For changes: a forked child makes none to what its parent has as well.
inline int ownDescriptorOf(const DevicePrivate &device)
{
    return device.isInherited() ? UnixPeer::NoSocket : descriptorOf(device);
}

// adopt() of a socket that has a connection.
bool adoptConnection(DevicePrivate &device, UnixPeer &peer, OwnedHandle handle, QIODevice::OpenMode mode);

// createPeer() of a class of sockets. open gives the socket its end.
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

// createPair() of a class of sockets. open gives one of them its handle.
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
