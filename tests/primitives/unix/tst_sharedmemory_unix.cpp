// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Shared memory from strangers, old kernels and sandboxes, and what is left after a crash.

#include "testsupport/sharedmemory.h"
#include "testsupport/testsupport.h"
#include "testsupport/unix/forked.h"
#include "testsupport/unix/handles.h"

#include "os/unix/call.h"

#include <QtInterprocess/SharedMemory>
#include <QtInterprocess/UnixSocket>

#include <QtCore/qdir.h>
#include <QtCore/qfile.h>
#include <QtCore/qscopeguard.h>

#include <algorithm>
#include <climits>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>

using namespace QtInterprocess;
using namespace TestSupport;
using Mode = SharedMemory::Mode;
using Seal = SharedMemory::Seal;
using os::Call;
using os::FaultPoint;

namespace {

OwnedHandle opened(const char *path, int flags)
{
    return OwnedHandle(::open(path, flags | O_CLOEXEC));
}

OwnedHandle fileOnDisk()
{
    char path[] = "/var/tmp/qtipc-test-XXXXXX";
    OwnedHandle file(::mkstemp(path));
    ::unlink(path);
    return ::ftruncate(int(file.get()), 8192) == 0 ? std::move(file) : OwnedHandle();
}

OwnedHandle socketEnd()
{
    int ends[2] = { -1, -1 };
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == -1)
        return {};
    ::close(ends[1]);
    return OwnedHandle(ends[0]);
}

// Returns whether no object has a name. Other tests have some for a moment.
bool namesAreGone()
{
    const QDir objects(QStringLiteral("/dev/shm"));
    return spinUntil([&] { return objects.entryList({ QStringLiteral("qtipc-*") }, QDir::Files).isEmpty(); });
}

// Counts the mappings of this process that have the given name.
int mappings()
{
    QFile maps(QStringLiteral("/proc/self/maps"));
    if (!maps.open(QIODevice::ReadOnly))
        return -1;
    const QByteArray text = maps.readAll();
    return int(text.count("/memfd:QtInterprocess") + text.count("/dev/shm/qtipc-"));
}

SharedMemory filled(qint64 size, char with)
{
    SharedMemory memory = SharedMemory::create(size);
    std::fill_n(memory.data(), memory.size(), with);
    return memory;
}

// Makes every call that would need a newer kernel fail, as in a sandbox.
void useOldSystem(int error = ENOSYS)
{
    for (const Call call : { Call::CreateMemory, Call::ForbidExecution, Call::ReserveMemory, Call::RefuseWriters })
        FaultPoint::arm(call, error, 1, INT_MAX);
}

} // namespace

class tst_SharedMemoryUnix : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_before = openDescriptors(); }
    void cleanup();

    void handleOverASocket_isMapped();
    void otherKinds_areRefused_data();
    void otherKinds_areRefused();
    void handleForWritingOnly_isRefused();
    void forkedChild_sharesTheMemory();
    void forkedChildWithAMapping_delaysTheSeal();
    void forkedChild_keepsItsByteArrays();
    void lastByteArray_unmapsTheMemory();
    void manyByteArrays_areUnmapped();
    void signals_doNotDelayCreation();
    void limitOfFileSizes_isAnError();
    void oldSystem_worksWithoutNames_data();
    void oldSystem_worksWithoutNames();
    void oldSystem_sealsByHandles();
    void outOfMemory_isReported_data();
    void outOfMemory_isReported();
    void everyCallFailingOnce_isHandled_data();
    void everyCallFailingOnce_isHandled();
    void copyOfMemoryThatShrinks_fails();
    void killedProcesses_leaveNothing();

private:
    int m_before = 0;
};

void tst_SharedMemoryUnix::cleanup()
{
    FaultPoint::disarmAll();
    (void)SharedMemory::create(1); // unmaps what byte arrays have returned
    QVERIFY(spinUntil([this] { return openDescriptors() <= m_before; }));
    QCOMPARE(mappings(), 0);
    QVERIFY(namesAreGone());
}

void tst_SharedMemoryUnix::handleOverASocket_isMapped()
{
    const auto pair = UnixSocket::createPair();
    UnixSocket *const producer = pair.first.get();
    UnixSocket *const consumer = pair.second.get();
    consumer->setMaximumPendingHandles(4);
    SharedMemory memory = filled(200'000, 'a');
    QVERIFY(memory.seal());
    std::vector<OwnedHandle> handles;
    handles.push_back(memory.handle());
    QCOMPARE(producer->write("memory", std::move(handles)), 6);
    QVERIFY(spinUntil([&] { return consumer->bytesAvailable() == 6; }));
    auto received = consumer->takeHandles();
    QCOMPARE(received.size(), size_t(1));
    Error error;
    const SharedMemory arrived = Memory.mapsReceived
        ? SharedMemory::map(std::move(received.front()), Mode::ReadOnly, &error)
        : SharedMemory::copy(std::move(received.front()), 200'000, &error);
    QVERIFY2(!error, qPrintable(error.message()));
    memory = SharedMemory();
    QCOMPARE(arrived.toByteArray(), QByteArray(200'000, 'a'));
}

using MakeHandle = OwnedHandle (*)();
Q_DECLARE_METATYPE(MakeHandle)

void tst_SharedMemoryUnix::otherKinds_areRefused_data()
{
    QTest::addColumn<MakeHandle>("make");
    const auto row = [](const char *name, MakeHandle make) { QTest::newRow(name) << make; };
    row("pipe", [] { return Handles::numbered(1); });
    row("socket", [] { return socketEnd(); });
    row("directory", [] { return opened("/", O_RDONLY | O_DIRECTORY); });
    row("device", [] { return opened("/dev/zero", O_RDWR); });
    row("closed number", [] { return OwnedHandle(999'999); });
#if defined(O_PATH)
    row("O_PATH", [] { return opened("/dev/shm", O_PATH); });
#endif
    if (Memory.sealsBySystem)
        row("file", [] { return fileOnDisk(); });
}

void tst_SharedMemoryUnix::otherKinds_areRefused()
{
    QFETCH(MakeHandle, make);
    OwnedHandle handle = make();
    QVERIFY(handle);
    OwnedHandle copy(::dup(int(handle.get())));
    Error error;
    QVERIFY(SharedMemory::map(std::move(handle), Mode::ReadOnly, &error).isNull());
    QVERIFY2(error.code() == Error::InvalidOperation, qPrintable(error.message()));
    if (!copy)
        return;
    QVERIFY(SharedMemory::copy(std::move(copy), 1 << 20, &error).isNull());
    QVERIFY2(error.code() == Error::InvalidOperation, qPrintable(error.message()));
}

void tst_SharedMemoryUnix::handleForWritingOnly_isRefused()
{
    if (!Memory.sealsBySystem)
        QSKIP("this system cannot open memory again");
    const SharedMemory memory = filled(4096, 'a');
    const OwnedHandle handle = memory.handle(Mode::ReadWrite);
    ::fchmod(int(handle.get()), 0600);
    const QByteArray path = "/proc/self/fd/" + QByteArray::number(int(handle.get()));
    for (const bool maps : { true, false }) {
        OwnedHandle writing = opened(path.constData(), O_WRONLY);
        QVERIFY(writing);
        Error error;
        QVERIFY((maps ? SharedMemory::map(std::move(writing), Mode::ReadOnly, &error)
                      : SharedMemory::copy(std::move(writing), 4096, &error))
                    .isNull());
        QCOMPARE(error.code(), Error::AccessDenied);
    }
}

void tst_SharedMemoryUnix::forkedChild_sharesTheMemory()
{
    SharedMemory memory = filled(100'000, 'a');
    const int status = runForked([&](ChildChecks &checks) {
        memory.data()[1] = 'c';
        const OwnedHandle handle = memory.handle();
        CHILD_CHECK(checks, handle.isValid());
        memory = SharedMemory();
        const SharedMemory own = filled(5000, 'b');
        CHILD_CHECK(checks, own.toByteArray() == QByteArray(5000, 'b'));
    });
    QCOMPARE(status, 0);
    QCOMPARE(memory.constData()[1], 'c');
    memory.data()[2] = 'p';
    QVERIFY(memory.seal());
}

void tst_SharedMemoryUnix::forkedChildWithAMapping_delaysTheSeal()
{
    int ends[2] = { -1, -1 };
    QVERIFY(Raw::pipe(ends));
    const OwnedHandle reading(ends[0]);
    OwnedHandle writing(ends[1]);
    SharedMemory memory = filled(100'000, 'a');
    const pid_t child = startForked([&](ChildChecks &checks) {
        writing.reset();
        char byte = 0;
        CHILD_CHECK(checks, ::read(ends[0], &byte, 1) == 0);
    });
    Error error;
    const bool sealed = memory.seal(Seal::Everyone, &error);
    writing.reset();
    QCOMPARE(waitForForked(child), 0);
    if (Memory.sealsBySystem) {
        QVERIFY(!sealed && memory.data());
        QCOMPARE(error.code(), Error::InvalidOperation);
        QCOMPARE(error.nativeCode(), EBUSY);
    }
    QCOMPARE(memory.toByteArray(), QByteArray(100'000, 'a'));
    QVERIFY(memory.seal());
}

void tst_SharedMemoryUnix::forkedChild_keepsItsByteArrays()
{
    QByteArray array = filled(10'000, 'a').toByteArray();
    const int status = runForked([&](ChildChecks &checks) {
        const QByteArray more = filled(10'000, 'b').toByteArray();
        for (int i = 0; i < 10; ++i)
            (void)SharedMemory::create(10'000);
        CHILD_CHECK(checks, array == QByteArray(10'000, 'a'));
        CHILD_CHECK(checks, more == QByteArray(10'000, 'b'));
        array.clear();
        (void)SharedMemory::create(10'000);
    });
    QCOMPARE(status, 0);
    QCOMPARE(array, QByteArray(10'000, 'a'));
}

void tst_SharedMemoryUnix::lastByteArray_unmapsTheMemory()
{
    QByteArray array = filled(10'000, 'a').toByteArray();
    QByteArray other = filled(10'000, 'b').toByteArray();
    (void)SharedMemory::create(1);
    QCOMPARE(mappings(), 2);
    array.clear();
    (void)SharedMemory::create(1);
    QCOMPARE(mappings(), 1);
    other[0] = 'c';
    (void)SharedMemory::create(1);
    QCOMPARE(mappings(), 0);
}

void tst_SharedMemoryUnix::manyByteArrays_areUnmapped()
{
    constexpr int Count = 200;
    std::vector<QByteArray> arrays;
    for (int i = 0; i < Count; ++i)
        arrays.push_back(filled(5000, 'a').toByteArray());
    QCOMPARE(mappings(), Count);
    while (arrays.size() > 3)
        arrays.erase(arrays.begin() + 1);
    for (int i = 0; i < Count; ++i)
        (void)SharedMemory::create(1);
    QCOMPARE(mappings(), 3);
    arrays.clear();
    (void)SharedMemory::create(1);
    QCOMPARE(mappings(), 0);
}

void tst_SharedMemoryUnix::signals_doNotDelayCreation()
{
    struct sigaction before = {}, action = {};
    action.sa_handler = [](int) {};
    QCOMPARE(::sigaction(SIGALRM, &action, &before), 0);
    itimerval often = { { 0, 2000 }, { 0, 2000 } }; // 2 ms
    QCOMPARE(::setitimer(ITIMER_REAL, &often, nullptr), 0);
    const SharedMemory memory = SharedMemory::create(64 * 1024 * 1024);
    often = {};
    ::setitimer(ITIMER_REAL, &often, nullptr);
    ::sigaction(SIGALRM, &before, nullptr);
    QVERIFY(!memory.isNull());
}

void tst_SharedMemoryUnix::limitOfFileSizes_isAnError()
{
    rlimit before = {};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const rlimit small = { 8192, before.rlim_max };
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
    Error error;
    const SharedMemory memory = SharedMemory::create(100'000, &error);
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
    QVERIFY(memory.isNull());
    QCOMPARE(error.code(), Error::ResourceExhausted);
}

void tst_SharedMemoryUnix::oldSystem_worksWithoutNames_data()
{
    QTest::addColumn<int>("error");
    QTest::newRow("ENOSYS") << ENOSYS;
    QTest::newRow("EPERM") << EPERM;
    QTest::newRow("EINVAL") << EINVAL;
}

void tst_SharedMemoryUnix::oldSystem_worksWithoutNames()
{
    QFETCH(int, error);
    useOldSystem(error);
    const SharedMemory memory = filled(300'000, 'a');
    QVERIFY(!memory.isNull());
    QVERIFY(namesAreGone());
    Error failed;
    QVERIFY(SharedMemory::map(memory.handle(), Mode::ReadOnly, &failed).isNull());
    QCOMPARE(failed.code(), Error::InvalidOperation);
    QVERIFY(failed.message().contains(QStringLiteral("copy")));
    const SharedMemory copy = SharedMemory::copy(memory.handle(), 300'000, &failed);
    QCOMPARE(copy.toByteArray(), QByteArray(300'000, 'a'));
}

void tst_SharedMemoryUnix::oldSystem_sealsByHandles()
{
    useOldSystem();
    for (const auto seal : { Seal::OtherWriters, Seal::Everyone }) {
        SharedMemory memory = filled(300'000, 'a');
        const char *const place = memory.constData();
        Error error;
        QVERIFY2(memory.seal(seal, &error), qPrintable(error.message()));
        QCOMPARE(memory.isReadOnly(), seal == Seal::Everyone);
        QVERIFY(memory.constData() == place && memory.toByteArray() == QByteArray(300'000, 'a'));
        QVERIFY(!memory.handle(Mode::ReadWrite, &error));
        QCOMPARE(error.code(), Error::AccessDenied);
        const OwnedHandle handle = memory.handle();
        QCOMPARE(::fcntl(int(handle.get()), F_GETFL) & O_ACCMODE, O_RDONLY);
    }
    SharedMemory shared = filled(300'000, 'a');
    const OwnedHandle writable = shared.handle(Mode::ReadWrite);
    Error error;
    QVERIFY(writable && !shared.seal(Seal::Everyone, &error));
    QCOMPARE(error.code(), Error::Unsupported);
    QVERIFY(shared.data() && !shared.isSealed());
}

void tst_SharedMemoryUnix::outOfMemory_isReported_data()
{
    QTest::addColumn<Call>("call");
    QTest::addColumn<int>("error");
    if (Memory.sealsBySystem) {
        QTest::newRow("memfd_create") << Call::CreateMemory << EMFILE;
        QTest::newRow("fallocate") << Call::ReserveMemory << ENOSPC;
    } else {
        QTest::newRow("shm_open") << Call::Open << EMFILE;
        QTest::newRow("pwrite") << Call::Send << ENOSPC;
    }
    QTest::newRow("ftruncate") << Call::Resize << ENOMEM;
    QTest::newRow("mmap") << Call::MapMemory << ENOMEM;
}

void tst_SharedMemoryUnix::outOfMemory_isReported()
{
    QFETCH(Call, call);
    QFETCH(int, error);
    const int times = call == Call::MapMemory || call == Call::Open ? 2 : 1;
    for (int first = 1; first <= times; ++first) {
        FaultPoint::arm(call, error, first);
        Error failed;
        QVERIFY(SharedMemory::create(300'000, &failed).isNull());
        QCOMPARE(failed.code(), Error::ResourceExhausted);
        QCOMPARE(failed.nativeCode(), error);
    }
    FaultPoint::disarmAll();
    QVERIFY(!SharedMemory::create(300'000).isNull());
}

// Creates, seals, sends, maps and copies memory. Returns the step whose error does not fit its
// outcome; empty if there is none.
static QString inconsistentStep()
{
    Error error;
    SharedMemory memory = SharedMemory::create(300'000, &error);
    if (memory.isNull() || error)
        return memory.isNull() && error ? QString() : QStringLiteral("create");
    const bool sealed = memory.seal(Seal::Everyone, &error);
    if (sealed == error.isError() || sealed != memory.isSealed())
        return QStringLiteral("seal");
    if (memory.toByteArray() != QByteArray(300'000, '\0'))
        return QStringLiteral("bytes");
    OwnedHandle handle = memory.handle(Mode::ReadOnly, &error);
    if (handle.isValid() == error.isError())
        return QStringLiteral("handle");
    OwnedHandle another = memory.handle();
    if (handle && SharedMemory::map(std::move(handle), Mode::ReadOnly, &error).isNull() != error.isError())
        return QStringLiteral("map");
    if (another && SharedMemory::copy(std::move(another), 300'000, &error).isNull() != error.isError())
        return QStringLiteral("copy");
    return {};
}

void tst_SharedMemoryUnix::everyCallFailingOnce_isHandled_data()
{
    QTest::addColumn<int>("error");
    QTest::newRow("EIO") << EIO;
    QTest::newRow("EMFILE") << EMFILE;
    QTest::newRow("EPERM") << EPERM;
}

void tst_SharedMemoryUnix::everyCallFailingOnce_isHandled()
{
    QFETCH(int, error);
    int failed = 0;
    for (int call = 0; call < int(Call::Count); ++call) {
        bool wasReached = true;
        for (int number = 1; wasReached; ++number) {
            FaultPoint::arm(Call(call), error, number);
            QCOMPARE(inconsistentStep(), QString());
            wasReached = FaultPoint::calls(Call(call)) >= number;
            failed += wasReached;
            FaultPoint::disarmAll();
        }
    }
    QVERIFY(failed > 10); // each call had its turn
}

// The sender shrinks the memory after its size was read.
void tst_SharedMemoryUnix::copyOfMemoryThatShrinks_fails()
{
    useOldSystem();
    const SharedMemory memory = filled(300'000, 'a');
    FaultPoint::disarmAll();
    const OwnedHandle sender = memory.handle(Mode::ReadWrite);
    int number = 1;
    for (bool wasShrunk = true; wasShrunk; ++number) {
        wasShrunk = false;
        QCOMPARE(::ftruncate(int(sender.get()), 300'000), 0);
        FaultPoint::interpose(number, [&] { wasShrunk = ::ftruncate(int(sender.get()), 5000) == 0; });
        Error error;
        const SharedMemory copy = SharedMemory::copy(memory.handle(), 300'000, &error);
        FaultPoint::disarmAll();
        if (copy.isNull())
            QCOMPARE(error.code(), Error::PartialMessage);
        else
            QVERIFY(copy.size() == 5000 || copy.size() == 300'000);
    }
    QVERIFY(number > 6); // each system call of copy() had its turn
    QCOMPARE(::ftruncate(int(sender.get()), 300'000), 0);
}

static qint64 sharedKilobytes()
{
    QFile info(QStringLiteral("/proc/meminfo"));
    if (!info.open(QIODevice::ReadOnly))
        return -1;
    const QByteArray text = info.readAll();
    const qsizetype place = text.indexOf("Shmem:");
    return place == -1 ? -1 : text.mid(place + 6, text.indexOf("kB", place) - place - 6).trimmed().toLongLong();
}

// Kills the producer in one half of the rounds, and the consumer in the other.
void tst_SharedMemoryUnix::killedProcesses_leaveNothing()
{
    const qint64 before = sharedKilobytes();
    for (int round = 0; round < 100; ++round) {
        const bool killsProducer = round % 2 == 0;
        SharedMemory memory = killsProducer ? SharedMemory() : filled(1'000'000, 'a');
        const pid_t child = startForked([&](ChildChecks &) {
            if (killsProducer)
                memory = filled(1'000'000, 'b');
            const SharedMemory received = SharedMemory::map(memory.handle());
            const QByteArray array = memory.toByteArray();
            ::kill(::getpid(), SIGKILL);
        });
        const int status = waitForForked(child);
        QVERIFY(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
        if (!killsProducer)
            QVERIFY(memory.seal());
    }
    // 100 MB were shared; other programs use shared memory, too
    if (before != -1)
        QVERIFY(spinUntil([&] { return sharedKilobytes() - before < 30'000; }));
}

QTEST_GUILESS_MAIN(tst_SharedMemoryUnix)
#include "tst_sharedmemory_unix.moc"
