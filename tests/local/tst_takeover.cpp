// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests take-over, succession and timeouts of SingleInstance, and the limit on waiting requests.

#include "local/instancename.h"
#include "local/instanceprotocol.h"
#include "local/session.h"
#include "testsupport/instances.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/MessageChannel>
#include <QtInterprocess/SingleInstance>

#include <QtCore/qcbormap.h>
#include <QtCore/qcborvalue.h>
#include <QtCore/qelapsedtimer.h>

#include <algorithm>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_TakeOver : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void primaryThatConsents_isReplaced_data();
    void primaryThatConsents_isReplaced();
    void primaryThatRefuses_stays();
    void primaryWithoutASlot_cannotBeAsked();
    void primaryOfAnOlderVersion_isNotAsked();
    void greetingForOlderVersions_isTheSame();
    void primaryThatHangs_isEndedByPolicyOnly();
    void slowPrimary_isNotSilent();
    void consentAfterTheTimeout_replacesNobody();
    void primaryIsEndedAlways_data();
    void primaryIsEndedAlways();
    void primaryInThisProcess_isNotEnded();
    void ownerThatIsNoInstance_isNotEnded();
    void noPrimary_isTakenOver();
    void severalAtOnce_oneIsPrimary();
    void waitForPrimaryToEnd_data();
    void waitForPrimaryToEnd();
    void waitForPrimaryThatGoesOn_timesOut();
    void waitAndTakeOver_emitInTheEventLoop();
    void forwardWithATimeout_includesTheAnswer();
    void forwardWithATimeout_triesAgain();
    void primary_hasTheCredentials();
    void requestsThatNoSlotServes_waitInTheirSockets();
    void requestsThatWait_areBounded();
    void machineWide_isAnotherName();
    void machineWide_sameUser();
    void wrongUse();

private:
    const PrivateRuntimeDirectory m_runtime;
};

static QStringList options(const char *words)
{
    return QString::fromLatin1(words).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

static QJsonObject outcomeOf(Instance &instance)
{
    return instance.waitForEvent(QStringLiteral("became"));
}

static bool hasResult(const QJsonObject &outcome)
{
    return outcome.value(QLatin1String("result")).toBool();
}

// Returns true if a further process becomes secondary and gets this exit code.
static bool isServedWith(const QString &id, int exitCode)
{
    Instance secondary(id);
    return secondary.start().hasEnded() && secondary.hasEvent("secondary") && secondary.process.exitCode() == exitCode;
}

// Returns true if the system identifies the peer process of a connection.
static bool canEndProcesses()
{
    LocalServer server;
    LocalSocket socket;
    if (!server.listen(uniqueName()))
        return false;
    socket.connectToServer(server.serverName());
    return socket.waitForConnected() && local::serverProcess(socket.nativeHandle());
}

// Starts the other process. Returns true if the primary ends and the other process becomes
// primary.
// If the system cannot identify the primary, the result is Unsupported and the primary runs on.
static bool isEndedFor(Instance &primary, Instance &other)
{
    const QJsonObject outcome = outcomeOf(other.start());
    if (!canEndProcesses())
        return codeOf(outcome) == Error::Unsupported && primary.process.state() == QProcess::Running;
    return hasResult(outcome) && primary.hasEnded() && other.is("primary");
}

void tst_TakeOver::primaryThatConsents_isReplaced_data()
{
    QTest::addColumn<QByteArray>("manner");
    QTest::newRow("by its answer") << QByteArray("replace=0 exit=3");
    QTest::newRow("by its end") << QByteArray("replace=quit exit=3");
}

void tst_TakeOver::primaryThatConsents_isReplaced()
{
    QFETCH(const QByteArray, manner);
    const QString id = uniqueName();
    Instance primary(id, options(manner.constData()));
    QVERIFY(primary.start().is("primary"));
    Instance other(id, options("take-over=consent exit=9 payload=5"), { QStringLiteral("--replace") });
    const QJsonObject outcome = outcomeOf(other.start());
    QVERIFY2(hasResult(outcome), qPrintable(outcome.value(QLatin1String("error")).toString()));
    QVERIFY(outcome.value(QLatin1String("primary")).toBool());
    QVERIFY(other.is("won")); // from roleChanged()
    QVERIFY(other.is("primary"));
    const QJsonObject request = primary.waitForEvent(QStringLiteral("replace"));
    QCOMPARE(request.value(QLatin1String("pid")).toInteger(), other.process.processId());
    QVERIFY(!primary.hasEvent("request"));
    if (manner.contains("quit")) {
        QVERIFY(primary.hasEnded());
    } else {
        QVERIFY(primary.is("lost"));
        QCOMPARE(primary.process.state(), QProcess::Running);
    }
    QVERIFY(isServedWith(id, 9));
}

void tst_TakeOver::primaryThatRefuses_stays()
{
    const QString id = uniqueName();
    Instance primary(id, options("replace=7 exit=3"));
    QVERIFY(primary.start().is("primary"));
    for (const char *const policy : { "take-over=consent", "take-over=silent" }) {
        Instance other(id, options(policy));
        const QJsonObject outcome = outcomeOf(other.start());
        QVERIFY(other.hasEnded());
        QCOMPARE(other.process.exitCode(), 5);
        QVERIFY(!hasResult(outcome));
        QCOMPARE(codeOf(outcome), Error::AccessDenied);
        QCOMPARE(outcome.value(QLatin1String("reply")).toString(), QStringLiteral("as you like"));
    }
    QVERIFY(!primary.hasEvent("lost"));
    QVERIFY(isServedWith(id, 3));
}

void tst_TakeOver::primaryWithoutASlot_cannotBeAsked()
{
    const QString id = uniqueName();
    Instance primary(id, options("exit=3"));
    QVERIFY(primary.start().is("primary"));
    Instance other(id, options("take-over=silent"));
    QCOMPARE(codeOf(outcomeOf(other.start())), Error::Unsupported);
    QVERIFY(!primary.hasEvent("request"));
    QVERIFY(isServedWith(id, 3));
}

// An older version would handle the question as a request to open something.
void tst_TakeOver::primaryOfAnOlderVersion_isNotAsked()
{
    const QString id = uniqueName();
    LocalServer server;
    QVERIFY(server.listen(instanceName(id, SingleInstance::Scope::User)));
    int messages = 0;
    connect(&server, &LocalServer::newConnection, this, [&] {
        LocalSocket *const socket = server.nextPendingConnection();
        auto *const channel = new MessageChannel(socket, socket);
        connect(channel, &MessageChannel::messageReceived, this, [&] { ++messages; });
        channel->sendValue(QCborMap { { QStringLiteral("version"), 2 }, { QStringLiteral("limit"), 1000000 } });
    });
    Instance other(id, options("take-over=consent"));
    QCOMPARE(codeOf(outcomeOf(other.start())), Error::Unsupported);
    QVERIFY(other.hasEnded());
    QCOMPARE(messages, 0);
}

// Older versions of a program read "version" and "limit".
void tst_TakeOver::greetingForOlderVersions_isTheSame()
{
    const QCborMap hello = QCborValue::fromCbor(instance::encode(instance::Hello { 77, true })).toMap();
    QCOMPARE(hello.value(QLatin1String("version")).toInteger(), 2);
    QCOMPARE(hello.value(QLatin1String("limit")).toInteger(), 77);
    const QCborMap request = QCborValue::fromCbor(instance::encode(instance::Request())).toMap();
    QVERIFY(request.contains(QStringLiteral("arguments")));
    QVERIFY(!request.contains(QStringLiteral("replace")));
}

void tst_TakeOver::primaryThatHangs_isEndedByPolicyOnly()
{
    const QString id = uniqueName();
    Instance primary(id, options("hang"));
    QVERIFY(primary.start().is("primary"));
    Instance patient(id, options("timeout=300 take-over=consent msecs=300"));
    QCOMPARE(codeOf(outcomeOf(patient.start())), Error::TimedOut);
    QCOMPARE(primary.process.state(), QProcess::Running);
    Instance other(id, options("timeout=300 take-over=silent msecs=1000 exit=9"));
    QVERIFY(isEndedFor(primary, other));
}

void tst_TakeOver::slowPrimary_isNotSilent()
{
    const QString id = uniqueName();
    Instance primary(id, options("replace=defer exit=0"));
    QVERIFY(primary.start().is("primary"));
    Instance other(id, options("take-over=silent msecs=300"));
    const QJsonObject outcome = outcomeOf(other.start());
    QCOMPARE(codeOf(outcome), Error::TimedOut);
    QVERIFY(outcome.value(QLatin1String("acknowledged")).toBool());
    QVERIFY(other.hasEnded());
    QCOMPARE(primary.process.state(), QProcess::Running);
    Instance next(id, options("take-over=silent msecs=60000 exit=9"));
    next.start();
    QVERIFY(!primary.waitForEvent(QStringLiteral("replace"), 2).isEmpty());
    primary.process.write("now\n");
    QVERIFY(next.is("primary"));
    QVERIFY(isServedWith(id, 9));
}

void tst_TakeOver::consentAfterTheTimeout_replacesNobody()
{
    const QString id = uniqueName();
    SingleInstance primary(id);
    InstanceRequest kept;
    connect(&primary, &SingleInstance::replaceRequested, this, [&](const InstanceRequest &request) { kept = request; });
    Instance other(id, options("take-over=consent msecs=300"));
    QCOMPARE(codeOf(outcomeOf(other.start())), Error::TimedOut);
    QVERIFY(other.hasEnded());
    QVERIFY(!kept.isNull());
    QVERIFY(spinUntil([&] { return primary.findChildren<LocalSocket *>().isEmpty(); }));
    kept.reply(0);
    QVERIFY(primary.isPrimary());
}

void tst_TakeOver::primaryIsEndedAlways_data()
{
    QTest::addColumn<QByteArray>("manner");
    QTest::newRow("primary refuses") << QByteArray("replace=7");
    QTest::newRow("primary does not answer") << QByteArray("replace=defer");
    QTest::newRow("primary cannot be asked") << QByteArray();
}

void tst_TakeOver::primaryIsEndedAlways()
{
    QFETCH(const QByteArray, manner);
    const QString id = uniqueName();
    Instance primary(id, options(manner.constData()));
    QVERIFY(primary.start().is("primary"));
    Instance other(id, options("take-over=always msecs=1000"));
    QVERIFY(isEndedFor(primary, other));
}

void tst_TakeOver::primaryInThisProcess_isNotEnded()
{
    SingleInstance primary(uniqueName());
    SingleInstance secondary(primary.id());
    QVERIFY(secondary.isSecondary());
    QVERIFY(!secondary.takeOver(SingleInstance::TakeOver::EndAlways, 300));
    QCOMPARE(secondary.error().code(), Error::InvalidOperation);
    QVERIFY(primary.isPrimary());
}

// This process owns the name.
void tst_TakeOver::ownerThatIsNoInstance_isNotEnded()
{
    const QString id = uniqueName();
    LocalServer server;
    QVERIFY(server.listen(instanceName(id, SingleInstance::Scope::User)));
    connect(&server, &LocalServer::newConnection, this,
            [&] { server.nextPendingConnection()->write("220 mail.example.org\r\n"); });
    Instance other(id, options("take-over=always msecs=1000"));
    QCOMPARE(codeOf(outcomeOf(other.start())), Error::InvalidMessage);
}

void tst_TakeOver::noPrimary_isTakenOver()
{
    const QString id = uniqueName();
    auto primary = std::make_unique<Instance>(id);
    QVERIFY(primary->start().is("primary"));
    SingleInstance secondary(id);
    QVERIFY(secondary.isSecondary());
    primary.reset();
    QVERIFY2(secondary.takeOver(), qPrintable(secondary.error().message()));
    QVERIFY(secondary.isPrimary());
    QVERIFY(!secondary.error());
}

void tst_TakeOver::severalAtOnce_oneIsPrimary()
{
    const QString id = uniqueName();
    Instance primary(id, options("replace=0"));
    QVERIFY(primary.start().is("primary"));
    std::vector<std::unique_ptr<Instance>> others;
    for (int i = 0; i < 5; ++i) {
        others.push_back(std::make_unique<Instance>(id, options("timeout=30000 take-over=consent msecs=30000")));
        others.back()->start();
    }
    int winners = 0;
    for (const auto &other : others) {
        const auto isPrimary = [&] {
            return other->hasEvent("primary") || outcomeOf(*other).value(QLatin1String("primary")).toBool();
        };
        QVERIFY(spinUntil([&] { return other->hasEvent("became") || other->hasEvent("primary"); }, 60000));
        winners += isPrimary() ? 1 : 0;
    }
    QCOMPARE(winners, 1);
}

void tst_TakeOver::waitForPrimaryToEnd_data()
{
    QTest::addColumn<QByteArray>("manner");
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("primary ends") << QByteArray() << QByteArray("quit\n");
    QTest::newRow("primary releases its role") << QByteArray("release") << QByteArray("now\n");
    QTest::newRow("primary hangs") << QByteArray("hang") << QByteArray();
}

void tst_TakeOver::waitForPrimaryToEnd()
{
    QFETCH(const QByteArray, manner);
    QFETCH(const QByteArray, line);
    const QString id = uniqueName();
    Instance primary(id, options(manner.constData()));
    QVERIFY(primary.start().is("primary"));
    Instance other(id, options("timeout=300 wait=60000"));
    QVERIFY(other.start().is("secondary"));
    QVERIFY(!other.hasEnded(300));
    if (line.isEmpty())
        primary.process.kill();
    else
        primary.process.write(line);
    const QJsonObject outcome = outcomeOf(other);
    QVERIFY2(hasResult(outcome), qPrintable(outcome.value(QLatin1String("error")).toString()));
    QVERIFY(outcome.value(QLatin1String("primary")).toBool());
    QVERIFY(other.is("primary"));
}

void tst_TakeOver::waitForPrimaryThatGoesOn_timesOut()
{
    const QString id = uniqueName();
    Instance primary(id, options("exit=3"));
    QVERIFY(primary.start().is("primary"));
    SingleInstance secondary(id);
    QElapsedTimer timer;
    timer.start();
    QVERIFY(!secondary.waitForPrimaryToEnd(300));
    QVERIFY(timer.elapsed() >= 290);
    QCOMPARE(secondary.error().code(), Error::TimedOut);
    QVERIFY(secondary.isSecondary());
    QCOMPARE(secondary.forward(), 3);
}

void tst_TakeOver::waitAndTakeOver_emitInTheEventLoop()
{
    const QString id = uniqueName();
    auto primary = std::make_unique<Instance>(id);
    QVERIFY(primary->start().is("primary"));
    SingleInstance secondary(id);
    QStringList told;
    connect(&secondary, &SingleInstance::roleChanged, this, [&] { told += QStringLiteral("role"); });
    connect(&secondary, &SingleInstance::becamePrimary, this, [&] { told += QStringLiteral("primary"); });
    primary.reset();
    QVERIFY(secondary.waitForPrimaryToEnd());
    QVERIFY(secondary.isPrimary());
    QCOMPARE(told, QStringList());
    QVERIFY(spinUntil([&] { return told.size() == 2; }));
    QCOMPARE(told, QStringList({ QStringLiteral("role"), QStringLiteral("primary") }));
}

void tst_TakeOver::forwardWithATimeout_includesTheAnswer()
{
    const QString id = uniqueName();
    Instance primary(id, options("defer exit=5"));
    QVERIFY(primary.start().is("primary"));
    SingleInstance secondary(id);
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(secondary.forward(300), 1);
    QVERIFY(timer.elapsed() < 300 + scaled(1) * 5000);
    QCOMPARE(secondary.error().code(), Error::TimedOut);
    QVERIFY(secondary.isAcknowledged());
    secondary.setReplyTimeout(1); // affects forward() without a timeout only
    Instance other(id, options("within=60000"));
    other.start();
    QVERIFY(!primary.waitForEvent(QStringLiteral("request"), 2).isEmpty());
    primary.process.write("now\n");
    QVERIFY(other.hasEnded());
    QCOMPARE(other.process.exitCode(), 5);
}

void tst_TakeOver::forwardWithATimeout_triesAgain()
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
    QCOMPARE(secondary.forward(60000), 5);
}

void tst_TakeOver::primary_hasTheCredentials()
{
    const QString id = uniqueName();
    Instance primary(id, options("hang"));
    QVERIFY(primary.start().is("primary"));
    const qint64 pid = primary.process.processId();
    SingleInstance::Options hasty;
    hasty.setTimeout(300);
    const SingleInstance secondary(id, hasty);
    QCOMPARE(secondary.error().code(), Error::TimedOut);
    const PeerCredentials told = secondary.primary();
    QCOMPARE(told.processId().value_or(pid), pid); // some systems do not report the process ID
    QVERIFY(told.userId() || told.securityId());
    const Error copy = secondary.error();
    QCOMPARE(copy.peer().processId(), told.processId());
    QCOMPARE(copy.peer().userId(), told.userId());
    QCOMPARE(copy.peer().securityId(), told.securityId());
    const SingleInstance alone(uniqueName());
    QVERIFY(!alone.primary().processId() && !alone.error().peer().processId());
}

// Each payload exceeds the socket buffers, so it stays in the sender until the primary reads it.
void tst_TakeOver::requestsThatNoSlotServes_waitInTheirSockets()
{
    const QString id = uniqueName();
    SingleInstance primary(id);
    constexpr int Count = 5;
    instance::Request request;
    request.payload = QByteArray(4 * 1024 * 1024, 'p');
    std::vector<std::unique_ptr<LocalSocket>> sockets;
    std::vector<std::unique_ptr<MessageChannel>> channels;
    int greetings = 0;
    int answers = 0;
    for (int i = 0; i < Count; ++i) {
        sockets.push_back(std::make_unique<LocalSocket>());
        channels.push_back(std::make_unique<MessageChannel>(sockets.back().get()));
        MessageChannel *const channel = channels.back().get();
        connect(channel, &MessageChannel::messageReceived, this, [&, channel](const QByteArray &word) {
            greetings += instance::decodeHello(word) ? 1 : 0;
            answers += instance::decodeAnswer(word) ? 1 : 0;
            if (instance::isReceived(word))
                channel->send(instance::go());
        });
        sockets.back()->connectToServer(instanceName(id, SingleInstance::Scope::User));
        QVERIFY(channel->send(instance::encode(request)));
    }
    QVERIFY(spinUntil([&] { return greetings == Count; }));
    const auto isHeldUp = [](const auto &socket) { return socket->bytesToWrite() > 2 * 1024 * 1024; };
    QVERIFY(!spinUntil([&] { return !std::all_of(sockets.begin(), sockets.end(), isHeldUp); }, 500));
    int requests = 0;
    connect(&primary, &SingleInstance::requestReceived, this, [&] { ++requests; });
    QVERIFY(spinUntil([&] { return answers == Count; }));
    QCOMPARE(requests, Count);
}

// Each waiting request costs a descriptor. A request that goes makes room for the next one.
// Connections without a request do not count.
void tst_TakeOver::requestsThatWait_areBounded()
{
    SingleInstance primary(uniqueName());
    const LocalName name = instanceName(primary.id(), SingleInstance::Scope::User);
    std::vector<std::unique_ptr<LocalSocket>> sockets;
    const auto isGreeted = [](const auto &socket) { return socket->bytesAvailable() > 0; };
    const auto greeted = [&] { return int(std::count_if(sockets.begin(), sockets.end(), isGreeted)); };
    constexpr int Idle = 10;
    constexpr int Most = 100;
    constexpr int AtOnce = 30; // the connections that a server accepts before its pause takes effect
    for (int i = 0; i < Idle + Most; ++i) {
        sockets.push_back(std::make_unique<LocalSocket>());
        sockets.back()->connectToServer(name);
        QVERIFY(spinUntil([&] { return isGreeted(sockets.back()); }));
        if (i >= Idle)
            QCOMPARE(sockets.back()->write("x"), 1);
    }
    const auto isSent = [](const auto &socket) { return socket->bytesToWrite() == 0; };
    QVERIFY(spinUntil([&] { return std::all_of(sockets.begin(), sockets.end(), isSent); }));
    const auto received = [&] {
        const auto accepted = primary.findChildren<LocalSocket *>();
        return std::count_if(accepted.begin(), accepted.end(), [](auto *one) { return one->bytesAvailable() > 0; });
    };
    QVERIFY(spinUntil([&] { return received() == Most; }));
    for (int i = 0; i < 2 * AtOnce; ++i) {
        sockets.push_back(std::make_unique<LocalSocket>());
        sockets.back()->connectToServer(name);
    }
    QVERIFY(!spinUntil([&] { return greeted() > Idle + Most + AtOnce; }, 300));
    sockets.erase(sockets.begin() + Idle, sockets.begin() + Idle + Most);
    QVERIFY(spinUntil([&] { return greeted() == Idle + 2 * AtOnce; }));
}

void tst_TakeOver::machineWide_isAnotherName()
{
    const QString id = uniqueName();
    SingleInstance::Options options;
    options.setScope(SingleInstance::Scope::Machine);
    const SingleInstance ofTheMachine(id, options);
    const SingleInstance ofTheUser(id);
    QVERIFY(ofTheUser.isPrimary());
    if (LocalName::isSupported(LocalName::Kind::Namespaced)) {
        QVERIFY2(ofTheMachine.isPrimary(), qPrintable(ofTheMachine.error().message()));
    } else {
        QCOMPARE(ofTheMachine.role(), SingleInstance::Role::Undecided);
        QCOMPARE(ofTheMachine.error().code(), Error::Unsupported);
    }
}

void tst_TakeOver::machineWide_sameUser()
{
    if (!LocalName::isSupported(LocalName::Kind::Namespaced))
        QSKIP("this system has no place for all users");
    const QString id = uniqueName();
    Instance primary(id, options("machine exit=3 replace=0"));
    QVERIFY(primary.start().is("primary"));
    Instance secondary(id, options("machine"));
    QVERIFY(secondary.start().hasEnded());
    QCOMPARE(secondary.process.exitCode(), 3);
    Instance other(id, options("machine take-over=consent"));
    QVERIFY(other.start().is("primary"));
    Instance waiting(id, options("machine succeed"));
    QVERIFY(waiting.start().is("secondary"));
    other.process.kill();
    QVERIFY(waiting.is("primary"));
}

void tst_TakeOver::wrongUse()
{
    SingleInstance primary(uniqueName());
    QVERIFY(!primary.takeOver());
    QCOMPARE(primary.error().code(), Error::InvalidOperation);
    QVERIFY(!primary.waitForPrimaryToEnd(0));
    QCOMPARE(primary.error().code(), Error::InvalidOperation);
    QCOMPARE(primary.forward(0), 1);
    QCOMPARE(primary.error().code(), Error::InvalidOperation);
    QVERIFY(primary.isPrimary());
}

QTEST_GUILESS_MAIN(tst_TakeOver)
#include "tst_takeover.moc"
