// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// FIFO files are opened without blocking, work with foreign programs, and are never mistaken for
// other files.

#include "testsupport/testsupport.h"

#include <QtInterprocess/Fifo>
#include <QtInterprocess/OwnedHandle>
#include <QtInterprocess/UnixAddress>

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qsignalspy.h>

#include <cstdio>
#include <memory>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_Fifo : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }
    void permissions();
    void createOverAnExistingFile_fails();
    void remove_acceptsFifosOnly();
    void writer_waitsForAReader();
    void reader_waitsForAWriter();
    void silentWriter_isReportedToTheReader();
    void waiting_timesOut();
    void waitingWithoutAnEventLoop();
    void waiting_usesNoProcessorTime();
    void lastWriter_endsTheInput();
    void keepOpen_acceptsTheNextWriter();
    void severalWriters();
    void foreignPrograms();
    void otherFiles_areNotChanged();
    void wrongCalls_failWithInvalidOperation();
    void outputWrittenWhileConnecting_isDelivered();
    void outputOfAClosedWriter_isDelivered();
    void close_removesItsOwnFileOnly();
    void lingering_changesNoOtherFile();
    void nothingLeaks();

private:
    QString path(const char *name = "fifo") const { return m_dir->path() + QLatin1Char('/') + QLatin1String(name); }

    std::unique_ptr<QTemporaryDir> m_dir = std::make_unique<QTemporaryDir>();
};

static mode_t modeOf(const QString &path)
{
    struct stat status = {};
    return ::lstat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 07777 : mode_t(-1);
}

static bool isFifo(const QString &path)
{
    struct stat status = {};
    return ::lstat(QFile::encodeName(path).constData(), &status) == 0 && S_ISFIFO(status.st_mode);
}

void tst_Fifo::permissions()
{
    const mode_t before = ::umask(027);
    const Error first = Fifo::create(path("a"));
    const auto wide = QFileDevice::Permissions(0x6666); // everybody may read and write
    const Error second = Fifo::create(path("b"), wide);
    const Error third = Fifo::create(path("c"), wide, Fifo::Umask::Ignored);
    const Error fourth = Fifo::create(path("d"), QFileDevice::WriteOther, Fifo::Umask::Ignored);
    ::umask(before);
    QVERIFY(!first && !second && !third && !fourth);
    QCOMPARE(modeOf(path("a")), mode_t(0600));
    QCOMPARE(modeOf(path("b")), mode_t(0640));
    QCOMPARE(modeOf(path("c")), mode_t(0666));
    QCOMPARE(modeOf(path("d")), mode_t(0002));
    QVERIFY(isFifo(path("d")));
}

void tst_Fifo::createOverAnExistingFile_fails()
{
    QVERIFY(!Fifo::create(path()));
    const Error again = Fifo::create(path());
    QCOMPARE(again.code(), Error::NameInUse);
    QVERIFY2(again.message().contains(path()), qPrintable(again.message()));
    const Error nowhere = Fifo::create(path("missing/fifo"));
    QCOMPARE(nowhere.code(), Error::NotFound);
}

void tst_Fifo::remove_acceptsFifosOnly()
{
    QVERIFY(!Fifo::create(path()));
    QVERIFY(!Fifo::remove(path()));
    QVERIFY(!QFile::exists(path()));
    QCOMPARE(Fifo::remove(path()).code(), Error::NotFound);
    QFile file(path("file"));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("precious") == 8);
    file.close();
    QCOMPARE(Fifo::remove(path("file")).code(), Error::InvalidName);
    QCOMPARE(file.size(), qint64(8));
}

void tst_Fifo::writer_waitsForAReader()
{
    QVERIFY(!Fifo::create(path()));
    Fifo writer(path());
    SignalLog log(writer);
    QVERIFY(writer.open(Fifo::WriteOnly));
    QCOMPARE(writer.state(), Device::State::Connecting);
    QSignalSpy connected(&writer, &Device::connected);
    QVERIFY(!connected.wait(100)); // nothing is emitted while no reader exists
    Fifo reader(path());
    QVERIFY(reader.open(Fifo::ReadOnly));
    QVERIFY(spinUntil([&] { return writer.state() == Device::State::Connected; }));
    writer.write("hello");
    QVERIFY(spinUntil([&] { return reader.bytesAvailable() == 5; }));
    QCOMPARE(log.names(), QStringList({ QStringLiteral("connected"), QStringLiteral("bytesWritten") }));
}

void tst_Fifo::reader_waitsForAWriter()
{
    QVERIFY(!Fifo::create(path()));
    Fifo reader(path());
    SignalLog log(reader);
    QVERIFY(reader.open(Fifo::ReadOnly));
    QCOMPARE(reader.state(), Device::State::Connecting);
    QCoreApplication::processEvents();
    QCOMPARE(reader.state(), Device::State::Connecting);
    {
        Fifo writer(path());
        QVERIFY(writer.open(Fifo::WriteOnly));
        writer.write("hello");
        QVERIFY(spinUntil([&] { return reader.bytesAvailable() == 5; }));
    }
    QVERIFY(spinUntil([&] { return reader.state() == Device::State::Closed; }));
    QCOMPARE(log.names(),
             QStringList({ QStringLiteral("connected"), QStringLiteral("readyRead"),
                           QStringLiteral("readChannelFinished"), QStringLiteral("disconnected") }));
    QCOMPARE(reader.readAll(), QByteArray("hello"));
}

// One writer opens, writes nothing and closes. Another one stays open.
void tst_Fifo::silentWriter_isReportedToTheReader()
{
    QVERIFY(!Fifo::create(path()));
    Fifo reader(path());
    SignalLog log(reader);
    QVERIFY(reader.open(Fifo::ReadOnly));
    {
        const OwnedHandle writer(::open(QFile::encodeName(path()).constData(), O_WRONLY | O_CLOEXEC | O_NONBLOCK));
        QVERIFY(writer);
        if (UnixAddress::maximumAbstractLength() > 0) // Linux, without the restrictions of other systems
            QVERIFY(spinUntil([&] { return reader.state() == Device::State::Connected; }));
    }
    QVERIFY(spinUntil([&] { return reader.state() == Device::State::Closed; }));
    QCOMPARE(log.names(),
             QStringList({ QStringLiteral("connected"), QStringLiteral("readChannelFinished"),
                           QStringLiteral("disconnected") }));
}

void tst_Fifo::waiting_timesOut()
{
    QVERIFY(!Fifo::create(path()));
    for (const auto mode : { Fifo::ReadOnly, Fifo::WriteOnly }) {
        Fifo fifo(path());
        fifo.setConnectTimeout(50);
        QSignalSpy errors(&fifo, &Device::errorOccurred);
        QElapsedTimer timer;
        timer.start();
        QVERIFY(fifo.open(mode));
        QVERIFY(errors.wait());
        QVERIFY2(timer.elapsed() >= 50, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(fifo.error().code(), Error::TimedOut);
        QVERIFY2(fifo.error().message().contains(path()), qPrintable(fifo.error().message()));
        QCOMPARE(fifo.state(), Device::State::Closed);
    }
    Fifo missing(path("missing"));
    QSignalSpy errors(&missing, &Device::errorOccurred);
    QVERIFY(missing.open(Fifo::WriteOnly));
    QCOMPARE(errors.count(), 0); // emitted later
    QVERIFY(errors.wait());
    QCOMPARE(missing.error().code(), Error::NotFound);
}

void tst_Fifo::waitingWithoutAnEventLoop()
{
    QVERIFY(!Fifo::create(path()));
    Fifo writer(path()), reader(path());
    QVERIFY(writer.open(Fifo::WriteOnly));
    QElapsedTimer timer;
    timer.start();
    QVERIFY(!writer.waitForConnected(60));
    QVERIFY(timer.elapsed() >= 60);
    QVERIFY(reader.open(Fifo::ReadOnly));
    timer.restart();
    QVERIFY(!reader.waitForConnected(60));
    QVERIFY(timer.elapsed() >= 60);
    QVERIFY(writer.waitForConnected(5000));
    writer.write("x");
    QVERIFY(writer.waitForBytesWritten(5000));
    QVERIFY(reader.waitForConnected(5000));
    QVERIFY(reader.bytesAvailable() == 1 || reader.waitForReadyRead(5000));
    QCOMPARE(reader.readAll(), QByteArray("x"));
}

void tst_Fifo::waiting_usesNoProcessorTime()
{
    QVERIFY(!Fifo::create(path()));
    Fifo reader(path()), writer(path("other"));
    QVERIFY(!Fifo::create(path("other")));
    QVERIFY(reader.open(Fifo::ReadOnly) && writer.open(Fifo::WriteOnly));
    QSignalSpy never(&reader, &Device::connected);
    const qint64 before = processorMilliseconds();
    QVERIFY(!never.wait(500));
    const qint64 spent = processorMilliseconds() - before;
    QVERIFY2(spent < 200, qPrintable(QString::number(spent)));
}

void tst_Fifo::lastWriter_endsTheInput()
{
    QVERIFY(!Fifo::create(path()));
    Fifo reader(path()), first(path()), second(path());
    QVERIFY(reader.open(Fifo::ReadOnly) && first.open(Fifo::WriteOnly) && second.open(Fifo::WriteOnly));
    first.write("first ");
    QVERIFY(spinUntil([&] { return reader.bytesAvailable() == 6; }));
    first.close();
    QVERIFY(spinUntil([&] { return first.state() == Device::State::Closed; }));
    second.write("second");
    QVERIFY(spinUntil([&] { return reader.bytesAvailable() == 12; }));
    QCOMPARE(reader.state(), Device::State::Connected);
    second.close();
    QVERIFY(spinUntil([&] { return reader.state() == Device::State::Closed; }));
    QCOMPARE(reader.readAll(), QByteArray("first second"));
}

void tst_Fifo::keepOpen_acceptsTheNextWriter()
{
    QVERIFY(!Fifo::create(path()));
    Fifo reader(path());
    reader.setKeepOpen(true);
    SignalLog log(reader);
    QVERIFY(reader.open(Fifo::ReadOnly));
    QVERIFY(spinUntil([&] { return reader.state() == Device::State::Connected; }));
    for (int i = 1; i <= 3; ++i) {
        QProcess shell;
        shell.start(QStringLiteral("/bin/sh"), { QStringLiteral("-c"), QStringLiteral("echo line >'%1'").arg(path()) });
        QVERIFY(shell.waitForFinished());
        QVERIFY(spinUntil([&] { return reader.bytesAvailable() == 5 * i; }));
    }
    QCOMPARE(log.names(), QStringList({ QStringLiteral("connected"), QStringLiteral("readyRead") }));
    reader.close();
    QVERIFY(spinUntil([&] { return log.count(QStringLiteral("disconnected")) == 1; }));
}

// Several processes write lines at once. Each line stays whole.
void tst_Fifo::severalWriters()
{
    QVERIFY(!Fifo::create(path()));
    Fifo reader(path());
    QVERIFY(reader.open(Fifo::ReadOnly));
    constexpr int Writers = 4, Lines = 200;
    QVERIFY(Fifo::atomicSize() >= 512);
    Fifo keeper(path()); // keeps the FIFO open when the first writer closes
    QVERIFY(keeper.open(Fifo::WriteOnly));
    std::vector<std::unique_ptr<QProcess>> shells;
    for (int i = 0; i < Writers; ++i) {
        shells.push_back(std::make_unique<QProcess>());
        const QString script = QStringLiteral(
                                   "exec >'%1'; i=0; while [ $i -lt %2 ]; do echo \"writer %3 line $i of %2\"; "
                                   "i=$((i+1)); done")
                                   .arg(path())
                                   .arg(Lines)
                                   .arg(i);
        shells.back()->start(QStringLiteral("/bin/sh"), { QStringLiteral("-c"), script });
    }
    int next[Writers] = {};
    int wrong = 0;
    connect(&reader, &Fifo::readyRead, this, [&] {
        while (reader.canReadLine()) {
            int writer = -1, line = -1, total = 0;
            const QByteArray text = reader.readLine();
            const bool whole = std::sscanf(text.constData(), "writer %d line %d of %d", &writer, &line, &total) == 3;
            if (whole && writer >= 0 && writer < Writers && line == next[writer])
                ++next[writer];
            else
                ++wrong;
        }
    });
    for (const auto &shell : shells)
        QVERIFY(spinUntil([&] { return shell->state() == QProcess::NotRunning; }));
    keeper.close();
    QVERIFY(spinUntil([&] { return reader.state() == Device::State::Closed; }));
    QCOMPARE(wrong, 0);
    for (const int lines : next)
        QCOMPARE(lines, Lines);
}

void tst_Fifo::foreignPrograms()
{
    QVERIFY(!Fifo::create(path()));
    const QByteArray data = pattern(3 * 1000 * 1000);
    QProcess cat;
    cat.start(QStringLiteral("/bin/sh"), { QStringLiteral("-c"), QStringLiteral("exec cat '%1'").arg(path()) });
    Fifo writer(path());
    QVERIFY(writer.open(Fifo::WriteOnly));
    QVERIFY(spinUntil([&] { return writer.state() == Device::State::Connected; })); // cat blocks in open() until now
    writer.write(data);
    writer.close();
    QVERIFY(spinUntil([&] { return cat.state() == QProcess::NotRunning; }));
    QVERIFY(cat.readAllStandardOutput() == data);
}

void tst_Fifo::otherFiles_areNotChanged()
{
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("precious") == 8);
    file.close();
    for (const QString &name : { path(), m_dir->path(), QStringLiteral("/dev/null") }) {
        for (const auto mode : { Fifo::ReadOnly, Fifo::WriteOnly }) {
            Fifo fifo(name);
            fifo.setRemoveOnClose(true);
            QSignalSpy errors(&fifo, &Device::errorOccurred);
            QVERIFY(fifo.open(mode));
            QVERIFY(errors.wait());
            QCOMPARE(fifo.error().code(), Error::InvalidName);
            QVERIFY2(fifo.error().message().contains(name), qPrintable(fifo.error().message()));
        }
    }
    QCOMPARE(file.size(), qint64(8));
    QVERIFY(QFile::exists(QStringLiteral("/dev/null")));
}

void tst_Fifo::wrongCalls_failWithInvalidOperation()
{
    QVERIFY(!Fifo::create(path()));
    Fifo fifo(path());
    QSignalSpy errors(&fifo, &Device::errorOccurred);
    QVERIFY(!fifo.open(Fifo::ReadWrite));
    QCOMPARE(fifo.error().code(), Error::InvalidOperation);
    QVERIFY(errors.wait());
    QVERIFY(fifo.open(Fifo::ReadOnly));
    QVERIFY(!fifo.open(Fifo::ReadOnly));
    QCOMPARE(fifo.error().code(), Error::InvalidOperation);
    QCOMPARE(fifo.state(), Device::State::Connecting);
}

void tst_Fifo::outputWrittenWhileConnecting_isDelivered()
{
    QVERIFY(!Fifo::create(path()));
    Fifo writer(path()), reader(path());
    QVERIFY(writer.open(Fifo::WriteOnly));
    const QByteArray data = pattern(500 * 1000);
    QCOMPARE(writer.write(data), qint64(data.size()));
    QCOMPARE(writer.bytesToWrite(), qint64(data.size()));
    writer.close(); // its output is still to be delivered
    QCOMPARE(writer.state(), Device::State::Closing);
    QVERIFY(reader.open(Fifo::ReadOnly));
    QVERIFY(spinUntil([&] { return reader.state() == Device::State::Closed; }));
    QVERIFY(reader.readAll() == data);
}

void tst_Fifo::outputOfAClosedWriter_isDelivered()
{
    QVERIFY(!Fifo::create(path()));
    const QByteArray data = pattern(500 * 1000);
    {
        Fifo writer(path());
        QVERIFY(writer.open(Fifo::WriteOnly));
        writer.write(data);
    }
    QVERIFY(!Device::drainAll(50)); // no reader yet
    Fifo reader(path());
    QVERIFY(reader.open(Fifo::ReadOnly));
    QVERIFY(spinUntil([&] { return reader.state() == Device::State::Closed; }));
    QVERIFY(reader.readAll() == data);
    QVERIFY(Device::drainAll(5000));
}

void tst_Fifo::close_removesItsOwnFileOnly()
{
    QVERIFY(!Fifo::create(path()));
    Fifo fifo(path());
    fifo.setRemoveOnClose(true);
    // The file is removed by close() while waiting, by close() while connected, and by the
    // destructor.
    QVERIFY(fifo.open(Fifo::ReadOnly));
    fifo.close();
    QVERIFY(!QFile::exists(path()));
    QVERIFY(!Fifo::create(path()));
    fifo.setKeepOpen(true);
    QVERIFY(fifo.open(Fifo::ReadOnly));
    QVERIFY(spinUntil([&] { return fifo.state() == Device::State::Connected; }));
    fifo.abort();
    QVERIFY(!QFile::exists(path()));
    QVERIFY(!Fifo::create(path()));
    {
        Fifo other(path());
        other.setRemoveOnClose(true);
        QVERIFY(other.open(Fifo::ReadOnly));
    }
    QVERIFY(!QFile::exists(path()));
    // The file of a successor stays.
    QVERIFY(!Fifo::create(path()));
    QVERIFY(fifo.open(Fifo::ReadOnly));
    QVERIFY(!Fifo::remove(path()));
    QVERIFY(!Fifo::create(path()));
    fifo.close();
    QVERIFY(isFifo(path()));
}

// The output of a destroyed object waits for a reader. Meanwhile another file takes the path.
void tst_Fifo::lingering_changesNoOtherFile()
{
    QVERIFY(!Fifo::create(path()));
    {
        Fifo writer(path());
        QVERIFY(writer.open(Fifo::WriteOnly));
        writer.write("bytes");
    }
    QFile file(path("file"));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("precious") == 8);
    file.close();
    QVERIFY(QFile::remove(path()) && file.rename(path()));
    QVERIFY(!Device::drainAll(20000)); // lost at once
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("precious"));
}

void tst_Fifo::nothingLeaks()
{
    QVERIFY(!Fifo::create(path()));
    const auto round = [&] {
        Fifo reader(path()), writer(path()), waiting(path());
        QVERIFY(waiting.open(Fifo::ReadOnly));
        QVERIFY(reader.open(Fifo::ReadOnly) && writer.open(Fifo::WriteOnly));
        QVERIFY(writer.waitForConnected(5000));
        writer.write("x");
        QVERIFY(writer.waitForBytesWritten(5000));
        QVERIFY(reader.waitForReadyRead(5000));
    };
    round();
    (void)Device::drainAll(5000);
    const int before = openDescriptors();
    for (int i = 0; i < 50; ++i)
        round();
    (void)Device::drainAll(5000);
    QVERIFY(spinUntil([&] { return openDescriptors() <= before; }));
}

QTEST_GUILESS_MAIN(tst_Fifo)
#include "tst_fifo.moc"
