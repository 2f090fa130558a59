// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/reservedmemory.h"

#include "os/unix/call.h"

#include <utility>

#include <sys/mman.h>

namespace QtInterprocess::os {

#if defined(MAP_NORESERVE)
static constexpr int Flags = MAP_PRIVATE | MAP_ANON | MAP_NORESERVE;
#else
static constexpr int Flags = MAP_PRIVATE | MAP_ANON;
#endif

char *ReservedMemory::data() noexcept
{
    if (!m_data) {
        systemCall(Call::MapMemory, [this] {
            void *const place = ::mmap(nullptr, m_size, PROT_READ | PROT_WRITE, Flags, -1, 0);
            m_data = place == MAP_FAILED ? nullptr : static_cast<char *>(place);
            return m_data ? 0 : -1;
        });
    }
    return m_data;
}

void ReservedMemory::release() noexcept
{
    if (char *const data = std::exchange(m_data, nullptr))
        ::munmap(data, m_size);
}

} // namespace QtInterprocess::os
