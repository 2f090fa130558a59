// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "presentation.h"

#include <QtCore/qdatetime.h>
#include <QtCore/qstring.h>

#include <algorithm>

static constexpr qsizetype BytesInALine = 16;

static QByteArray hexNumber(quint64 number, int digits)
{
    return QByteArray::number(number, 16).rightJustified(digits, '0');
}

// "00000010  68 65 6c 6c 6f 0a                                 |hello.|"
static QByteArray dumpLine(quint64 offset, const QByteArray &bytes)
{
    QByteArray numbers;
    QByteArray text;
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        const auto byte = uchar(bytes[i]);
        numbers += (i == BytesInALine / 2 ? "  " : " ") + hexNumber(byte, 2);
        text += byte >= 0x20 && byte < 0x7f ? char(byte) : '.';
    }
    return hexNumber(offset, 8) + ' ' + numbers.leftJustified(BytesInALine * 3 + 1) + "  |" + text + "|\n";
}

static QByteArray dump(quint64 offset, const QByteArray &bytes)
{
    QByteArray lines;
    lines.reserve(bytes.size() * 5 + 80);
    for (qsizetype i = 0; i < bytes.size(); i += BytesInALine)
        lines += dumpLine(offset + quint64(i), bytes.mid(i, BytesInALine));
    return lines;
}

QByteArray timestamp()
{
    return QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toLatin1();
}

QByteArray Presentation::stamped(const QByteArray &text)
{
    const QByteArray stamp = timestamp() + ' ';
    QByteArray lines;
    for (qsizetype at = 0; at < text.size();) {
        const qsizetype feed = text.indexOf('\n', at);
        const qsizetype end = feed < 0 ? text.size() : feed + 1;
        if (!m_inLine)
            lines += stamp;
        lines += text.mid(at, end - at);
        m_inLine = feed < 0;
        at = end;
    }
    return lines;
}

QByteArray Presentation::add(const QByteArray &bytes)
{
    QByteArray text = bytes;
    if (m_style.hex) {
        text = dump(m_offset, bytes);
        m_offset += quint64(bytes.size());
    } else if (m_style.escapes) {
        text = m_printable.add(bytes);
    }
    return m_style.timestamps ? stamped(text) : text;
}

QByteArray Presentation::finish()
{
    const QByteArray text = m_printable.finish();
    return m_style.timestamps ? stamped(text) : text;
}

QByteArray Presentation::line(const QByteArray &message) const
{
    QByteArray text;
    if (m_style.hex)
        text = message.isEmpty() ? dumpLine(0, message) : dump(0, message);
    else
        text = (m_style.escapes ? printable(message) : message) + '\n';
    return m_style.timestamps ? Presentation({ false, false, true }).add(text) : text;
}

std::function<QByteArray(const QByteArray &)> presentedAs(OutputStyle style)
{
    return [presentation = Presentation(style)](const QByteArray &bytes) mutable {
        return bytes.isEmpty() ? presentation.finish() : presentation.add(bytes);
    };
}
