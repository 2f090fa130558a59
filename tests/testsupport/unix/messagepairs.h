// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "testsupport/testsupport.h"
#include "testsupport/unix/packetsockets.h"

#include <QtInterprocess/UnixDatagramSocket>
#include <QtInterprocess/UnixSeqPacketServer>
#include <QtInterprocess/UnixSeqPacketSocket>

#include <memory>

namespace TestSupport {

// A client, and the socket that the server accepted for it.
struct SeqPacketPair
{
    using UnixSeqPacketSocket = QtInterprocess::UnixSeqPacketSocket;

    explicit SeqPacketPair(const QtInterprocess::UnixAddress &address)
        : server(std::make_shared<QtInterprocess::UnixSeqPacketServer>())
    {
        auto socket = std::make_unique<UnixSeqPacketSocket>();
        if (!server->listen(address))
            return;
        socket->connectToServer(address);
        if (!server->waitForNewConnection(5000) || !socket->waitForConnected(5000))
            return;
        near = std::move(socket);
        far.reset(server->nextPendingConnection());
        far->setParent(nullptr);
    }

    // Makes a connected pair without a server.
    SeqPacketPair()
    {
        auto pair = UnixSeqPacketSocket::createPair();
        near = std::move(pair.first);
        far = std::move(pair.second);
    }

    std::shared_ptr<QtInterprocess::UnixSeqPacketServer> server;
    std::unique_ptr<UnixSeqPacketSocket> near;
    std::unique_ptr<UnixSeqPacketSocket> far;
};

// Tells whether the system distinguishes an empty packet from the end. Only Linux does.
inline bool hasEmptyPackets()
{
    return QtInterprocess::UnixAddress::maximumAbstractLength() > 0;
}

// Returns all messages that arrive in the event loop until there are count of them.
inline QByteArrayList messagesOf(QtInterprocess::MessageDevice &device, qsizetype count, int msecs = 20000)
{
    QByteArrayList messages;
    const auto take = [&] {
        while (device.hasPendingMessages())
            messages += device.readMessage();
    };
    QObject context;
    QObject::connect(&device, &QIODevice::readyRead, &context, take);
    take();
    spinUntil([&] { return messages.size() >= count || device.state() == QtInterprocess::Device::State::Closed; },
              msecs);
    take();
    return messages;
}

} // namespace TestSupport
