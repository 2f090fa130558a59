// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests access(), requiredServer(), the connection filter and peerCredentials() within one user.

#include "testsupport/testsupport.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_Access : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void defaults();
    void ownUser_isAccepted_data();
    void ownUser_isAccepted();
    void groupAccessWithoutSupport_isRefused();
    void credentialsOfBothEnds();
    void credentialsOfAnotherProcess();
    void credentialsOfAClientThatIsAnotherProcess();
    void credentialsWithoutAConnection();
    void filter_getsTheCredentialsOfTheClient();
    void filterRefuses_theClientIsDisconnected();
    void filterRefuses_waitContinuesWithTheNextClient();

private:
    const PrivateRuntimeDirectory m_runtime;
};

static const auto here = std::optional<qint64>(QCoreApplication::applicationPid());

void tst_Access::defaults()
{
    const LocalServer server;
    QCOMPARE(server.access().kind(), Access::User);
    const LocalSocket client;
    QCOMPARE(client.requiredServer().kind(), Access::Everyone);
}

void tst_Access::ownUser_isAccepted_data()
{
    QTest::addColumn<int>("server");
    QTest::addColumn<int>("client");
    for (const auto &[title, access] :
         { std::pair("user", Access::User), { "group", Access::Group }, { "everyone", Access::Everyone } }) {
        if (access == Access::Group && !localSocketTraits().groups)
            continue;
        QTest::addRow("server for %s", title) << int(access) << int(Access::Everyone);
        QTest::addRow("client that requires %s", title) << int(Access::User) << int(access);
    }
}

void tst_Access::ownUser_isAccepted()
{
    QFETCH(const int, server);
    QFETCH(const int, client);
    QTemporaryDir folder;
    const bool isShared = Access(Access::Kind(server)) == Access::User || localSocketTraits().genericNamesAreShared;
    QList<LocalName> names { isShared ? LocalName(uniqueName())
                                      : LocalName::path(folder.filePath(QStringLiteral("app"))) };
    if (LocalName::isSupported(LocalName::Kind::Namespaced))
        names.append(LocalName::namespaced(uniqueName()));
    for (const LocalName &name : std::as_const(names)) {
        LocalServer listener;
        listener.setAccess(Access(Access::Kind(server)));
        QVERIFY2(listener.listen(name), qPrintable(listener.error().message()));
        LocalSocket socket;
        socket.setRequiredServer(Access(Access::Kind(client)));
        socket.connectToServer(name);
        QVERIFY2(socket.waitForConnected(5000), qPrintable(socket.error().message()));
        QVERIFY(listener.waitForNewConnection(5000));
        QVERIFY(!listener.error());
    }
}

void tst_Access::groupAccessWithoutSupport_isRefused()
{
    if (localSocketTraits().groups)
        QSKIP("this system has groups: see ownUser_isAccepted");
    LocalServer server;
    server.setAccess(Access::Group);
    QVERIFY(!server.listen(uniqueName()));
    QCOMPARE(server.error().code(), Error::Unsupported);
    const QString name = uniqueName();
    server.setAccess(Access::User);
    QVERIFY(server.listen(name));
    LocalSocket client;
    client.setRequiredServer(Access::Group);
    // A full name, because a generic name always requires the own user.
    client.connectToServer(server.fullServerName());
    QVERIFY(!client.waitForConnected(5000));
    QCOMPARE(client.error().code(), Error::Unsupported);
}

void tst_Access::credentialsOfBothEnds()
{
    const QString name = uniqueName();
    LocalServer server;
    QVERIFY(server.listen(name));
    LocalSocket client;
    client.connectToServer(name);
    QVERIFY(client.waitForConnected(5000));
    QVERIFY(server.waitForNewConnection(5000));
    QCOMPARE(client.peerCredentials().processId(), here);
    LocalSocket *accepted = server.nextPendingConnection();
    QCOMPARE(accepted->peerCredentials().processId(), here);
    accepted->abort(); // the credentials stay readable after the end
    client.waitForDisconnected(5000);
    QCOMPARE(accepted->peerCredentials().processId(), here);
    QCOMPARE(client.peerCredentials().processId(), here);
}

void tst_Access::credentialsOfAnotherProcess()
{
    const QString name = uniqueName();
    Peer server({ QStringLiteral("hold"), name });
    QVERIFY(server.waitForLine("READY"));
    LocalSocket client;
    client.setRequiredServer(Access::User);
    client.connectToServer(name);
    QVERIFY2(client.waitForConnected(5000), qPrintable(client.error().message()));
    QCOMPARE(client.peerCredentials().processId(), std::optional<qint64>(server.processId()));
}

void tst_Access::credentialsOfAClientThatIsAnotherProcess()
{
    const QString name = uniqueName();
    LocalServer server;
    QVERIFY(server.listen(name));
    Peer client({ QStringLiteral("send"), name, QStringLiteral("3") });
    const std::optional<qint64> processId = client.processId();
    QVERIFY(server.waitForNewConnection(20000));
    LocalSocket *accepted = server.nextPendingConnection();
    QCOMPARE(accepted->peerCredentials().processId(), processId);
    QVERIFY(accepted->waitForDisconnected(20000));
    QCOMPARE(accepted->peerCredentials().processId(), processId);
}

void tst_Access::credentialsWithoutAConnection()
{
    LocalSocket client;
    client.connectToServer(uniqueName());
    QVERIFY(!client.waitForConnected(5000));
    QVERIFY(!client.peerCredentials().processId());
    QVERIFY(!client.peerCredentials().userId());
    QVERIFY(!client.peerCredentials().groupId());
}

void tst_Access::filter_getsTheCredentialsOfTheClient()
{
    LocalServer server;
    std::optional<PeerCredentials> seen;
    server.setConnectionFilter([&](const PeerCredentials &peer) {
        seen = peer;
        return true;
    });
    const QString name = uniqueName();
    QVERIFY(server.listen(name));
    LocalSocket client;
    client.connectToServer(name);
    QVERIFY(client.waitForConnected(5000));
    QVERIFY(server.waitForNewConnection(5000));
    QCOMPARE(seen->processId(), here);
    QVERIFY(seen->userId() || seen->securityId());
    const PeerCredentials later = server.nextPendingConnection()->peerCredentials();
    QCOMPARE(later.userId(), seen->userId());
    QCOMPARE(later.securityId(), seen->securityId());
}

void tst_Access::filterRefuses_theClientIsDisconnected()
{
    LocalServer server;
    server.setConnectionFilter([](const PeerCredentials &) { return false; });
    int refused = 0;
    connect(&server, &Server::refused, this, [&](const PeerCredentials &peer, const Error &reason) {
        ++refused;
        QCOMPARE(peer.processId(), here);
        QCOMPARE(reason.code(), Error::AccessDenied);
    });
    const QString name = uniqueName();
    QVERIFY(server.listen(name));
    LocalSocket client;
    client.connectToServer(name);
    QVERIFY(spinUntil([&] { return refused == 1 && client.state() == Device::State::Closed; }));
    QVERIFY(!server.hasPendingConnections());
    QVERIFY(server.isListening());
    QVERIFY(!server.error());
}

void tst_Access::filterRefuses_waitContinuesWithTheNextClient()
{
    LocalServer server;
    int asked = 0;
    server.setConnectionFilter([&](const PeerCredentials &) { return ++asked == 2; });
    const QString name = uniqueName();
    QVERIFY(server.listen(name));
    LocalSocket first;
    LocalSocket second;
    for (LocalSocket *const client : { &first, &second }) {
        client->connectToServer(name);
        QVERIFY(client->waitForConnected(5000));
    }
    QVERIFY(server.waitForNewConnection(5000));
    QCOMPARE(asked, 2);
    bool timedOut = false;
    QVERIFY(server.nextPendingConnection());
    first.connectToServer(name);
    QVERIFY(!server.waitForNewConnection(200, &timedOut));
    QVERIFY(timedOut);
}

QTEST_GUILESS_MAIN(tst_Access)
#include "tst_access.moc"
