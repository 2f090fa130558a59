// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/inherited.h"
#include "os/unix/sendercredentials.h"
#include "os/unix/sendrecv.h"
#include "primitives/unix/unixaddress_p.h"
#include "primitives/unix/unixdatagram_p.h"
#include "primitives/unix/unixdatagramsocket_p.h"
#include "support/errortext.h"

#include <utility>

namespace QtInterprocess {

// Creates a socket with that name, and its settings. made must be released at the end.
Result<OwnedHandle> UnixDatagramSocketPrivate::bindOnce(const UnixAddress &name, const os::Admission &from,
                                                        NameClaim &made)
{
    auto socket = os::createSocket(os::SocketType::Datagram);
    if (!socket)
        return socket.error();
    const int fd = int(socket->get());
    prepare(false);
    // Before the socket has a name, so that nothing arrives without credentials.
    if (const Error why = askForCredentials(fd, from))
        return why;
    if (name.type() == UnixAddress::Type::Unnamed) {
        if (const Error why = os::bindToFreeName(fd))
            return why;
        return socket;
    }
    auto claimed = NameClaim::bind(fd, toSocketName(name), from);
    if (!claimed)
        return claimed.error();
    made = std::move(*claimed);
    return socket;
}

// Prepares the settings of a socket that is about to be opened.
void UnixDatagramSocketPrivate::prepare(bool hasPeer)
{
    settings = Settings();
    settings.hasPeer = hasPeer;
    settings.outlivesPeer = !hasPeer;
    settings.receivesCredentials = peer.receivesCredentials;
}

Error UnixDatagramSocketPrivate::askForCredentials(int fd, const os::Admission &from)
{
    if (from.kind() == Access::Everyone && !peer.receivesCredentials)
        return {};
    const Error why = os::setReceivingCredentials(fd, true);
    if (why.code() == Error::Unsupported)
        return {}; // only the file's mode protects the socket
    settings.receivesCredentials = true;
    settings.admission = from;
    return why;
}

bool UnixDatagramSocketPrivate::adoptSocket(OwnedHandle handle, const Access &from, QIODevice::OpenMode mode)
{
    os::HandleClosing::set(handle, os::HandleClosing::Elsewhere);
    if (!canBegin("use the handle"))
        return false;
    const int fd = int(handle.get());
    const auto admission = os::Admission::of(from);
    if (!admission)
        return refuse("use the handle", UnixAddress(), admission.error());
    const auto hasPeer = peer.adopt(fd);
    if (!hasPeer)
        return refuse("use the handle", UnixAddress(), hasPeer.error());
    const auto name = os::localName(fd);
    local = name ? toUnixAddress(*name) : UnixAddress();
    prepare(*hasPeer);
    settings.outlivesPeer = !*hasPeer || local.type() != UnixAddress::Type::Unnamed;
    settings.admission = *admission;
    if (admission->kind() != Access::Everyone || os::isReceivingCredentials(fd))
        settings.receivesCredentials = true;
    return adopt(std::move(handle), mode);
}

void UnixDatagramSocketPrivate::opened(qintptr handle)
{
    const int fd = int(handle);
    if (settings.hasPeer && !isPeerNamed())
        peer.identify(fd);
    peer.applyBufferSizes(fd);
    if (settings.receivesCredentials)
        (void)os::setReceivingCredentials(fd, true); // if Unsupported, there are no credentials
}

int UnixDatagramSocketPrivate::pairedDescriptor() const
{
    return hasPeer() && !isPeerNamed() ? descriptorOf(*this) : UnixPeer::NoSocket;
}

Error UnixDatagramSocketPrivate::choosePeer(const UnixAddress &address)
{
    if (!engine)
        return Error(Error::InvalidOperation, 0, QString(), QString(),
                     ErrorText::tr("the socket is not open; call bind() or open() first"));
    if (isInherited())
        return inheritedError("connect to", address.toString());
    const int fd = int(engine->handle());
    if (address.type() == UnixAddress::Type::Unnamed) {
        if (const Error why = os::dissolvePeer(fd))
            return why;
    } else {
        const auto name = os::SocketAddress::toConnect(toSocketName(address));
        if (!name)
            return name.error();
        if (const auto connected = os::connectSocket(fd, *name); !connected)
            return connected.error();
    }
    port->peerChanged(toSocketName(peer.address), toSocketName(address));
    connection().written();
    peer.reset(address);
    return {};
}

UnixDatagram UnixDatagramSocketPrivate::receive()
{
    UnixDatagram datagram;
    if (pendingSize() >= 0) {
        const qint64 number = pendingNumber();
        if (const MessageExtra *const extra = extras.find(number)) {
            datagram.d->sender = toUnixAddress(extra->sender);
            datagram.d->credentials = os::toPeerCredentials(extra->credentials);
            datagram.d->dataTruncated = extra->dataTruncated;
            datagram.d->handlesTruncated = extra->handlesTruncated;
            if (extra->handles > 0)
                datagram.d->handles = extras.takeHandles(number);
        }
    }
    datagram.d->data = readMessage();
    return datagram;
}

bool UnixDatagramSocketPrivate::write(const QByteArray &data, const UnixAddress &to, std::vector<OwnedHandle> &&handles)
{
    const os::SocketName name = toSocketName(to);
    if (!canSend(data.size()))
        return fail(callError, to.toString());
    Error why = engine ? os::SocketAddress::check(name)
                       : Error(Error::InvalidOperation, 0, QString(), QString(),
                               ErrorText::tr("the socket is not open; call bind() or open() first"));
    if (!why)
        why = checkHandles(handles);
    if (!why)
        why = port->checkSize(data.size());
    if (why)
        return fail(why, to.toString());
    // Send to the peer as writeMessage() does, to keep one order.
    const bool isPeer = port->hasPeer() && to == peer.address;
    connection().written(
        port->write(data.constData(), data.size(), std::exchange(handles, {}), isPeer ? os::SocketName() : name));
    return true;
}

bool UnixDatagramSocketPrivate::refuse(const char *operation, const UnixAddress &about, const Error &why)
{
    DevicePrivate::refuse(Error(why.code(), why.nativeCode(), QString::fromLatin1(operation), about.toString(),
                                ErrorText::detailOf(why)));
    return false;
}

} // namespace QtInterprocess
