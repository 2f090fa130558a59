// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qbytearray.h>
#include <QtCore/qstring.h>

namespace QtInterprocess::os {

// Converts text typed at a console from pieces of UTF-16 to a stream of UTF-8.
class TypedText
{
public:
    // Adds a piece. With lines, the console gives whole lines, and a line that begins with Ctrl-Z
    // is the end. Returns false at the end, and drops the rest.
    bool add(QStringView text, bool lines);
    // Notes that the console has dropped the line that was being typed.
    void lineIsGone() noexcept { m_isLineStart = true; }

    bool isEmpty() const noexcept { return m_bytes.isEmpty(); }
    qint64 take(char *data, qint64 size);

private:
    QString m_half; // the first half of a surrogate pair that is not complete
    QByteArray m_bytes;
    bool m_isLineStart = true;
};

// Converts a stream of UTF-8, cut anywhere, to UTF-16 that a console shows.
class ShownText
{
public:
    // Converts bytes, and keeps the beginning of an incomplete character. Invalid bytes become
    // U+FFFD.
    QString add(const char *data, qint64 size);

private:
    // A stateful QStringDecoder of Qt 6.4 loses the text after a character that is never completed.
    QByteArray m_begun;
};

} // namespace QtInterprocess::os
