// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/bytequeue.h"
#include "support/sparebuffers.h"

#include <utility>

namespace QtInterprocess {

// A buffer to read into. All connections of a thread share it, so that idle connections hold none.
class Scratch
{
public:
    static constexpr qsizetype Size = SpareBuffers::Large;
    static constexpr qint64 KeepFrom = 48 * 1024; // a fuller buffer may become part of a stored input

    Scratch() : buffer(SpareBuffers::takeLarge()) { }
    ~Scratch()
    {
        if (!buffer.isEmpty()) // usually the queue has taken it
            SpareBuffers::giveBack(buffer);
    }

    // Appends the first count bytes. A large amount moves the buffer itself, as the reader returns
    // it soon; if not, squeeze the queue. A few bytes behind others are copied, to share their
    // memory.
    void moveTo(ByteQueue &queue, qint64 count)
    {
        if (count >= MoveFrom || queue.isEmpty())
            queue.appendPart(std::move(buffer), qsizetype(count));
        else
            queue.append(buffer.constData(), count);
    }

    // Takes another buffer if the last one was moved away.
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
