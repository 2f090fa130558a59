// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "testsupport/testsupport.h"

#include <QtInterprocess/NamedPipeServer>
#include <QtInterprocess/NamedPipeSocket>

#include <memory>

namespace TestSupport {

// A client, and the socket that the server accepted for it.
struct NamedPipePair
{
    using NamedPipeOptions = QtInterprocess::NamedPipeOptions;
    using NamedPipeSocket = QtInterprocess::NamedPipeSocket;

    explicit NamedPipePair(const NamedPipeOptions &options = NamedPipeOptions())
        : server(std::make_shared<QtInterprocess::NamedPipeServer>()),
          client(std::make_unique<NamedPipeSocket>())
    {
        using Direction = QtInterprocess::NamedPipeDirection;
        const QIODevice::OpenMode mode = options.direction() == Direction::Inbound ? QIODevice::WriteOnly
            : options.direction() == Direction::Outbound                           ? QIODevice::ReadOnly
                                                                                   : QIODevice::ReadWrite;
        const QString name = uniqueName();
        if (!server->listen(name, options))
            return;
        client->connectToServer(name, mode);
        if (!server->waitForNewConnection(5000) || !client->waitForConnected(5000))
            return;
        accepted.reset(server->nextPendingConnection());
        accepted->setParent(nullptr);
    }

    static NamedPipeOptions messages()
    {
        NamedPipeOptions options;
        options.setMode(QtInterprocess::NamedPipeMode::Messages);
        return options;
    }

    bool isConnected() const { return bool(accepted); }

    std::shared_ptr<QtInterprocess::NamedPipeServer> server;
    std::unique_ptr<NamedPipeSocket> client;
    std::unique_ptr<NamedPipeSocket> accepted;
};

} // namespace TestSupport
