// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/connection.h"
#include "engine/unix/datagramport.h"
#include "primitives/unix/nameclaim.h"
#include "primitives/unix/namewatch.h"
#include "primitives/unix/unixmessagedevice_p.h"
#include "support/errortext.h"

#include <QtInterprocess/unixdatagramsocket.h>

#include <utility>

namespace QtInterprocess {

class UnixDatagramSocketPrivate final : public UnixMessageDevicePrivate
{
    using Settings = DatagramPort::Settings;

public:
    UnixDatagramSocketPrivate() : UnixMessageDevicePrivate(os::SocketType::Datagram) { }

    Connection &connection() { return static_cast<Connection &>(*engine); }
    bool hasPeer() const { return !engine || port->hasPeer(); }
    // Returns the descriptor, if the peer is the other end of a pair. A peer chosen by its name may
    // be any process, while the kernel still reports the creator of the pair.
    int pairedDescriptor() const;

    Result<OwnedHandle> bindOnce(const UnixAddress &name, const os::Admission &from, NameClaim &made);
    Error askForCredentials(int fd, const os::Admission &from);
    bool adoptSocket(OwnedHandle handle, const Access &from, QIODevice::OpenMode mode);
    void prepare(bool hasPeer);
    bool openEnd(OwnedHandle handle) // opens one end of a pair
    {
        prepare(true);
        return adopt(std::move(handle), QIODevice::ReadWrite);
    }
    Error choosePeer(const UnixAddress &address);
    UnixDatagram receive();
    void keepName(NameClaim made)
    {
        claim = std::move(made);
        if (claim.file().type != os::FileStatus::Type::Missing)
            m_nameWatch.start();
    }
    bool write(const QByteArray &data, const UnixAddress &to, std::vector<OwnedHandle> &&handles);
    bool refuse(const char *operation, const UnixAddress &about, const Error &why);

    UnixAddress local;
    Access access = Access::User;
    Settings settings; // of the next engine
    NameClaim claim;
    DatagramPort *port = nullptr; // owned by the engine

protected:
    QString subject() const override { return isPeerNamed() ? peer.address.toString() : local.toString(); }

    void opened(qintptr handle) override;

    std::unique_ptr<StreamEngine> makeMessageEngine(OwnedHandle handle, MessageBounds *bounds) override
    {
        const MessageInput messages { input, *bounds, &extras };
        auto made = std::make_unique<DatagramPort>(std::move(handle), messages, settings);
        made->setMaximumHandles(maximumHandles);
        port = made.get();
        return std::make_unique<Connection>(std::move(made), *this);
    }

    std::unique_ptr<Output> makeOutput() const override
    {
        return std::make_unique<MessageOutput>(os::SocketType::Datagram);
    }

    void sendWithHandles(const QByteArray &message, std::vector<OwnedHandle> handles) override
    {
        connection().written(port->write(message.constData(), message.size(), std::move(handles), {}));
    }

    void ending() override
    {
        m_nameWatch.stop();
        claim.release();
        claim = NameClaim();
    }
    void leaving() override { m_nameWatch.leaveThread(); }
    void joined() override { m_nameWatch.joinThread(); }

private:
    // Checks the name. A new socket could take the name, but not the datagrams waiting in the old
    // one. So the loss is reported.
    void checkNameFile()
    {
        if (claim.renew())
            return m_nameWatch.start();
        ending();
        StreamTurn turn;
        turn.addFailure(Error(Error::NameLost, 0, QStringLiteral("bind to"), local.toString(),
                              ErrorText::tr("the file of this socket was removed or replaced")));
        static_cast<StreamObserver &>(*this).streamTurn(turn);
    }

    NameWatch m_nameWatch { [this] { checkNameFile(); } };
    bool isPeerNamed() const { return peer.address.type() != UnixAddress::Type::Unnamed; }
};

// Static, because other sockets define their own.
static inline UnixDatagramSocketPrivate *datagramSocketPrivate(DevicePrivate *priv)
{
    return static_cast<UnixDatagramSocketPrivate *>(priv);
}

static inline const UnixDatagramSocketPrivate *datagramSocketPrivate(const DevicePrivate *priv)
{
    return static_cast<const UnixDatagramSocketPrivate *>(priv);
}

} // namespace QtInterprocess
