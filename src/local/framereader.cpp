// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "local/framereader.h"

#include "support/errortext.h"

#include <QtCore/qendian.h>
#include <QtCore/qiodevice.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace QtInterprocess {

static constexpr qint64 FirstRoom = 64 * 1024; // bytes allocated before a message arrives

// ---- writing

QByteArray Frame::header(qint64 size, Framing framing)
{
    if (framing == Framing::ContentLength)
        return "Content-Length: " + QByteArray::number(size) + "\r\n\r\n";
    if (framing != Framing::LengthPrefix)
        return {};
    QByteArray header(HeaderSize, Qt::Uninitialized);
    qToBigEndian(quint32(size), header.data());
    return header;
}

QByteArray Frame::headerWithNumbers(qint64 size, const std::vector<quint64> &numbers)
{
    QByteArray header(2 * HeaderSize + qsizetype(numbers.size()) * NumberSize, Qt::Uninitialized);
    qToBigEndian(quint32(size), header.data());
    qToBigEndian(quint32(numbers.size()), header.data() + HeaderSize);
    char *next = header.data() + 2 * HeaderSize;
    for (const quint64 number : numbers) {
        qToBigEndian(number, next);
        next += NumberSize;
    }
    return header;
}

QByteArray Frame::end(Framing framing)
{
    switch (framing) {
    case Framing::Lines: return QByteArrayLiteral("\n");
    case Framing::Nul: return QByteArray(1, '\0');
    case Framing::LengthPrefix:
    case Framing::ContentLength: break;
    }
    return {};
}

ErrorText Frame::obstacle(const QByteArray &message, Framing framing)
{
    if (framing == Framing::Lines && message.contains('\n'))
        return ErrorText::tr("the message contains a line feed, which ends a message in this framing");
    if (framing == Framing::Lines && message.endsWith('\r'))
        return ErrorText::tr("the message ends with a carriage return, which is part of the line end in this framing");
    if (framing == Framing::Nul && message.contains('\0'))
        return ErrorText::tr("the message contains a NUL, which ends a message in this framing");
    return {};
}

// ---- reading

FrameReader::Taken FrameReader::fail(Error::Code code, const ErrorText &why)
{
    m_error = Error(code, 0, QStringLiteral("receive a message"), QString(), why);
    return Taken::Failed;
}

// Reads until the buffer has size bytes. Returns false if they have not all arrived.
static bool fill(QIODevice &device, QByteArray &buffer, qint64 size)
{
    while (buffer.size() < size) {
        // Allocate as bytes arrive: a stranger can announce a large size. Allocate only when the
        // memory is used up: more may copy all earlier bytes.
        const qint64 before = buffer.size();
        if (before >= buffer.capacity())
            buffer.reserve(qsizetype(std::min(size, std::max(FirstRoom, 2 * before))));
        const qint64 room = std::min<qint64>(size, buffer.capacity());
        buffer.resize(qsizetype(room));
        const qint64 count = device.read(buffer.data() + before, room - before);
        buffer.resize(qsizetype(before + std::max<qint64>(count, 0)));
        if (count <= 0)
            return false;
    }
    return true;
}

FrameReader::Taken FrameReader::next(QIODevice &device, qint64 limit, QByteArray &message)
{
    if (!isInside()) {
        m_framing = m_wanted;
        m_handleLimit = m_framing == Frame::Framing::LengthPrefix ? m_wantedHandles : 0;
    }
    if (m_framing == Frame::Framing::Lines || m_framing == Frame::Framing::Nul)
        return takeRecord(device, m_framing == Frame::Framing::Nul ? '\0' : '\n', limit, message);
    if (m_length < 0) {
        const bool isPrefix = m_framing == Frame::Framing::LengthPrefix;
        if (const Taken taken = isPrefix ? takeLength(device) : takeFields(device); taken != Taken::Message)
            return taken;
        if (checkSizes(limit) == Taken::Failed)
            return Taken::Failed;
    }
    if (!fill(device, m_numbers, m_numberSize))
        return Taken::NotYet;
    return takeBody(device, message);
}

FrameReader::Taken FrameReader::checkSizes(qint64 limit)
{
    if (m_length > limit)
        return fail(
            Error::MessageTooLarge,
            ErrorText::tr("the peer announced a message of %1 bytes, the limit is %2").arg(m_length).arg(limit));
    if (m_numberSize > m_handleLimit * Frame::NumberSize)
        return fail(Error::MessageTooLarge,
                    ErrorText::tr("the peer announced %1 handles with a message, the limit is %2")
                        .arg(m_numberSize / Frame::NumberSize)
                        .arg(m_handleLimit));
    return Taken::Message;
}

FrameReader::Taken FrameReader::takeRecord(QIODevice &device, char delimiter, qint64 limit, QByteArray &message)
{
    switch (m_records.next(device, delimiter, limit, message)) {
    case DelimitedReader::Taken::Record: return Taken::Message;
    case DelimitedReader::Taken::NotYet: return Taken::NotYet;
    case DelimitedReader::Taken::TooLong: break;
    }
    return fail(Error::MessageTooLarge, ErrorText::tr("the message has more than %1 bytes").arg(limit));
}

FrameReader::Taken FrameReader::takeLength(QIODevice &device)
{
    const qint64 size = m_handleLimit > 0 ? 2 * Frame::HeaderSize : Frame::HeaderSize;
    const qint64 count = device.read(m_header + m_headerSize, size - m_headerSize);
    m_headerSize += std::max<qint64>(count, 0);
    if (m_headerSize < size)
        return Taken::NotYet;
    m_headerSize = 0;
    m_length = qFromBigEndian<quint32>(m_header);
    m_numberSize = m_handleLimit > 0 ? qFromBigEndian<quint32>(m_header + Frame::HeaderSize) * Frame::NumberSize : 0;
    m_numbers.clear();
    return Taken::Message;
}

// Takes the fields of a header. Returns Message when the header is complete.
FrameReader::Taken FrameReader::takeFields(QIODevice &device)
{
    for (;;) {
        QByteArray field;
        switch (m_records.next(device, '\n', Frame::LargestHeader - m_headerSize, field)) {
        case DelimitedReader::Taken::NotYet: return Taken::NotYet;
        case DelimitedReader::Taken::TooLong:
            return fail(Error::InvalidMessage,
                        ErrorText::tr("the message header has more than %1 bytes").arg(Frame::LargestHeader));
        case DelimitedReader::Taken::Record: break;
        }
        if (field.isEmpty())
            return endFields();
        // A line ending counts as one byte, so no field makes the limit negative.
        m_headerSize = std::min(m_headerSize + field.size() + 1, Frame::LargestHeader);
        if (!takeField(field))
            return Taken::Failed;
    }
}

FrameReader::Taken FrameReader::endFields()
{
    if (m_announced < 0)
        return fail(Error::InvalidMessage, ErrorText::tr("the message header has no Content-Length"));
    m_headerSize = 0;
    m_length = std::exchange(m_announced, -1);
    return Taken::Message;
}

static bool isFieldName(const QByteArray &name)
{
    return !name.isEmpty() && std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

// Parses digits: no sign, no list, no base. Returns −1 for anything else, and more than any limit
// if the number is too large.
static qint64 contentLength(const QByteArray &value)
{
    if (value.isEmpty() || !std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return -1;
    bool fits = false;
    const qint64 length = value.toLongLong(&fits, 10);
    return fits ? length : std::numeric_limits<qint64>::max();
}

// Takes a field as in HTTP: no space around the name, any around the value. Two lengths are an
// error: the next message could begin at either.
bool FrameReader::takeField(const QByteArray &field)
{
    const qsizetype colon = field.indexOf(':');
    const QByteArray name = field.left(std::max<qsizetype>(colon, 0));
    if (!isFieldName(name)) {
        fail(Error::InvalidMessage, ErrorText::tr("the message header has a line that is not a field"));
        return false;
    }
    if (name.compare("Content-Length", Qt::CaseInsensitive) != 0)
        return true;
    const qint64 length = contentLength(field.mid(colon + 1).trimmed());
    if (length < 0 || m_announced >= 0) {
        fail(Error::InvalidMessage,
             length < 0 ? ErrorText::tr("the Content-Length of the message is not a number")
                        : ErrorText::tr("the message header has two Content-Length fields"));
        return false;
    }
    m_announced = length;
    return true;
}

FrameReader::Taken FrameReader::takeBody(QIODevice &device, QByteArray &message)
{
    if (!fill(device, m_body, m_length))
        return Taken::NotYet;
    message = m_length > 0 ? std::exchange(m_body, QByteArray()) : QByteArray("", 0);
    m_length = -1;
    m_numberSize = 0;
    return Taken::Message;
}

std::vector<quint64> FrameReader::takeNumbers()
{
    std::vector<quint64> numbers;
    for (qsizetype at = 0; at + Frame::NumberSize <= m_numbers.size(); at += Frame::NumberSize)
        numbers.push_back(qFromBigEndian<quint64>(m_numbers.constData() + at));
    m_numbers.clear();
    return numbers;
}

} // namespace QtInterprocess
