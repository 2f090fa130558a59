// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qbytearray.h>
#include <QtCore/qstring.h>

#include <optional>

/*
    What goes over the wire. A sender connects, sends its bytes and ends its writing; that is all a foreign sender has
    to do (`socat - UNIX-CONNECT:path <file`). `logdesk send` announces first what will come, in one line:

        LOGDESK/1 <size in bytes, or - if unknown> <name, percent-encoded>\n

    The desk answers the end of the bytes with one line, to everybody:

        OK <bytes> <sha256>\n     that is all that was announced, or nothing was
        BAD <bytes> <sha256>\n    that is not what was announced
*/

/*! The first line of a sender. */
struct Announcement
{
    QString name;
    std::optional<qint64> size;

    QByteArray toLine() const;

    /*! Reads a whole line with its end. */
    static std::optional<Announcement> fromLine(const QByteArray &line);
};

/*! What the first bytes of a sender are. */
enum class Opening {
    Undecided, //!< Too few bytes yet.
    Announced, //!< A whole line that is an announcement.
    Raw, //!< Bytes of a foreign sender, from the first one on.
};

/*! No announcement is longer than this. */
constexpr qint64 MaxAnnouncement = 4096;

Opening openingOf(const QByteArray &firstBytes);

/*! The desk's last word. */
struct Answer
{
    bool ok = false;
    qint64 bytes = 0;
    QByteArray sha256; //!< in hexadecimal digits

    QByteArray toLine() const;
    static std::optional<Answer> fromLine(const QByteArray &line);
};
