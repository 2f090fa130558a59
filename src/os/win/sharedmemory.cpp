// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/sharedmemory.h"

#include "os/win/call.h"
#include "os/win/errormap.h"
#include "support/errortext.h"

#include <cstring>
#include <limits>

#ifndef PSAPI_VERSION
#    define PSAPI_VERSION 2
#endif
#include <psapi.h>

namespace QtInterprocess::os {

static constexpr char Map[] = "map shared memory";
static constexpr char Copy[] = "copy shared memory";

// Windows aligns mappings to this size. The spare bytes are the last ones of such a block.
static constexpr qint64 Granule = 64 * 1024;

static Error memoryError(const char *operation, const ErrorText &reason, quint32 error = ERROR_SUCCESS)
{
    return Error(Error::InvalidOperation, int(error), QString::fromLatin1(operation), QString(), reason);
}

struct MemoryCalls
{
    static DWORD rightsFor(MemoryAccess access) noexcept
    {
        return access == MemoryAccess::Read ? FILE_MAP_READ : FILE_MAP_READ | FILE_MAP_WRITE;
    }

    // Maps the whole section, at the address if there is one.
    static char *mapAt(qintptr handle, MemoryAccess access, char *address)
    {
        const auto call = [=] { return ::MapViewOfFileEx(toHandle(handle), rightsFor(access), 0, 0, 0, address); };
        return static_cast<char *>(systemCall(Call::MapMemory, call));
    }

    // Returns an address where a block and the memory have room. Another thread may take it.
    static char *findRoom(qint64 size)
    {
        void *const room = ::VirtualAlloc(nullptr, SIZE_T(Granule + size), MEM_RESERVE, PAGE_NOACCESS);
        if (room)
            ::VirtualFree(room, 0, MEM_RELEASE);
        return static_cast<char *>(room);
    }

    static bool takeSpare(char *room)
    {
        if (!::VirtualAlloc(room, SIZE_T(Granule), MEM_RESERVE, PAGE_NOACCESS))
            return false;
        if (::VirtualAlloc(room + Granule - MemoryView::Spare, MemoryView::Spare, MEM_COMMIT, PAGE_READWRITE))
            return true;
        ::VirtualFree(room, 0, MEM_RELEASE);
        return false;
    }

    static Result<MemoryView> map(qintptr handle, qint64 size, MemoryAccess access)
    {
        constexpr int Attempts = 100;
        if (size > std::numeric_limits<qptrdiff>::max() - 2 * Granule)
            return systemError(ERROR_NOT_ENOUGH_MEMORY, Map);
        for (int attempt = 0; attempt < Attempts; ++attempt) {
            char *const room = findRoom(size);
            if (!room)
                break;
            if (!takeSpare(room))
                continue;
            if (char *const data = mapAt(handle, access, room + Granule))
                return MemoryView(data, size, access);
            const DWORD error = ::GetLastError();
            ::VirtualFree(room, 0, MEM_RELEASE);
            if (error != ERROR_INVALID_ADDRESS)
                return systemError(error, Map);
        }
        return lastError(Map);
    }

    static void unmap(char *data) noexcept
    {
        ::UnmapViewOfFile(data);
        ::VirtualFree(data - Granule, 0, MEM_RELEASE);
    }
};

Result<MemoryView> MemoryView::map(qintptr handle, qint64 size)
{
    return MemoryCalls::map(handle, size, MemoryAccess::ReadWrite);
}

void MemoryView::unmap() noexcept
{
    MemoryCalls::unmap(m_data);
}

Error MemoryView::protect()
{
    DWORD before = 0;
    if (!systemCall(Call::ProtectMemory,
                    [&] { return ::VirtualProtect(m_data, SIZE_T(m_size), PAGE_READONLY, &before); }))
        return lastError("seal shared memory");
    m_access = MemoryAccess::Read;
    return {};
}

// Returns whether the memory is too large to be mapped. Windows refuses most sizes itself, with
// various codes.
static bool isImpossible(qint64 size)
{
    MEMORYSTATUSEX status = {};
    status.dwLength = sizeof status;
    return ::GlobalMemoryStatusEx(&status) && quint64(size) > status.ullTotalVirtual / 4;
}

Result<MemoryHandles> createMemory(qint64 size)
{
    constexpr char Create[] = "create shared memory";
    if (isImpossible(size))
        return systemError(ERROR_NOT_ENOUGH_MEMORY, Create);
    const HANDLE section = systemCall(Call::CreateMemory, [=] {
        return ::CreateFileMappingW(INVALID_HANDLE_VALUE, nullptr, PAGE_READWRITE, DWORD(quint64(size) >> 32),
                                    DWORD(quint64(size)), nullptr);
    });
    if (!section)
        return lastError(Create);
    MemoryHandles handles;
    handles.handle = OwnedHandle(toNative(section));
    return handles;
}

namespace {

// Maps a section for an inspection.
class Inspection
{
public:
    Inspection(qintptr handle, MemoryAccess access) : m_view(MemoryCalls::mapAt(handle, access, nullptr)) { }
    ~Inspection()
    {
        if (m_view)
            ::UnmapViewOfFile(m_view);
    }
    Q_DISABLE_COPY_MOVE(Inspection)

    const char *view() const noexcept { return m_view; }

    // Returns the size of the view; 0 if reading a part of it could fail.
    qint64 size() const
    {
        qint64 size = 0;
        MEMORY_BASIC_INFORMATION region = {};
        while (::VirtualQuery(m_view + size, &region, sizeof region) && region.AllocationBase == m_view) {
            if (region.State != MEM_COMMIT || region.Type != MEM_MAPPED)
                return 0;
            size += qint64(region.RegionSize);
        }
        return size;
    }

    // A read of a mapped file fails if the disk or the network does.
    bool isFile() const
    {
        wchar_t name[MAX_PATH];
        return ::GetMappedFileNameW(::GetCurrentProcess(), m_view, name, MAX_PATH) != 0;
    }

private:
    char *const m_view;
};

Result<qint64> checkedSize(const Inspection &inspection, const char *operation)
{
    if (!inspection.view()) {
        const Error error = lastError(operation);
        return error == Error::InvalidOperation ? memoryError(
                   operation, ErrorText::tr("the handle is not one of shared memory"), quint32(error.nativeCode()))
                                                : error;
    }
    if (inspection.isFile())
        return memoryError(operation, ErrorText::tr("the handle is not one of shared memory"));
    const qint64 size = inspection.size();
    if (size == 0)
        return memoryError(operation, ErrorText::tr("the memory has holes"));
    return size;
}

} // namespace

// Sections of the page file keep their size, and committed pages stay committed. So what was
// checked is still true for the second mapping.
Result<ReceivedMemory> mapReceived(OwnedHandle &handle, MemoryAccess access)
{
    const auto size = checkedSize(Inspection(handle.get(), access), Map);
    if (!size)
        return size.error();
    auto view = MemoryCalls::map(handle.get(), *size, access);
    if (!view)
        return view.error();
    ReceivedMemory memory;
    memory.view = std::move(*view);
    return memory;
}

Result<qint64> sizeOfReceived(OwnedHandle &handle)
{
    return checkedSize(Inspection(handle.get(), MemoryAccess::Read), Copy);
}

Error copyReceived(const OwnedHandle &handle, char *to, qint64 size)
{
    const Inspection inspection(handle.get(), MemoryAccess::Read);
    if (!inspection.view())
        return lastError(Copy);
    std::memcpy(to, inspection.view(), size_t(size));
    return {};
}

Result<bool> sealMemory(const OwnedHandle &, MemoryView &, MemorySeal)
{
    return false;
}

Result<OwnedHandle> readOnlyHandle(const OwnedHandle &handle)
{
    HANDLE copy = nullptr;
    const HANDLE self = ::GetCurrentProcess();
    if (!systemCall(Call::Duplicate, [&] {
            return ::DuplicateHandle(self, toHandle(handle.get()), self, &copy, FILE_MAP_READ | SECTION_QUERY, FALSE,
                                     0);
        }))
        return lastError("duplicate the handle");
    return OwnedHandle(toNative(copy));
}

} // namespace QtInterprocess::os
