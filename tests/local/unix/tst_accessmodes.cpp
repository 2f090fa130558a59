// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests file modes and kernel credentials of a server. tst_access_root tests two users.

#include "testsupport/testsupport.h"
#include "testsupport/unix/rawunix.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_AccessModes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void privateByDefault();
    void modeOfTheFile_data();
    void modeOfTheFile();
    void modeOfALongName();
    void genericNameForOthers_isRefused();
    void umask_isUnchanged();
    void takesEffectAtTheNextListen();
    void credentialsHaveUserAndGroup();

private:
    QByteArray pathOf(const QString &name) const
    {
        return QFile::encodeName(m_runtime.path() + QLatin1Char('/') + name);
    }

    LocalName placeOf(const QString &name) const { return LocalName::path(QFile::decodeName(pathOf(name))); }

    PrivateRuntimeDirectory m_runtime;
};

static void compare(const PeerCredentials &credentials, qint64 processId)
{
    QCOMPARE(credentials.processId(), std::optional<qint64>(processId));
    QCOMPARE(credentials.userId(), std::optional<quint32>(::geteuid()));
    QCOMPARE(credentials.groupId(), std::optional<quint32>(::getegid()));
}

void tst_AccessModes::privateByDefault()
{
    const QString name = uniqueName();
    LocalServer server;
    QCOMPARE(server.access().kind(), Access::User);
    QVERIFY(server.listen(name));
    QCOMPARE(Raw::modeOf(pathOf(name)), 0600);
    QCOMPARE(Raw::statusOf(pathOf(name)).st_uid, ::geteuid());
    LocalSocket client;
    QCOMPARE(client.requiredServer().kind(), Access::Everyone);
}

void tst_AccessModes::modeOfTheFile_data()
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

void tst_AccessModes::modeOfTheFile()
{
    QFETCH(const int, access);
    QFETCH(const int, mask);
    QFETCH(const int, mode);
    const Raw::Umask umask { mode_t(mask) };
    const QString name = uniqueName();
    LocalServer server;
    server.setAccess(Access(Access::Kind(access)));
    QVERIFY2(server.listen(placeOf(name)), qPrintable(server.error().message()));
    QCOMPARE(Raw::modeOf(pathOf(name)), mode);
    // A later owner must be able to read the lock. The umask has no effect on its mode.
    QCOMPARE(Raw::modeOf(Raw::lockOf(pathOf(name))) & 0777, 0600);
    LocalServer second;
    QVERIFY(!second.listen(placeOf(name)));
    QCOMPARE(second.error().code(), Error::NameInUse);
}

void tst_AccessModes::modeOfALongName()
{
    if (!LocalName::isSupported(LocalName::Kind::Namespaced)) { // such systems have no long names either
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
        // The sticky bit protects a socket whose path is not in /proc/net/unix from tmp cleaners.
        QCOMPARE(Raw::modeOf(pathOf(name)), pathOf(name).size() > 107 ? 01600 : 0600);
    }
}

// Only the user can enter the folder of generic names.
void tst_AccessModes::genericNameForOthers_isRefused()
{
    const QString name = uniqueName();
    for (const Access access : { Access::Group, Access::Everyone }) {
        LocalServer server;
        server.setAccess(access);
        QVERIFY(!server.listen(name));
        QCOMPARE(server.error().code(), Error::Unsupported);
        QVERIFY2(server.error().message().contains(QStringLiteral("LocalName::system()")),
                 qPrintable(server.error().message()));
        QCOMPARE(Raw::namesIn(m_runtime.path()), QStringList());
        QVERIFY2(server.listen(placeOf(name)), qPrintable(server.error().message()));
    }
}

// The umask belongs to the process, so another thread would see a change.
void tst_AccessModes::umask_isUnchanged()
{
    const Raw::Umask umask { 0123 };
    LocalServer server;
    QVERIFY(server.listen(uniqueName()));
    QCOMPARE(int(::umask(0123)), 0123);
}

void tst_AccessModes::takesEffectAtTheNextListen()
{
    const QString name = uniqueName();
    LocalServer server;
    QVERIFY(server.listen(placeOf(name)));
    server.setAccess(Access::Everyone);
    QCOMPARE(server.access().kind(), Access::Everyone);
    QCOMPARE(Raw::modeOf(pathOf(name)), 0600);
    server.close();
    QVERIFY(server.listen(placeOf(name)));
    QCOMPARE(Raw::modeOf(pathOf(name)), 0666);
}

void tst_AccessModes::credentialsHaveUserAndGroup()
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
}

QTEST_GUILESS_MAIN(tst_AccessModes)
#include "tst_accessmodes.moc"
