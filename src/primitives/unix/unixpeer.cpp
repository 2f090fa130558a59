// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "primitives/unix/unixpeer.h"

#include "os/unix/peer.h"
#include "os/unix/sendercredentials.h"
#include "primitives/unix/unixaddress_p.h"
#include "support/errortext.h"

namespace QtInterprocess {

void UnixPeer::reset(const UnixAddress &to)
{
    address = to;
    credentials = {};
}

Result<bool> UnixPeer::adopt(int fd)
{
    const auto role = m_type == os::SocketType::Datagram ? os::Role::Any : os::Role::Connected;
    if (const Error why = os::checkSocket(fd, m_type, role))
        return why;
    if (const Error why = os::prepareSocket(fd))
        return why;
    const auto name = os::peerName(fd);
    reset(name ? toUnixAddress(*name) : UnixAddress());
    return bool(name);
}

Error UnixPeer::opened(int fd, const PeerCredentials *known)
{
    if (known)
        credentials = *known;
    else
        identify(fd);
    applyBufferSizes(fd);
    // Not earlier: a socket that requests credentials gets a name when it connects.
    return receivesCredentials ? os::setReceivingCredentials(fd, true) : Error();
}

void UnixPeer::identify(int fd)
{
    const auto who = os::peerCredentials(fd);
    credentials = who ? *who : PeerCredentials();
}

void UnixPeer::applyBufferSizes(int fd) const
{
    for (const auto which : { os::Buffer::Send, os::Buffer::Receive }) {
        if (m_bufferSizes[int(which)] > 0)
            os::setBufferSize(fd, which, m_bufferSizes[int(which)]);
    }
}

int UnixPeer::bufferSize(os::Buffer which, int fd) const
{
    const auto size = fd != NoSocket ? os::bufferSize(fd, which) : Result<int>(m_bufferSizes[int(which)]);
    return size ? *size : 0;
}

void UnixPeer::setBufferSize(os::Buffer which, int bytes, int fd)
{
    m_bufferSizes[int(which)] = bytes;
    if (fd != NoSocket && bytes > 0)
        os::setBufferSize(fd, which, bytes);
}

Error UnixPeer::setReceivesCredentials(bool on, int fd)
{
    if (fd != NoSocket || (on && !os::canReceiveCredentials())) {
        if (const Error why = os::setReceivingCredentials(fd, on))
            return why;
    }
    receivesCredentials = on;
    return {};
}

std::optional<QList<quint32>> UnixPeer::groups(int fd) const
{
    if (fd == NoSocket)
        return std::nullopt;
    const auto groups = os::peerGroups(fd);
    return groups ? std::optional(QList<quint32>(groups->begin(), groups->end())) : std::nullopt;
}

OwnedHandle UnixPeer::process(int fd, Error *error) const
{
    const QString operation = QStringLiteral("open the process of the peer of");
    auto handle = fd != NoSocket ? os::peerProcessHandle(fd)
                                 : Result<OwnedHandle>(Error(Error::InvalidOperation, 0, operation, QString(),
                                                             ErrorText::tr("there is no connection")));
    if (error)
        *error = handle ? Error() : handle.error().withSubject(address.toString());
    return handle ? std::move(*handle) : OwnedHandle();
}

bool adoptConnection(DevicePrivate &device, UnixPeer &peer, OwnedHandle handle, QIODevice::OpenMode mode)
{
    os::HandleClosing::set(handle, os::HandleClosing::Elsewhere);
    if (!device.canBegin("use the handle"))
        return false;
    if (const auto connected = peer.adopt(int(handle.get())); !connected) {
        device.refuse(connected.error());
        return false;
    }
    return device.adopt(std::move(handle), mode);
}

} // namespace QtInterprocess
