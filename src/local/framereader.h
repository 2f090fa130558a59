// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "local/delimitedreader.h"
#include "support/errortext.h"

#include <QtInterprocess/messagechannel.h>

namespace QtInterprocess {

// Messages on the wire, as MessageChannel::Framing documents them.
struct Frame
{
    using Framing = MessageChannel::Framing;

    static constexpr qint64 HeaderSize = 4; // of LengthPrefix
    static constexpr qint64 LargestMessage = 0xffffffff;
    static constexpr qint64 LargestHeader = 8 * 1024; // of ContentLength

    // What is written in front of a message of so many bytes, and behind it.
    static QByteArray header(qint64 size, Framing framing = Framing::LengthPrefix);
    static QByteArray end(Framing framing);

    // Why a message cannot be sent: the receiver would see its end elsewhere. Empty if it can.
    static ErrorText obstacle(const QByteArray &message, Framing framing);
};

// Takes messages out of a device, piece by piece, as the pieces come, and never a byte beyond a message.
class FrameReader
{
public:
    enum class Taken { Message, NotYet, Failed };

    // Counts for messages that begin from then on.
    void setFraming(Frame::Framing framing) noexcept { m_wanted = framing; }
    Frame::Framing framing() const noexcept { return m_wanted; }

    Taken next(QIODevice &device, qint64 limit, QByteArray &message);

    // A part of a message has come.
    bool isInside() const noexcept { return m_headerSize > 0 || m_length >= 0 || m_records.isInside(); }
    // Why next() has failed. There is no way to go on after that.
    Error error() const { return m_error; }

private:
    Taken takeRecord(QIODevice &device, char delimiter, qint64 limit, QByteArray &message);
    Taken takeBody(QIODevice &device, QByteArray &message);
    Taken takeLength(QIODevice &device);
    Taken takeFields(QIODevice &device);
    Taken endFields();
    bool takeField(const QByteArray &field);
    Taken fail(Error::Code code, const ErrorText &why);

    Frame::Framing m_wanted = Frame::Framing::LengthPrefix;
    Frame::Framing m_framing = Frame::Framing::LengthPrefix; // of the message that is inside
    char m_header[Frame::HeaderSize] = {};
    qint64 m_headerSize = 0; // of the part that has come
    qint64 m_announced = -1; // by a header that is not complete
    qint64 m_length = -1; // none: the header is not complete
    QByteArray m_body;
    DelimitedReader m_records; // messages, or the fields of a header
    Error m_error;
};

} // namespace QtInterprocess
