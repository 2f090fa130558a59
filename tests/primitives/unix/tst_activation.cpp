// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Sockets that a supervisor passes, and notifications to the supervisor. The test uses the tool
// of systemd, and an environment with any content.

#include "testsupport/testsupport.h"
#include "testsupport/unix/activated.h"

#include <QtInterprocess/Fifo>
#include <QtInterprocess/LocalServer>
#include <QtInterprocess/UnixActivation>
#include <QtInterprocess/UnixDatagramSocket>
#include <QtInterprocess/UnixSeqPacketServer>
#include <QtInterprocess/UnixSeqPacketSocket>
#include <QtInterprocess/UnixServer>
#include <QtInterprocess/UnixSocket>

#include <QtCore/qstandardpaths.h>
#include <QtCore/qtemporarydir.h>

#include <memory>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_Activation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bySystemd();
    void withoutActivation();
    void byName();
    void packetServer();
    void datagramSocket();
    void datagramsOfUnknownSenders_areDiscarded();
    void datagramsOfUnknownSenders_areReadWithAccessEveryone();
    void withoutSenderCredentials_socketRemainsAvailable();
    void wrongKind_remainsAvailable();
    void falseEnvironment_isRejected_data();
    void falseEnvironment_isRejected();
    void wrongNumberOfNames_isRejected();
    void ownDescriptorsAreNotTaken();
    void activationOfAnotherProcess_isIgnored();
    void notifications();
    void impossibleNotifications_areRefused();

private:
    QString path(const char *name) const { return m_dir.path() + QLatin1Char('/') + QLatin1String(name); }

    QTemporaryDir m_dir;
};

static bool knowsSenders()
{
    return UnixSocket().setReceivesCredentials(true);
}

void tst_Activation::bySystemd()
{
    const QString launcher = QStandardPaths::findExecutable(QStringLiteral("systemd-socket-activate"));
    if (launcher.isEmpty() && QSysInfo::kernelType() != QLatin1String("linux"))
        QSKIP("systemd exists on Linux only; the other tests run on every system");
    QVERIFY2(!launcher.isEmpty(), "systemd-socket-activate is missing; scripts/setup test installs it");
    const QString socketPath = path("activated");
    const QString notifyPath = path("notify");
    UnixDatagramSocket supervisor;
    QVERIFY(supervisor.bind(UnixAddress::fromPath(notifyPath)));
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(launcher,
                  { QStringLiteral("--listen"), socketPath, QStringLiteral("--fdname"), QStringLiteral("web"),
                    QStringLiteral("--setenv=NOTIFY_SOCKET=") + notifyPath, testPeerProgram(),
                    QStringLiteral("activated"), QStringLiteral("web") });
    QVERIFY(process.waitForStarted());
    UnixSocket client; // starts the program
    QVERIFY(spinUntil([&] { // refused while the file exists and systemd does not listen yet
        if (client.state() == Device::State::Closed)
            client.connectToServer(UnixAddress::fromPath(socketPath));
        return client.state() == Device::State::Connected;
    }));
    client.write("hello, activated");
    QVERIFY(spinUntil([&] { return client.bytesAvailable() == 16; }));
    QCOMPARE(client.readAll(), QByteArray("hello, activated"));
    QVERIFY(spinUntil([&] { return supervisor.hasPendingMessages(); }));
    QCOMPARE(supervisor.readMessage(), QByteArray("READY=1\nSTATUS=serving"));
    client.close();
    QVERIFY(spinUntil([&] { return process.state() == QProcess::NotRunning; }));
    QCOMPARE(process.exitCode(), 0);
    QCOMPARE(process.readAllStandardOutput(), QByteArray("NAMES web\nNOTIFIED\n"));
    QVERIFY(QFile::exists(socketPath)); // it belongs to the supervisor
}

void tst_Activation::withoutActivation()
{
    QCOMPARE(UnixActivation::names(), QStringList());
    Error error;
    QVERIFY(!UnixActivation::take(QString(), &error));
    QCOMPARE(error.code(), Error::NotFound);
    QVERIFY(!UnixServer::fromActivation(QStringLiteral("web"), Access::User, &error));
    QCOMPARE(error.code(), Error::NotFound);
    QVERIFY(!LocalServer::fromActivation(QStringLiteral("web"), Access::User, &error));
    QCOMPARE(error.code(), Error::NotFound);
    QVERIFY(!Fifo::fromActivation(QStringLiteral("web"), &error));
    QCOMPARE(error.code(), Error::NotFound);
    QVERIFY2(error.message().contains(QLatin1String("web")), qPrintable(error.message()));
}

void tst_Activation::byName()
{
    UnixServer first, second;
    QVERIFY(first.listen(UnixAddress::fromPath(path("first"))) && second.listen(UnixAddress::fromPath(path("second"))));
    const int status = inActivatedChild({ int(first.nativeHandle()), int(second.nativeHandle()) }, "one:two", [&] {
        if (UnixActivation::names() != QStringList({ QStringLiteral("one"), QStringLiteral("two") }))
            return 1;
        const auto server = UnixServer::fromActivation(QStringLiteral("two"));
        if (!server || server->serverAddress() != UnixAddress::fromPath(path("second")))
            return 2;
        if (!(::fcntl(3, F_GETFD) & FD_CLOEXEC) || !(::fcntl(4, F_GETFD) & FD_CLOEXEC))
            return 3;
        if (UnixServer::fromActivation(QStringLiteral("two"))) // it is already taken
            return 4;
        UnixActivation::removeVariables();
        const OwnedHandle other = UnixActivation::take();
        return other.get() == 3 && UnixActivation::names().isEmpty() && qEnvironmentVariableIsEmpty("LISTEN_FDS") ? 0
                                                                                                                  : 5;
    });
    QCOMPARE(status, 0);
    QVERIFY(QFile::exists(path("second")));
}

// Each class skips the socket types of the others.
void tst_Activation::packetServer()
{
    UnixServer streams;
    UnixSeqPacketServer packets;
    QVERIFY(streams.listen(UnixAddress::fromPath(path("streams"))));
    if (!packets.listen(UnixAddress::fromPath(path("packets"))))
        QSKIP("this system has no SOCK_SEQPACKET sockets");
    const int status = inActivatedChild({ int(streams.nativeHandle()), int(packets.nativeHandle()) }, "one:two", [&] {
        Error error;
        if (UnixSeqPacketServer::fromActivation(QStringLiteral("one"), Access::User, &error))
            return 1;
        if (error.code() != Error::InvalidOperation)
            return 2;
        const auto server = UnixSeqPacketServer::fromActivation(QString(), Access::Group, &error);
        if (!server || error || server->access() != Access::Group)
            return 3;
        if (server->serverAddress() != UnixAddress::fromPath(path("packets")))
            return 4;
        if (UnixSeqPacketServer::fromActivation() || UnixActivation::names() != QStringList(QStringLiteral("one")))
            return 5;
        UnixSeqPacketSocket client;
        client.connectToServer(server->serverAddress());
        return client.waitForConnected(5000) && server->waitForNewConnection(5000) ? 0 : 6;
    });
    QCOMPARE(status, 0);
    QVERIFY(QFile::exists(path("packets")));
}

// The supervisor has enabled sender credentials on this socket.
void tst_Activation::datagramSocket()
{
    if (!knowsSenders())
        QSKIP("this system has no sender credentials");
    UnixServer streams;
    UnixDatagramSocket datagrams, sender;
    QVERIFY(streams.listen(UnixAddress::fromPath(path("server"))));
    const UnixAddress address = UnixAddress::fromPath(path("log"));
    QVERIFY(datagrams.bind(address) && sender.open());
    QVERIFY(sender.writeDatagram("before", address));
    sender.flush();
    const int status = inActivatedChild({ int(streams.nativeHandle()), int(datagrams.nativeHandle()) }, "web:log", [&] {
        if (UnixDatagramSocket::fromActivation(QStringLiteral("web")))
            return 1;
        Error error;
        const auto socket = UnixDatagramSocket::fromActivation(QString(), Access::User, &error);
        if (!socket || error || socket->access() != Access::User || socket->localAddress() != address)
            return 2;
        if (UnixDatagramSocket::fromActivation(QStringLiteral("log"), Access::User, &error))
            return 3;
        if (error.code() != Error::NotFound || !socket->waitForReadyRead(5000))
            return 4;
        const UnixDatagram datagram = socket->receiveDatagram();
        return datagram.data() == "before" && datagram.credentials()->userId() == quint32(::geteuid()) ? 0 : 5;
    });
    QCOMPARE(status, 0);
    QVERIFY(QFile::exists(path("log")));
}

// Linux knows no senders of datagrams that came before sender credentials were enabled.
void tst_Activation::datagramsOfUnknownSenders_areDiscarded()
{
    if (!knowsSenders())
        QSKIP("this system has no sender credentials");
    UnixDatagramSocket supervisor, sender;
    supervisor.setAccess(Access::Everyone);
    const UnixAddress address = UnixAddress::fromPath(path("unknown"));
    QVERIFY(supervisor.bind(address) && sender.open());
    QVERIFY(sender.writeDatagram("before", address));
    sender.flush();
    const int status = inActivatedChild({ int(supervisor.nativeHandle()) }, "log", [&] {
        const auto socket = UnixDatagramSocket::fromActivation();
        UnixDatagramSocket later;
        if (!socket || !later.open() || !later.writeDatagram("after", address) || !later.waitForBytesWritten(5000))
            return 1;
        if (!socket->waitForReadyRead(5000) || socket->receiveDatagram().data() != "after")
            return 2;
        return socket->error().code() == Error::AccessDenied && socket->state() == Device::State::Connected ? 0 : 3;
    });
    QCOMPARE(status, 0);
}

void tst_Activation::datagramsOfUnknownSenders_areReadWithAccessEveryone()
{
    UnixDatagramSocket supervisor, sender;
    supervisor.setAccess(Access::Everyone);
    const UnixAddress address = UnixAddress::fromPath(path("everyone"));
    QVERIFY(supervisor.bind(address) && sender.open());
    QVERIFY(sender.writeDatagram("before", address));
    sender.flush();
    const int status = inActivatedChild({ int(supervisor.nativeHandle()) }, "log", [&] {
        const auto socket = UnixDatagramSocket::fromActivation(QString(), Access::Everyone);
        return socket && socket->waitForReadyRead(5000) && socket->receiveDatagram().data() == "before" ? 0 : 1;
    });
    QCOMPARE(status, 0);
}

void tst_Activation::withoutSenderCredentials_socketRemainsAvailable()
{
    if (knowsSenders())
        QSKIP("this system has sender credentials");
    UnixDatagramSocket supervisor;
    QVERIFY(supervisor.bind(UnixAddress::fromPath(path("untold"))));
    const int status = inActivatedChild({ int(supervisor.nativeHandle()) }, "log", [] {
        Error error;
        if (UnixDatagramSocket::fromActivation(QString(), Access::User, &error))
            return 1;
        return error.code() == Error::Unsupported && UnixActivation::names().size() == 1 ? 0 : 2;
    });
    QCOMPARE(status, 0);
}

void tst_Activation::wrongKind_remainsAvailable()
{
    UnixDatagramSocket datagrams;
    UnixServer server;
    QVERIFY(datagrams.bind(UnixAddress::fromPath(path("datagrams"))));
    QVERIFY(server.listen(UnixAddress::fromPath(path("stream"))));
    const int status = inActivatedChild({ int(datagrams.nativeHandle()), int(server.nativeHandle()) }, "log:web", [&] {
        Error error;
        if (UnixServer::fromActivation(QStringLiteral("log"), Access::User, &error))
            return 1;
        if (error.code() != Error::InvalidOperation || !error.message().contains(QLatin1String("log")))
            return 2;
        const auto any = UnixServer::fromActivation(); // skips sockets of other kinds
        if (!any || any->serverAddress() != UnixAddress::fromPath(path("stream")))
            return 3;
        UnixDatagramSocket adopted;
        return adopted.adopt(UnixActivation::take(QStringLiteral("log"))) ? 0 : 4;
    });
    QCOMPARE(status, 0);
}

void tst_Activation::falseEnvironment_isRejected_data()
{
    QTest::addColumn<QByteArray>("count");
    for (const char *const count : { "2", "1000", "-1", "x", "99999999999999999999" })
        QTest::newRow(count) << QByteArray(count);
}

void tst_Activation::falseEnvironment_isRejected()
{
    QFETCH(QByteArray, count);
    UnixServer server;
    QVERIFY(server.listen(UnixAddress::fromPath(path("lies"))));
    const auto body = [] {
        for (int fd = 4; fd < 2000; ++fd)
            ::close(fd);
        Error error;
        const bool taken = UnixActivation::take(QString(), &error).isValid();
        return !taken && error.code() == Error::InvalidOperation
                && error.message().contains(QLatin1String("LISTEN_FDS"))
            ? 0
            : 1;
    };
    QCOMPARE(inActivatedChild({ int(server.nativeHandle()) }, {}, body, count), 0);
}

static int takesNothing()
{
    Error error;
    const bool taken = UnixActivation::take(QString(), &error).isValid();
    return !taken && UnixActivation::names().isEmpty() && error.code() == Error::InvalidOperation ? 0 : 1;
}

void tst_Activation::wrongNumberOfNames_isRejected()
{
    UnixServer server;
    QVERIFY(server.listen(UnixAddress::fromPath(path("names"))));
    const std::vector<int> one { int(server.nativeHandle()) };
    QCOMPARE(inActivatedChild(one, "one:two", takesNothing), 0);
    QCOMPARE(inActivatedChild({ one[0], one[0] }, "one", takesNothing), 0);
}

// The supervisor has announced one more socket than it passed. The number now belongs to another
// descriptor.
void tst_Activation::ownDescriptorsAreNotTaken()
{
    UnixServer server;
    QVERIFY(server.listen(UnixAddress::fromPath(path("own"))));
    const int descriptor = int(server.nativeHandle());
    const int status = inActivatedChild({ descriptor, descriptor }, {}, [] {
        ::fcntl(4, F_SETFD, FD_CLOEXEC); // as all descriptors of Qt have it
        return takesNothing() == 0 && !(::fcntl(3, F_GETFD) & FD_CLOEXEC) ? 0 : 1; // and nothing was changed
    });
    QCOMPARE(status, 0);
}

void tst_Activation::activationOfAnotherProcess_isIgnored()
{
    UnixServer server;
    QVERIFY(server.listen(UnixAddress::fromPath(path("other"))));
    const int status = inActivatedChild(
        { int(server.nativeHandle()) }, {}, [] { return UnixActivation::names().isEmpty() ? 0 : 1; }, {}, ::getpid());
    QCOMPARE(status, 0);
    // Sockets without names are called "unknown".
    const int unnamed = inActivatedChild({ int(server.nativeHandle()) }, {}, [] {
        return UnixActivation::names() == QStringList(QStringLiteral("unknown")) ? 0 : 1;
    });
    QCOMPARE(unnamed, 0);
}

void tst_Activation::notifications()
{
    UnixDatagramSocket byPath, byName;
    QVERIFY(byPath.bind(UnixAddress::fromPath(path("supervisor"))));
    qputenv("NOTIFY_SOCKET", QFile::encodeName(path("supervisor")));
    QVERIFY(UnixActivation::wantsNotification());
    const Error error = UnixActivation::notify("READY=1");
    QVERIFY2(!error, qPrintable(error.message()));
    QVERIFY(spinUntil([&] { return byPath.hasPendingMessages(); }));
    QCOMPARE(byPath.readMessage(), QByteArray("READY=1"));
    if (UnixAddress::maximumAbstractLength() > 0) {
        const QByteArray name = uniqueName().toUtf8();
        QVERIFY(byName.bind(UnixAddress::abstract(name)));
        qputenv("NOTIFY_SOCKET", '@' + name);
        QVERIFY(!UnixActivation::notify("STOPPING=1"));
        QVERIFY(spinUntil([&] { return byName.hasPendingMessages(); }));
        QCOMPARE(byName.readMessage(), QByteArray("STOPPING=1"));
    }
    qunsetenv("NOTIFY_SOCKET");
}

void tst_Activation::impossibleNotifications_areRefused()
{
    QVERIFY(!UnixActivation::wantsNotification());
    QCOMPARE(UnixActivation::notify("READY=1").code(), Error::NotFound);
    qputenv("NOTIFY_SOCKET", "vsock:2:1");
    QCOMPARE(UnixActivation::notify("READY=1").code(), Error::Unsupported);
    qputenv("NOTIFY_SOCKET", QFile::encodeName(path("nobody")));
    const Error error = UnixActivation::notify("READY=1");
    QCOMPARE(error.code(), Error::NotFound);
    QVERIFY2(error.message().contains(path("nobody")), qPrintable(error.message()));
    // A supervisor that does not read causes neither blocking nor a signal.
    UnixDatagramSocket full;
    QVERIFY(full.bind(UnixAddress::fromPath(path("full"))));
    full.setReadBufferSize(1);
    qputenv("NOTIFY_SOCKET", QFile::encodeName(path("full")));
    Error last;
    for (int i = 0; i < 100000 && !last; ++i)
        last = UnixActivation::notify(QByteArray(10000, 'x'));
    QCOMPARE(last.code(), Error::ResourceExhausted);
    qunsetenv("NOTIFY_SOCKET");
}

QTEST_GUILESS_MAIN(tst_Activation)
#include "tst_activation.moc"
