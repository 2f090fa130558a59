// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/sharedmemory.h"

#include "os/unix/call.h"
#include "os/unix/closing.h"
#include "os/unix/errormap.h"
#include "os/unix/memoryfile.h"
#include "os/unix/optionalcalls.h"
#include "support/errortext.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include <sys/mman.h>
#include <unistd.h>

namespace QtInterprocess::os {

static constexpr char Map[] = "map shared memory";

static qint64 pageSize() noexcept
{
    static const qint64 size = ::sysconf(_SC_PAGESIZE);
    return size;
}

// Returns the size of the address range: a page for the spare bytes, the memory in whole pages,
// and a page of zeros behind it. 0 if no address range is as large.
static qint64 rangeOf(qint64 size) noexcept
{
    const qint64 page = pageSize();
    if (size > std::numeric_limits<qptrdiff>::max() - 4 * page)
        return 0;
    return page + (size + page - 1) / page * page + page;
}

struct MemoryCalls
{
    // Maps the memory at an address. What was there is replaced in one step, so that other threads
    // never find a hole.
    static int place(char *address, qint64 size, MemoryAccess access, int kind, int fd)
    {
        const int protection = access == MemoryAccess::Read ? PROT_READ : PROT_READ | PROT_WRITE;
        return systemCall(Call::MapMemory, [=] {
            return ::mmap(address, size_t(size), protection, kind | MAP_FIXED, fd, 0) == MAP_FAILED ? -1 : 0;
        });
    }

    static Result<MemoryView> map(int fd, qint64 size, MemoryAccess access, int kind)
    {
        const qint64 range = rangeOf(size);
        if (range == 0)
            return systemError(ENOMEM, Map);
        char *base = nullptr;
        const auto reserve = [&] {
            void *const address = ::mmap(nullptr, size_t(range), PROT_READ, MAP_PRIVATE | MAP_ANON, -1, 0);
            base = address == MAP_FAILED ? nullptr : static_cast<char *>(address);
            return base ? 0 : -1;
        };
        if (systemCall(Call::MapMemory, reserve) == -1)
            return lastError(Map);
        MemoryView view(base + pageSize(), size, access);
        if (place(view.data(), size, access, kind, fd) == -1
            || ::mprotect(base, size_t(pageSize()), PROT_READ | PROT_WRITE) == -1)
            return lastError(Map);
        return view;
    }

    static Result<bool> sealForEveryone(int fd, MemoryView &view)
    {
        // The kernel counts every shared mapping of a writable descriptor as a writer, also one
        // for reading. A private mapping shows the same pages as long as nothing writes.
        const bool couldWrite = view.canWrite();
        if (couldWrite && place(view.m_data, view.m_size, MemoryAccess::Read, MAP_PRIVATE, fd) == -1)
            return lastError("seal shared memory");
        view.m_access = MemoryAccess::Read;
        if (addSeal(fd, FileSeal::Writing) == 0)
            return true;
        const int error = errno;
        if (couldWrite && place(view.m_data, view.m_size, MemoryAccess::ReadWrite, MAP_SHARED, fd) == 0)
            view.m_access = MemoryAccess::ReadWrite;
        if (isMissing(Call::SealMemory, error))
            return false;
        if (error != EBUSY)
            return systemError(error, "seal shared memory");
        return Error(Error::InvalidOperation, EBUSY, QStringLiteral("seal shared memory"), QString(),
                     ErrorText::tr("another mapping of the memory can write"));
    }
};

Result<MemoryView> MemoryView::map(qintptr handle, qint64 size)
{
    return MemoryCalls::map(int(handle), size, MemoryAccess::ReadWrite, MAP_SHARED);
}

void MemoryView::unmap() noexcept
{
    ::munmap(m_data - pageSize(), size_t(rangeOf(m_size)));
}

Error MemoryView::protect()
{
    if (systemCall(Call::MapMemory, [this] { return ::mprotect(m_data, size_t(m_size), PROT_READ); }) == -1)
        return lastError("seal shared memory");
    m_access = MemoryAccess::Read;
    return {};
}

static Error memoryError(Error::Code code, const char *operation, const ErrorText &reason)
{
    return Error(code, 0, QString::fromLatin1(operation), QString(), reason);
}

// Returns why reading or writing the memory could fail, or why the descriptor does not permit it.
static Error mappingRefused(const MemoryStatus &status, MemoryAccess access)
{
    if (!status.canRead || (access == MemoryAccess::ReadWrite && !status.canWrite))
        return memoryError(Error::AccessDenied, Map, ErrorText::tr("the handle does not permit this access"));
    if (access == MemoryAccess::ReadWrite && status.refusesWriters)
        return memoryError(Error::AccessDenied, Map, ErrorText::tr("the memory is sealed against writing"));
    if (status.size <= 0)
        return memoryError(Error::InvalidOperation, Map, ErrorText::tr("the memory is empty"));
    if (status.canShrink)
        return memoryError(Error::InvalidOperation, Map,
                           ErrorText::tr("its sender can shrink the memory; call copy() instead"));
    if (status.hasHoles)
        return memoryError(Error::InvalidOperation, Map, ErrorText::tr("the memory has holes; call copy() instead"));
    return {};
}

// Inspects a handle, and selects how it is closed: memory does not block, other files may.
static Result<MemoryStatus> inspect(OwnedHandle &handle, const char *operation)
{
    auto status = memoryStatus(int(handle.get()), operation);
    HandleClosing::set(handle, status ? HandleClosing::Here : HandleClosing::Elsewhere);
    return status;
}

Result<ReceivedMemory> mapReceived(OwnedHandle &handle, MemoryAccess access)
{
    const int fd = int(handle.get());
    const auto status = inspect(handle, Map);
    if (!status)
        return status.error();
    if (const Error error = mappingRefused(*status, access))
        return error;
    // Before Linux 6.7, a writable descriptor of sealed memory cannot be mapped as shared.
    auto view = MemoryCalls::map(fd, status->size, access, status->isSealed ? MAP_PRIVATE : MAP_SHARED);
    if (!view)
        return view.error();
    ReceivedMemory memory;
    memory.view = std::move(*view);
    memory.isSealed = status->isSealed;
    return memory;
}

Result<qint64> sizeOfReceived(OwnedHandle &handle)
{
    constexpr char Copy[] = "copy shared memory";
    const auto status = inspect(handle, Copy);
    if (!status)
        return status.error();
    if (!status->canRead)
        return memoryError(Error::AccessDenied, Copy, ErrorText::tr("the handle does not permit this access"));
    if (status->size <= 0)
        return memoryError(Error::InvalidOperation, Copy, ErrorText::tr("the memory is empty"));
    return status->size;
}

// Objects of macOS can be mapped, but not read.
static Error copyByMapping(int fd, char *to, qint64 size)
{
    const auto view = MemoryCalls::map(fd, size, MemoryAccess::Read, MAP_SHARED);
    if (view)
        std::memcpy(to, view->data(), size_t(size));
    return view.error();
}

Error copyReceived(const OwnedHandle &handle, char *to, qint64 size)
{
    constexpr char Copy[] = "copy shared memory";
    constexpr qint64 Block = 64 * 1024 * 1024;
    const int fd = int(handle.get());
    const auto status = memoryStatus(fd, Copy);
    for (qint64 done = 0; done < size;) {
        const auto step = size_t(std::min(size - done, Block));
        const ssize_t count = systemCall(Call::Receive, [=] { return ::pread(fd, to + done, step, off_t(done)); });
        if (count == -1 && isNotAFile(errno) && status && !status->canShrink)
            return copyByMapping(fd, to, size);
        if (count == -1)
            return lastError(Copy);
        if (count == 0)
            return memoryError(Error::PartialMessage, Copy, ErrorText::tr("its sender has shrunk the memory"));
        done += count;
    }
    return {};
}

Result<bool> sealMemory(const OwnedHandle &handle, MemoryView &view, MemorySeal seal)
{
    const int fd = int(handle.get());
    if (seal == MemorySeal::Everyone)
        return MemoryCalls::sealForEveryone(fd, view);
    if (addSeal(fd, FileSeal::FutureWriting) == 0)
        return true;
    if (isMissing(Call::RefuseWriters, errno))
        return false;
    return lastError("seal shared memory");
}

} // namespace QtInterprocess::os
