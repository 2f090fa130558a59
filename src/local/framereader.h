// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qbytearray.h>

QT_BEGIN_NAMESPACE
class QIODevice;
QT_END_NAMESPACE

namespace QtInterprocess {

// Messages behind their length, as MessageChannel documents it.
struct Frame
{
    static constexpr qint64 HeaderSize = 4;
    static constexpr qint64 LargestMessage = 0xffffffff;

    static QByteArray header(qint64 size);
};

// Takes messages out of a device, piece by piece, as the pieces come.
class FrameReader
{
public:
    enum class Taken { Message, NotYet, TooLarge };

    Taken next(QIODevice &device, qint64 limit, QByteArray &message);

    // A part of a message has come.
    bool isInside() const noexcept { return m_headerSize > 0 || m_length >= 0; }
    // The length of the message that is inside, or too large.
    qint64 announced() const noexcept { return m_length; }

private:
    bool takeHeader(QIODevice &device);

    char m_header[Frame::HeaderSize] = {};
    qint64 m_headerSize = 0;
    qint64 m_length = -1; // none: the header is not complete
    QByteArray m_body;
};

} // namespace QtInterprocess
