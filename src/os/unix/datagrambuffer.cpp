// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/datagrambuffer.h"

#include "os/unix/call.h"
#include "support/threadlocal.h"

#include <sys/mman.h>
#include <unistd.h>

namespace QtInterprocess::os {

#if defined(__linux__) && !defined(QTINTERPROCESS_PORTABLE_POSIX)
static constexpr int MapFlags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;

// Linux stores a datagram in one block of at most 1024 pages and a few single pages.
static bool fitsAny()
{
    static const bool hasSmallPages = ::sysconf(_SC_PAGESIZE) == 4096;
    return hasSmallPages;
}
#else
static constexpr int MapFlags = MAP_PRIVATE | MAP_ANON;

static constexpr bool fitsAny()
{
    return false;
}
#endif

namespace {

struct Mapping
{
    ~Mapping() { unmap(); }

    void map() noexcept
    {
        systemCall(Call::MapMemory, [this] {
            address = ::mmap(nullptr, DatagramBuffer::Size, PROT_READ | PROT_WRITE, MapFlags, -1, 0);
            return address == MAP_FAILED ? -1 : 0;
        });
    }
    void unmap() noexcept
    {
        if (isMapped())
            ::munmap(address, DatagramBuffer::Size);
        address = MAP_FAILED;
    }
    bool isMapped() const noexcept { return address != MAP_FAILED; }

    void *address = MAP_FAILED;
};

} // namespace

char *DatagramBuffer::data()
{
    if (!fitsAny())
        return nullptr;
    auto *const mapping = threadLocal<Mapping>();
    if (mapping && !mapping->isMapped())
        mapping->map();
    return mapping && mapping->isMapped() ? static_cast<char *>(mapping->address) : nullptr;
}

void DatagramBuffer::release()
{
    if (auto *const mapping = threadLocal<Mapping>())
        mapping->unmap();
}

} // namespace QtInterprocess::os
