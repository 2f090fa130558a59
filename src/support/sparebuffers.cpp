// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "support/sparebuffers.h"

#include "support/threadlocal.h"

namespace QtInterprocess {

namespace {

// threadLocal() returns null for this at the very end of a thread.
struct Spare
{
    QByteArray small;
    QByteArray large;
};

} // namespace

void SpareBuffers::takeSmall(QByteArray &buffer)
{
    if (auto *const spare = threadLocal<Spare>())
        buffer.swap(spare->small);
}

QByteArray SpareBuffers::takeLarge()
{
    QByteArray buffer;
    if (auto *const spare = threadLocal<Spare>())
        buffer.swap(spare->large);
    if (buffer.isEmpty())
        buffer = QByteArray(Large, Qt::Uninitialized);
    return buffer;
}

void SpareBuffers::giveBack(QByteArray &buffer)
{
    const bool isLarge = buffer.size() == Large;
    if (buffer.isEmpty() || (!isLarge && buffer.size() > Small) || !buffer.isDetached())
        return;
    auto *const spare = threadLocal<Spare>();
    if (QByteArray *const place = spare ? (isLarge ? &spare->large : &spare->small) : nullptr;
        place && place->isEmpty())
        place->swap(buffer);
}

} // namespace QtInterprocess
