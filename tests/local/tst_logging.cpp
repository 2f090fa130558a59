// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests the categories qt.interprocess.*: nothing is logged by default, and each event is logged
// when its category is on.

#include "testsupport/testsupport.h"

#include <QtInterprocess/localserver.h>
#include <QtInterprocess/localsocket.h>
#include <QtInterprocess/pipereader.h>
#include <QtInterprocess/processwatcher.h>
#include <QtInterprocess/signalwatcher.h>
#include <QtInterprocess/singleinstance.h>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qloggingcategory.h>
#include <QtCore/qmutex.h>
#include <QtTest/qtest.h>

#include <csignal>
#include <stdexcept>
#include <thread>

using namespace QtInterprocess;
using TestSupport::uniqueName;

namespace {

struct Line
{
    QtMsgType type;
    QByteArray category;
    QString text;
};

QMutex mutex;
QList<Line> lines; // the lines of this library only
void (*whileHandling)() = nullptr;

void handle(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    if (!QByteArray(context.category).startsWith("qt.interprocess."))
        return;
    {
        const QMutexLocker locker(&mutex);
        lines.append({ type, context.category, text });
    }
    if (whileHandling)
        whileHandling();
}

QList<Line> taken()
{
    const QMutexLocker locker(&mutex);
    return std::exchange(lines, {});
}

// Returns the lines of a category. Its name is given without "qt.interprocess.".
QStringList linesOf(const char *category, QtMsgType type)
{
    QStringList found;
    const QMutexLocker locker(&mutex);
    for (const Line &line : std::as_const(lines)) {
        if (line.category.mid(int(qstrlen("qt.interprocess."))) == category && line.type == type)
            found += line.text;
    }
    return found;
}

bool hasDebug(const char *category, const QString &text)
{
    return !linesOf(category, QtDebugMsg).filter(text).isEmpty();
}

bool hasWarning(const char *category, const QString &text)
{
    return !linesOf(category, QtWarningMsg).filter(text).isEmpty();
}

// Connects, transfers a few bytes and disconnects.
void exchangeAndEnd(const QString &name)
{
    LocalServer server;
    QVERIFY(server.listen(name));
    LocalSocket client;
    client.connectToServer(name);
    QVERIFY(server.waitForNewConnection());
    const std::unique_ptr<LocalSocket> accepted(server.nextPendingConnection());
    QVERIFY(accepted);
    QVERIFY(client.waitForConnected());
    client.write("secret");
    QVERIFY(TestSupport::spinUntil([&] { return accepted->bytesAvailable() == 6; }));
    client.disconnectFromServer();
    QVERIFY(TestSupport::spinUntil([&] { return accepted->state() == LocalSocket::State::Closed; }));
    server.close();
}

} // namespace

class tst_Logging : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void byDefault_nothingIsLogged();
    void enabled_connectionsAreLogged();
    void failures_areLoggedWithNameAndReason();
    void refusedPeer_isLoggedWithTheReason();
    void sentData_isNotLogged();
    void outputThatLingers_isLogged();
    void instancesAndProcesses_areLogged();
    void misuse_isAWarning();
    void filterThatThrows_isAWarning();
    void anotherThread_isAWarning();
    void handlerMayUseTheLibrary();

private:
    QtMessageHandler m_before = nullptr;
};

void tst_Logging::init()
{
    (void)taken();
    m_before = qInstallMessageHandler(handle);
}

void tst_Logging::cleanup()
{
    whileHandling = nullptr;
    qInstallMessageHandler(m_before);
    QLoggingCategory::setFilterRules(QString());
}

static void enable()
{
    QLoggingCategory::setFilterRules(QStringLiteral("qt.interprocess.*=true"));
}

void tst_Logging::byDefault_nothingIsLogged()
{
    exchangeAndEnd(uniqueName());
    LocalSocket socket;
    socket.connectToServer(uniqueName());
    QVERIFY(!socket.waitForConnected());
    QVERIFY(taken().isEmpty());
}

void tst_Logging::enabled_connectionsAreLogged()
{
    enable();
    const QString name = uniqueName();
    exchangeAndEnd(name);
    QVERIFY(hasDebug("names", name));
    QVERIFY(hasDebug("names", QStringLiteral("listens no more")));
    QVERIFY(hasDebug("connections", QStringLiteral("has accepted a connection")));
    QVERIFY(hasDebug("connections", QStringLiteral("is connected to")));
    QVERIFY(hasDebug("connections", QStringLiteral("has ended in order")));
    QVERIFY(hasDebug("connections", name));
}

void tst_Logging::failures_areLoggedWithNameAndReason()
{
    enable();
    const QString name = uniqueName();
    LocalSocket socket;
    socket.connectToServer(name);
    QVERIFY(!socket.waitForConnected());
    QVERIFY(hasDebug("connections", QStringLiteral("has ended: connect to")));
    QVERIFY(hasDebug("connections", socket.error().reason()));
    QVERIFY(hasDebug("connections", name));
    LocalServer server;
    QVERIFY(server.listen(name));
    LocalServer second;
    QVERIFY(!second.listen(name));
    QVERIFY(hasDebug("names", second.error().message()));
}

void tst_Logging::refusedPeer_isLoggedWithTheReason()
{
    enable();
    const QString name = uniqueName();
    LocalServer server;
    server.setConnectionFilter([](const PeerCredentials &) { return false; });
    QVERIFY(server.listen(name));
    LocalSocket socket;
    socket.connectToServer(name);
    QVERIFY(!server.waitForNewConnection(200));
    QVERIFY(TestSupport::spinUntil(
        [&] { return hasDebug("connections", QStringLiteral("the connection filter refused the peer")); }));
    QVERIFY(hasDebug("connections", QString::number(QCoreApplication::applicationPid())));
}

void tst_Logging::sentData_isNotLogged()
{
    enable();
    exchangeAndEnd(uniqueName());
    for (const Line &line : taken())
        QVERIFY(!line.text.contains(QStringLiteral("secret")));
}

void tst_Logging::outputThatLingers_isLogged()
{
    enable();
    const QString name = uniqueName();
    LocalServer server;
    QVERIFY(server.listen(name));
    auto client = std::make_unique<LocalSocket>();
    client->connectToServer(name);
    QVERIFY(server.waitForNewConnection());
    const std::unique_ptr<LocalSocket> accepted(server.nextPendingConnection());
    QVERIFY(client->waitForConnected());
    accepted->setReadBufferSize(1);
    client->write(QByteArray(8 << 20, 'x'));
    client->close();
    QVERIFY(hasDebug("linger", QStringLiteral("is closing,")));
    client.reset();
    QVERIFY(hasDebug("linger", QStringLiteral("are sent in the background")));
    accepted->abort();
    (void)Device::drainAll(10'000);
    QVERIFY(hasDebug("linger", QStringLiteral("drainAll()")));
}

void tst_Logging::instancesAndProcesses_areLogged()
{
    enable();
    const QString id = uniqueName();
    const SingleInstance instance(id);
    QVERIFY(hasDebug("instances", id));
    ProcessWatcher watcher(QCoreApplication::applicationPid());
    QVERIFY(hasDebug("processes", QStringLiteral("watches process")));
    SignalWatcher signalWatcher({ SIGINT });
    QVERIFY(hasDebug("signals", QStringLiteral("watches the signals")));
    QVERIFY(!signalWatcher.watch(9999));
    QVERIFY(hasDebug("signals", signalWatcher.error().reason()));
}

void tst_Logging::misuse_isAWarning()
{
    const QString name = uniqueName();
    LocalServer server;
    QVERIFY(server.listen(name));
    QVERIFY(!server.listen(name));
    QVERIFY(hasWarning("names", QStringLiteral("the server is already listening")));
    LocalSocket socket;
    socket.connectToServer(name);
    socket.connectToServer(name);
    QVERIFY(hasWarning("connections", QStringLiteral("the device is already connecting or connected")));
    PipeReader unconnected;
    QVERIFY(!unconnected.open(QIODevice::ReadOnly));
    QVERIFY(hasWarning("connections", QStringLiteral("open() cannot open this device")));
    SingleInstance instance(uniqueName());
    instance.forward();
    QVERIFY(hasWarning("instances", QStringLiteral("this instance is not a secondary")));
    SignalWatcher signalWatcher({ SIGINT });
    signalWatcher.setQueueCapacity(7);
    QVERIFY(hasWarning("signals", QStringLiteral("signals are being watched")));
}

void tst_Logging::filterThatThrows_isAWarning()
{
    const QString name = uniqueName();
    LocalServer server;
    server.setConnectionFilter([](const PeerCredentials &) -> bool { throw std::runtime_error("broken"); });
    QVERIFY(server.listen(name));
    LocalSocket socket;
    socket.connectToServer(name);
    QVERIFY(!server.waitForNewConnection(200));
    QVERIFY(TestSupport::spinUntil(
        [&] { return hasWarning("connections", QStringLiteral("the connection filter threw an exception: broken")); }));
}

void tst_Logging::anotherThread_isAWarning()
{
    LocalSocket socket;
    LocalServer server;
    std::thread([&] {
        socket.connectToServer(uniqueName());
        socket.abort();
        (void)server.listen(uniqueName());
        server.close();
    }).join();
    QVERIFY(hasWarning("connections", QStringLiteral("is used in another thread than its own")));
    QVERIFY(hasWarning("names", QStringLiteral("is used in another thread than its own")));
}

void tst_Logging::handlerMayUseTheLibrary()
{
    enable();
    whileHandling = [] {
        static thread_local bool s_isInside = false;
        if (std::exchange(s_isInside, true))
            return;
        (void)Device::lingerStatus();
        LocalSocket other;
        other.connectToServer(uniqueName());
        (void)other.waitForConnected(0);
        s_isInside = false;
    };
    exchangeAndEnd(uniqueName());
    outputThatLingers_isLogged();
    instancesAndProcesses_areLogged();
}

QTEST_GUILESS_MAIN(tst_Logging)
#include "tst_logging.moc"
