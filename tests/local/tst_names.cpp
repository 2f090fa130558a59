// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests that a name has one owner, and is free again after the owner closes or dies.

#include "testsupport/testsupport.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

#include <QtCore/qcoreapplication.h>

#include <memory>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_Names : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_name = uniqueName(); }

    void liveNameOfThisProcess_isRefused_data();
    void liveNameOfThisProcess_isRefused();
    void liveNameOfAnotherProcess_isRefused();
    void crashedOwnersNameIsReclaimed();
    void racingServers_haveOneOwner();
    void listenWhileListening_isRefused();
    void listenAndCloseRepeatedly_leavesNothingBehind();
    void nameIsFreeAfterDestruction();
    void nameIsFreeAfterTheConnections();

private:
    // Returns the files of the name that exist.
    QStringList files() const { return m_runtime.names().filter(m_name); }

    const PrivateRuntimeDirectory m_runtime;
    QString m_name;
};

static void compareRefusal(const LocalServer &server, const LocalName &name, qint64 owner)
{
    const QString full = QStringLiteral("listen on \"%1\": ").arg(name.fullName());
    QVERIFY(!server.isListening());
    QCOMPARE(server.error().code(), Error::NameInUse);
    QCOMPARE(server.error().message(), full + server.error().reason());
    if (localSocketTraits().refusalNamesTheOwner)
        QCOMPARE(server.error().reason(), QStringLiteral("the name is in use by process %1").arg(owner));
}

static bool connects(const LocalName &name)
{
    LocalSocket client;
    client.connectToServer(name);
    return client.waitForConnected(10000);
}

void tst_Names::liveNameOfThisProcess_isRefused_data()
{
    QTest::addColumn<bool>("namespaced");
    QTest::newRow("generic") << false;
    if (LocalName::isSupported(LocalName::Kind::Namespaced))
        QTest::newRow("namespaced") << true;
}

void tst_Names::liveNameOfThisProcess_isRefused()
{
    QFETCH(const bool, namespaced);
    const LocalName name = namespaced ? LocalName::namespaced(m_name) : LocalName::generic(m_name);
    LocalServer first;
    QVERIFY(first.listen(name));
    LocalServer second;
    QVERIFY(!second.listen(name));
    compareRefusal(second, name, QCoreApplication::applicationPid());
    second.close();
    LocalSocket client;
    client.connectToServer(name);
    QVERIFY(first.waitForNewConnection(5000)); // the first server still serves
    QVERIFY(client.waitForConnected(5000));
    first.close();
    QVERIFY2(second.listen(name), qPrintable(second.error().message()));
}

void tst_Names::liveNameOfAnotherProcess_isRefused()
{
    Peer owner({ QStringLiteral("hold"), m_name });
    QVERIFY(owner.waitForLine("READY"));
    LocalServer server;
    for (int i = 0; i < 3; ++i) {
        QVERIFY(!server.listen(m_name));
        compareRefusal(server, m_name, owner.processId());
    }
    QVERIFY(connects(m_name));
}

void tst_Names::crashedOwnersNameIsReclaimed()
{
    Peer owner({ QStringLiteral("hold"), m_name });
    QVERIFY(owner.waitForLine("READY"));
    QVERIFY(connects(m_name));
    owner.kill9();
    QVERIFY(!connects(m_name));
    LocalServer server;
    QVERIFY2(server.listen(m_name), qPrintable(server.error().message()));
    QVERIFY(connects(m_name));
    server.close();
    QCOMPARE(files(), QStringList());
}

// Finds a gap between the check of a free name and its claim.
void tst_Names::racingServers_haveOneOwner()
{
    if (isWine())
        QSKIP("Wine 8.0 does not refuse a second first instance of a pipe");
    const QStringList churn { QStringLiteral("churn"), m_name, QStringLiteral("1000") };
    Peer racers[] = { Peer(churn), Peer(churn), Peer(churn) };
    for (Peer &racer : racers)
        QVERIFY(racer.waitForLine("READY"));
    for (Peer &racer : racers) {
        racer.process.write("start\n");
        racer.process.waitForBytesWritten();
    }
    for (Peer &racer : racers) {
        QVERIFY2(racer.waitForLine("CHURN 1000 0"), racer.output.constData());
        QVERIFY(racer.waitForFinished());
        QCOMPARE(racer.process.exitCode(), 0);
    }
    QCOMPARE(files(), QStringList());
}

void tst_Names::listenWhileListening_isRefused()
{
    LocalServer server;
    QVERIFY(server.listen(m_name));
    const qintptr handle = server.nativeHandle();
    const QStringList names = m_runtime.names();
    QVERIFY(!server.listen(QStringLiteral("other")));
    QCOMPARE(server.error().code(), Error::InvalidOperation);
    QCOMPARE(server.error().message(),
             QStringLiteral("listen on \"other\": the server is already listening; call close() first"));
    QVERIFY(!server.listen(m_name));
    QCOMPARE(server.error().code(), Error::InvalidOperation);
    QVERIFY(server.isListening()); // the refused call changes nothing
    QCOMPARE(server.nativeHandle(), handle);
    QCOMPARE(server.serverName(), m_name);
    LocalSocket client;
    client.connectToServer(m_name);
    QVERIFY(server.waitForNewConnection(5000));
    QVERIFY(client.waitForConnected(5000));
    QCOMPARE(m_runtime.names(), names);
}

void tst_Names::listenAndCloseRepeatedly_leavesNothingBehind()
{
    LocalServer server;
    QVERIFY(server.listen(m_name)); // warms up: the library opens its permanent descriptors here
    QVERIFY(connects(m_name));
    server.close();
    const int descriptors = openDescriptors();
    for (int i = 0; i < 100; ++i) {
        QVERIFY2(server.listen(m_name), qPrintable(server.error().message()));
        QVERIFY(!server.error());
        QVERIFY(connects(m_name));
        server.close();
        QVERIFY(!server.isListening());
        QCOMPARE(server.serverName(), QString());
        QCOMPARE(server.fullServerName(), QString());
        QCOMPARE(files(), QStringList());
    }
    QCOMPARE(openDescriptors(), descriptors);
}

void tst_Names::nameIsFreeAfterDestruction()
{
    {
        LocalServer server;
        QVERIFY(server.listen(m_name));
    }
    QCOMPARE(files(), QStringList());
    QVERIFY(!connects(m_name));
    LocalServer server;
    QVERIFY(server.listen(m_name));
}

// A connection on Windows is an instance of the pipe. As long as it exists, nobody else can take
// the name.
void tst_Names::nameIsFreeAfterTheConnections()
{
    LocalServer server;
    QVERIFY(server.listen(m_name));
    LocalSocket client;
    client.connectToServer(m_name);
    QVERIFY(server.waitForNewConnection(5000));
    QVERIFY(client.waitForConnected(5000));
    const std::unique_ptr<LocalSocket> accepted(server.nextPendingConnection());
    server.close();
    QVERIFY(!connects(m_name));
    LocalServer second;
    QCOMPARE(second.listen(m_name), !localSocketTraits().connectionsKeepTheName);
    accepted->write("still here");
    QVERIFY(spinUntil([&] { return client.bytesAvailable() == 10; }));
    second.close();
    accepted->close();
    client.abort();
    QVERIFY(spinUntil([&] { return accepted->state() == Device::State::Closed; }));
    QVERIFY2(second.listen(m_name), qPrintable(second.error().message()));
}

QTEST_GUILESS_MAIN(tst_Names)
#include "tst_names.moc"
