// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "local/framereader.h"

#include <QtCore/qendian.h>
#include <QtCore/qiodevice.h>

#include <algorithm>
#include <utility>

namespace QtInterprocess {

static constexpr qint64 FirstRoom = 64 * 1024; // taken for a message before its bytes are there

QByteArray Frame::header(qint64 size)
{
    QByteArray header(HeaderSize, Qt::Uninitialized);
    qToBigEndian(quint32(size), header.data());
    return header;
}

bool FrameReader::takeHeader(QIODevice &device)
{
    const qint64 count = device.read(m_header + m_headerSize, Frame::HeaderSize - m_headerSize);
    m_headerSize += std::max<qint64>(count, 0);
    if (m_headerSize < Frame::HeaderSize)
        return false;
    m_headerSize = 0;
    m_length = qFromBigEndian<quint32>(m_header);
    return true;
}

FrameReader::Taken FrameReader::next(QIODevice &device, qint64 limit, QByteArray &message)
{
    if (m_length < 0) {
        if (!takeHeader(device))
            return Taken::NotYet;
        if (m_length > limit)
            return Taken::TooLarge;
    }
    while (m_body.size() < m_length) {
        // Room is taken as the bytes come: a stranger can announce much.
        const qint64 before = m_body.size();
        const qint64 room = std::min(m_length, std::max(FirstRoom, 2 * before));
        m_body.reserve(qsizetype(room));
        m_body.resize(qsizetype(room));
        const qint64 count = device.read(m_body.data() + before, room - before);
        m_body.resize(qsizetype(before + std::max<qint64>(count, 0)));
        if (count <= 0)
            return Taken::NotYet;
    }
    message = m_length > 0 ? std::exchange(m_body, QByteArray()) : QByteArray("", 0);
    m_length = -1;
    return Taken::Message;
}

} // namespace QtInterprocess
