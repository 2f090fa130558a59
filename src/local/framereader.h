// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "local/delimitedreader.h"
#include "support/errortext.h"

#include <QtInterprocess/messagechannel.h>

#include <vector>

namespace QtInterprocess {

// The encoding of messages, as MessageChannel::Framing documents it.
struct Frame
{
    using Framing = MessageChannel::Framing;

    static constexpr qint64 HeaderSize = 4; // of LengthPrefix, without numbers
    static constexpr qint64 NumberSize = 8;
    static constexpr qint64 LargestMessage = 0xffffffff;
    static constexpr qint64 LargestHeader = 8 * 1024; // of ContentLength

    // Return the bytes before a message of this size, and after it.
    static QByteArray header(qint64 size, Framing framing = Framing::LengthPrefix);
    static QByteArray end(Framing framing);
    // Returns the bytes before a message with the numbers of its handles. MessageChannel documents
    // them.
    static QByteArray headerWithNumbers(qint64 size, const std::vector<quint64> &numbers);

    // Returns the reason why a message cannot be sent: its receiver would see the end elsewhere.
    // Empty if it can be sent.
    static ErrorText obstacle(const QByteArray &message, Framing framing);
};

// Takes messages out of a device, in pieces as they arrive, and no byte beyond a message.
class FrameReader
{
public:
    enum class Taken { Message, NotYet, Failed };

    // Sets the framing of messages that begin from now on.
    void setFraming(Frame::Framing framing) noexcept { m_wanted = framing; }
    Frame::Framing framing() const noexcept { return m_wanted; }
    // Sets how many numbers of handles a message may have that begins from now on. 0 means that its
    // header has no place for them. Framings other than LengthPrefix never have one.
    void setHandleLimit(int limit) noexcept { m_wantedHandles = limit; }

    Taken next(QIODevice &device, qint64 limit, QByteArray &message);

    // Takes the numbers of the last message, or those of the incomplete one.
    std::vector<quint64> takeNumbers();
    // Whether a part of a message was taken.
    bool isInside() const noexcept { return m_headerSize > 0 || m_length >= 0 || m_records.isInside(); }
    // Returns the reason why next() has failed. Reading cannot continue after that.
    Error error() const { return m_error; }

private:
    Taken takeRecord(QIODevice &device, char delimiter, qint64 limit, QByteArray &message);
    Taken takeBody(QIODevice &device, QByteArray &message);
    Taken takeLength(QIODevice &device);
    Taken checkSizes(qint64 limit);
    Taken takeFields(QIODevice &device);
    Taken endFields();
    bool takeField(const QByteArray &field);
    Taken fail(Error::Code code, const ErrorText &why);

    Frame::Framing m_wanted = Frame::Framing::LengthPrefix;
    Frame::Framing m_framing = Frame::Framing::LengthPrefix; // of the current message
    int m_wantedHandles = 0;
    int m_handleLimit = 0; // of the current message
    char m_header[2 * Frame::HeaderSize] = {}; // the second half only with numbers
    qint64 m_headerSize = 0; // of the received part
    qint64 m_announced = -1; // by a header that is still incomplete
    qint64 m_length = -1; // -1 until the header is complete
    qint64 m_numberSize = 0; // in bytes
    QByteArray m_numbers;
    QByteArray m_body;
    DelimitedReader m_records; // messages, or the fields of a header
    Error m_error;
};

} // namespace QtInterprocess
