// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qbytearray.h>
#include <QtCore/qstring.h>

namespace QtInterprocess::os {

// What is typed at a console, which is UTF-16 in pieces of any size, as a stream of UTF-8.
class TypedText
{
public:
    // Lines: the console gives whole lines, and a line that begins with Ctrl-Z is the end. Returns false at the end, and takes
    // nothing from there on.
    bool add(QStringView text, bool lines);
    // The console has thrown away the line that was being typed.
    void lineIsGone() noexcept { m_isLineStart = true; }

    bool isEmpty() const noexcept { return m_bytes.isEmpty(); }
    // At most size bytes.
    qint64 take(char *data, qint64 size);

private:
    QString m_half; // of a surrogate pair, until the other half comes
    QByteArray m_bytes;
    bool m_isLineStart = true;
};

// A stream of UTF-8, cut anywhere, as UTF-16 that a console shows.
class ShownText
{
public:
    // Keeps the beginning of a character that is not complete. Bytes that are not UTF-8 become U+FFFD.
    QString add(const char *data, qint64 size);

private:
    QByteArray
        m_begun; // not by a QStringDecoder with state: that of Qt 6.4 loses what follows a character that is never completed
};

} // namespace QtInterprocess::os
