// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Pipes, standard streams and children, as far as they are specific to Windows.

#include "testsupport/testsupport.h"

#include <QtInterprocess/ChildHandles>
#include <QtInterprocess/PacketPipeReader>
#include <QtInterprocess/PacketPipeWriter>
#include <QtInterprocess/PipeReader>
#include <QtInterprocess/PipeWriter>

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qtemporaryfile.h>
#include <QtTest/qsignalspy.h>

#include <memory>
#include <utility>

#ifndef WIN32_LEAN_AND_MEAN
#    define WIN32_LEAN_AND_MEAN
#endif
#ifndef NOMINMAX
#    define NOMINMAX
#endif
#include <windows.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_PipesWin : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void handles_areNotInheritable();
    void anonymousPipes();
    void emptyWrite_isNotTheEnd();
    void nonWaitingReadEnd_works_data();
    void nonWaitingReadEnd_works();
    void nonWaitingWriteEnd_works_data();
    void nonWaitingWriteEnd_works();
    void pendingRead_isInterrupted();
    void pendingWrite_isInterrupted();
    void filesAndDevices();
    void packetPipes_areUnsupported();
    void overlappedFiles_areRefused();
    void duplicateInto_worksInAnotherProcess();
    void duplicateIntoAMissingProcess_fails();
    void chosenNumbers_areRefused();
    void unlistedHandles_areNotInherited();
};

static HANDLE toHandle(qintptr native)
{
    return reinterpret_cast<HANDLE>(native);
}

static OwnedHandle toOwned(HANDLE handle)
{
    return OwnedHandle(reinterpret_cast<qintptr>(handle));
}

// Makes a pipe as other programs do: both ends block.
static std::pair<OwnedHandle, OwnedHandle> anonymousPipe(bool inheritable = false)
{
    SECURITY_ATTRIBUTES attributes = { sizeof attributes, nullptr, inheritable };
    HANDLE reader = nullptr, writer = nullptr;
    if (!::CreatePipe(&reader, &writer, &attributes, 0))
        return {};
    return { toOwned(reader), toOwned(writer) };
}

// Returns one end in the mode in which calls return at once, and the other end.
static std::pair<OwnedHandle, OwnedHandle> endThatDoesNotWait(bool overlapped, bool isReader)
{
    std::pair<OwnedHandle, OwnedHandle> ends;
    if (overlapped) {
        const QString path = QStringLiteral("\\\\.\\pipe\\") + uniqueName();
        const auto name = reinterpret_cast<const wchar_t *>(path.utf16());
        ends.first = toOwned(::CreateNamedPipeW(name, PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED, PIPE_TYPE_BYTE, 1,
                                                4096, 4096, 0, nullptr));
        ends.second = toOwned(::CreateFileW(name, isReader ? GENERIC_WRITE : GENERIC_READ, 0, nullptr, OPEN_EXISTING,
                                            FILE_FLAG_OVERLAPPED, nullptr));
    } else {
        ends = anonymousPipe();
        if (!isReader)
            std::swap(ends.first, ends.second);
    }
    DWORD mode = PIPE_READMODE_BYTE | PIPE_NOWAIT;
    if (!::SetNamedPipeHandleState(toHandle(ends.first.get()), &mode, nullptr, nullptr))
        ends.first.reset();
    return ends;
}

static bool isInheritable(qintptr handle)
{
    DWORD flags = HANDLE_FLAG_INHERIT;
    return !::GetHandleInformation(toHandle(handle), &flags) || (flags & HANDLE_FLAG_INHERIT);
}

// Unlike spinUntil(), this uses no timer, which has a thread as well.
static bool threadsEnd(int before)
{
    const QDeadlineTimer deadline(10000);
    while (threadCount() > before && !deadline.hasExpired())
        QCoreApplication::processEvents();
    return threadCount() <= before;
}

static bool hasFinished(QProcess &process)
{
    return process.state() == QProcess::NotRunning || process.waitForFinished();
}

void tst_PipesWin::handles_areNotInheritable()
{
    const Pipe pipe = createPipe();
    QVERIFY(!isInheritable(pipe.reader->nativeHandle()));
    QVERIFY(!isInheritable(pipe.writer->nativeHandle()));
    PipeReader reader;
    const OwnedHandle other = reader.createPipe();
    QVERIFY(!isInheritable(other.get()));
    QVERIFY(!isInheritable(other.duplicate().get()));
    auto ends = anonymousPipe(true);
    QVERIFY(isInheritable(ends.first.get()));
    PipeReader adopted;
    QVERIFY(adopted.adopt(std::move(ends.first)));
    QVERIFY(!isInheritable(adopted.nativeHandle()));
}

void tst_PipesWin::anonymousPipes()
{
    auto ends = anonymousPipe();
    PipeReader reader;
    PipeWriter writer;
    QVERIFY(reader.adopt(std::move(ends.first)));
    QVERIFY(writer.adopt(std::move(ends.second)));
    QByteArray received;
    connect(&reader, &PipeReader::readyRead, this, [&] { received += reader.readAll(); });
    const QByteArray data = pattern(1000 * 1000);
    writer.write(data);
    writer.close();
    QVERIFY(spinUntil([&] { return reader.state() == Device::State::Closed; }));
    QVERIFY(received == data);
    QVERIFY(!reader.error());
}

void tst_PipesWin::emptyWrite_isNotTheEnd()
{
    PipeReader reader;
    const OwnedHandle end = reader.createPipe();
    DWORD count = 0;
    QVERIFY(::WriteFile(toHandle(end.get()), "a", 1, &count, nullptr));
    QVERIFY(::WriteFile(toHandle(end.get()), "", 0, &count, nullptr));
    QVERIFY(::WriteFile(toHandle(end.get()), "b", 1, &count, nullptr));
    QVERIFY(spinUntil([&] { return reader.bytesAvailable() == 2; }));
    QCOMPARE(reader.state(), Device::State::Connected);
}

void tst_PipesWin::nonWaitingReadEnd_works_data()
{
    QTest::addColumn<bool>("overlapped");
    QTest::newRow("by events") << true;
    QTest::newRow("by a thread") << false;
}

void tst_PipesWin::nonWaitingReadEnd_works()
{
    QFETCH(const bool, overlapped);
    auto ends = endThatDoesNotWait(overlapped, true);
    QVERIFY(ends.first && ends.second);
    PipeReader reader;
    QVERIFY(reader.adopt(std::move(ends.first)));
    QVERIFY(!reader.waitForReadyRead(100));
    QCOMPARE(reader.state(), Device::State::Connected);
    PipeWriter writer;
    QVERIFY(writer.adopt(std::move(ends.second)));
    writer.write("hello");
    QVERIFY(spinUntil([&] { return reader.bytesAvailable() == 5; }));
    writer.close();
    QVERIFY(spinUntil([&] { return reader.state() == Device::State::Closed; }));
    QVERIFY(!reader.error());
}

void tst_PipesWin::nonWaitingWriteEnd_works_data()
{
    nonWaitingReadEnd_works_data();
}

void tst_PipesWin::nonWaitingWriteEnd_works()
{
    QFETCH(const bool, overlapped);
    auto ends = endThatDoesNotWait(overlapped, false);
    QVERIFY(ends.first && ends.second);
    const qintptr end = ends.first.get();
    PipeWriter writer;
    QVERIFY(writer.adopt(std::move(ends.first)));
    writer.write(pattern(300'000));
    QVERIFY(!writer.waitForDisconnected(100)); // no peer reads
    DWORD mode = PIPE_NOWAIT;
    if (overlapped) // otherwise the query would wait for the write
        QVERIFY(::GetNamedPipeHandleStateW(toHandle(end), &mode, nullptr, nullptr, nullptr, nullptr, 0)
                && mode == PIPE_WAIT);
    PipeReader reader;
    QVERIFY(reader.adopt(std::move(ends.second)));
    QVERIFY(spinUntil([&] { return reader.bytesAvailable() == 300'000; }));
    QCOMPARE(firstDifference(reader.readAll()), -1);
    QVERIFY(!writer.error());
}

void tst_PipesWin::pendingRead_isInterrupted()
{
    auto warmUp = anonymousPipe();
    {
        PipeReader reader;
        QVERIFY(reader.adopt(std::move(warmUp.first)));
        QVERIFY(::CloseHandle(toHandle(warmUp.second.release())));
        QVERIFY(spinUntil([&] { return reader.state() == Device::State::Closed; }));
    }
    const int before = threadCount();
    for (const bool destroy : { true, false }) {
        auto ends = anonymousPipe();
        auto reader = std::make_unique<PipeReader>();
        QVERIFY(reader->adopt(std::move(ends.first)));
        DWORD count = 0;
        QVERIFY(::WriteFile(toHandle(ends.second.get()), "x", 1, &count, nullptr));
        QVERIFY(
            spinUntil([&] { return reader->bytesAvailable() == 1; })); // so the next read is pending, or about to be
        QElapsedTimer timer;
        timer.start();
        if (destroy)
            reader.reset();
        else
            reader->close();
        QVERIFY2(timer.elapsed() < 500, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(threadsEnd(before));
        // No reader exists any more, and no other handle of its end.
        QVERIFY(!::WriteFile(toHandle(ends.second.get()), "x", 1, &count, nullptr));
    }
}

void tst_PipesWin::pendingWrite_isInterrupted()
{
    (void)Device::drainAll();
    const int before = threadCount();
    auto ends = anonymousPipe();
    PipeWriter writer;
    QVERIFY(writer.adopt(std::move(ends.second)));
    writer.write(pattern(8 * 1024 * 1024));
    QSignalSpy written(&writer, &Device::bytesWritten);
    while (written.wait(200)) { // until it is blocked
    }
    QElapsedTimer timer;
    timer.start();
    writer.abort();
    QVERIFY2(timer.elapsed() < 500, qPrintable(QString::number(timer.elapsed())));
    QVERIFY(threadsEnd(before));
}

static OwnedHandle openFile(const QString &name, DWORD access, DWORD flags = 0)
{
    constexpr DWORD ShareAll = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
    return toOwned(::CreateFileW(reinterpret_cast<const wchar_t *>(name.utf16()), access, ShareAll, nullptr,
                                 OPEN_EXISTING, flags, nullptr));
}

void tst_PipesWin::filesAndDevices()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    const QByteArray data = pattern(1000 * 1000);
    QCOMPARE(file.write(data), qint64(data.size()));
    file.close();
    const QString path = QDir::toNativeSeparators(file.fileName());
    PipeReader reader, nothing;
    QVERIFY(reader.adopt(openFile(path, GENERIC_READ)));
    QVERIFY(spinUntil([&] { return reader.state() == Device::State::Closed; }));
    QVERIFY(reader.readAll() == data);
    QVERIFY(nothing.adopt(openFile(QStringLiteral("NUL"), GENERIC_READ)));
    QVERIFY(spinUntil([&] { return nothing.state() == Device::State::Closed; }));
    QVERIFY(!nothing.error());
    PipeWriter sink;
    QVERIFY(sink.adopt(openFile(QStringLiteral("NUL"), GENERIC_WRITE)));
    sink.write(data);
    QVERIFY(spinUntil([&] { return sink.bytesToWrite() == 0; }));
}

void tst_PipesWin::overlappedFiles_areRefused()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    file.close();
    const QString path = QDir::toNativeSeparators(file.fileName());
    PipeReader reader;
    QVERIFY(!reader.adopt(openFile(path, GENERIC_READ, FILE_FLAG_OVERLAPPED)));
    QCOMPARE(reader.error().code(), Error::InvalidOperation);
    QVERIFY2(reader.error().message().contains(QLatin1String("OVERLAPPED")), qPrintable(reader.error().message()));
}

void tst_PipesWin::duplicateInto_worksInAnotherProcess()
{
    PipeReader reader;
    OwnedHandle end = reader.createPipe();
    Peer peer({ QStringLiteral("receive"), QStringLiteral("-") });
    QVERIFY(peer.waitForLine("READY"));
    Error error;
    const qintptr there = end.duplicateInto(peer.processId(), &error);
    QVERIFY2(!error && there != OwnedHandle::Invalid, qPrintable(error.message()));
    end.reset();
    peer.process.write(QByteArray::number(qlonglong(there)) + '\n');
    QVERIFY(spinUntil([&] { return reader.state() == Device::State::Closed; }));
    QCOMPARE(reader.readAll(), QByteArray("from the other process"));
    QVERIFY(hasFinished(peer.process));
}

void tst_PipesWin::duplicateIntoAMissingProcess_fails()
{
    PipeReader reader;
    const OwnedHandle end = reader.createPipe();
    Error error;
    QCOMPARE(end.duplicateInto(0x7ffffff0, &error), qintptr(OwnedHandle::Invalid));
    QCOMPARE(error.code(), Error::NotFound);
    QVERIFY2(error.message().contains(QLatin1String("2147483632")), qPrintable(error.message()));
}

void tst_PipesWin::chosenNumbers_areRefused()
{
    PipeReader reader;
    ChildHandles handles;
    QCOMPARE(handles.add(reader.createPipe(), 3), qintptr(OwnedHandle::Invalid));
    QCOMPARE(handles.error().code(), Error::InvalidOperation);
    QVERIFY(handles.isEmpty());
}

// A handle that this process marks as inheritable does not reach a child with a list of handles.
void tst_PipesWin::unlistedHandles_areNotInherited()
{
    auto everybodys = anonymousPipe(true);
    PipeReader leak;
    QVERIFY(leak.adopt(std::move(everybodys.first)));
    PipeWriter orders;
    PipeReader results;
    ChildHandles handles;
    const qintptr in = handles.add(orders.createPipe());
    const qintptr out = handles.add(results.createPipe());
    QProcess process;
    process.setProgram(testPeerProgram());
    process.setArguments({ QStringLiteral("relay"), QString::number(in), QString::number(out) });
    handles.start(process);
    QVERIFY(process.waitForStarted());
    everybodys.second.reset();
    QVERIFY(spinUntil([&] { return leak.state() == Device::State::Closed; })); // the child has no copy of the other end
    QCOMPARE(process.state(), QProcess::Running);
    orders.write("go");
    orders.close();
    QVERIFY(spinUntil([&] { return results.state() == Device::State::Closed; }));
    QCOMPARE(results.readAll(), QByteArray("GO"));
    QVERIFY(hasFinished(process));
}

void tst_PipesWin::packetPipes_areUnsupported()
{
    const PacketPipe pipe = createPacketPipe();
    QVERIFY(!pipe);
    QCOMPARE(pipe.error.code(), Error::Unsupported);
    PacketPipeWriter writer;
    QVERIFY(!writer.createPipe());
    QCOMPARE(writer.error().code(), Error::Unsupported);
    QVERIFY(!writer.adopt(PipeReader().createPipe()));
    QCOMPARE(writer.error().code(), Error::Unsupported);
}

QTEST_GUILESS_MAIN(tst_PipesWin)
#include "tst_pipes_win.moc"
