// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "local/delimitedreader.h"

#include <QtCore/qiodevice.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace QtInterprocess {

static constexpr qint64 RecordPiece = 16 * 1024;
static constexpr qint64 FirstLook = 256; // bytes searched first for a delimiter: most records are short

// Reads up to the delimiter. readLine() only knows '\n'; for other delimiters the bytes are peeked
// at first.
static qint64 readUpTo(char delimiter, QIODevice &device, char *data, qint64 size)
{
    if (delimiter == '\n')
        return device.readLine(data, size + 1); // plus its '\0'
    const qint64 seen = device.peek(data, size);
    if (seen <= 0)
        return seen;
    const void *const end = std::memchr(data, delimiter, size_t(seen));
    return device.read(data, end ? static_cast<const char *>(end) - data + 1 : seen);
}

qint64 DelimitedReader::room() const
{
    // One more byte may be a '\r' that belongs to the delimiter.
    const qint64 left = m_isSkipping ? RecordPiece : m_limit + 2 - m_record.size();
    return std::min(left, m_record.isEmpty() && m_delimiter != '\n' ? FirstLook : RecordPiece);
}

DelimitedReader::Taken DelimitedReader::next(QIODevice &device, char delimiter, qint64 limit, QByteArray &record)
{
    char piece[RecordPiece + 1];
    for (;;) {
        if (!isInside()) {
            m_delimiter = delimiter;
            m_limit = limit;
        }
        const qint64 count = readUpTo(m_delimiter, device, piece, room());
        if (count <= 0)
            return Taken::NotYet;
        if (const Taken taken = add(piece, count, record); taken != Taken::NotYet)
            return taken;
    }
}

DelimitedReader::Taken DelimitedReader::add(const char *piece, qint64 size, QByteArray &record)
{
    const bool isEnd = piece[size - 1] == m_delimiter;
    if (m_isSkipping) {
        m_isSkipping = !isEnd;
        return Taken::NotYet;
    }
    m_record.append(piece, qsizetype(size));
    if (isEnd)
        m_record.chop(m_delimiter == '\n' && m_record.endsWith("\r\n") ? 2 : 1);
    else if (m_record.size() <= m_limit || mayEnd())
        return Taken::NotYet;
    record = m_record.isEmpty() ? QByteArray("", 0) : std::exchange(m_record, QByteArray());
    if (record.size() <= m_limit)
        return Taken::Record;
    m_isSkipping = !isEnd;
    record.truncate(qsizetype(m_limit));
    return Taken::TooLong;
}

// Whether the last byte, which exceeds the limit, may be the '\r' of a delimiter.
bool DelimitedReader::mayEnd() const
{
    return m_delimiter == '\n' && m_record.size() == m_limit + 1 && m_record.endsWith('\r');
}

QByteArray DelimitedReader::takeRest()
{
    m_isSkipping = false;
    return std::exchange(m_record, QByteArray());
}

} // namespace QtInterprocess
