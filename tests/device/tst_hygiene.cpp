// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests that the library leaves its process unchanged. Runs without a QCoreApplication on
// purpose.

#include "testsupport/testsupport.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

#include <memory>
#include <thread>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_Hygiene : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingLeaks();
    void plainThread_usesServersAndSockets();
    void openWithoutAddress_fails();
    void peerClosed_leavesTheProcessRunning();

private:
    const PrivateRuntimeDirectory m_runtime;
};

static bool exchange(LocalServer &server, LocalSocket &socket)
{
    const QString name = uniqueName();
    if (!server.listen(name))
        return false;
    socket.connectToServer(name);
    if (!server.waitForNewConnection(5000) || !socket.waitForConnected(5000))
        return false;
    LocalSocket *const accepted = server.nextPendingConnection();
    socket.write("x");
    return socket.waitForBytesWritten(5000) && accepted->waitForReadyRead(5000) && accepted->readAll() == "x";
}

void tst_Hygiene::nothingLeaks()
{
    (void)Device::drainAll(5000);
    const auto run = [] {
        LocalServer server;
        LocalSocket socket;
        QVERIFY(exchange(server, socket));
        socket.write(QByteArray(1024 * 1024, 'x')); // continues in the background and fails there
    };
    for (int i = 0; i < 3; ++i)
        run();
    (void)Device::drainAll(5000);
    const int before = openDescriptors();
    for (int i = 0; i < 50; ++i)
        run();
    (void)Device::drainAll(5000);
    // The background thread reports completion first and closes its descriptors afterwards.
    const QDeadlineTimer deadline(5000);
    while (openDescriptors() != before && !deadline.hasExpired())
        std::this_thread::yield();
    QCOMPARE(openDescriptors(), before);
    QCOMPARE(m_runtime.names(), QStringList());
}

void tst_Hygiene::plainThread_usesServersAndSockets()
{
    QVERIFY(!QCoreApplication::instance());
    bool allRight = false;
    std::thread thread([&] {
        LocalServer server;
        LocalSocket socket;
        allRight = exchange(server, socket);
        socket.close();
        allRight = allRight && socket.waitForDisconnected(5000) && Device::drainAll(5000);
    });
    thread.join();
    QVERIFY(allRight);
}

void tst_Hygiene::openWithoutAddress_fails()
{
    LocalSocket local;
    QVERIFY(local.open(QIODevice::ReadWrite)); // starts to connect to an empty name
    QVERIFY(!local.waitForConnected(5000));
    QCOMPARE(local.error().code(), Error::InvalidName);
    QVERIFY(!local.isOpen());
}

// The process gets no signal and no other effect.
void tst_Hygiene::peerClosed_leavesTheProcessRunning()
{
    LocalServer server;
    const QString name = uniqueName();
    QVERIFY(server.listen(name));
    for (const bool inTheBackground : { false, true }) {
        LocalSocket socket;
        socket.connectToServer(name);
        QVERIFY(server.waitForNewConnection(5000) && socket.waitForConnected(5000));
        socket.write(QByteArray(4 * 1024 * 1024, 'x'));
        if (inTheBackground)
            socket.close();
        server.nextPendingConnection()->abort();
        if (inTheBackground)
            continue;
        QVERIFY(socket.waitForDisconnected(5000));
        QCOMPARE(socket.error().code(), Error::PeerClosed);
    }
    QVERIFY(!Device::drainAll(5000));
}

QTEST_APPLESS_MAIN(tst_Hygiene)
#include "tst_hygiene.moc"
