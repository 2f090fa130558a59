// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qbytearray.h>

namespace QtInterprocess {

// The memory of emptied buffers, one small and one large for each thread, which the next one that needs such takes up: a request
// and its answer pass without the heap, and idle connections still own nothing.
class SpareBuffers
{
public:
    static constexpr qsizetype Small = 16 * 1024;
    static constexpr qsizetype Large = 64 * 1024;

    // Of up to Small bytes, in the place of an empty one; nothing if there is none.
    static void takeSmall(QByteArray &buffer);
    static QByteArray takeLarge(); // of Large bytes
    // Takes the memory if it is of one of these kinds, there is none of it yet, and nobody else has it too.
    static void giveBack(QByteArray &buffer);
};

} // namespace QtInterprocess
