// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qglobal.h>

namespace QtInterprocess::os {

/*
    Provides one buffer per thread that any datagram fits into, so that no call must ask for its
    size.

    The buffer is address space; only written pages take memory. malloc() is not used, because it
    returns less memory to the system once a block of this size was freed.
*/
class DatagramBuffer
{
public:
    static constexpr qint64 Size = 8 * 1024 * 1024;

    // Returns null if a datagram could be larger than Size, or no address space is left. Only
    // Linux with pages of 4 KiB bounds datagrams.
    static char *data();
    // Returns the memory to the system. The received data is lost.
    static void release();
};

} // namespace QtInterprocess::os
