// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/bytequeue.h"
#include "support/sparebuffers.h"

#include <utility>

namespace QtInterprocess {

// A buffer to read into. A thread has one for all its connections, so that idle ones hold none.
class Scratch
{
public:
    static constexpr qsizetype Size = SpareBuffers::Large;
    static constexpr qint64 KeepFrom = 48 * 1024; // one this full may become a part of an input that is kept

    Scratch() : buffer(SpareBuffers::takeLarge()) { }
    ~Scratch()
    {
        if (!buffer.isEmpty()) // mostly the queue has it
            SpareBuffers::giveBack(buffer);
    }

    // Appends the first count bytes, mostly with the buffer itself: its reader is about to give it back. If not, squeeze the queue.
    // A few bytes behind others are copied, so that they share their memory.
    void moveTo(ByteQueue &queue, qint64 count)
    {
        if (count >= MoveFrom || queue.isEmpty())
            queue.appendPart(std::move(buffer), qsizetype(count));
        else
            queue.append(buffer.constData(), count);
    }

    // Another one, if the last one was moved away.
    void refill()
    {
        if (buffer.isEmpty())
            buffer = SpareBuffers::takeLarge();
    }

    QByteArray buffer;

private:
    static constexpr qint64 MoveFrom = 8 * 1024;

    Q_DISABLE_COPY_MOVE(Scratch)
};

} // namespace QtInterprocess
