// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/threadlocal.h"

#include <QtCore/qbytearray.h>

#include <utility>

namespace QtInterprocess {

// A buffer to read into. A thread has one for all its connections, so that idle ones hold none.
class Scratch
{
public:
    static constexpr qsizetype Size = 64 * 1024;
    static constexpr qint64 KeepFrom = 48 * 1024; // one this full goes into the input itself

    Scratch()
    {
        if (Spare *const spare = threadLocal<Spare>())
            buffer = std::exchange(spare->buffer, QByteArray());
        if (buffer.size() != Size)
            buffer = QByteArray(Size, Qt::Uninitialized);
    }
    ~Scratch()
    {
        if (Spare *const spare = threadLocal<Spare>(); spare && buffer.size() == Size)
            spare->buffer = std::move(buffer);
    }

    QByteArray buffer;

private:
    Q_DISABLE_COPY_MOVE(Scratch)

    struct Spare
    {
        QByteArray buffer;
    };
};

} // namespace QtInterprocess
