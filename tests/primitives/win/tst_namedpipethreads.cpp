// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Threads end while their operations are pending. The operations continue without them, and every
// byte arrives exactly once.

#include "testsupport/testsupport.h"
#include "testsupport/win/namedpipepair.h"
#include "testsupport/win/rawpipe.h"

#include <utility>

using namespace QtInterprocess;
using namespace TestSupport;

constexpr int Rounds = 50;

class tst_NamedPipeThreads : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void destroyedInTheMiddleOfAWrite_data() { addModes(); }
    void destroyedInTheMiddleOfAWrite();
    void movedInTheMiddleOfAWrite_data() { addModes(); }
    void movedInTheMiddleOfAWrite();
    void movedInTheMiddleOfARead_data() { addModes(); }
    void movedInTheMiddleOfARead();
    void movedWhileItConnects_data() { addModes(); }
    void movedWhileItConnects();
    void destroyedWhileItConnects_data() { addModes(); }
    void destroyedWhileItConnects();
    void movedServer_accepts_data() { addModes(); }
    void movedServer_accepts();

private:
    static void addModes()
    {
        QTest::addColumn<int>("mode");
        QTest::newRow("bytes") << int(NamedPipeMode::Bytes);
        QTest::newRow("messages") << int(NamedPipeMode::Messages);
    }
};

static NamedPipeOptions optionsOfRow()
{
    QFETCH(const int, mode);
    NamedPipeOptions options;
    options.setMode(NamedPipeMode(mode));
    return options;
}

// Returns pieces that are larger than the pipe's buffer in sum, and that all differ.
static QByteArrayList pieces(int round)
{
    QByteArrayList all;
    for (int i = 0; i < 10; ++i) {
        QByteArray piece(20000 + 1000 * i + round, Qt::Uninitialized);
        for (int k = 0; k < piece.size(); ++k)
            piece[k] = char(k * 7 + k / 251 + i + round);
        all += piece;
    }
    return all;
}

static bool send(NamedPipeSocket &socket, const QByteArrayList &all)
{
    for (const QByteArray &piece : all) {
        if (socket.write(piece) != piece.size()) // on a message pipe, one message
            return false;
    }
    return true;
}

static bool keepsMessages(const NamedPipeSocket &socket)
{
    return socket.mode() == NamedPipeMode::Messages;
}

// Takes the input in the form in which the pipe carries it.
static QByteArrayList take(NamedPipeSocket &socket)
{
    if (!socket.isReadable())
        return {};
    if (!keepsMessages(socket))
        return { socket.readAll() };
    QByteArrayList all;
    while (socket.hasPendingMessages())
        all += socket.readMessage();
    return all;
}

// Takes all input, and compares it with the expected pieces.
static bool receives(NamedPipeSocket &socket, const QByteArrayList &expected, QByteArrayList got = {})
{
    const QByteArray whole = expected.join();
    const bool isAll = spinUntil([&] {
        got += take(socket);
        return got.join().size() >= whole.size();
    });
    QCoreApplication::processEvents();
    got += take(socket);
    return isAll && (keepsMessages(socket) ? got == expected : got.join() == whole);
}

// Moves the object to a thread, runs body there, and ends the thread at once.
template <typename Object, typename Body>
static bool inThread(Object &object, Body body)
{
    Worker thread(std::move(body));
    object.moveToThread(&thread);
    thread.start();
    return thread.join();
}

void tst_NamedPipeThreads::destroyedInTheMiddleOfAWrite()
{
    for (int round = 0; round < Rounds; ++round) {
        NamedPipePair pair(optionsOfRow());
        QVERIFY(pair.isConnected());
        const QByteArrayList all = pieces(round);
        bool isSent = false;
        QVERIFY(inThread(*pair.client, [&] {
            isSent = send(*pair.client, all);
            (void)pair.client->flush();
            pair.client.reset(); // the background delivers the rest
        }));
        QVERIFY(isSent);
        QVERIFY(receives(*pair.accepted, all));
        QVERIFY(Device::drainAll(5000));
    }
}

void tst_NamedPipeThreads::movedInTheMiddleOfAWrite()
{
    QThread *const here = QThread::currentThread();
    for (int round = 0; round < Rounds; ++round) {
        NamedPipePair pair(optionsOfRow());
        QVERIFY(pair.isConnected());
        const QByteArrayList all = pieces(round);
        bool isSent = false;
        QVERIFY(inThread(*pair.client, [&] {
            isSent = send(*pair.client, all);
            (void)pair.client->flush();
            pair.client->moveToThread(here);
        }));
        QVERIFY(isSent);
        QVERIFY(receives(*pair.accepted, all));
        QVERIFY(spinUntil([&] { return pair.client->bytesToWrite() == 0; }));
        QVERIFY(send(*pair.client, { "after" }));
        QVERIFY(receives(*pair.accepted, { "after" }));
    }
}

void tst_NamedPipeThreads::movedInTheMiddleOfARead()
{
    QThread *const here = QThread::currentThread();
    for (int round = 0; round < Rounds; ++round) {
        NamedPipePair pair(optionsOfRow());
        QVERIFY(pair.isConnected());
        const QByteArrayList all = pieces(round);
        QVERIFY(send(*pair.accepted, all));
        (void)pair.accepted->flush();
        QByteArrayList first;
        QVERIFY(inThread(*pair.client, [&] {
            if (pair.client->waitForReadyRead(5000))
                first += take(*pair.client);
            (void)pair.client->waitForReadyRead(0); // waits for more from here on
            pair.client->moveToThread(here);
        }));
        QVERIFY(!first.isEmpty());
        QVERIFY(receives(*pair.client, all, first));
    }
}

void tst_NamedPipeThreads::movedWhileItConnects()
{
    QThread *const here = QThread::currentThread();
    for (int round = 0; round < Rounds; ++round) {
        NamedPipeServer server;
        QVERIFY(server.listen(uniqueName(), optionsOfRow()));
        NamedPipeSocket client;
        QVERIFY(inThread(client, [&] {
            client.connectToServer(server.fullServerName());
            (void)send(client, { "early" });
            client.moveToThread(here);
        }));
        QVERIFY(spinUntil([&] { return server.hasPendingConnections(); }));
        const std::unique_ptr<NamedPipeSocket> accepted(server.nextPendingConnection());
        QVERIFY(receives(*accepted, { "early" }));
        QVERIFY(send(*accepted, { "late" }));
        QVERIFY(receives(client, { "late" }));
    }
}

void tst_NamedPipeThreads::destroyedWhileItConnects()
{
    for (int round = 0; round < Rounds; ++round) {
        NamedPipeServer server;
        QVERIFY(server.listen(uniqueName(), optionsOfRow()));
        auto client = std::make_unique<NamedPipeSocket>();
        QVERIFY(inThread(*client, [&] {
            client->connectToServer(server.fullServerName());
            (void)send(*client, { "early" });
            client.reset();
        }));
        QVERIFY(spinUntil([&] { return server.hasPendingConnections(); }));
        const std::unique_ptr<NamedPipeSocket> accepted(server.nextPendingConnection());
        QVERIFY(receives(*accepted, { "early" }));
    }
}

void tst_NamedPipeThreads::movedServer_accepts()
{
    QThread *const here = QThread::currentThread();
    for (int round = 0; round < Rounds; ++round) {
        NamedPipeServer server;
        bool isListening = false;
        QVERIFY(inThread(server, [&] {
            isListening = server.listen(uniqueName(), optionsOfRow());
            server.moveToThread(here);
        }));
        QVERIFY(isListening);
        const OwnedHandle client = Raw::openPatiently(server.fullServerName());
        QVERIFY(client);
        QVERIFY(Raw::write(client, "hello"));
        QVERIFY(spinUntil([&] { return server.hasPendingConnections(); }));
        const std::unique_ptr<NamedPipeSocket> accepted(server.nextPendingConnection());
        QVERIFY(receives(*accepted, { "hello" }));
    }
}

QTEST_GUILESS_MAIN(tst_NamedPipeThreads)
#include "tst_namedpipethreads.moc"
