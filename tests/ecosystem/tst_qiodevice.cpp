// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests QIODevice's contract for bytes, lines, ends and modes.

#include "ecosystem/connectedpair.h"

#include <QtCore/qregularexpression.h>

#include <algorithm>
#include <array>
#include <utility>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_QIODevice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isASequentialDevice();
    void peekTakesNothing();
    void peekAcrossManyPieces();
    void skip();
    void singleCharacters();
    void lineInTwoPieces();
    void readLineWithALimit();
    void fiveMegabyteLine_data();
    void fiveMegabyteLine();
    void lineLargerThanTheReadBuffer_waitsForALargerOne();
    void fiveMegabyteLineWithoutAnEventLoop();
    void readsOfAllSizesKeepTheOrder();
    void readyReadIsNotRecursive();
    void endInANestedLoop_comesAfterReadyRead_data();
    void endInANestedLoop_comesAfterReadyRead();
    void writtenBytesAreCounted();
    void allBytes_areReadableAfterDisconnected();
    void pushedBackAndPeekedBytesOutliveTheConnection();
    void waitingLoopEndsWithTheConnection();
    void textMode();
    void textModeWithASplitLineEnd();
    void writeOnly();
    void readOnly();

private:
    PrivateRuntimeDirectory m_runtime;
};

void tst_QIODevice::isASequentialDevice()
{
    ConnectedPair pair;
    QVERIFY(pair.isConnected());
    QIODevice &device = pair.client;
    QVERIFY(device.isSequential());
    QVERIFY(device.isOpen() && device.isReadable() && device.isWritable());
    QVERIFY(!device.isTextModeEnabled());
    QCOMPARE(device.bytesAvailable(), qint64(0));
    QVERIFY(device.atEnd());
    QVERIFY(!device.canReadLine());
    char c = 0;
    QCOMPARE(device.read(&c, 1), qint64(0)); // 0: no data now, perhaps later
    QCOMPARE(device.readLine(), QByteArray());
    QCOMPARE(device.write(QByteArray()), qint64(0));
    QVERIFY(pair.arrives("abc"));
    QVERIFY(!device.atEnd());
    QCOMPARE(device.size(), qint64(3));
    QCOMPARE(device.pos(), qint64(0));
    QCOMPARE(device.read(0), QByteArray());
    QCOMPARE(device.read(100), QByteArray("abc"));
    QVERIFY(device.atEnd());
}

void tst_QIODevice::peekTakesNothing()
{
    ConnectedPair pair;
    QVERIFY(pair.isConnected());
    QVERIFY(pair.arrives("hello world"));
    QCOMPARE(pair.client.peek(5), QByteArray("hello"));
    QCOMPARE(pair.client.bytesAvailable(), qint64(11));
    QCOMPARE(pair.client.peek(100), QByteArray("hello world"));
    QCOMPARE(pair.client.bytesAvailable(), qint64(11));
    QVERIFY(pair.arrives("!\n")); // arrives behind the peeked bytes
    QVERIFY(pair.client.canReadLine());
    std::array<char, 16> buffer {};
    QCOMPARE(pair.client.peek(buffer.data(), 13), qint64(13));
    QCOMPARE(QByteArray(buffer.data(), 13), QByteArray("hello world!\n"));
    QCOMPARE(pair.client.readLine(), QByteArray("hello world!\n"));
    QCOMPARE(pair.client.peek(1), QByteArray());
}

void tst_QIODevice::peekAcrossManyPieces()
{
    constexpr qint64 Size = 1'000'000;
    ConnectedPair pair;
    QVERIFY(pair.isConnected());
    QVERIFY(pair.arrives(pattern(Size)));
    QCOMPARE(pair.client.peek(Size), pattern(Size));
    QCOMPARE(pair.client.read(10), pattern(10));
    QCOMPARE(pair.client.peek(Size), pattern(Size - 10, 10));
    QCOMPARE(pair.client.skip(100'000), qint64(100'000));
    QCOMPARE(pair.client.bytesAvailable(), Size - 100'010);
    QCOMPARE(pair.client.readAll(), pattern(Size - 100'010, 100'010));
}

void tst_QIODevice::skip()
{
    ConnectedPair pair;
    QVERIFY(pair.isConnected());
    QVERIFY(pair.arrives("0123456789"));
    QCOMPARE(pair.client.skip(3), qint64(3));
    QCOMPARE(pair.client.peek(2), QByteArray("34"));
    QCOMPARE(pair.client.skip(1), qint64(1)); // from the bytes that peek() has buffered
    QCOMPARE(pair.client.read(1), QByteArray("4"));
    QCOMPARE(pair.client.skip(100), qint64(5));
    QCOMPARE(pair.client.skip(100), qint64(0));
    QVERIFY(pair.arrives("x"));
    QCOMPARE(pair.client.readAll(), QByteArray("x"));
}

void tst_QIODevice::singleCharacters()
{
    ConnectedPair pair;
    QVERIFY(pair.isConnected());
    QVERIFY(pair.peer->putChar('a'));
    QVERIFY(pair.peer->putChar('\0'));
    QVERIFY(pair.arrives("c\n", 4));
    char c = 'x';
    QVERIFY(pair.client.getChar(&c));
    QCOMPARE(c, 'a');
    QVERIFY(pair.client.getChar(&c));
    QCOMPARE(c, '\0');
    QVERIFY(!pair.client.bytesAvailable() || pair.client.bytesAvailable() == 2);
    pair.client.ungetChar('\0');
    pair.client.ungetChar('b');
    QCOMPARE(pair.client.bytesAvailable(), qint64(4));
    QVERIFY(pair.client.canReadLine());
    QCOMPARE(pair.client.readLine(), QByteArray("b\0c\n", 4));
    QVERIFY(!pair.client.getChar(&c));
    pair.client.ungetChar('\n'); // QIODevice holds the whole line now
    QVERIFY(pair.client.canReadLine());
    QCOMPARE(pair.client.readAll(), QByteArray("\n"));
}

void tst_QIODevice::lineInTwoPieces()
{
    ConnectedPair pair;
    QVERIFY(pair.isConnected());
    QVERIFY(pair.arrives("hel"));
    QVERIFY(!pair.client.canReadLine());
    QVERIFY(pair.arrives("lo\nsecond\nthi"));
    QVERIFY(pair.client.canReadLine());
    QCOMPARE(pair.client.readLine(), QByteArray("hello\n"));
    QVERIFY(pair.client.canReadLine());
    QCOMPARE(pair.client.readLine(), QByteArray("second\n"));
    QVERIFY(!pair.client.canReadLine());
    QVERIFY(pair.arrives("rd\n\n"));
    QCOMPARE(pair.client.readLine(), QByteArray("third\n"));
    QCOMPARE(pair.client.readLine(), QByteArray("\n"));
    QVERIFY(pair.arrives("no end"));
    QVERIFY(!pair.client.canReadLine());
    QCOMPARE(pair.client.readLine(), QByteArray("no end"));
}

void tst_QIODevice::readLineWithALimit()
{
    ConnectedPair pair;
    QVERIFY(pair.isConnected());
    QVERIFY(pair.arrives("0123456789\nabc\n"));
    std::array<char, 6> buffer;
    buffer.fill('x');
    QCOMPARE(pair.client.readLine(buffer.data(), buffer.size()), qint64(5));
    QCOMPARE(buffer[5], '\0');
    QCOMPARE(QByteArray(buffer.data()), QByteArray("01234"));
    QCOMPARE(pair.client.readLine(4), QByteArray("567"));
    QCOMPARE(pair.client.readLine(4), QByteArray("89\n")); // the line ends at the limit
    QCOMPARE(pair.client.readLine(100), QByteArray("abc\n"));
    QCOMPARE(pair.client.bytesAvailable(), qint64(0));
}

void tst_QIODevice::fiveMegabyteLine_data()
{
    QTest::addColumn<qint64>("readBufferSize");
    QTest::newRow("unlimited") << qint64(0);
    QTest::newRow("16 MiB") << qint64(16 * 1024 * 1024);
    QTest::newRow("6 MiB") << qint64(6 * 1024 * 1024);
}

static QByteArray longLine()
{
    QByteArray line = pattern(5 * 1024 * 1024).replace('\n', ' ');
    line.append('\n');
    return line;
}

// A line that canReadLine() waits for must fit into the read buffer.
void tst_QIODevice::fiveMegabyteLine()
{
    QFETCH(qint64, readBufferSize);
    ConnectedPair pair(readBufferSize);
    QVERIFY(pair.isConnected());
    QByteArrayList lines;
    connect(&pair.client, &LocalSocket::readyRead, this, [&] {
        while (pair.client.canReadLine())
            lines.append(pair.client.readLine());
    });
    pair.peer->write(longLine());
    pair.peer->write("short\n");
    QVERIFY(runUntil([&] { return lines.size() == 2; }));
    QVERIFY(lines[0] == longLine());
    QCOMPARE(lines[1], QByteArray("short\n"));
}

void tst_QIODevice::lineLargerThanTheReadBuffer_waitsForALargerOne()
{
    constexpr qint64 Limit = 64 * 1024;
    ConnectedPair pair(Limit);
    QVERIFY(pair.isConnected());
    QByteArrayList lines;
    connect(&pair.client, &LocalSocket::readyRead, this, [&] {
        while (pair.client.canReadLine())
            lines.append(pair.client.readLine());
    });
    pair.peer->write(longLine());
    QVERIFY(runUntil([&] { return pair.client.bytesAvailable() == Limit; }));
    for (int i = 0; i < 100; ++i)
        QCoreApplication::processEvents();
    QCOMPARE(pair.client.bytesAvailable(), Limit);
    pair.client.setReadBufferSize(0);
    QVERIFY(runUntil([&] { return lines.size() == 1; }));
    QVERIFY(lines[0] == longLine());
}

void tst_QIODevice::fiveMegabyteLineWithoutAnEventLoop()
{
    LocalServer server;
    QVERIFY(server.listen(uniqueName()));
    Peer peer({ QStringLiteral("send"), server.serverName(), QString::number(5 * 1024 * 1024) });
    QVERIFY(server.waitForNewConnection(20000));
    LocalSocket *socket = server.nextPendingConnection();
    socket->setReadBufferSize(1000);
    QByteArray all;
    for (;;) {
        while (!socket->canReadLine() && socket->waitForReadyRead(20000)) {
        }
        const QByteArray line = socket->readLine();
        if (line.isEmpty())
            break;
        QVERIFY(line.endsWith('\n') || socket->state() == Device::State::Closed);
        all += line;
    }
    QCOMPARE(all.size(), qsizetype(5 * 1024 * 1024));
    QCOMPARE(firstDifference(all), qint64(-1));
}

// Large reads bypass the input queue. Small reads, lines and peeks use it.
void tst_QIODevice::readsOfAllSizesKeepTheOrder()
{
    constexpr qint64 Size = 16 * 1024 * 1024;
    LocalServer server;
    QVERIFY(server.listen(uniqueName()));
    Peer peer({ QStringLiteral("send"), server.serverName(), QString::number(Size) });
    QVERIFY(server.waitForNewConnection(20000));
    LocalSocket *socket = server.nextPendingConnection();
    QByteArray all;
    const auto readInManyWays = [&] {
        all += socket->read(1);
        const QByteArray peeked = socket->peek(100);
        const QByteArray read = socket->read(300'000);
        QVERIFY(read.startsWith(peeked));
        all += read;
        all += socket->readLine(50);
        all += socket->read(32 * 1024);
    };
    connect(socket, &LocalSocket::readyRead, this, readInManyWays);
    QVERIFY(runUntil([&] { return socket->state() == Device::State::Closed; }, 60000));
    all += socket->readAll();
    QCOMPARE(all.size(), qsizetype(Size));
    QCOMPARE(firstDifference(all), qint64(-1));
}

void tst_QIODevice::readyReadIsNotRecursive()
{
    ConnectedPair pair;
    QVERIFY(pair.isConnected());
    int depth = 0;
    int deepest = 0;
    int calls = 0;
    connect(&pair.client, &LocalSocket::readyRead, this, [&] {
        deepest = std::max(deepest, ++depth);
        if (++calls == 1) {
            pair.peer->write("second");
            // In a nested event loop the bytes arrive, but readyRead() is not emitted yet.
            QVERIFY(runUntil([&] { return pair.client.bytesAvailable() == 11; }));
        }
        --depth;
    });
    QVERIFY(pair.arrives("first"));
    QVERIFY(runUntil([&] { return calls == 2; })); // emitted after the slot
    QCOMPARE(deepest, 1);
    QCOMPARE(pair.client.readAll(), QByteArray("firstsecond"));
}

void tst_QIODevice::endInANestedLoop_comesAfterReadyRead_data()
{
    QTest::addColumn<bool>("half");
    QTest::newRow("close") << false;
    if (localSocketTraits().halfClose)
        QTest::newRow("half close") << true;
}

// readyRead() for the new bytes comes after the slot, and the end comes after readyRead().
void tst_QIODevice::endInANestedLoop_comesAfterReadyRead()
{
    QFETCH(const bool, half);
    ConnectedPair pair;
    QVERIFY(pair.isConnected());
    SignalLog log(pair.client);
    bool isFirst = true;
    connect(&pair.client, &LocalSocket::readyRead, this, [&] {
        if (!std::exchange(isFirst, false))
            return;
        pair.peer->write("second");
        if (half)
            pair.peer->closeWriteChannel();
        else
            pair.peer->close();
        QVERIFY(runUntil([&] { return pair.client.bytesAvailable() == 11; }));
        for (int i = 0; i < 20; ++i)
            QCoreApplication::processEvents();
    });
    pair.peer->write("first");
    QVERIFY(runUntil([&] { return log.count(QStringLiteral("readChannelFinished")) == 1; }));
    for (int i = 0; i < 20; ++i)
        QCoreApplication::processEvents();
    const QStringList end = half
        ? QStringList { QStringLiteral("readChannelFinished") }
        : QStringList { QStringLiteral("readChannelFinished"), QStringLiteral("disconnected") };
    QCOMPARE(log.names(), QStringList { QStringLiteral("readyRead") } + end);
    QCOMPARE(pair.client.readAll(), QByteArray("firstsecond"));
}

void tst_QIODevice::writtenBytesAreCounted()
{
    constexpr qint64 Size = 3 * 1024 * 1024;
    ConnectedPair pair;
    QVERIFY(pair.isConnected());
    qint64 written = 0;
    QByteArray received;
    connect(&pair.client, &LocalSocket::bytesWritten, this, [&](qint64 count) {
        QVERIFY(count > 0);
        written += count;
    });
    connect(pair.peer, &LocalSocket::readyRead, this, [&] { received += pair.peer->readAll(); });
    QCOMPARE(pair.client.write(pattern(Size)), Size);
    QCOMPARE(written, qint64(0)); // not from inside the call
    QVERIFY(pair.client.bytesToWrite() > 0);
    QVERIFY(runUntil([&] { return written == Size && received.size() == Size; }));
    QCOMPARE(pair.client.bytesToWrite(), qint64(0));
    QCOMPARE(firstDifference(received), qint64(-1));
}

void tst_QIODevice::allBytes_areReadableAfterDisconnected()
{
    constexpr qint64 Size = 2 * 1024 * 1024;
    ConnectedPair pair;
    QVERIFY(pair.isConnected());
    pair.peer->write("line\n");
    pair.peer->write(pattern(Size));
    QVERIFY(pair.hangUp());
    QCOMPARE(pair.client.bytesAvailable(), Size + 5);
    QVERIFY(pair.client.canReadLine());
    QVERIFY(!pair.client.atEnd());
    QCOMPARE(pair.client.peek(4), QByteArray("line"));
    QCOMPARE(pair.client.readLine(), QByteArray("line\n"));
    QCOMPARE(pair.client.skip(10), qint64(10));
    QCOMPARE(pair.client.readAll(), pattern(Size - 10, 10));
    char c = 0;
    QVERIFY(pair.client.atEnd());
    QCOMPARE(pair.client.read(&c, 1), qint64(-1)); // no more data will come
    QVERIFY(!pair.client.getChar(&c));
    QVERIFY(!pair.client.waitForReadyRead(0));
    QCOMPARE(pair.client.readAll(), QByteArray());
}

void tst_QIODevice::pushedBackAndPeekedBytesOutliveTheConnection()
{
    ConnectedPair pair;
    QVERIFY(pair.isConnected());
    QVERIFY(pair.arrives("abcdef"));
    QCOMPARE(pair.client.peek(4), QByteArray("abcd")); // QIODevice buffers all bytes now
    QVERIFY(pair.hangUp());
    QCoreApplication::processEvents();
    QCOMPARE(pair.client.read(1), QByteArray("a"));
    pair.client.ungetChar('A');
    QCoreApplication::processEvents();
    QCOMPARE(pair.client.bytesAvailable(), qint64(6));
    pair.client.startTransaction();
    QCOMPARE(pair.client.readAll(), QByteArray("Abcdef"));
    QCoreApplication::processEvents();
    pair.client.rollbackTransaction();
    QCOMPARE(pair.client.readAll(), QByteArray("Abcdef"));
}

void tst_QIODevice::waitingLoopEndsWithTheConnection()
{
    constexpr qint64 Size = 3 * 1024 * 1024;
    LocalServer server;
    QVERIFY(server.listen(uniqueName()));
    Peer peer({ QStringLiteral("send"), server.serverName(), QString::number(Size) });
    QVERIFY(server.waitForNewConnection(20000));
    LocalSocket *socket = server.nextPendingConnection();
    QByteArray all;
    do {
        all += socket->readAll();
    } while (socket->waitForReadyRead(20000));
    all += socket->readAll();
    QCOMPARE(socket->state(), Device::State::Closed);
    QVERIFY(!socket->error());
    QCOMPARE(all.size(), qsizetype(Size));
    QCOMPARE(firstDifference(all), qint64(-1));
}

void tst_QIODevice::textMode()
{
    ConnectedPair pair(0, QIODevice::ReadWrite | QIODevice::Text);
    QVERIFY(pair.isConnected());
    QVERIFY(pair.client.isTextModeEnabled());
    QVERIFY(pair.arrives("one\r\ntwo\r\nthree\n"));
    QCOMPARE(pair.client.readLine(), QByteArray("one\n"));
    QCOMPARE(pair.client.readAll(), QByteArray("two\nthree\n"));
    pair.client.setTextModeEnabled(false);
    QVERIFY(pair.arrives("four\r\n"));
    QCOMPARE(pair.client.readAll(), QByteArray("four\r\n"));
}

void tst_QIODevice::textModeWithASplitLineEnd()
{
    ConnectedPair pair(0, QIODevice::ReadWrite | QIODevice::Text);
    QVERIFY(pair.isConnected());
    QVERIFY(pair.arrives("one\r"));
    QVERIFY(!pair.client.canReadLine());
    QVERIFY(pair.arrives("\ntwo\r\n"));
    QCOMPARE(pair.client.readLine(), QByteArray("one\n"));
    QCOMPARE(pair.client.readLine(), QByteArray("two\n"));
}

void tst_QIODevice::writeOnly()
{
    ConnectedPair pair(0, QIODevice::WriteOnly);
    QVERIFY(pair.isConnected());
    QVERIFY(!pair.client.isReadable());
    SignalLog log(pair.client);
    QCOMPARE(pair.client.write("one way"), qint64(7));
    QVERIFY(runUntil([&] { return pair.peer->bytesAvailable() == 7; }));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("QIODevice::read .*WriteOnly device")));
    char c = 0;
    QCOMPARE(pair.client.read(&c, 1), qint64(-1));
    // Input is discarded. It blocks nobody and does not hide the end.
    pair.peer->write(pattern(2 * 1024 * 1024));
    QVERIFY(runUntil([&] { return pair.peer->bytesToWrite() == 0; }));
    QVERIFY(pair.hangUp());
    QCOMPARE(pair.client.bytesAvailable(), qint64(0));
    QCOMPARE(log.count(QStringLiteral("readyRead")), 0);
    QCOMPARE(log.count(QStringLiteral("disconnected")), 1);
}

void tst_QIODevice::readOnly()
{
    ConnectedPair pair(0, QIODevice::ReadOnly);
    QVERIFY(pair.isConnected());
    QVERIFY(!pair.client.isWritable());
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("QIODevice::write .*ReadOnly device")));
    QCOMPARE(pair.client.write("x"), qint64(-1));
    QVERIFY(pair.arrives("one way"));
    QCOMPARE(pair.client.readAll(), QByteArray("one way"));
    QCOMPARE(pair.peer->bytesAvailable(), qint64(0));
}

QTEST_GUILESS_MAIN(tst_QIODevice)
#include "tst_qiodevice.moc"
