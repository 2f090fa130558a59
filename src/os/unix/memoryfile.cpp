// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/memoryfile.h"

#include "os/sharedmemory.h"
#include "os/unix/call.h"
#include "os/unix/descriptor.h"
#include "os/unix/errormap.h"
#include "os/unix/optionalcalls.h"
#include "os/unix/pipe.h"
#include "os/unix/quietsignals.h"
#include "support/errortext.h"

#include <QtCore/qbytearray.h>
#include <QtCore/qrandom.h>

#include <algorithm>
#include <limits>

#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#if QTINTERPROCESS_LINUX
#    include <linux/magic.h>
#    include <sys/sysinfo.h>
#    include <sys/vfs.h>
#endif

namespace QtInterprocess::os {

namespace {

constexpr char Create[] = "create shared memory";

#if QTINTERPROCESS_MEMORY_SEALS
#    if defined(F_SEAL_FUTURE_WRITE)
constexpr int FutureWriting = F_SEAL_FUTURE_WRITE;
#    else
constexpr int FutureWriting = 0x10; // since Linux 5.1; no other system has it
#    endif
#endif

// A read-only object for everybody else: the process has its descriptors already.
constexpr mode_t Permissions = 0400;

// Creates an object with a name, and removes the name. A process that is killed between the two
// calls leaves the name behind.
int createUnnamed(OwnedHandle *forReading)
{
    constexpr int Attempts = 16; // at a name that nobody else has
    QByteArray name;
    const auto open = [&](int flags) {
        return systemCall(Call::Open, [&] { return ::shm_open(name.constData(), flags, Permissions); });
    };
    OwnedHandle made;
    for (int attempt = 0; !made && attempt < Attempts; ++attempt) {
        name = "/qtipc-" + QByteArray::number(QRandomGenerator::system()->generate64(), 16);
        made = OwnedHandle(open(O_RDWR | O_CREAT | O_EXCL));
        if (!made && errno != EEXIST)
            break;
    }
    if (!made)
        return -1;
    *forReading = newHandle(open(O_RDONLY));
    const int error = errno;
    ::shm_unlink(name.constData());
    if (!*forReading)
        made.reset();
    errno = error;
    return int(made.release());
}

int createObject(OwnedHandle *forReading)
{
    const auto unnamed = [=] { return createUnnamed(forReading); };
#if QTINTERPROCESS_MEMORY_SEALS
    constexpr unsigned NotExecutable = 8; // MFD_NOEXEC_SEAL, since Linux 6.3
    const auto create = [](unsigned flags) {
        return ::memfd_create("QtInterprocess", MFD_CLOEXEC | MFD_ALLOW_SEALING | flags);
    };
    const auto sealable = [=] {
        return callOr(
            Call::ForbidExecution, [=] { return create(NotExecutable); }, [=] { return create(0); });
    };
    return callOr(Call::CreateMemory, sealable, unnamed);
#else
    return unnamed();
#endif
}

// Returns whether the machine has that much memory. Linux would end processes to find it.
bool isPossible(qint64 size)
{
    if (size > std::numeric_limits<qptrdiff>::max())
        return false;
#if QTINTERPROCESS_LINUX
    struct sysinfo info = {};
    if (::sysinfo(&info) == 0)
        return quint64(size) / info.mem_unit <= quint64(info.totalram) + info.totalswap;
#elif defined(_SC_PHYS_PAGES)
    if (const long pages = ::sysconf(_SC_PHYS_PAGES); pages > 0)
        return size / ::sysconf(_SC_PAGESIZE) <= pages;
#endif
    return true;
}

// Returns whether the file system of the object has that much room. Unlimited ones have no blocks.
bool hasRoom(int fd, qint64 size)
{
    struct statvfs system = {};
    return ::fstatvfs(fd, &system) == -1 || system.f_blocks == 0
        || quint64(size) / system.f_frsize <= quint64(system.f_bavail);
}

// Reserves memory by writing zeros. Objects of macOS cannot be written; it has no way to reserve
// memory.
int writeZeros(int fd, qint64 from, qint64 size)
{
    static char zeros[64 * 1024]; // never written; as a constant it would make the library larger
    for (qint64 done = 0; done < size;) {
        const auto step = size_t(std::min(size - done, qint64(sizeof zeros)));
        const ssize_t count = systemCall(Call::Send, [=] { return ::pwrite(fd, zeros, step, off_t(from + done)); });
        if (count == -1)
            return isNotAFile(errno) ? 0 : -1;
        done += count;
    }
    return 0;
}

int reserve(int fd, qint64 from, qint64 size)
{
#if QTINTERPROCESS_LINUX
    return callOr(
        Call::ReserveMemory, [=] { return ::fallocate(fd, 0, from, size); },
        [=] { return writeZeros(fd, from, size); });
#else
    return writeZeros(fd, from, size);
#endif
}

// Gives a new object its size. Linux begins again after each signal: so a program with a fast
// timer would not get far with large blocks.
int allocate(int fd, qint64 size)
{
    constexpr qint64 Block = 1024 * 1024;
    if (!hasRoom(fd, size)) {
        errno = ENOSPC;
        return -1;
    }
    QuietSignals quiet(fd); // SIGXFSZ, above RLIMIT_FSIZE
    int result = systemCall(Call::Resize, [=] { return ::ftruncate(fd, off_t(size)); });
    for (qint64 done = 0; result == 0 && done < size; done += Block)
        result = reserve(fd, done, std::min(Block, size - done));
    quiet.wrote(result == -1);
    return result;
}

} // namespace

Result<MemoryHandles> createMemory(qint64 size)
{
    if (!isPossible(size))
        return systemError(ENOMEM, Create);
    MemoryHandles handles;
    handles.handle = newHandle(createObject(&handles.forReading));
    if (!handles.handle)
        return lastError(Create);
    const int fd = int(handles.handle.get());
    if (allocate(fd, size) == -1)
        return lastError(Create);
    // Both can fail in a sandbox. Without the mode, processes of other users can reopen a
    // descriptor; without the seals, receivers have to copy.
    ::fchmod(fd, Permissions);
    addSeal(fd, FileSeal::Size);
    return handles;
}

int addSeal([[maybe_unused]] int fd, [[maybe_unused]] FileSeal seal)
{
#if QTINTERPROCESS_MEMORY_SEALS
    const auto add = [fd](int seals) { return ::fcntl(fd, F_ADD_SEALS, seals); };
    switch (seal) {
    case FileSeal::Size: return systemCall(Call::SetFlags, [=] { return add(F_SEAL_SHRINK | F_SEAL_GROW); });
    case FileSeal::FutureWriting: return systemCall(Call::RefuseWriters, [=] { return add(FutureWriting); });
    case FileSeal::Writing: return systemCall(Call::SealMemory, [=] { return add(F_SEAL_WRITE); });
    }
#endif
    errno = EOPNOTSUPP;
    return -1;
}

namespace {

Error notMemory(const char *operation)
{
    return Error(Error::InvalidOperation, 0, QString::fromLatin1(operation), QString(),
                 ErrorText::tr("the handle is not one of shared memory"));
}

#if QTINTERPROCESS_MEMORY_SEALS
// Looks at the seals first: every other file refuses the question, while fstat() can wait for a
// FUSE file system.
Error readSeals(int fd, const char *operation, MemoryStatus *status)
{
    const int seals = systemCall(Call::SetFlags, [=] { return ::fcntl(fd, F_GET_SEALS); });
    if (seals == -1)
        return notMemory(operation);
#    if QTINTERPROCESS_LINUX
    struct statfs system = {};
    if (::fstatfs(fd, &system) == -1 || system.f_type != TMPFS_MAGIC) // a page fault in huge pages can fail
        return notMemory(operation);
#    endif
    status->canShrink = !(seals & F_SEAL_SHRINK);
    status->isSealed = (seals & F_SEAL_WRITE) != 0;
    status->refusesWriters = (seals & (F_SEAL_WRITE | FutureWriting)) != 0;
    return {};
}
#endif

} // namespace

Result<MemoryStatus> memoryStatus(int fd, const char *operation)
{
    MemoryStatus result;
    const int flags = systemCall(Call::SetFlags, [=] { return ::fcntl(fd, F_GETFL); });
    if (flags == -1)
        return lastError(operation);
    const int access = flags & O_ACCMODE;
    result.canRead = access == O_RDONLY || access == O_RDWR;
    result.canWrite = access == O_RDWR;
#if QTINTERPROCESS_MEMORY_SEALS
    if (const Error error = readSeals(fd, operation, &result))
        return error;
#endif
    struct stat status = {};
    if (systemCall(Call::Stat, [&] { return ::fstat(fd, &status); }) == -1)
        return lastError(operation);
#if defined(__APPLE__)
    if ((status.st_mode & S_IFMT) != 0) // only an object of shm_open() has no type
        return notMemory(operation);
    result.canShrink = false;
#else
    if (!S_ISREG(status.st_mode))
        return notMemory(operation);
#endif
#if QTINTERPROCESS_LINUX // FreeBSD counts blocks of another size
    result.hasHoles = qint64(status.st_blocks) * 512 < status.st_size;
#endif
    result.size = status.st_size;
    return result;
}

Result<OwnedHandle> readOnlyHandle(const OwnedHandle &handle)
{
    const int fd = int(handle.get());
    const auto status = memoryStatus(fd, "duplicate a descriptor");
    if (!status)
        return status.error();
    if (!status->canWrite || status->isSealed)
        return duplicate(fd);
    auto opened = reopen(fd, FileAccess::Read);
    if (opened)
        return opened;
    if (status->refusesWriters)
        return duplicate(fd);
    return Error(Error::Unsupported, opened.error().nativeCode(), QStringLiteral("duplicate a descriptor"), QString(),
                 ErrorText::tr("this system has no handle for reading only; seal the memory first"));
}

} // namespace QtInterprocess::os
