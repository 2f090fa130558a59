// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// A channel to a child: the parent makes a peer socket, and the child finds the handle by a name.

#include "testsupport/testsupport.h"

#include <QtInterprocess/ChildHandles>
#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/PipeReader>

using namespace QtInterprocess;
using namespace TestSupport;
using State = Device::State;

namespace {

// A test peer in the mode "channel".
struct Child
{
    explicit Child(const QString &name, const QString &refusedNumber = QString())
    {
        process.setProgram(testPeerProgram());
        process.setArguments({ QStringLiteral("channel"), name, refusedNumber });
    }

    bool says(const QByteArray &words)
    {
        return spinUntil([&] {
            output += process.readAllStandardOutput();
            return output.contains(words);
        });
    }
    bool hasFinished()
    {
        return spinUntil([this] { return process.state() == QProcess::NotRunning; });
    }

    QProcess process;
    QByteArray output;
};

const QString Control = QStringLiteral("control");

QProcessEnvironment environmentWith(const QByteArray &value)
{
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QString::fromLatin1(ChildHandles::EnvironmentVariable), QString::fromLatin1(value));
    return environment;
}

// Sends word to the child, checks the answer, and reads to the end.
bool isAnsweredIn(LocalSocket &socket, const QByteArray &word)
{
    socket.write(word);
    if (!spinUntil([&] { return socket.bytesAvailable() >= word.size(); }) || socket.readAll() != word.toUpper())
        return false;
    socket.close();
    return spinUntil([&] { return socket.state() == State::Closed; });
}

} // namespace

class tst_ChildChannel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void peerOfASocket_isTakenByTheChild();
    void acceptedConnection_isHandedToTheChild();
    void severalNames();
    void ownEnvironmentOfTheProcess_isKept();
    void unknownName_isNotFound();
    void unusableName_isRefused_data();
    void unusableName_isRefused();
    void hostileVariable_takesAndClosesNothing_data();
    void hostileVariable_takesAndClosesNothing();
    void variableOfAnotherHandle_closesNothing();
    void createPeer_needsAClosedDevice();
    void createPeer_replacesAConnection();
};

void tst_ChildChannel::peerOfASocket_isTakenByTheChild()
{
    LocalSocket socket;
    ChildHandles handles;
    QVERIFY(handles.add(socket.createPeer(), Control) != OwnedHandle::Invalid);
    QVERIFY(socket.isValid());
    QVERIFY(handles.environmentValue().startsWith("control="));
    Child child(Control);
    handles.start(child.process);
    QVERIFY(handles.environmentValue().isEmpty());
    QVERIFY(child.says("VARIABLE REMOVED"));
    QVERIFY(child.says("NAMES control\n"));
    QVERIFY(isAnsweredIn(socket, "hello"));
    QVERIFY(child.hasFinished());
    QCOMPARE(child.process.exitCode(), 0);
    QVERIFY(child.process.processEnvironment().inheritsFromParent()); // the process environment is unchanged
}

// A server that starts a process for each client does this.
void tst_ChildChannel::acceptedConnection_isHandedToTheChild()
{
    const PrivateRuntimeDirectory runtime;
    LocalServer server;
    LocalSocket client;
    QVERIFY(server.listen(uniqueName()));
    client.connectToServer(server.serverName());
    QVERIFY(spinUntil([&] { return server.hasPendingConnections() && client.isValid(); }));
    const std::unique_ptr<LocalSocket> accepted(server.nextPendingConnection());
    ChildHandles handles;
    QVERIFY(handles.add(accepted->takeHandle(), QStringLiteral("client")) != OwnedHandle::Invalid);
    Child child(QStringLiteral("client"));
    handles.start(child.process);
    QVERIFY(isAnsweredIn(client, "to the child"));
    QVERIFY(child.hasFinished());
    QVERIFY2(child.process.exitCode() == 0, child.process.readAllStandardError().constData());
}

void tst_ChildChannel::severalNames()
{
    LocalSocket first;
    LocalSocket second;
    PipeReader third;
    ChildHandles handles;
    handles.add(first.createPeer(), QStringLiteral("first"));
    handles.add(third.createPipe());
    handles.add(second.createPeer(), QStringLiteral("second.one"));
    QCOMPARE(handles.add(third.createPipe(), QStringLiteral("first")), qintptr(OwnedHandle::Invalid));
    QVERIFY(handles.error() == Error::InvalidOperation);
    Child child(QStringLiteral("second.one"));
    handles.start(child.process);
    QVERIFY(child.says("NAMES first second.one"));
    QVERIFY(isAnsweredIn(second, "x"));
    QVERIFY(spinUntil([&] { return first.state() == State::Closed; })); // closed together with the child
    QVERIFY(child.hasFinished());
}

void tst_ChildChannel::ownEnvironmentOfTheProcess_isKept()
{
    LocalSocket socket;
    ChildHandles handles;
    handles.add(socket.createPeer(), Control);
    Child child(Control);
    const auto environment = environmentWith("of=somebody,else");
    child.process.setProcessEnvironment(environment);
    handles.start(child.process);
    QVERIFY(child.says("NAMES control"));
    QVERIFY(isAnsweredIn(socket, "x"));
    QVERIFY(child.hasFinished());
    QVERIFY(child.process.processEnvironment() == environment);
}

void tst_ChildChannel::unknownName_isNotFound()
{
    Child child(Control);
    child.process.start();
    QVERIFY(child.hasFinished());
    QCOMPARE(child.process.exitCode(), 3);
    QVERIFY(child.says("REFUSED " + QByteArray::number(int(Error::NotFound))));
}

void tst_ChildChannel::unusableName_isRefused_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("empty") << QString();
    QTest::newRow("separator") << QStringLiteral("a;b");
    QTest::newRow("equals") << QStringLiteral("a=b");
    QTest::newRow("not ASCII") << QStringLiteral("\u00e4");
    QTest::newRow("too long") << QString(256, QLatin1Char('a'));
}

void tst_ChildChannel::unusableName_isRefused()
{
    QFETCH(const QString, name);
    PipeReader reader;
    ChildHandles handles;
    QCOMPARE(handles.add(reader.createPipe(), name), qintptr(OwnedHandle::Invalid));
    QVERIFY(handles.error() == Error::InvalidName);
    QVERIFY(handles.isEmpty() && handles.environmentValue().isEmpty());
    QVERIFY(spinUntil([&] { return reader.state() == State::Closed; })); // its handle is closed
}

void tst_ChildChannel::hostileVariable_takesAndClosesNothing_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("standard output") << QByteArray("control=1,0:0");
    QTest::newRow("nothing open") << QByteArray("control=1000000,0:0");
    QTest::newRow("negative") << QByteArray("control=-1,0:0");
    QTest::newRow("larger than any number") << QByteArray("control=99999999999999999999999,0:0");
    QTest::newRow("no number") << QByteArray("control=,0:0");
    QTest::newRow("no stamp") << QByteArray("control=7");
    QTest::newRow("no name") << QByteArray("=7,0:0");
    QTest::newRow("separators") << QByteArray(";;;");
    QTest::newRow("text") << QByteArray("control");
    QTest::newRow("many") << QByteArray("a=1,0;").repeated(2000) + "control=1,0";
}

void tst_ChildChannel::hostileVariable_takesAndClosesNothing()
{
    QFETCH(const QByteArray, value);
    Child child(Control);
    child.process.setProcessEnvironment(environmentWith(value));
    child.process.start();
    QVERIFY(child.hasFinished());
    QCOMPARE(child.process.exitCode(), 3);
    QVERIFY(child.says("VARIABLE REMOVED\nREFUSED " + QByteArray::number(int(Error::InvalidOperation))));
}

// The handle exists, but another one is meant: the variable belongs to another child.
void tst_ChildChannel::variableOfAnotherHandle_closesNothing()
{
    PipeReader reader;
    ChildHandles handles;
    const QString number = QString::number(handles.add(reader.createPipe()));
    Child child(Control, number);
    child.process.setProcessEnvironment(environmentWith("control=" + number.toLatin1() + ",1:1"));
    handles.start(child.process);
    QVERIFY(child.hasFinished());
    QCOMPARE(child.process.exitCode(), 3);
    QVERIFY(spinUntil([&] { return reader.state() == State::Closed; }));
    QCOMPARE(reader.readAll(), QByteArray("still open"));
}

void tst_ChildChannel::createPeer_needsAClosedDevice()
{
    LocalSocket socket;
    const OwnedHandle peer = socket.createPeer();
    QVERIFY(peer.isValid());
    QVERIFY(socket.serverName().isEmpty());
    QVERIFY(!socket.createPeer().isValid());
    QVERIFY(socket.error() == Error::InvalidOperation);
    QVERIFY(socket.isValid());
}

void tst_ChildChannel::createPeer_replacesAConnection()
{
    LocalSocket socket;
    LocalSocket first;
    LocalSocket second;
    QVERIFY(first.adopt(socket.createPeer()));
    socket.write("last words");
    socket.close();
    QVERIFY(second.adopt(socket.createPeer()));
    socket.write("first words");
    QVERIFY(spinUntil([&] { return first.state() == State::Closed && second.bytesAvailable() == 11; }));
    QCOMPARE(first.readAll(), QByteArray("last words"));
    QCOMPARE(second.readAll(), QByteArray("first words"));
    QVERIFY(socket.isValid());
}

QTEST_GUILESS_MAIN(tst_ChildChannel)
#include "tst_childchannel.moc"
