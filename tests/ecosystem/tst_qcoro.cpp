// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

/*
    Tests QCoro's coroutines over a LocalSocket, which QCoro uses as a plain QIODevice.

    While a co_await is pending, QCoro 0.8 listens to readyRead(), bytesWritten() and
    aboutToClose(). Before each co_await it calls isReadable(), isWritable(), bytesAvailable() and
    bytesToWrite().

    Every wait has a limit, so a coroutine that does not end is reported as a failure.
*/

#include "ecosystem/connectedpair.h"

#include <qcoro/qcoroiodevice.h>
#include <qcoro/qcorotask.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

using namespace QtInterprocess;
using namespace TestSupport;

namespace {

// Stays valid for a coroutine that never ends.
template <typename T>
using Outcome = std::shared_ptr<std::optional<T>>;

template <typename T>
Outcome<T> makeOutcome()
{
    return std::make_shared<std::optional<T>>();
}

using Read = std::function<QCoro::Task<QByteArray>(LocalSocket *)>;

QCoro::Task<QByteArray> readAll(LocalSocket *socket)
{
    co_return co_await qCoro(*socket).readAll();
}

QCoro::Task<QByteArray> readSome(LocalSocket *socket)
{
    co_return co_await qCoro(socket).read(5);
}

QCoro::Task<QByteArray> readLine(LocalSocket *socket)
{
    co_return co_await qCoro(socket).readLine();
}

QCoro::Task<QByteArray> awaitDevice(LocalSocket *socket)
{
    co_return co_await socket;
}

QCoro::Task<QByteArray> waitForReadyRead(LocalSocket *socket)
{
    co_await qCoro(socket).waitForReadyRead(-1);
    co_return socket->readAll();
}

QCoro::Task<> once(Read read, LocalSocket *socket, Outcome<QByteArray> outcome)
{
    *outcome = co_await read(socket);
}

// Reads in the usual loop, in which an empty result means the end.
QCoro::Task<> toTheEnd(Read read, LocalSocket *socket, Outcome<QByteArray> outcome)
{
    QByteArray all;
    for (;;) {
        const QByteArray bytes = co_await read(socket);
        if (bytes.isEmpty())
            break;
        all += bytes;
    }
    *outcome = all;
}

// QCoro 0.8 reports an end by an unintended exception (value() of an empty optional). Later
// versions return a short count. The test needs only that the coroutine ends.
QCoro::Task<> writeAll(LocalSocket *socket, QByteArray bytes, Outcome<qint64> outcome)
{
    try {
        *outcome = co_await qCoro(socket).write(bytes);
    } catch (const std::bad_optional_access &) {
        *outcome = -1;
    }
}

QCoro::Task<> waitForBytesWritten(LocalSocket *socket, Outcome<qint64> outcome)
{
    *outcome = (co_await qCoro(socket).waitForBytesWritten(-1)).value_or(-1);
}

template <typename T>
bool ends(const Outcome<T> &outcome)
{
    return runUntil([&] { return outcome->has_value(); }, 2000);
}

} // namespace

Q_DECLARE_METATYPE(Read)

class tst_QCoro : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void data_data() { reads(); }
    void data();
    void lines();
    void hangUpWithoutData_data() { reads(); }
    void hangUpWithoutData();
    void hangUpWithPartialData_data() { reads(); }
    void hangUpWithPartialData();
    void hangUpBeforeTheWait_data() { reads(); }
    void hangUpBeforeTheWait();
    void loopToTheEnd_data() { reads(); }
    void loopToTheEnd();
    void crashOfThePeer();
    void halfCloseEndsReadingOnly_data() { reads(); }
    void halfCloseEndsReadingOnly();
    void failedConnect_data() { reads(); }
    void failedConnect();
    void localEnd_data();
    void localEnd();
    void writing();
    void hangUpAfterAPeek_data() { reads(); }
    void hangUpAfterAPeek();
    void hangUpWhileWriting_data();
    void hangUpWhileWriting();
    void hangUpWhileWaitingForBytesWritten();
    void timeout();

private:
    static void reads();

    PrivateRuntimeDirectory m_runtime;
};

void tst_QCoro::reads()
{
    QTest::addColumn<Read>("read");
    QTest::newRow("readAll") << Read(readAll);
    QTest::newRow("read") << Read(readSome);
    QTest::newRow("readLine") << Read(readLine);
    QTest::newRow("co_await device") << Read(awaitDevice);
    QTest::newRow("waitForReadyRead") << Read(waitForReadyRead);
}

void tst_QCoro::data()
{
    QFETCH(Read, read);
    ConnectedPair pair;
    QVERIFY(pair.isConnected());
    const auto outcome = makeOutcome<QByteArray>();
    once(read, &pair.client, outcome);
    QVERIFY(!outcome->has_value());
    pair.peer->write("hello");
    QVERIFY(ends(outcome));
    QCOMPARE(**outcome, QByteArray("hello"));
    // The same with data that has already arrived.
    QVERIFY(pair.arrives("again"));
    const auto second = makeOutcome<QByteArray>();
    once(read, &pair.client, second);
    QVERIFY(ends(second));
    QCOMPARE(**second, QByteArray("again"));
}

void tst_QCoro::lines()
{
    ConnectedPair pair;
    QVERIFY(pair.isConnected());
    pair.peer->write("one\ntwo\n");
    for (const QByteArray &line : { QByteArray("one\n"), QByteArray("two\n") }) {
        const auto outcome = makeOutcome<QByteArray>();
        once(readLine, &pair.client, outcome);
        QVERIFY(ends(outcome));
        QCOMPARE(**outcome, line);
    }
}

void tst_QCoro::hangUpWithoutData()
{
    QFETCH(Read, read);
    ConnectedPair pair;
    QVERIFY(pair.isConnected());
    const auto outcome = makeOutcome<QByteArray>();
    once(read, &pair.client, outcome);
    QVERIFY(pair.hangUp());
    QVERIFY2(ends(outcome), "the peer hung up, and co_await does not end");
    QCOMPARE(**outcome, QByteArray());
}

void tst_QCoro::hangUpWithPartialData()
{
    QFETCH(Read, read);
    ConnectedPair pair;
    QVERIFY(pair.isConnected());
    const auto outcome = makeOutcome<QByteArray>();
    once(read, &pair.client, outcome);
    pair.peer->write("half"); // too little for a line or for five bytes
    QVERIFY(pair.hangUp());
    QVERIFY(ends(outcome));
    QCOMPARE(**outcome, QByteArray("half"));
    const auto second = makeOutcome<QByteArray>();
    once(read, &pair.client, second);
    QVERIFY2(ends(second), "after the hang-up and the last byte, co_await does not end");
    QCOMPARE(**second, QByteArray());
}

void tst_QCoro::hangUpBeforeTheWait()
{
    QFETCH(Read, read);
    ConnectedPair pair;
    QVERIFY(pair.isConnected());
    QVERIFY(pair.hangUp());
    const auto outcome = makeOutcome<QByteArray>();
    once(read, &pair.client, outcome);
    QVERIFY2(ends(outcome), "a co_await that begins after the hang-up does not end");
    QCOMPARE(**outcome, QByteArray());
}

void tst_QCoro::loopToTheEnd()
{
    QFETCH(Read, read);
    constexpr qint64 Size = 100'000;
    ConnectedPair pair;
    QVERIFY(pair.isConnected());
    const auto outcome = makeOutcome<QByteArray>();
    toTheEnd(read, &pair.client, outcome);
    pair.peer->write(pattern(Size));
    pair.peer->close();
    QVERIFY2(ends(outcome), "the loop does not find the end");
    QCOMPARE(**outcome, pattern(Size));
}

void tst_QCoro::crashOfThePeer()
{
    LocalServer server;
    QVERIFY(server.listen(uniqueName()));
    Peer peer({ QStringLiteral("flood"), server.serverName() });
    QVERIFY(server.waitForNewConnection(20000));
    LocalSocket *socket = server.nextPendingConnection();
    const auto outcome = makeOutcome<QByteArray>();
    toTheEnd(readAll, socket, outcome);
    QVERIFY(peer.waitForLine("READY"));
    peer.kill9();
    QVERIFY2(ends(outcome), "the peer was killed, and co_await does not end");
}

// The end of the request leaves the answer writable.
void tst_QCoro::halfCloseEndsReadingOnly()
{
    QFETCH(Read, read);
    ConnectedPair pair;
    QVERIFY(pair.isConnected());
    const auto outcome = makeOutcome<QByteArray>();
    toTheEnd(read, &pair.client, outcome);
    pair.peer->write("request");
    pair.peer->closeWriteChannel();
    QVERIFY2(ends(outcome), "the peer closed its write channel, and co_await does not end");
    QCOMPARE(**outcome, QByteArray("request"));
    const auto written = makeOutcome<qint64>();
    writeAll(&pair.client, "answer", written);
    QVERIFY(ends(written));
    QVERIFY(runUntil([&] { return pair.peer->bytesAvailable() == 6; }));
    QCOMPARE(pair.peer->readAll(), QByteArray("answer"));
}

void tst_QCoro::failedConnect()
{
    QFETCH(Read, read);
    LocalSocket socket;
    socket.connectToServer(uniqueName()); // no server has this name
    const auto outcome = makeOutcome<QByteArray>();
    once(read, &socket, outcome);
    QVERIFY(runUntil([&] { return socket.state() == Device::State::Closed; }));
    QVERIFY2(ends(outcome), "connecting failed, and co_await does not end");
    QCOMPARE(**outcome, QByteArray());
}

using End = void (*)(LocalSocket *);
Q_DECLARE_METATYPE(End)

void tst_QCoro::localEnd_data()
{
    QTest::addColumn<End>("end");
    QTest::newRow("close") << End([](LocalSocket *socket) { socket->close(); });
    QTest::newRow("abort") << End([](LocalSocket *socket) { socket->abort(); });
    QTest::newRow("disconnectFromServer") << End([](LocalSocket *socket) { socket->disconnectFromServer(); });
}

void tst_QCoro::localEnd()
{
    QFETCH(End, end);
    ConnectedPair pair;
    QVERIFY(pair.isConnected());
    const auto outcome = makeOutcome<QByteArray>();
    once(readAll, &pair.client, outcome);
    end(&pair.client);
    QVERIFY2(ends(outcome), "this end was closed, and co_await does not end");
    QCOMPARE(**outcome, QByteArray());
}

void tst_QCoro::writing()
{
    constexpr qint64 Size = 3 * 1024 * 1024;
    ConnectedPair pair;
    QVERIFY(pair.isConnected());
    QByteArray received;
    connect(pair.peer, &LocalSocket::readyRead, this, [&] { received += pair.peer->readAll(); });
    const auto outcome = makeOutcome<qint64>();
    writeAll(&pair.client, pattern(Size), outcome);
    QVERIFY(!outcome->has_value());
    QVERIFY(ends(outcome));
    QCOMPARE(pair.client.bytesToWrite(), qint64(0));
    QVERIFY(runUntil([&] { return received.size() == Size; }));
    QCOMPARE(firstDifference(received), qint64(-1));
}

// The last bytes come from QIODevice's own buffer, without a call of the device.
void tst_QCoro::hangUpAfterAPeek()
{
    QFETCH(Read, read);
    ConnectedPair pair;
    QVERIFY(pair.isConnected());
    QVERIFY(pair.arrives("abc"));
    QCOMPARE(pair.client.peek(3), QByteArray("abc"));
    QVERIFY(pair.hangUp());
    for (int i = 0; i < 20; ++i)
        QCoreApplication::processEvents();
    QCOMPARE(pair.client.read(3), QByteArray("abc"));
    const auto outcome = makeOutcome<QByteArray>();
    once(read, &pair.client, outcome);
    QVERIFY2(ends(outcome), "after the hang-up and the last byte, co_await does not end");
    QCOMPARE(**outcome, QByteArray());
}

void tst_QCoro::hangUpWhileWriting_data()
{
    QTest::addColumn<QByteArray>("unread");
    QTest::newRow("without unread input") << QByteArray();
    QTest::newRow("with unread input") << QByteArray("unread");
}

void tst_QCoro::hangUpWhileWriting()
{
    QFETCH(QByteArray, unread);
    ConnectedPair pair;
    QVERIFY(pair.isConnected());
    QVERIFY(pair.arrives(unread));
    const auto outcome = makeOutcome<qint64>();
    writeAll(&pair.client, pattern(8 * 1024 * 1024), outcome);
    // If a device is writable and has no output, QCoro 0.8 polls it without end. The slot closes
    // such a device.
    bool wasWritable = false;
    connect(&pair.client, &LocalSocket::disconnected, this, [&] {
        wasWritable = pair.client.isWritable();
        pair.client.close();
    });
    pair.peer->abort();
    QVERIFY(runUntil([&] { return pair.client.state() == Device::State::Closed; }));
    QVERIFY2(ends(outcome), "the peer hung up, and co_await of a write does not end");
    QVERIFY2(!wasWritable, "the connection has ended, but the device is writable");
}

void tst_QCoro::hangUpWhileWaitingForBytesWritten()
{
    ConnectedPair pair;
    QVERIFY(pair.isConnected());
    pair.client.write(pattern(8 * 1024 * 1024));
    pair.client.flush();
    // The signal for bytes that the kernel has taken comes first.
    QVERIFY(runUntil([&] { return pair.client.bytesToWrite() > 0; }));
    QCoreApplication::processEvents();
    const auto outcome = makeOutcome<qint64>();
    waitForBytesWritten(&pair.client, outcome);
    pair.peer->abort();
    QVERIFY(runUntil([&] { return pair.client.state() == Device::State::Closed; }));
    QVERIFY2(ends(outcome), "the peer hung up, and co_await does not end");
}

static QCoro::Task<> readFor(std::chrono::milliseconds time, LocalSocket *socket, Outcome<QByteArray> outcome)
{
    *outcome = co_await qCoro(socket).readAll(time);
}

void tst_QCoro::timeout()
{
    ConnectedPair pair;
    QVERIFY(pair.isConnected());
    const auto outcome = makeOutcome<QByteArray>();
    readFor(std::chrono::milliseconds(10), &pair.client, outcome);
    QVERIFY(ends(outcome));
    QCOMPARE(**outcome, QByteArray());
    QVERIFY(pair.arrives("late"));
    QCOMPARE(pair.client.readAll(), QByteArray("late"));
}

QTEST_GUILESS_MAIN(tst_QCoro)
#include "tst_qcoro.moc"
