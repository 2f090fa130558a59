// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "protocol.h"

#include <QtCore/qlist.h>

namespace {

const QByteArray Magic = QByteArrayLiteral("LOGDESK/1 ");

std::optional<qint64> toSize(const QByteArray &digits)
{
    bool ok = false;
    const qint64 size = digits.toLongLong(&ok);
    return ok && size >= 0 ? std::optional(size) : std::nullopt;
}

} // namespace

QByteArray Announcement::toLine() const
{
    const QByteArray encoded = name.toUtf8().toPercentEncoding(QByteArrayLiteral("/ "));
    return Magic + (size ? QByteArray::number(*size) : QByteArrayLiteral("-")) + ' ' + encoded + '\n';
}

std::optional<Announcement> Announcement::fromLine(const QByteArray &line)
{
    const qsizetype space = line.indexOf(' ', Magic.size());
    if (!line.startsWith(Magic) || !line.endsWith('\n') || space < 0)
        return std::nullopt;
    const QByteArray digits = line.mid(Magic.size(), space - Magic.size());
    const QByteArray encoded = line.mid(space + 1, line.size() - space - 2);
    Announcement announcement { QString::fromUtf8(QByteArray::fromPercentEncoding(encoded)), toSize(digits) };
    if (!announcement.size && digits != "-")
        return std::nullopt;
    return announcement;
}

Opening openingOf(const QByteArray &firstBytes)
{
    if (!firstBytes.startsWith(Magic))
        return Magic.startsWith(firstBytes) ? Opening::Undecided : Opening::Raw;
    const qsizetype end = firstBytes.indexOf('\n');
    if (end < 0)
        return firstBytes.size() < MaxAnnouncement ? Opening::Undecided : Opening::Raw;
    return Announcement::fromLine(firstBytes.left(end + 1)) ? Opening::Announced : Opening::Raw;
}

QByteArray Answer::toLine() const
{
    return (ok ? QByteArrayLiteral("OK ") : QByteArrayLiteral("BAD ")) + QByteArray::number(bytes) + ' ' + sha256
        + '\n';
}

std::optional<Answer> Answer::fromLine(const QByteArray &line)
{
    const QList<QByteArray> words = line.trimmed().split(' ');
    if (words.size() != 3 || (words[0] != "OK" && words[0] != "BAD"))
        return std::nullopt;
    const std::optional<qint64> bytes = toSize(words[1]);
    return bytes ? std::optional(Answer { words[0] == "OK", *bytes, words[2] }) : std::nullopt;
}
