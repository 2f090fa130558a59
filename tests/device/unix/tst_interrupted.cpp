// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests all transfers and waits under a signal every millisecond, without SA_RESTART. No data is
// lost, and no wait is longer or shorter.

#include "testsupport/testsupport.h"

#include <QtInterprocess/Fifo>
#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/PipeReader>
#include <QtInterprocess/PipeWriter>

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qtemporarydir.h>

#include <atomic>
#include <memory>

#include <fcntl.h>
#include <signal.h>
#include <sys/time.h>

using namespace QtInterprocess;
using namespace TestSupport;

static std::atomic<int> s_signals { 0 };

class tst_Interrupted : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void pipesInTheEventLoop();
    void pipesByWaiting();
    void throughAFile();
    void sockets();
    void fifos();
    void deadlines();
    void linger();

private:
    static bool flows(Device &from, Device &to);

    const PrivateRuntimeDirectory m_runtime;
    struct sigaction m_before = {};
};

static const QByteArray &payload()
{
    static const QByteArray data = pattern(8 * 1024 * 1024);
    return data;
}

void tst_Interrupted::initTestCase()
{
    struct sigaction action = {};
    action.sa_handler = [](int) { s_signals.fetch_add(1, std::memory_order_relaxed); };
    QCOMPARE(::sigaction(SIGALRM, &action, &m_before), 0);
    const itimerval every = { { 0, 1000 }, { 0, 1000 } };
    QCOMPARE(::setitimer(ITIMER_REAL, &every, nullptr), 0);
}

void tst_Interrupted::cleanupTestCase()
{
    const itimerval never = {};
    ::setitimer(ITIMER_REAL, &never, nullptr);
    ::sigaction(SIGALRM, &m_before, nullptr);
    QVERIFY2(s_signals > 50, qPrintable(QString::number(s_signals)));
}

// Transfers all data in the event loop, and then the end.
bool tst_Interrupted::flows(Device &from, Device &to)
{
    QByteArray received;
    QObject context;
    connect(&to, &Device::readyRead, &context, [&] { received += to.readAll(); });
    from.write(payload());
    from.close();
    received += to.readAll();
    return spinUntil([&] { return to.state() == Device::State::Closed; }) && received + to.readAll() == payload()
        && !to.error() && !from.error();
}

void tst_Interrupted::pipesInTheEventLoop()
{
    Pipe pipe = createPipe();
    QVERIFY(flows(*pipe.writer, *pipe.reader));
}

void tst_Interrupted::pipesByWaiting()
{
    Pipe pipe = createPipe();
    PipeWriter *const writer = pipe.writer.release();
    writer->moveToThread(nullptr);
    Worker writing([writer] {
        const std::unique_ptr<PipeWriter> mine(writer);
        mine->moveToThread(QThread::currentThread());
        mine->write(payload());
        while (mine->bytesToWrite() > 0 && mine->waitForBytesWritten(20000)) {
        }
    });
    writing.start();
    QByteArray received;
    while (pipe.reader->waitForReadyRead(20000))
        received += pipe.reader->readAll();
    QVERIFY(writing.join());
    QVERIFY(received == payload());
}

void tst_Interrupted::throughAFile()
{
    QTemporaryDir dir;
    const QByteArray path = QFile::encodeName(dir.filePath(QStringLiteral("file")));
    PipeWriter writer;
    QVERIFY(writer.adopt(OwnedHandle(::open(path.constData(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600))));
    writer.write(payload());
    writer.close();
    QVERIFY(Device::drainAll(20000));
    PipeReader reader;
    QVERIFY(reader.adopt(OwnedHandle(::open(path.constData(), O_RDONLY | O_CLOEXEC))));
    QVERIFY(spinUntil([&] { return reader.state() == Device::State::Closed; }));
    QVERIFY(reader.readAll() == payload());
}

void tst_Interrupted::sockets()
{
    LocalServer server;
    const QString name = uniqueName();
    QVERIFY(server.listen(name));
    LocalSocket socket;
    socket.connectToServer(name);
    QVERIFY(socket.waitForConnected(5000));
    QVERIFY(server.waitForNewConnection(5000));
    const std::unique_ptr<LocalSocket> accepted(server.nextPendingConnection());
    QVERIFY(flows(socket, *accepted));
}

void tst_Interrupted::fifos()
{
    QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("fifo"));
    QVERIFY(!Fifo::create(path));
    Fifo reader(path), writer(path);
    QVERIFY(reader.open(Fifo::ReadOnly) && writer.open(Fifo::WriteOnly));
    QVERIFY(flows(writer, reader));
}

void tst_Interrupted::deadlines()
{
    Pipe pipe = createPipe();
    QElapsedTimer timer;
    timer.start();
    QVERIFY(!pipe.reader->waitForReadyRead(200));
    QVERIFY2(timer.elapsed() >= 200 && timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
    LocalServer server;
    QVERIFY(server.listen(uniqueName()));
    timer.restart();
    QVERIFY(!server.waitForNewConnection(200));
    QVERIFY2(timer.elapsed() >= 200 && timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
}

void tst_Interrupted::linger()
{
    PipeReader reader;
    {
        PipeWriter writer;
        QVERIFY(reader.adopt(writer.createPipe()));
        writer.write(payload());
    }
    QVERIFY(spinUntil([&] { return reader.state() == Device::State::Closed; }));
    QVERIFY(reader.readAll() == payload());
}

QTEST_GUILESS_MAIN(tst_Interrupted)
#include "tst_interrupted.moc"
