// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The nth call on a pipe fails, with and without an event loop, with events and with a thread.
// Nothing hangs and nothing leaks, and each failure is reported.

#include "os/blockingio.h"
#include "os/unix/call.h"

#include "testsupport/testsupport.h"

#include <QtInterprocess/PipeReader>
#include <QtInterprocess/PipeWriter>

#include <QtCore/qtemporaryfile.h>

#include <cerrno>
#include <memory>

#include <fcntl.h>

using namespace QtInterprocess;
using namespace TestSupport;
using os::Call;
using os::FaultPoint;

class tst_PipeFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { FaultPoint::disarmAll(); }
    void everyCallFailingOnce_isHandled_data();
    void everyCallFailingOnce_isHandled();
    void smallWrites_areSentInOneCall();
    void threadWhosePollFails_goesOnWithoutSpinning_data();
    void threadWhosePollFails_goesOnWithoutSpinning();

private:
    bool inEventLoop();
    bool byWaiting();
    bool throughAFile();

    QTemporaryFile m_file;
};

static const QByteArray &payload()
{
    static const QByteArray data = pattern(300 * 1000);
    return data;
}

// Tells whether the connection has an error. The timeout of a wait does not count.
static bool hasError(const Device &device)
{
    return device.error() && device.error() != Error::TimedOut;
}

// Returns whether the transfer succeeded. If not, one of the ends has an error.
bool tst_PipeFaults::inEventLoop()
{
    Pipe pipe = createPipe();
    if (!pipe)
        return !pipe.error && (qWarning("no pipe, and no error"), false);
    QByteArray received;
    connect(pipe.reader.get(), &PipeReader::readyRead, this, [&] { received += pipe.reader->readAll(); });
    pipe.writer->write(payload().left(1000));
    pipe.writer->write(payload().mid(1000));
    pipe.writer->close();
    const auto isOver = [&] {
        return pipe.reader->state() == Device::State::Closed && pipe.writer->state() == Device::State::Closed;
    };
    if (!spinUntil(isOver, 10000))
        qWarning("neither an end nor an error");
    const bool whole = received == payload();
    if (!whole && !hasError(*pipe.reader) && !hasError(*pipe.writer))
        qWarning("%lld bytes, and no error", qlonglong(received.size()));
    return whole;
}

bool tst_PipeFaults::byWaiting()
{
    Pipe pipe = createPipe();
    if (!pipe)
        return false;
    pipe.writer->write(payload());
    QByteArray received;
    const QDeadlineTimer deadline(5000);
    while (received.size() < payload().size() && !deadline.hasExpired()) {
        while (pipe.writer->waitForBytesWritten(0)) {
        }
        pipe.reader->waitForReadyRead(20);
        received += pipe.reader->readAll();
        if (pipe.reader->state() == Device::State::Closed || hasError(*pipe.writer))
            break;
    }
    const bool whole = received == payload();
    if (!whole && !hasError(*pipe.reader) && !hasError(*pipe.writer))
        qWarning("%lld bytes, and no error", qlonglong(received.size()));
    return whole;
}

bool tst_PipeFaults::throughAFile()
{
    const QByteArray path = QFile::encodeName(m_file.fileName());
    PipeWriter writer;
    PipeReader reader;
    if (!writer.adopt(OwnedHandle(::open(path.constData(), O_WRONLY | O_TRUNC | O_CLOEXEC))))
        return false;
    writer.write(payload());
    writer.closeWriteChannel();
    if (!writer.waitForDisconnected(10000))
        qWarning("the writer does not end");
    if (!reader.adopt(OwnedHandle(::open(path.constData(), O_RDONLY | O_CLOEXEC))))
        return false;
    QByteArray received;
    while (reader.waitForReadyRead(10000))
        received += reader.readAll();
    const bool whole = received == payload();
    if (!whole && !hasError(reader) && !hasError(writer))
        qWarning("%lld bytes, and no error", qlonglong(received.size()));
    return whole;
}

void tst_PipeFaults::everyCallFailingOnce_isHandled_data()
{
    QTest::addColumn<Call>("call");
    QTest::addColumn<int>("error");
    const std::tuple<const char *, Call, int> rows[] = {
        { "pipe: EMFILE", Call::CreatePipe, EMFILE }, { "fcntl: EBADF", Call::SetFlags, EBADF },
        { "read: EIO", Call::Receive, EIO },          { "read: EAGAIN", Call::Receive, EAGAIN },
        { "write: EPIPE", Call::Send, EPIPE },        { "write: ENOSPC", Call::Send, ENOSPC },
        { "write: EAGAIN", Call::Send, EAGAIN },      { "write: EOPNOTSUPP", Call::Send, EOPNOTSUPP },
        { "poll: ENOMEM", Call::Poll, ENOMEM },       { "epoll_ctl: ENOSPC", Call::ChangeEventQueue, ENOSPC },
    };
    for (const auto &[name, call, error] : rows)
        QTest::newRow(name) << call << error;
}

void tst_PipeFaults::everyCallFailingOnce_isHandled()
{
    QFETCH(Call, call);
    QFETCH(int, error);
    QVERIFY(m_file.open());
    const auto all = { &tst_PipeFaults::inEventLoop, &tst_PipeFaults::byWaiting, &tst_PipeFaults::throughAFile };
    for (const auto scenario : all) // creates the objects that exist once per thread
        QVERIFY((this->*scenario)());
    QVERIFY(Device::drainAll(5000));
    const int before = openDescriptors();
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
    for (const auto scenario : all) {
        for (int n = 1; n <= 12; ++n) {
            FaultPoint::arm(call, error, n);
            (void)(this->*scenario)();
            const bool reached = FaultPoint::calls(call) >= n;
            FaultPoint::disarmAll();
            (void)Device::drainAll(5000);
            QVERIFY(spinUntil([&] { return openDescriptors() <= before; })); // a thread closes the read handle
            if (!reached)
                break; // the call is not made that often
        }
    }
    for (const auto scenario : all)
        QVERIFY((this->*scenario)());
}

void tst_PipeFaults::smallWrites_areSentInOneCall()
{
    Pipe pipe = createPipe();
    (void)pipe.writer->write("first");
    QVERIFY(spinUntil([&] { return pipe.reader->bytesAvailable() == 5; })); // by now the way to write here is known
    FaultPoint::arm(Call::Send, EIO, 1 << 30);
    for (int i = 0; i < 100; ++i)
        pipe.writer->write("piece ");
    QVERIFY(spinUntil([&] { return pipe.reader->bytesAvailable() == 605; }));
    QCOMPARE(FaultPoint::calls(Call::Send), 1);
}

void tst_PipeFaults::threadWhosePollFails_goesOnWithoutSpinning_data()
{
    QTest::addColumn<int>("error");
    QTest::newRow("EINVAL") << EINVAL;
    QTest::newRow("ENOMEM") << ENOMEM;
}

void tst_PipeFaults::threadWhosePollFails_goesOnWithoutSpinning()
{
    QFETCH(int, error);
    PipeWriter writer;
    const auto io = os::BlockingIo::make(writer.createPipe());
    char byte = 0;
    qint64 got = 0;
    Worker reader([&] {
        if (const auto result = io->read(&byte, 1))
            got = *result;
    });
    FaultPoint::arm(Call::Poll, error, 1, 1'000'000);
    reader.start();
    QVERIFY(spinUntil([] { return FaultPoint::calls(Call::Poll) >= 5; }));
    const int before = FaultPoint::calls(Call::Poll);
    QElapsedTimer timer;
    timer.start();
    QVERIFY(!reader.wait(200));
    QVERIFY(FaultPoint::calls(Call::Poll) - before <= 2 + timer.elapsed() / 20); // it polls every 20 ms
    FaultPoint::disarmAll();
    writer.write("x");
    writer.flush();
    QVERIFY(reader.join());
    QCOMPARE(got, 1);
    QCOMPARE(byte, 'x');
}

QTEST_GUILESS_MAIN(tst_PipeFaults)
#include "tst_pipefaults.moc"
