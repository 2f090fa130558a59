// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Calls that may block, on overlapped handles and on others: a caller cannot always know which it
// has.

#include "os/blockingio.h"
#include "os/win/pipe.h"
#include "os/win/winapi.h"
#include "testsupport/testsupport.h"

#include <QtCore/qtemporaryfile.h>
#include <QtTest/QTest>

#include <atomic>
#include <memory>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_BlockingIo : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pipes_data();
    void pipes();
    void cancel_data();
    void cancel();
    void fileRead_startsAtTheFilePosition();
    void portOfTheHandle_getsNoCompletion();
};

static void addOverlapped()
{
    QTest::addColumn<bool>("overlapped");
    QTest::newRow("overlapped") << true;
    QTest::newRow("blocking") << false;
}

// Makes a pipe and returns its second end, which is overlapped or not, and then its first end.
static std::pair<OwnedHandle, OwnedHandle> makeEnds(os::PipeAccess ofFirst, bool overlapped)
{
    auto pair = os::createPipePair(1024, ofFirst, overlapped);
    if (!pair)
        return {};
    return { std::move(pair->second), std::move(pair->first) };
}

void tst_BlockingIo::pipes_data()
{
    addOverlapped();
}

void tst_BlockingIo::pipes()
{
    QFETCH(const bool, overlapped);
    auto reading = makeEnds(os::PipeAccess::Write, overlapped);
    const auto reader = os::BlockingIo::make(std::move(reading.first));
    const auto writer = os::BlockingIo::make(std::move(reading.second));
    const QByteArray data = pattern(100 * 1000); // more than the pipe buffers
    Worker thread([&] {
        for (qint64 written = 0; written < data.size();)
            written += *writer->write(data.constData() + written, data.size() - written);
    });
    thread.start();
    QByteArray all;
    QByteArray buffer(3000, Qt::Uninitialized);
    while (all.size() < data.size()) {
        const auto count = reader->read(buffer.data(), buffer.size());
        QVERIFY2(count && *count > 0, qPrintable(count.error().message()));
        all.append(buffer.constData(), qsizetype(*count));
    }
    QVERIFY(thread.join());
    QVERIFY(all == data);
}

void tst_BlockingIo::cancel_data()
{
    addOverlapped();
}

void tst_BlockingIo::cancel()
{
    QFETCH(const bool, overlapped);
    auto ends = makeEnds(os::PipeAccess::Write, overlapped);
    const auto reader = os::BlockingIo::make(std::move(ends.first));
    QVERIFY(os::BlockingIo::make(ends.second.duplicate())->write("x", 1));
    std::atomic<bool> isReading { false };
    Worker thread([&] {
        char byte = 0;
        (void)reader->read(&byte, 1);
        isReading = true;
        (void)reader->read(&byte, 1);
    });
    thread.start();
    QVERIFY(spinUntil([&] { return isReading.load(); }));
    reader->cancel();
    QVERIFY(thread.join());
    char byte = 0;
    (void)reader->read(&byte, 1); // returns
}

void tst_BlockingIo::fileRead_startsAtTheFilePosition()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    QCOMPARE(file.write("abcdef"), qint64(6));
    file.close();
    const HANDLE handle = ::CreateFileW(os::toWide(file.fileName()), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE,
                                        nullptr, OPEN_EXISTING, 0, nullptr);
    ::SetFilePointer(handle, 2, nullptr, FILE_BEGIN);
    const auto reader = os::BlockingIo::make(OwnedHandle(os::toNative(handle)));
    char bytes[2] = {};
    QCOMPARE(*reader->read(bytes, 2), qint64(2));
    QCOMPARE(QByteArray(bytes, 2), QByteArray("cd"));
    QCOMPARE(*reader->read(bytes, 2), qint64(2));
    QCOMPARE(QByteArray(bytes, 2), QByteArray("ef"));
    QCOMPARE(*reader->read(bytes, 2), qint64(0));
}

void tst_BlockingIo::portOfTheHandle_getsNoCompletion()
{
    auto ends = makeEnds(os::PipeAccess::Write, true);
    const HANDLE port = ::CreateIoCompletionPort(os::toHandle(ends.first.get()), nullptr, 1, 1);
    QVERIFY(port);
    const OwnedHandle owned(os::toNative(port));
    const auto reader = os::BlockingIo::make(std::move(ends.first));
    QVERIFY(os::BlockingIo::make(std::move(ends.second))->write("x", 1));
    char byte = 0;
    QCOMPARE(*reader->read(&byte, 1), qint64(1));
    DWORD count = 0;
    ULONG_PTR key = 0;
    OVERLAPPED *overlapped = nullptr;
    QVERIFY(!::GetQueuedCompletionStatus(port, &count, &key, &overlapped, 0));
    QVERIFY(!overlapped);
}

QTEST_GUILESS_MAIN(tst_BlockingIo)
#include "tst_blockingio.moc"
