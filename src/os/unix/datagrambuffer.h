// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qglobal.h>

namespace QtInterprocess::os {

/*
    A buffer that any datagram fits into, one for each thread, so that a datagram is received without asking for its size.
    It is address space, which takes memory only where bytes are written. malloc() would not do: it keeps more of what
    is freed once so large a piece was freed.
*/
class DatagramBuffer
{
public:
    static constexpr qint64 Size = 8 * 1024 * 1024;

    // Null if a datagram could be larger (other systems than Linux, other pages than 4 KiB), or no address space is left.
    static char *data();
    // Returns the memory to the system. What was received is gone.
    static void release();
};

} // namespace QtInterprocess::os
