// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests habits of programs that were written for QLocalSocket and QSerialPort.

#include "testsupport/testsupport.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

#include <QtTest/qsignalspy.h>

#include <memory>

using namespace QtInterprocess;
using namespace TestSupport;
using State = Device::State;

class tst_PortedHabits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void waitThatTimesOut_isAnErrorUntilTheEventLoop_data();
    void waitThatTimesOut_isAnErrorUntilTheEventLoop();
    void waitThatTimesOut_isClearedByTheNextWait();
    void waitForBytesWrittenThatTimesOut_isAnError();
    void impossibleWait_isNotATimeout();
    void waitForNewConnectionThatTimesOut_isAnErrorOfTheServer();
    void errorString_isTheTextOfTheError();
    void errorsCompareWithCodes();
    void isValid_whileConnected();
    void stateChanged_hasTheState();
    void openMode_isTheRequestedMode();
    void readAll_returnsWhatQIODeviceReturns_data();
    void readAll_returnsWhatQIODeviceReturns();
    void readAllAfterTheEnd_isSilent();
    void clear_discardsInputAlone();
    void clearError_resetsErrorAndText();

private:
    PrivateRuntimeDirectory m_runtime;
    std::unique_ptr<LocalServer> m_server;
    std::unique_ptr<LocalSocket> m_client;
    std::unique_ptr<LocalSocket> m_accepted;
};

void tst_PortedHabits::init()
{
    m_server = std::make_unique<LocalServer>();
    QVERIFY(m_server->listen(uniqueName()));
    m_client = std::make_unique<LocalSocket>();
    m_client->connectToServer(m_server->serverName());
    QVERIFY(m_client->waitForConnected(5000));
    QVERIFY(m_server->waitForNewConnection(5000));
    m_accepted.reset(m_server->nextPendingConnection());
    QVERIFY(m_accepted);
    QCoreApplication::processEvents();
}

void tst_PortedHabits::cleanup()
{
    m_accepted.reset();
    m_client.reset();
    m_server.reset();
}

using Wait = bool (*)(Device &);
Q_DECLARE_METATYPE(Wait)

void tst_PortedHabits::waitThatTimesOut_isAnErrorUntilTheEventLoop_data()
{
    QTest::addColumn<Wait>("wait");
    QTest::newRow("waitForReadyRead") << Wait([](Device &device) { return device.waitForReadyRead(10); });
    QTest::newRow("waitForReadyRead, at once") << Wait([](Device &device) { return device.waitForReadyRead(0); });
    QTest::newRow("waitForDisconnected") << Wait([](Device &device) { return device.waitForDisconnected(10); });
}

void tst_PortedHabits::waitThatTimesOut_isAnErrorUntilTheEventLoop()
{
    QFETCH(const Wait, wait);
    QSignalSpy errors(m_client.get(), &Device::errorOccurred);
    QVERIFY(!wait(*m_client));
    QCOMPARE(m_client->error().code(), Error::TimedOut);
    QCOMPARE(m_client->error().subject(), m_client->fullServerName());
    QCOMPARE(m_client->errorString(), m_client->error().message());
    QCOMPARE(m_client->state(), State::Connected);
    QVERIFY(spinUntil([&] { return !m_client->error(); }));
    QCOMPARE(errors.count(), 0);
    m_accepted->write("x");
    QVERIFY(spinUntil([&] { return m_client->bytesAvailable() == 1; }));
}

void tst_PortedHabits::waitThatTimesOut_isClearedByTheNextWait()
{
    QVERIFY(!m_client->waitForReadyRead(0));
    m_accepted->write("x");
    m_accepted->flush();
    QVERIFY(m_client->waitForReadyRead(5000));
    QVERIFY(!m_client->error());
}

void tst_PortedHabits::waitForBytesWrittenThatTimesOut_isAnError()
{
    QVERIFY(!m_client->waitForBytesWritten(0));
    QVERIFY(!m_client->error()); // all output has already been written, so the wait reports no error
    m_accepted->setReadBufferSize(1);
    m_client->write(QByteArray(16 * 1024 * 1024, 'x'));
    while (m_client->waitForBytesWritten(50)) {
    }
    QVERIFY(m_client->bytesToWrite() > 0);
    QCOMPARE(m_client->error().code(), Error::TimedOut);
    m_client->abort();
}

void tst_PortedHabits::impossibleWait_isNotATimeout()
{
    m_client->abort();
    QCoreApplication::processEvents();
    QVERIFY(!m_client->waitForReadyRead(0));
    QVERIFY(!m_client->waitForConnected(0));
    QVERIFY(!m_client->waitForBytesWritten(0));
    QVERIFY(!m_client->error());
    m_server->close();
    QVERIFY(!m_server->waitForNewConnection(0));
    QVERIFY(!m_server->error());
}

void tst_PortedHabits::waitForNewConnectionThatTimesOut_isAnErrorOfTheServer()
{
    QSignalSpy errors(m_server.get(), &Server::errorOccurred);
    bool timedOut = false;
    QVERIFY(!m_server->waitForNewConnection(10, &timedOut));
    QVERIFY(timedOut);
    QCOMPARE(m_server->error().code(), Error::TimedOut);
    QVERIFY(m_server->isListening());
    QVERIFY(spinUntil([&] { return !m_server->error(); }));
    QCOMPARE(errors.count(), 0);
}

void tst_PortedHabits::errorString_isTheTextOfTheError()
{
    QCOMPARE(m_server->errorString(), QString());
    LocalServer second;
    QVERIFY(!second.listen(m_server->serverName()));
    QCOMPARE(second.errorString(), second.error().message());
    QVERIFY(!second.errorString().isEmpty());
}

void tst_PortedHabits::errorsCompareWithCodes()
{
    LocalServer second;
    QVERIFY(!second.listen(m_server->serverName()));
    QVERIFY(second.error() == Error::NameInUse);
    QVERIFY(Error::NameInUse == second.error());
    QVERIFY(second.error() != Error::NotFound);
    QVERIFY(Error::NotFound != second.error());
    QVERIFY(second.error() != Error::NoError);
    QVERIFY(Error() == Error::NoError);
    QVERIFY(!(Error() == Error::NameInUse));
}

void tst_PortedHabits::isValid_whileConnected()
{
    LocalSocket socket;
    QVERIFY(!socket.isValid());
    socket.connectToServer(m_server->serverName());
    QVERIFY(!socket.isValid());
    QVERIFY(socket.waitForConnected(5000));
    QVERIFY(socket.isValid());
    QVERIFY(m_accepted->isValid());
    socket.abort();
    QVERIFY(!socket.isValid());
}

void tst_PortedHabits::stateChanged_hasTheState()
{
    LocalSocket socket;
    QList<State> states;
    connect(&socket, &Device::stateChanged, this, [&](State state) {
        QCOMPARE(state, socket.state());
        states += state;
    });
    socket.connectToServer(m_server->serverName());
    QVERIFY(spinUntil([&] { return socket.state() == State::Connected; }));
    socket.close();
    QVERIFY(spinUntil([&] { return states.endsWith(State::Closed); }));
    QCOMPARE(states.mid(states.indexOf(State::Connected)), (QList<State> { State::Connected, State::Closed }));
}

void tst_PortedHabits::openMode_isTheRequestedMode()
{
    QCOMPARE(m_client->openMode(), QIODevice::OpenMode(QIODevice::ReadWrite));
    QCOMPARE(m_accepted->openMode(), QIODevice::OpenMode(QIODevice::ReadWrite));
    LocalSocket socket;
    QCOMPARE(socket.openMode(), QIODevice::OpenMode(QIODevice::NotOpen));
    socket.connectToServer(m_server->serverName(), QIODevice::WriteOnly);
    QCOMPARE(socket.openMode(), QIODevice::OpenMode(QIODevice::WriteOnly));
    m_accepted->write("not read yet");
    m_accepted->close();
    QVERIFY(spinUntil([&] { return m_client->state() == State::Closed; }));
    QCOMPARE(m_client->openMode(), QIODevice::OpenMode(QIODevice::ReadOnly));
    // Otherwise QIODevice would buffer all input a second time.
    QVERIFY(m_client->QIODevice::openMode() & QIODevice::Unbuffered);
}

static QStringList s_messages;

using Prepare = void (*)(LocalSocket &);
Q_DECLARE_METATYPE(Prepare)

void tst_PortedHabits::readAll_returnsWhatQIODeviceReturns_data()
{
    QTest::addColumn<Prepare>("prepare");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *title, Prepare prepare, const char *expected) {
        QTest::newRow(title) << prepare << QByteArray(expected);
    };
    row(
        "plain", [](LocalSocket &) {}, "a\r\nb");
    row(
        "after a read", [](LocalSocket &socket) { socket.getChar(nullptr); }, "\r\nb");
    row(
        "after a peek", [](LocalSocket &socket) { socket.peek(2); }, "a\r\nb");
    row(
        "after ungetChar", [](LocalSocket &socket) { socket.ungetChar('z'); }, "za\r\nb");
    row(
        "as text", [](LocalSocket &socket) { socket.setTextModeEnabled(true); }, "a\nb");
    row(
        "in a transaction", [](LocalSocket &socket) { socket.startTransaction(); }, "a\r\nb");
    row(
        "rolled back",
        [](LocalSocket &socket) {
            socket.startTransaction();
            socket.read(2);
            socket.rollbackTransaction();
        },
        "a\r\nb");
}

// Device::readAll() has a shorter way than QIODevice::readAll() for the usual case.
void tst_PortedHabits::readAll_returnsWhatQIODeviceReturns()
{
    QFETCH(const Prepare, prepare);
    QFETCH(const QByteArray, expected);
    m_accepted->write("a\r\nb");
    QVERIFY(spinUntil([&] { return m_client->bytesAvailable() == 4; }));
    prepare(*m_client);
    QCOMPARE(m_client->readAll(), expected);
    QCOMPARE(m_client->bytesAvailable(), 0);
    QCOMPARE(m_client->readAll(), QByteArray());
    if (m_client->isTransactionStarted()) {
        m_client->rollbackTransaction();
        QCOMPARE(m_client->readAll(), expected);
    }
}

void tst_PortedHabits::readAllAfterTheEnd_isSilent()
{
    s_messages.clear();
    const auto before = qInstallMessageHandler(
        [](QtMsgType, const QMessageLogContext &, const QString &message) { s_messages += message; });
    m_accepted->write("last");
    m_accepted->close();
    const bool hasEnded = spinUntil([&] { return m_client->state() == State::Closed; });
    const QByteArray last = m_client->readAll();
    const bool isClosed = spinUntil([&] { return !m_client->isOpen(); });
    const QByteArray late = m_client->readAll();
    qInstallMessageHandler(before);
    QVERIFY(hasEnded && isClosed);
    QCOMPARE(last, QByteArray("last"));
    QCOMPARE(late, QByteArray());
    QCOMPARE(s_messages, QStringList());
}

void tst_PortedHabits::clear_discardsInputAlone()
{
    m_accepted->write("old");
    QVERIFY(spinUntil([&] { return m_client->bytesAvailable() == 3; }));
    QCOMPARE(m_client->peek(1), QByteArray("o"));
    m_client->startTransaction();
    QCOMPARE(m_client->read(2), QByteArray("ol"));
    m_client->write("kept");
    m_client->clear();
    QVERIFY(!m_client->isTransactionStarted());
    QCOMPARE(m_client->bytesAvailable(), 0);
    QCOMPARE(m_client->readAll(), QByteArray());
    m_accepted->write("new");
    QVERIFY(spinUntil([&] { return m_client->bytesAvailable() == 3; }));
    QCOMPARE(m_client->readAll(), QByteArray("new"));
    QVERIFY(spinUntil([&] { return m_accepted->bytesAvailable() == 4; }));
}

void tst_PortedHabits::clearError_resetsErrorAndText()
{
    LocalSocket socket;
    socket.clearError();
    socket.connectToServer(uniqueName());
    QVERIFY(!socket.waitForConnected(5000));
    QCOMPARE(socket.error().code(), Error::NotFound);
    socket.clearError();
    QVERIFY(!socket.error());
    QCOMPARE(socket.errorString(), LocalSocket().errorString());
    QCoreApplication::processEvents();
    QVERIFY(!socket.error());
}

QTEST_GUILESS_MAIN(tst_PortedHabits)
#include "tst_portedhabits.moc"
