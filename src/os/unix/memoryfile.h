// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/linux.h"
#include "support/result.h"

#include <cerrno>

#include <fcntl.h>

// Is 1 if the system can seal memory against changes.
#if (QTINTERPROCESS_LINUX || defined(__FreeBSD__)) && defined(F_ADD_SEALS)
#    define QTINTERPROCESS_MEMORY_SEALS 1
#else
#    define QTINTERPROCESS_MEMORY_SEALS 0
#endif

namespace QtInterprocess::os {

// Describes the memory behind a descriptor.
struct MemoryStatus
{
    qint64 size = 0;
    bool canRead = false; // with this descriptor
    bool canWrite = false;
    bool canShrink = true; // by anybody with another descriptor
    bool refusesWriters = false; // no new mapping can write
    bool isSealed = false; // nothing can write
    bool hasHoles = false; // a read of the mapping would allocate memory
};

// Inspects a descriptor from outside. Fails if it is not one of memory. Does not block.
Result<MemoryStatus> memoryStatus(int fd, const char *operation);

// Returns whether read() or write() failed with this code because the object can only be mapped,
// as on macOS.
inline bool isNotAFile(int error) noexcept
{
    return error == ENXIO || error == ESPIPE || error == EOPNOTSUPP;
}

// Seals the memory of a descriptor. Returns -1 with errno, as a system call does.
enum class FileSeal { Size, FutureWriting, Writing };
int addSeal(int fd, FileSeal seal);

} // namespace QtInterprocess::os
