// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Notifications of a service to its supervisor. The supervisor is a datagram socket, as that of
// systemd.

#include "testsupport/testsupport.h"
#include "testsupport/unix/rawunix.h"

#include <QtInterprocess/Pipe>
#include <QtInterprocess/PipeReader>
#include <QtInterprocess/PipeWriter>
#include <QtInterprocess/UnixActivation>
#include <QtInterprocess/UnixDatagramSocket>
#include <QtInterprocess/UnixSocket>

#include <memory>

#include <sys/wait.h>
#include <time.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_Notifications : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void states_data();
    void states();
    void reloading_sendsTheTime();
    void abstractName();
    void severalLines_areRefused();
    void credentialsAreThoseOfTheService();
    void withoutASupervisor();
    void fullSupervisor_doesNotBlock();
    void watchdogInterval_data();
    void watchdogInterval();
    void watchdogOfAnotherProcess_isIgnored();
    void storedHandle_arrives();
    void storedHandle_staysOpenHere();
    void handlesWithAnyState();
    void invalidHandle_sendsNothing();
    void namesOfHandles_data();
    void namesOfHandles();
    void removedVariables_areRemembered();
    void removedVariables_areNotInherited();

private:
    QByteArray hear();

    const std::unique_ptr<QTemporaryDir> m_dir = std::make_unique<QTemporaryDir>();
    std::unique_ptr<UnixDatagramSocket> m_supervisor;
};

void tst_Notifications::init()
{
    m_supervisor = std::make_unique<UnixDatagramSocket>();
    m_supervisor->setMaximumPendingHandles(10);
    const QString path = m_dir->filePath(QStringLiteral("notify"));
    QVERIFY(m_supervisor->bind(UnixAddress::fromPath(path)));
    qputenv("NOTIFY_SOCKET", QFile::encodeName(path));
}

void tst_Notifications::cleanup()
{
    for (const char *const name : { "NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID" })
        qunsetenv(name);
}

QByteArray tst_Notifications::hear()
{
    return m_supervisor->hasPendingMessages() || m_supervisor->waitForReadyRead(5000) ? m_supervisor->readMessage()
                                                                                      : QByteArray("(nothing)");
}

using Notify = std::function<Error()>;
Q_DECLARE_METATYPE(Notify)

void tst_Notifications::states_data()
{
    QTest::addColumn<Notify>("notify");
    QTest::addColumn<QByteArray>("message");
    const auto row = [](const char *title, const Notify &notify, const char *message) {
        QTest::newRow(title) << notify << QByteArray(message);
    };
    using A = UnixActivation;
    const QString status = QStringLiteral("größer");
    row(
        "ready", [] { return A::notifyReady(); }, "READY=1");
    row(
        "ready, with a status", [=] { return A::notifyReady(status); }, "READY=1\nSTATUS=größer");
    row(
        "stopping", [] { return A::notifyStopping(); }, "STOPPING=1");
    row(
        "stopping, with a status", [=] { return A::notifyStopping(status); }, "STOPPING=1\nSTATUS=größer");
    row(
        "status", [=] { return A::notifyStatus(status); }, "STATUS=größer");
    row(
        "status that is empty", [] { return A::notifyStatus(QString()); }, "STATUS=");
    row(
        "watchdog", [] { return A::notifyWatchdog(); }, "WATCHDOG=1");
    row(
        "handles of a name that go", [] { return A::removeStoredHandles(QStringLiteral("web")); },
        "FDSTOREREMOVE=1\nFDNAME=web");
    row(
        "anything", [] { return A::notify("EXTEND_TIMEOUT_USEC=5000000"); }, "EXTEND_TIMEOUT_USEC=5000000");
}

void tst_Notifications::states()
{
    QFETCH(const Notify, notify);
    QFETCH(const QByteArray, message);
    const Error error = notify();
    QVERIFY2(!error, qPrintable(error.message()));
    QCOMPARE(hear(), message);
}

// systemd compares the time with its own clock: the reload must begin after the request.
void tst_Notifications::reloading_sendsTheTime()
{
    const auto now = [] {
        timespec time = {};
        ::clock_gettime(CLOCK_MONOTONIC, &time);
        return qint64(time.tv_sec) * 1'000'000 + time.tv_nsec / 1000;
    };
    for (const QString &status : { QString(), QStringLiteral("anew") }) {
        const qint64 before = now();
        const Error error = UnixActivation::notifyReloading(status);
        const qint64 after = now();
        QVERIFY2(!error, qPrintable(error.message()));
        const QList<QByteArray> lines = hear().split('\n');
        QCOMPARE(lines.size(), status.isEmpty() ? 2 : 3);
        QCOMPARE(lines[0], QByteArray("RELOADING=1"));
        QVERIFY(lines[1].startsWith("MONOTONIC_USEC="));
        const qint64 told = lines[1].mid(15).toLongLong();
        QVERIFY2(before <= told && told <= after, lines[1].constData());
    }
}

void tst_Notifications::abstractName()
{
    if (UnixAddress::maximumAbstractLength() == 0)
        QSKIP("abstract names exist on Linux only");
    const QByteArray name = uniqueName().toUtf8();
    m_supervisor = std::make_unique<UnixDatagramSocket>();
    m_supervisor->setMaximumPendingHandles(10);
    QVERIFY(m_supervisor->bind(UnixAddress::abstract(name)));
    qputenv("NOTIFY_SOCKET", '@' + name);
    QVERIFY(!UnixActivation::notifyReady());
    QCOMPARE(hear(), QByteArray("READY=1"));
    QVERIFY(!UnixActivation::storeHandle(m_supervisor->nativeHandle(), QStringLiteral("self")));
    QCOMPARE(hear(), QByteArray("FDSTORE=1\nFDNAME=self"));
}

// Each line is an assignment, so a status with several lines could set any state.
void tst_Notifications::severalLines_areRefused()
{
    const QString zero = QStringLiteral("a") + QChar(u'\0');
    for (const QString &status : { QStringLiteral("a\nREADY=1"), QStringLiteral("a\n"), QStringLiteral("\n"), zero }) {
        QCOMPARE(UnixActivation::notifyStatus(status).code(), Error::InvalidOperation);
        QCOMPARE(UnixActivation::notifyReady(status).code(), Error::InvalidOperation);
        QCOMPARE(UnixActivation::notifyReloading(status).code(), Error::InvalidOperation);
        QCOMPARE(UnixActivation::notifyStopping(status).code(), Error::InvalidOperation);
    }
    QVERIFY(!UnixActivation::notifyWatchdog());
    QCOMPARE(hear(), QByteArray("WATCHDOG=1")); // nothing came before it
}

// A supervisor identifies the service by its credentials. The message has no name of a user or
// process.
void tst_Notifications::credentialsAreThoseOfTheService()
{
    if (!UnixSocket().setReceivesCredentials(true))
        QSKIP("this system has no sender credentials");
    QVERIFY(!UnixActivation::notifyReady());
    QVERIFY(m_supervisor->waitForReadyRead(5000));
    const UnixDatagram datagram = m_supervisor->receiveDatagram();
    QVERIFY(datagram.credentials());
    QCOMPARE(datagram.credentials()->processId(), std::optional<qint64>(::getpid()));
    QCOMPARE(datagram.credentials()->userId(), std::optional<quint32>(::geteuid()));
}

void tst_Notifications::withoutASupervisor()
{
    qunsetenv("NOTIFY_SOCKET");
    QVERIFY(!UnixActivation::wantsNotification());
    QCOMPARE(UnixActivation::notifyReady().code(), Error::NotFound);
    QCOMPARE(UnixActivation::notifyReloading().code(), Error::NotFound);
    QCOMPARE(UnixActivation::storeHandle(0, QStringLiteral("x")).code(), Error::NotFound);
    qputenv("NOTIFY_SOCKET", "relative/path");
    QCOMPARE(UnixActivation::notifyReady().code(), Error::Unsupported);
    qputenv("NOTIFY_SOCKET", QFile::encodeName(m_dir->filePath(QStringLiteral("nobody"))));
    const Error error = UnixActivation::notifyReady();
    QCOMPARE(error.code(), Error::NotFound);
    QVERIFY2(error.message().contains(m_dir->filePath(QStringLiteral("nobody"))), qPrintable(error.message()));
}

void tst_Notifications::fullSupervisor_doesNotBlock()
{
    m_supervisor->setReadBufferSize(1);
    Error last;
    for (int i = 0; i < 100000 && !last; ++i)
        last = UnixActivation::notifyStatus(QString(10000, QLatin1Char('x')));
    QCOMPARE(last.code(), Error::ResourceExhausted);
    const int before = openDescriptors();
    QCOMPARE(UnixActivation::storeHandle(m_supervisor->nativeHandle(), QStringLiteral("x")).code(),
             Error::ResourceExhausted);
    QCOMPARE(openDescriptors(), before);
}

void tst_Notifications::watchdogInterval_data()
{
    QTest::addColumn<QByteArray>("interval");
    QTest::addColumn<int>("milliseconds");
    QTest::newRow("30 s") << QByteArray("30000000") << 30000;
    QTest::newRow("rounded down, so that no notification is late") << QByteArray("1999") << 1;
    QTest::newRow("less than a millisecond") << QByteArray("1") << 1;
    QTest::newRow("more than a timer can hold") << QByteArray("18446744073709551614") << 2147483647;
    QTest::newRow("for ever") << QByteArray("18446744073709551615") << 0;
    QTest::newRow("zero") << QByteArray("0") << 0;
    QTest::newRow("not set") << QByteArray() << 0;
    QTest::newRow("negative") << QByteArray("-1") << 0;
    QTest::newRow("no number") << QByteArray("30s") << 0;
    QTest::newRow("too large") << QByteArray("99999999999999999999") << 0;
}

void tst_Notifications::watchdogInterval()
{
    QFETCH(const QByteArray, interval);
    QFETCH(const int, milliseconds);
    qputenv("WATCHDOG_USEC", interval);
    QCOMPARE(int(UnixActivation::watchdogInterval().count()), milliseconds);
    qputenv("WATCHDOG_PID", QByteArray::number(qint64(::getpid())));
    QCOMPARE(int(UnixActivation::watchdogInterval().count()), milliseconds);
}

void tst_Notifications::watchdogOfAnotherProcess_isIgnored()
{
    qputenv("WATCHDOG_USEC", "1000000");
    for (const QByteArray &process : { QByteArray::number(qint64(::getppid())), QByteArray("x"), QByteArray("0") }) {
        qputenv("WATCHDOG_PID", process);
        QCOMPARE(int(UnixActivation::watchdogInterval().count()), 0);
    }
}

void tst_Notifications::storedHandle_arrives()
{
    const Pipe pipe = createPipe();
    QVERIFY(!UnixActivation::storeHandle(pipe.writer->nativeHandle(), QStringLiteral("web")));
    QVERIFY(m_supervisor->waitForReadyRead(5000));
    UnixDatagram datagram = m_supervisor->receiveDatagram();
    QCOMPARE(datagram.data(), QByteArray("FDSTORE=1\nFDNAME=web"));
    QCOMPARE(datagram.handles().size(), size_t(1));
    pipe.writer->abort();
    QCOMPARE(::write(int(datagram.handles()[0].get()), "x", 1), ssize_t(1)); // it outlives the handle of the service
    QVERIFY(pipe.reader->waitForReadyRead(5000));
    QCOMPARE(pipe.reader->readAll(), QByteArray("x"));
}

void tst_Notifications::storedHandle_staysOpenHere()
{
    const Pipe pipe = createPipe();
    const int before = openDescriptors();
    QVERIFY(!UnixActivation::storeHandle(pipe.writer->nativeHandle(), QStringLiteral("web")));
    QCOMPARE(openDescriptors(), before); // the copy is in the queue of the supervisor
    pipe.writer->write("x");
    QVERIFY(pipe.writer->waitForBytesWritten(5000));
    QVERIFY(pipe.reader->waitForReadyRead(5000));
}

void tst_Notifications::handlesWithAnyState()
{
    const Pipe pipe = createPipe();
    QVERIFY(!UnixActivation::notify("FDSTORE=1\nFDNAME=both\nFDPOLL=0",
                                    { pipe.reader->nativeHandle(), pipe.writer->nativeHandle() }));
    QVERIFY(m_supervisor->waitForReadyRead(5000));
    const UnixDatagram datagram = m_supervisor->receiveDatagram();
    QCOMPARE(datagram.data(), QByteArray("FDSTORE=1\nFDNAME=both\nFDPOLL=0"));
    QCOMPARE(datagram.handles().size(), size_t(2));
}

void tst_Notifications::invalidHandle_sendsNothing()
{
    const int before = openDescriptors();
    for (const qintptr handle : { qintptr(-1), qintptr(100'000'000) }) {
        const Error error = UnixActivation::storeHandle(handle, QStringLiteral("web"));
        QCOMPARE(error.nativeCode(), EBADF);
        QVERIFY(UnixActivation::notify("FDSTORE=1", { m_supervisor->nativeHandle(), handle }));
    }
    QCOMPARE(openDescriptors(), before);
    QVERIFY(!UnixActivation::notifyWatchdog());
    QCOMPARE(hear(), QByteArray("WATCHDOG=1"));
}

void tst_Notifications::namesOfHandles_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("isGood");
    QTest::newRow("one character") << QStringLiteral("x") << true;
    QTest::newRow("the longest") << QString(255, QLatin1Char('x')) << true;
    QTest::newRow("blank and tilde") << QStringLiteral("a ~") << true;
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("longer") << QString(256, QLatin1Char('x')) << false;
    QTest::newRow("colon") << QStringLiteral("a:b") << false;
    QTest::newRow("line feed") << QStringLiteral("a\nREADY=1") << false;
    QTest::newRow("zero") << QStringLiteral("a") + QChar(u'\0') << false;
    QTest::newRow("delete") << QStringLiteral("a\x7f") << false;
    QTest::newRow("not ASCII") << QStringLiteral("größer") << false;
}

void tst_Notifications::namesOfHandles()
{
    QFETCH(const QString, name);
    QFETCH(const bool, isGood);
    const Error stored = UnixActivation::storeHandle(m_supervisor->nativeHandle(), name);
    const Error removed = UnixActivation::removeStoredHandles(name);
    QCOMPARE(stored.code(), isGood ? Error::NoError : Error::InvalidName);
    QCOMPARE(removed.code(), isGood ? Error::NoError : Error::InvalidName);
    QVERIFY(!UnixActivation::notifyWatchdog());
    QCOMPARE(hear(), isGood ? "FDSTORE=1\nFDNAME=" + name.toLatin1() : QByteArray("WATCHDOG=1"));
}

void tst_Notifications::removedVariables_areRemembered()
{
    qputenv("WATCHDOG_USEC", "1000000");
    qputenv("WATCHDOG_PID", QByteArray::number(qint64(::getpid())));
    UnixActivation::removeNotificationVariables();
    for (const char *const name : { "NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID" })
        QVERIFY(!qEnvironmentVariableIsSet(name));
    UnixActivation::removeNotificationVariables(); // a second call
    QVERIFY(UnixActivation::wantsNotification());
    QVERIFY(!UnixActivation::notifyReady());
    QCOMPARE(hear(), QByteArray("READY=1"));
    QCOMPARE(int(UnixActivation::watchdogInterval().count()), 1000);
}

void tst_Notifications::removedVariables_areNotInherited()
{
    UnixActivation::removeNotificationVariables();
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(UnixActivation::wantsNotification() ? 1 : 0);
    int status = -1;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QCOMPARE(status, 0);
    QVERIFY(UnixActivation::wantsNotification());
}

QTEST_GUILESS_MAIN(tst_Notifications)
#include "tst_notifications.moc"
