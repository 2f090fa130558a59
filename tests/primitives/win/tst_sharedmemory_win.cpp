// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Sections of other programs on Windows: what map() and copy() accept, and what handles permit.

#include "testsupport/testsupport.h"

#include "os/win/call.h"
#include "os/win/winapi.h"

#include <QtInterprocess/SharedMemory>

#include <QtCore/qtemporaryfile.h>

#include <algorithm>

using namespace QtInterprocess;
using namespace TestSupport;
using Mode = SharedMemory::Mode;
using Seal = SharedMemory::Seal;
using os::Call;
using os::FaultPoint;

namespace {

constexpr DWORD Size = 200'000;
constexpr qint64 WholePages = 200'704;

OwnedHandle section(DWORD protection, HANDLE file = INVALID_HANDLE_VALUE)
{
    const HANDLE made = ::CreateFileMappingW(file, nullptr, protection, 0, Size, nullptr);
    return made ? OwnedHandle(os::toNative(made)) : OwnedHandle();
}

// Commits the first pages of a section that is only reserved.
OwnedHandle partlyCommitted()
{
    OwnedHandle handle = section(PAGE_READWRITE | SEC_RESERVE);
    void *const view = ::MapViewOfFile(os::toHandle(handle.get()), FILE_MAP_WRITE, 0, 0, 0);
    const bool done = view && ::VirtualAlloc(view, 8192, MEM_COMMIT, PAGE_READWRITE);
    ::UnmapViewOfFile(view);
    return done ? std::move(handle) : OwnedHandle();
}

OwnedHandle file()
{
    static QTemporaryFile file;
    if (!file.isOpen() && (!file.open() || !file.resize(Size)))
        return {};
    const HANDLE opened = ::CreateFileW(os::toWide(file.fileName()), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE,
                                        nullptr, OPEN_EXISTING, 0, nullptr);
    return OwnedHandle(os::toNative(opened));
}

OwnedHandle sectionOfAFile()
{
    const OwnedHandle opened = file();
    return section(PAGE_READONLY, os::toHandle(opened.get()));
}

OwnedHandle eventObject()
{
    return OwnedHandle(os::toNative(::CreateEventW(nullptr, TRUE, FALSE, nullptr)));
}

bool canBeMapped(const OwnedHandle &handle, DWORD access)
{
    void *const view = ::MapViewOfFile(os::toHandle(handle.get()), access, 0, 0, 0);
    if (view)
        ::UnmapViewOfFile(view);
    return view != nullptr;
}

DWORD protectionOf(const SharedMemory &memory)
{
    MEMORY_BASIC_INFORMATION region = {};
    ::VirtualQuery(memory.constData(), &region, sizeof region);
    return region.Protect;
}

} // namespace

using MakeHandle = OwnedHandle (*)();
Q_DECLARE_METATYPE(MakeHandle)

class tst_SharedMemoryWin : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { FaultPoint::disarmAll(); }
    void foreignSection_isMapped();
    void whatCanFail_isRefused_data();
    void whatCanFail_isRefused();
    void receiver_seesWholePages();
    void handleForReading_cannotBeMappedForWriting();
    void handleInAnotherProcess_isMapped();
    void seal_protectsTheOwnView();
    void addressTakenByAnotherThread_isTriedAgain();
    void outOfMemory_isReported_data();
    void outOfMemory_isReported();
};

void tst_SharedMemoryWin::foreignSection_isMapped()
{
    const OwnedHandle handle = section(PAGE_READWRITE);
    Error error;
    SharedMemory writer = SharedMemory::map(handle.duplicate(), Mode::ReadWrite, &error);
    QVERIFY2(!error, qPrintable(error.message()));
    const SharedMemory reader = SharedMemory::map(handle.duplicate());
    writer.data()[WholePages - 1] = 'x';
    QCOMPARE(reader.constData()[WholePages - 1], 'x');
    QCOMPARE(protectionOf(reader), DWORD(PAGE_READONLY));
    QVERIFY(!reader.isSealed() && !writer.seal(Seal::Everyone, &error)); // others may have handles
    QCOMPARE(error.code(), Error::Unsupported);
}

void tst_SharedMemoryWin::whatCanFail_isRefused_data()
{
    QTest::addColumn<MakeHandle>("make");
    const auto row = [](const char *name, MakeHandle make) { QTest::newRow(name) << make; };
    row("reserved", [] { return section(PAGE_READWRITE | SEC_RESERVE); });
    row("committed in part", [] { return partlyCommitted(); });
    row("of a file", [] { return sectionOfAFile(); });
    row("file", [] { return file(); });
    row("event", [] { return eventObject(); });
    row("closed", [] { return OwnedHandle(0x7ffc); });
}

void tst_SharedMemoryWin::whatCanFail_isRefused()
{
    QFETCH(MakeHandle, make);
    for (const bool maps : { true, false }) {
        OwnedHandle handle = make();
        QVERIFY(handle);
        Error error;
        QVERIFY((maps ? SharedMemory::map(std::move(handle), Mode::ReadOnly, &error)
                      : SharedMemory::copy(std::move(handle), 1 << 20, &error))
                    .isNull());
        QVERIFY2(error.code() == Error::InvalidOperation, qPrintable(error.message()));
    }
}

void tst_SharedMemoryWin::receiver_seesWholePages()
{
    SharedMemory memory = SharedMemory::create(Size);
    std::fill_n(memory.data(), memory.size(), 'x');
    const SharedMemory received = SharedMemory::map(memory.handle());
    QCOMPARE(received.size(), WholePages);
    QCOMPARE(received.toByteArray().count('x'), qsizetype(Size));
    QCOMPARE(received.toByteArray().count('\0'), qsizetype(WholePages - Size));
    QCOMPARE(SharedMemory::copy(memory.handle(), WholePages).toByteArray(), received.toByteArray());
}

void tst_SharedMemoryWin::handleForReading_cannotBeMappedForWriting()
{
    const SharedMemory memory = SharedMemory::create(Size);
    const OwnedHandle reading = memory.handle();
    QVERIFY(canBeMapped(reading, FILE_MAP_READ));
    QVERIFY(!canBeMapped(reading, FILE_MAP_WRITE));
    QVERIFY(canBeMapped(memory.handle(Mode::ReadWrite), FILE_MAP_WRITE));
}

void tst_SharedMemoryWin::handleInAnotherProcess_isMapped()
{
    SharedMemory memory = SharedMemory::create(Size);
    memory.data()[1] = 'x';
    Error error;
    const qintptr value = memory.handle().duplicateInto(QCoreApplication::applicationPid(), &error);
    QVERIFY2(!error, qPrintable(error.message()));
    QCOMPARE(SharedMemory::map(OwnedHandle(value)).constData()[1], 'x');
}

void tst_SharedMemoryWin::seal_protectsTheOwnView()
{
    SharedMemory memory = SharedMemory::create(Size);
    QCOMPARE(protectionOf(memory), DWORD(PAGE_READWRITE));
    QVERIFY(memory.seal(Seal::OtherWriters));
    QCOMPARE(protectionOf(memory), DWORD(PAGE_READWRITE));
    QVERIFY(memory.seal());
    QCOMPARE(protectionOf(memory), DWORD(PAGE_READONLY));
}

void tst_SharedMemoryWin::addressTakenByAnotherThread_isTriedAgain()
{
    FaultPoint::arm(Call::MapMemory, ERROR_INVALID_ADDRESS, 1, 3);
    Error error;
    const SharedMemory memory = SharedMemory::create(Size, &error);
    QVERIFY2(!error, qPrintable(error.message()));
    QCOMPARE(FaultPoint::calls(Call::MapMemory), 4);
}

void tst_SharedMemoryWin::outOfMemory_isReported_data()
{
    QTest::addColumn<Call>("call");
    QTest::addColumn<quint32>("error");
    QTest::newRow("CreateFileMapping") << Call::CreateMemory << quint32(ERROR_COMMITMENT_LIMIT);
    QTest::newRow("MapViewOfFileEx") << Call::MapMemory << quint32(ERROR_NOT_ENOUGH_MEMORY);
}

void tst_SharedMemoryWin::outOfMemory_isReported()
{
    QFETCH(Call, call);
    QFETCH(quint32, error);
    const int before = openDescriptors();
    FaultPoint::arm(call, error);
    Error failed;
    QVERIFY(SharedMemory::create(Size, &failed).isNull());
    QCOMPARE(failed.code(), Error::ResourceExhausted);
    QCOMPARE(quint32(failed.nativeCode()), error);
    QCOMPARE(openDescriptors(), before);
}

QTEST_GUILESS_MAIN(tst_SharedMemoryWin)
#include "tst_sharedmemory_win.moc"
