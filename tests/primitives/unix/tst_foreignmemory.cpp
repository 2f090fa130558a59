// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Memory that another program has made on Linux: what map() and copy() accept, and what nobody
// can do to memory that this library has sealed.

#include "testsupport/testsupport.h"
#include "testsupport/unix/forked.h"
#include "testsupport/unix/rawunix.h"

#include "os/unix/call.h"

#include <QtInterprocess/SharedMemory>

#include <climits>

#include <fcntl.h>
#include <linux/memfd.h>
#include <sys/mman.h>
#include <sys/syscall.h>

using namespace QtInterprocess;
using namespace TestSupport;
using Mode = SharedMemory::Mode;
using Seal = SharedMemory::Seal;
using os::Call;
using os::FaultPoint;

namespace {

constexpr qint64 Size = 200'000;

// Returns memory with the given seals, filled with 'f'.
OwnedHandle foreignMemory(int seals, qint64 size = Size)
{
    OwnedHandle handle(::memfd_create("foreign", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    const int fd = int(handle.get());
    const QByteArray bytes(qsizetype(size), 'f');
    if (::write(fd, bytes.constData(), size_t(size)) != size || (seals && ::fcntl(fd, F_ADD_SEALS, seals) == -1))
        return {};
    return handle;
}

OwnedHandle duplicateOf(const OwnedHandle &handle)
{
    return handle.duplicate();
}

// Opens the file of a descriptor again, as a process can that has received it.
OwnedHandle reopened(const OwnedHandle &handle, int flags)
{
    const QByteArray path = "/proc/self/fd/" + QByteArray::number(qlonglong(handle.get()));
    return OwnedHandle(::open(path.constData(), flags | O_CLOEXEC));
}

bool canBeMapped(const OwnedHandle &handle, int protection)
{
    void *const address = ::mmap(nullptr, size_t(Size), protection, MAP_SHARED, int(handle.get()), 0);
    if (address == MAP_FAILED)
        return false;
    ::munmap(address, size_t(Size));
    return true;
}

// Returns what a hostile holder of the descriptor can do to the memory.
QStringList harmBy(const OwnedHandle &handle)
{
    const int fd = int(handle.get());
    QStringList done;
    if (::pwrite(fd, "x", 1, 0) == 1)
        done += QStringLiteral("write");
    if (::ftruncate(fd, 1) == 0)
        done += QStringLiteral("shrink");
    if (::ftruncate(fd, Size * 2) == 0)
        done += QStringLiteral("grow");
    if (::fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 4096) == 0)
        done += QStringLiteral("punch a hole");
    if (canBeMapped(handle, PROT_READ | PROT_WRITE))
        done += QStringLiteral("map for writing");
    return done;
}

} // namespace

class tst_ForeignMemory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { FaultPoint::disarmAll(); }
    void map_acceptsWhatCannotShrink_data();
    void map_acceptsWhatCannotShrink();
    void map_refusesWhatCanShrink();
    void map_refusesHoles();
    void map_refusesAnEmptyOne();
    void map_refusesHugePages();
    void map_refusesSecretMemory();
    void map_seesLaterChangesOfUnsealedMemory();
    void copyOfSparseMemory_takesItsSize();
    void sealedMemory_isSafeFromEveryHolder_data();
    void sealedMemory_isSafeFromEveryHolder();
    void unsealedMemory_cannotChangeItsSize();
    void handleForReading_doesNotWrite();
    void otherUser_cannotReopenTheHandle();
    void everyoneAfterOtherWriters_canOnlyFailToReadOnly();
    void withoutProc_handlesOfSealedMemoryAreCopies();
};

void tst_ForeignMemory::map_acceptsWhatCannotShrink_data()
{
    QTest::addColumn<int>("seals");
    QTest::addColumn<bool>("sealed");
    QTest::addColumn<bool>("writable");
    QTest::newRow("shrink") << F_SEAL_SHRINK << false << true;
    QTest::newRow("shrink, grow") << (F_SEAL_SHRINK | F_SEAL_GROW) << false << true;
    QTest::newRow("shrink, future write") << (F_SEAL_SHRINK | F_SEAL_FUTURE_WRITE) << false << false;
    QTest::newRow("shrink, write") << (F_SEAL_SHRINK | F_SEAL_WRITE) << true << false;
    QTest::newRow("all") << (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) << true << false;
}

void tst_ForeignMemory::map_acceptsWhatCannotShrink()
{
    QFETCH(int, seals);
    QFETCH(bool, sealed);
    QFETCH(bool, writable);
    const OwnedHandle handle = foreignMemory(seals);
    QVERIFY(handle);
    Error error;
    const SharedMemory memory = SharedMemory::map(duplicateOf(handle), Mode::ReadOnly, &error);
    QVERIFY2(!error, qPrintable(error.message()));
    QCOMPARE(memory.toByteArray(), QByteArray(Size, 'f'));
    QCOMPARE(memory.isSealed(), sealed);
    const SharedMemory forWriting = SharedMemory::map(duplicateOf(handle), Mode::ReadWrite, &error);
    QCOMPARE(!forWriting.isNull(), writable);
    QCOMPARE(error.code(), writable ? Error::NoError : Error::AccessDenied);
}

void tst_ForeignMemory::map_refusesWhatCanShrink()
{
    for (const int seals : { 0, F_SEAL_GROW, F_SEAL_WRITE, F_SEAL_SEAL }) {
        const OwnedHandle handle = foreignMemory(seals);
        QVERIFY(handle);
        for (const Mode mode : { Mode::ReadOnly, Mode::ReadWrite }) {
            Error error;
            QVERIFY(SharedMemory::map(duplicateOf(handle), mode, &error).isNull());
            QVERIFY(error == Error::InvalidOperation || (mode == Mode::ReadWrite && error == Error::AccessDenied));
        }
        const SharedMemory copy = SharedMemory::copy(duplicateOf(handle), Size);
        QCOMPARE(copy.toByteArray(), QByteArray(Size, 'f'));
    }
}

void tst_ForeignMemory::map_refusesHoles()
{
    const OwnedHandle handle = foreignMemory(0);
    const int fd = int(handle.get());
    QCOMPARE(::fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 8192, 4096), 0);
    QCOMPARE(::fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK), 0);
    Error error;
    QVERIFY(SharedMemory::map(duplicateOf(handle), Mode::ReadOnly, &error).isNull());
    QCOMPARE(error.code(), Error::InvalidOperation);
    QVERIFY(error.message().contains(QStringLiteral("holes")));
    QCOMPARE(SharedMemory::copy(duplicateOf(handle), Size).toByteArray().count('\0'), 4096);
}

void tst_ForeignMemory::map_refusesAnEmptyOne()
{
    const OwnedHandle handle = foreignMemory(F_SEAL_SHRINK, 0);
    Error error;
    QVERIFY(SharedMemory::map(duplicateOf(handle), Mode::ReadOnly, &error).isNull());
    QCOMPARE(error.code(), Error::InvalidOperation);
    QVERIFY(SharedMemory::copy(duplicateOf(handle), Size, &error).isNull());
    QCOMPARE(error.code(), Error::InvalidOperation);
}

void tst_ForeignMemory::map_refusesHugePages()
{
    OwnedHandle handle(::memfd_create("huge", MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_HUGETLB));
    if (!handle)
        QSKIP("this system has no huge pages");
    QCOMPARE(::ftruncate(int(handle.get()), 512 * 1024 * 1024), 0);
    QCOMPARE(::fcntl(int(handle.get()), F_ADD_SEALS, F_SEAL_SHRINK), 0);
    Error error;
    QVERIFY(SharedMemory::map(duplicateOf(handle), Mode::ReadOnly, &error).isNull());
    QCOMPARE(error.code(), Error::InvalidOperation);
    QVERIFY(SharedMemory::copy(std::move(handle), 1 << 30, &error).isNull());
    QCOMPARE(error.code(), Error::InvalidOperation);
}

void tst_ForeignMemory::map_refusesSecretMemory()
{
#if defined(SYS_memfd_secret)
    OwnedHandle handle(int(::syscall(SYS_memfd_secret, O_CLOEXEC)));
    if (!handle)
        QSKIP("this system has no secret memory");
    QCOMPARE(::ftruncate(int(handle.get()), Size), 0);
    Error error;
    QVERIFY(SharedMemory::map(std::move(handle), Mode::ReadOnly, &error).isNull());
    QCOMPARE(error.code(), Error::InvalidOperation);
#else
    QSKIP("the headers of this system do not know secret memory");
#endif
}

void tst_ForeignMemory::map_seesLaterChangesOfUnsealedMemory()
{
    const OwnedHandle handle = foreignMemory(F_SEAL_SHRINK);
    const SharedMemory memory = SharedMemory::map(duplicateOf(handle));
    QCOMPARE(::ftruncate(int(handle.get()), Size * 3), 0); // it may grow
    QCOMPARE(::pwrite(int(handle.get()), "x", 1, Size - 1), ssize_t(1));
    QCOMPARE(memory.size(), Size);
    QCOMPARE(memory.constData()[Size - 1], 'x');
}

// A file of any size costs its sender nothing.
void tst_ForeignMemory::copyOfSparseMemory_takesItsSize()
{
    const OwnedHandle handle(::memfd_create("sparse", MFD_CLOEXEC));
    QCOMPARE(::ftruncate(int(handle.get()), qint64(1) << 45), 0);
    Error error;
    QVERIFY(SharedMemory::copy(duplicateOf(handle), 1 << 20, &error).isNull());
    QCOMPARE(error.code(), Error::MessageTooLarge);
    QVERIFY(SharedMemory::copy(duplicateOf(handle), LLONG_MAX, &error).isNull());
    QCOMPARE(error.code(), Error::ResourceExhausted);
    QVERIFY(SharedMemory::map(duplicateOf(handle), Mode::ReadOnly, &error).isNull());
    QCOMPARE(error.code(), Error::InvalidOperation);
}

void tst_ForeignMemory::sealedMemory_isSafeFromEveryHolder_data()
{
    QTest::addColumn<Seal>("seal");
    QTest::newRow("everyone") << Seal::Everyone;
    QTest::newRow("other writers") << Seal::OtherWriters;
}

void tst_ForeignMemory::sealedMemory_isSafeFromEveryHolder()
{
    QFETCH(Seal, seal);
    SharedMemory memory = SharedMemory::create(Size);
    const OwnedHandle before = memory.handle(Mode::ReadWrite);
    QVERIFY(memory.seal(seal));
    const OwnedHandle after = memory.handle();
    ::fchmod(int(before.get()), 0666);
    QCOMPARE(harmBy(before), QStringList());
    QCOMPARE(harmBy(after), QStringList());
    QCOMPARE(harmBy(reopened(after, O_RDWR)), QStringList());
    QVERIFY(canBeMapped(after, PROT_READ));
    QCOMPARE(memory.toByteArray(), QByteArray(Size, '\0'));
}

void tst_ForeignMemory::unsealedMemory_cannotChangeItsSize()
{
    const SharedMemory memory = SharedMemory::create(Size);
    QCOMPARE(
        harmBy(memory.handle(Mode::ReadWrite)),
        QStringList({ QStringLiteral("write"), QStringLiteral("punch a hole"), QStringLiteral("map for writing") }));
    QCOMPARE(memory.constData()[0], '\0'); // of the hole
}

void tst_ForeignMemory::handleForReading_doesNotWrite()
{
    const SharedMemory memory = SharedMemory::create(Size);
    QCOMPARE(harmBy(memory.handle()), QStringList());
}

void tst_ForeignMemory::otherUser_cannotReopenTheHandle()
{
    if (::geteuid() != 0)
        QSKIP("only root can become another user");
    const SharedMemory memory = SharedMemory::create(Size);
    const OwnedHandle handle = memory.handle();
    const int status = runForked([&](ChildChecks &checks) {
        constexpr uid_t Nobody = 65534;
        CHILD_CHECK(checks, ::setresuid(Nobody, Nobody, Nobody) == 0);
        CHILD_CHECK(checks, canBeMapped(handle, PROT_READ));
        CHILD_CHECK(checks, !reopened(handle, O_RDWR));
        CHILD_CHECK(checks, ::fchmod(int(handle.get()), 0666) == -1);
    });
    QCOMPARE(status, 0);
}

void tst_ForeignMemory::everyoneAfterOtherWriters_canOnlyFailToReadOnly()
{
    SharedMemory memory = SharedMemory::create(Size);
    SharedMemory writer = SharedMemory::map(memory.handle(Mode::ReadWrite), Mode::ReadWrite);
    QVERIFY(memory.seal(Seal::OtherWriters));
    Error error;
    QVERIFY(!memory.seal(Seal::Everyone, &error));
    QCOMPARE(error.nativeCode(), EBUSY);
    QVERIFY(memory.isReadOnly() && !memory.isSealed() && !memory.data());
    writer.data()[0] = 'x';
    QCOMPARE(memory.constData()[0], 'x');
    writer = SharedMemory();
    QVERIFY(memory.seal(Seal::Everyone, &error));
    QVERIFY(memory.isSealed());
}

void tst_ForeignMemory::withoutProc_handlesOfSealedMemoryAreCopies()
{
    SharedMemory memory = SharedMemory::create(Size);
    FaultPoint::arm(Call::Open, ENOENT, 1, INT_MAX);
    Error error;
    QVERIFY(!memory.handle(Mode::ReadOnly, &error));
    QCOMPARE(error.code(), Error::Unsupported);
    for (const Seal seal : { Seal::OtherWriters, Seal::Everyone }) {
        QVERIFY(memory.seal(seal));
        const OwnedHandle handle = memory.handle(Mode::ReadOnly, &error);
        QVERIFY2(!error, qPrintable(error.message()));
        QCOMPARE(harmBy(handle), QStringList());
        QVERIFY(!SharedMemory::map(duplicateOf(handle)).isNull());
    }
}

QTEST_GUILESS_MAIN(tst_ForeignMemory)
#include "tst_foreignmemory.moc"
