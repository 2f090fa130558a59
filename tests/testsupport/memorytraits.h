// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qglobal.h>

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

} // namespace TestSupport
