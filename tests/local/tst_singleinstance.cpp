// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests SingleInstance with real processes.

#include "local/instancename.h"
#include "local/instanceprotocol.h"
#include "testsupport/instances.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/MessageChannel>
#include <QtInterprocess/SingleInstance>

#include <QtCore/qcbormap.h>
#include <QtCore/qcborvalue.h>
#include <QtCore/qdir.h>
#include <QtCore/qelapsedtimer.h>
#include <QtCore/qendian.h>
#include <QtTest/qsignalspy.h>

#include <algorithm>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_SingleInstance : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void manyStarts_haveOnePrimary();
    void request_hasTheForwardedData();
    void answers_data();
    void answers();
    void slowAnswer_isWaitedFor();
    void answerAfterTheTimeout_isTimedOut();
    void primaryEndsWithoutAnswer_reportsPeerClosed();
    void requestAboveTheMaximum_isRefused();
    void hangingPrimary_timesOut();
    void hangingPrimaryEnds_waitingProcessBecomesPrimary();
    void succession();
    void severalWaitForSuccession_oneSucceeds();
    void release();
    void ids_data();
    void ids();
    void instanceName_isStable();
    void withoutAnApplication();
    void secondInstanceInOneProcess_isSecondary();
    void foreignServerAtTheName_isAnError_data();
    void foreignServerAtTheName_isAnError();
    void nonsense_isNotServed_data();
    void nonsense_isNotServed();
    void abandonedRequest_isNotServed_data();
    void abandonedRequest_isNotServed();
    void primaryClosesTheConnection_reportsPeerClosed_data();
    void primaryClosesTheConnection_reportsPeerClosed();
    void talkativePrimary_fillsNoMemory();
    void waitingForSuccession_retriesLessOften_data();
    void waitingForSuccession_retriesLessOften();
    void requestBeforeASlotIsConnected_isKept_data();
    void requestBeforeASlotIsConnected_isKept();
    void requestThatNoSlotServes_timesOut();
    void slotDisconnectedBeforeGo_requestIsKept();
    void release_closesRequestsThatWait();
    void forwardSeveralTimes_eachHasItsResult();
    void forwardAfterPrimaryDied_meetsTheNext();
    void forwardAfterSilentConstructor_triesAgain();
    void keptRequest_outlivesItsPrimary();
    void requestInAnotherThread_isAnswered_data();
    void requestInAnotherThread_isAnswered();
    void answerOfAnotherThread_isSentAtTheEnd();
    void answersOfSeveralThreads_oneCounts();
    void limitOfZero_isUnlimited();
    void wrongUse();
    void movesToAnotherThread();
    void slotMovesTheInstance_restIsEmittedInTheNewThread();
    void slotOfARequestMovesTheInstance_itIsAnswered();

private:
    const PrivateRuntimeDirectory m_runtime;
};

static QStringList options(const char *words)
{
    return QString::fromLatin1(words).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

static QByteArray frame(const QByteArray &message)
{
    QByteArray header(4, Qt::Uninitialized);
    qToBigEndian(quint32(message.size()), header.data());
    return header + message;
}

static QByteArray frame(const QCborMap &map)
{
    return frame(map.toCborValue().toCbor());
}

// Two environment variables set the rounds and the processes per round, for a storm of minutes.
void tst_SingleInstance::manyStarts_haveOnePrimary()
{
    const int rounds = qMax(1, qEnvironmentVariableIntValue("QTINTERPROCESS_STORM_ROUNDS"));
    const int wanted = qEnvironmentVariableIntValue("QTINTERPROCESS_STORM_PROCESSES");
    const int count = wanted > 0 ? wanted : isWine() ? 20 : 40;
    for (int round = 0; round < rounds; ++round) {
        const QString id = uniqueName();
        std::vector<std::unique_ptr<Instance>> instances;
        for (int i = 0; i < count; ++i)
            instances.push_back(std::make_unique<Instance>(id, options("exit=7 reply=yes timeout=60000")));
        for (const auto &instance : instances)
            instance->start();
        Instance *primary = nullptr;
        for (const auto &instance : instances) {
            const auto hasSpoken = [&] { return !instance->said.empty(); };
            QVERIFY2(spinUntil([&] { return hasSpoken() || instance->isOver(); }, 100000) && hasSpoken(),
                     instance->describe().constData()); // Wine may fail to start a process
            if (!instance->hasEvent("primary"))
                continue;
            QVERIFY2(!primary, "two processes are primary");
            primary = instance.get();
        }
        QVERIFY(primary);
        for (const auto &instance : instances) {
            if (instance.get() == primary)
                continue;
            QVERIFY2(instance->hasEnded(), instance->describe().constData());
            QVERIFY2(instance->process.exitCode() == 7, instance->describe().constData());
            const QJsonObject answer = instance->waitForEvent(QStringLiteral("answer"));
            QVERIFY(answer.value(QLatin1String("acknowledged")).toBool());
            QCOMPARE(answer.value(QLatin1String("reply")).toString(), QStringLiteral("yes"));
        }
        QVERIFY(!primary->waitForEvent(QStringLiteral("request"), count - 1).isEmpty());
        QVERIFY(primary->quit());
        QCOMPARE(primary->process.exitCode(), 0);
    }
}

void tst_SingleInstance::request_hasTheForwardedData()
{
    const QString id = uniqueName();
    Instance primary(id);
    QVERIFY(primary.start().is("primary"));
    const QStringList arguments { QStringLiteral("plain"),
                                  QStringLiteral("with spaces"),
                                  QStringLiteral("two\nlines"),
                                  QStringLiteral("a|b;c&d"),
                                  QString(),
                                  QStringLiteral("\"quoted\" \\"),
                                  QStringLiteral("Gr\u00fc\u00dfe \u4f60\u597d") };
    const QTemporaryDir folder;
    Instance secondary(id, options("payload=100000 env=ONCE_ONLY"), arguments);
    secondary.process.setWorkingDirectory(folder.path());
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("ONCE_ONLY"), QStringLiteral("a value=with\u00e9"));
    environment.insert(QStringLiteral("XDG_ACTIVATION_TOKEN"), QStringLiteral("token-1"));
    secondary.process.setProcessEnvironment(environment);
    secondary.start();
    QVERIFY(secondary.process.waitForStarted());
    const qint64 pid = secondary.process.processId(); // processId() is 0 after the end
    QVERIFY(secondary.is("secondary"));
    QVERIFY(secondary.hasEnded());
    QCOMPARE(secondary.process.exitCode(), 0);
    const QJsonObject request = primary.waitForEvent(QStringLiteral("request"));
    QStringList got;
    const QJsonArray raw = request.value(QLatin1String("arguments")).toArray();
    for (const QJsonValue &argument : raw)
        got += QString::fromUtf8(QByteArray::fromHex(argument.toString().toLatin1()));
    QCOMPARE(got.mid(got.indexOf(QStringLiteral("--")) + 1), arguments);
    QCOMPARE(got.value(1), id);
    QCOMPARE(QDir(request.value(QLatin1String("directory")).toString()).canonicalPath(),
             QDir(folder.path()).canonicalPath());
    QCOMPARE(request.value(QLatin1String("environment")).toObject(),
             QJsonObject({ { QStringLiteral("ONCE_ONLY"), QStringLiteral("a value=with\u00e9") } }));
    QCOMPARE(request.value(QLatin1String("token")).toString(), QStringLiteral("token-1"));
    QCOMPARE(request.value(QLatin1String("payload")).toInt(), 100000);
    QCOMPARE(request.value(QLatin1String("pid")).toInteger(), pid);
}

void tst_SingleInstance::answers_data()
{
    QTest::addColumn<QStringList>("ofPrimary");
    QTest::addColumn<int>("exit");
    QTest::addColumn<QString>("reply");
    QTest::newRow("none is 0") << QStringList() << 0 << QString();
    QTest::newRow("0") << options("exit=0 reply=fine") << 0 << QStringLiteral("fine");
    QTest::newRow("42") << options("exit=42") << 42 << QString();
}

void tst_SingleInstance::answers()
{
    QFETCH(const QStringList, ofPrimary);
    QFETCH(const int, exit);
    QFETCH(const QString, reply);
    const QString id = uniqueName();
    Instance primary(id, ofPrimary);
    QVERIFY(primary.start().is("primary"));
    for (int i = 0; i < 3; ++i) {
        Instance secondary(id);
        QVERIFY(secondary.start().hasEnded());
        QCOMPARE(secondary.process.exitCode(), exit);
        const QJsonObject answer = secondary.waitForEvent(QStringLiteral("answer"));
        QCOMPARE(answer.value(QLatin1String("exit")).toInt(), exit);
        QCOMPARE(answer.value(QLatin1String("reply")).toString(), reply);
        QCOMPARE(codeOf(answer), Error::NoError);
    }
}

void tst_SingleInstance::slowAnswer_isWaitedFor()
{
    const QString id = uniqueName();
    Instance primary(id, options("defer exit=5 reply=later"));
    QVERIFY(primary.start().is("primary"));
    Instance secondary(id, options("timeout=2000"));
    secondary.start();
    QVERIFY(!primary.waitForEvent(QStringLiteral("request")).isEmpty());
    QVERIFY(!secondary.hasEnded(2500)); // longer than a primary may take to acknowledge
    primary.process.write("now\n");
    QVERIFY(secondary.hasEnded());
    QCOMPARE(secondary.process.exitCode(), 5);
}

void tst_SingleInstance::answerAfterTheTimeout_isTimedOut()
{
    const QString id = uniqueName();
    Instance primary(id, options("defer"));
    QVERIFY(primary.start().is("primary"));
    Instance secondary(id, options("reply-timeout=100"));
    QVERIFY(secondary.start().hasEnded());
    const QJsonObject answer = secondary.waitForEvent(QStringLiteral("answer"));
    QCOMPARE(secondary.process.exitCode(), 1);
    QCOMPARE(codeOf(answer), Error::TimedOut);
    QVERIFY(answer.value(QLatin1String("acknowledged")).toBool());
    primary.process.write("now\n"); // the secondary is gone
    Instance other(id, options("reply-timeout=100"));
    QVERIFY(other.start().hasEnded());
    QVERIFY(!primary.waitForEvent(QStringLiteral("request"), 2).isEmpty());
}

void tst_SingleInstance::primaryEndsWithoutAnswer_reportsPeerClosed()
{
    const QString id = uniqueName();
    Instance primary(id, options("die"));
    QVERIFY(primary.start().is("primary"));
    Instance secondary(id);
    QVERIFY(secondary.start().hasEnded());
    QCOMPARE(secondary.process.exitCode(), 1);
    QCOMPARE(codeOf(secondary.waitForEvent(QStringLiteral("answer"))), Error::PeerClosed);
    QVERIFY(primary.hasEnded());
    Instance next(id);
    QVERIFY(next.start().is("primary"));
}

void tst_SingleInstance::requestAboveTheMaximum_isRefused()
{
    const QString id = uniqueName();
    Instance primary(id);
    QVERIFY(primary.start().is("primary"));
    Instance secondary(id, options("payload=67108864"));
    QVERIFY(secondary.start().hasEnded());
    const QJsonObject answer = secondary.waitForEvent(QStringLiteral("answer"));
    QCOMPARE(codeOf(answer), Error::MessageTooLarge);
    QVERIFY(answer.value(QLatin1String("error")).toString().contains(QString::number(16 * 1024 * 1024)));
    QVERIFY(!answer.value(QLatin1String("acknowledged")).toBool());
    Instance smaller(id, options("payload=10000000 timeout=60000"));
    QVERIFY(smaller.start().hasEnded());
    QCOMPARE(smaller.process.exitCode(), 0);
    QCOMPARE(primary.waitForEvent(QStringLiteral("request")).value(QLatin1String("payload")).toInt(), 10000000);
}

// The primary never runs its event loop.
void tst_SingleInstance::hangingPrimary_timesOut()
{
    const QString id = uniqueName();
    Instance primary(id, options("hang"));
    QVERIFY(primary.start().is("primary"));
    QElapsedTimer timer;
    timer.start();
    Instance secondary(id, options("timeout=300"));
    QVERIFY(secondary.start().hasEnded());
    QVERIFY2(timer.elapsed() < 300 + scaled(1) * 5000, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(secondary.process.exitCode(), 1);
    QVERIFY(secondary.hasEvent("secondary"));
    const QJsonObject answer = secondary.waitForEvent(QStringLiteral("answer"));
    QCOMPARE(codeOf(answer), Error::TimedOut);
    QVERIFY(!answer.value(QLatin1String("acknowledged")).toBool());
}

void tst_SingleInstance::hangingPrimaryEnds_waitingProcessBecomesPrimary()
{
    const QString id = uniqueName();
    Instance primary(id, options("hang"));
    QVERIFY(primary.start().is("primary"));
    Instance other(id, options("timeout=60000"));
    other.start();
    QVERIFY(!other.hasEnded(300)); // waits for the greeting of the primary
    QVERIFY(primary.quit());
    QVERIFY(other.is("primary"));
}

void tst_SingleInstance::succession()
{
    for (const bool byCrash : { false, true }) {
        const QString id = uniqueName();
        Instance primary(id);
        QVERIFY(primary.start().is("primary"));
        Instance next(id, options("succeed exit=9"));
        QVERIFY(next.start().is("secondary"));
        QElapsedTimer timer;
        timer.start();
        if (byCrash)
            primary.process.kill();
        else
            QVERIFY(primary.quit());
        QVERIFY(next.is("primary"));
        QVERIFY2(timer.elapsed() < scaled(1) * 5000, qPrintable(QString::number(timer.elapsed())));
        Instance secondary(id);
        QVERIFY(secondary.start().hasEnded());
        QCOMPARE(secondary.process.exitCode(), 9);
    }
}

void tst_SingleInstance::severalWaitForSuccession_oneSucceeds()
{
    const QString id = uniqueName();
    auto primary = std::make_unique<Instance>(id);
    QVERIFY(primary->start().is("primary"));
    std::vector<std::unique_ptr<Instance>> waiting;
    for (int i = 0; i < 4; ++i) {
        waiting.push_back(std::make_unique<Instance>(id, options("succeed")));
        QVERIFY(waiting.back()->start().is("secondary"));
    }
    while (!waiting.empty()) {
        primary->process.kill();
        const auto isPrimary = [](const auto &instance) { return instance->hasEvent("primary"); };
        QVERIFY(spinUntil([&] { return std::any_of(waiting.begin(), waiting.end(), isPrimary); }));
        QCOMPARE(std::count_if(waiting.begin(), waiting.end(), isPrimary), 1);
        const auto successor = std::find_if(waiting.begin(), waiting.end(), isPrimary);
        primary = std::move(*successor);
        waiting.erase(successor);
        Instance secondary(id);
        QVERIFY(secondary.start().hasEnded());
        QCOMPARE(secondary.process.exitCode(), 0);
    }
}

void tst_SingleInstance::release()
{
    const QString id = uniqueName();
    Instance primary(id, options("release"));
    QVERIFY(primary.start().is("primary"));
    Instance next(id, options("succeed"));
    QVERIFY(next.start().is("secondary"));
    primary.process.write("now\n");
    QVERIFY(next.is("primary"));
    QCOMPARE(primary.process.state(), QProcess::Running);
}

void tst_SingleInstance::ids_data()
{
    QTest::addColumn<QString>("one");
    QTest::addColumn<QString>("other");
    const QString stem = QStringLiteral("org.example.App");
    const QString end = QString::number(QCoreApplication::applicationPid());
    QTest::newRow("case") << stem + end << stem.toLower() + end;
    QTest::newRow("after the readable part")
        << QString(500, QLatin1Char('x')) + end << QString(500, QLatin1Char('x')) + end + QLatin1Char('y');
    QTest::newRow("characters that are invalid in names")
        << QStringLiteral("a/b\\c:") + end << QStringLiteral("a?b*c|") + end;
    QTest::newRow("prefixes of other kinds of names") << QStringLiteral("/") + end << QStringLiteral("@") + end;
    QTest::newRow("other scripts") << QStringLiteral("\u00fc") + end << QStringLiteral("\u00f6") + end;
    QTest::newRow("nothing") << QString() << end;
}

void tst_SingleInstance::ids()
{
    QFETCH(const QString, one);
    QFETCH(const QString, other);
    const SingleInstance first(one);
    QVERIFY2(first.isPrimary(), qPrintable(first.error().message()));
    const SingleInstance second(other);
    QVERIFY2(second.isPrimary(), qPrintable(second.error().message()));
    const SingleInstance again(one);
    QVERIFY(again.isSecondary());
}

// The name is part of the protocol: all versions of a program derive the same one.
void tst_SingleInstance::instanceName_isStable()
{
    const QString name = instanceName(QStringLiteral("org.example.App"), SingleInstance::Scope::User).toString();
    QCOMPARE(name, QStringLiteral("org.example.App-09124e77d428d2a1"));
}

void tst_SingleInstance::withoutAnApplication()
{
    const QString id = uniqueName();
    Instance primary(id, options("early exit=4"));
    QVERIFY(primary.start().is("primary"));
    Instance secondary(id, options("early"), { QStringLiteral("an argument") });
    QVERIFY(secondary.start().hasEnded());
    QCOMPARE(secondary.process.exitCode(), 4);
    const QJsonArray arguments =
        primary.waitForEvent(QStringLiteral("request")).value(QLatin1String("arguments")).toArray();
    QCOMPARE(QByteArray::fromHex(arguments.last().toString().toLatin1()), QByteArray("an argument"));
}

void tst_SingleInstance::secondInstanceInOneProcess_isSecondary()
{
    const QString id = uniqueName();
    QElapsedTimer timer;
    timer.start();
    const SingleInstance first(id);
    SingleInstance second(id);
    QVERIFY(first.isPrimary());
    QVERIFY(second.isSecondary());
    QVERIFY(timer.elapsed() < 4000); // an instance does not wait for itself
    QCOMPARE(second.error().code(), Error::InvalidOperation);
    QCOMPARE(second.forward(), 1);
}

void tst_SingleInstance::foreignServerAtTheName_isAnError_data()
{
    QTest::addColumn<QByteArray>("greeting");
    QTest::addColumn<Error::Code>("code");
    QTest::newRow("sends nothing") << QByteArray() << Error::TimedOut;
    QTest::newRow("speaks another protocol") << QByteArray("220 mail.example.org\r\n") << Error::InvalidMessage;
    QTest::newRow("sends a foreign message") << QByteArray("\0\0\0\2hi", 6) << Error::InvalidMessage;
    QTest::newRow("greets with another version")
        << frame(QCborMap { { QStringLiteral("hello"), 1 } }) << Error::InvalidMessage;
    QTest::newRow("announces a long greeting") << QByteArray("\0\x10\0\0", 4) << Error::InvalidMessage;
    QTest::newRow("a deep value") << frame(QByteArray(60'000, '\x81')) << Error::InvalidMessage;
}

void tst_SingleInstance::foreignServerAtTheName_isAnError()
{
    QFETCH(const QByteArray, greeting);
    QFETCH(const Error::Code, code);
    const QString id = uniqueName();
    LocalServer server;
    QVERIFY(server.listen(instanceName(id, SingleInstance::Scope::User)));
    connect(&server, &LocalServer::newConnection, this, [&] { server.nextPendingConnection()->write(greeting); });
    Instance instance(id, options("timeout=500"));
    QVERIFY(instance.start().hasEnded());
    QVERIFY(instance.hasEvent("secondary"));
    const QJsonObject answer = instance.waitForEvent(QStringLiteral("answer"));
    QCOMPARE(instance.process.exitCode(), 1);
    QVERIFY2(codeOf(answer) == code, qPrintable(answer.value(QLatin1String("error")).toString()));
}

void tst_SingleInstance::nonsense_isNotServed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("too long") << QByteArray("\xff\xff\xff\xff", 4);
    QTest::newRow("no CBOR") << QByteArray("\0\0\0\3abc", 7);
    QTest::newRow("no map") << QByteArray("\0\0\0\1\x01", 5);
    QTest::newRow("no arguments") << QByteArray("\0\0\0\1\xa0", 5);
    QTest::newRow("nothing") << QByteArray("\0\0\0\0", 4);
    QTest::newRow("a deep value") << frame(QByteArray(1'000'000, '\x81'));
    QTest::newRow("a value of many elements") << frame("\x9a\0\x0f\x42\x40" + QByteArray(1'000'000, '\x80'));
    QTest::newRow("go before the request") << frame(instance::go());
}

void tst_SingleInstance::nonsense_isNotServed()
{
    QFETCH(const QByteArray, bytes);
    const QString id = uniqueName();
    SingleInstance primary(id);
    int requests = 0; // counts without keeping a request, because a kept request must be answered
    connect(&primary, &SingleInstance::requestReceived, this, [&] { ++requests; });
    LocalSocket socket;
    socket.connectToServer(instanceName(id, SingleInstance::Scope::User));
    socket.write(bytes);
    QVERIFY(spinUntil([&] { return socket.state() == Device::State::Closed; }));
    QCOMPARE(requests, 0);
    Instance secondary(id);
    QVERIFY(secondary.start().hasEnded());
    QCOMPARE(secondary.process.exitCode(), 0);
    QCOMPARE(requests, 1);
}

void tst_SingleInstance::abandonedRequest_isNotServed_data()
{
    QTest::addColumn<bool>("hasHeard");
    QTest::addColumn<bool>("onlyEndsItsWriting");
    QTest::newRow("before the primary receives it") << false << false;
    QTest::newRow("after the primary has received it") << true << false;
    if (localSocketTraits().halfClose)
        QTest::newRow("by closing the write channel") << true << true;
}

void tst_SingleInstance::abandonedRequest_isNotServed()
{
    QFETCH(const bool, hasHeard);
    QFETCH(const bool, onlyEndsItsWriting);
    const QString id = uniqueName();
    SingleInstance primary(id);
    QList<QByteArrayList> requests;
    connect(&primary, &SingleInstance::requestReceived, this,
            [&](const InstanceRequest &request) { requests += request.rawArguments(); });
    instance::Request request;
    request.arguments = { "given up" };
    for (int i = 0; i < 5; ++i) {
        LocalSocket socket;
        MessageChannel channel(&socket);
        QByteArrayList words;
        connect(&channel, &MessageChannel::messageReceived, this, [&](const QByteArray &word) { words += word; });
        socket.connectToServer(instanceName(id, SingleInstance::Scope::User));
        QVERIFY(channel.send(instance::encode(request)));
        QVERIFY(!hasHeard || spinUntil([&] { return words.size() == 2; }));
        QVERIFY(!hasHeard || instance::isReceived(words.last()));
        if (onlyEndsItsWriting) {
            socket.closeWriteChannel();
            QVERIFY(spinUntil([&] { return socket.state() == Device::State::Closed; }));
        }
    }
    Instance secondary(id);
    QVERIFY(secondary.start().hasEnded());
    QCOMPARE(secondary.process.exitCode(), 0);
    QCOMPARE(requests.size(), 1);
    QVERIFY(!requests.first().contains("given up"));
}

void tst_SingleInstance::primaryClosesTheConnection_reportsPeerClosed_data()
{
    QTest::addColumn<bool>("hasReceived");
    QTest::addColumn<bool>("isAcknowledged");
    QTest::newRow("before it receives the request") << false << false;
    QTest::newRow("after the go message") << true << true;
}

void tst_SingleInstance::primaryClosesTheConnection_reportsPeerClosed()
{
    QFETCH(const bool, hasReceived);
    QFETCH(const bool, isAcknowledged);
    const QString id = uniqueName();
    LocalServer server;
    QVERIFY(server.listen(instanceName(id, SingleInstance::Scope::User)));
    connect(&server, &LocalServer::newConnection, this, [&] {
        LocalSocket *const socket = server.nextPendingConnection();
        auto *const channel = new MessageChannel(socket, socket);
        channel->send(instance::encode(instance::Hello { 1000'000 }));
        connect(channel, &MessageChannel::messageReceived, socket, [=](const QByteArray &message) {
            if (hasReceived && !instance::isGo(message))
                channel->send(instance::received());
            else
                socket->close();
        });
    });
    Instance secondary(id);
    QVERIFY(secondary.start().hasEnded());
    const QJsonObject answer = secondary.waitForEvent(QStringLiteral("answer"));
    QCOMPARE(codeOf(answer), Error::PeerClosed);
    QCOMPARE(answer.value(QLatin1String("acknowledged")).toBool(), isAcknowledged);
}

// Data from a primary is not buffered in the secondary when nobody reads it.
void tst_SingleInstance::talkativePrimary_fillsNoMemory()
{
    const QString id = uniqueName();
    LocalServer server;
    QVERIFY(server.listen(instanceName(id, SingleInstance::Scope::User)));
    qint64 written = 0;
    qint64 connections = 0;
    const QByteArray word = frame(QByteArray(1000, 'x'));
    connect(&server, &LocalServer::newConnection, this, [&] {
        LocalSocket *const socket = server.nextPendingConnection();
        ++connections;
        const auto talk = [socket, &word, &written] {
            while (socket->bytesToWrite() < 64 * 1024) {
                const qint64 count = socket->write(word);
                if (count <= 0) // the peer has closed the connection
                    return;
                written += count;
            }
        };
        connect(socket, &LocalSocket::bytesWritten, socket, talk);
        socket->write(frame(instance::encode(instance::Hello { 1000 })));
        talk();
    });
    Instance waiting(id, options("succeed"));
    QVERIFY(waiting.start().is("secondary"));
    int turns = 0;
    QVERIFY(spinUntil([&] { return ++turns > 300; }));
    // Each connection holds the kernel buffers and two limits of 64 KiB. The secondary waits for
    // succession and connects again.
    QVERIFY2(written < connections * 1024 * 1024, qPrintable(QString::number(written)));
    QCOMPARE(waiting.process.state(), QProcess::Running);
}

// Returns the connections that a refused claim of the name makes to its server. If the system
// does not report the holder of a lock, the claim asks the server for its process.
static int connectionsOfAClaim(LocalServer &server, const LocalName &name)
{
    LocalServer rival;
    if (rival.listen(name))
        return -1;
    LocalSocket last;
    last.connectToServer(name);
    last.write("x");
    QList<LocalSocket *> accepted;
    const auto hasAll = [&] {
        while (LocalSocket *const socket = server.nextPendingConnection())
            accepted += socket;
        return std::any_of(accepted.begin(), accepted.end(), [](auto *socket) { return socket->bytesAvailable() > 0; });
    };
    return spinUntil(hasAll) ? int(accepted.size()) - 1 : -1;
}

void tst_SingleInstance::waitingForSuccession_retriesLessOften_data()
{
    QTest::addColumn<QByteArray>("greeting");
    const QByteArray hello = frame(instance::encode(instance::Hello { 1000 }));
    QTest::newRow("accepts and closes") << QByteArray();
    QTest::newRow("greets and closes") << hello;
    QTest::newRow("greets twice") << hello + hello;
    QTest::newRow("speaks another protocol") << QByteArray("220 mail.example.org\r\n");
}

void tst_SingleInstance::waitingForSuccession_retriesLessOften()
{
    QFETCH(const QByteArray, greeting);
    const QString id = uniqueName();
    const LocalName name = instanceName(id, SingleInstance::Scope::User);
    auto server = std::make_unique<LocalServer>();
    QVERIFY(server->listen(name));
    const int connectionsOfAnElection = connectionsOfAClaim(*server, name) + 1;
    QVERIFY(connectionsOfAnElection > 0);
    bool isSecondary = false;
    int count = 0;
    connect(server.get(), &LocalServer::newConnection, this, [&] {
        while (LocalSocket *const socket = server->nextPendingConnection()) {
            if (!isSecondary) {
                socket->write(frame(instance::encode(instance::Hello { 1000 })));
                continue;
            }
            ++count;
            socket->write(greeting);
            socket->close();
        }
    });
    Instance waiting(id, options("succeed"));
    QVERIFY(waiting.start().is("secondary"));
    isSecondary = true;
    QElapsedTimer timer;
    timer.start();
    const QList<LocalSocket *> welcomed = server->findChildren<LocalSocket *>();
    for (LocalSocket *const socket : welcomed) // the instance may already wait for the last socket to end
        socket->close();
    QVERIFY(spinUntil([&] { return count >= 10 * connectionsOfAnElection; }));
    // Half of 1 + 2 + ... + 256.
    QVERIFY2(timer.elapsed() >= 250, qPrintable(QString::number(timer.elapsed())));
    server.reset(); // destroys the connections too, which keep the name of a Windows pipe
    QVERIFY(waiting.is("primary"));
}

void tst_SingleInstance::requestBeforeASlotIsConnected_isKept_data()
{
    QTest::addColumn<bool>("bySpy");
    QTest::newRow("connect()") << false;
    QTest::newRow("QSignalSpy, which does not call connectNotify()") << true;
}

void tst_SingleInstance::requestBeforeASlotIsConnected_isKept()
{
    QFETCH(const bool, bySpy);
    const QString id = uniqueName();
    SingleInstance primary(id);
    Instance first(id, options("timeout=60000"), { QStringLiteral("first") });
    QVERIFY(first.start().is("secondary"));
    QVERIFY(!first.hasEnded(300));
    Instance second(id, options("timeout=60000"), { QStringLiteral("second") });
    QVERIFY(second.start().is("secondary"));
    QVERIFY(!second.hasEnded(300));
    std::optional<QSignalSpy> spy;
    if (bySpy) {
        spy.emplace(&primary, &SingleInstance::requestReceived);
        QVERIFY(spinUntil([&] { return spy->count() == 2; }));
        for (const QVariantList &arguments : std::as_const(*spy))
            arguments.first().value<InstanceRequest>().reply(7);
    } else {
        connect(&primary, &SingleInstance::requestReceived, this,
                [](const InstanceRequest &request) { request.reply(7); });
    }
    QVERIFY(first.hasEnded());
    QVERIFY(second.hasEnded());
    QCOMPARE(first.process.exitCode(), 7);
    QCOMPARE(second.process.exitCode(), 7);
}

void tst_SingleInstance::requestThatNoSlotServes_timesOut()
{
    const QString id = uniqueName();
    SingleInstance primary(id);
    Instance secondary(id, options("timeout=500"));
    QVERIFY(secondary.start().hasEnded());
    const QJsonObject answer = secondary.waitForEvent(QStringLiteral("answer"));
    QCOMPARE(secondary.process.exitCode(), 1);
    QCOMPARE(codeOf(answer), Error::TimedOut);
    QVERIFY(!answer.value(QLatin1String("acknowledged")).toBool());
    int requests = 0;
    connect(&primary, &SingleInstance::requestReceived, this, [&] { ++requests; });
    Instance next(id);
    QVERIFY(next.start().hasEnded());
    QCOMPARE(next.process.exitCode(), 0);
    QCOMPARE(requests, 1); // the sender that gave up is not served
}

void tst_SingleInstance::slotDisconnectedBeforeGo_requestIsKept()
{
    const QString id = uniqueName();
    SingleInstance primary(id);
    int requests = 0;
    const auto count = [&](const InstanceRequest &request) {
        ++requests;
        request.reply(3);
    };
    const QMetaObject::Connection earlier = connect(&primary, &SingleInstance::requestReceived, this, count);
    LocalSocket socket;
    MessageChannel channel(&socket);
    QByteArrayList words;
    connect(&channel, &MessageChannel::messageReceived, this, [&](const QByteArray &word) { words += word; });
    socket.connectToServer(instanceName(id, SingleInstance::Scope::User));
    QVERIFY(channel.send(instance::encode(instance::Request())));
    QVERIFY(spinUntil([&] { return words.size() == 2; }));
    QVERIFY(disconnect(earlier));
    QVERIFY(channel.send(instance::go()));
    LocalSocket later; // is greeted after "go" has come
    later.connectToServer(instanceName(id, SingleInstance::Scope::User));
    QVERIFY(spinUntil([&] { return later.bytesAvailable() > 0; }));
    QCOMPARE(requests, 0);
    connect(&primary, &SingleInstance::requestReceived, this, count);
    QVERIFY(spinUntil([&] { return words.size() == 3; }));
    QCOMPARE(requests, 1);
    QCOMPARE(instance::decodeAnswer(words.last()).value_or(instance::Answer()).exitCode, 3);
}

void tst_SingleInstance::release_closesRequestsThatWait()
{
    const QString id = uniqueName();
    SingleInstance primary(id);
    Instance secondary(id, options("timeout=60000"));
    QVERIFY(secondary.start().is("secondary"));
    QVERIFY(!secondary.hasEnded(300));
    primary.release();
    QVERIFY(secondary.hasEnded());
    const QJsonObject answer = secondary.waitForEvent(QStringLiteral("answer"));
    QCOMPARE(codeOf(answer), Error::PeerClosed);
    QVERIFY(!answer.value(QLatin1String("acknowledged")).toBool());
}

void tst_SingleInstance::forwardSeveralTimes_eachHasItsResult()
{
    const QString id = uniqueName();
    Instance primary(id, options("exit=5 reply=yes"));
    QVERIFY(primary.start().is("primary"));
    SingleInstance secondary(id);
    QVERIFY(secondary.isSecondary());
    for (int i = 1; i <= 3; ++i) {
        secondary.setPayload(QByteArray(i, 'p'));
        QCOMPARE(secondary.forward(), 5);
        QVERIFY(secondary.isAcknowledged());
        QCOMPARE(secondary.reply(), QByteArray("yes"));
        QVERIFY(!secondary.error());
        QCOMPARE(primary.waitForEvent(QStringLiteral("request"), i).value(QLatin1String("payload")).toInt(), i);
        secondary.setPayload(QByteArray(64 * 1024 * 1024, 'p'));
        QCOMPARE(secondary.forward(), 1);
        QCOMPARE(secondary.error().code(), Error::MessageTooLarge);
        QVERIFY(!secondary.isAcknowledged());
        QVERIFY(secondary.reply().isEmpty());
    }
}

void tst_SingleInstance::forwardAfterPrimaryDied_meetsTheNext()
{
    const QString id = uniqueName();
    Instance primary(id, options("exit=5"));
    QVERIFY(primary.start().is("primary"));
    SingleInstance secondary(id);
    QCOMPARE(secondary.forward(), 5);
    primary.process.kill();
    QVERIFY(primary.hasEnded());
    QCOMPARE(secondary.forward(), 1);
    QCOMPARE(secondary.error().code(), Error::PeerClosed);
    QVERIFY(!secondary.isAcknowledged());
    Instance next(id, options("exit=6"));
    QVERIFY(next.start().is("primary"));
    QCOMPARE(secondary.forward(), 6);
    QVERIFY(secondary.isAcknowledged());
}

void tst_SingleInstance::forwardAfterSilentConstructor_triesAgain()
{
    const QString id = uniqueName();
    Instance silent(id, options("hang"));
    QVERIFY(silent.start().is("primary"));
    SingleInstance::Options hasty;
    hasty.setTimeout(300);
    SingleInstance secondary(id, hasty);
    QCOMPARE(secondary.error().code(), Error::TimedOut);
    silent.process.kill();
    QVERIFY(silent.hasEnded());
    Instance primary(id, options("exit=5"));
    QVERIFY(primary.start().is("primary"));
    QCOMPARE(secondary.forward(), 1); // the result of the constructor's attempt
    QCOMPARE(secondary.error().code(), Error::TimedOut);
    QCOMPARE(secondary.forward(), 5);
}

void tst_SingleInstance::keptRequest_outlivesItsPrimary()
{
    const QString id = uniqueName();
    auto primary = std::make_unique<SingleInstance>(id);
    InstanceRequest kept;
    QVERIFY(kept.isNull());
    kept.reply(1);
    connect(primary.get(), &SingleInstance::requestReceived, this, [&](const InstanceRequest &request) {
        kept = request;
        primary.reset(); // a slot may destroy the instance
    });
    Instance secondary(id);
    QVERIFY(secondary.start().hasEnded());
    QCOMPARE(codeOf(secondary.waitForEvent(QStringLiteral("answer"))), Error::PeerClosed);
    QVERIFY(!kept.isNull());
    QVERIFY(kept.arguments().contains(id));
    kept.reply(3);
    QVERIFY(kept.isAnswered());
}

void tst_SingleInstance::requestInAnotherThread_isAnswered_data()
{
    QTest::addColumn<bool>("replies");
    QTest::newRow("its last copy is destroyed") << false;
    QTest::newRow("it is answered") << true;
}

void tst_SingleInstance::requestInAnotherThread_isAnswered()
{
    QFETCH(const bool, replies);
    const QString id = uniqueName();
    SingleInstance primary(id);
    QVERIFY(primary.isPrimary());
    Worker thread;
    QObject worker;
    worker.moveToThread(&thread);
    thread.start();
    std::atomic<int> requests { 0 };
    connect(&primary, &SingleInstance::requestReceived, &worker, [&](const InstanceRequest &request) {
        if (QThread::currentThread() == &thread && request.arguments().contains(id))
            ++requests;
        if (replies)
            request.reply(5, "from there");
    });
    for (int i = 1; i <= 5; ++i) {
        Instance secondary(id);
        QVERIFY(secondary.start().hasEnded());
        QCOMPARE(secondary.process.exitCode(), replies ? 5 : 0);
        const QJsonObject answer = secondary.waitForEvent(QStringLiteral("answer"));
        QCOMPARE(codeOf(answer), Error::NoError);
        QCOMPARE(answer.value(QLatin1String("reply")).toString(), QLatin1String(replies ? "from there" : ""));
        QCOMPARE(requests.load(), i);
    }
    thread.quit();
    QVERIFY(thread.join());
}

// The event that would carry the answer to the primary's thread is never processed.
void tst_SingleInstance::answerOfAnotherThread_isSentAtTheEnd()
{
    const QString id = uniqueName();
    auto primary = std::make_unique<SingleInstance>(id);
    connect(primary.get(), &SingleInstance::requestReceived, this, [&](const InstanceRequest &request) {
        Worker thread([&] { request.reply(6); });
        thread.start();
        QVERIFY(thread.join());
        QVERIFY(request.isAnswered());
        primary.reset();
    });
    Instance secondary(id);
    QVERIFY(secondary.start().hasEnded());
    QCOMPARE(secondary.process.exitCode(), 6);
}

// The threads answer before or after the instance is destroyed.
void tst_SingleInstance::answersOfSeveralThreads_oneCounts()
{
    for (const bool isDestroyed : { false, true }) {
        const QString id = uniqueName();
        auto primary = std::make_unique<SingleInstance>(id);
        std::vector<std::unique_ptr<Worker>> threads;
        connect(primary.get(), &SingleInstance::requestReceived, this, [&](const InstanceRequest &request) {
            for (int i = 1; i <= 8; ++i) {
                threads.push_back(std::make_unique<Worker>([i, copy = request] { copy.reply(i); }));
                threads.back()->start();
            }
            if (isDestroyed)
                primary.reset();
        });
        Instance secondary(id);
        QVERIFY(secondary.start().hasEnded());
        for (const auto &thread : threads)
            QVERIFY(thread->join());
        if (!isDestroyed)
            QVERIFY(secondary.process.exitCode() >= 1 && secondary.process.exitCode() <= 8);
    }
}

void tst_SingleInstance::limitOfZero_isUnlimited()
{
    const QString id = uniqueName();
    Instance primary(id, options("limit=0"));
    QVERIFY(primary.start().is("primary"));
    Instance small(id);
    QVERIFY(small.start().hasEnded());
    QCOMPARE(small.process.exitCode(), 0);
    Instance large(id, options("payload=20000000 timeout=60000")); // more than the default limit
    QVERIFY(large.start().hasEnded());
    QCOMPARE(large.process.exitCode(), 0);
    QCOMPARE(primary.waitForEvent(QStringLiteral("request"), 2).value(QLatin1String("payload")).toInt(), 20000000);
}

void tst_SingleInstance::wrongUse()
{
    SingleInstance primary(uniqueName());
    QVERIFY(primary.isPrimary());
    QCOMPARE(primary.forward(), 1);
    QCOMPARE(primary.error().code(), Error::InvalidOperation);
    primary.setFailureCode(77);
    QCOMPARE(primary.forward(), 77);
    primary.release();
    QCOMPARE(primary.role(), SingleInstance::Role::Undecided);
    primary.release();
    const SingleInstance next(primary.id());
    QVERIFY(next.isPrimary());
}

void tst_SingleInstance::movesToAnotherThread()
{
    const QString id = uniqueName();
    Instance primary(id);
    QVERIFY(primary.start().is("primary"));
    auto *const next = new SingleInstance(id);
    QVERIFY(next->isSecondary());
    next->setWaitsForSuccession(true);
    Worker thread;
    std::atomic<bool> succeeded { false };
    connect(
        next, &SingleInstance::becamePrimary, next,
        [&] { succeeded = QThread::currentThread() == &thread && next->isPrimary(); }, Qt::DirectConnection);
    std::atomic<int> requests { 0 };
    connect(
        next, &SingleInstance::requestReceived, next, [&] { ++requests; }, Qt::DirectConnection);
    next->moveToThread(&thread);
    thread.start();
    primary.process.kill();
    QVERIFY(spinUntil([&] { return succeeded.load(); }));
    Instance secondary(id);
    QVERIFY(secondary.start().hasEnded());
    QCOMPARE(secondary.process.exitCode(), 0);
    QCOMPARE(requests.load(), 1);
    connect(&thread, &QThread::finished, next, &QObject::deleteLater);
    thread.quit();
    QVERIFY(thread.join());
}

// The last copy of the request is dropped in the old thread later.
void tst_SingleInstance::slotOfARequestMovesTheInstance_itIsAnswered()
{
    const QString id = uniqueName();
    auto *const primary = new SingleInstance(id);
    Worker thread;
    std::atomic<int> there { 0 };
    connect(
        primary, &SingleInstance::requestReceived, primary,
        [&] {
            if (QThread::currentThread() == &thread) {
                ++there;
            } else {
                primary->moveToThread(&thread);
                // Starts late, because ThreadSanitizer does not see the queue lock of a running
                // thread.
                thread.start();
            }
        },
        Qt::DirectConnection);
    for (int i = 0; i < 3; ++i) {
        Instance secondary(id);
        QVERIFY(secondary.start().hasEnded());
        QCOMPARE(codeOf(secondary.waitForEvent(QStringLiteral("answer"))), Error::NoError);
        QCOMPARE(there.load(), i);
    }
    connect(&thread, &QThread::finished, primary, &QObject::deleteLater);
    thread.quit();
    QVERIFY(thread.join());
}

void tst_SingleInstance::slotMovesTheInstance_restIsEmittedInTheNewThread()
{
    const QString id = uniqueName();
    Instance primary(id);
    QVERIFY(primary.start().is("primary"));
    auto *const next = new SingleInstance(id);
    QVERIFY(next->isSecondary());
    next->setWaitsForSuccession(true);
    Worker thread;
    std::atomic<int> there { 0 };
    std::atomic<int> elsewhere { 0 };
    connect(
        next, &SingleInstance::roleChanged, next, [&] { next->moveToThread(&thread); }, Qt::DirectConnection);
    connect(
        next, &SingleInstance::becamePrimary, next,
        [&] { ++(QThread::currentThread() == &thread ? there : elsewhere); }, Qt::DirectConnection);
    connect(
        next, &SingleInstance::requestReceived, next,
        [&] { ++(QThread::currentThread() == &thread ? there : elsewhere); }, Qt::DirectConnection);
    primary.process.kill();
    QVERIFY(spinUntil([&] { return next->thread() == &thread; }));
    QCOMPARE(there + elsewhere, 0);
    thread.start();
    QVERIFY(spinUntil([&] { return there == 1; }));
    Instance secondary(id);
    QVERIFY(secondary.start().hasEnded());
    QCOMPARE(secondary.process.exitCode(), 0);
    connect(&thread, &QThread::finished, next, &QObject::deleteLater);
    thread.quit();
    QVERIFY(thread.join());
    QCOMPARE(there.load(), 2);
    QCOMPARE(elsewhere.load(), 0);
}

QTEST_GUILESS_MAIN(tst_SingleInstance)
#include "tst_singleinstance.moc"
