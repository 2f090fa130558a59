// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "testsupport/testsupport.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qdeadlinetimer.h>
#include <QtCore/qtimer.h>

namespace TestSupport {

// Runs the event loop at full speed until the condition holds. spinUntil() would be slow for many
// small turns, because QTest::qWaitFor() sleeps 10 ms after each round.
template <typename Condition>
bool runUntil(Condition condition, int msecs = 20000)
{
    const QDeadlineTimer deadline(msecs);
    QTimer wakeUp;
    wakeUp.start(100);
    while (!condition()) {
        if (deadline.hasExpired())
            return false;
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    return true;
}

// A server and both ends of one connection, from connectToServer() and nextPendingConnection().
class ConnectedPair
{
public:
    explicit ConnectedPair(qint64 readBufferSize = 0, QIODevice::OpenMode clientMode = QIODevice::ReadWrite)
    {
        using namespace QtInterprocess;
        if (!server.listen(uniqueName()))
            return;
        client.setReadBufferSize(readBufferSize);
        client.connectToServer(server.serverName(), clientMode);
        if (!server.waitForNewConnection(20000))
            return;
        peer = server.nextPendingConnection();
        peer->setReadBufferSize(readBufferSize);
        client.waitForConnected(20000);
    }

    bool isConnected() const { return peer && client.state() == QtInterprocess::Device::State::Connected; }

    // Sends data to the client and runs the event loop until the client holds size bytes.
    bool arrives(const QByteArray &data, qint64 size)
    {
        return peer->write(data) == data.size() && runUntil([&] { return client.bytesAvailable() >= size; });
    }
    bool arrives(const QByteArray &data) { return arrives(data, client.bytesAvailable() + data.size()); }

    // Closes the peer's end and runs the event loop until the client is closed.
    bool hangUp()
    {
        peer->close();
        return runUntil([&] { return client.state() == QtInterprocess::Device::State::Closed; });
    }

    QtInterprocess::LocalServer server;
    QtInterprocess::LocalSocket client;
    QtInterprocess::LocalSocket *peer = nullptr; // the accepted end
};

} // namespace TestSupport
