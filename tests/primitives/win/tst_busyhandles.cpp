// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Queries about these handles do not return, because a thread waits in a call on them. Under Wine
// such queries return, so the test delays them.

#include "os/win/handletraits.h"
#include "testsupport/testsupport.h"

#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/NamedPipeSocket>
#include <QtInterprocess/PipeReader>
#include <QtInterprocess/PipeWriter>

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qsemaphore.h>

#include <atomic>
#include <memory>
#include <utility>

#include <windows.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_BusyHandles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pipesAreReadByAThread_data();
    void pipesAreReadByAThread();
    void pipesAreWrittenByAThread_data();
    void pipesAreWrittenByAThread();
    void standardInputIsReadByAThread();
    void sockets_refuseBusyHandles();
    void handleInABlockingRead_isBusy();
};

namespace {

// Delays all queries during its lifetime.
class Busy
{
public:
    Busy()
    {
        m_timer.start();
        os::setBeforeQuery([gate = m_gate, asked = m_asked] {
            ++*asked;
            gate->acquire();
        });
    }
    ~Busy()
    {
        os::setBeforeQuery({});
        m_gate->release(*m_asked);
    }
    Q_DISABLE_COPY_MOVE(Busy)

    bool holdsNobodyUp() const { return *m_asked > 0 && m_timer.elapsed() < 1000; }

private:
    const std::shared_ptr<QSemaphore> m_gate = std::make_shared<QSemaphore>();
    const std::shared_ptr<std::atomic<int>> m_asked = std::make_shared<std::atomic<int>>(0);
    QElapsedTimer m_timer;
};

} // namespace

static HANDLE toHandle(const OwnedHandle &handle)
{
    return reinterpret_cast<HANDLE>(handle.get());
}

static OwnedHandle toOwned(HANDLE handle)
{
    return OwnedHandle(reinterpret_cast<qintptr>(handle));
}

static void addOverlapped()
{
    QTest::addColumn<bool>("overlapped");
    QTest::newRow("blocking") << false;
    QTest::newRow("overlapped") << true; // the kind was not known
}

// Makes a pipe and returns the reading and the writing end, both overlapped or not.
static std::pair<OwnedHandle, OwnedHandle> makeEnds(bool overlapped)
{
    const std::wstring path = L"\\\\.\\pipe\\" + uniqueName().toStdWString();
    const DWORD flags = overlapped ? FILE_FLAG_OVERLAPPED : 0;
    OwnedHandle reader = toOwned(
        ::CreateNamedPipeW(path.c_str(), PIPE_ACCESS_INBOUND | flags, PIPE_TYPE_BYTE, 1, 4096, 4096, 0, nullptr));
    OwnedHandle writer = toOwned(::CreateFileW(path.c_str(), GENERIC_WRITE, 0, nullptr, OPEN_EXISTING, flags, nullptr));
    return { std::move(reader), std::move(writer) };
}

void tst_BusyHandles::pipesAreReadByAThread_data()
{
    addOverlapped();
}

void tst_BusyHandles::pipesAreReadByAThread()
{
    QFETCH(const bool, overlapped);
    auto ends = makeEnds(overlapped);
    PipeReader reader;
    PipeWriter writer;
    {
        const Busy busy;
        QVERIFY(reader.adopt(std::move(ends.first)));
        QVERIFY(busy.holdsNobodyUp());
    }
    QVERIFY(writer.adopt(std::move(ends.second)));
    const QByteArray data = pattern(300 * 1000);
    writer.write(data);
    writer.close();
    QVERIFY(spinUntil([&] { return reader.state() == Device::State::Closed; }));
    QVERIFY(reader.readAll() == data);
    QVERIFY(!reader.error());
}

void tst_BusyHandles::pipesAreWrittenByAThread_data()
{
    addOverlapped();
}

void tst_BusyHandles::pipesAreWrittenByAThread()
{
    QFETCH(const bool, overlapped);
    auto ends = makeEnds(overlapped);
    PipeReader reader;
    PipeWriter writer;
    {
        const Busy busy;
        QVERIFY(writer.adopt(std::move(ends.second)));
        QVERIFY(busy.holdsNobodyUp());
    }
    QVERIFY(reader.adopt(std::move(ends.first)));
    const QByteArray data = pattern(300 * 1000);
    writer.write(data);
    writer.close();
    QVERIFY(spinUntil([&] { return reader.state() == Device::State::Closed; }));
    QVERIFY(reader.readAll() == data);
    QVERIFY(!writer.error());
}

void tst_BusyHandles::standardInputIsReadByAThread()
{
    auto ends = makeEnds(false);
    const HANDLE before = ::GetStdHandle(STD_INPUT_HANDLE);
    ::SetStdHandle(STD_INPUT_HANDLE, toHandle(ends.first));
    std::unique_ptr<PipeReader> input;
    {
        const Busy busy;
        input = PipeReader::standardInput();
        QVERIFY(busy.holdsNobodyUp());
    }
    ::SetStdHandle(STD_INPUT_HANDLE, before);
    QCOMPARE(input->state(), Device::State::Connected);
    DWORD count = 0;
    QVERIFY(::WriteFile(toHandle(ends.second), "abc", 3, &count, nullptr));
    QVERIFY(spinUntil([&] { return input->bytesAvailable() == 3; }));
}

void tst_BusyHandles::sockets_refuseBusyHandles()
{
    auto ends = makeEnds(true);
    NamedPipeSocket pipe;
    LocalSocket local;
    const Busy busy;
    QVERIFY(!pipe.adopt(ends.first.duplicate(), QIODevice::ReadOnly));
    QVERIFY(!local.adopt(std::move(ends.first), QIODevice::ReadOnly));
    QVERIFY(busy.holdsNobodyUp());
    QCOMPARE(pipe.error().code(), Error::InvalidOperation);
    QCOMPARE(local.error().code(), Error::InvalidOperation);
    QCOMPARE(pipe.state(), Device::State::Closed);
}

// A blocking read makes a handle busy on Windows.
void tst_BusyHandles::handleInABlockingRead_isBusy()
{
    auto ends = makeEnds(false);
    const OwnedHandle input = ends.first.duplicate();
    std::atomic<bool> hasByte { false };
    Worker stuck([&] {
        char taken = 0;
        DWORD count = 0;
        hasByte = ::ReadFile(toHandle(input), &taken, 1, &count, nullptr) && taken == 'x';
    });
    stuck.start();
    QElapsedTimer timer;
    timer.start();
    PipeReader reader;
    QVERIFY(reader.adopt(std::move(ends.first)));
    NamedPipeSocket socket;
    QVERIFY(!socket.adopt(input.duplicate()));
    reader.close();
    QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
    DWORD count = 0;
    QVERIFY(::WriteFile(toHandle(ends.second), "xx", 2, &count, nullptr)); // one byte for each possible reader
    QVERIFY(stuck.join());
    QVERIFY(hasByte);
}

QTEST_GUILESS_MAIN(tst_BusyHandles)
#include "tst_busyhandles.moc"
