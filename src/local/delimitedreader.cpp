// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "local/delimitedreader.h"

#include <QtCore/qiodevice.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace QtInterprocess {

static constexpr qint64 PieceSize = 16 * 1024;
static constexpr qint64 FirstLook = 256; // for a delimiter: most records are short

// Reads up to the delimiter. readLine() knows '\n' alone; for others the bytes are looked at before they are taken.
static qint64 readPiece(QIODevice &device, char delimiter, char *data, qint64 size)
{
    if (delimiter == '\n')
        return device.readLine(data, size + 1); // with its '\0'
    const qint64 seen = device.peek(data, size);
    if (seen <= 0)
        return seen;
    const void *const end = std::memchr(data, delimiter, size_t(seen));
    return device.read(data, end ? static_cast<const char *>(end) - data + 1 : seen);
}

DelimitedReader::Taken DelimitedReader::finish(char delimiter, QByteArray &record)
{
    m_record.chop(delimiter == '\n' && m_record.endsWith("\r\n") ? 2 : 1);
    record = m_record.isEmpty() ? QByteArray("", 0) : std::exchange(m_record, QByteArray());
    if (record.size() <= m_limit)
        return Taken::Record;
    record.truncate(qsizetype(m_limit));
    return Taken::TooLong;
}

DelimitedReader::Taken DelimitedReader::next(QIODevice &device, char delimiter, qint64 limit, QByteArray &record)
{
    if (!isInside())
        m_limit = limit;
    char piece[PieceSize + 1];
    for (;;) {
        // The '\r' that comes after as many bytes as allowed may be a part of the end.
        const qint64 room = m_isSkipping ? PieceSize : std::min(PieceSize, m_limit + 2 - m_record.size());
        const qint64 count = readPiece(device, delimiter, piece,
                                       m_record.isEmpty() && delimiter != '\n' ? std::min(room, FirstLook) : room);
        if (count <= 0)
            return Taken::NotYet;
        const bool isEnd = piece[count - 1] == delimiter;
        if (m_isSkipping) {
            m_isSkipping = !isEnd;
            m_limit = isEnd ? limit : m_limit;
            continue;
        }
        m_record.append(piece, qsizetype(count));
        if (isEnd)
            return finish(delimiter, record);
        const bool mayEnd = delimiter == '\n' && m_record.size() == m_limit + 1 && m_record.endsWith('\r');
        if (m_record.size() > m_limit && !mayEnd) {
            m_isSkipping = true;
            record = std::exchange(m_record, QByteArray()).left(qsizetype(m_limit));
            return Taken::TooLong;
        }
    }
}

QByteArray DelimitedReader::takeRest()
{
    m_isSkipping = false;
    return std::exchange(m_record, QByteArray());
}

} // namespace QtInterprocess
