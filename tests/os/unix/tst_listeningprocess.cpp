// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Finds the process that listens behind a connection, where the system reports only its process
// ID.

#include "os/unix/peer.h"
#include "os/unix/process.h"
#include "testsupport/testsupport.h"
#include "testsupport/unix/rawunix.h"

using namespace QtInterprocess;
using namespace TestSupport;

class tst_ListeningProcess : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void processThatListens_isFound_data();
    void processThatListens_isFound();
    void processWithoutTheSocket_isNotReturned();
    void processThatHasEnded_isNotFound();
    void otherHandle_failsWithUnsupported();

private:
    QByteArray path(const char *name) const { return QFile::encodeName(m_folder.filePath(QString::fromLatin1(name))); }

    const QTemporaryDir m_folder;
};

void tst_ListeningProcess::processThatListens_isFound_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("path") << path("app.sock");
    QTest::newRow("path with spaces") << path("an app.sock");
    QTest::newRow("abstract") << '@' + uniqueName().toUtf8();
}

void tst_ListeningProcess::processThatListens_isFound()
{
    QFETCH(const QByteArray, name);
    Raw::Child server([&](Raw::Child &self) {
        const OwnedHandle listener = Raw::serve(name);
        self.sendByte(listener ? 'y' : 'n');
        return self.receiveByte();
    });
    QCOMPARE(server.receiveByte(), 'y');
    const OwnedHandle client = Raw::connectTo(name);
    QVERIFY(client);
    const auto process = os::listeningProcess(int(client.get()));
    QVERIFY2(process, qPrintable(process.error().message()));
    const auto number = os::processOf(int(process->get()));
    QVERIFY(number && *number == server.processId());
}

// Simulates a process that reuses the process ID: only this process has the socket.
void tst_ListeningProcess::processWithoutTheSocket_isNotReturned()
{
    const QByteArray name = path("inherited.sock");
    OwnedHandle listener = Raw::serve(name, -1);
    QVERIFY(listener);
    Raw::Child child([&](Raw::Child &self) {
        self.sendByte(::listen(int(listener.get()), 5) == 0 ? 'y' : 'n');
        listener.reset();
        self.sendByte('c');
        return self.receiveByte();
    });
    QCOMPARE(child.receiveByte(), 'y');
    QCOMPARE(child.receiveByte(), 'c');
    const OwnedHandle client = Raw::connectTo(name);
    QVERIFY(client);
    const auto peer = os::peerCredentials(int(client.get()));
    QVERIFY(peer && peer->processId() == child.processId());
    const auto process = os::listeningProcess(int(client.get()));
    QVERIFY(!process);
    QCOMPARE(process.error().code(), Error::Unsupported);
}

void tst_ListeningProcess::processThatHasEnded_isNotFound()
{
    const QByteArray name = path("ended.sock");
    const OwnedHandle listener = Raw::serve(name, -1);
    QVERIFY(listener);
    Raw::Child child([&](Raw::Child &) { return ::listen(int(listener.get()), 5); });
    QCOMPARE(child.exitCode(), 0);
    const OwnedHandle client = Raw::connectTo(name);
    QVERIFY(client);
    const auto process = os::listeningProcess(int(client.get()));
    QVERIFY(!process);
    QCOMPARE(process.error().code(), Error::NotFound);
}

void tst_ListeningProcess::otherHandle_failsWithUnsupported()
{
    int pipe[2] = { -1, -1 };
    QVERIFY(Raw::pipe(pipe));
    const OwnedHandle in(pipe[0]), out(pipe[1]);
    QCOMPARE(os::listeningProcess(int(in.get())).error().code(), Error::Unsupported);
}

QTEST_GUILESS_MAIN(tst_ListeningProcess)
#include "tst_listeningprocess.moc"
