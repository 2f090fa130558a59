// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>

#include <utility>

// Memory that processes share by handles. Each platform defines these functions once.
namespace QtInterprocess::os {

enum class MemoryAccess { Read, ReadWrite };

enum class MemorySeal { OtherWriters, Everyone };

/*
    Owns a mapping of shared memory.

    Spare bytes in front of the memory belong to this process, for the header of a QByteArray.
*/
class MemoryView
{
public:
    static constexpr qsizetype Spare = 64;

    MemoryView() noexcept = default;
    MemoryView(MemoryView &&other) noexcept
        : m_data(std::exchange(other.m_data, nullptr)),
          m_size(std::exchange(other.m_size, 0)),
          m_access(other.m_access)
    { }
    MemoryView &operator=(MemoryView &&other) noexcept
    {
        MemoryView taken(std::move(other));
        std::swap(m_data, taken.m_data);
        std::swap(m_size, taken.m_size);
        std::swap(m_access, taken.m_access);
        return *this;
    }
    ~MemoryView()
    {
        if (m_data)
            unmap();
    }

    // Maps memory that createMemory() made.
    static Result<MemoryView> map(qintptr handle, qint64 size);

    char *data() const noexcept { return m_data; }
    qint64 size() const noexcept { return m_size; }
    bool canWrite() const noexcept { return m_access == MemoryAccess::ReadWrite; }

    // Makes the mapping read-only. It keeps its address, and other threads may read meanwhile.
    Error protect();

private:
    Q_DISABLE_COPY(MemoryView)
    friend struct MemoryCalls; // the other calls of the platform

    MemoryView(char *data, qint64 size, MemoryAccess access) noexcept : m_data(data), m_size(size), m_access(access) { }
    void unmap() noexcept;

    char *m_data = nullptr;
    qint64 m_size = 0;
    MemoryAccess m_access = MemoryAccess::Read;
};

// Holds the handles of memory. The one for reading is invalid on systems that make it later from
// the other.
struct MemoryHandles
{
    OwnedHandle handle;
    OwnedHandle forReading;
};

// Creates memory without a name, filled with zeros. It is reserved, so that no access fails.
Result<MemoryHandles> createMemory(qint64 size);

struct ReceivedMemory
{
    MemoryView view;
    bool isSealed = false; // nobody can write
};

// Maps the memory of a handle from outside, if no access to the mapping can fail. Does not block.
Result<ReceivedMemory> mapReceived(OwnedHandle &handle, MemoryAccess access);

// Returns the size of the memory of a handle from outside. Does not block.
Result<qint64> sizeOfReceived(OwnedHandle &handle);
// Copies memory of that size. Fails if it has become smaller, and never raises a signal.
Error copyReceived(const OwnedHandle &handle, char *to, qint64 size);

// Asks the system to refuse writing. Returns false if it has no such seals for this memory. With
// Everyone the view becomes read-only first; after a failure it is as before, if possible.
Result<bool> sealMemory(const OwnedHandle &handle, MemoryView &view, MemorySeal seal);

// Returns a new handle that permits reading only, made from any handle of the memory.
Result<OwnedHandle> readOnlyHandle(const OwnedHandle &handle);

} // namespace QtInterprocess::os
