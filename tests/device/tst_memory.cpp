// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests that the limits bound memory, whatever the peer does.

#include "testsupport/sanitizers.h"
#include "testsupport/testsupport.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

#include <memory>
#include <vector>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_Memory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pausedReader_boundsMemory();
    void peerNeverReads_boundsMemory();
    void idleConnections_useLittleMemory();
    void unreadBytes_keepNoLargeBuffer();

private:
    PrivateRuntimeDirectory m_runtime;
};

void tst_Memory::pausedReader_boundsMemory()
{
    constexpr qint64 Limit = 256 * 1024;
    LocalServer server;
    const QString name = uniqueName();
    QVERIFY(server.listen(name));
    const qint64 before = residentKilobytes();
    Peer flood({ QStringLiteral("flood"), name });
    QVERIFY(flood.waitForLine("READY"));
    QVERIFY(server.waitForNewConnection(20000));
    const std::unique_ptr<LocalSocket> socket(server.nextPendingConnection());
    socket->setReadBufferSize(Limit);
    QVERIFY(spinUntil([&] { return socket->bytesAvailable() == Limit; }));
    // Reads a hundred times the limit, with pauses in which the sender could run ahead.
    qint64 taken = 0;
    qint64 most = 0;
    while (taken < 100 * Limit) {
        taken += socket->read(100 * 1000).size();
        QCoreApplication::processEvents();
        most = qMax(most, socket->bytesAvailable());
    }
    QVERIFY2(most <= Limit, qPrintable(QString::number(most)));
    const qint64 grown = residentKilobytes() - before;
    QVERIFY2(!MeasuresMemory || grown < 8 * 1024, qPrintable(QString::number(grown)));
    QVERIFY(residentKilobytes(flood.processId()) > 0);
    flood.kill9();
}

void tst_Memory::peerNeverReads_boundsMemory()
{
    constexpr qint64 Limit = 256 * 1024;
    const QString name = uniqueName();
    Peer stall({ QStringLiteral("stall"), name });
    QVERIFY(stall.waitForLine("READY"));
    LocalSocket socket;
    socket.setWriteBufferSize(Limit);
    socket.connectToServer(name);
    QVERIFY(socket.waitForConnected(20000));
    const qint64 before = residentKilobytes();
    const QByteArray block(100 * 1000, 'x');
    qint64 accepted = 0;
    qint64 offered = 0;
    while (offered < 1000 * Limit) { // more than a naive queue could hide
        const qint64 count = socket.write(block);
        QVERIFY(count >= 0);
        accepted += count;
        offered += block.size();
        QVERIFY(socket.bytesToWrite() <= Limit);
        QCoreApplication::processEvents();
    }
    QVERIFY(accepted < 4 * 1024 * 1024);
    const qint64 grown = residentKilobytes() - before;
    QVERIFY2(!MeasuresMemory || grown < 8 * 1024, qPrintable(QString::number(grown)));
    socket.abort();
}

// Connects the client and returns the server's end, or null on failure.
static LocalSocket *connected(LocalSocket &client, LocalServer &server)
{
    client.connectToServer(server.serverName());
    return server.waitForNewConnection(5000) && client.waitForConnected(5000) ? server.nextPendingConnection()
                                                                              : nullptr;
}

void tst_Memory::idleConnections_useLittleMemory()
{
    constexpr int Count = 300;
    LocalServer server;
    QVERIFY(server.listen(uniqueName()));
    std::vector<std::unique_ptr<LocalSocket>> clients;
    int received = 0;
    const qint64 before = residentKilobytes();
    for (int i = 0; i < Count; ++i) {
        clients.push_back(std::make_unique<LocalSocket>());
        LocalSocket *const socket = connected(*clients.back(), server);
        QVERIFY(socket);
        connect(socket, &LocalSocket::readyRead, this,
                [&received, socket] { received += int(socket->readAll().size()); });
    }
    for (const auto &client : clients)
        client->write(QByteArray(1000, 'x')); // every client is busy once: an idle one must hold no buffer
    QVERIFY(spinUntil([&] { return received == Count * 1000; }));
    const qint64 perEnd = (residentKilobytes() - before) * 1024 / (2 * Count);
    QVERIFY2(!MeasuresMemory || perEnd < 6 * 1024, qPrintable(QString::number(perEnd)));
}

// A turn reads into a large buffer. A few unread bytes must not keep that buffer allocated.
void tst_Memory::unreadBytes_keepNoLargeBuffer()
{
    constexpr int Count = 300;
    constexpr qint64 Size = 60'000;
    constexpr qint64 Left = 100;
    LocalServer server;
    QVERIFY(server.listen(uniqueName()));
    std::vector<std::unique_ptr<LocalSocket>> clients;
    int done = 0;
    for (int i = 0; i < Count; ++i) {
        clients.push_back(std::make_unique<LocalSocket>());
        LocalSocket *const socket = connected(*clients.back(), server);
        QVERIFY(socket);
        connect(socket, &LocalSocket::readyRead, this, [&done, socket] {
            if (socket->bytesAvailable() == Size)
                done += int(socket->read(Size - Left).size() == Size - Left);
        });
    }
    const qint64 before = residentKilobytes();
    for (const auto &client : clients) {
        client->write(QByteArray(Size, 'x'));
        // One client after the other, because the heap keeps part of all data in transit for a
        // while.
        const int next = done + 1;
        QVERIFY(spinUntil([&] { return done == next; }));
    }
    const qint64 each = (residentKilobytes() - before) * 1024 / Count;
    QVERIFY2(!MeasuresMemory || each < 8 * 1024, qPrintable(QString::number(each)));
}

QTEST_GUILESS_MAIN(tst_Memory)
#include "tst_memory.moc"
