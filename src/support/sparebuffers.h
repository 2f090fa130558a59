// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qbytearray.h>

namespace QtInterprocess {

// Keeps the memory of one small and one large empty buffer per thread for the next buffer. A
// request and its answer thus need no heap, and idle connections own no memory.
class SpareBuffers
{
public:
    static constexpr qsizetype Small = 16 * 1024;
    static constexpr qsizetype Large = 64 * 1024;

    // Gives an empty buffer the spare memory of at most Small bytes; does nothing if there is
    // none.
    static void takeSmall(QByteArray &buffer);
    static QByteArray takeLarge(); // a buffer of Large bytes
    // Takes the memory if it has one of the two sizes, is not shared, and its place is free.
    static void giveBack(QByteArray &buffer);
};

} // namespace QtInterprocess
