// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// A name belongs to one owner, and is free again when that one closes or dies.

#include "support/testsupport.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

#include <QtCore/qcoreapplication.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_Names : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_name = uniqueName(); }

    void liveNameOfThisProcess_data();
    void liveNameOfThisProcess();
    void liveNameOfAnotherProcess();
    void crashedOwnersNameIsReclaimed();
    void racersWithoutAPause();
    void listeningTwice();
    void hundredTimesTheSameName();
    void nameIsFreeAfterDestruction();

private:
    // Files of the name that are there.
    QStringList files() const { return m_runtime.names().filter(m_name); }

    const PrivateRuntimeDirectory m_runtime;
    QString m_name;
};

static QString inUse(const LocalName &name, qint64 owner)
{
    const QString by = QStringLiteral(" by process %1").arg(owner);
    return QStringLiteral("listen on \"%1\": the name is in use%2")
        .arg(name.fullName(), localSocketTraits().refusalNamesTheOwner ? by : QString());
}

static bool connects(const LocalName &name)
{
    LocalSocket client;
    client.connectToServer(name);
    return client.waitForConnected(10000);
}

void tst_Names::liveNameOfThisProcess_data()
{
    QTest::addColumn<bool>("namespaced");
    QTest::newRow("generic") << false;
    if (LocalName::isSupported(LocalName::Kind::Namespaced))
        QTest::newRow("namespaced") << true;
}

void tst_Names::liveNameOfThisProcess()
{
    QFETCH(const bool, namespaced);
    if (!localSocketTraits().namesHaveOneOwner)
        QSKIP("Wine 8.0 does not refuse a second first instance of a pipe");
    const LocalName name = namespaced ? LocalName::namespaced(m_name) : LocalName::generic(m_name);
    LocalServer first;
    QVERIFY(first.listen(name));
    LocalServer second;
    QVERIFY(!second.listen(name));
    QVERIFY(!second.isListening());
    QCOMPARE(second.error().code(), Error::NameInUse);
    QCOMPARE(second.error().message(), inUse(name, QCoreApplication::applicationPid()));
    second.close();
    QVERIFY(connects(name)); // and the first one serves on
    QVERIFY(first.waitForNewConnection(5000));
    first.close();
    QVERIFY(second.listen(name));
}

void tst_Names::liveNameOfAnotherProcess()
{
    if (!localSocketTraits().namesHaveOneOwner)
        QSKIP("Wine 8.0 does not refuse a second first instance of a pipe");
    Peer owner({ QStringLiteral("hold"), m_name });
    QVERIFY(owner.waitForLine("READY"));
    LocalServer server;
    for (int i = 0; i < 3; ++i) {
        QVERIFY(!server.listen(m_name));
        QCOMPARE(server.error().code(), Error::NameInUse);
        QCOMPARE(server.error().message(), inUse(m_name, owner.processId()));
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

// Finds what falls between finding the name free and having it.
void tst_Names::racersWithoutAPause()
{
    if (!localSocketTraits().namesHaveOneOwner)
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

void tst_Names::listeningTwice()
{
    LocalServer server;
    QVERIFY(server.listen(m_name));
    const qintptr handle = server.nativeHandle();
    const QStringList names = m_runtime.names();
    QVERIFY(!server.listen(QStringLiteral("other")));
    QCOMPARE(server.error().code(), Error::InvalidOperation);
    QCOMPARE(server.error().message(), QStringLiteral("listen on \"other\": the server is listening already"));
    QVERIFY(!server.listen(m_name));
    QCOMPARE(server.error().code(), Error::InvalidOperation);
    QVERIFY(server.isListening()); // nothing has changed
    QCOMPARE(server.nativeHandle(), handle);
    QCOMPARE(server.serverName(), m_name);
    QVERIFY(connects(m_name));
    QVERIFY(server.waitForNewConnection(5000));
    QCOMPARE(m_runtime.names(), names);
}

void tst_Names::hundredTimesTheSameName()
{
    LocalServer server;
    QVERIFY(server.listen(m_name)); // whatever is made once is made now
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

QTEST_GUILESS_MAIN(tst_Names)
#include "tst_names.moc"
