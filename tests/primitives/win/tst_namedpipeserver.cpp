// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// NamedPipeServer: names, all options, and clients of other programs.

#include "testsupport/testsupport.h"
#include "testsupport/win/rawpipe.h"

#include <QtInterprocess/NamedPipeServer>
#include <QtInterprocess/NamedPipeSocket>

#include <QtTest/qsignalspy.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_NamedPipeServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listensOnANameOrAPath_data();
    void listensOnANameOrAPath();
    void badNames_data();
    void badNames();
    void failedListen_changesNothing();
    void name_belongsToOneOwner();
    void foreignPipe_isNotJoined();
    void name_existsUntilItsConnectionsClose();
    void clientsThatArriveTogether_areAllServed();
    void backlogIsTheNumberOfWaitingInstances();
    void instanceLimit_data();
    void instanceLimit();
    void shortLivedClients_doNotBlockTheListener();
    void outputOfAClosedClient_isRead();
    void pausedServer_leavesClientsWaiting();
    void connectionsAreChildren();
};

// Waits until the server has count instances that wait for clients.
static bool waitForInstances(const NamedPipeServer &server, int count)
{
    return spinUntil([&] {
        DWORD instances = 0;
        return ::GetNamedPipeHandleStateW(Raw::native(server.nativeHandle()), nullptr, &instances, nullptr, nullptr,
                                          nullptr, 0)
            && int(instances) == count;
    });
}

static std::unique_ptr<NamedPipeSocket> accept(NamedPipeServer &server)
{
    if (!spinUntil([&] { return server.hasPendingConnections(); }))
        return nullptr;
    std::unique_ptr<NamedPipeSocket> socket(server.nextPendingConnection());
    socket->setParent(nullptr);
    return socket;
}

// Sends a byte, and checks that the answer arrives.
static bool talks(NamedPipeSocket &socket, const OwnedHandle &client)
{
    if (!Raw::write(client, "?") || !spinUntil([&] { return socket.bytesAvailable() > 0; }))
        return false;
    socket.write(socket.readAll() + "!");
    return socket.waitForBytesWritten(5000) && Raw::read(client).data == "?!";
}

void tst_NamedPipeServer::listensOnANameOrAPath_data()
{
    QTest::addColumn<QString>("before");
    QTest::newRow("name") << QString();
    QTest::newRow("path") << Raw::path(QString());
    QTest::newRow("path with parts") << Raw::path(QStringLiteral("LOCAL\\"));
}

void tst_NamedPipeServer::listensOnANameOrAPath()
{
    QFETCH(const QString, before);
    const QString given = before + uniqueName();
    const QString path = before.isEmpty() ? Raw::path(given) : given;
    NamedPipeServer server;
    QCOMPARE(server.serverName(), QString());
    QVERIFY2(server.listen(given), qPrintable(server.error().message()));
    QVERIFY(server.isListening());
    QCOMPARE(server.serverName(), given);
    QCOMPARE(server.fullServerName(), path);
    QVERIFY(server.nativeHandle() != -1);
    const OwnedHandle client = Raw::open(path);
    QVERIFY(client);
    const auto socket = accept(server);
    QVERIFY(socket);
    QVERIFY(talks(*socket, client));
    server.close();
    QCOMPARE(server.serverName(), QString());
    QCOMPARE(server.fullServerName(), QString());
    QCOMPARE(server.nativeHandle(), qintptr(-1));
    QVERIFY(talks(*socket, client)); // accepted connections stay open
}

void tst_NamedPipeServer::badNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *what, const QString &name, Error::Code code, const char *reason) {
        QTest::newRow(what) << name << int(code) << QString::fromLatin1(reason);
    };
    row("empty", QString(), Error::InvalidName, "the name is empty");
    row("backslash", QStringLiteral("a\\b"), Error::InvalidName, "a pipe path has the form \\\\.\\pipe\\name");
    row("backslash at the end", QStringLiteral("\\\\.\\pipe\\a\\"), Error::InvalidName, "a part of the name is empty");
    row("zero", QStringLiteral("a") + QChar(0), Error::InvalidName, "the name of a pipe cannot contain a zero");
    row("too long", QString(248, QLatin1Char('x')), Error::NameTooLong,
        "the path has 257 characters, the limit here is 256");
    row("no pipe", QStringLiteral("\\\\.\\x\\a"), Error::InvalidName, "a pipe path has the form \\\\.\\pipe\\name");
    row("another machine", QStringLiteral("\\\\host\\pipe\\a"), Error::InvalidName,
        "a server can create pipes on this machine only; use \\\\.\\pipe\\name");
}

void tst_NamedPipeServer::badNames()
{
    QFETCH(const QString, name);
    QFETCH(const int, code);
    QFETCH(const QString, reason);
    NamedPipeServer server;
    QVERIFY(!server.listen(name));
    QVERIFY(!server.isListening());
    QCOMPARE(int(server.error().code()), code);
    QCOMPARE(server.error().operation(), QStringLiteral("listen on"));
    QCOMPARE(server.error().reason(), reason);
}

void tst_NamedPipeServer::failedListen_changesNothing()
{
    const QString name = uniqueName();
    NamedPipeOptions options;
    options.setMode(NamedPipeMode::Messages);
    NamedPipeServer server;
    QVERIFY(server.listen(name, options));
    const qintptr handle = server.nativeHandle();
    QVERIFY(!server.listen(uniqueName()));
    QCOMPARE(server.error().code(), Error::InvalidOperation);
    QCOMPARE(server.serverName(), name);
    QCOMPARE(server.nativeHandle(), handle);
    QVERIFY(server.options().mode() == NamedPipeMode::Messages);
    QVERIFY(Raw::open(Raw::path(name)));
    server.close();
    server.setAccess(Access::Group);
    QVERIFY(!server.listen(uniqueName()));
    QCOMPARE(server.error().code(), Error::Unsupported);
    QVERIFY(server.options().mode() == NamedPipeMode::Messages);
}

void tst_NamedPipeServer::name_belongsToOneOwner()
{
    const QString name = uniqueName();
    NamedPipeServer first;
    QVERIFY(first.listen(name));
    NamedPipeServer second;
    QVERIFY(!second.listen(name));
    QCOMPARE(second.error().code(), Error::NameInUse);
    QCOMPARE(second.error().subject(), Raw::path(name));
    QVERIFY(!second.listen(name.toUpper())); // names ignore case
    QCOMPARE(second.error().code(), Error::NameInUse);
    // The failed attempt does not affect the owner.
    const OwnedHandle client = Raw::openPatiently(Raw::path(name));
    QVERIFY(client);
    const auto socket = accept(first);
    QVERIFY(socket);
    QVERIFY(talks(*socket, client));
    NamedPipeServer third;
    QVERIFY(third.listen(uniqueName()));
}

void tst_NamedPipeServer::foreignPipe_isNotJoined()
{
    const QString name = uniqueName();
    OwnedHandle foreign = Raw::serve(Raw::path(name));
    QVERIFY(foreign);
    NamedPipeServer server;
    QVERIFY(!server.listen(name));
    QCOMPARE(server.error().code(), Error::NameInUse);
    foreign.reset();
    QVERIFY2(server.listen(name), qPrintable(server.error().message()));
}

void tst_NamedPipeServer::name_existsUntilItsConnectionsClose()
{
    const QString name = uniqueName();
    NamedPipeServer server;
    QVERIFY(server.listen(name));
    const OwnedHandle client = Raw::open(Raw::path(name));
    auto socket = accept(server);
    QVERIFY(socket);
    server.close();
    QVERIFY(!Raw::open(Raw::path(name)));
    QVERIFY(!server.listen(name));
    QCOMPARE(server.error().code(), Error::NameInUse);
    socket.reset();
    QVERIFY2(server.listen(name), qPrintable(server.error().message()));
}

void tst_NamedPipeServer::clientsThatArriveTogether_areAllServed()
{
    const QString name = uniqueName();
    NamedPipeServer server;
    QVERIFY(server.listen(name));
    QVERIFY(waitForInstances(server, 8));
    // As many clients as instances connect at once without waiting, while the server does not
    // run.
    std::vector<OwnedHandle> clients;
    for (int i = 0; i < 8; ++i)
        clients.push_back(Raw::open(Raw::path(name)));
    QVERIFY(!Raw::open(Raw::path(name)));
    QCOMPARE(::GetLastError(), DWORD(ERROR_PIPE_BUSY));
    QSignalSpy arrived(&server, &NamedPipeServer::newConnection);
    QVERIFY(spinUntil([&] { return arrived.count() == 8; }));
    QVERIFY(waitForInstances(server, 16)); // as many instances wait again
    std::vector<std::unique_ptr<NamedPipeSocket>> sockets;
    for (size_t i = 0; i < clients.size(); ++i) {
        sockets.push_back(accept(server));
        QVERIFY(clients[i] && sockets.back());
        sockets.back()->write("welcome");
    }
    for (const OwnedHandle &client : clients) {
        QVERIFY(spinUntil([&] {
            DWORD available = 0;
            return ::PeekNamedPipe(Raw::native(client), nullptr, 0, nullptr, &available, nullptr) && available > 0;
        }));
        QCOMPARE(Raw::read(client).data, QByteArray("welcome"));
    }
}

void tst_NamedPipeServer::backlogIsTheNumberOfWaitingInstances()
{
    NamedPipeServer server;
    server.setListenBacklogSize(3);
    const QString name = uniqueName();
    QVERIFY(server.listen(name));
    QVERIFY(waitForInstances(server, 3));
    std::vector<OwnedHandle> clients;
    for (int i = 0; i < 3; ++i)
        clients.push_back(Raw::open(Raw::path(name)));
    QVERIFY(clients.back());
    QVERIFY(!Raw::open(Raw::path(name)));
}

void tst_NamedPipeServer::instanceLimit_data()
{
    QTest::addColumn<int>("limit");
    QTest::newRow("one") << 1;
    QTest::newRow("two") << 2;
    QTest::newRow("nine") << 9;
}

void tst_NamedPipeServer::instanceLimit()
{
    QFETCH(const int, limit);
    const QString name = uniqueName();
    NamedPipeOptions options;
    options.setMaximumInstances(limit);
    NamedPipeServer server;
    QSignalSpy failed(&server, &NamedPipeServer::errorOccurred);
    QVERIFY(server.listen(name, options));
    std::vector<OwnedHandle> clients;
    std::vector<std::unique_ptr<NamedPipeSocket>> sockets;
    for (int i = 0; i < limit; ++i) {
        QVERIFY(spinUntil([&] {
            OwnedHandle client = Raw::open(Raw::path(name));
            const bool connected = bool(client);
            if (connected)
                clients.push_back(std::move(client));
            return connected;
        }));
        sockets.push_back(accept(server));
        QVERIFY(sockets.back());
    }
    QVERIFY(!Raw::open(Raw::path(name)));
    NamedPipeSocket next; // waits
    next.connectToServer(name);
    QVERIFY(!next.waitForConnected(300));
    QCOMPARE(next.state(), Device::State::Connecting);
    sockets.erase(sockets.begin());
    clients.erase(clients.begin());
    const auto socket = accept(server);
    QVERIFY(socket);
    QVERIFY(next.waitForConnected(5000));
    socket->write("your turn");
    QVERIFY(spinUntil([&] { return next.bytesAvailable() == 9; }));
    QCOMPARE(failed.count(), 0); // reaching the limit is not an error
}

void tst_NamedPipeServer::shortLivedClients_doNotBlockTheListener()
{
    const QString name = uniqueName();
    NamedPipeOptions options;
    options.setMaximumInstances(2);
    NamedPipeServer server;
    QVERIFY(server.listen(name, options));
    QVERIFY(waitForInstances(server, 2));
    QSignalSpy failed(&server, &NamedPipeServer::errorOccurred);
    for (int round = 0; round < 10; ++round) {
        OwnedHandle first = Raw::openPatiently(Raw::path(name));
        OwnedHandle second = Raw::openPatiently(Raw::path(name));
        QVERIFY(first && second);
        first.reset(); // before the server could react
        second.reset();
        QVERIFY(spinUntil([&] { // until one of the instances waits again
            while (NamedPipeSocket *gone = server.nextPendingConnection())
                delete gone;
            return ::WaitNamedPipeW(Raw::wide(Raw::path(name)), 1);
        }));
    }
    const OwnedHandle client = Raw::openPatiently(Raw::path(name));
    const auto socket = accept(server);
    QVERIFY(socket);
    QVERIFY(talks(*socket, client));
    QCOMPARE(failed.count(), 0);
}

void tst_NamedPipeServer::outputOfAClosedClient_isRead()
{
    const QString name = uniqueName();
    NamedPipeServer server;
    QVERIFY(server.listen(name));
    {
        const OwnedHandle client = Raw::open(Raw::path(name));
        QVERIFY(Raw::write(client, "last will"));
    }
    const auto socket = accept(server);
    QVERIFY(socket);
    QVERIFY(spinUntil([&] { return socket->state() == Device::State::Closed; }));
    QCOMPARE(socket->readAll(), QByteArray("last will"));
    QVERIFY(!socket->error());
}

void tst_NamedPipeServer::pausedServer_leavesClientsWaiting()
{
    const QString name = uniqueName();
    NamedPipeServer server;
    server.pauseAccepting();
    QVERIFY(server.listen(name));
    const OwnedHandle client = Raw::open(Raw::path(name));
    QVERIFY(client);
    QSignalSpy arrived(&server, &NamedPipeServer::newConnection);
    QVERIFY(!arrived.wait(100));
    server.resumeAccepting();
    QVERIFY(spinUntil([&] { return arrived.count() == 1; }));
}

void tst_NamedPipeServer::connectionsAreChildren()
{
    const QString name = uniqueName();
    NamedPipeServer server;
    QCOMPARE(server.nextPendingConnection(), nullptr);
    QVERIFY(server.listen(name));
    const OwnedHandle client = Raw::open(Raw::path(name));
    QVERIFY(server.waitForNewConnection(5000)); // without an event loop
    NamedPipeSocket *const socket = server.nextPendingConnection();
    QVERIFY(socket);
    QCOMPARE(socket->parent(), &server);
    QVERIFY(socket->isServerEnd());
    QCOMPARE(socket->fullServerName(), server.fullServerName());
    QCOMPARE(socket->state(), Device::State::Connected);
    QCOMPARE(server.nextPendingConnection(), nullptr);
}

QTEST_GUILESS_MAIN(tst_NamedPipeServer)
#include "tst_namedpipeserver.moc"
