// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests that everything a child opens after fork() without exec() works, whatever it has
// inherited and wherever it was forked.

#include "testsupport/testsupport.h"
#include "testsupport/unix/devicekinds.h"
#include "testsupport/unix/forked.h"
#include "testsupport/unix/packetsockets.h"

#include <fcntl.h>
#include <sys/socket.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_ForkedChild : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { REQUIRE_PACKET_SOCKETS_IF_NAMED(); }
    void cleanup();

    void openedInTheChild_works_data() { addDeviceKinds(); }
    void openedInTheChild_works();
    void backgroundThreadOfTheChild_isSeparate();
    void lostOutputOfTheParent_isNotReportedInTheChild();
    void inheritedObject_canBeReopened();
    void optionsOfInheritedSocket_areUnchanged();
    void forkedInASlot();
    void forkedInAThread();
    void inheritedDeviceMovedInTheChild_receivesNothing();
    void inheritedFileWriter_refusesCallsInTheChild();
    void limitsOfLingering_areInherited();

private:
    PrivateRuntimeDirectory m_runtime;
    std::vector<Ends> m_ends;
};

void tst_ForkedChild::cleanup()
{
    m_ends.clear();
    QVERIFY(Device::drainAll(5000));
}

// ---- the child's own devices

void tst_ForkedChild::openedInTheChild_works()
{
    for (int i = 0; i < 9; ++i)
        m_ends.push_back(connectFetchedKind());
    const int status = runForked([&](ChildChecks &checks) {
        std::vector<Ends> own;
        for (int i = 0; i < 9; ++i) {
            own.push_back(connectFetchedKind());
            CHILD_CHECK(checks, own.back().writer && carries(own.back(), "of the child"));
        }
        m_ends.clear();
        for (Ends &ends : own)
            CHILD_CHECK(checks, carries(ends, "still"));
    });
    QCOMPARE(status, 0);
    for (Ends &ends : m_ends)
        QVERIFY(carries(ends, "after"));
}

void tst_ForkedChild::backgroundThreadOfTheChild_isSeparate()
{
    auto busy = UnixSocket::createPair();
    busy.first->write(QByteArray(4 * 1024 * 1024, 'p'));
    if (ForksBesideThreads)
        busy.first.reset(); // the parent's background thread starts to work here
    else
        busy.first->abort();
    const int lingering = ForksBesideThreads ? 1 : 0;
    QCOMPARE(Device::lingerStatus().count(), lingering);
    const int status = runForked([](ChildChecks &checks) {
        CHILD_CHECK(checks, Device::drainAll(0)); // the parent's output does not count
        auto pair = UnixSocket::createPair();
        const QByteArray data = pattern(4 * 1024 * 1024);
        pair.first->write(data);
        pair.first.reset();
        CHILD_CHECK(checks, Device::lingerStatus().count() == 1);
        QByteArray got;
        while (pair.second->waitForReadyRead(5000))
            got += pair.second->readAll();
        CHILD_CHECK(checks, got == data);
        CHILD_CHECK(checks, Device::drainAll(5000));
    });
    QCOMPARE(status, 0);
    QCOMPARE(Device::lingerStatus().count(), lingering);
    busy.second.reset();
    (void)Device::drainAll(5000); // returns false, because the output was lost
}

void tst_ForkedChild::lostOutputOfTheParent_isNotReportedInTheChild()
{
    auto pair = UnixSocket::createPair();
    pair.first->write(QByteArray(4 * 1024 * 1024, 'p'));
    pair.second.reset();
    const int status = runForked([&](ChildChecks &checks) {
        pair.first.reset();
        CHILD_CHECK(checks, Device::drainAll(5000));
    });
    QCOMPARE(status, 0);
    pair.first.reset();
    QVERIFY(!Device::drainAll(5000));
}

void tst_ForkedChild::inheritedObject_canBeReopened()
{
    UnixSocket socket;
    auto pair = UnixSocket::createPair();
    QVERIFY(socket.adopt(OwnedHandle(::dup(int(pair.first->nativeHandle())))));
    const int status = runForked([&](ChildChecks &checks) {
        LocalServer server;
        CHILD_CHECK(checks, server.listen(uniqueName()));
        SignalLog log(socket);
        socket.close();
        CHILD_CHECK(checks, socket.state() == Device::State::Closed);
        CHILD_CHECK(checks, spinUntil([&] { return log.count(QStringLiteral("disconnected")) == 1; }, 5000));
        socket.connectToServer(UnixAddress::fromPath(server.fullServerName()));
        CHILD_CHECK(checks, spinUntil([&] { return server.hasPendingConnections(); }, 5000));
        LocalSocket *const peer = server.nextPendingConnection();
        peer->write("hello");
        CHILD_CHECK(checks, spinUntil([&] { return socket.bytesAvailable() == 5; }, 5000));
        socket.write("to you");
        CHILD_CHECK(checks, spinUntil([&] { return peer->bytesAvailable() == 6; }, 5000));
    });
    QCOMPARE(status, 0);
    socket.write("after");
    QVERIFY(spinUntil([&] { return pair.second->bytesAvailable() == 5; }, 5000));
}

// Parent and child share the socket, and so its options.
void tst_ForkedChild::optionsOfInheritedSocket_areUnchanged()
{
    auto pair = UnixSocket::createPair();
    pair.first->setSendBufferSize(64 * 1024);
    const int size = pair.first->sendBufferSize();
    const int status = runForked([&](ChildChecks &checks) {
        pair.first->setSendBufferSize(16 * 1024);
        pair.first->setReceivesCredentials(true);
        pair.first->setMaximumPendingHandles(3);
        CHILD_CHECK(checks, pair.first->sendBufferSize() == size);
    });
    QCOMPARE(status, 0);
    QCOMPARE(pair.first->sendBufferSize(), size);
    int receives = -1;
    socklen_t length = sizeof receives;
    QCOMPARE(::getsockopt(int(pair.first->nativeHandle()), SOL_SOCKET, SO_PASSCRED, &receives, &length), 0);
    QCOMPARE(receives, 0);
}

// ---- places of the fork

void tst_ForkedChild::forkedInASlot()
{
    for (int i = 0; i < 9; ++i)
        m_ends.push_back(socketEnds<UnixSocket>());
    int status = -1;
    connect(m_ends[0].reader.get(), &Device::readyRead, this, [&] {
        m_ends[0].reader->readAll();
        status = runForked([&](ChildChecks &checks) {
            Ends own = socketEnds<UnixSocket>();
            CHILD_CHECK(checks, carries(own, "of the child"));
            m_ends.clear(); // includes the device whose slot is running
            CHILD_CHECK(checks, carries(own, "still"));
        });
    });
    m_ends[0].writer->write("fork");
    QVERIFY(spinUntil([&] { return status != -1; }));
    QCOMPARE(status, 0);
    disconnect(m_ends[0].reader.get(), nullptr, this, nullptr);
    for (Ends &ends : m_ends)
        QVERIFY(carries(ends, "after"));
}

// The child has that thread only, but the objects of all threads.
void tst_ForkedChild::forkedInAThread()
{
    for (int i = 0; i < 9; ++i)
        m_ends.push_back(socketEnds<UnixSocket>());
    int status = -1;
    Worker thread([&] {
        Ends ofThread = socketEnds<UnixSocket>();
        status = runForked([&](ChildChecks &checks) {
            m_ends.clear();
            Ends own = socketEnds<UnixSocket>();
            own.writer->write("x");
            CHILD_CHECK(checks, own.writer->flush() && own.reader->waitForReadyRead(5000));
            CHILD_CHECK(checks, ofThread.writer->write("x") == -1);
            ofThread = {};
        });
        ofThread.writer->write("x");
        if (!ofThread.writer->flush() || !ofThread.reader->waitForReadyRead(5000))
            status = -2;
    });
    thread.start();
    QVERIFY(thread.join());
    QCOMPARE(status, 0);
    for (Ends &ends : m_ends)
        QVERIFY(carries(ends, "after"));
}

void tst_ForkedChild::inheritedDeviceMovedInTheChild_receivesNothing()
{
    Ends ends = socketEnds<UnixSocket>();
    ends.writer->write("to the parent");
    QVERIFY(ends.writer->flush());
    const int status = runForked([&](ChildChecks &checks) {
        Worker thread;
        bool heard = false;
        connect(ends.reader.get(), &Device::readyRead, ends.reader.get(), [&] { heard = true; });
        ends.reader->moveToThread(&thread);
        thread.start();
        const qint64 before = processorMilliseconds();
        QTest::qWait(300);
        CHILD_CHECK(checks, !heard && processorMilliseconds() - before < 150);
        thread.quit();
        CHILD_CHECK(checks, thread.join());
    });
    QCOMPARE(status, 0);
    QVERIFY(spinUntil([&] { return ends.reader->bytesAvailable() == 13; }, 5000));
}

// A thread writes regular files. The child does not have that thread.
void tst_ForkedChild::inheritedFileWriter_refusesCallsInTheChild()
{
    QTemporaryDir folder;
    const QByteArray path = QFile::encodeName(folder.filePath(QStringLiteral("file")));
    PipeWriter writer;
    QVERIFY(writer.adopt(OwnedHandle(::open(path.constData(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600))));
    writer.write("one ");
    QVERIFY(spinUntil([&] { return writer.bytesToWrite() == 0; }, 5000));
    const int status = runForked([&](ChildChecks &checks) {
        CHILD_CHECK(checks, writer.write("x") == -1 && saysForked(writer.error()));
        CHILD_CHECK(checks, !writer.waitForBytesWritten(1000));
        writer.close();
        PipeWriter own;
        CHILD_CHECK(checks, own.adopt(OwnedHandle(::open(path.constData(), O_WRONLY | O_APPEND | O_CLOEXEC))));
        own.write("two ");
        CHILD_CHECK(checks, spinUntil([&] { return own.bytesToWrite() == 0; }, 5000));
    });
    QCOMPARE(status, 0);
    QCOMPARE(writer.state(), Device::State::Connected);
    QFile file(QFile::decodeName(path));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("one two "));
}

void tst_ForkedChild::limitsOfLingering_areInherited()
{
    const LingerLimits before = Device::lingerLimits();
    LingerLimits limits;
    limits.setCount(7);
    Device::setLingerLimits(limits);
    const int status = runForked([](ChildChecks &checks) { CHILD_CHECK(checks, Device::lingerLimits().count() == 7); });
    Device::setLingerLimits(before);
    QCOMPARE(status, 0);
}

QTEST_GUILESS_MAIN(tst_ForkedChild)
#include "tst_forkedchild.moc"
