// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "testsupport/testsupport.h"

#include <QtInterprocess/SharedMemory>

#include <algorithm>

namespace TestSupport {

// Properties of shared memory that differ between systems.
struct MemoryTraits
{
    bool mapsReceived; // handles of other processes can be mapped, and not only copied
    bool sealsBySystem; // receivers know what is sealed
    bool hasWholePages; // a receiver's size is rounded up
};

#if defined(Q_OS_WIN)
constexpr MemoryTraits Memory { true, false, true };
#elif defined(Q_OS_MACOS)
constexpr MemoryTraits Memory { true, false, false };
#elif (defined(Q_OS_LINUX) || defined(Q_OS_FREEBSD)) && !defined(QTINTERPROCESS_PORTABLE_POSIX)
constexpr MemoryTraits Memory { true, true, false };
#else
constexpr MemoryTraits Memory { false, false, false };
#endif

// Creates memory that holds the pattern.
inline QtInterprocess::SharedMemory patternMemory(qint64 size)
{
    QtInterprocess::SharedMemory memory = QtInterprocess::SharedMemory::create(size);
    const QByteArray data = pattern(size);
    if (!memory.isNull())
        std::copy(data.begin(), data.end(), memory.data());
    return memory;
}

inline bool holdsPattern(const QtInterprocess::SharedMemory &memory)
{
    return firstDifference(QByteArray::fromRawData(memory.constData(), qsizetype(memory.size()))) == -1;
}

} // namespace TestSupport
