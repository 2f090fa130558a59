// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The end of connections over named pipes, and adopted handles.

#include "testsupport/testsupport.h"
#include "testsupport/win/namedpipepair.h"
#include "testsupport/win/rawpipe.h"

#include <QtCore/qtemporarydir.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_NamedPipeHandles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void close_deliversAllToASlowReader();
    void closedDevice_leavesItsBytesInThePipe();
    void abort_leavesSentBytesInThePipe();
    void abortWithADuplicatedHandle_closesTheDevice();
    void peerThatWritesBeforeItReads_getsAll();
    void disconnectWithoutFlushing();
    void disconnectWithoutFlushingAtTheClient();
    void disconnectFromServer_keepsInput();
    void adoptsAClientsEnd();
    void adoptsAServersEnd();
    void adoptedHandle_opensWithItsAccessRights();
    void unusableHandles_areNotAdopted_data();
    void unusableHandles_areNotAdopted();
    void handleOfAnotherPort_isAdopted();
    void twoHandlesOfOneEnd();
    void nonWaitingHandle_isAdopted();
};

static OwnedHandle duplicate(qintptr handle)
{
    HANDLE another = nullptr;
    ::DuplicateHandle(::GetCurrentProcess(), Raw::native(handle), ::GetCurrentProcess(), &another, 0, FALSE,
                      DUPLICATE_SAME_ACCESS);
    return Raw::own(another);
}

// Reads all that is left for the client of a closing device.
static QByteArray readWhileItCloses(const OwnedHandle &client, const Device &device)
{
    Raw::Piece all { 0, {} };
    Worker reader([&] { all = Raw::readToEnd(client); });
    reader.start();
    const bool isClosed = spinUntil([&] { return device.state() == Device::State::Closed; });
    return reader.join() && isClosed ? all.data : QByteArray();
}

static OwnedHandle wrongHandle(const QString &what, const QString &file)
{
    const auto is = [&](const char *name) { return what == QLatin1String(name); };
    if (is("event"))
        return Raw::own(::CreateEventW(nullptr, TRUE, FALSE, nullptr));
    if (is("file"))
        return Raw::own(::CreateFileW(Raw::wide(file), GENERIC_READ | GENERIC_WRITE, 0, nullptr, CREATE_ALWAYS,
                                      FILE_FLAG_OVERLAPPED, nullptr));
    if (is("blocking server"))
        return Raw::serve(Raw::path(uniqueName()));
    if (is("blocking pipe")) {
        HANDLE reader = nullptr;
        HANDLE writer = nullptr;
        ::CreatePipe(&reader, &writer, nullptr, 0);
        ::CloseHandle(writer);
        return Raw::own(reader);
    }
    if (is("no such handle"))
        return OwnedHandle(0x7ffffff0);
    return {};
}

void tst_NamedPipeHandles::close_deliversAllToASlowReader()
{
    const QString name = uniqueName();
    auto server = std::make_unique<NamedPipeServer>();
    QVERIFY(server->listen(name));
    const OwnedHandle client = Raw::open(Raw::path(name));
    QVERIFY(spinUntil([&] { return server->hasPendingConnections(); }));
    NamedPipeSocket *const socket = server->nextPendingConnection();
    const QByteArray data = pattern(8 * 1024 * 1024);
    QCOMPARE(socket->write(data), qint64(data.size()));
    socket->close();
    server.reset(); // destroys the socket as well
    Raw::Piece all { 0, {} };
    Worker reader([&] { all = Raw::readToEnd(client); });
    reader.start();
    QVERIFY(reader.join());
    QVERIFY(all.data == data);
    QCOMPARE(all.error, DWORD(ERROR_BROKEN_PIPE)); // the orderly end of a pipe
    QVERIFY(Device::drainAll(10000));
}

// The server is destroyed before the peer reads.
void tst_NamedPipeHandles::closedDevice_leavesItsBytesInThePipe()
{
    const QString name = uniqueName();
    auto server = std::make_unique<NamedPipeServer>();
    QVERIFY(server->listen(name));
    const OwnedHandle client = Raw::open(Raw::path(name));
    QVERIFY(spinUntil([&] { return server->hasPendingConnections(); }));
    server->nextPendingConnection()->write("good bye");
    server.reset();
    QVERIFY(Device::drainAll(10000));
    const Raw::Piece all = Raw::readToEnd(client);
    QCOMPARE(all.data, QByteArray("good bye"));
    QCOMPARE(all.error, DWORD(ERROR_BROKEN_PIPE));
}

void tst_NamedPipeHandles::abort_leavesSentBytesInThePipe()
{
    NamedPipePair pair;
    QVERIFY(pair.isConnected());
    pair.accepted->write("sent");
    QVERIFY(pair.accepted->waitForBytesWritten(5000));
    pair.accepted->abort();
    QVERIFY(spinUntil([&] { return pair.client->state() == Device::State::Closed; }));
    QCOMPARE(pair.client->readAll(), QByteArray("sent"));
}

// If another handle of the pipe exists, Windows does not end the pending write.
void tst_NamedPipeHandles::abortWithADuplicatedHandle_closesTheDevice()
{
    NamedPipePair pair;
    QVERIFY(pair.isConnected());
    pair.client->setReadBufferSize(1);
    pair.accepted->write(pattern(8 * 1024 * 1024));
    QVERIFY(pair.accepted->flush() || pair.accepted->bytesToWrite() > 0); // the write has begun
    const OwnedHandle another = duplicate(pair.accepted->nativeHandle());
    pair.accepted->abort();
    QVERIFY(another);
    QCOMPARE(pair.accepted->bytesToWrite(), 0);
    QVERIFY(Device::drainAll(0));
}

// The peer writes with a single call, after the device was destroyed. The background discards all
// of it.
void tst_NamedPipeHandles::peerThatWritesBeforeItReads_getsAll()
{
    const QString name = uniqueName();
    auto server = std::make_unique<NamedPipeServer>();
    QVERIFY(server->listen(name));
    const OwnedHandle client = Raw::open(Raw::path(name));
    QVERIFY(spinUntil([&] { return server->hasPendingConnections(); }));
    const QByteArray data = pattern(1024 * 1024);
    server->nextPendingConnection()->write(data);
    server.reset();
    bool isWritten = false;
    Raw::Piece all { 0, {} };
    Worker peer([&] {
        isWritten = Raw::write(client, pattern(32 * 1024 * 1024));
        all = Raw::readToEnd(client);
    });
    peer.start();
    const bool isDelivered = Device::drainAll(20000);
    Device::setLingerLimits({ 0, 0, 0 }); // so that the peer does not wait forever
    const bool hasEnded = peer.join();
    Device::setLingerLimits({});
    QVERIFY(isDelivered);
    QVERIFY(hasEnded);
    QVERIFY(isWritten);
    QVERIFY(all.data == data);
}

void tst_NamedPipeHandles::disconnectWithoutFlushing()
{
    const QString name = uniqueName();
    NamedPipeServer server;
    QVERIFY(server.listen(name));
    const OwnedHandle client = Raw::open(Raw::path(name));
    QVERIFY(spinUntil([&] { return server.hasPendingConnections(); }));
    NamedPipeSocket *const socket = server.nextPendingConnection();
    SignalLog log(*socket);
    socket->write("never mind");
    QVERIFY(socket->waitForBytesWritten(5000));
    socket->write(pattern(8 * 1024 * 1024));
    log.clear();
    socket->disconnectWithoutFlushing();
    QCOMPARE(socket->state(), Device::State::Closed);
    QVERIFY(log.entries().isEmpty());
    const Raw::Piece end = Raw::read(client);
    QCOMPARE(end.data, QByteArray());
    QCOMPARE(end.error, DWORD(ERROR_PIPE_NOT_CONNECTED));
    QVERIFY(spinUntil([&] { return log.count(QStringLiteral("disconnected")) == 1; }));
    QVERIFY(!socket->error());
    socket->disconnectWithoutFlushing(); // has no effect
    NamedPipeSocket().disconnectWithoutFlushing();
}

void tst_NamedPipeHandles::disconnectWithoutFlushingAtTheClient()
{
    NamedPipePair pair;
    QVERIFY(pair.isConnected());
    pair.client->write("kept");
    QVERIFY(pair.client->waitForBytesWritten(5000));
    pair.client->disconnectWithoutFlushing();
    QCOMPARE(pair.client->state(), Device::State::Closed);
    QVERIFY(spinUntil([&] { return pair.accepted->state() == Device::State::Closed; }));
    QCOMPARE(pair.accepted->readAll(), QByteArray("kept"));
}

void tst_NamedPipeHandles::disconnectFromServer_keepsInput()
{
    NamedPipePair pair;
    QVERIFY(pair.isConnected());
    pair.accepted->write("keep me");
    QVERIFY(spinUntil([&] { return pair.client->bytesAvailable() == 7; }));
    pair.client->disconnectFromServer();
    QVERIFY(spinUntil([&] { return pair.client->state() == Device::State::Closed; }));
    QCOMPARE(pair.client->readAll(), QByteArray("keep me"));
}

void tst_NamedPipeHandles::adoptsAClientsEnd()
{
    const QString path = Raw::path(uniqueName());
    const OwnedHandle server = Raw::serve(path, PIPE_ACCESS_DUPLEX, PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE);
    SECURITY_ATTRIBUTES inheritable = { sizeof inheritable, nullptr, TRUE };
    OwnedHandle client = Raw::own(::CreateFileW(Raw::wide(path), GENERIC_READ | GENERIC_WRITE, 0, &inheritable,
                                                OPEN_EXISTING, FILE_FLAG_OVERLAPPED, nullptr));
    QVERIFY(Raw::isInheritable(client.get()));
    QVERIFY(Raw::accept(server));
    NamedPipeSocket socket;
    QVERIFY2(socket.adopt(std::move(client)), qPrintable(socket.error().message()));
    QCOMPARE(socket.state(), Device::State::Connected);
    QVERIFY(socket.mode() == NamedPipeMode::Messages);
    QVERIFY(!socket.isServerEnd());
    QVERIFY(!Raw::isInheritable(socket.nativeHandle()));
    QCOMPARE(socket.fullServerName(), QString());
    // The handle was opened for reading in bytes.
    QVERIFY(Raw::write(server, "one"));
    QVERIFY(Raw::write(server, "two"));
    QVERIFY(spinUntil([&] { return socket.bytesAvailable() == 6; }));
    QCOMPARE(socket.readMessage(), QByteArray("one"));
    QCOMPARE(socket.readMessage(), QByteArray("two"));
}

void tst_NamedPipeHandles::adoptsAServersEnd()
{
    const QString path = Raw::path(uniqueName());
    OwnedHandle server = Raw::serve(path, PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED);
    const OwnedHandle client = Raw::open(path);
    QVERIFY(client);
    NamedPipeSocket socket;
    QVERIFY2(socket.adopt(std::move(server)), qPrintable(socket.error().message()));
    QVERIFY(socket.isServerEnd());
    QVERIFY(Raw::write(client, "hello"));
    QVERIFY(spinUntil([&] { return socket.bytesAvailable() == 5; }));
    NamedPipeSocket another;
    QVERIFY(another.adopt(Raw::open(path, GENERIC_READ, FILE_FLAG_OVERLAPPED)) == false); // taken: there is no handle
    QCOMPARE(another.error().code(), Error::InvalidOperation);
    const qintptr before = socket.nativeHandle();
    QVERIFY(!socket.adopt(OwnedHandle()));
    QCOMPARE(socket.nativeHandle(), before);
    QCOMPARE(socket.state(), Device::State::Connected);
}

void tst_NamedPipeHandles::adoptedHandle_opensWithItsAccessRights()
{
    const QString path = Raw::path(uniqueName());
    const OwnedHandle server = Raw::serve(path, PIPE_ACCESS_OUTBOUND);
    NamedPipeSocket socket;
    QVERIFY(!socket.adopt(Raw::open(path, GENERIC_READ, FILE_FLAG_OVERLAPPED), QIODevice::WriteOnly));
    QCOMPARE(socket.error().code(), Error::InvalidOperation);
    QVERIFY(::DisconnectNamedPipe(Raw::native(server)));
    Worker next([&] { Raw::accept(server); });
    next.start();
    QVERIFY2(socket.adopt(Raw::openPatiently(path, GENERIC_READ, FILE_FLAG_OVERLAPPED)),
             qPrintable(socket.error().message()));
    QVERIFY(next.join());
    QVERIFY(socket.isReadable());
    QVERIFY(!socket.isWritable());
    QVERIFY(Raw::write(server, "hello"));
    QVERIFY(spinUntil([&] { return socket.bytesAvailable() == 5; }));
}

void tst_NamedPipeHandles::unusableHandles_areNotAdopted_data()
{
    QTest::addColumn<QString>("what");
    for (const char *what : { "none", "no such handle", "file", "event", "blocking pipe", "blocking server" })
        QTest::newRow(what) << QString::fromLatin1(what);
}

void tst_NamedPipeHandles::unusableHandles_areNotAdopted()
{
    QFETCH(const QString, what);
    const QTemporaryDir dir;
    OwnedHandle handle = wrongHandle(what, dir.filePath(QStringLiteral("file")));
    const HANDLE native = Raw::native(handle);
    DWORD flags = 0;
    NamedPipeSocket socket;
    SignalLog log(socket);
    QVERIFY(!socket.adopt(std::move(handle)));
    QVERIFY(what == QLatin1String("none") || !::GetHandleInformation(native, &flags)); // it has been closed
    QCOMPARE(socket.state(), Device::State::Closed);
    QVERIFY(!socket.isOpen());
    QCOMPARE(socket.nativeHandle(), qintptr(-1));
    QCOMPARE(socket.error().code(), Error::InvalidOperation);
    QCOMPARE(socket.error().operation(), QStringLiteral("use the handle"));
    QVERIFY(log.entries().isEmpty());
    QVERIFY(spinUntil([&] { return log.count(QStringLiteral("errorOccurred")) == 1; }));
}

// The program has already associated the pipe with a completion port of its own. The library
// posts nothing to that port.
void tst_NamedPipeHandles::handleOfAnotherPort_isAdopted()
{
    const QString path = Raw::path(uniqueName());
    OwnedHandle server = Raw::serve(path, PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED);
    const OwnedHandle client = Raw::open(path);
    const OwnedHandle port = Raw::own(::CreateIoCompletionPort(Raw::native(server), nullptr, 1, 1));
    QVERIFY(port);
    NamedPipeSocket socket;
    QVERIFY2(socket.adopt(std::move(server)), qPrintable(socket.error().message()));
    QVERIFY(Raw::write(client, "to the server"));
    QVERIFY(spinUntil([&] { return socket.bytesAvailable() == 13; }));
    QVERIFY(Raw::write(client, "again"));
    QVERIFY(socket.waitForReadyRead(5000));
    QCOMPARE(socket.readAll(), QByteArray("to the serveragain"));
    const QByteArray data = pattern(300'000); // more than the pipe buffers
    QCOMPARE(socket.write(data), qint64(data.size()));
    socket.close();
    QVERIFY(readWhileItCloses(client, socket) == data);
    DWORD count = 0;
    ULONG_PTR key = 0;
    OVERLAPPED *overlapped = nullptr;
    QVERIFY(!::GetQueuedCompletionStatus(Raw::native(port), &count, &key, &overlapped, 0));
    QVERIFY(!overlapped);
}

// A program with a reader and a writer does this.
void tst_NamedPipeHandles::twoHandlesOfOneEnd()
{
    const QString path = Raw::path(uniqueName());
    OwnedHandle server = Raw::serve(path, PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED);
    const OwnedHandle client = Raw::open(path);
    OwnedHandle again = duplicate(server.get());
    OwnedHandle later = duplicate(server.get());
    auto reader = std::make_unique<NamedPipeSocket>();
    NamedPipeSocket writer;
    QVERIFY(reader->adopt(std::move(server), QIODevice::ReadOnly));
    QVERIFY(writer.adopt(std::move(again), QIODevice::WriteOnly));
    QVERIFY(Raw::write(client, "hello"));
    QVERIFY(spinUntil([&] { return reader->bytesAvailable() == 5; }));
    writer.write("world");
    QVERIFY(spinUntil([&] { return writer.bytesToWrite() == 0; }));
    QCOMPARE(Raw::read(client).data, QByteArray("world"));
    reader->abort();
    writer.abort();
    // The completion port of this library still has the object.
    NamedPipeSocket third;
    QVERIFY(third.adopt(std::move(later)));
    QVERIFY(Raw::write(client, "third"));
    QVERIFY(spinUntil([&] { return third.bytesAvailable() == 5; }));
}

void tst_NamedPipeHandles::nonWaitingHandle_isAdopted()
{
    const QString path = Raw::path(uniqueName());
    OwnedHandle server = Raw::serve(path, PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED, PIPE_TYPE_BYTE | PIPE_NOWAIT);
    const OwnedHandle client = Raw::open(path);
    NamedPipeSocket socket;
    QVERIFY2(socket.adopt(std::move(server)), qPrintable(socket.error().message()));
    DWORD mode = 0;
    QVERIFY(
        ::GetNamedPipeHandleStateW(Raw::native(socket.nativeHandle()), &mode, nullptr, nullptr, nullptr, nullptr, 0));
    QVERIFY(!(mode & PIPE_NOWAIT));
    QVERIFY(!socket.waitForReadyRead(50));
    QCOMPARE(socket.state(), Device::State::Connected);
    const QByteArray data = pattern(300'000);
    socket.write(data);
    Worker peer([&] { Raw::write(client, "late"); });
    peer.start();
    QVERIFY(spinUntil([&] { return socket.bytesAvailable() == 4; }));
    QVERIFY(peer.join());
    socket.close();
    QVERIFY(readWhileItCloses(client, socket) == data);
}

QTEST_GUILESS_MAIN(tst_NamedPipeHandles)
#include "tst_namedpipehandles.moc"
