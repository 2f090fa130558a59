// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Who may connect, as far as one user can see; what takes two of them is in tst_access_root.

#include "support/testsupport.h"
#include "unix/rawunix.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_Access : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void privateByDefault();
    void modeOfTheFile_data();
    void modeOfTheFile();
    void modeOfALongName();
    void umaskIsLeftAlone();
    void takesEffectAtTheNextListen();
    void ownUserPasses_data();
    void ownUserPasses();
    void credentialsOfBothEnds();
    void credentialsOfAnotherProcess();
    void credentialsOfAClientThatIsAnotherProcess();
    void credentialsWithoutAConnection();

private:
    QByteArray pathOf(const QString &name) const
    {
        return QFile::encodeName(m_runtime.path() + QLatin1Char('/') + name);
    }

    PrivateRuntimeDirectory m_runtime;
};

static void compare(const PeerCredentials &credentials, qint64 processId)
{
    QCOMPARE(credentials.processId, std::optional<qint64>(processId));
    QCOMPARE(credentials.userId, std::optional<quint32>(::geteuid()));
    QCOMPARE(credentials.groupId, std::optional<quint32>(::getegid()));
}

void tst_Access::privateByDefault()
{
    const QString name = uniqueName();
    LocalServer server;
    QCOMPARE(int(server.access()), int(Access::User));
    QVERIFY(server.listen(name));
    QCOMPARE(Raw::modeOf(pathOf(name)), 0600);
    QCOMPARE(Raw::statusOf(pathOf(name)).st_uid, ::geteuid());
    LocalSocket client;
    QCOMPARE(int(client.requiredServer()), int(Access::Everyone));
}

void tst_Access::modeOfTheFile_data()
{
    QTest::addColumn<int>("access");
    QTest::addColumn<int>("mask");
    QTest::addColumn<int>("mode");
    for (const int mask : { 0, 022, 077, 0777 }) {
        QTest::addRow("user, umask %o", unsigned(mask)) << int(Access::User) << mask << 0600;
        QTest::addRow("group, umask %o", unsigned(mask)) << int(Access::Group) << mask << 0660;
        QTest::addRow("everyone, umask %o", unsigned(mask)) << int(Access::Everyone) << mask << 0666;
    }
}

void tst_Access::modeOfTheFile()
{
    QFETCH(const int, access);
    QFETCH(const int, mask);
    QFETCH(const int, mode);
    const Raw::Umask umask { mode_t(mask) };
    const QString name = uniqueName();
    LocalServer server;
    server.setAccess(Access(access));
    QVERIFY2(server.listen(name), qPrintable(server.error().message()));
    QCOMPARE(Raw::modeOf(pathOf(name)), mode);
    // Another owner has to be able to look at the lock, whatever the umask was.
    QCOMPARE(Raw::modeOf(pathOf(name) + ".lock"), 0600);
    LocalServer second;
    QVERIFY(!second.listen(name));
    QCOMPARE(second.error().code(), Error::NameInUse);
}

void tst_Access::modeOfALongName()
{
    if (!LocalName::isSupported(LocalName::Kind::Namespaced)) { // where there are no long names either
        LocalServer server;
        QVERIFY(!server.listen(QString(200, QLatin1Char('n'))));
        QCOMPARE(server.error().code(), Error::NameTooLong);
        return;
    }
    const Raw::Umask umask { 0 };
    for (const int size : { 90, 120, 255 }) {
        const QString name(size, QLatin1Char('n'));
        LocalServer server;
        QVERIFY2(server.listen(name), qPrintable(server.error().message()));
        QCOMPARE(Raw::modeOf(pathOf(name)), 0600);
    }
}

// It belongs to the whole process, so that another thread would see it change.
void tst_Access::umaskIsLeftAlone()
{
    const Raw::Umask umask { 0123 };
    LocalServer server;
    QVERIFY(server.listen(uniqueName()));
    QCOMPARE(int(::umask(0123)), 0123);
}

void tst_Access::takesEffectAtTheNextListen()
{
    const QString name = uniqueName();
    LocalServer server;
    QVERIFY(server.listen(name));
    server.setAccess(Access::Everyone);
    QCOMPARE(int(server.access()), int(Access::Everyone));
    QCOMPARE(Raw::modeOf(pathOf(name)), 0600);
    server.close();
    QVERIFY(server.listen(name));
    QCOMPARE(Raw::modeOf(pathOf(name)), 0666);
}

void tst_Access::ownUserPasses_data()
{
    QTest::addColumn<int>("server");
    QTest::addColumn<int>("client");
    for (const auto &[title, access] :
         { std::pair("user", Access::User), { "group", Access::Group }, { "everyone", Access::Everyone } }) {
        QTest::addRow("server for %s", title) << int(access) << int(Access::Everyone);
        QTest::addRow("client that requires %s", title) << int(Access::User) << int(access);
    }
}

void tst_Access::ownUserPasses()
{
    QFETCH(const int, server);
    QFETCH(const int, client);
    QList<LocalName> names { LocalName(uniqueName()) };
    if (LocalName::isSupported(LocalName::Kind::Namespaced))
        names.append(LocalName::namespaced(uniqueName()));
    for (const LocalName &name : std::as_const(names)) {
        LocalServer listener;
        listener.setAccess(Access(server));
        QVERIFY(listener.listen(name));
        LocalSocket socket;
        socket.setRequiredServer(Access(client));
        socket.connectToServer(name);
        QVERIFY2(socket.waitForConnected(5000), qPrintable(socket.error().message()));
        QVERIFY(listener.waitForNewConnection(5000));
        QVERIFY(!listener.error());
    }
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
    compare(client.peerCredentials(), ::getpid());
    LocalSocket *accepted = server.nextPendingConnection();
    compare(accepted->peerCredentials(), ::getpid());
    accepted->abort(); // they stay: who that was is asked when it is over
    client.waitForDisconnected(5000);
    compare(accepted->peerCredentials(), ::getpid());
    compare(client.peerCredentials(), ::getpid());
}

void tst_Access::credentialsOfAnotherProcess()
{
    const QString name = uniqueName();
    Peer server({ QStringLiteral("hold"), name });
    QVERIFY(server.waitForLine("READY"));
    LocalSocket client;
    client.setRequiredServer(Access::User);
    client.connectToServer(name);
    QVERIFY(client.waitForConnected(5000));
    compare(client.peerCredentials(), server.processId());
}

void tst_Access::credentialsOfAClientThatIsAnotherProcess()
{
    const QString name = uniqueName();
    LocalServer server;
    QVERIFY(server.listen(name));
    Peer client({ QStringLiteral("send"), name, QStringLiteral("3") });
    const qint64 processId = client.processId();
    QVERIFY(server.waitForNewConnection(20000));
    LocalSocket *accepted = server.nextPendingConnection();
    compare(accepted->peerCredentials(), processId);
    QVERIFY(accepted->waitForDisconnected(20000));
    compare(accepted->peerCredentials(), processId);
}

void tst_Access::credentialsWithoutAConnection()
{
    LocalSocket client;
    client.connectToServer(uniqueName());
    QVERIFY(!client.waitForConnected(5000));
    QVERIFY(!client.peerCredentials().processId);
    QVERIFY(!client.peerCredentials().userId);
    QVERIFY(!client.peerCredentials().groupId);
}

QTEST_GUILESS_MAIN(tst_Access)
#include "tst_access.moc"
