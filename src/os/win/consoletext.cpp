// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/win/consoletext.h"

#include <QtCore/qstringconverter.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace QtInterprocess::os {

bool TypedText::add(QStringView text, bool lines)
{
    constexpr char16_t CtrlZ = 0x1a;
    if (text.isEmpty())
        return true;
    if (lines && m_isLineStart && text.front() == CtrlZ)
        return false;
    m_isLineStart = text.back() == u'\n';
    QString whole = std::exchange(m_half, {});
    whole += text;
    if (whole.back().isHighSurrogate()) {
        m_half = whole.back();
        whole.chop(1);
    }
    QStringEncoder encoder(QStringConverter::Utf8, QStringConverter::Flag::Stateless);
    m_bytes += encoder.encode(whole);
    return true;
}

qint64 TypedText::take(char *data, qint64 size)
{
    const qsizetype count = std::min(qsizetype(size), m_bytes.size());
    std::memcpy(data, m_bytes.constData(), size_t(count));
    m_bytes.remove(0, count);
    return count;
}

// Returns the length of a character from its first byte; 0 if no character begins with it.
static int lengthOfCharacter(uchar first)
{
    if (first < 0x80)
        return 1;
    if (first < 0xc2 || first > 0xf4)
        return 0;
    return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

// Returns how many bytes at the end are an incomplete character.
static int begunAtEnd(const QByteArray &bytes)
{
    constexpr int LongestBeginning = 3;
    for (int count = 1; count <= std::min<qsizetype>(LongestBeginning, bytes.size()); ++count) {
        const auto byte = uchar(bytes[bytes.size() - count]);
        const bool goesOn = (byte & 0xc0) == 0x80;
        if (!goesOn)
            return lengthOfCharacter(byte) > count ? count : 0;
    }
    return 0;
}

QString ShownText::add(const char *data, qint64 size)
{
    QByteArray whole = std::exchange(m_begun, {});
    whole.append(data, qsizetype(size));
    const int begun = begunAtEnd(whole);
    m_begun = whole.right(begun);
    whole.chop(begun);
    // A byte order mark is treated as text.
    using Flag = QStringConverter::Flag;
    QStringDecoder decoder(QStringConverter::Utf8, Flag::Stateless | Flag::ConvertInitialBom);
    return decoder.decode(whole);
}

} // namespace QtInterprocess::os
