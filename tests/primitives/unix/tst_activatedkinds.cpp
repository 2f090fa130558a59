// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Sockets and FIFOs that a supervisor passes, and invalid access. tst_activation tests the other
// kinds.

#include "testsupport/testsupport.h"
#include "testsupport/unix/activated.h"

#include <QtInterprocess/Fifo>
#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/UnixActivation>
#include <QtInterprocess/UnixDatagramSocket>
#include <QtInterprocess/UnixServer>

#include <QtCore/qtemporarydir.h>

#include <memory>

#include <fcntl.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_ActivatedKinds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void localServer();
    void fifo();
    void unreadableFifo_remainsAvailable();
    void invalidAccess_leavesTheSocketAvailable();

private:
    QString path(const char *name) const { return m_dir.path() + QLatin1Char('/') + QLatin1String(name); }

    QTemporaryDir m_dir;
};

void tst_ActivatedKinds::localServer()
{
    UnixServer supervisor;
    supervisor.setAccess(Access::Everyone);
    QVERIFY(supervisor.listen(UnixAddress::fromPath(path("local"))));
    const int status = inActivatedChild({ int(supervisor.nativeHandle()) }, "web", [&] {
        Error error;
        const auto server = LocalServer::fromActivation(QStringLiteral("web"), Access::Group, &error);
        if (!server || error || !server->isListening() || server->access() != Access::Group)
            return 1;
        if (server->fullServerName() != path("local") || !server->serverName().isEmpty())
            return 2;
        if (LocalServer::fromActivation(QString(), Access::User, &error) || error.code() != Error::NotFound)
            return 3;
        LocalSocket client;
        client.connectToServer(LocalName::path(path("local")));
        if (!client.waitForConnected(5000) || !server->waitForNewConnection(5000))
            return 4;
        const std::unique_ptr<LocalSocket> accepted(server->nextPendingConnection());
        client.write("x");
        return client.waitForBytesWritten(5000) && accepted->waitForReadyRead(5000) ? 0 : 5;
    });
    QCOMPARE(status, 0);
    QVERIFY(QFile::exists(path("local")));
}

// As with ListenFIFO of systemd, the supervisor keeps the FIFO open for reading and writing. So
// writers can come and go.
void tst_ActivatedKinds::fifo()
{
    QVERIFY(!Fifo::create(path("fifo")));
    const OwnedHandle held(::open(QFile::encodeName(path("fifo")).constData(), O_RDWR | O_NONBLOCK | O_CLOEXEC));
    UnixServer server;
    QVERIFY(server.listen(UnixAddress::fromPath(path("beside"))));
    QCOMPARE(::write(int(held.get()), "early\n", 6), ssize_t(6));
    const int status = inActivatedChild({ int(server.nativeHandle()), int(held.get()) }, "web:commands", [&] {
        Error error;
        if (Fifo::fromActivation(QStringLiteral("web"), &error) || error.code() != Error::InvalidOperation)
            return 1;
        const auto reader = Fifo::fromActivation(QString(), &error);
        if (!reader || error || reader->state() != Device::State::Connected || !reader->keepOpen())
            return 2;
        if (!reader->waitForReadyRead(5000) || reader->readLine() != "early\n")
            return 3;
        for (int i = 0; i < 2; ++i) { // a writer that closes is not the end
            Fifo writer(path("fifo"));
            if (!writer.open(Fifo::WriteOnly) || !writer.waitForConnected(5000) || writer.write("late\n") != 5)
                return 4;
            writer.close();
            while (!reader->canReadLine()) {
                if (!reader->waitForReadyRead(5000))
                    return 5;
            }
            if (reader->readLine() != "late\n")
                return 6;
        }
        if (UnixActivation::names() != QStringList(QStringLiteral("web")))
            return 7;
        return (::fcntl(4, F_GETFD) & FD_CLOEXEC) && (::fcntl(4, F_GETFL) & O_NONBLOCK) ? 0 : 8;
    });
    QCOMPARE(status, 0);
    QVERIFY(QFile::exists(path("fifo")));
}

void tst_ActivatedKinds::unreadableFifo_remainsAvailable()
{
    QVERIFY(!Fifo::create(path("outward")));
    const QByteArray name = QFile::encodeName(path("outward"));
    const OwnedHandle both(::open(name.constData(), O_RDWR | O_NONBLOCK | O_CLOEXEC));
    const OwnedHandle writing(::open(name.constData(), O_WRONLY | O_NONBLOCK | O_CLOEXEC));
    const int status = inActivatedChild({ int(writing.get()) }, "out", [&] {
        Error error;
        if (Fifo::fromActivation(QString(), &error))
            return 1;
        return error.code() == Error::InvalidOperation && UnixActivation::names().size() == 1 ? 0 : 2;
    });
    QCOMPARE(status, 0);
}

void tst_ActivatedKinds::invalidAccess_leavesTheSocketAvailable()
{
    UnixServer supervisor;
    UnixDatagramSocket datagrams;
    QVERIFY(supervisor.listen(UnixAddress::fromPath(path("stays"))));
    QVERIFY(datagrams.bind(UnixAddress::fromPath(path("stays-too"))));
    const std::vector<int> handles { int(supervisor.nativeHandle()), int(datagrams.nativeHandle()) };
    const int status = inActivatedChild(handles, "web:log", [] {
        const Access nobody = Access::group(QStringLiteral("no-such-group-here"));
        Error error;
        if (LocalServer::fromActivation(QString(), nobody, &error) || error.code() != Error::NotFound)
            return 1;
        if (!error.message().contains(QLatin1String("no-such-group-here")))
            return 2;
        if (UnixServer::fromActivation(QString(), Access::fromMode(0), &error)
            || error.code() != Error::InvalidOperation)
            return 3;
        if (UnixDatagramSocket::fromActivation(QString(), nobody))
            return 4;
        return UnixActivation::names().size() == 2 && LocalServer::fromActivation() ? 0 : 5;
    });
    QCOMPARE(status, 0);
}

QTEST_GUILESS_MAIN(tst_ActivatedKinds)
#include "tst_activatedkinds.moc"
